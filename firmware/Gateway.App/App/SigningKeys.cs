using Gateway.Config;
using Gateway.Core;
using Gateway.Pki;

namespace Gateway.App;

/// <summary>What follows from the kind of a key, which its SubjectPublicKeyInfo tells.</summary>
internal static class SigningKeys
{
    // Seconds of a generation in portable C# on the board, by the instructions that it takes.
    private const int EcSeconds = 60;
    private const int Rsa2048Seconds = 1200;
    private const int Rsa3072Seconds = 3720;
    private const int Rsa4096Seconds = 10800;

    /// <summary>Whether a key is one on an elliptic curve; false when it cannot be read.</summary>
    public static bool IsEc(byte[] publicKey)
    {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.Parse(publicKey, 0, publicKey.Length);
        return key != null
            && (key.Kind == PublicKeyKind.EcP256 || key.Kind == PublicKeyKind.EcP384);
    }

    /// <summary>The algorithm of a session's signatures with a key.</summary>
    public static SignatureAlgorithm Algorithm(SessionSettings session, byte[] publicKey)
    {
        bool isEc = IsEc(publicKey);
        switch (session.SignatureHash)
        {
            case SignatureHash.Sha384:
                return isEc ? SignatureAlgorithm.EcdsaSha384 : SignatureAlgorithm.RsaSha384;
            case SignatureHash.Sha512:
                return isEc ? SignatureAlgorithm.EcdsaSha512 : SignatureAlgorithm.RsaSha512;
            default:
                return isEc ? SignatureAlgorithm.EcdsaSha256 : SignatureAlgorithm.RsaSha256;
        }
    }

    /// <summary>
    /// Size in bits of a session's next key after the current one: a size is chosen for RSA alone.
    /// </summary>
    public static int NextBits(SessionSettings session, byte[] current)
    {
        bool isChosen = session.RegenerateBits != 0 && !IsEc(current);
        return isChosen ? session.RegenerateBits : KeyService.BitsOf(current);
    }

    /// <summary>
    /// Whether a key is of the kind of another one and has so many bits.
    /// </summary>
    public static bool IsLike(byte[] publicKey, byte[] other, int bits) =>
        KeyService.BitsOf(publicKey) == bits && IsEc(publicKey) == IsEc(other);

    /// <summary>
    /// How long the generation of a key like this one may take, in seconds: on the slow side, it
    /// only decides how early the generation begins.
    /// </summary>
    public static int GenerationSeconds(byte[] current, int bits)
    {
        if (IsEc(current)) return EcSeconds;
        return bits <= 2048 ? Rsa2048Seconds : bits <= 3072 ? Rsa3072Seconds : Rsa4096Seconds;
    }
}
