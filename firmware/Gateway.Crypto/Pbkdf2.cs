namespace Gateway.Crypto;

/// <summary>PBKDF2 over HMAC, RFC 8018 5.2.</summary>
public static class Pbkdf2
{
    /// <summary>Most iterations that are done for a peer or a stored record.</summary>
    public const int IterationsMax = 1000000;

    /// <summary>Longest key that is derived, in bytes.</summary>
    public const int KeyBytesMax = 256;

    /// <summary>Longest salt that is taken, in bytes.</summary>
    public const int SaltBytesMax = 128;

    /// <summary>
    /// Derives <paramref name="keyBytes"/> bytes; the caller wipes them. Null when salt, iteration
    /// count or key length is out of its limits.
    /// </summary>
    public static byte[] Derive(HashAlgorithm prf, byte[] password, byte[] salt, int iterations,
        int keyBytes)
    {
        Pbkdf2Derivation derivation =
            Pbkdf2Derivation.Start(prf, password, salt, iterations, keyBytes);
        if (derivation == null) return null;
        derivation.Step(int.MaxValue);
        return derivation.TakeKey();
    }
}
