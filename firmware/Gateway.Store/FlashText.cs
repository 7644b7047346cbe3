using Gateway.Hal;

namespace Gateway.Store;

/// <summary>What the operator reads when flash did not do what was asked.</summary>
public static class FlashText
{
    /// <summary>
    /// One line without the final stop's cause in codes; null for <see cref="FlashResult.Ok"/>.
    /// </summary>
    public static string Of(FlashResult result)
    {
        switch (result)
        {
            case FlashResult.Ok: return null;
            case FlashResult.NotFound: return "it does not exist";
            case FlashResult.Full:
                return "the flash is full, or has its " + StoreLimits.FileCountMax.ToString()
                    + " files or " + (StoreLimits.FileBytesMax / 1024).ToString()
                    + " KiB of them; delete files that are not needed ('dir', 'delete')";
            case FlashResult.OutOfRange: return "its name or size is outside the limits";
            default: return "the flash failed; try again, and replace the board if it stays so";
        }
    }
}
