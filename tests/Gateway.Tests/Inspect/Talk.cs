using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;

namespace Gateway.Tests.Inspect;

/// <summary>A message before it is encoded: what a test wants otherwise, it changes.</summary>
internal sealed class Draft
{
    public required int Tag { get; init; }

    public required Asn1Encodable Content { get; set; }

    public required GeneralName Sender { get; set; }

    public int Pvno { get; set; } = 2;

    public DateTime? Time { get; set; }

    public byte[]? Kid { get; set; }

    public byte[]? TransactionId { get; set; }

    public byte[]? SenderNonce { get; set; }

    public byte[]? RecipNonce { get; set; }

    public List<InfoTypeAndValue> Info { get; } = [];

    public IProtector? Protector { get; set; }

    /// <summary>Whether protectionAlg and protection are written.</summary>
    public (bool Algorithm, bool Value) Written { get; set; } = (true, true);

    public List<X509CertificateStructure> ExtraCerts { get; set; } = [];

    /// <summary>The DER of PKIMessage, encoded by BouncyCastle.</summary>
    public byte[] Encode()
    {
        var recipient = new GeneralName(new X509Name("CN=Recipient"));
        var header = new Asn1EncodableVector(DerInteger.ValueOf(Pvno), Sender, recipient);
        if (Time is { } time)
            Tagged(header, 0, new DerGeneralizedTime(
                time.ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture)));
        if (Protector is not null && Written.Algorithm)
            Tagged(header, 1, Protector.Algorithm);
        Octets(header, 2, Kid);
        Octets(header, 4, TransactionId);
        Octets(header, 5, SenderNonce);
        Octets(header, 6, RecipNonce);
        if (Info.Count > 0)
            Tagged(header, 8, new DerSequence(Info.ToArray()));
        var headerSequence = new DerSequence(header);
        var body = new DerTaggedObject(true, Tag, Content);
        var message = new Asn1EncodableVector(headerSequence, body);
        if (Protector is not null && Written.Value)
            Tagged(message, 0, new DerBitString(Protector.Compute(
                new DerSequence(headerSequence, body).GetDerEncoded())));
        if (ExtraCerts.Count > 0)
            Tagged(message, 1, new DerSequence(ExtraCerts.ToArray()));
        return new DerSequence(message).GetDerEncoded();
    }

    private static void Octets(Asn1EncodableVector to, int tag, byte[]? value)
    {
        if (value is not null)
            Tagged(to, tag, new DerOctetString(value));
    }

    private static void Tagged(Asn1EncodableVector to, int tag, Asn1Encodable value) =>
        to.Add(new DerTaggedObject(true, tag, value));
}

/// <summary>A transaction between an end entity and a CA, both well-behaved but for what a test
/// changes.</summary>
internal sealed class Talk(Party endEntity, Party ca, IProtector? mac = null)
{
    private static readonly DateTime s_start = new(2026, 5, 4, 12, 0, 0, DateTimeKind.Utc);

    private readonly List<byte[]> _messages = [];
    private byte[]? _askedNonce;
    private byte[]? _answeredNonce;
    private int _seconds;

    /// <summary>All messages so far.</summary>
    public byte[][] Messages => [.. _messages];

    /// <summary>Nonce of the first request.</summary>
    public byte[] FirstNonce { get; private set; } = [];

    public Talk Wait(int seconds)
    {
        _seconds += seconds;
        return this;
    }

    public Talk Ask(int tag, Asn1Encodable content, Action<Draft>? change = null)
    {
        Draft draft = Start(tag, content, endEntity, _answeredNonce, change);
        _askedNonce = draft.SenderNonce;
        if (FirstNonce.Length == 0)
            FirstNonce = draft.SenderNonce ?? [];
        return this;
    }

    public Talk Answer(int tag, Asn1Encodable content, Action<Draft>? change = null)
    {
        _answeredNonce = Start(tag, content, ca, _askedNonce, change).SenderNonce;
        return this;
    }

    private Draft Start(int tag, Asn1Encodable content, Party party, byte[]? recipNonce,
        Action<Draft>? change)
    {
        var draft = new Draft
        {
            Tag = tag,
            Content = content,
            Sender = mac is null || party == ca ? new GeneralName(party.Name)
                : new GeneralName(new X509Name("CN=1234")),
            Kid = mac is null ? party.KeyIdentifier : Encoding.ASCII.GetBytes("1234"),
            Time = s_start.AddSeconds(_seconds++),
            TransactionId = Fill("transaction"),
            SenderNonce = Fill("nonce " + _messages.Count),
            RecipNonce = recipNonce,
            Protector = mac ?? party,
            ExtraCerts = mac is null ? [party.Certificate] : [],
        };
        change?.Invoke(draft);
        _messages.Add(draft.Encode());
        return draft;
    }

    private static byte[] Fill(string text) =>
        System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(text))[..16];
}
