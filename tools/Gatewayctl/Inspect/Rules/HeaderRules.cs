using System;
using System.Collections.Generic;
using System.Linq;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect.Rules;

/// <summary>What the end entity writes into a header: rules 1 to 8.</summary>
internal static class HeaderRules
{
    /// <summary>Octets of a transactionID and of a nonce: 128 bits.</summary>
    public const int RandomLength = 16;

    private const int DirectoryName = 4;

    public static void Version(Exchange exchange, Findings findings)
    {
        bool needed = false;
        foreach (MessageView request in exchange.Requests)
        {
            needed |= NeedsVersion3(request);
            string reason = request.Pvno == 3
                ? "pvno is 3, and nothing in the message needs more than 2"
                : "pvno is " + Basic.ShowInteger(request.PvnoNode) + ", neither 2 nor 3";
            findings.Judge(request.Pvno == 2 || (request.Pvno == 3 && needed),
                request, request.PvnoNode, reason);
        }
    }

    public static void SignatureSender(Exchange exchange, Findings findings)
    {
        foreach (MessageView request in SignedRequests(exchange))
            findings.Judge(IsSubject(request.Sender, request.ExtraCerts[0]), request,
                request.Sender, "sender is not the subject of the first certificate in extraCerts");
    }

    public static void MacSender(Exchange exchange, Findings findings)
    {
        foreach (MessageView request in exchange.Requests
            .Where(one => one.Kind == ProtectionKind.Mac))
        {
            string[] names = CommonNames(request.Sender);
            if (names.Length == 0)
                findings.Broken(request, request.Sender,
                    "sender is no directoryName with a CN that holds the reference");
            else if (request.SenderKid is null)
                findings.Broken(request, request.Header, "senderKID is missing");
            else
                findings.Judge(names.Contains(Text(request.SenderKid)), request,
                    request.SenderKid, $"senderKID is \"{Text(request.SenderKid)}\", "
                        + $"the CN of sender is \"{names[0]}\"");
        }
    }

    public static void SignatureKid(Exchange exchange, Findings findings)
    {
        foreach (MessageView request in SignedRequests(exchange))
        {
            if (request.ExtraCerts[0].SubjectKeyIdentifier() is not { } identifier)
                continue;
            findings.Judge(
                request.SenderKid is not null
                    && request.SenderKid.Content.Span.SequenceEqual(identifier.Span),
                request, request.SenderKid ?? request.Header, request.SenderKid is null
                    ? "senderKID is missing, the protection certificate has a key identifier"
                    : "senderKID is not the key identifier of the protection certificate");
        }
    }

    public static void MessageTime(Exchange exchange, Findings findings)
    {
        bool known = false;
        foreach (MessageView request in exchange.Requests)
        {
            if (request.MessageTime is not null)
                findings.Kept();
            else if (known)
                findings.Broken(request, request.Header,
                    "messageTime is missing, an earlier message knew the time");
            known |= request.MessageTime is not null;
        }
    }

    public static void TransactionId(Exchange exchange, Findings findings)
    {
        DerNode? first = null;
        foreach (MessageView request in exchange.Requests)
        {
            DerNode? id = request.TransactionId;
            if (id is null)
                findings.Broken(request, request.Header, "transactionID is missing");
            else if (id.ContentLength != RandomLength)
                findings.Broken(request, id,
                    $"transactionID has {id.ContentLength} bytes, not {RandomLength}");
            else if (IsConstant(id))
                findings.Broken(request, id, "transactionID is not random, all bytes are equal");
            else
                findings.Judge(first is null || MessageView.Same(first, id), request, id,
                    "transactionID is not that of the first request");
            first ??= id;
        }
    }

    public static void Nonces(Exchange exchange, Findings findings)
    {
        var seen = new HashSet<string>();
        foreach (MessageView message in exchange.Messages)
        {
            bool fresh = message.SenderNonce is null
                || seen.Add(Convert.ToHexString(message.SenderNonce.Content.Span));
            if (message.Role != Role.Request)
                continue;
            JudgeSenderNonce(message, fresh, findings);
            JudgeRecipNonce(exchange, message, findings);
        }
    }

    public static void Protected(Exchange exchange, Findings findings)
    {
        foreach (MessageView request in exchange.Requests)
        {
            if (request.ProtectionAlg is null)
                findings.Broken(request, request.Header, "protectionAlg is missing");
            else
                findings.Judge(request.Protection is not null, request, request.Root,
                    "protection is missing");
        }
    }

    /// <summary>Whether a GeneralName is the directoryName that a certificate is for.</summary>
    public static bool IsSubject(DerNode generalName, CertificateView certificate) =>
        generalName.IsContext(DirectoryName)
        && CertificateView.NamesMatch(generalName.Children[0], certificate.Subject);

    private static IEnumerable<MessageView> SignedRequests(Exchange exchange) =>
        exchange.Requests.Where(
            one => one.Kind == ProtectionKind.Signature && one.ExtraCerts.Count > 0);

    private static bool NeedsVersion3(MessageView request) =>
        ConfirmView.Of(request).Any(one => one.HashAlg is not null)
        || CertRequestView.Of(request).Any(one => one.PublicKey is null)
        || (request.ProtectionAlg is not null
            && MessageView.LeadingOid(request.ProtectionAlg) == Oids.KemBasedMac);

    private static void JudgeSenderNonce(MessageView request, bool fresh, Findings findings)
    {
        DerNode? nonce = request.SenderNonce;
        if (nonce is null)
            findings.Broken(request, request.Header, "senderNonce is missing");
        else if (nonce.ContentLength < RandomLength)
            findings.Broken(request, nonce,
                $"senderNonce has {nonce.ContentLength} bytes, fewer than {RandomLength}");
        else if (IsConstant(nonce))
            findings.Broken(request, nonce, "senderNonce is not random, all bytes are equal");
        else
            findings.Judge(fresh, request, nonce, "senderNonce was used before");
    }

    private static void JudgeRecipNonce(Exchange exchange, MessageView request, Findings findings)
    {
        DerNode? nonce = request.RecipNonce;
        MessageView? answer = exchange.AnswerBefore(request);
        if (answer is null)
        {
            bool first = Bodies.IsInitial(request.Tag);
            if (first)
                findings.Judge(nonce is null, request, nonce ?? request.Header,
                    "recipNonce has no place in a first message");
            else
                findings.Judge(nonce is not null, request, request.Header,
                    "recipNonce is missing");
            return;
        }

        findings.Judge(nonce is not null && MessageView.Same(nonce, answer.SenderNonce), request,
            nonce ?? request.Header, nonce is null ? "recipNonce is missing"
                : $"recipNonce is not the senderNonce of the {answer.Name} before");
    }

    private static bool IsConstant(DerNode octets) =>
        octets.Content.Span.IndexOfAnyExcept(octets.Content.Span[0]) < 0;

    private static string Text(DerNode octets) =>
        System.Text.Encoding.UTF8.GetString(octets.Content.Span);

    private static string[] CommonNames(DerNode generalName) =>
        !generalName.IsContext(DirectoryName) ? []
        : [.. generalName.Children[0].Children.SelectMany(rdn => rdn.Children)
            .Where(part => MessageView.LeadingOid(part) == Oids.CommonName)
            .Select(part => Basic.ShowText(part.Children[1]))];
}
