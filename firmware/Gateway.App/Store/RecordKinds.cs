namespace Gateway.Store;

/// <summary>Prefixes and names of the records in flash (SPEC.md lists them).</summary>
internal static class RecordKinds
{
    public const string Key = "key-";
    public const string File = "file-";
    public const string CaCertificate = "ca-";
    public const string LocalCertificate = "local-";
    public const string MacSecret = "mac-";
    public const string Waiting = "wait-";
    public const string Transaction = "txn-";
    public const string Configuration = "configuration";
    public const string Trial = "trial";
    public const string DeviceKey = "device-key";
    public const string RandomState = "random-state";
    public const string Clock = "clock";
}
