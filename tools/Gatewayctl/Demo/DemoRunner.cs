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
    private readonly Dictionary<string, byte[]> _files = [];

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
        DemoProcedure procedure = 
            DemoProcedure.Load(options.KeyBits, options.IsProvisioned, options.IsFull);
        await using IDemoAuthority authority = await _parts.StartAuthority(
            procedure, Path.Combine(folder, AuthorityFolder), stop);
        string? problem = await Task.Run(
            () => RunBoard(options, procedure, folder, authority.Endpoint, stop),
            CancellationToken.None);
        return problem ?? Summarise(procedure, folder);
    }

    private string? RunBoard(DemoOptions options, DemoProcedure procedure, string folder,
        IPEndPoint authority, CancellationToken stop)
    {
        AddressMap map = new();
        if (map.TryAdd($"{procedure.Server}={authority}") is { } reason) return reason;
        using FolderFlash flash = new(Path.Combine(folder, BoardFolder));
        using LoopbackSerialLine line = new();
        using SimBoard parts = new(flash, line,
            new SimBoardOptions { PortType = SimBoard.RouterPortType, Map = map });
        _parts.Prepare(parts);
        if (options.IsProvisioned) _parts.Provision(parts, procedure);
        using SimulatedBoard board = new(parts, _parts.Firmware);
        ScriptRunner runner = new(board, line.Peer, _view.Line)
        {
            OnCurrentLine = _view.Current,
            OnTyping = index => OnTyping(procedure, index, parts),
        };
        ScriptResult result = runner.Run(procedure.Script, new ScriptOptions(), stop);
        CollectFiles(procedure, parts);
        if (result.ExitCode == 0) return null;
        string stage = procedure.Stages
            .Last(s => s == procedure.Stages[0] || s.FirstLine < result.LinesTyped).Title;
        return result.End switch
        {
            ScriptEnd.TimedOut => $"The demo took too long at '{stage}'.",
            ScriptEnd.Cancelled => $"The demo was cancelled at '{stage}'.",
            _ => $"The console printed an error at '{stage}'.",
        };
    }

    private void OnTyping(DemoProcedure procedure, int index, SimBoard parts)
    {
        CollectFiles(procedure, parts);
        for (int i = 0; i < procedure.Stages.Count; i++)
        {
            DemoStage stage = procedure.Stages[i];
            if (stage.FirstLine == index) _view.Heading(i + 1, procedure.Stages.Count, stage.Title);
        }
    }

    // The procedure deletes the files once they are imported, so they are looked for at every line.
    private void CollectFiles(DemoProcedure procedure, SimBoard parts)
    {
        foreach (string name in procedure.Files)
        {
            if (_files.ContainsKey(name)) continue;
            if (_parts.ReadFile(parts, name) is { } content) _files[name] = content;
        }
    }

    private string? Summarise(DemoProcedure procedure, string folder)
    {
        foreach (string name in procedure.Files)
        {
            if (!_files.ContainsKey(name)) return $"The board never had a file {name}.";
        }

        try
        {
            DemoSummary summary = DemoSummary.Create(folder,
                _files[DemoProcedure.AuthorityFile], _files[DemoProcedure.LocalFile]);
            _view.Summary(summary);
            return summary.Problem ?? SummariseLife(folder);
        }
        catch (CryptographicException e)
        {
            return $"What the board holds is no certificate: {e.Message}";
        }
    }

    private string? SummariseLife(string folder)
    {
        if (!_files.TryGetValue(DemoProcedure.RevocationList, out byte[]? list)) return null;
        DemoLife life = DemoLife.Create(folder, _files[DemoProcedure.AuthorityFile], list,
            [
                (DemoProcedure.LocalFile, _files[DemoProcedure.LocalFile]),
                (DemoProcedure.RenewedFile, _files[DemoProcedure.RenewedFile]),
                (DemoProcedure.LastFile, _files[DemoProcedure.LastFile]),
            ]);
        _view.Life(life);
        return life.Problem;
    }
}
