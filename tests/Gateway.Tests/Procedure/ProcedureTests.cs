using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using Gateway.Hal.Sim;
using Gateway.LabCa;
using Gateway.Simulator;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>The documented enrolment procedure, word for word, and what it leaves.</summary>
public class ProcedureTests(ProcedureRun run) : IClassFixture<ProcedureRun>
{
    [Fact]
    public void Everything_printed_equals_the_documented_transcript()
    {
        Assert.Equal("", run.Result.Stderr);
        Assert.Equal(0, run.Result.ExitCode);

        // The last prompt waits for a further command, which the document does not print.
        string[] actual = run.Result.Lines;
        Assert.Equal("[~DeviceA]", actual[^1].TrimEnd());
        Assert.Equal(Transcript.Reduce(Transcript.Documented()), Transcript.Reduce(actual[..^1]));
    }

    [Fact]
    public void The_reduction_hides_nothing_but_what_it_names()
    {
        // A sabotage of each kind of line that must not be hidden.
        string[] good = Transcript.Reduce(Transcript.Documented());
        foreach ((string from, string to) in new[]
        {
            ("Info: Delete Success.", "Info: Deleted."),
            ("(3072 bit)", "(2048 bit)"),
            ("IP Address:10.2.0.2", "IP Address:10.2.0.3"),
            ("[*DeviceA-100GE1/0/1] quit", "[~DeviceA-100GE1/0/1] quit"),
            ("Subject: C=cn, ST=jiangsu, O=huawei, OU=info, CN=hello", "Subject: CN=hello"),
            ("Pki realm name: -abc", "Pki realm name: -"),
            ("    00:d3:12", "  00:d3:12"),
            ("Input the bits in the modules:3072", "Input the bits in the modules: 3072"),
        })
        {
            string[] bad = Transcript.Documented();
            int at = Array.FindIndex(bad, l => l.Contains(from, StringComparison.Ordinal));
            Assert.True(at >= 0, from);
            bad[at] = bad[at].Replace(from, to, StringComparison.Ordinal);
            Assert.NotEqual(good, Transcript.Reduce(bad));
        }
    }

