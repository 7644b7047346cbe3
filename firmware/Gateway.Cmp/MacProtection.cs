using Gateway.Asn1;
using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Cmp;

/// <summary>
/// Protection with a MAC from a shared secret: the password-based MAC (RFC 9810 5.1.3.1) or PBMAC1
/// (RFC 9481 6.1.2), whichever the parameters say; answers may have either. The derived keys are
/// kept for the transaction: one for what is sent, one for what the peer's parameters ask for.
/// </summary>
public sealed class MacProtection : IMessageProtection, IProtectionCheck
{
    private static readonly byte[][] NoCertificates = new byte[0][];
    private readonly byte[] _secret;
    private readonly MacParameters _own;
    private readonly int _iterationsMax;
    private IKeyDerivation _derivation;
    private byte[] _ownKey;
    private MacParameters _peer;
    private byte[] _peerKey;
    private PkiMessage _message;

    /// <summary>A protection for one transaction; the secret is copied.</summary>
    /// <param name="reference">The reference value, UTF-8, 1 to 128 bytes.</param>
    /// <param name="secret">The secret, 1 to 128 bytes.</param>
    /// <param name="own">Parameters of what is sent: the salt stays for the transaction.</param>
    /// <param name="iterationsMax">Most iterations that the peer may ask for.</param>
    public MacProtection(byte[] reference, byte[] secret, MacParameters own, int iterationsMax)
    {
        if (!IsSecretSize(reference)) throw new System.ArgumentException("reference");
        if (!IsSecretSize(secret)) throw new System.ArgumentException("secret");
        if (!IsAllowed(own.Iterations) || !IsAllowed(iterationsMax))
        {
            throw new System.ArgumentException("iterations");
        }

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
    public byte[][] Certificates => NoCertificates;

    /// <inheritdoc/>
    public IProtectionCheck MacCheck => this;

    /// <inheritdoc/>
    public ProtectionVerdict Verdict { get; private set; }

    /// <inheritdoc/>
    public string Detail => Verdict == ProtectionVerdict.IterationsOutOfRange
        ? CmpLimits.PbmIterationsMin.ToString() + " to " + _iterationsMax.ToString() : "";

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
    public byte[] Protect(byte[] buffer, int offset, int count)
    {
        Hmac hmac = new Hmac(_own.Mac, _ownKey);
        hmac.Update(buffer, offset, count);
        return Finish(hmac);
    }

    /// <inheritdoc/>
    public void BeginVerify(PkiMessage received)
    {
        if (_derivation != null) _derivation.Cancel();
        _derivation = null;
        _message = received;
        PkiHeader header = received.Header;
        DerReader reader = new DerReader(received.Buffer, header.ProtectionAlgorithmOffset,
            header.ProtectionAlgorithmLength);
        MacParameters asked = MacParameters.Read(reader);
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

        byte[] value = MacOfMessage();
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

    private static bool IsSecretSize(byte[] value) =>
        value != null && value.Length > 0 && value.Length <= CmpLimits.SecretSizeMax;

    private static bool IsAllowed(int iterations) =>
        iterations >= CmpLimits.PbmIterationsMin && iterations <= CmpLimits.PbmIterationsLimit;

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

    private static byte[] Finish(Hmac hmac)
    {
        byte[] value = new byte[hmac.SizeBytes];
        hmac.Finish(value, 0);
        hmac.Wipe();
        return value;
    }

    private ProtectionVerdict Judge(MacParameters asked, bool isOk)
    {
        if (!isOk) return ProtectionVerdict.Malformed;
        if (asked == null) return ProtectionVerdict.OtherKind;
        if (!asked.IsSupported) return ProtectionVerdict.UnknownAlgorithm;
        bool inRange = asked.Iterations >= CmpLimits.PbmIterationsMin
            && asked.Iterations <= _iterationsMax;
        return inRange ? ProtectionVerdict.Pending : ProtectionVerdict.IterationsOutOfRange;
    }

    // The key once it is there, null while there is more to do.
    private byte[] StepKey(MacParameters parameters)
    {
        if (_derivation == null) _derivation = parameters.StartDerivation(_secret);
        if (_derivation.Step(CmpLimits.PbmIterationsPerStep)) return null;
        byte[] key = _derivation.TakeKey();
        _derivation = null;
        return key;
    }

    // The bytes as they came, behind a tag and length that are made here.
    private byte[] MacOfMessage()
    {
        Hmac hmac = new Hmac(_peer.Mac, _peerKey);
        byte[] prefix = PkiMessageWriter.SequencePrefix(_message.ProtectedLength);
        hmac.Update(prefix, 0, prefix.Length);
        hmac.Update(_message.Buffer, _message.ProtectedOffset, _message.ProtectedLength);
        return Finish(hmac);
    }
}
