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
}
