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

    private readonly Volume _volume;

    private VolumeReport(Volume volume) => _volume = volume;

    /// <summary>Why the gateway must not start, one line; null when it may.</summary>
    public string Failure => _volume.State == VolumeState.Newer ? Newer : null;

    /// <summary>Opens the volume of the board.</summary>
    public static VolumeReport Open(RecordStore records, GatewayParts parts)
    {
        long utcSeconds = parts.Clock.IsSet ? parts.Clock.UtcSeconds : UtcTime.Unknown;
        return new VolumeReport(
            Volume.Open(records, parts.Entropy, parts.Board.ChipId, utcSeconds));
    }

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

        if (_volume.LostCount == 0) return;
        output.Line("Warning: " + _volume.LostCount.ToString() + " of the stored keys, secrets,"
            + " certificates and files cannot be read any more and are removed; 'display"
            + " pki rsa local-key-pair public' and 'dir' show what is left.");
    }
}
