using Gateway.Cli;
using Gateway.Hal;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>Encrypts a private key step by step and writes the file at the end.</summary>
internal sealed class KeyExportJob : IShellJob
{
    /// <summary>Iterations of a derivation in one step: about a quarter of a second.</summary>
    internal const int IterationsPerStep = 32;

    private readonly PrivateKeySealing _sealing;
    private readonly FileStore _files;
    private readonly string _fileName;
    private readonly BoardClock _clock;
    private int _shownPercent = -1;

    public KeyExportJob(PrivateKeySealing sealing, FileStore files, string fileName,
        BoardClock clock)
    {
        _sealing = sealing;
        _files = files;
        _fileName = fileName;
        _clock = clock;
    }

    /// <inheritdoc/>
    public bool Succeeded { get; private set; }

    /// <inheritdoc/>
    public bool Step(long nowMs, IShellOutput output)
    {
        if (_sealing.Step(IterationsPerStep))
        {
            ShowProgress(output);
            return true;
        }

        FlashResult result = _files.Write(_fileName, _sealing.TakeFile(), _clock.UtcNow());
        Succeeded = result == FlashResult.Ok;
        if (!Succeeded)
        {
            output.Line("Error: The file " + _fileName + " was not written: "
                + FlashText.Of(result) + ".");
        }

        return false;
    }

    /// <inheritdoc/>
    public void Cancel(IShellOutput output)
    {
        _sealing.Cancel();
        output.Line("Error: The export was cancelled; nothing was written.");
    }

    private void ShowProgress(IShellOutput output)
    {
        if (_sealing.Percent == _shownPercent) return;
        _shownPercent = _sealing.Percent;
        output.Progress("Encrypting the key pair... " + _shownPercent.ToString()
            + " % (Ctrl+C cancels)");
    }
}
