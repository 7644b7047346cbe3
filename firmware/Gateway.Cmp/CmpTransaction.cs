using Gateway.Core;

namespace Gateway.Cmp;

/// <summary>
/// What ties the messages of one transaction together (RFC 9483 3.1): transactionID, nonces, the
/// protection. Builds headers and checks those that come back.
/// </summary>
public sealed class CmpTransaction
{
    private readonly IMessageProtection _protection;
    private readonly byte[] _recipient;
    private readonly IRandom _random;
    private readonly int _timeWindowSeconds;
    private readonly byte[] _transactionId;
    private byte[] _ownNonce;
    private byte[] _peerNonce;

    /// <summary>A new transaction with a random transactionID.</summary>
    /// <param name="protection">Protects every message of it, RFC 9483 3.2.</param>
    /// <param name="recipient">DER of the CA's Name.</param>
    /// <param name="random">Gives transactionID and nonces.</param>
    /// <param name="timeWindowSeconds">Bound on the distance of messageTime; 0: not
    /// checked.</param>
    public CmpTransaction(IMessageProtection protection, byte[] recipient, IRandom random,
        int timeWindowSeconds)
    {
        _protection = protection;
        _recipient = recipient;
        _random = random;
        _timeWindowSeconds = timeWindowSeconds;
        _transactionId = Fresh(random);
    }

    /// <summary>So many random bytes as a nonce has.</summary>
    public static byte[] Fresh(IRandom random)
    {
        byte[] bytes = new byte[CmpLimits.NonceSize];
        random.Fill(bytes, 0, bytes.Length);
        return bytes;
    }

    /// <summary>The next message of the transaction, protected, with a fresh senderNonce.</summary>
    /// <param name="body">DER of the body with its context tag.</param>
    /// <param name="version">pvno.</param>
    /// <param name="utcSeconds">messageTime, or UtcTime.Unknown.</param>
    public byte[] Build(byte[] body, int version, long utcSeconds)
    {
        _ownNonce = Fresh(_random);
        PkiHeaderWriter header = new PkiHeaderWriter();
        header.Version = version;
        header.Recipient = _recipient;
        header.MessageTime = utcSeconds;
        header.TransactionId = _transactionId;
        header.SenderNonce = _ownNonce;
        header.RecipientNonce = _peerNonce;
        return PkiMessageWriter.Build(header, body, _protection);
    }

    /// <summary>
    /// Checks the header of an answer before its protection (RFC 9483 3.5); null when it is right.
    /// That sender and recipient are there has been checked by the parser; who they are is not
    /// looked at, since the MAC key says who answers and servers differ in what they write.
    /// </summary>
    public CmpFault CheckHeader(PkiMessage message, long utcSeconds)
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

        if (!IsSame(_ownNonce, message, header.RecipientNonceOffset, header.RecipientNonceLength))
        {
            return new CmpFault(CmpOutcome.WrongTransaction, FailInfo.BadRecipientNonce,
                "The answer is not for this request (recipNonce); try again.");
        }

        return CheckTime(header.MessageTime, utcSeconds);
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

    private static bool IsSame(byte[] expected, PkiMessage message, int offset, int count) =>
        count == expected.Length && Bytes.Equal(expected, 0, message.Buffer, offset, count);

    private CmpFault CheckTime(long messageTime, long utcSeconds)
    {
        if (_timeWindowSeconds <= 0) return null;
        if (messageTime == UtcTime.Unknown || utcSeconds == UtcTime.Unknown) return null;
        long distance = messageTime - utcSeconds;
        if (distance < 0) distance = -distance;
        if (distance <= _timeWindowSeconds) return null;
        return new CmpFault(CmpOutcome.BadTime, FailInfo.BadTime,
            "The CA's time is " + UtcTime.ToText(messageTime) + ", the clock here says "
            + UtcTime.ToText(utcSeconds) + ": set the clock.");
    }
}
