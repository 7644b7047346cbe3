using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using Gateway.Hal.Sim;
using Gateway.Simulator;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>The demo as a newcomer runs it.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("gateway-tests-");

    private string Folder => Path.Combine(_parent.FullName, "demo");

    [Fact]
    public async Task A_provisioned_board_enrols_without_the_secret_being_typed()
    {
        GatewayctlProcess.Result result = await GatewayctlProcess.RunAsync(
            "demo", "--dir", Folder, "--key-bits", "2048", "--provisioned");
        Assert.Equal("", result.Stderr);
        Assert.Equal(0, result.ExitCode);
        int typed = Array.FindIndex(result.Lines, l =>
            l.EndsWith(" cmp-request message-authentication-code 1234", StringComparison.Ordinal));
        Assert.True(typed >= 0, result.Stdout);
        Assert.Equal(" Info: The provisioned secret of 1234 is used.", result.Lines[typed + 1]);
        Assert.DoesNotContain(Transcript.Secret, result.Stdout);
        Assert.DoesNotContain("******", result.Stdout);
        AssertVerifies();
    }

    [Fact]
    public async Task The_demo_ends_with_a_renewed_certificate_that_openssl_verifies()
    {
        GatewayctlProcess.Result result = await GatewayctlProcess.RunAsync(
            "demo", "--dir", Folder, "--key-bits", "2048");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("C=cn, ST=jiangsu, O=huawei, OU=info, CN=hello", result.Stdout);
        Assert.DoesNotContain(Transcript.Secret, result.Stdout);
        AssertVerifies();
        AssertRenewed("cmp_ir.cer", "cmp_kur.cer");
        AssertOnBoard();
        Assert.Contains(result.Lines, l => l.StartsWith(
            " Info: The certificate of session cmp is renewed: cmp_kur.cer, ",
            StringComparison.Ordinal));

        // Two runs must not share a folder: the second is refused and leaves the first alone.
        GatewayctlProcess.Result again = await GatewayctlProcess.RunAsync("demo", "--dir", Folder);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("not empty", Assert.Single(again.Stderr.TrimEnd().Split('\n')));
        AssertVerifies();
    }

    [Fact]
    public async Task The_full_demo_renews_twice_and_shows_the_revocation_in_the_list()
    {
        OpenSsl.RequireOrSkip();
        GatewayctlProcess.Result result = await GatewayctlProcess.RunAsync(
            "demo", "--full", "--dir", Folder, "--key-bits", "2048");
        Assert.Equal("", result.Stderr);
        Assert.Equal(0, result.ExitCode);
        AssertVerifies();
        AssertRenewed("cmp_ir.cer", "cmp_kur.cer");
        AssertRenewed("cmp_kur.cer", "cmp_kur2.cer");
        string[] serials = [.. new[] { "cmp_ir.cer", "cmp_kur.cer", "cmp_kur2.cer" }.Select(name =>
            OpenSsl.Run(["x509", "-in", Path.Combine(Folder, name), "-noout", "-serial"]).Ok().Text
                .Trim().Split('=')[1])];

        // The list as the CA keeps it, not as the board fetched it.
        string list = OpenSsl.Run(["crl", "-inform", "DER", "-in",
            Path.Combine(Folder, "ca", "crl.der"), "-noout", "-text"]).Ok().Text;
        Assert.DoesNotContain(serials[0], list);
        Assert.DoesNotContain(serials[1], list);
        Assert.Contains("Serial Number: " + serials[2], list);
        Assert.Contains("Cessation Of Operation", list);
    }

    public void Dispose() => _parent.Delete(true);

    // At 80 % of the validity, under another key, and valid from then on.
    private void AssertRenewed(string oldName, string newName)
    {
        string path = Path.Combine(Folder, newName);
        using X509Certificate2 old =
            X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Folder, oldName));
        using X509Certificate2 renewed = X509CertificateLoader.LoadCertificateFromFile(path);
        Assert.Equal(old.Subject, renewed.Subject);
        Assert.NotEqual(old.GetPublicKey(), renewed.GetPublicKey());
        TimeSpan late =
            renewed.NotBefore - (old.NotBefore + ((old.NotAfter - old.NotBefore) * 0.8));
        Assert.InRange(late, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(60));
        string time = new DateTimeOffset(renewed.NotBefore.AddMinutes(5)).ToUnixTimeSeconds()
            .ToString(CultureInfo.InvariantCulture);
        OpenSsl.Run(["verify", "-attime", time, "-CAfile", Path.Combine(Folder, "cmp_ca1.cer"),
            path]).Ok();
    }

    // The board as a reader of its flash finds it afterwards.
    private void AssertOnBoard()
    {
        using FolderFlash flash = new(Path.Combine(Folder, "board"));
        using LoopbackSerialLine line = new();
        using SimBoard board = new(flash, line, new SimBoardOptions());
        Assert.Equal("cmp_kur.cer", GatewayFirmware.ReadIdentity(board));
        Assert.NotNull(GatewayFirmware.ReadCertificate(board, "cmp_kur.cer"));
        Assert.Null(GatewayFirmware.ReadCertificate(board, "cmp_ir.cer"));
        Assert.True(GatewayFirmware.HasKeyOf(board, Der("cmp_kur.cer")));
        Assert.False(GatewayFirmware.HasKeyOf(board, Der("cmp_ir.cer")));
    }

    private byte[] Der(string name)
    {
        using X509Certificate2 certificate =
            X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Folder, name));
        return certificate.RawData;
    }

    private void AssertVerifies()
    {
        OpenSsl.RequireOrSkip();
        string certificate = Path.Combine(Folder, "cmp_ir.cer");
        OpenSsl.Result result = OpenSsl.Run(
            ["verify", "-CAfile", Path.Combine(Folder, "cmp_ca1.cer"), certificate]).Ok();
        Assert.Equal(certificate + ": OK", result.Text.Trim());
        byte[] secret = System.Text.Encoding.UTF8.GetBytes(Transcript.Secret);
        foreach (string file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(secret) < 0, file);
    }
}
