using Gateway.Core;
namespace Gateway.Crypto;
/// <summary>stub</summary>
public sealed class Pbkdf2Derivation : IKeyDerivation
{
    private byte[] _key;
    /// <summary>s</summary>
    public static Pbkdf2Derivation Start(HashAlgorithm prf, byte[] password, byte[] salt, int iterations, int keyBytes)
    { Pbkdf2Derivation d = new Pbkdf2Derivation(); d._key = Pbkdf2.Derive(prf, password, salt, iterations, keyBytes); return d; }
    /// <inheritdoc/>
    public int Percent => 0;
    /// <inheritdoc/>
    public bool Step(int m) => false;
    /// <inheritdoc/>
    public byte[] TakeKey() => _key;
    /// <inheritdoc/>
    public void Cancel() { }
}
