using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Gateway.LabCa;

/// <summary>Every misbehaviour by name, as a command line or a test writes it.</summary>
public static class MisbehaviourCatalog
{
    private const string Rejected = "by request of the tester";
    private const int NameWidth = 32;

    private sealed record Item(string Name, string Value, string Meaning,
        Func<Arguments, Misbehaviour> Make);

    /// <summary>The values behind a name, separated by colons.</summary>
    private sealed class Arguments(string[] values)
    {
        public int Count => values.Length;

        public string Text(int at) => at < values.Length && values[at].Length > 0 ? values[at]
            : throw new FormatException();

        /// <summary>A last value that may hold colons itself.</summary>
        public string Rest(int at) => Text(at).Length == 0 ? ""
            : string.Join(':', values[at..]);

        public int Number(int at, int smallest = 1) => int.Parse(Text(at), NumberStyles.None,
            CultureInfo.InvariantCulture) is var number && number >= smallest ? number
                : throw new FormatException();

        public int NumberOr(int at, int otherwise) => at < values.Length ? Number(at, 0)
            : otherwise;

        public TimeSpan Milliseconds(int at) => TimeSpan.FromMilliseconds(Number(at));

        public CmpFailInfo FailInfo(int at) => Enum.GetValues<CmpFailInfo>()
            .Where(info => info.Name() == Text(at)).Select(info => (CmpFailInfo?)info)
            .FirstOrDefault() ?? throw new FormatException();
    }

