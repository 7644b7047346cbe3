using System;
using Gateway.Asn1;
using Gateway.Core;
using Gateway.Pki;

namespace Gateway.Cmp;

/// <summary>Protection with a signature, RFC 9810 5.1.3.3 and RFC 9483 3.2.</summary>
public sealed class SignatureProtection : IMessageProtection
{
    private readonly IKeyEngine _engine;
    private readonly byte[] _privateKey;
    private readonly SignatureAlgorithm _algorithm;

    /// <summary>A protection for one transaction.</summary>
    /// <param name="engine">Signs.</param>
    /// <param name="privateKey">PKCS#8 of the certificate's key; copied.</param>
    /// <param name="certificate">DER of the protection certificate, which must be readable.</param>
    /// <param name="issuers">Its issuers, DER, lowest first; the root may be left out.</param>
    /// <param name="algorithm">Algorithm of the signatures; it must fit the key.</param>
    public SignatureProtection(IKeyEngine engine, byte[] privateKey, byte[] certificate,
        byte[][] issuers, SignatureAlgorithm algorithm)
    {
        Certificate parsed = Certificate.Parse(certificate, new CertificateError());
        if (parsed == null) throw new ArgumentException("certificate");
        _engine = engine;
        _privateKey = Bytes.Slice(privateKey, 0, privateKey.Length);
        _algorithm = algorithm;
        Certificates = new byte[issuers.Length + 1][];
        Certificates[0] = certificate;
        for (int i = 0; i < issuers.Length; i++) Certificates[i + 1] = issuers[i];

        // RFC 9483 3.1: the subject and the key identifier of the protection certificate.
        Sender = parsed.Subject();
        CertificateExtensions extensions = parsed.Extensions;
        SenderKeyId = extensions.SubjectKeyIdLength == 0 ? null : Bytes.Slice(certificate,
            extensions.SubjectKeyIdOffset, extensions.SubjectKeyIdLength);
        DerWriter writer = new DerWriter(16);
        AlgorithmIdentifiers.WriteSignature(writer, algorithm);
        Algorithm = writer.ToArray();
    }

    /// <inheritdoc/>
    public byte[] Sender { get; }

    /// <inheritdoc/>
    public byte[] SenderKeyId { get; }

    /// <inheritdoc/>
    public byte[] Algorithm { get; }

    /// <inheritdoc/>
    public byte[][] Certificates { get; }

    /// <inheritdoc/>
    public IProtectionCheck MacCheck => null;

    /// <inheritdoc/>
    public int Percent => 0;

    /// <inheritdoc/>
    public bool StepPrepare() => false;

    /// <inheritdoc/>
    public byte[] Protect(byte[] buffer, int offset, int count) =>
        _engine.Sign(_algorithm, _privateKey, buffer, offset, count);

    /// <inheritdoc/>
    public void Wipe() => Bytes.Wipe(_privateKey);
}
