using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Cmp;

/// <summary>
/// What ties the messages of one transaction together (RFC 9483 3.1): transactionID, nonces, the
/// protection. Builds headers and checks those that come back.
/// </summary>
public sealed class CmpTransaction
{
    private readonly CmpSettings _settings;
    private readonly IRandom _random;
    private byte[] _transactionId;
    private byte[] _firstNonce;
    private byte[] _ownNonce;
    private byte[] _peerNonce;

    /// <summary>A new transaction with a random transactionID.</summary>
    /// <param name="settings">Protection, recipient and policies.</param>
    /// <param name="random">Gives transactionID and nonces.</param>
    public CmpTransaction(CmpSettings settings, IRandom random)
    {
        _settings = settings;
        _random = random;
        _transactionId = Fresh(random);
    }

    /// <summary>transactionID.</summary>
    public byte[] TransactionId => _transactionId;

    /// <summary>So many random bytes as a nonce has.</summary>
    public static byte[] Fresh(IRandom random)
    {
        byte[] bytes = new byte[CmpLimits.NonceSize];
        random.Fill(bytes, 0, bytes.Length);
        return bytes;
    }

    /// <summary>
    /// The next message of the transaction, protected, with a fresh senderNonce; null when the
    /// protection's key cannot sign.
    /// </summary>
    /// <param name="body">DER of the body with its context tag.</param>
    /// <param name="version">pvno.</param>
    /// <param name="utcSeconds">messageTime, or UtcTime.Unknown.</param>
    /// <param name="generalInfo">DER of InfoTypeAndValue elements, or null.</param>
    /// <param name="isPoll">Whether it asks for the answer to an earlier message.</param>
    public byte[] Build(byte[] body, int version, long utcSeconds, byte[] generalInfo,
        bool isPoll)
    {
        _ownNonce = Fresh(_random);
        if (!isPoll) _firstNonce = _ownNonce;
        PkiHeaderWriter header = new PkiHeaderWriter();
        header.Version = version;
        header.Recipient = _settings.Recipient;
        header.MessageTime = utcSeconds;
        header.TransactionId = _transactionId;
        header.SenderNonce = _ownNonce;
        header.RecipientNonce = _peerNonce;
        header.GeneralInfo = generalInfo;
        return PkiMessageWriter.Build(header, body, _settings.Protection);
    }

    /// <summary>
    /// Checks the header of an answer before its protection (RFC 9483 3.5); null when it is right.
    /// That sender and recipient are there has been checked by the parser. With a MAC, who they are
    /// is not looked at: the key says who answers and servers differ in what they write; the
    /// sender of a signed answer is compared with its signer's certificate.
    /// </summary>
    /// <param name="message">The answer.</param>
    /// <param name="isAfterPolling">
    /// Whether the answer may carry the nonce of the message that it was polled for, as servers
    /// write that made it before they were polled.
    /// </param>
    public CmpFault CheckHeader(PkiMessage message, bool isAfterPolling)
    {
        PkiHeader header = message.Header;
        if (header.Version != PkiHeaderWriter.Version2
            && header.Version != PkiHeaderWriter.Version3)
        {
            return new CmpFault(CmpOutcome.ProtocolViolation, FailInfo.UnsupportedVersion,
                "The answer has CMP version " + header.Version.ToString()
                + "; supported are 2 and 3.");
        }

        if (!IsSame(_transactionId, message, header.TransactionIdOffset,
            header.TransactionIdLength))
        {
            return new CmpFault(CmpOutcome.WrongTransaction, FailInfo.BadRequest,
                "The answer belongs to another transaction (transactionID); try again.");
        }

        if (header.SenderNonceLength < CmpLimits.PeerNonceSizeMin)
        {
            return new CmpFault(CmpOutcome.ProtocolViolation, FailInfo.BadSenderNonce,
                "The answer's senderNonce is missing or shorter than 16 bytes.");
        }

        if (!IsForUs(message, isAfterPolling))
        {
            return new CmpFault(CmpOutcome.WrongTransaction, FailInfo.BadRecipientNonce,
                "The answer is not for this request (recipNonce); try again.");
        }

        return null;
    }

    /// <summary>
    /// Compares messageTime with the present time, each maybe UtcTime.Unknown; null when it is
    /// right.
    /// </summary>
    public CmpFault CheckTime(long messageTime, long utcSeconds)
    {
        if (_settings.TimeWindowSeconds <= 0) return null;
        if (messageTime == UtcTime.Unknown || utcSeconds == UtcTime.Unknown) return null;
        long distance = messageTime - utcSeconds;
        if (distance < 0) distance = -distance;
        if (distance <= _settings.TimeWindowSeconds) return null;
        return new CmpFault(CmpOutcome.BadTime, FailInfo.BadTime,
            "The CA's time is " + UtcTime.ToText(messageTime) + " UTC, the clock here says "
            + UtcTime.ToText(utcSeconds) + " UTC: set the clock.");
    }

    /// <summary>
    /// Takes over what the next message needs; to be called once the protection is right.
    /// </summary>
    public void Accept(PkiMessage message)
    {
        PkiHeader header = message.Header;
        _peerNonce = Bytes.Slice(message.Buffer, header.SenderNonceOffset,
            header.SenderNonceLength);
    }

    /// <summary>Writes what a wait must keep.</summary>
    internal void Save(DerWriter writer)
    {
        writer.OctetString(_transactionId);
        writer.OctetString(_firstNonce);
        writer.OctetString(_ownNonce);
        writer.OctetString(_peerNonce);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; errors stay in the reader.</summary>
    internal void Restore(DerReader reader)
    {
        _transactionId = ReadOctets(reader);
        _firstNonce = ReadOctets(reader);
        _ownNonce = ReadOctets(reader);
        _peerNonce = ReadOctets(reader);
    }

    private static byte[] ReadOctets(DerReader reader)
    {
        reader.ReadOctetString(Tag.OctetString);
        return reader.ValueBytes();
    }

    private static bool IsSame(byte[] expected, PkiMessage message, int offset, int count) =>
        count == expected.Length && Bytes.Equal(expected, 0, message.Buffer, offset, count);

    private bool IsForUs(PkiMessage message, bool isAfterPolling)
    {
        PkiHeader header = message.Header;
        int offset = header.RecipientNonceOffset;
        int count = header.RecipientNonceLength;
        return IsSame(_ownNonce, message, offset, count)
            || (isAfterPolling && IsSame(_firstNonce, message, offset, count));
    }
}
