using Gateway.Asn1;
using Gateway.Core;
using Gateway.Pki;

namespace Gateway.Cmp;

/// <summary>
/// Checks the signature of answers: its signer is found in extraCerts, among the trusted
/// certificates or is the one that the operator named; then the signature, then the path to a
/// trust anchor (RFC 9483 3.5).
/// </summary>
internal sealed class SignatureCheck : IProtectionCheck
{
    private const int DirectoryNameTag = 0xA4;

    // id-kp and its numbers, RFC 9810 4.5.
    private const int KeyPurposeArc = 3;
    private const int PurposeCmcCa = 27;
    private const int PurposeCmcRa = 28;
    private readonly CmpSettings _settings;
    private byte[][] _anchors;
    private byte[][] _lastCertificates = new byte[0][];
    private byte[] _lastSigner;
    private long _utcSeconds;
    private PkiMessage _message;
    private SignatureAlgorithm _algorithm;
    private Certificate _signer;
    private CertificatePath _path;

    internal SignatureCheck(CmpSettings settings)
    {
        _settings = settings;
        _anchors = settings.TrustAnchors;
    }

    /// <inheritdoc/>
    public ProtectionVerdict Verdict { get; private set; }

    /// <inheritdoc/>
    public string Detail { get; private set; } = "";

    /// <inheritdoc/>
    public int Percent => 0;

    /// <summary>The present time for the validity of certificates, or UtcTime.Unknown.</summary>
    internal void SetTime(long utcSeconds) => _utcSeconds = utcSeconds;

    /// <summary>Trusts further certificates until the end of the transaction.</summary>
    internal void AddAnchors(byte[][] anchors)
    {
        byte[][] all = new byte[_anchors.Length + anchors.Length][];
        for (int i = 0; i < _anchors.Length; i++) all[i] = _anchors[i];
        for (int i = 0; i < anchors.Length; i++) all[_anchors.Length + i] = anchors[i];
        _anchors = all;
    }

    /// <inheritdoc/>
    public void BeginVerify(PkiMessage message)
    {
        _message = message;
        _path = null;

        // A CA repeats its chain in every message: the heap holds it once.
        message.UseCopies(_lastCertificates);
        message.UseCopies(_anchors);
        Detail = "";
        Verdict = ProtectionVerdict.Pending;
        PkiHeader header = message.Header;
        DerReader reader = new DerReader(message.Buffer, header.ProtectionAlgorithmOffset,
            header.ProtectionAlgorithmLength);
        _algorithm = AlgorithmIdentifiers.ReadSignature(reader);
        if (!reader.End()) Verdict = ProtectionVerdict.Malformed;
        else if (!_settings.KeyEngine.CanVerify(_algorithm)) Verdict = UnknownAlgorithm();
        else if (_algorithm == SignatureAlgorithm.RsaSha1 && !_settings.AcceptSha1)
        {
            Verdict = ProtectionVerdict.WeakAlgorithm;
        }
        else
        {
            FindSigner();
        }
    }

    /// <inheritdoc/>
    public bool StepVerify()
    {
        if (Verdict != ProtectionVerdict.Pending) return false;
        if (_path == null)
        {
            CheckSignature();
            return Verdict == ProtectionVerdict.Pending;
        }

        if (_path.Step()) return true;
        if (_path.Result != PathResult.Trusted) Distrust(_path.Text);
        else if (!SpeaksForCa()) Distrust("its certificate is for other purposes than a CA's");
        else Accept();
        return false;
    }

    private static bool IsSender(Certificate certificate, PkiMessage message)
    {
        // RFC 9483 3.1: the subject of the protection certificate, as a directoryName.
        DerReader reader = new DerReader(message.Buffer, message.Header.SenderOffset,
            message.Header.SenderLength);
        if (!reader.Enter(DirectoryNameTag)) return false;
        reader.ReadAny();
        return reader.IsOk && DistinguishedName.Matches(certificate.Der,
            certificate.SubjectOffset, certificate.SubjectLength, message.Buffer,
            reader.TlvOffset, reader.TlvLength);
    }

    private ProtectionVerdict UnknownAlgorithm()
    {
        Detail = _algorithm == SignatureAlgorithm.None ? "" : "the key engine lacks it";
        return ProtectionVerdict.UnknownAlgorithm;
    }

    // RFC 9483 3.3: the protection certificate comes first; later messages may leave it out.
    private void FindSigner()
    {
        if (_settings.VerificationCertificate != null)
        {
            Consider(_settings.VerificationCertificate);
            if (_signer != null) return;
            Detail = "verification-cert";
            Verdict = ProtectionVerdict.OtherSigner;
            return;
        }

        _signer = null;
        for (int i = 0; i < _message.ExtraCertificateCount && _signer == null; i++)
        {
            Consider(_message.ExtraCertificate(i));
        }

        if (_signer == null && _lastSigner != null) Consider(_lastSigner);
        for (int i = 0; i < _anchors.Length && _signer == null; i++) Consider(_anchors[i]);
        if (_signer != null) return;
        Verdict = _message.ExtraCertificateCount == 0 ? ProtectionVerdict.NoSigner
            : ProtectionVerdict.OtherSigner;
    }

