namespace Gateway.Store;

/// <summary>
/// How much of the volume each kind of record may take. A flash file system does not tell how much
/// is free, so what operators and CAs bring is limited: then the configuration, the keys and
/// the records of transactions, each twice, always find room.
/// </summary>
public static class StoreLimits
{
    /// <summary>Bytes of records that a volume is taken to hold; a quarter of its 256 KiB goes to
    /// the file system and to records that are written anew.</summary>
    public const int VolumeBytesAssumed = 192 * 1024;

    /// <summary>Most files of one kind.</summary>
    public const int FileCountMax = 64;

    /// <summary>Most bytes of content of all files of one kind together.</summary>
    public const int FileBytesMax = 96 * 1024;

    /// <summary>Most names of key pairs.</summary>
    public const int KeyPairCountMax = 16;

    /// <summary>Most provisioned MAC secrets.</summary>
    public const int MacSecretCountMax = 8;
}
