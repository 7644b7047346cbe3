using Gateway.Cli;
using Gateway.Core;
using Gateway.Store;

namespace Gateway.App;

/// <summary>Opens the volume at a start and says what the operator must know of it.</summary>
internal sealed class VolumeReport
{
    private const string Empty = "Warning: The flash is empty: the board is new, or identity lost,"
        + " volume reformatted. Provision the board, or create a key pair with 'pki rsa"
        + " local-key-pair create' and apply for a certificate with 'pki cmp initial-request'.";

    // Nothing is written then: an older firmware would destroy what it cannot read.
    private const string Newer = "Error: The gateway cannot start: a newer firmware wrote the"
        + " flash. Nothing was changed; install that firmware again.";

    private const string Unreadable = "Error: The gateway cannot start: the flash cannot be read."
        + " Nothing was changed. Restart; if it stays so, replace the board.";

    private const string KeyLost = "Warning: The device key is lost, the stored key pairs and MAC"
        + " secrets cannot be used any more; nothing of them was changed. Destroy the key pairs"
        + " ('pki rsa local-key-pair destroy'), provision MAC secrets anew, restart, create key"
        + " pairs and apply for certificates.";

    private const string KeyUnreadable = "Warning: The device key cannot be read now, the stored"
        + " key pairs and MAC secrets cannot be used; nothing was changed. Restart; if it stays so,"
        + " replace the board.";

    private readonly Volume _volume;

    private VolumeReport(Volume volume) => _volume = volume;

    /// <summary>Why the gateway must not start, one line; null when it may.</summary>
    public string Failure => _volume.State == VolumeState.Newer ? Newer
        : _volume.State == VolumeState.Unreadable ? Unreadable : null;

    /// <summary>Opens the volume of the board.</summary>
    public static VolumeReport Open(RecordStore records, GatewayParts parts)
    {
        long utcSeconds = parts.Clock.IsSet ? parts.Clock.UtcSeconds : UtcTime.Unknown;
        return new VolumeReport(
            Volume.Open(records, parts.Entropy, parts.Board.ChipId, utcSeconds));
    }

    /// <summary>What the operator must know of the device key, one line; null in the usual
    /// case.</summary>
    public static string TroubleOf(DeviceSecrets secrets) => secrets.IsUnreadable ? KeyUnreadable
        : secrets.HasLostSecrets ? KeyLost : null;

    /// <summary>Prints the lines of this start, none in the usual case.</summary>
    public void Print(ITextSink output)
    {
        if (_volume.State == VolumeState.Empty) output.Line(Empty);
        string reason = FlashText.Of(_volume.Result);
        if (reason != null)
        {
            output.Line("Warning: The flash was not brought to its present form: " + reason
                + ". It is tried again at the next start.");
        }

        if (_volume.UnreadableCount > 0)
        {
            output.Line("Warning: The flash does not give " + _volume.UnreadableCount.ToString()
                + " of its records now; nothing of them was changed. Restart; if it stays so,"
                + " replace the board.");
        }

        if (_volume.LostCount == 0) return;
        output.Line("Warning: " + _volume.LostCount.ToString() + " of the stored keys, secrets,"
            + " certificates and files cannot be read any more; 'display pki rsa local-key-pair"
            + " public', 'display pki certificate local' and 'dir' show what is left.");
    }
}
