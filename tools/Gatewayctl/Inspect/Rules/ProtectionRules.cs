using System.Linq;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect.Rules;

/// <summary>Protection and credentials: rules 9, 10, 23, 24, 33, 36 and 37.</summary>
internal static class ProtectionRules
{
    public static void SameCredentials(Exchange exchange, Findings findings)
    {
        MessageView? first = exchange.Requests.FirstOrDefault();
        foreach (MessageView request in exchange.Requests.Skip(1))
        {
            if (first!.Kind == ProtectionKind.None || request.Kind == ProtectionKind.None)
                continue;
            DerNode algorithm = request.ProtectionAlg!;
            string? wrong = MessageView.LeadingOid(first.ProtectionAlg!)
                    != MessageView.LeadingOid(algorithm)
                ? "protectionAlg is not that of the first request"
                : !MessageView.Same(first.SenderKid, request.SenderKid)
                ? "senderKID is not that of the first request"
                : !SameCertificate(first, request)
                ? "the protection certificate is not that of the first request" : null;
            findings.Judge(wrong is null, request, algorithm, wrong ?? "");
        }
    }

    public static void ProtectionCertificateFirst(Exchange exchange, Findings findings)
    {
        foreach (MessageView request in exchange.Requests
            .Where(one => one.Kind == ProtectionKind.Signature))
        {
            Verification result = exchange.Verify(request);
            if (request.ExtraCerts.Count == 0)
                findings.Broken(request, request.Root,
                    "extraCerts is missing, it begins with the protection certificate");
            else if (result.IsValid)
                findings.Judge(result.Signer == 0, request, request.ExtraCerts[0].Node,
                    $"certificate {result.Signer + 1} of extraCerts verifies the protection, "
                        + "not the first");
        }
    }

    public static void Valid(Exchange exchange, Findings findings)
    {
        foreach (MessageView message in exchange.Messages)
        {
            if (message.Kind == ProtectionKind.None)
            {
                if (IsForThisRule(message))
                    findings.Broken(message, message.Root, $"the {message.Name} is not protected");
                continue;
            }

            Verification result = exchange.Verify(message);
            if (!result.IsKnown)
                continue;
            if (result.IsValid && message.Kind == ProtectionKind.Signature)
            {
                CertificateView signer = exchange.SignersOf(message)[result.Signer];
                findings.Judge(signer.MaySign(), message, message.Protection!,
                    "the key usage of the protection certificate lacks digitalSignature");
            }
            else
            {
                findings.Judge(result.IsValid, message, message.Protection!, result.Reason);
            }
        }
    }

    public static void SameKind(Exchange exchange, Findings findings)
    {
        foreach (MessageView answer in exchange.Answers)
        {
            MessageView? request = exchange.RequestBefore(answer);
            if (request is null || request.Kind == ProtectionKind.None
                || answer.Kind == ProtectionKind.None)
                continue;
            findings.Judge(request.Kind == answer.Kind, answer, answer.ProtectionAlg!,
                request.Kind == ProtectionKind.Mac
                    ? "a request with a MAC is answered with a signature"
                    : "a request with a signature is answered with a MAC");
        }
    }

    public static void Confirmation(Exchange exchange, Findings findings)
    {
        foreach (MessageView answer in exchange.Answers.Where(one => one.Tag == Bodies.PkiConf))
        {
            MessageView? request = exchange.RequestBefore(answer);
            if (answer.Kind == ProtectionKind.None)
                findings.Broken(answer, answer.Root, "the pkiConf is not protected");
            else if (answer.RecipNonce is null)
                findings.Broken(answer, answer.Header, "recipNonce is missing");
            else
                findings.Judge(request is null
                    || MessageView.Same(request.SenderNonce, answer.RecipNonce),
                    answer, answer.RecipNonce,
                    $"recipNonce is not the senderNonce of the {request?.Name} before");
        }
    }

    public static void OwnError(Exchange exchange, Findings findings)
    {
        MessageView? first = exchange.Requests.FirstOrDefault();
        foreach (MessageView error in exchange.Requests.Where(one => one.Tag == Bodies.Error))
        {
            MessageView? next = exchange.RequestAfter(error);
            if (next is not null)
                findings.Broken(next, next.Body, $"{next.Name} after the own error, which ends");
            else
                findings.Judge(error.Kind != ProtectionKind.None
                    && (first == error || first!.Kind == error.Kind), error,
                    error.ProtectionAlg ?? error.Header,
                    "the error is not protected like the first request");
        }
    }

    public static void ReceivedError(Exchange exchange, Findings findings)
    {
        foreach (MessageView error in exchange.Answers.Where(one => one.Tag == Bodies.Error))
        {
            MessageView? next = exchange.RequestAfter(error);
            if (error.Kind == ProtectionKind.None)
                findings.Broken(error, error.Root, "the error is not protected");
            else if (PollingRules.IsWaiting(error))
                findings.Kept();
            else
                findings.Judge(next is null, next ?? error, (next ?? error).Body,
                    $"{next?.Name} after an error, which ends the transaction");
        }
    }

    // Requests without protection break rule 8, pkiConf 33, error 37.
    private static bool IsForThisRule(MessageView message) => message.Role == Role.Answer
        && message.Tag is not (Bodies.PkiConf or Bodies.Error);

    private static bool SameCertificate(MessageView first, MessageView other) =>
        first.ExtraCerts.Count == 0 || other.ExtraCerts.Count == 0
        || first.Kind != ProtectionKind.Signature
        || MessageView.Same(first.ExtraCerts[0].Node, other.ExtraCerts[0].Node);
}