    private static readonly Item[] s_items =
    [
        new("reject", "FAILINFO", "status rejection in ip, cp, kup or rp",
            a => Misbehaviour.Reject(a.FailInfo(0), Rejected)),
        new("error", "FAILINFO", "a protected error message in place of the answer",
            a => Misbehaviour.ErrorMessage(a.FailInfo(0), Rejected)),
        new("unprotected-error", "FAILINFO", "an unprotected error message in its place",
            a => Misbehaviour.UnprotectedError(a.FailInfo(0), Rejected)),
        new("unprotected-negative", "", "errors and rejections are unprotected",
            _ => Misbehaviour.UnprotectedNegative),
        new("unprotected-confirm", "", "pkiconf is unprotected",
            _ => Misbehaviour.UnprotectedConfirm),

        new("poll", "COUNT[:SECONDS]", "the certificate comes after COUNT pollReq",
            a => Misbehaviour.Poll(a.Number(0), a.NumberOr(1, 1))),
        new("delayed-delivery", "COUNT[:SECONDS]",
            "any answer comes after an error waiting and COUNT pollReq",
            a => Misbehaviour.DelayedDelivery(a.Number(0), a.NumberOr(1, 1))),
        new("wait-for-ever", "", "every pollReq gets a pollRep", _ => Misbehaviour.WaitForEver),
        new("huge-check-after", "", "pollRep says: in 68 years",
            _ => Misbehaviour.HugeCheckAfter),
        new("wrong-poll-id", "", "pollRep names another certReqId",
            _ => Misbehaviour.WrongPollId),

        new("wrong-mac", "", "MAC or signature of the answer is wrong",
            _ => Misbehaviour.WrongMac),
        new("iterations", "COUNT", "the MAC of the answer names COUNT iterations",
            a => Misbehaviour.Iterations(a.Number(0))),
        new("signature-answer", "", "a signature answers a MAC",
            _ => Misbehaviour.SignatureAnswer),
        new("mac-answer", "", "a MAC of the first reference answers a signature",
            _ => Misbehaviour.MacAnswer),
        new("untrusted-signer", "", "a stranger under the CA's name signs",
            _ => Misbehaviour.UntrustedSigner),
        new("expired-signer", "", "the signer's certificate has expired",
            _ => Misbehaviour.ExpiredSigner),
        new("signer-without-digital-signature", "", "the signer's key usage does not allow it",
            _ => Misbehaviour.SignerWithoutDigitalSignature),
        new("no-null-parameters", "", "protectionAlg without the NULL of RSA",
            _ => Misbehaviour.NoNullParameters),

        new("wrong-recip-nonce", "", "recipNonce is another one", _ => Misbehaviour.WrongNonce),
        new("no-recip-nonce", "", "recipNonce is missing", _ => Misbehaviour.NoRecipNonce),
        new("short-sender-nonce", "", "senderNonce has 8 bytes",
            _ => Misbehaviour.ShortSenderNonce),
        new("no-sender-nonce", "", "senderNonce is missing", _ => Misbehaviour.NoSenderNonce),
        new("wrong-transaction-id", "", "transactionID is another one",
            _ => Misbehaviour.WrongTransactionId),
        new("reflected-kid", "", "senderKID is the client's own", _ => Misbehaviour.ReflectedKid),
        new("pvno", "N", "the header says version N", a => Misbehaviour.Pvno(a.Number(0, 0))),
        new("late-time", "SECONDS", "messageTime is SECONDS ahead",
            a => Misbehaviour.WrongTime(TimeSpan.FromSeconds(a.Number(0)))),
        new("early-time", "SECONDS", "messageTime is SECONDS behind",
            a => Misbehaviour.WrongTime(TimeSpan.FromSeconds(-a.Number(0)))),

        new("wrong-cert-req-id", "", "the response names another certReqId",
            _ => Misbehaviour.WrongCertReqId),
        new("wrong-body", "", "cp for ip, ip for cp and kup", _ => Misbehaviour.WrongBodyType),
        new("two-responses", "", "two responses in one message",
            _ => Misbehaviour.TwoResponses),
        new("another-key", "", "the certificate is for a key that nobody has",
            _ => Misbehaviour.CertificateForAnotherKey),
        new("changed-subject", "NAME", "grantedWithMods with this subject",
            a => Misbehaviour.ChangedSubject(CheckedName(a.Rest(0)))),
        new("changed-san", "DNS", "grantedWithMods with this alternative name",
            a => Misbehaviour.ChangedAlternativeName(a.Rest(0))),
        new("wrong-cert-signature", "", "the certificate's signature is wrong",
            _ => Misbehaviour.WrongCertificateSignature),
        new("encrypted-cert", "", "an encrypted certificate that nobody asked for",
            _ => Misbehaviour.EncryptedCertificate),
        new("no-ca-pubs", "", "ip without caPubs", _ => Misbehaviour.NoCaPubs),
        new("ca-pubs", "", "caPubs in cp and kup, where they have no place",
            _ => Misbehaviour.CaPubsEverywhere),
        new("reordered-rdns", "", "rp names the issuer back to front",
            _ => Misbehaviour.ReorderedRdns),

        new("http-status", "STATUS", "this HTTP status and no message",
            a => Misbehaviour.HttpStatus(Status(a, 100, 599))),
        new("message-with-status", "STATUS", "the right answer under this HTTP status",
            a => Misbehaviour.MessageWithStatus(Status(a, 200, 599))),
        new("redirect", "STATUS:PATH", "HTTP 301, 302, 307 or 308 to PATH",
            a => Misbehaviour.Redirect(Status(a, 300, 399), a.Rest(1))),
        new("delay", "MS", "the right answer after MS milliseconds",
            a => Misbehaviour.Delay(a.Milliseconds(0))),
        new("never-answer", "", "silence until the client gives up",
            _ => Misbehaviour.NeverAnswer),
        new("drop-connection", "", "closed before the answer", _ => Misbehaviour.DropConnection),
        new("cut-connection", "BYTES", "closed after BYTES of the announced answer",
            a => Misbehaviour.CutConnection(a.Number(0))),
        new("truncated", "BYTES", "BYTES of the answer as if they were all",
            a => Misbehaviour.TruncatedAnswer(a.Number(0))),
        new("garbage", "", "octets that are no DER", _ => Misbehaviour.GarbageAnswer),
        new("oversized", "BYTES", "blown up to BYTES by extraCerts",
            a => Misbehaviour.OversizedAnswer(a.Number(0))),
        new("oversized-chunked", "BYTES", "the same without Content-Length",
            a => Misbehaviour.OversizedAnswer(a.Number(0), chunked: true)),
        new("endless-body", "", "the answer, then octets without an end",
            _ => Misbehaviour.EndlessBody),
        new("slow-body", "MS", "an octet every MS milliseconds",
            a => Misbehaviour.SlowBody(a.Milliseconds(0))),
    ];

