using System.IO;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crmf;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Gateway.Tests.Cmp;

/// <summary>How a peer protects its answers.</summary>
internal interface IPeerProtection
{
    /// <summary>protectionAlg.</summary>
    AlgorithmIdentifier Algorithm { get; }

    /// <summary>The protection of the protected part.</summary>
    byte[] Protect(byte[] data);
}

/// <summary>The password-based MAC by BouncyCastle.</summary>
internal sealed class PeerPbm : IPeerProtection
{
    private readonly PbmParameter _parameters;
    private readonly string _secret;

    internal PeerPbm(string secret, byte[] salt, string owf, int iterations, string mac)
    {
        _secret = secret;
        _parameters = new PbmParameter(salt, new AlgorithmIdentifier(new DerObjectIdentifier(owf)),
            iterations, new AlgorithmIdentifier(new DerObjectIdentifier(mac)));
    }

    public AlgorithmIdentifier Algorithm => new(CmpObjectIdentifiers.passwordBasedMac, _parameters);

    public byte[] Protect(byte[] data) => Calculate(
        new PKMacBuilder().SetParameters(_parameters).Build(_secret.ToCharArray())
            .CreateCalculator(), data);

    internal static byte[] Calculate(IStreamCalculator<IBlockResult> calculator, byte[] data)
    {
        using (Stream stream = calculator.Stream) stream.Write(data, 0, data.Length);
        return calculator.GetResult().Collect();
    }
}

/// <summary>PBMAC1 over BouncyCastle's PBKDF2 and HMAC; every parameter can be left out.</summary>
internal sealed class PeerPbmac1 : IPeerProtection
{
    internal const string HmacSha1 = "1.2.840.113549.2.7";
    internal const string HmacSha256 = "1.2.840.113549.2.9";
    internal const string HmacSha384 = "1.2.840.113549.2.10";
    internal const string HmacSha512 = "1.2.840.113549.2.11";
    private static readonly DerObjectIdentifier Pbmac1 = new("1.2.840.113549.1.5.14");

    internal string Secret { get; set; } = BouncyPeer.Secret;

    internal byte[] Salt { get; set; } = Encoding.ASCII.GetBytes("a salt for PBMAC1");

    /// <summary>What is said, and computed unless it is absurd.</summary>
    internal DerInteger Iterations { get; set; } = DerInteger.ValueOf(500);

    internal int? KeyLength { get; set; } = 32;

    /// <summary>Bytes of key when <see cref="KeyLength"/> is not said.</summary>
    internal int KeyLengthMeant { get; set; } = 32;

    /// <summary>Object identifier; null: left out, which means HMAC-SHA1.</summary>
    internal string? Prf { get; set; } = HmacSha256;

    internal string Mac { get; set; } = HmacSha256;

    public AlgorithmIdentifier Algorithm
    {
        get
        {
            Asn1EncodableVector kdf = new(new DerOctetString(Salt), Iterations);
            if (KeyLength is { } length) kdf.Add(DerInteger.ValueOf(length));
            if (Prf != null) kdf.Add(Named(Prf));
            AlgorithmIdentifier derivation = new(PkcsObjectIdentifiers.IdPbkdf2,
                new DerSequence(kdf));
            return new AlgorithmIdentifier(Pbmac1, new DerSequence(derivation, Named(Mac)));
        }
    }

    /// <summary>The same parameters as a request has them.</summary>
    internal static PeerPbmac1 Of(AlgorithmIdentifier algorithm, string secret)
    {
        Asn1Sequence parameters = Asn1Sequence.GetInstance(algorithm.Parameters);
        AlgorithmIdentifier kdf = AlgorithmIdentifier.GetInstance(parameters[0]);
        Pbkdf2Params derivation = Pbkdf2Params.GetInstance(kdf.Parameters);
        return new PeerPbmac1
        {
            Secret = secret,
            Salt = derivation.GetSalt(),
            Iterations = new DerInteger(derivation.IterationCount),
            KeyLength = derivation.KeyLength!.IntValue,
            Prf = derivation.Prf.Algorithm.Id,
            Mac = AlgorithmIdentifier.GetInstance(parameters[1]).Algorithm.Id,
        };
    }

    internal static bool IsMeant(AlgorithmIdentifier algorithm) =>
        algorithm.Algorithm.Equals(Pbmac1);

    public byte[] Protect(byte[] data)
    {
        Pkcs5S2ParametersGenerator generator = new(DigestOf(Prf ?? HmacSha1));
        bool isAbsurd = !Iterations.HasValue(Iterations.PositiveValue)
            || Iterations.PositiveValue.BitLength > 20;
        generator.Init(Encoding.UTF8.GetBytes(Secret), Salt,
            isAbsurd ? 1 : Iterations.IntValueExact < 1 ? 1 : Iterations.IntValueExact);
        ICipherParameters key =
            generator.GenerateDerivedMacParameters(8 * (KeyLength ?? KeyLengthMeant));
        IMac mac = MacUtilities.GetMac(new DerObjectIdentifier(Mac));
        mac.Init(key);
        return MacUtilities.DoFinal(mac, data);
    }

    private static AlgorithmIdentifier Named(string oid) =>
        new(new DerObjectIdentifier(oid), DerNull.Instance);

    private static IDigest DigestOf(string hmac) => DigestUtilities.GetDigest(hmac switch
    {
        HmacSha1 => "SHA-1",
        HmacSha256 => "SHA-256",
        HmacSha384 => "SHA-384",
        _ => "SHA-512",
    });
}

/// <summary>A signature by BouncyCastle.</summary>
internal sealed class PeerSignature : IPeerProtection
{
    private readonly Asn1SignatureFactory _factory;

    /// <summary>With a name like <c>SHA256WITHRSA</c>.</summary>
    internal PeerSignature(Identity signer, string algorithm = "SHA256WITHRSA")
    {
        _factory = new Asn1SignatureFactory(algorithm, signer.SigningKey);
    }

    public AlgorithmIdentifier Algorithm => (AlgorithmIdentifier)_factory.AlgorithmDetails;

    public byte[] Protect(byte[] data) => PeerPbm.Calculate(_factory.CreateCalculator(), data);
}
