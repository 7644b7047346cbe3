using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Threading;
using System.Security.Cryptography;
using Gateway.LabCa;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace Gateway.Soak;

/// <summary>
/// Private keys (PKCS#8) for simulated generations. EC keys are drawn from the seed, each once; RSA
/// keys cost seconds, so a few are made once a process, the same in every process, and each seed
/// takes them in turn.
/// </summary>
internal sealed class KeyPool(long seed)
{
    /// <summary>RSA keys of the process: more than a world of long validity takes.</summary>
    public const int RsaKeys = 10;

    private const int ScalarSeedBytes = 40;
    private const int PublicExponent = 65537;
    private const int PrimeCertainty = 64;

    private static readonly Lock s_gate = new();
    private static readonly Dictionary<(int Bits, int Index), byte[]> s_rsa = [];

    private readonly SoakRandom _random = new(seed, "keys");
    private readonly Dictionary<string, byte[]> _points = [];
    private int _rsaTaken;

    /// <summary>The secret parts of the keys handed out, oldest first: EC scalars.</summary>
    public List<byte[]> Secrets { get; } = [];

    /// <summary>An EC P-256 key.</summary>
    public byte[] TakeEc()
    {
        byte[] scalar = P256Ecdsa.ScalarOf(_random.Bytes(ScalarSeedBytes));
        Secrets.Add(scalar);
        return EncodeEc(scalar, PointOf(scalar));
    }

    /// <summary>The public point of an EC scalar, reckoned once.</summary>
    public byte[] PointOf(byte[] scalar)
    {
        string id = Convert.ToHexString(scalar);
        if (_points.TryGetValue(id, out byte[]? point)) return point;
        return _points[id] = P256Ecdsa.PublicPoint(scalar);
    }

    /// <summary>An RSA key.</summary>
    public byte[] TakeRsa(int bits)
    {
        byte[] key = Rsa(bits, _rsaTaken++ % RsaKeys);
        using RSA rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(key, out _);
        Secrets.Add(rsa.ExportParameters(includePrivateParameters: true).P!);
        return [.. key];
    }

    private static byte[] Rsa(int bits, int index)
    {
        lock (s_gate)
        {
            if (s_rsa.TryGetValue((bits, index), out byte[]? key)) return key;
            var random = new SecureRandom(new StreamOf(new SoakRandom(index, "rsa " + bits)), 0);
            var generator = new RsaKeyPairGenerator();
            generator.Init(new RsaKeyGenerationParameters(
                BigInteger.ValueOf(PublicExponent), random, bits, PrimeCertainty));
            AsymmetricKeyParameter made = generator.GenerateKeyPair().Private;
            key = PrivateKeyInfoFactory.CreatePrivateKeyInfo(made).GetDerEncoded();
            return s_rsa[(bits, index)] = key;
        }
    }

    // RFC 5915 within RFC 5208.
    private static byte[] EncodeEc(byte[] scalar, byte[] point)
    {
        AsnWriter inner = new(AsnEncodingRules.DER);
        using (inner.PushSequence())
        {
            inner.WriteInteger(1);
            inner.WriteOctetString(scalar);
            using (inner.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
                inner.WriteBitString(point);
        }

        AsnWriter outer = new(AsnEncodingRules.DER);
        using (outer.PushSequence())
        {
            outer.WriteInteger(0);
            using (outer.PushSequence())
            {
                outer.WriteObjectIdentifier("1.2.840.10045.2.1");
                outer.WriteObjectIdentifier("1.2.840.10045.3.1.7");
            }

            outer.WriteOctetString(inner.Encode());
        }

        return outer.Encode();
    }

    private sealed class StreamOf(SoakRandom random) : IRandomGenerator
    {
        public void AddSeedMaterial(byte[] seed)
        {
        }

        public void AddSeedMaterial(ReadOnlySpan<byte> seed)
        {
        }

        public void AddSeedMaterial(long seed)
        {
        }

        public void NextBytes(byte[] bytes) => NextBytes(bytes.AsSpan());

        public void NextBytes(byte[] bytes, int start, int len) =>
            NextBytes(bytes.AsSpan(start, len));

        public void NextBytes(Span<byte> bytes) => random.Bytes(bytes.Length).CopyTo(bytes);
    }
}
