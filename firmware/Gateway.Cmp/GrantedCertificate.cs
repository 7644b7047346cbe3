using System.Collections;
using Gateway.Asn1;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Pki;

namespace Gateway.Cmp;

/// <summary>
/// The certificate of an answer and the CA certificates that came with it: copied out of the
/// receive buffer, compared with the request, put in order.
/// </summary>
internal sealed class GrantedCertificate
{
    // A path longer than this is not followed; its certificates are kept all the same.
    private const int PathMax = 4;
    private const int ShownNameMax = 100;
    private readonly byte[] _der;
    private readonly bool _hasCaPubs;
    private readonly ArrayList _differences = new ArrayList();

    // CA certificates not yet in order, as byte arrays: caPubs, then extraCerts.
    private readonly ArrayList _candidates = new ArrayList();
    private readonly ArrayList _ordered = new ArrayList();
    private int _extraStart;
    private Certificate _certificate;
    private Certificate _lower;
    private int _next;
    private bool _isNameKnown;

    internal GrantedCertificate(PkiMessage message, CertRepMessage response)
    {
        _der = Bytes.Slice(message.Buffer, response.CertificateOffset, response.CertificateLength);
        _hasCaPubs = response.CaPubCount > 0;
        for (int i = 0; i < response.CaPubCount; i++)
        {
            AddCandidate(message.Buffer, response.CaPubOffset(i), response.CaPubLength(i));
        }

        _extraStart = _candidates.Count;
        for (int i = 0; i < message.ExtraCertificateCount; i++)
        {
            AddCandidate(message.Buffer, message.ExtraCertificateOffset(i),
                message.ExtraCertificateLength(i));
        }
    }

    /// <summary>The certificate.</summary>
    internal byte[] Der => _der;

    /// <summary>Whether the first CA certificate verified the certificate's signature.</summary>
    internal bool IssuerVerified { get; private set; }

    /// <summary>Hash of the certificate for certConf.</summary>
    internal byte[] Hash { get; private set; }

    /// <summary>
    /// Identifier of the hash where the signature algorithm does not tell it, else null.
    /// </summary>
    internal byte[] HashOid { get; private set; }

    /// <summary>Reads the certificate; null, or what is wrong with it.</summary>
    internal CmpFault Read()
    {
        CertificateError error = new CertificateError();
        _certificate = Certificate.Parse(_der, error);
        if (_certificate == null)
        {
            return AnswerCheck.Violation(FailInfo.BadDataFormat,
                "The CA's certificate is malformed (" + error.Text() + ").");
        }

        // RFC 9810 5.3.18: the hash of the signature algorithm, or one that hashAlg names.
        HashAlgorithm hash = AlgorithmIdentifiers.HashOf(_certificate.SignatureAlgorithm);
        if (hash == HashAlgorithm.None)
        {
            hash = HashAlgorithm.Sha256;
            HashOid = Oids.Sha256;
        }

        Hash = Hashes.Compute(hash, _der, 0, _der.Length);
        _lower = _certificate;
        return null;
    }

    /// <summary>Whether the certificate is for that SubjectPublicKeyInfo.</summary>
    internal bool IsFor(byte[] publicKey)
    {
        // Not the whole structure: some write the parameters of rsaEncryption differently.
        SubjectPublicKeyInfo own = SubjectPublicKeyInfo.Parse(publicKey, 0, publicKey.Length);
        SubjectPublicKeyInfo other = _certificate.PublicKey;
        return own != null && own.Kind == other.Kind && own.KeyLength == other.KeyLength
            && own.AlgorithmLength == other.AlgorithmLength
            && Bytes.Equal(publicKey, own.AlgorithmOffset, _der, other.AlgorithmOffset,
                own.AlgorithmLength)
            && Bytes.Equal(publicKey, own.KeyOffset, _der, other.KeyOffset, own.KeyLength);
    }

    /// <summary>Notes where the certificate differs from the request, RFC 9483 4.1.1.</summary>
    internal void Compare(byte[] subject, byte[] subjectAltName, long utcSeconds)
    {
        byte[] granted = _certificate.Subject();
        if (!DistinguishedName.Matches(subject, granted))
        {
            _differences.Add("the subject is " + Shown(granted));
        }

        CompareAltName(subjectAltName);
        if (utcSeconds == UtcTime.Unknown) return;
        if (utcSeconds < _certificate.NotBefore)
        {
            _differences.Add("it is valid only from " + UtcTime.ToText(_certificate.NotBefore));
        }

        if (utcSeconds > _certificate.NotAfter)
        {
            _differences.Add("it expired at " + UtcTime.ToText(_certificate.NotAfter));
        }
    }

