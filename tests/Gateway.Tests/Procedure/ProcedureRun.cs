using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Gateway.LabCa;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>
/// The documented procedure, once for all tests that look at what it left: a lab CA whose
/// certificates have the documented extensions, and <c>sim --port-type 100GE</c> typed at as
/// documented.
/// </summary>
public sealed class ProcedureRun : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-tests-");
    private LabCaServer? _ca;

    internal LabCaServer Ca => _ca!;

    internal ConcurrentQueue<LabCaLogLine> CaLog { get; } = new();

    internal GatewayctlProcess.Result Result { get; private set; } = null!;

    internal string[] Typed { get; } = Transcript.Typed(Transcript.Documented());

    public string Flash => Path.Combine(_folder.FullName, "board");

    public string Folder => _folder.FullName;

    public string Map => "10.3.0.1:8080=" + Ca.Endpoint;

    public async ValueTask InitializeAsync()
    {
        _ca = await LabCaServer.StartAsync(new LabCaOptions
        {
            Directory = Path.Combine(_folder.FullName, "ca"),
            Profile = LabCaProfile.Classic,
            References = new Dictionary<string, byte[]>
            {
                ["1234"] = Encoding.ASCII.GetBytes(Transcript.Secret),
            },
            Log = CaLog.Enqueue,
        });
        Result = await GatewayctlProcess.SimAsync(Flash, Map, Typed, "--port-type", "100GE");
    }

    /// <summary>Types more lines on the same board, which has restarted.</summary>
    internal Task<GatewayctlProcess.Result> TypeAsync(params string[] lines) =>
        GatewayctlProcess.SimAsync(Flash, Map, lines, "--port-type", "100GE");

    public async ValueTask DisposeAsync()
    {
        if (_ca is not null) await _ca.DisposeAsync();
        _folder.Delete(true);
    }
}
