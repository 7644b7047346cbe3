using System.IO;
using System.Linq;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Gateway.Tests.LabCa;

/// <summary>PBMAC1 (RFC 8018 7.1) from BouncyCastle's PBKDF2 and HMAC.</summary>
internal sealed class Pbmac1Factory : IMacFactory
{
    internal const string Oid = "1.2.840.113549.1.5.14";

    private readonly AlgorithmIdentifier _algorithm;
    private readonly byte[] _secret;

    internal Pbmac1Factory(string prf, string mac, int keyLength, int iterations, byte[] secret)
    {
        var derivation = new Pbkdf2Params(RandomNumberGenerator.GetBytes(16), iterations,
            keyLength, new AlgorithmIdentifier(new DerObjectIdentifier(prf), DerNull.Instance));
        _algorithm = new AlgorithmIdentifier(new DerObjectIdentifier(Oid), new DerSequence(
            new AlgorithmIdentifier(PkcsObjectIdentifiers.IdPbkdf2, derivation),
            new AlgorithmIdentifier(new DerObjectIdentifier(mac), DerNull.Instance)));
        _secret = secret;
    }

    private Pbmac1Factory(AlgorithmIdentifier algorithm, byte[] secret)
    {
        _algorithm = algorithm;
        _secret = secret;
    }

    public object AlgorithmDetails => _algorithm;

    public IStreamCalculator<IBlockResult> CreateCalculator() => new Calculator(this);

    internal static bool Verify(PkiMessage message, byte[] secret)
    {
        byte[] part = new DerSequence(message.Header, message.Body).GetDerEncoded();
        return new Pbmac1Factory(message.Header.ProtectionAlg, secret).Compute(part)
            .SequenceEqual(message.Protection.GetOctets());
    }

    private byte[] Compute(byte[] part)
    {
        Asn1Sequence parameters = Asn1Sequence.GetInstance(_algorithm.Parameters);
        Pbkdf2Params derivation = Pbkdf2Params.GetInstance(
            AlgorithmIdentifier.GetInstance(parameters[0]).Parameters);
        var generator = new Pkcs5S2ParametersGenerator(
            DigestUtilities.GetDigest(Hash(derivation.Prf.Algorithm.Id)));
        generator.Init(_secret, derivation.GetSalt(),
            derivation.IterationCountObject.IntValueExact);
        var key = (KeyParameter)generator.GenerateDerivedMacParameters(
            8 * derivation.KeyLengthObject.IntValueExact);
        var mac = new HMac(DigestUtilities.GetDigest(
            Hash(AlgorithmIdentifier.GetInstance(parameters[1]).Algorithm.Id)));
        mac.Init(key);
        mac.BlockUpdate(part, 0, part.Length);
        byte[] value = new byte[mac.GetMacSize()];
        mac.DoFinal(value, 0);
        return value;
    }

    private static string Hash(string hmac) => hmac[^1] switch
    {
        '9' => "SHA-256",
        '0' => "SHA-384",
        '1' => "SHA-512",
        _ => "SHA-1",
    };

    private sealed class Calculator(Pbmac1Factory owner) : IStreamCalculator<IBlockResult>
    {
        private readonly MemoryStream _data = new();

        public Stream Stream => _data;

        public IBlockResult GetResult() => new SimpleBlockResult(owner.Compute(_data.ToArray()));
    }
}
