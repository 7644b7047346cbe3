using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Hal.Sim;
using Gateway.Simulator;

namespace Gateway.Ctl.Demo;

/// <summary>A CA, a board, and the documented procedure typed on its console.</summary>
public sealed class DemoRunner
{
    private const string AuthorityFolder = "ca";
    private const string BoardFolder = "board";

    private readonly DemoParts _parts;
    private readonly DemoView _view;

    /// <summary>A runner for one demo.</summary>
    public DemoRunner(DemoParts parts, DemoView view)
    {
        _parts = parts;
        _view = view;
    }

    /// <summary>Runs the demo.</summary>
    /// <returns>null when all went well, else the reason in one line.</returns>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be used.</exception>
    public async Task<string?> RunAsync(DemoOptions options, CancellationToken stop)
    {
        if (options.Folder is not null)
        {
            string chosen = Path.GetFullPath(options.Folder);
            return Refuse(chosen) ?? await RunAsync(options, chosen, stop);
        }

        string temporary = Directory.CreateTempSubdirectory("gateway-demo-").FullName;
        bool isKept = false;
        try
        {
            string? problem = await RunAsync(options, temporary, stop);
            isKept = problem is null;
            return problem;
        }
        finally
        {
            // Nobody chose the folder and nobody was told of it; it holds keys.
            if (!isKept) Directory.Delete(temporary, recursive: true);
        }
    }

    private static string? Refuse(string folder)
    {
        if (File.Exists(folder)) return $"'{folder}' is a file; --dir names a folder.";
        return Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()
            ? $"'{folder}' is not empty; give --dir a new folder, or remove this one."
            : null;
    }

    private async Task<string?> RunAsync(DemoOptions options, string folder, CancellationToken stop)
    {
        Directory.CreateDirectory(folder);
        LeapingTimeProvider time = new();
        DemoProcedure procedure =
            DemoProcedure.Load(options.KeyBits, options.IsProvisioned, options.IsFull);
        await using IDemoAuthority authority = await _parts.StartAuthority(
            procedure, Path.Combine(folder, AuthorityFolder), time, stop);
        return await Task.Run(() =>
        {
            try
            {
                return RunBoard(options, procedure, folder, authority.Endpoint, time, stop);
            }
            catch (CryptographicException e)
            {
                return $"What the board holds is no certificate: {e.Message}";
            }
        }, CancellationToken.None);
    }

    private string? RunBoard(DemoOptions options, DemoProcedure procedure, string folder,
        IPEndPoint authority, LeapingTimeProvider time, CancellationToken stop)
    {
        AddressMap map = new();
        if (map.TryAdd($"{procedure.Server}={authority}") is { } reason) return reason;
        using FolderFlash flash = new(Path.Combine(folder, BoardFolder));
        using LoopbackSerialLine line = new();
        using SimBoard parts = new(flash, line, new SimBoardOptions
        {
            PortType = SimBoard.RouterPortType,
            Map = map,
            Clock = SimClock.FromHost(time),
        });
        _parts.Prepare(parts);
        if (options.IsProvisioned) _parts.Provision(parts, procedure);
        using SimulatedBoard board = new(parts, _parts.Firmware);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        DemoDirector director = new(procedure, _parts, _view, board, time, end.Cancel);
        ScriptRunner runner = new(board, line.Peer, _view.Line)
        {
            OnCurrentLine = _view.Current,
            MayType = director.MayType,
        };
        ScriptResult result = runner.Run(procedure.Script, new ScriptOptions(), end.Token);
        director.CollectFiles();
        if (director.Problem is not null) return director.Problem;
        return result.ExitCode == 0
            ? Summarise(procedure, director.Files, folder)
            : WhyEnded(director.Stage, result.End);
    }

    private static string WhyEnded(DemoStage stage, ScriptEnd end) => end switch
    {
        ScriptEnd.TimedOut => $"The demo took too long at '{stage.Title}'.",
        ScriptEnd.Cancelled => $"The demo was cancelled at '{stage.Title}'.",
        _ => $"The console printed an error at '{stage.Title}'.",
    };

    private string? Summarise(
        DemoProcedure procedure, IReadOnlyDictionary<string, byte[]> files, string folder)
    {
        foreach (string name in procedure.Files)
        {
            if (!files.ContainsKey(name)) return $"The board never had a file {name}.";
        }

        byte[] authority = files[DemoProcedure.AuthorityFile];
        DemoSummary summary =
            DemoSummary.Create(folder, authority, files[DemoProcedure.LocalFile]);
        _view.Summary(summary);
        if (summary.Problem is not null) return summary.Problem;
        DemoLife life = DemoLife.Create(folder, authority,
            files.GetValueOrDefault(DemoProcedure.RevocationList),
            [.. procedure.Certificates.Select(name => (name, files[name]))]);
        _view.Life(life);
        return life.Problem;
    }
}
