using System;
using System.Formats.Asn1;
using System.Linq;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect.Rules;

/// <summary>What the end entity asks for: rules 11 to 17.</summary>
internal static class RequestRules
{
    private const int WholeMessage = -1;
    private const int VersionTag = 0;
    private const int SubjectTag = 5;
    private const int PublicKeyTag = 6;

    public static void ImplicitConfirm(Exchange exchange, Findings findings)
    {
        foreach (MessageView message in exchange.Messages)
        {
            DerNode? info = message.Info(Oids.ImplicitConfirm);
            if (info is null)
                continue;
            MessageView? request = exchange.EnrolmentBefore(message);
            if (message.Role == Role.Request && !Bodies.IsEnrolment(message.Tag))
                findings.Broken(message, info, $"implicitConfirm has no place in {message.Name}");
            else if (info.Children.Count != 2 || !info.Children[1].Is(UniversalTagNumber.Null))
                findings.Broken(message, info, "the value of implicitConfirm is not NULL");
            else
                findings.Judge(message.Role == Role.Request || request is null
                    || request.Info(Oids.ImplicitConfirm) is not null, message, info,
                    $"implicitConfirm is granted, the {request?.Name} did not offer it");
        }
    }

    public static void OneRequest(Exchange exchange, Findings findings)
    {
        foreach (MessageView message in exchange.Requests.Where(one => Bodies.IsCrmf(one.Tag)))
        {
            CertRequestView[] requests = [.. CertRequestView.Of(message)];
            if (requests.Length != 1)
                findings.Broken(message, message.Content,
                    $"{message.Name} holds {requests.Length} CertReqMsg, not one");
            else
                findings.Judge(MessageView.Number(requests[0].Id) == 0, message, requests[0].Id,
                    $"certReqId is {Basic.ShowInteger(requests[0].Id)}, not 0");
        }
    }

    public static void Template(Exchange exchange, Findings findings) => EachRequest(exchange,
        (message, request) =>
        {
            DerNode? version = request.Field(VersionTag);
            if (request.Field(SubjectTag) is null)
                findings.Broken(message, request.Template, "the template has no subject");
            else if (request.PublicKey is null)
                findings.Broken(message, request.Field(PublicKeyTag) ?? request.Template,
                    "the template has no public key");
            else
                findings.Judge(version is null || MessageView.Number(version) == 2, message,
                    version ?? request.Template, "the version in the template is not 2 (v3)");
        });

    public static void Possession(Exchange exchange, Findings findings)
    {
        EachRequest(exchange, (message, request) => JudgePopo(message, request, findings));
        foreach (MessageView message in exchange.Requests.Where(one => one.Tag == Bodies.P10cr))
        {
            DerNode info = message.Content.Children[0];
            JudgeSignature(message, info.Children[2], message.Content.Children[1], info,
                message.Content.Children[2], findings);
        }
    }

    public static void OldCertId(Exchange exchange, Findings findings)
    {
        foreach (MessageView message in exchange.Requests.Where(one => one.Tag == Bodies.Kur))
        {
            DerNode? control = CertRequestView.Of(message).FirstOrDefault()
                ?.Control(Oids.OldCertId);
            if (message.Kind == ProtectionKind.Mac)
                findings.Broken(message, message.ProtectionAlg!,
                    "kur is protected by a MAC, not by the certificate that is updated");
            else if (control is null || control.Children.Count < 2
                || !control.Children[1].Is(UniversalTagNumber.Sequence))
                findings.Broken(message, control ?? message.Content, "oldCertID is missing");
            else if (message.ExtraCerts.Count > 0)
                findings.Judge(Names(control.Children[1], message.ExtraCerts[0]), message,
                    control.Children[1],
                    "oldCertID is not issuer and serial number of the protection certificate");
        }
    }

    public static void Pkcs10Id(Exchange exchange, Findings findings)
    {
        foreach (MessageView message in exchange.Messages)
        {
            if (exchange.EnrolmentBefore(message)?.Tag != Bodies.P10cr)
                continue;
            foreach (DerNode id in ResponseView.Of(message).Select(one => one.Id)
                .Concat(ConfirmView.Of(message).Select(one => one.Id)))
                findings.Judge(MessageView.Number(id) == WholeMessage, message, id,
                    $"certReqId is {Basic.ShowInteger(id)}, after p10cr it is -1");
        }
    }

    public static void NoCaPubs(Exchange exchange, Findings findings)
    {
        foreach (MessageView message in exchange.Messages
            .Where(one => one.Tag is Bodies.Cp or Bodies.Kup))
            findings.Judge(ResponseView.CaPubs(message) is null, message,
                message.Content.Children[0], $"{message.Name} has caPubs");
    }

    /// <summary>Whether a CertId is the issuer and serial number of a certificate.</summary>
    private static bool Names(DerNode certId, CertificateView certificate) =>
        certId.Children.Count == 2 && certId.Children[0].IsContext(4)
        && CertificateView.NamesMatch(certId.Children[0].Children[0], certificate.Issuer)
        && MessageView.Same(certId.Children[1], certificate.SerialNumber);

    private static void EachRequest(
        Exchange exchange, Action<MessageView, CertRequestView> judge)
    {
        foreach (MessageView message in exchange.Requests)
        {
            foreach (CertRequestView request in CertRequestView.Of(message))
                judge(message, request);
        }
    }

    private static void JudgePopo(
        MessageView message, CertRequestView request, Findings findings)
    {
        DerNode? popo = request.Popo;
        if (popo is null)
            findings.Broken(message, request.Node, "there is no proof of possession");
        else if (!popo.IsContext(1))
            findings.Broken(message, popo, popo.IsContext(0)
                ? "the proof of possession is raVerified, which only an RA may say"
                : "the proof of possession is no signature");
        else if (request.PublicKey is not null && popo.Children[0].IsContext(0))
            findings.Broken(message, popo.Children[0],
                "poposkInput has no place beside subject and public key in the template");
        else if (request.PublicKey is not null)
            JudgeSignature(message, request.PublicKey, popo.Children[0], request.CertReq,
                popo.Children[1], findings);
    }

    private static void JudgeSignature(MessageView message, DerNode publicKey, DerNode algorithm,
        DerNode data, DerNode signature, Findings findings)
    {
        // The key may stand under an implicit tag; the length octets are the same.
        byte[] key = publicKey.Encoded.ToArray();
        key[0] = 0x30;
        Verification result = SignatureCheck.Verify(
            key, algorithm, data.Encoded.Span, DerValue.BitString(signature, out _));
        if (result.IsKnown)
            findings.Judge(result.IsValid, message, signature,
                "proof of possession: " + result.Reason);
    }
}
