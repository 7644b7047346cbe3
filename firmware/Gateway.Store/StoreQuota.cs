using Gateway.Core;
using Gateway.Hal;

namespace Gateway.Store;

/// <summary>The one quota of all records that have no reserve of their own.</summary>
internal static class StoreQuota
{
    private static readonly string[] Shared =
    {
        RecordKinds.Key, RecordKinds.LocalCertificate, RecordKinds.CaCertificate,
        RecordKinds.MacSecret, RecordKinds.File, RecordKinds.Trial,
    };

    /// <summary>
    /// Whether a payload of that size may be written under that name. A record that takes no more
    /// than it did may always be replaced. What serves no renewal leaves room for one.
    /// </summary>
    public static bool HasRoom(RecordStore records, string name, int payloadBytes,
        bool isForRenewal)
    {
        int charge = ChargeOf(payloadBytes);
        if (charge <= ChargeOf(records, name)) return true;
        int limit = StoreLimits.SharedBytesMax
            - (isForRenewal ? 0 : StoreLimits.RenewalReserveBytes);
        return charge <= limit - UsedBytes(records, name);
    }

    /// <summary>Bytes that a record of that payload is charged, both slots.</summary>
    public static int ChargeOf(int payloadBytes)
    {
        int slot = RecordStore.HeaderSize + payloadBytes;
        if (slot <= StoreLimits.SmallSlotBytes) return 2 * StoreLimits.SmallSlotBytes;
        int blocks = (slot + StoreLimits.BlockBytes - 1) / StoreLimits.BlockBytes;
        return 2 * blocks * StoreLimits.BlockBytes;
    }

    /// <summary>Bytes that all records but one are charged; null for none to leave out.</summary>
    public static int UsedBytes(RecordStore records, string besides)
    {
        int used = 0;
        for (int kind = 0; kind < Shared.Length; kind++)
        {
            string[] names = records.List(Shared[kind]);
            for (int i = 0; i < names.Length; i++)
            {
                if (names[i] != besides) used += ChargeOf(records, names[i]);
            }
        }

        return used;
    }

    // A record without a valid slot takes room too, at least the smallest.
    private static int ChargeOf(RecordStore records, string name)
    {
        byte[] payload = records.Read(name);
        if (payload == null) return records.HasTrace(name) ? ChargeOf(0) : 0;
        int size = payload.Length;
        Bytes.Wipe(payload);
        return ChargeOf(size);
    }
}
