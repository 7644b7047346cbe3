using Gateway.Core;

namespace Gateway.Store;

/// <summary>
/// Reads every record and mends what rots, while the other slot still has it. Records are looked at
/// one a step, the identity first: where flash is nearly full, it gets its second copies before
/// files do. The configuration has an owner of its own, which knows texts that must stay; the clock
/// and a trial withstand the loss of a slot as they are.
/// </summary>
public sealed class Scrub
{
    private static readonly string[] Kinds =
    {
        RecordKinds.DeviceKey, RecordKinds.Key, RecordKinds.LocalCertificate,
        RecordKinds.CaCertificate, RecordKinds.MacSecret, RecordKinds.Volume,
        RecordKinds.RandomState, RecordKinds.RandomSeed, RecordKinds.Transaction,
        RecordKinds.File,
    };

    private readonly RecordStore _records;
    private string[] _names = new string[0];
    private int _kind;
    private int _next;

    /// <summary>A scrub of these records that has not begun.</summary>
    public Scrub(RecordStore records) => _records = records;

    /// <summary>Records with a slot that could not be read; nothing of them was changed.</summary>
    public int UnreadableCount { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Restart()
    {
        _names = new string[0];
        _kind = 0;
        _next = 0;
        UnreadableCount = 0;
    }

    /// <summary>
    /// Mends one record; its name, or null when all were seen. The state is how it was found.
    /// </summary>
    public string Step(out RecordState state)
    {
        state = RecordState.Absent;
        while (_next == _names.Length)
        {
            if (_kind == Kinds.Length) return null;
            _names = _records.List(Kinds[_kind++]);
            _next = 0;
        }

        string name = _names[_next++];
        state = _records.Mend(name, RecordKinds.IsTwofold(name));
        if (state == RecordState.Unreadable) UnreadableCount++;
        return name;
    }
}
