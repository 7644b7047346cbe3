using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace Gateway.LabCa;

/// <summary>
/// ECDSA on P-256 with SHA-256 for laboratories and simulations: the same key and bytes give the
/// same signature, so that whatever is signed replays, and signing costs microseconds, as its nonces
/// come from a table. They are known to everybody: <b>such a signature gives its key away.</b>
/// </summary>
public static class P256Ecdsa
{
    /// <summary>Bytes of a private scalar and of a coordinate.</summary>
    public const int SizeBytes = 32;

    private const int UncompressedPoint = 4;
    private const int NonceCount = 256;
    private const int VerifiersMax = 32;

    // FIPS 186-4 D.1.2.3, n.
    private static readonly BigInteger s_order = BigInteger.Parse(
        "115792089210356248762697446949407573529996955224135760342422259061068512044369",
        System.Globalization.CultureInfo.InvariantCulture);

    private static readonly Lazy<(BigInteger R, BigInteger Inverse)[]> s_nonces = new(MakeNonces);

    [ThreadStatic]
    private static Dictionary<string, ECDsa>? t_verifiers;

    /// <summary>The public point, uncompressed (0x04, X, Y), of a private scalar.</summary>
    public static byte[] PublicPoint(ReadOnlySpan<byte> scalar)
    {
        (byte[] x, byte[] y) = Multiply(scalar);
        return [UncompressedPoint, .. x, .. y];
    }

    /// <summary>The private scalar that a seed of 40 bytes or more determines (FIPS 186-4 B.4.1).
    /// </summary>
    public static byte[] ScalarOf(ReadOnlySpan<byte> seed) => ToBytes(
        (new BigInteger(seed, isUnsigned: true, isBigEndian: true) % (s_order - 1)) + 1);

    /// <summary>Signs, in a simulation alone; the value is DER (RFC 3279 2.2.3).</summary>
    public static byte[] Sign(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> data)
    {
        byte[] hash = SHA256.HashData(data);
        BigInteger z = ToNumber(hash) % s_order;
        BigInteger d = ToNumber(scalar);
        byte choice = SHA256.HashData([.. scalar, .. hash])[0];
        for (int i = 0; ; i++)
        {
            (BigInteger r, BigInteger inverse) = s_nonces.Value[(choice + i) % NonceCount];
            BigInteger s = inverse * (z + (r * d)) % s_order;
            if (!s.IsZero)
                return Encode(r, s);
        }
    }

    /// <summary>Whether a DER signature is by the key of an uncompressed point.</summary>
    public static bool Verify(ReadOnlySpan<byte> point, ReadOnlySpan<byte> data,
        ReadOnlySpan<byte> signature)
    {
        if (point.Length != 1 + (2 * SizeBytes) || point[0] != UncompressedPoint)
            return false;
        try
        {
            return Verifier(point).VerifyData(data, signature, HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // The platform checks a point at length each time that it is imported.
    private static ECDsa Verifier(ReadOnlySpan<byte> point)
    {
        Dictionary<string, ECDsa> known = t_verifiers ??= [];
        string id = Convert.ToHexString(point);
        if (known.TryGetValue(id, out ECDsa? key))
            return key;
        if (known.Count >= VerifiersMax)
        {
            foreach (ECDsa old in known.Values)
                old.Dispose();
            known.Clear();
        }

        key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = point.Slice(1, SizeBytes).ToArray(),
                Y = point[(1 + SizeBytes)..].ToArray(),
            },
        });
        return known[id] = key;
    }

    private static (BigInteger R, BigInteger Inverse)[] MakeNonces()
    {
        var nonces = new (BigInteger R, BigInteger Inverse)[NonceCount];
        for (int i = 0; i < NonceCount; i++)
        {
            byte[] nonce = ScalarOf(SHA512.HashData([(byte)i]));
            nonces[i] = (ToNumber(Multiply(nonce).X) % s_order,
                BigInteger.ModPow(ToNumber(nonce), s_order - 2, s_order));
        }

        return nonces;
    }

    private static (byte[] X, byte[] Y) Multiply(ReadOnlySpan<byte> scalar)
    {
        using ECDsa key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = scalar.ToArray(),
        });
        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        return (point.X!, point.Y!);
    }

    private static BigInteger ToNumber(ReadOnlySpan<byte> bytes) =>
        new(bytes, isUnsigned: true, isBigEndian: true);

    private static byte[] ToBytes(BigInteger number)
    {
        byte[] bytes = new byte[SizeBytes];
        byte[] digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes, SizeBytes - digits.Length);
        return bytes;
    }

    private static byte[] Encode(BigInteger r, BigInteger s)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(r);
            writer.WriteInteger(s);
        }

        return writer.Encode();
    }
}
