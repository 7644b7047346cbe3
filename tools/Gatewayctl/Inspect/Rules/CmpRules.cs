using System;
using System.Collections.Generic;
using System.Formats.Asn1;

namespace Gateway.Ctl.Inspect.Rules;

/// <summary>A rule for an end entity.</summary>
/// <param name="Number">1 to 43.</param>
/// <param name="Title">What it demands, short.</param>
/// <param name="Clause">Where it comes from.</param>
/// <param name="Judge">Judges it on messages; null when messages alone do not tell.</param>
internal sealed record CmpRule(
    int Number, string Title, string Clause, Action<Exchange, Findings>? Judge);

/// <summary>The rules that an end entity keeps, and which of them messages show.</summary>
internal static class CmpRules
{
    private const string Header = "RFC 9483 3.1";
    private const string Receive = "RFC 9483 3.5";
    private const string Enrol = "RFC 9483 4.1.1";
    private const string Errors = "RFC 9483 3.6";
    private const string Delay = "RFC 9483 4.4";
    private const string Http = "RFC 9811";

    /// <summary>Rule 18, which a message breaks that cannot be taken apart.</summary>
    public const int WellFormed = 18;

    /// <summary>All, in the order of their numbers.</summary>
    public static IReadOnlyList<CmpRule> All { get; } =
    [
        new(1, "pvno is 2, and 3 only where it is needed", Header, HeaderRules.Version),
        new(2, "signature: sender is the subject of the protection certificate", Header,
            HeaderRules.SignatureSender),
        new(3, "MAC: the CN of sender and senderKID are the reference", Header,
            HeaderRules.MacSender),
        new(4, "signature: senderKID is the subject key identifier", Header,
            HeaderRules.SignatureKid),
        new(5, "messageTime is present when the clock is known", Header,
            HeaderRules.MessageTime),
        new(6, "transactionID: 128 random bits, the same throughout", Header,
            HeaderRules.TransactionId),
        new(7, "senderNonce: 128 fresh bits; recipNonce: the peer's last", Header,
            HeaderRules.Nonces),
        new(8, "protectionAlg and protection are present", "RFC 9483 3.2",
            HeaderRules.Protected),
        new(9, "one credential and algorithm throughout", Enrol,
            ProtectionRules.SameCredentials),
        new(10, "signature: extraCerts begins with the protection certificate",
            "RFC 9483 3.3", ProtectionRules.ProtectionCertificateFirst),
        new(11, "implicitConfirm: offered with NULL, granted only when offered", Enrol,
            RequestRules.ImplicitConfirm),
        new(12, "one CertReqMsg with certReqId 0", Enrol, RequestRules.OneRequest),
        new(13, "template: subject and public key, version absent or 2", Enrol,
            RequestRules.Template),
        new(14, "proof of possession: a signature by the new key", Enrol,
            RequestRules.Possession),
        new(15, "kur: signed by the certificate that oldCertID names", "RFC 9483 4.1.3",
            RequestRules.OldCertId),
        new(16, "p10cr: certReqId -1 in response and certConf", "RFC 9483 4.1.4",
            RequestRules.Pkcs10Id),
        new(17, "cp and kup have no caPubs", "RFC 9483 4.1.2", RequestRules.NoCaPubs),
        new(WellFormed, "whole DER, one message, a known body", Receive,
            AnswerRules.KnownBody),
        new(19, "the answer's pvno is 2 or 3", Receive, AnswerRules.Version),
        new(20, "the answer's sender and senderKID are those of its signer", Receive,
            AnswerRules.Sender),
        new(21, "the answer's transactionID and nonces fit the request", Receive,
            AnswerRules.Nonces),
        new(22, "the answer's messageTime is near", Receive, AnswerRules.Clock),
        new(23, "the protection is valid, its key may sign", Receive, ProtectionRules.Valid),
        new(24, "MAC is answered by MAC, signature by signature", Receive,
            ProtectionRules.SameKind),
        new(25, "the answer's body fits the request", Receive, AnswerRules.Matches),
        new(26, "caPubs are anchors for one transaction only", "RFC 9483 4.1.5", null),
        new(27, "one CertResponse with the certReqId of the request", Enrol,
            AnswerRules.OneResponse),
        new(28, "the status decides: certificate, end, or polling", Enrol,
            AnswerRules.Status),
        new(29, "the certificate has the requested key and subject, or is refused", Enrol,
            AnswerRules.IssuedAsWanted),
        new(30, "certConf follows unless implicitConfirm was granted", Enrol,
            ConfirmRules.IsSent),
        new(31, "certHash is the hash of the certificate", "RFC 9810 5.3.18",
            ConfirmRules.Hash),
        new(32, "certConf: one CertStatus; accepted carries no failInfo", Enrol,
            ConfirmRules.OneStatus),
        new(33, "pkiConf is protected and names the nonce of certConf", Enrol,
            ProtectionRules.Confirmation),
        new(34, "pollReq names what is waited for, after checkAfter", Delay,
            PollingRules.Polling),
        new(35, "an error with status waiting starts polling", Delay,
            PollingRules.DelayedDelivery),
        new(36, "the own error is protected like the first request, and ends", Errors,
            ProtectionRules.OwnError),
        new(37, "a received error is protected, and ends", Errors,
            ProtectionRules.ReceivedError),
        new(38, "no HTTP answer: try again with the same bytes", Http, null),
        new(39, "POST with application/pkixcmp, answered by 200", Http, null),
        new(40, "a message in any 2xx, 4xx or 5xx is processed", Http, null),
        new(41, "redirects only within a policy", Http, null),
        new(42, "the path can be configured", Http, null),
        new(43, "the size of the body is bounded before reading", Http, null),
    ];

    /// <summary>Judges every rule that messages show.</summary>
    public static IReadOnlyList<Findings> JudgeAll(Exchange exchange)
    {
        var all = new List<Findings>();
        foreach (CmpRule rule in All)
        {
            var findings = new Findings(rule);
            try
            {
                rule.Judge?.Invoke(exchange, findings);
            }
            catch (AsnContentException)
            {
                // A value that the schema shows only as bytes, and that is none: not judged here.
            }

            all.Add(findings);
        }

        return all;
    }
}
