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
                return "the flash is full, but for what is kept free for the configuration and"
                    + " renewals; delete files ('dir', 'delete'), certificates"
                    + " ('pki delete-certificate') or key pairs ('pki rsa local-key-pair destroy')"
                    + " that are not needed";
            case FlashResult.OutOfRange: return "its name or size is outside the limits";
            default: return "the flash failed; try again, and replace the board if it stays so";
        }
    }
}
