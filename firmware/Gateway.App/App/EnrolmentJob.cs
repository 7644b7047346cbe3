using Gateway.Cli;
using Gateway.Cmp;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Runs one enrolment and leaves what came back as files: <c>SESSION_caN.cer</c> with the issuer
/// first, then <c>SESSION_ir.cer</c>. Success says nothing that stays.
/// </summary>
internal sealed class EnrolmentJob : IShellJob
{
    private readonly string _sessionName;
    private readonly CmpMachine _machine;
    private readonly CmpDriver _driver;
    private readonly FileStore _files;
    private readonly BoardClock _clock;
    private readonly Activity _activity;
    private bool _isStarted;
    private string _shown = "";

    public EnrolmentJob(string sessionName, CmpMachine machine, CmpDriver driver,
        FileStore files, BoardClock clock, Activity activity)
    {
        _sessionName = sessionName;
        _machine = machine;
        _driver = driver;
        _files = files;
        _clock = clock;
        _activity = activity;
    }

    /// <inheritdoc/>
    public bool Succeeded { get; private set; }

    /// <inheritdoc/>
    public bool Step(long nowMs, IShellOutput output)
    {
        if (!_isStarted) _machine.Start(nowMs, _clock.UtcNow());
        _isStarted = true;
        bool isUnderWay = _driver.Step(nowMs, _clock.UtcNow());
        _activity.IsIdle = isUnderWay && !_driver.HasComputed;
        if (isUnderWay)
        {
            ShowProgress(output);
            return true;
        }

        Finish(output);
        _machine.Wipe();
        return false;
    }

    /// <inheritdoc/>
    public void Cancel(IShellOutput output)
    {
        _driver.Cancel(_clock.NowMs);
        _machine.Wipe();
        output.Line("Error: The request was cancelled; nothing was changed. Run the command"
            + " again.");
    }

    private void Finish(IShellOutput output)
    {
        if (_machine.Outcome != CmpOutcome.Done)
        {
            output.Line("Error: " + _machine.Reason);
            return;
        }

        foreach (string difference in ((CertificateOperation)_machine.Operation).Differences)
        {
            output.Line("Warning: Check the new certificate: " + difference + ".");
        }

        Succeeded = Keep(output);
    }

    private bool Keep(IShellOutput output)
    {
        byte[][] authorities = ((CertificateOperation)_machine.Operation).CaCertificates;
        for (int i = 0; i < authorities.Length; i++)
        {
            string name = CertificateFiles.AuthorityName(_sessionName, i + 1);
            if (!Write(name, authorities[i], output)) return false;
        }

        return Write(CertificateFiles.InitialName(_sessionName), ((CertificateOperation)_machine.Operation).Certificate, output);
    }

    private bool Write(string name, byte[] der, IShellOutput output)
    {
        FlashResult result = _files.Write(name, der, _clock.UtcNow());
        if (result == FlashResult.Ok) return true;
        output.Line("Error: The file " + name + " was not written: " + FlashText.Of(result)
            + ". Then run the command again.");
        return false;
    }

    private void ShowProgress(IShellOutput output)
    {
        string text = EnrolmentProgress.Text(_machine);
        if (text == _shown) return;
        _shown = text;
        output.Progress(text);
    }
}
