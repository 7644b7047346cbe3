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
    private const int ShownNameMax = 100;
    private readonly ArrayList _differences = new ArrayList();

    // What came with the certificate, as byte arrays, none twice: caPubs, then extraCerts.
    private readonly ArrayList _received = new ArrayList();
    private byte[] _der;
    private int _caPubCount;
    private Certificate _certificate;
    private CertificatePath _path;
    private bool _hasAnchors;

    /// <summary>The certificate.</summary>
    internal byte[] Der => _der;

    /// <summary>Whether its issuers were found and verified.</summary>
    internal bool IssuerVerified { get; private set; }

    /// <summary>The CA certificates in the order to be offered.</summary>
    internal byte[][] CaCertificates { get; private set; } = new byte[0][];

    /// <summary>Hash of the certificate for certConf.</summary>
    internal byte[] Hash { get; private set; }

    /// <summary>
    /// Identifier of the hash where the signature algorithm does not tell it, else null.
    /// </summary>
    internal byte[] HashOid { get; private set; }

    /// <summary>The differences, a line each.</summary>
    internal string[] Differences
    {
        get
        {
            string[] all = new string[_differences.Count];
            for (int i = 0; i < all.Length; i++) all[i] = (string)_differences[i];
            return all;
        }
    }

    /// <summary>Copies the certificate and its company; null, or what is wrong.</summary>
    internal CmpFault Read(AnswerContext context, CertRepMessage response)
    {
        PkiMessage message = context.Message;
        _der = Bytes.Slice(message.Buffer, response.CertificateOffset, response.CertificateLength);
        for (int i = 0; i < response.CaPubCount; i++)
        {
            Add(Bytes.Slice(message.Buffer, response.CaPubOffset(i), response.CaPubLength(i)));
        }

        _caPubCount = _received.Count;
        for (int i = 0; i < message.ExtraCertificateCount; i++)
        {
            Add(message.ExtraCertificate(i));
        }

        return Parse();
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
    internal void Compare(byte[] subject, byte[] subjectAltName, bool isModified, string said)
    {
        byte[] granted = _certificate.Subject();
        if (!DistinguishedName.Matches(subject, granted))
        {
            _differences.Add("the subject is " + Shown(granted));
        }

        CompareAltName(subjectAltName);
        CompareUse();
        if (!isModified) return;
        if (said.Length > 0) _differences.Add("the CA says: " + said);
        else if (_differences.Count == 0) _differences.Add("the CA changed something unnamed");
    }

    /// <summary>Starts to look for the path to a trusted certificate.</summary>
    internal void BeginPath(AnswerContext context)
    {
        CompareValidity(context.UtcSeconds);
        byte[][] anchors = context.Settings.TrustAnchors;

        // RFC 9810 5.3.2: under a MAC, whoever knows the secret vouches for caPubs.
        if (context.Protection.IsMac && _caPubCount > 0)
        {
            byte[][] caPubs = ToArray(_received, _caPubCount);
            context.Protection.AddAnchors(caPubs);
            anchors = Join(caPubs, anchors);
        }

        if (anchors.Length == 0) anchors = ToArray(Roots(), int.MaxValue);
        _hasAnchors = anchors.Length > 0;
        _path = new CertificatePath(context.Settings.KeyEngine, _der,
            ToArray(_received, int.MaxValue), anchors, context.UtcSeconds,
            context.Settings.AcceptSha1);
    }

    /// <summary>
    /// Looks for the next issuer, with at most one signature; true while there is more.
    /// </summary>
    internal bool StepPath()
    {
        if (_path.Step()) return true;
        IssuerVerified = _path.Result == PathResult.Trusted;
        bool isTold = !IssuerVerified && _hasAnchors && _path.Result != PathResult.Expired
            && _path.Result != PathResult.NotYetValid;
        if (isTold) _differences.Add("its issuer is not verified: " + _path.Text);
        CaCertificates = InOrder(IssuerVerified ? _path.Chain : new byte[0][]);
        _path = null;
        return false;
    }

    /// <summary>Writes what a wait for pkiConf must keep.</summary>
    internal void Save(DerWriter writer)
    {
        writer.OctetString(_der);
        writer.Boolean(IssuerVerified);
        writer.Begin(Tag.Sequence);
        for (int i = 0; i < CaCertificates.Length; i++) writer.OctetString(CaCertificates[i]);
        writer.End();
        writer.Begin(Tag.Sequence);
        for (int i = 0; i < _differences.Count; i++) writer.Utf8String((string)_differences[i]);
        writer.End();
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    internal static GrantedCertificate Restore(DerReader reader)
    {
        GrantedCertificate granted = new GrantedCertificate();
        reader.ReadOctetString(Tag.OctetString);
        granted._der = reader.ValueBytes();
        granted.IssuerVerified = reader.ReadBoolean();
        ArrayList authorities = new ArrayList();
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            reader.ReadOctetString(Tag.OctetString);
            authorities.Add(reader.ValueBytes());
        }

        reader.Leave();
        granted.CaCertificates = ToArray(authorities, int.MaxValue);
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            granted._differences.Add(reader.ReadText(CmpLimits.MessageSizeMax) ?? "");
        }

        reader.Leave();
        if (reader.IsOk && granted.Parse() != null) reader.Fail(DerError.BadValue);
        return granted;
    }

    private static bool IsRoot(byte[] der)
    {
        Certificate root = Certificate.Parse(der, new CertificateError());
        return root != null && root.Extensions.IsCa && root.IsSelfIssued;
    }

    private static string Shown(byte[] name)
    {
        string text = DistinguishedName.ToText(name, NameStyle.Comma);
        bool isLong = text != null && text.Length > ShownNameMax;
        if (isLong) text = text.Substring(0, ShownNameMax) + "...";
        return TextGuard.Clean(text);
    }

    private static byte[][] ToArray(ArrayList list, int countMax)
    {
        int count = list.Count < countMax ? list.Count : countMax;
        byte[][] all = new byte[count][];
        for (int i = 0; i < count; i++) all[i] = (byte[])list[i];
        return all;
    }

    private static byte[][] Join(byte[][] first, byte[][] second)
    {
        byte[][] all = new byte[first.Length + second.Length][];
        for (int i = 0; i < first.Length; i++) all[i] = first[i];
        for (int i = 0; i < second.Length; i++) all[first.Length + i] = second[i];
        return all;
    }

    private static bool Contains(ArrayList list, byte[] der)
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (Bytes.Equal(der, (byte[])list[i])) return true;
        }

        return false;
    }

    private CmpFault Parse()
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
        return null;
    }

    private void Add(byte[] candidate)
    {
        if (!Bytes.Equal(candidate, _der) && !Contains(_received, candidate))
        {
            _received.Add(candidate);
        }
    }

    private ArrayList Roots()
    {
        ArrayList roots = new ArrayList();
        for (int i = _caPubCount; i < _received.Count; i++)
        {
            if (IsRoot((byte[])_received[i])) roots.Add(_received[i]);
        }

        return roots;
    }

    // What is offered came with the answer: the path first, then caPubs, or else the roots.
    private byte[][] InOrder(byte[][] chain)
    {
        ArrayList ordered = new ArrayList();
        for (int i = 0; i < chain.Length; i++)
        {
            if (Contains(_received, chain[i])) ordered.Add(chain[i]);
        }

        ArrayList others = _caPubCount == 0 ? Roots() : _received;
        int count = _caPubCount == 0 ? others.Count : _caPubCount;
        for (int i = 0; i < count; i++)
        {
            byte[] other = (byte[])others[i];
            if (!Contains(ordered, other)) ordered.Add(other);
        }

        return ToArray(ordered, int.MaxValue);
    }

    private void CompareValidity(long utcSeconds)
    {
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

    // What was not asked for and would stop the identity from doing its work.
    private void CompareUse()
    {
        CertificateExtensions extensions = _certificate.Extensions;
        if (extensions.IsCa) _differences.Add("it is a CA certificate");
        if (!extensions.Allows(KeyUsages.DigitalSignature))
        {
            _differences.Add("its key usage lacks digitalSignature, so it can neither sign"
                + " requests nor serve TLS");
        }

        if (extensions.UnknownCriticalCount == 0) return;
        _differences.Add("it has a critical extension that is not known here ("
            + extensions.FirstUnknownCritical + ")");
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
        _differences.Add(grantedCount == 0 ? "it has no subjectAltName"
            : "its subjectAltName is " + TextGuard.Clean(GeneralNames.ToText(_der,
                extensions.SubjectAltNameOffset, extensions.SubjectAltNameLength)));
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
