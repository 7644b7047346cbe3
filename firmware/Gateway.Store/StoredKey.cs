using Gateway.Core;

namespace Gateway.Store;

/// <summary>What may be known of a stored key pair without its private key.</summary>
public sealed class StoredKey
{
    /// <summary>The name as it was created, case kept.</summary>
    public string Name { get; set; }

    /// <summary>Whether the operator allowed the private key to leave the device.</summary>
    public bool IsExportable { get; set; }

    /// <summary>When it was generated; <see cref="UtcTime.Unknown"/> without a clock.</summary>
    public long CreatedUtcSeconds { get; set; }

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public byte[] PublicKey { get; set; }
}

/// <summary>
/// Which of the keys under one name: an update with a new key makes a succession.
/// </summary>
public enum KeyPlace
{
    /// <summary>The key pair that the name stands for.</summary>
    Current = 0,

    /// <summary>Made by an update; its certificate is not committed yet.</summary>
    Next = 1,

    /// <summary>What was current before; a certificate in use still needs it.</summary>
    Previous = 2,
}
