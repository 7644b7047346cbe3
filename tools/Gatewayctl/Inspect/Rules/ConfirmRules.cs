using System;
using System.Linq;
using System.Security.Cryptography;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect.Rules;

/// <summary>certConf: rules 30 to 32.</summary>
internal static class ConfirmRules
{
    public static void IsSent(Exchange exchange, Findings findings)
    {
        foreach (MessageView answer in exchange.Answers)
        {
            if (!ResponseView.Of(answer).Any(one => one.Status.IsPositive)
                || exchange.RequestAfter(answer) is not { } next)
                continue;
            bool granted = answer.Info(Oids.ImplicitConfirm) is not null;
            if (granted)
                findings.Judge(next.Tag != Bodies.CertConf, next, next.Body,
                    "certConf although implicitConfirm was granted");
            else if (next.Tag is not (Bodies.CertConf or Bodies.Error))
                findings.Broken(next, next.Body, $"{next.Name} where certConf is due");
            else
                findings.Judge(!IsLate(answer, next), next, next.MessageTime ?? next.Header,
                    "messageTime is after the confirmWaitTime of the answer");
        }
    }

    public static void Hash(Exchange exchange, Findings findings)
    {
        foreach (MessageView message in exchange.Requests)
        {
            foreach (ConfirmView confirm in ConfirmView.Of(message))
                JudgeHash(exchange, message, confirm, findings);
        }
    }

    public static void OneStatus(Exchange exchange, Findings findings)
    {
        foreach (MessageView message in exchange.Messages)
        {
            int count = ConfirmView.Of(message).Count();
            if (message.Tag == Bodies.CertConf && count != 1)
                findings.Broken(message, message.Content,
                    $"certConf holds {count} CertStatus, not one");
            foreach (StatusView status in StatusView.Of(message))
                findings.Judge(!(status.IsPositive && status.FailInfo is not null), message,
                    status.FailInfo ?? status.Node, "a positive status carries failInfo");
            if (message.Tag == Bodies.CertConf && count == 1)
                findings.Kept();
        }
    }

    private static bool IsLate(MessageView answer, MessageView confirm) =>
        answer.Info(Oids.ConfirmWaitTime) is { Children.Count: 2 } info
        && Basic.Time.Fits(info.Children[1]) && confirm.MessageTime is not null
        && DerValue.Time(confirm.MessageTime) > DerValue.Time(info.Children[1]);

    private static void JudgeHash(
        Exchange exchange, MessageView message, ConfirmView confirm, Findings findings)
    {
        DerNode value = confirm.CertHash;
        if (confirm.HashAlg is not null && message.Pvno != 3)
        {
            findings.Broken(message, confirm.HashAlg, "hashAlg needs pvno 3");
            return;
        }

        if (!SignatureHash.Lengths.Contains(value.ContentLength))
        {
            findings.Broken(message, value,
                $"certHash has {value.ContentLength} bytes, which is no length of a hash");
            return;
        }

        if (exchange.IssuedBefore(message) is not { } issued)
            return;
        CertificateView certificate = issued.Response.Certificate!;
        HashAlgorithmName? hash = confirm.HashAlg is null
            ? SignatureHash.OfSignature(certificate.SignatureAlgorithm)
            : SignatureHash.OfHash(confirm.HashAlg);
        if (hash is null)
            return;
        byte[] computed = CryptographicOperations.HashData(
            hash.Value, certificate.Node.Encoded.Span);
        findings.Judge(value.Content.Span.SequenceEqual(computed), message, value,
            $"certHash is not the {hash.Value.Name} hash of the certificate in the "
                + issued.Answer.Name);
    }
}
