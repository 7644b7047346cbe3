namespace Gateway.Store;

/// <summary>How the two slots of a record are.</summary>
public enum RecordState
{
    /// <summary>Neither slot is there.</summary>
    Absent = 0,

    /// <summary>Both slots are valid.</summary>
    Sound = 1,

    /// <summary>One slot is valid, the other one is missing, torn or rotten.</summary>
    Damaged = 2,

    /// <summary>Slots are there, all of them were read, and none is valid.</summary>
    Lost = 3,

    /// <summary>
    /// A slot is listed that cannot be read now; what the other one holds may be older.
    /// </summary>
    Unreadable = 4,
}
