namespace Gateway.Hal;

/// <summary>What a flash operation ended in.</summary>
public enum FlashResult
{
    /// <summary>Done, and durable.</summary>
    Ok = 0,

    /// <summary>There is no record of that name.</summary>
    NotFound = 1,

    /// <summary>The volume is full; nothing was changed.</summary>
    Full = 2,

    /// <summary>The name or the size is outside the limits of <see cref="FlashLimits"/>.</summary>
    OutOfRange = 3,

    /// <summary>The medium failed.</summary>
    Failed = 4,
}

/// <summary>Limits that every flash keeps, so that a record fits on each of them.</summary>
public static class FlashLimits
{
    /// <summary>
    /// Characters of a record's name; a name holds only <c>a-z A-Z 0-9 . _ -</c>.
    /// </summary>
    public const int NameLengthMax = 240;

    /// <summary>Bytes of one record.</summary>
    public const int RecordSizeMax = 32 * 1024;
}

/// <summary>
/// Named records in SPI flash. A write is durable when the call returns, and not before: a power
/// cut inside it may leave the old record, the new one, a torn one or none.
/// </summary>
public interface IFlash
{
    /// <summary>
    /// Reads a whole record; null when there is none of that name or it cannot be read.
    /// </summary>
    byte[] Read(string name);

    /// <summary>Writes a whole record, replacing one of the same name.</summary>
    FlashResult Write(string name, byte[] data, int offset, int count);

    /// <summary>Deletes a record.</summary>
    FlashResult Delete(string name);

    /// <summary>
    /// The names of all records, in no particular order; null when the flash cannot tell now.
    /// </summary>
    string[] List();
}
