using System.Linq;
using Gateway.Hal.Sim;

namespace Gateway.Soak;

/// <summary>What a flash may hold at most in a world, however long it lasts.</summary>
internal sealed class GrowthLimits
{
    /// <summary>Slots of records.</summary>
    public const int SlotsMax = 40;

    /// <summary>Bytes of all slots.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>Refuses a flash that outgrows them.</summary>
    /// <exception cref="SoakViolation">It does.</exception>
    public void Check(MemoryFlash flash)
    {
        string[] names = flash.List();
        if (names.Length > SlotsMax)
        {
            throw new SoakViolation("growth",
                $"{names.Length} slots in flash: " + string.Join(' ', names.Order()));
        }

        long bytes = names.Sum(name => (long)(flash.Read(name)?.Length ?? 0));
        if (bytes > BytesMax)
            throw new SoakViolation("growth", $"{bytes} bytes in flash");
    }
}
