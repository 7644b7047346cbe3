using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Gateway.LabCa;

namespace Gateway.Tests.LabCa;

/// <summary>A folder, a clock that a test moves, and lab CAs with an EC key that start at
/// once.</summary>
public abstract class LabCaTestBase : IDisposable
{
    private protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("labca");

    private protected ConcurrentQueue<string> Log { get; } = new();

    private protected MovableClock Clock { get; } = new();

    private protected string CaFolder => Path.Combine(Folder.FullName, "ca");

    private protected Task<LabCaServer> StartAsync(
        LabCaProfile profile = LabCaProfile.Modern, bool implicitConfirm = false,
            int transactionsMax = 100,
        string validity = "30d", CaKeyAlgorithm? key = null, bool protectWrongMac = true)
    {
        Xunit.Assert.True(ValidityPeriod.TryParse(validity, out ValidityPeriod period, out _));
        return LabCaServer.StartAsync(new LabCaOptions
        {
            Directory = CaFolder,
            Key = key ?? CaKeyAlgorithm.P256,
            Profile = profile,
            Validity = period,
            GrantImplicitConfirm = implicitConfirm,
            TransactionsMax = transactionsMax,
            ProtectWrongMacErrors = protectWrongMac,
            Clock = Clock,
            References = new Dictionary<string, byte[]>
            {
                ["1234"] = Encoding.UTF8.GetBytes(CmpTestClient.Secret),
                ["5678"] = Encoding.UTF8.GetBytes("another secret"),
            },
            RandomSeed = Encoding.UTF8.GetBytes("lab CA tests"),
            Log = line => Log.Enqueue(line.ToString()),
        });
    }

    public void Dispose()
    {
        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected sealed class MovableClock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan time) => _now += time;
    }
}