    /// <summary>
    /// Looks for the next issuer, with at most one signature; true while there is more.
    /// </summary>
    internal bool StepChain(IKeyEngine engine)
    {
        while (_next < _candidates.Count && _ordered.Count < PathMax)
        {
            int at = _next++;
            byte[] candidate = (byte[])_candidates[at];
            Certificate upper = Certificate.Parse(candidate, new CertificateError());
            if (upper == null || !upper.IsNamedIssuerOf(_lower)) continue;
            _isNameKnown = true;
            if (!IsSigned(_lower, upper, engine)) return true;
            _ordered.Add(candidate);
            _candidates.RemoveAt(at);
            if (at < _extraStart) _extraStart--;
            IssuerVerified = true;
            if (upper.IsSelfIssued) break;
            _lower = upper;
            _next = 0;
            return true;
        }

        if (_isNameKnown && !IssuerVerified)
        {
            _differences.Add(engine.CanVerify(_lower.SignatureAlgorithm)
                ? "the CA certificate that came with it does not fit its signature"
                : "the key engine lacks its signature algorithm, so its issuer is not verified");
        }

        return false;
    }

    /// <summary>The CA certificates in the order to be offered.</summary>
    internal byte[][] CaCertificates()
    {
        for (int i = 0; i < _candidates.Count; i++)
        {
            byte[] candidate = (byte[])_candidates[i];
            if (i < _extraStart || (!_hasCaPubs && IsRoot(candidate))) _ordered.Add(candidate);
        }

        byte[][] all = new byte[_ordered.Count][];
        for (int i = 0; i < all.Length; i++) all[i] = (byte[])_ordered[i];
        return all;
    }

    /// <summary>The differences, a line each.</summary>
    internal string[] Differences()
    {
        string[] all = new string[_differences.Count];
        for (int i = 0; i < all.Length; i++) all[i] = (string)_differences[i];
        return all;
    }

    private static bool IsRoot(byte[] candidate)
    {
        Certificate root = Certificate.Parse(candidate, new CertificateError());
        return root != null && root.Extensions.IsCa && root.IsSelfIssued;
    }

    private static bool IsSigned(Certificate lower, Certificate upper, IKeyEngine engine) =>
        lower.SignatureAlgorithm != SignatureAlgorithm.None
        && engine.Verify(lower.SignatureAlgorithm, upper.PublicKeyInfo(), lower.Der,
            lower.TbsOffset,
            lower.TbsLength, lower.Der, lower.SignatureOffset, lower.SignatureLength);

    private static string Shown(byte[] name)
    {
        string text = DistinguishedName.ToText(name, NameStyle.Comma);
        bool isLong = text != null && text.Length > ShownNameMax;
        if (isLong) text = text.Substring(0, ShownNameMax) + "...";
        return TextGuard.Clean(text);
    }

    private void AddCandidate(byte[] buffer, int offset, int count)
    {
        byte[] candidate = Bytes.Slice(buffer, offset, count);
        if (Bytes.Equal(candidate, _der)) return;
        for (int i = 0; i < _candidates.Count; i++)
        {
            if (Bytes.Equal(candidate, (byte[])_candidates[i])) return;
        }

        _candidates.Add(candidate);
    }

    // The names may stand in another order; each asked for must be there, and no other.
    private void CompareAltName(byte[] asked)
    {
        int askedCount = asked == null ? 0 : CountElements(asked, 0, asked.Length);
        CertificateExtensions extensions = _certificate.Extensions;
        int grantedCount = extensions.SubjectAltNameLength == 0 ? 0
            : CountElements(_der, extensions.SubjectAltNameOffset, extensions.SubjectAltNameLength);
        bool isSame = askedCount == grantedCount;
        if (isSame && askedCount > 0)
        {
            DerReader reader = new DerReader(asked, 0, asked.Length);
            reader.Enter(Tag.Sequence);
            while (isSame && !reader.AtEnd)
            {
                reader.ReadAny();
                isSame = GeneralNames.Contains(_der, extensions.SubjectAltNameOffset,
                    extensions.SubjectAltNameLength, reader.ValueTag, reader.ValueBytes());
            }
        }

        if (isSame) return;
        _differences.Add(grantedCount == 0
            ? "it has no subjectAltName"
            : "its subjectAltName differs from the request");
    }

    private static int CountElements(byte[] buffer, int offset, int count)
    {
        DerReader reader = new DerReader(buffer, offset, count);
        reader.Enter(Tag.Sequence);
        int elements = 0;
        for (; !reader.AtEnd; elements++) reader.ReadAny();
        return elements;
    }
}
