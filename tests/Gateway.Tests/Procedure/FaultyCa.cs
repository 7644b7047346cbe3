using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Gateway.LabCa;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>A lab CA for tests that make it fail; one at a time.</summary>
public sealed class FaultyCa : IAsyncLifetime
{
    public const string Secret = "correct-horse";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-tests-");

    /// <summary>The CA's time; a test with a time of its own sets it, and back.</summary>
    internal TimeProvider Time { get; set; } = TimeProvider.System;

    internal LabCaServer Server { get; private set; } = null!;

    internal ConcurrentQueue<LabCaLogLine> Log { get; } = new();

    public async ValueTask InitializeAsync() =>
        Server = await LabCaServer.StartAsync(new LabCaOptions
        {
            Directory = _folder.FullName,
            Key = new CaKeyAlgorithm(2048, null),
            References = new Dictionary<string, byte[]>
            {
                ["1234"] = Encoding.ASCII.GetBytes(Secret)
            },
            GrantImplicitConfirm = true,
            Clock = new FollowedTime(this),
            Log = Log.Enqueue,
        });

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Delete(true);
    }

    private sealed class FollowedTime(FaultyCa ca) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => ca.Time.GetUtcNow();
    }
}
