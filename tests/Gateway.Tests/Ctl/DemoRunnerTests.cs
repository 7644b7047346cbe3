using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using Gateway.Ctl.Demo;
using Gateway.Hal.Sim;
using Gateway.Simulator;
using Spectre.Console;
using Xunit;

namespace Gateway.Tests.Ctl;

/// <summary>The demo around a console that only plays the procedure.</summary>
public sealed class DemoRunnerTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("gateway-demo-");
    private readonly StringWriter _screen = new();
    private readonly byte[] _authority;
    private readonly byte[] _local;
    private readonly byte[] _renewed;
    private bool _isAuthorityStopped;
    private string? _authorityFolder;
    private bool _isProvisioned;
    private bool _isRenewing = true;
    private bool _isKeyLeft;
    private bool _isCertificateLeft;

    public DemoRunnerTests()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest root = new("CN=BB, OU=BB, C=cn", key, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 authority = root.CreateSelfSigned(now.AddDays(-1), now.AddDays(9));
        _authority = authority.RawData;
        _local = Issue(authority, now, key, 1);
        using ECDsa next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _renewed = Issue(authority, now.AddDays(4), next, 2);
    }

    private string Folder => Path.Combine(_root.FullName, "demo");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Shows_every_stage_and_what_was_issued()
    {
        Assert.Null(await RunAsync());
        string screen = _screen.ToString();
        Assert.Contains("1/10  Configure IP addresses for interfaces", screen);
        Assert.Contains("8/10  Verify the configuration", screen);
        string now = Date(DateTimeOffset.UtcNow);
        string due = Date(DateTimeOffset.UtcNow.AddDays(4));
        Assert.Contains($"9/10  Let 80 % of the validity pass: {now} to {due}", screen);
        Assert.Contains("10/10  The board renews by itself", screen);
        Assert.Contains("HUAWEI> system-view", screen);
        Assert.Contains("C=cn, ST=jiangsu, CN=hello", screen);
        string issuer = Path.Combine(Folder, "cmp_ca1.cer");
        string issued = Path.Combine(Folder, "cmp_ir.cer");
        string renewed = Path.Combine(Folder, "cmp_kur.cer");
        Assert.Contains($"Check it: openssl verify -CAfile {issuer} {issued}", screen);
        Assert.EndsWith($" -CAfile {issuer} {renewed}", screen.TrimEnd());
        string[] rows = screen.Split('\n');
        Assert.Contains(rows, l => l.Contains("cmp_ir.cer ") && l.Contains(" superseded "));
        Assert.Contains(rows, l => l.Contains("cmp_kur.cer ") && l.Contains(" active "));
        Assert.True(_isAuthorityStopped);
        Assert.False(_isProvisioned);
        string pem = File.ReadAllText(Path.Combine(Folder, "cmp_ir.cer"));
        Assert.Equal(_local, X509Certificate2.CreateFromPem(pem).RawData);
        Assert.Equal(_renewed,
            X509Certificate2.CreateFromPem(File.ReadAllText(renewed)).RawData);
    }

    [Fact]
    public async Task A_board_that_does_not_renew_is_no_success()
    {
        _isRenewing = false;
        Assert.Equal("The board did not renew cmp_ir.cer within 60 minutes of simulated time.",
            await RunAsync());
        Assert.DoesNotContain("Check it", _screen.ToString());
    }

    [Fact]
    public async Task An_old_certificate_that_stays_is_no_success()
    {
        _isCertificateLeft = true;
        Assert.Equal("cmp_ir.cer is renewed but still on the board.", await RunAsync());
    }

    [Fact]
    public async Task An_old_key_that_stays_is_no_success()
    {
        _isKeyLeft = true;
        Assert.Equal("cmp_ir.cer is renewed but its private key is still on the board.",
            await RunAsync());
    }

    [Fact]
    public async Task A_renewed_certificate_with_the_old_key_is_no_success() =>
        Assert.Contains("same key pair", await RunAsync(renewed: _local));

    [Fact]
    public async Task Provisions_before_the_first_start()
    {
        Assert.Null(await RunAsync(isProvisioned: true));
        Assert.True(_isProvisioned);
        Assert.DoesNotContain("Huawei@RSA1234", _screen.ToString());
    }

    [Theory]
    [InlineData("quit", "'Configure IP addresses for interfaces'")]
    [InlineData("3072", "'Create an RSA key pair'")]
    [InlineData("pki cmp initial-request session cmp", "'Apply for the certificate'")]
    public async Task An_error_names_its_stage(string failing, string stage)
    {
        string? problem = await RunAsync(failing: failing);
        Assert.Contains(stage, problem);
        Assert.True(_isAuthorityStopped);
    }

    [Fact]
    public async Task A_board_without_certificates_is_no_success() =>
        Assert.Contains("cmp_ca1.cer", await RunAsync(authority: []));

    [Fact]
    public async Task A_certificate_of_another_authority_is_no_success()
    {
        string? problem = await RunAsync(authority: _local);
        Assert.Contains("does not verify", problem);
    }

    [Fact]
    public async Task A_folder_in_use_is_left_alone()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "mine"), "");
        Assert.Contains("not empty", await RunAsync());
        Assert.Single(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task A_file_in_place_of_the_folder_is_left_alone()
    {
        File.WriteAllText(Folder, "mine");
        Assert.Contains("is a file", await RunAsync());
        Assert.Equal("mine", File.ReadAllText(Folder));
    }

    [Fact]
    public async Task A_temporary_folder_goes_when_the_demo_fails()
    {
        Assert.NotNull(await RunAsync(failing: "quit", isTemporary: true));
        Assert.NotNull(_authorityFolder);
        Assert.False(Directory.Exists(Path.GetDirectoryName(_authorityFolder)));
    }

    private static byte[] Issue(
        X509Certificate2 authority, DateTimeOffset from, ECDsa key, byte serial)
    {
        CertificateRequest request =
            new("CN=hello, S=jiangsu, C=cn", key, HashAlgorithmName.SHA256);
        using X509Certificate2 issued =
            request.Create(authority, from, from.AddDays(5), [1, 2, serial]);
        return issued.RawData;
    }

    private static string Date(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Task<string?> RunAsync(string? failing = null, byte[]? authority = null,
        byte[]? renewed = null, bool isProvisioned = false, bool isTemporary = false)
    {
        DemoParts parts = new()
        {
            StartAuthority = (_, folder, _, _) =>
            {
                _authorityFolder = folder;
                return Task.FromResult<IDemoAuthority>(new StubAuthority(this));
            },
            Firmware = board =>
                new StubApplication(this, board, failing, authority ?? _authority,
                    renewed ?? _renewed),
            Prepare = _ => { },
            Provision = (_, procedure) => _isProvisioned = procedure.Reference == "1234",
            ReadFile = (board, name) => board.Flash.Read(name),
            ReadIdentity = board =>
                board.Flash.Read("cmp_kur.cer") is null ? "cmp_ir.cer" : "cmp_kur.cer",
            HasKeyOf = (_, certificate) => _isKeyLeft && certificate.SequenceEqual(_local),
        };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(_screen),
        });
        return new DemoRunner(parts, new DemoView(console)).RunAsync(
            new DemoOptions(isTemporary ? null : Folder, null, isProvisioned),
            TestContext.Current.CancellationToken);
    }

    private sealed class StubAuthority(DemoRunnerTests owner) : IDemoAuthority
    {
        public IPEndPoint Endpoint => new(IPAddress.Loopback, 9);

        public ValueTask DisposeAsync()
        {
            owner._isAuthorityStopped = true;
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>
    /// Masks the secret, stores the certificates when asked for, deletes the CA's at import, and
    /// renews the other at 80 % of five days and a few minutes.
    /// </summary>
    private sealed class StubApplication(DemoRunnerTests owner, SimBoard board, string? failing,
        byte[] authority, byte[] renewed) : IBoardApplication
    {
        private const long DueAtMs = ((4 * 24 * 60) + 3) * 60_000L;

        private readonly byte[] _one = new byte[1];
        private string _typed = "";

        public bool IsWaitingForInput { get; private set; }

        public bool RebootRequested => false;

        public long DueMs => owner._isRenewing ? DueAtMs : long.MaxValue;

        public void Start(long nowMs)
        {
            Print($"{board.Info.FactoryName}> ");
            IsWaitingForInput = true;
        }

        public bool Poll()
        {
            if (board.Serial.Read(_one, 0, 1) != 1) return Renew();
            if (_one[0] != '\r')
            {
                _typed += (char)_one[0];
                return true;
            }

            Print(_typed.Replace("Huawei@RSA1234", "******") + "\r\n");
            if (_typed == failing) Print("Error: it failed.\r\n");
            if (_typed.StartsWith("pki cmp initial-request", StringComparison.Ordinal))
            {
                if (authority.Length > 0)
                {
                    board.Flash.Write("cmp_ca1.cer", authority, 0, authority.Length);
                }

                board.Flash.Write("cmp_ir.cer", owner._local, 0, owner._local.Length);
            }

            if (_typed == "y") board.Flash.Delete("cmp_ca1.cer");

            _typed = "";
            Print($"{board.Info.FactoryName}> ");
            return true;
        }

        private bool Renew()
        {
            bool isDue = owner._isRenewing && board.Clock.MonotonicMs >= DueAtMs;
            if (!isDue || board.Flash.Read("cmp_kur.cer") is not null) return false;
            board.Flash.Write("cmp_kur.cer", renewed, 0, renewed.Length);
            if (!owner._isCertificateLeft) board.Flash.Delete("cmp_ir.cer");
            return true;
        }

        private void Print(string text)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(text);
            board.Serial.Write(bytes, 0, bytes.Length);
        }
    }
}