    [Fact]
    public void The_secret_is_printed_nowhere_and_lies_nowhere_in_flash()
    {
        Assert.DoesNotContain(Transcript.Secret, run.Result.Stdout);
        Assert.Contains("message-authentication-code 1234 ******", run.Result.Stdout);
        byte[] secret = Encoding.ASCII.GetBytes(Transcript.Secret);
        foreach (string file in Directory.EnumerateFiles(run.Flash, "*",
            SearchOption.AllDirectories))
        {
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(secret) < 0, file);
        }
    }

    [Fact]
    public void The_exchange_was_ir_and_certConf()
    {
        Assert.Equal(new[] { "ir", "certConf" },
            run.CaLog.Take(2).Select(l => l.Request).ToArray());
        Assert.Contains(run.Ca.Issued, i => i.Status == CertificateStatus.Valid);
    }

    [Fact]
    public async Task The_configuration_equals_the_documented_file()
    {
        GatewayctlProcess.Result result = await run.TypeAsync("display current-configuration");

        // Misprints of the document: the doubled e-mail address, also as fqdn, and cal for ca1. The
        // cipher text is this board's own.
        string[] expected = Transcript.DocumentedConfiguration()
            .Select(l => l.TrimEnd()
                .Replace("fqdn user@test.abc.com", "fqdn test.abc.com")
                .Replace("user@user@test.abc.com", "user@test.abc.com")
                .Replace("cmp_cal.cer", "cmp_ca1.cer"))
            .ToArray();
        string[] actual = GatewayctlProcess.OutputOf(result, "display current-configuration");
        Assert.Equal(expected.Select(WithoutCipherText), actual.Select(WithoutCipherText));
        string mac = actual.Single(l => l.Contains("message-authentication-code"));
        Assert.Matches(@"^ cmp-request message-authentication-code 1234 %@%#[!-~]+%@%#$", mac);
    }

    [Fact]
    public async Task A_restart_restores_keys_certificates_and_configuration()
    {
        string[] commands =
        {
            "display current-configuration", "display pki certificate local filename cmp_ir.cer",
            "display pki certificate ca filename cmp_ca1.cer",
            "display pki rsa local-key-pair public", "display saved-configuration",
        };
        GatewayctlProcess.Result first = await run.TypeAsync(commands);
        GatewayctlProcess.Result second = await run.TypeAsync(commands);
        Assert.Equal(0, first.ExitCode);
        Assert.Equal(first.Stdout, second.Stdout);
        Assert.StartsWith("<DeviceA>", first.Lines[0]);

        // The certificate that the board shows after the restart is the one that the procedure
        // printed.
        Assert.Equal(
            GatewayctlProcess.OutputOf(run.Result, commands[1]),
            GatewayctlProcess.OutputOf(first, commands[1]));
        Assert.Contains(first.Lines, l => l.Contains("rsa_cmp"));
    }

    [Fact]
    public async Task The_key_of_the_certificate_signs_after_a_restart()
    {
        // A second request with the stored key: its proof of possession is verified by the CA.
        GatewayctlProcess.Result result = await run.TypeAsync(
            "system-view", "pki cmp initial-request session cmp", "quit", "dir");
        Assert.Equal(0, result.ExitCode);

        // cmp_ir.cer is imported already and stays as it is.
        Assert.Contains(" Info: The new certificate is in cmp_ir2.cer.", result.Lines);
        Assert.Contains(result.Lines, l => l.EndsWith("cmp_ir2.cer", StringComparison.Ordinal));
        await run.TypeAsync("delete cmp_ir2.cer", "y", "delete cmp_ca1.cer", "y");
    }

    [Fact]
    public async Task An_erased_board_with_that_text_replayed_prints_the_same_text()
    {
        GatewayctlProcess.Result before = await run.TypeAsync("display current-configuration");
        string[] text = GatewayctlProcess.OutputOf(before, "display current-configuration");

        // Erased: all records gone, the chip is the same.
        string erased = Path.Combine(run.Folder, "erased");
        Directory.CreateDirectory(erased);
        File.Copy(Path.Combine(run.Flash, ".chip"), Path.Combine(erased, ".chip"));
        string[] script =
            ["system-view", "load configuration terminal", .. text, "commit",
                "display current-configuration"];
        GatewayctlProcess.Result after =
            await GatewayctlProcess.SimAsync(erased, run.Map, script, "--port-type", "100GE");
        Assert.Equal(0, after.ExitCode);
        Assert.Equal(text, GatewayctlProcess.OutputOf(after, "display current-configuration"));

        GatewayctlProcess.Result restarted = await GatewayctlProcess.SimAsync(
            erased, run.Map, ["display current-configuration"], "--port-type", "100GE");
        Assert.Equal(text, GatewayctlProcess.OutputOf(restarted, "display current-configuration"));
    }

    [Fact]
    public void OpenSsl_verifies_the_certificate_and_reads_what_was_asked_for()
    {
        OpenSsl.RequireOrSkip();
        string local = Pem("cmp_ir.cer");
        string authority = Pem("cmp_ca1.cer");
        OpenSsl.Result verified = OpenSsl.Run(["verify", "-CAfile", authority, local]).Ok();
        Assert.Equal($"{local}: OK", verified.Text.Trim());
        OpenSsl.Result text = OpenSsl.Run(
            ["x509", "-in", local, "-noout", "-subject", "-ext", "subjectAltName", "-nameopt",
                "space_eq"]).Ok();
        string shown = text.Text.Replace(" = ", "=");
        Assert.Contains("C=cn, ST=jiangsu, O=huawei, OU=info, CN=hello", shown);
        Assert.Contains("IP Address:10.2.0.2, DNS:test.abc.com, email:user@test.abc.com", shown);
    }

    [Fact]
    public void The_display_agrees_with_openssl_field_by_field()
    {
        OpenSsl.RequireOrSkip();
        foreach (string name in new[] { "cmp_ir.cer", "cmp_ca1.cer" })
        {
            string kind = name == "cmp_ir.cer" ? "local" : "ca";
            string[] shown = GatewayctlProcess.OutputOf(
                run.Result, $"display pki certificate {kind} filename {name}");
            OpenSsl.Result text = OpenSsl.Run(["x509", "-in", Pem(name), "-noout", "-text"]).Ok();

            // Ours: one head line; openssl's: names with blanks round "=", no "RSA" before the
            // key's size, a line "Signature Value:". Rows of octets are of another length.
            Assert.Equal(Fields(text.Text.Split('\n')), Fields(shown[1..^4]));
            Assert.Equal("Certificate file name: " + name, shown[^2]);
        }
    }

    private static string[] Fields(string[] lines)
    {
        StringBuilder all = new();
        foreach (string line in lines)
        {
            string text = line.Trim().Replace(" = ", "=").Replace("RSA Public-Key", "Public-Key");
            if (text is "" or "Signature Value:") continue;
            bool isOctets = System.Text.RegularExpressions.Regex.IsMatch(text,
                "^([0-9a-f]{2}:)*[0-9a-f]{2}:?$");
            all.Append(isOctets ? text : "\n" + text + "\n");
        }

        return all.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private string Pem(string name)
    {
        using FolderFlash flash = new(run.Flash);
        using LoopbackSerialLine line = new();
        using SimBoard board =
            new(flash, line, new SimBoardOptions { PortType = SimBoard.RouterPortType });
        byte[] der = GatewayFirmware.ReadCertificate(board, name)!;
        string path = Path.Combine(run.Folder, name + ".pem");
        File.WriteAllText(path, X509CertificateLoader.LoadCertificate(der).ExportCertificatePem());
        return path;
    }

    private static string WithoutCipherText(string line) =>
        line.Contains("message-authentication-code 1234 ")
            ? " cmp-request message-authentication-code 1234 <cipher text>"
            : line;
}
