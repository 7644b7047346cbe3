namespace Gateway.Hal.Sim;

/// <summary>
/// A flash that can be full: while it is, a write that makes a record or makes it longer is refused
/// and changes nothing; shorter ones and deletions go on.
/// </summary>
public sealed class FullFlash : IFlash
{
    private readonly IFlash _flash;

    /// <summary>A flash that keeps its records in another.</summary>
    public FullFlash(IFlash flash) => _flash = flash;

    /// <summary>Whether it is full now.</summary>
    public bool IsFull { get; set; }

    /// <inheritdoc/>
    public byte[] Read(string name) => _flash.Read(name);

    /// <inheritdoc/>
    public FlashResult Write(string name, byte[] data, int offset, int count)
    {
        bool grows = count > (_flash.Read(name)?.Length ?? -1);
        return IsFull && grows ? FlashResult.Full : _flash.Write(name, data, offset, count);
    }

    /// <inheritdoc/>
    public FlashResult Delete(string name) => _flash.Delete(name);

    /// <inheritdoc/>
    public string[] List() => _flash.List();
}
