using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Hal.Sim;
using Gateway.Simulator;

namespace Gateway.Ctl.Demo;

/// <summary>
/// Leads the board through the stages: announces them, lets time pass, and takes the certificates
/// off the board before they go.
/// </summary>
public sealed class DemoDirector
{
    /// <summary>Minutes of simulated time within which a renewal that is due has to
    /// succeed.</summary>
    public const int RenewalMinutesMax = 60;

    // Board and certificates count whole seconds.
    private static readonly TimeSpan s_clockLag = TimeSpan.FromSeconds(2);

    private readonly DemoProcedure _procedure;
    private readonly DemoParts _parts;
    private readonly DemoView _view;
    private readonly SimulatedBoard _board;
    private readonly LeapingTimeProvider _time;
    private readonly Action _giveUp;
    private readonly Dictionary<string, byte[]> _files = [];
    private int _line = -1;
    private DemoStage? _awaited;
    private TimeSpan _leftToLeap;

    /// <summary>A director of one run.</summary>
    /// <param name="procedure">The stages.</param>
    /// <param name="parts">Reads the board.</param>
    /// <param name="view">Shows the headings.</param>
    /// <param name="board">The board.</param>
    /// <param name="time">The time of board and CA.</param>
    /// <param name="giveUp">Ends the run; see <see cref="Problem"/>.</param>
    public DemoDirector(DemoProcedure procedure, DemoParts parts, DemoView view,
        SimulatedBoard board, LeapingTimeProvider time, Action giveUp)
    {
        _procedure = procedure;
        _parts = parts;
        _view = view;
        _board = board;
        _time = time;
        _giveUp = giveUp;
        Stage = procedure.Stages[0];
    }

    /// <summary>The stage that was announced last.</summary>
    public DemoStage Stage { get; private set; }

    /// <summary>The files that the board had, by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => _files;

    /// <summary>Why the run was ended; null when it was not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether a line may be typed yet; lets time pass where it may not.</summary>
    /// <exception cref="CryptographicException">The board holds what is no
    /// certificate.</exception>
    public bool MayType(int line)
    {
        if (line != _line) Reach(line);
        if (_awaited is { } renewal) Await(renewal);
        return Problem is null && _awaited is null;
    }

    /// <summary>
    /// Takes what is on the board. Files go once they are imported and certificates once they are
    /// renewed, so this is done again and again.
    /// </summary>
    public void CollectFiles()
    {
        foreach (string name in _procedure.Files)
        {
            if (_files.ContainsKey(name)) continue;
            if (_parts.ReadFile(_board.Parts, name) is { } content) _files[name] = content;
        }
    }

    private void Reach(int line)
    {
        _line = line;
        CollectFiles();
        for (int i = 0; i < _procedure.Stages.Count; i++)
        {
            DemoStage stage = _procedure.Stages[i];
            if (stage.FirstLine != line) continue;
            Stage = stage;
            string dates = stage.Act == DemoAct.Leap ? Leap(stage.Certificate) : "";
            _view.Heading(i + 1, _procedure.Stages.Count, stage.Title + dates);
            if (stage.Act != DemoAct.Renewal) continue;
            _awaited = stage;
            _leftToLeap = TimeSpan.FromMinutes(RenewalMinutesMax);
        }
    }

    private string Leap(string name)
    {
        if (!_files.TryGetValue(name, out byte[]? der))
        {
            GiveUp($"The board never had a file {name}.");
            return "";
        }

        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
        DateTimeOffset now = _time.GetUtcNow();
        DateTimeOffset begin = certificate.NotBefore;
        DateTimeOffset due =
            begin + ((certificate.NotAfter - begin) * (_procedure.ExpirePercent / 100.0))
            + s_clockLag;
        if (due > now) _time.Leap(due - now);
        return $": {Date(now)} to {Date(_time.GetUtcNow())}";
    }

    private void Await(DemoStage renewal)
    {
        if (_parts.ReadIdentity(_board.Parts) == renewal.Successor)
        {
            CollectFiles();
            _awaited = null;
            if (WhyNotGone(renewal.Certificate) is { } problem) GiveUp(problem);
            return;
        }

        // No further than to what the board does next, and slowly: it is a board that runs.
        TimeSpan leap = TimeSpan.FromMilliseconds(
            Math.Min(_board.IdleMs, TimeSpan.MillisecondsPerMinute));
        _leftToLeap -= leap;
        if (_leftToLeap > TimeSpan.Zero) _time.Leap(leap);
        else
        {
            GiveUp($"The board did not renew {renewal.Certificate} within {RenewalMinutesMax}"
                + " minutes of simulated time.");
        }
    }

    private string? WhyNotGone(string name)
    {
        if (_parts.ReadFile(_board.Parts, name) is not null)
            return $"{name} is renewed but still on the board.";
        return _parts.HasKeyOf(_board.Parts, _files[name])
            ? $"{name} is renewed but its private key is still on the board."
            : null;
    }

    private void GiveUp(string problem)
    {
        Problem = problem;
        _giveUp();
    }

    private static string Date(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
