using System;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace Gateway.LabCa;

/// <summary>
/// ECDSA on P-256 with SHA-256 by the platform's curve arithmetic, with the nonce of RFC 6979: the
/// same key and bytes give the same signature, so that whatever is signed replays. For laboratories
/// and simulations: the arithmetic on the private key is not in constant time.
/// </summary>
public static class P256Ecdsa
{
    /// <summary>Bytes of a private scalar and of a coordinate.</summary>
    public const int SizeBytes = 32;

    private const int UncompressedPoint = 4;

    // FIPS 186-4 D.1.2.3, n.
    private static readonly BigInteger s_order = BigInteger.Parse(
        "115792089210356248762697446949407573529996955224135760342422259061068512044369",
        System.Globalization.CultureInfo.InvariantCulture);

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

    /// <summary>Signs; the value is DER (RFC 3279 2.2.3).</summary>
    public static byte[] Sign(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> data)
    {
        byte[] hash = SHA256.HashData(data);
        BigInteger z = ToNumber(hash) % s_order;
        BigInteger d = ToNumber(scalar);
        var nonces = new Rfc6979Nonces(scalar, ToBytes(z));
        while (true)
        {
            byte[] nonce = nonces.Next();
            BigInteger k = ToNumber(nonce);
            if (k.IsZero || k >= s_order)
                continue;
            BigInteger r = ToNumber(Multiply(nonce).X) % s_order;
            BigInteger s = BigInteger.ModPow(k, s_order - 2, s_order) * (z + (r * d)) % s_order;
            if (!r.IsZero && !s.IsZero)
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
            using ECDsa key = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint
                {
                    X = point.Slice(1, SizeBytes).ToArray(),
                    Y = point[(1 + SizeBytes)..].ToArray(),
                },
            });
            return key.VerifyData(data, signature, HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
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

    /// <summary>The candidates for k of RFC 6979 3.2, for a hash as long as the order.</summary>
    private sealed class Rfc6979Nonces
    {
        private byte[] _key = new byte[SizeBytes];
        private byte[] _value = new byte[SizeBytes];
        private bool _isFirst = true;

        public Rfc6979Nonces(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> reducedHash)
        {
            Array.Fill(_value, (byte)1);
            Update(0, [.. scalar, .. reducedHash]);
            Update(1, [.. scalar, .. reducedHash]);
        }

        public byte[] Next()
        {
            if (!_isFirst)
                Update(0, []);
            _isFirst = false;
            _value = HMACSHA256.HashData(_key, _value);
            return [.. _value];
        }

        private void Update(byte separator, ReadOnlySpan<byte> material)
        {
            byte[] input = [.. _value, separator, .. material];
            _key = HMACSHA256.HashData(_key, input);
            _value = HMACSHA256.HashData(_key, _value);
        }
    }
}