    /// <summary>All names, in the order of the help.</summary>
    public static IEnumerable<string> Names => s_items.Select(item => item.Name);

    /// <summary>One line for each name: what it takes and what it does.</summary>
    public static string Help
    {
        get
        {
            var text = new StringBuilder();
            foreach (Item item in s_items)
            {
                string head = item.Name + (item.Value.Length > 0 ? "=" + item.Value : "");
                string line = "  " + head.PadRight(NameWidth) + " " + item.Meaning;
                text.Append(line).Append('\n');
            }

            return text.ToString().TrimEnd();
        }
    }

    /// <summary>Reads <c>NAME[=VALUE][,answers=N][,skip=N]</c>.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="order">The result, when true is returned.</param>
    /// <param name="reason">What is wrong otherwise, one line.</param>
    public static bool TryParse(string text, out MisbehaviourOrder order, out string reason)
    {
        order = new MisbehaviourOrder(Misbehaviour.WrongMac, null, 0);
        string shown = SafeText.OneLine(text, 60);
        int? answers = null;
        int skip = 0;
        string rest = text;
        while (TryTakeCount(ref rest, out bool isSkip, out int count))
        {
            if (isSkip)
                skip = count;
            else
                answers = count;
        }

        int equals = rest.IndexOf('=');
        string name = equals < 0 ? rest : rest[..equals];
        Item? item = Array.Find(s_items, candidate => candidate.Name == name);
        reason = item is null
            ? $"'{shown}' is no misbehaviour; gatewayctl ca --help lists them"
            : $"'{shown}': write {item.Name}{(item.Value.Length > 0 ? "=" + item.Value : "")}"
                + "[,answers=N][,skip=N]";
        if (item is null || answers == 0 || (equals >= 0) != (item.Value.Length > 0))
            return false;
        try
        {
            string[] values = equals < 0 ? [] : rest[(equals + 1)..].Split(':');
            order = new MisbehaviourOrder(item.Make(new Arguments(values)), answers, skip);
            reason = "";
            return true;
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            return false;
        }
    }

    private static bool TryTakeCount(ref string text, out bool isSkip, out int count)
    {
        isSkip = false;
        count = 0;
        int comma = text.LastIndexOf(',');
        if (comma < 0)
            return false;
        string tail = text[(comma + 1)..];
        isSkip = tail.StartsWith("skip=", StringComparison.Ordinal);
        if ((!isSkip && !tail.StartsWith("answers=", StringComparison.Ordinal))
            || !int.TryParse(tail.AsSpan(tail.IndexOf('=') + 1), NumberStyles.None,
                CultureInfo.InvariantCulture, out count))
            return false;
        text = text[..comma];
        return true;
    }

    private static int Status(Arguments arguments, int smallest, int largest) =>
        arguments.Number(0) is var status && status >= smallest && status <= largest ? status
            : throw new FormatException();

    private static string CheckedName(string name) =>
        LabCaOptions.CheckSubject(name) is null ? name : throw new FormatException();
}

/// <summary>A misbehaviour with the answers that it spoils.</summary>
/// <param name="What">How the CA fails.</param>
/// <param name="Answers">How many answers it spoils, null for all.</param>
/// <param name="Skip">How many go well before.</param>
public sealed record MisbehaviourOrder(Misbehaviour What, int? Answers, int Skip);
