using System;
using System.Globalization;

namespace Gateway.LabCa;

/// <summary>The kind of key pair of the CA: <c>rsa:2048</c> … <c>rsa:4096</c>, <c>ec:p256</c>,
/// <c>ec:p384</c>.</summary>
/// <param name="RsaBits">Modulus length in bits, 0 for an EC key.</param>
/// <param name="Curve">Curve name as BouncyCastle knows it (<c>P-256</c>), null for an RSA
/// key.</param>
public sealed record CaKeyAlgorithm(int RsaBits, string? Curve)
{
    /// <summary>Shortest RSA modulus that the CA makes or certifies, in bits.</summary>
    public const int RsaBitsMin = 2048;

    /// <summary>Longest RSA modulus that the CA makes, in bits.</summary>
    public const int RsaBitsMax = 4096;

    /// <summary>RSA with a 3072-bit modulus, the default.</summary>
    public static CaKeyAlgorithm Rsa3072 { get; } = new(3072, null);

    /// <summary>EC on P-256.</summary>
    public static CaKeyAlgorithm P256 { get; } = new(0, "P-256");

    /// <summary>EC on P-384.</summary>
    public static CaKeyAlgorithm P384 { get; } = new(0, "P-384");

    /// <summary>Reads the text form.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="algorithm">The result, when true is returned.</param>
    /// <param name="reason">What is wrong otherwise, one line.</param>
    public static bool TryParse(string text, out CaKeyAlgorithm algorithm, out string reason)
    {
        algorithm = Rsa3072;
        reason = "";
        string lower = text.Trim().ToLowerInvariant();
        if (lower is "ec:p256" or "ec:p-256")
        {
            algorithm = P256;
            return true;
        }

        if (lower is "ec:p384" or "ec:p-384")
        {
            algorithm = P384;
            return true;
        }

        if (!lower.StartsWith("rsa:", StringComparison.Ordinal)
            || !int.TryParse(lower.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture,
                out int bits))
        {
            reason = $"'{text}' is no key algorithm; write rsa:3072, ec:p256 or ec:p384";
            return false;
        }

        if (bits < RsaBitsMin || bits > RsaBitsMax || bits % 8 != 0)
        {
            reason = $"an RSA key has {RsaBitsMin} to {RsaBitsMax} bits, a multiple of 8, "
                + $"not {bits}";
            return false;
        }

        algorithm = new CaKeyAlgorithm(bits, null);
        return true;
    }

    /// <summary>The text form, as <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => Curve switch
    {
        null => "rsa:" + RsaBits.ToString(CultureInfo.InvariantCulture),
        "P-384" => "ec:p384",
        _ => "ec:p256",
    };
}
