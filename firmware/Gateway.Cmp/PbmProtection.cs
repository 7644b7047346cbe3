using Gateway.Asn1;
using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Cmp;

/// <summary>
/// Protection with a password-based MAC, RFC 9810 5.1.3.1 and RFC 9483 4.1.5. The derived keys are
/// kept for the transaction: one for what is sent, one for what the peer's parameters ask for.
/// </summary>
public sealed class PbmProtection : IMessageProtection
{
    private readonly byte[] _secret;
    private readonly PbmParameters _own;
    private readonly int _iterationsMax;
    private PasswordBasedMacDerivation _derivation;
    private byte[] _ownKey;
    private PbmParameters _peer;
    private byte[] _peerKey;
    private PkiMessage _message;

    /// <summary>A protection for one transaction; the secret is copied.</summary>
    /// <param name="reference">The reference value, UTF-8.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="own">Parameters of what is sent: the salt stays for the transaction.</param>
    /// <param name="iterationsMax">Most iterations that the peer may ask for.</param>
    public PbmProtection(byte[] reference, byte[] secret, PbmParameters own, int iterationsMax)
    {
        _secret = Bytes.Slice(secret, 0, secret.Length);
        _own = own;
        _iterationsMax = iterationsMax;
        Sender = NameOf(reference);
        SenderKeyId = reference;
        Algorithm = own.ToAlgorithmIdentifier();
    }

    /// <inheritdoc/>
    public byte[] Sender { get; }

    /// <inheritdoc/>
    public byte[] SenderKeyId { get; }

    /// <inheritdoc/>
    public byte[] Algorithm { get; }

    /// <inheritdoc/>
    public ProtectionVerdict Verdict { get; private set; }

    /// <inheritdoc/>
    public int Percent => _derivation == null ? 0 : _derivation.Percent;

    /// <inheritdoc/>
    public bool StepPrepare()
    {
        if (_ownKey != null) return false;
        _ownKey = StepKey(_own);
        return _ownKey == null;
    }

    /// <inheritdoc/>
    public byte[] Protect(byte[] contents, int offset, int count) =>
        Mac(_own.Mac, _ownKey, contents, offset, count);

    /// <inheritdoc/>
    public void BeginVerify(PkiMessage received)
    {
        if (_derivation != null) _derivation.Cancel();
        _derivation = null;
        _message = received;
        Verdict = ProtectionVerdict.Pending;
        PkiHeader header = received.Header;
        if (!received.HasProtection || header.ProtectionAlgorithmLength == 0)
        {
            Verdict = ProtectionVerdict.Absent;
            return;
        }

        DerReader reader = new DerReader(received.Buffer, header.ProtectionAlgorithmOffset,
            header.ProtectionAlgorithmLength);
        PbmParameters asked = PbmParameters.Read(reader);
        Verdict = Judge(asked, reader.IsOk);
        if (Verdict != ProtectionVerdict.Pending) return;
        if (_ownKey != null && asked.DerivesLike(_own)) _peerKey = Replace(_peerKey, _ownKey);
        else if (_peer == null || !asked.DerivesLike(_peer)) _peerKey = Replace(_peerKey, null);
        _peer = asked;
    }

    /// <inheritdoc/>
    public bool StepVerify()
    {
        if (_message == null || Verdict != ProtectionVerdict.Pending) return false;
        if (_peerKey == null)
        {
            _peerKey = StepKey(_peer);
            return true;
        }

        byte[] value = Mac(_peer.Mac, _peerKey, _message.Buffer, _message.ProtectedOffset,
            _message.ProtectedLength);
        bool right = value.Length == _message.ProtectionLength
            && Bytes.EqualConstantTime(value, 0, _message.Buffer, _message.ProtectionOffset,
                value.Length);
        Bytes.Wipe(value);
        Verdict = right ? ProtectionVerdict.Right : ProtectionVerdict.Wrong;
        _message = null;
        return false;
    }

    /// <inheritdoc/>
    public void Wipe()
    {
        Bytes.Wipe(_secret);
        Bytes.Wipe(_ownKey);
        Bytes.Wipe(_peerKey);
        _ownKey = null;
        _peerKey = null;
        _message = null;
        if (_derivation != null) _derivation.Cancel();
        _derivation = null;
    }

    // RFC 9483 3.1: in MAC mode the sender is a directoryName whose CN is the reference.
    private static byte[] NameOf(byte[] reference)
    {
        DerWriter writer = new DerWriter(64);
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.Set);
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.Attribute(3));
        writer.Element(Tag.Utf8String, reference, 0, reference.Length);
        writer.End();
        writer.End();
        writer.End();
        return writer.ToArray();
    }

    private static byte[] Replace(byte[] old, byte[] key)
    {
        Bytes.Wipe(old);
        return key == null ? null : Bytes.Slice(key, 0, key.Length);
    }

    private ProtectionVerdict Judge(PbmParameters asked, bool isOk)
    {
        if (!isOk) return ProtectionVerdict.Malformed;
        if (asked == null) return ProtectionVerdict.OtherKind;
        if (asked.Owf == HashAlgorithm.None || asked.Mac == HashAlgorithm.None)
        {
            return ProtectionVerdict.UnknownAlgorithm;
        }

        bool inRange = asked.Iterations >= CmpLimits.PbmIterationsMin
            && asked.Iterations <= _iterationsMax;
        return inRange ? ProtectionVerdict.Pending : ProtectionVerdict.IterationsOutOfRange;
    }

    // The key once it is there, null while there is more to do.
    private byte[] StepKey(PbmParameters parameters)
    {
        if (_derivation == null)
        {
            _derivation = PasswordBasedMacDerivation.Start(parameters.Owf, _secret, parameters.Salt,
                parameters.Iterations);
        }

        if (_derivation.Step(CmpLimits.PbmIterationsPerStep)) return null;
        byte[] key = _derivation.TakeKey();
        _derivation = null;
        return key;
    }

    // RFC 9810 5.1.3: over the DER of SEQUENCE { header, body }, whose tag and length are made
    // here.
    private static byte[] Mac(HashAlgorithm algorithm, byte[] key, byte[] contents, int offset,
        int count)
    {
        Hmac hmac = new Hmac(algorithm, key);
        byte[] prefix = PkiMessageWriter.SequencePrefix(count);
        hmac.Update(prefix, 0, prefix.Length);
        hmac.Update(contents, offset, count);
        byte[] value = new byte[hmac.SizeBytes];
        hmac.Finish(value, 0);
        hmac.Wipe();
        return value;
    }
}