    private void Consider(byte[] der)
    {
        Certificate certificate = Certificate.Parse(der, new CertificateError());
        bool isSigner = certificate != null && IsSender(certificate, _message)
            && HasKeyIdentifier(certificate);
        _signer = isSigner ? certificate : null;
    }

    // RFC 9483 3.1: senderKID is the signer's. Some CAs reflect ours, which says nothing.
    private bool HasKeyIdentifier(Certificate certificate)
    {
        PkiHeader header = _message.Header;
        CertificateExtensions extensions = certificate.Extensions;
        if (header.SenderKeyIdLength == 0 || extensions.SubjectKeyIdLength == 0) return true;
        if (Is(certificate.Der, extensions.SubjectKeyIdOffset, extensions.SubjectKeyIdLength))
        {
            return true;
        }

        byte[] own = _settings.Protection.SenderKeyId;
        return own != null && Is(own, 0, own.Length);
    }

    private bool Is(byte[] identifier, int offset, int count) =>
        count == _message.Header.SenderKeyIdLength && Bytes.Equal(identifier, offset,
            _message.Buffer, _message.Header.SenderKeyIdOffset, count);

    private void CheckSignature()
    {
        // RFC 9810 5.1.3: over the DER of SEQUENCE { header, body }. Its tag and length are laid
        // over the octets before the header, which are as many or more, and taken away again.
        byte[] buffer = _message.Buffer;
        byte[] prefix = PkiMessageWriter.SequencePrefix(_message.ProtectedLength);
        int start = _message.ProtectedOffset - prefix.Length;
        byte[] saved = Bytes.Slice(buffer, start, prefix.Length);
        System.Array.Copy(prefix, 0, buffer, start, prefix.Length);
        bool isRight = _settings.KeyEngine.Verify(_algorithm, _signer.PublicKeyInfo(), buffer,
            start, prefix.Length + _message.ProtectedLength, buffer, _message.ProtectionOffset,
            _message.ProtectionLength);
        System.Array.Copy(saved, 0, buffer, start, prefix.Length);
        if (isRight) BeginPath();
        else Verdict = ProtectionVerdict.Wrong;
    }

    private void BeginPath()
    {
        if (_settings.VerificationCertificate != null)
        {
            CheckNamedSigner();
            return;
        }

        // RFC 9483 3.5: keyUsage, when it is there, has digitalSignature.
        if (!_signer.Extensions.Allows(KeyUsages.DigitalSignature))
        {
            Distrust("its key usage lacks digitalSignature");
            return;
        }

        // The path of a signer is walked once a transaction: it costs the board seconds.
        bool isKnown = _lastSigner != null && Bytes.Equal(_signer.Der, _lastSigner)
            && (_utcSeconds == UtcTime.Unknown || _signer.IsValidAt(_utcSeconds));
        if (isKnown)
        {
            Accept();
            return;
        }

        _path = new CertificatePath(_settings.KeyEngine, _signer.Der, Pool(), _anchors,
            _utcSeconds, _settings.AcceptSha1);
    }

    // The CA certifies other devices too, and none of them may speak in its name. Who is trusted
    // himself, is a CA or has the CA's configured name may; of the others, whose extKeyUsage does
    // not say something else (RFC 9810 4.5).
    private bool SpeaksForCa()
    {
        CertificateExtensions extensions = _signer.Extensions;
        return extensions.ExtendedKeyUsageLength == 0 || _path.Chain.Length == 0 || extensions.IsCa
            || extensions.HasPurpose(Oids.Pkix(KeyPurposeArc, PurposeCmcRa))
            || extensions.HasPurpose(Oids.Pkix(KeyPurposeArc, PurposeCmcCa))
            || extensions.HasPurpose(Oids.AnyKeyPurpose)
            || DistinguishedName.Matches(_signer.Subject(), _settings.Recipient);
    }

    // Whom the operator named is trusted as it is, while it is valid.
    private void CheckNamedSigner()
    {
        if (_utcSeconds == UtcTime.Unknown || _signer.IsValidAt(_utcSeconds)) Accept();
        else Distrust("the verification certificate is not valid at the time of the clock");
    }

    private byte[][] Pool()
    {
        int count = _message.ExtraCertificateCount;
        if (count == 0) return _lastCertificates;
        byte[][] pool = new byte[count][];
        for (int i = 0; i < count; i++) pool[i] = _message.ExtraCertificate(i);
        return pool;
    }

    private void Accept()
    {
        _lastSigner = _signer.Der;
        _lastCertificates = Pool();
        End(ProtectionVerdict.Right);
    }

    private void Distrust(string reason)
    {
        Detail = reason;
        End(ProtectionVerdict.SignerNotTrusted);
    }

    // What the check needed is garbage now: the heap is small.
    private void End(ProtectionVerdict verdict)
    {
        Verdict = verdict;
        _path = null;
        _message = null;
        _signer = null;
    }
}
