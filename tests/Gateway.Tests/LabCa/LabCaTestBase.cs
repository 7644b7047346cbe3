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
        return StartAsync(new LabCaOptions
        {
            Directory = CaFolder,
            Key = key ?? CaKeyAlgorithm.P256,
            Profile = profile,
            Validity = period,
            GrantImplicitConfirm = implicitConfirm,
            TransactionsMax = transactionsMax,
            ProtectWrongMacErrors = protectWrongMac,
            Clock = Clock,
            References = References,
            RandomSeed = Seed,
            Log = Logged,
        });
    }

    private protected static Task<LabCaServer> StartAsync(LabCaOptions options) =>
        LabCaServer.StartAsync(options);

    private protected static IReadOnlyDictionary<string, byte[]> References { get; } =
        new Dictionary<string, byte[]>
        {
            ["1234"] = Encoding.UTF8.GetBytes(CmpTestClient.Secret),
            ["5678"] = Encoding.UTF8.GetBytes("another secret"),
        };

    private protected static byte[] Seed { get; } = Encoding.UTF8.GetBytes("lab CA tests");

    private protected void Logged(LabCaLogLine line) => Log.Enqueue(line.ToString());

    /// <summary>A client that signs with a certificate that the CA issued directly.</summary>
    private protected static CmpTestClient SigningClient(LabCaServer ca, string name = "CN=hello",
        string algorithm = "SHA256WITHECDSA", TimeSpan? validity = null)
    {
        (byte[] publicKey, Org.BouncyCastle.Crypto.AsymmetricKeyParameter key) =
            algorithm.Contains("RSA") ? TestSigner.RsaKey() : TestSigner.EcKey();
        byte[] certificate = ca.IssueDirectly(name, publicKey, validity);
        return new CmpTestClient
        {
            Signer = new TestSigner(certificate, key, algorithm),
            Subject = name,
        };
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
