using Gateway.Core;

namespace Gateway.Cli;

/// <summary>What is known of a key pair; the private half never leaves the service.</summary>
public sealed class KeyDescription
{
    /// <summary>Its name.</summary>
    public string Name { get; set; }

    /// <summary>Its kind.</summary>
    public KeyAlgorithm Algorithm { get; set; }

    /// <summary>Size of the modulus, or of the curve, in bits.</summary>
    public int Bits { get; set; }

    /// <summary>Whether the private key may be exported.</summary>
    public bool IsExportable { get; set; }

    /// <summary>When it was created, seconds since 1970 UTC, or UtcTime.Unknown.</summary>
    public long CreatedUtc { get; set; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKey { get; set; }
}

/// <summary>
/// The device's key pairs. Errors are one sentence without <c>Error:</c> that says what happened
/// and what to do; null means success. Names are kept as they were created and looked up without
/// regard to case.
/// </summary>
public interface IKeyService
{
    /// <summary>Names of all key pairs, in the order in which they are to be shown.</summary>
    string[] Names();

    /// <summary>Describes a key pair; null when there is none of that name.</summary>
    KeyDescription Find(string name);

    /// <summary>
    /// Why this key pair can be neither overwritten nor destroyed now (the certificate in use was
    /// issued for it, a transaction needs it), or null. Sessions that name it are checked by the
    /// shell.
    /// </summary>
    string WhyInUse(string name);

    /// <summary>
    /// The job that makes and stores an RSA key pair; one of the same name is replaced at the end,
    /// not before. Its progress says how far it is. Never null.
    /// </summary>
    IShellJob Create(string name, int bits, bool isExportable);

    /// <summary>Destroys a key pair.</summary>
    string Destroy(string name);
}
