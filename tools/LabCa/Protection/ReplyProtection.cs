using System.Collections.Generic;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>How an answer is protected.</summary>
internal abstract class ReplyProtection
{
    /// <summary>protectionAlg.</summary>
    public abstract AlgorithmIdentifier Algorithm { get; }

    /// <summary>senderKID, null for none.</summary>
    public abstract byte[]? SenderKid { get; }

    /// <summary>Name of the signer; null for the CA's own.</summary>
    public virtual X509Name? Sender => null;

    /// <summary>Certificates of the signer, its own first.</summary>
    public virtual IReadOnlyList<X509Certificate> Certificates => [];

    /// <summary>The protection over the DER of ProtectedPart.</summary>
    public abstract byte[] Compute(byte[] protectedPart);
}

/// <summary>An answer under a MAC, with the secret of a reference.</summary>
internal sealed class MacReplyProtection(MessageMac mac, byte[] secret, string reference)
    : ReplyProtection
{
    public MessageMac Mac => mac;

    public override AlgorithmIdentifier Algorithm => mac.Algorithm;

    public override byte[]? SenderKid => Encoding.UTF8.GetBytes(reference);

    public override byte[] Compute(byte[] protectedPart) => mac.Compute(secret, protectedPart);

    /// <summary>The same with another number of iterations.</summary>
    public MacReplyProtection WithIterations(int iterations) =>
        new(mac.With(mac.Salt, iterations), secret, reference);
}

/// <summary>An answer under a signature.</summary>
internal sealed class SignatureReplyProtection : ReplyProtection
{
    private readonly ISignatureFactory _factory;
    private readonly bool _omitNull;

    /// <summary>A protection by a key.</summary>
    /// <param name="key">Private key of the signer.</param>
    /// <param name="certificates">Its certificate, then the chain above.</param>
    /// <param name="random">For ECDSA and PSS.</param>
    /// <param name="options">PSS and NULL parameters.</param>
    public SignatureReplyProtection(AsymmetricKeyParameter key,
        IReadOnlyList<X509Certificate> certificates, SecureRandom random, LabCaOptions options)
    {
        _factory = CaKeys.Signer(key, random, options.AnswerByPss);
        _omitNull = options.OmitNullParameters;
        Certificates = certificates;
    }

    public override AlgorithmIdentifier Algorithm
    {
        get
        {
            var algorithm = (AlgorithmIdentifier)_factory.AlgorithmDetails;
            return _omitNull ? WithoutNull(algorithm) : algorithm;
        }
    }

    public override byte[]? SenderKid => CertificateFacts.KeyId(Certificates[0]);

    public override X509Name Sender => Certificates[0].SubjectDN;

    public override IReadOnlyList<X509Certificate> Certificates { get; }

    public override byte[] Compute(byte[] protectedPart)
    {
        IStreamCalculator<IBlockResult> signer = _factory.CreateCalculator();
        signer.Stream.Write(protectedPart, 0, protectedPart.Length);
        return signer.GetResult().Collect();
    }

    /// <summary>An algorithm identifier with NULL parameters left out.</summary>
    public static AlgorithmIdentifier WithoutNull(AlgorithmIdentifier algorithm) =>
        algorithm.Parameters is DerNull ? new AlgorithmIdentifier(algorithm.Algorithm) : algorithm;
}
