using System;
using System.Collections.Generic;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Gateway.LabCa;

namespace Gateway.Ctl.Demo;

/// <summary>The lab CA, under the name that the procedure expects and with its secret.</summary>
public sealed class LabAuthority : IDemoAuthority
{
    private readonly LabCaServer _server;

    private LabAuthority(LabCaServer server) => _server = server;

    /// <inheritdoc/>
    public IPEndPoint Endpoint => _server.Endpoint;

    /// <summary>Starts a lab CA on a free port of the loopback.</summary>
    /// <exception cref="LabCaException">It cannot start.</exception>
    public static async Task<IDemoAuthority> StartAsync(DemoProcedure procedure, string folder,
        TimeProvider time, CancellationToken stop) => new LabAuthority(await LabCaServer.StartAsync(
            new LabCaOptions
            {
                Directory = folder,
                Clock = time,
                Subject = procedure.AuthorityName,
                References = new Dictionary<string, byte[]>
                {
                    [procedure.Reference] = Encoding.UTF8.GetBytes(procedure.Secret),
                },
            },
            stop));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
