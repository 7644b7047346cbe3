using Gateway.Core;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>
/// Brings the records of an older volume to the present form. Each step finds by itself what is
/// left to do, so that a power cut anywhere is mended by running all of them again. What keeps its
/// name is written to both slots, so that no rot brings the old form back.
/// </summary>
internal static class Migration
{
    /// <summary>Runs the steps from that version on; the first failure ends it.</summary>
    public static FlashResult Run(RecordStore records, int fromVersion) =>
        fromVersion < 2 ? ToVersion2(records) : FlashResult.Ok;

    private static FlashResult ToVersion2(RecordStore records)
    {
        FlashResult result = RandomStateWithBoots(records);
        if (result == FlashResult.Ok) result = MacSecretsWithFlags(records);
        return result == FlashResult.Ok ? new Journal(records).TakeOverWaiting() : result;
    }

    // Version 1: the bare secret.
    private static FlashResult RandomStateWithBoots(RecordStore records)
    {
        if (IsUnreadable(records, RecordKinds.RandomState)) return FlashResult.Failed;
        byte[] old = records.Read(RecordKinds.RandomState);
        if (old == null || old.Length != RandomState.SecretSize) return FlashResult.Ok;
        byte[] payload = new RandomState(1, old).ToPayload();
        FlashResult result = records.WriteBoth(RecordKinds.RandomState, payload);
        Bytes.Wipe(old);
        Bytes.Wipe(payload);
        return result;
    }

    private static FlashResult MacSecretsWithFlags(RecordStore records)
    {
        string[] names = records.List(RecordKinds.MacSecret);
        for (int i = 0; i < names.Length; i++)
        {
            if (IsUnreadable(records, names[i])) return FlashResult.Failed;
            byte[] old = records.Read(names[i]);
            byte[] payload = old == null ? null : MacSecretStore.Upgrade(old);
            if (payload == null) continue;
            FlashResult result = records.WriteBoth(names[i], payload);
            if (result != FlashResult.Ok) return result;
        }

        return FlashResult.Ok;
    }

    // The volume must not be called migrated before all of it could be read.
    private static bool IsUnreadable(RecordStore records, string name) =>
        records.StateOf(name) == RecordState.Unreadable;
}
