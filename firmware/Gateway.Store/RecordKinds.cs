namespace Gateway.Store;

/// <summary>Prefixes and names of the records in flash (SPEC.md lists them).</summary>
public static class RecordKinds
{
    /// <summary>Key pairs, private keys sealed.</summary>
    public const string Key = "key-";

    /// <summary>The operator's files.</summary>
    public const string File = "file-";

    /// <summary>Imported CA certificates.</summary>
    public const string CaCertificate = "ca-";

    /// <summary>Imported certificates of the device.</summary>
    public const string LocalCertificate = "local-";

    /// <summary>Provisioned MAC secrets, sealed.</summary>
    public const string MacSecret = "mac-";

    /// <summary>Waiting transactions of volume version 1.</summary>
    public const string Waiting = "wait-";

    /// <summary>Transactions that are not over.</summary>
    public const string Transaction = "txn-";

    /// <summary>The configuration that lasts.</summary>
    public const string Configuration = "configuration";

    /// <summary>A configuration on trial.</summary>
    public const string Trial = "trial";

    /// <summary>The key that seals all others.</summary>
    public const string DeviceKey = "device-key";

    /// <summary>What the random generator starts from.</summary>
    public const string RandomState = "random-state";

    /// <summary>The last time that was kept.</summary>
    public const string Clock = "clock";

    /// <summary>A seed of the random generator from provisioning.</summary>
    public const string RandomSeed = "random-seed";

    /// <summary>The version of the volume.</summary>
    public const string Volume = "volume";

    /// <summary>
    /// Whether both slots of a record hold the same, always: it cannot be made again, or an older
    /// payload would do harm. The others, the clock, a trial and the polls of a transaction, may go
    /// back by one write and lose nothing but time.
    /// </summary>
    public static bool IsTwofold(string name) => !name.StartsWith(Transaction)
        && name != Trial && name != Clock;

    /// <summary>
    /// Whether the start tells that a record of that name is lost, and removes it. A certificate of
    /// the device stays as a lost one until another replaces it: it tells that there was one. The
    /// others have owners of their own.
    /// </summary>
    internal static bool IsToldWhenLost(string name) => name.StartsWith(Key)
        || name.StartsWith(File) || name.StartsWith(CaCertificate) || name.StartsWith(MacSecret)
        || name.StartsWith(LocalCertificate) || name == RandomSeed;
}
