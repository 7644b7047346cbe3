using System.Collections.Generic;

namespace Gateway.LabCa;

/// <summary>The misbehaviours in force, each with its count of answers.</summary>
internal sealed class MisbehaviourList
{
    private readonly List<Entry> _entries = [];

    public void Add(Misbehaviour what, int? answers, int skip)
    {
        lock (_entries)
            _entries.Add(new Entry { What = what, Left = answers, Skip = skip });
    }

    public void Clear()
    {
        lock (_entries)
            _entries.Clear();
    }

    /// <summary>Called where a kind can show: counts, and returns it when it is its turn.</summary>
    public Misbehaviour? Take(MisbehaviourKind kind)
    {
        lock (_entries)
        {
            Entry? entry = _entries.Find(candidate => candidate.What.Kind == kind);
            if (entry is null)
                return null;
            if (entry.Skip > 0)
            {
                entry.Skip--;
                return null;
            }

            if (entry.Left is not null && --entry.Left == 0)
                _entries.Remove(entry);
            return entry.What;
        }
    }

    private sealed class Entry
    {
        public required Misbehaviour What { get; init; }

        public int? Left { get; set; }

        public int Skip { get; set; }
    }
}
