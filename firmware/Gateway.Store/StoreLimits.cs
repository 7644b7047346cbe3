namespace Gateway.Store;

/// <summary>
/// How much of the volume records may take. A flash file system does not tell how much is free, so
/// all that operators and CAs bring shares one quota: beside it what the gateway needs at any time
/// (configuration, transactions, clock, random state) always finds room. What a renewal by the
/// device itself needs is kept free of files and new key pairs.
/// </summary>
public static class StoreLimits
{
    /// <summary>Bytes of records that a volume is taken to hold; a quarter of its 256 KiB goes to
    /// the file system and to records that are written anew.</summary>
    public const int VolumeBytesAssumed = 192 * 1024;

    /// <summary>Bytes kept for both slots of the configuration.</summary>
    public const int ConfigurationReserveBytes = 32 * 1024;

    /// <summary>Bytes kept for the records of transactions.</summary>
    public const int TransactionReserveBytes = 32 * 1024;

    /// <summary>Bytes kept for clock, random state, seed, device key and volume.</summary>
    public const int SmallReserveBytes = 8 * 1024;

    /// <summary>Bytes of the shared quota: all that has no reserve, both slots.</summary>
    public const int SharedBytesMax = VolumeBytesAssumed - ConfigurationReserveBytes
        - TransactionReserveBytes - SmallReserveBytes;

    /// <summary>Bytes of the shared quota that files and new key pairs leave to a renewal: a next
    /// key, a certificate and its file.</summary>
    public const int RenewalReserveBytes = 24 * 1024;

    /// <summary>Bytes of a block, in which the file system hands out room.</summary>
    public const int BlockBytes = 4096;

    /// <summary>Bytes that a slot is charged at least; up to so many it shares a block.</summary>
    public const int SmallSlotBytes = 512;

    /// <summary>Most files of one kind.</summary>
    public const int FileCountMax = 64;

    /// <summary>Most bytes of content of all files of one kind together.</summary>
    public const int FileBytesMax = 40 * 1024;

    /// <summary>Bytes that a record of one key pair may take, as of RSA with 4096 bits.</summary>
    public const int KeyRecordBytesAssumed = 3500;

    /// <summary>Most names of key pairs.</summary>
    public const int KeyPairCountMax = 8;

    /// <summary>Most provisioned MAC secrets.</summary>
    public const int MacSecretCountMax = 8;
}
