using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Gateway.LabCa;

namespace Gateway.Ctl.Demo;

/// <summary>The lab CA as the demo's authority.</summary>
public sealed class LabAuthority : IDemoAuthority
{
    private readonly LabCaServer _server;

    private LabAuthority(LabCaServer server) => _server = server;

    /// <inheritdoc/>
    public IPEndPoint Endpoint => _server.Endpoint;

    /// <summary>Starts it with the procedure's reference, secret and name.</summary>
    /// <exception cref="IOException">It cannot start; the message is for the user.</exception>
    public static async Task<IDemoAuthority> StartAsync(
        DemoProcedure procedure, string folder, CancellationToken stop)
    {
        try
        {
            return new LabAuthority(await LabCaServer.StartAsync(new LabCaOptions
            {
                Directory = folder,
                Subject = procedure.AuthorityName,
                References = new Dictionary<string, byte[]>
                {
                    [procedure.Reference] = Encoding.UTF8.GetBytes(procedure.Secret),
                },
            }, stop));
        }
        catch (LabCaException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
