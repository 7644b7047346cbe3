using Gateway.Hal;
using Gateway.Hal.Sim;

namespace Gateway.Soak;

/// <summary>A flash whose volume can be full for a while: what needs more room is refused.</summary>
internal sealed class TroubledFlash(MemoryFlash flash) : IFlash
{
    /// <summary>Whether there is no room left.</summary>
    public bool IsFull { get; set; }

    public byte[] Read(string name) => flash.Read(name);

    // littlefs writes a replacement beside the old file, so that it needs room too.
    public FlashResult Write(string name, byte[] data, int offset, int count) =>
        IsFull ? FlashResult.Full : flash.Write(name, data, offset, count);

    public FlashResult Delete(string name) => flash.Delete(name);

    public string[] List() => flash.List();
}
