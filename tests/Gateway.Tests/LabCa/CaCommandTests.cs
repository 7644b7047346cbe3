using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Ctl.Commands;
using Xunit;

namespace Gateway.Tests.LabCa;

/// <summary><c>gatewayctl ca</c>: start, one line a message, end; and one line for each bad
/// option.</summary>
public sealed class CaCommandTests : LabCaTestBase
{
    private string SecretFile()
    {
        string path = Path.Combine(Folder.FullName, "secret");
        File.WriteAllText(path, CmpTestClient.Secret + "\n");
        return path;
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(
        CancellationToken cancel, params string[] options)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        int code = await CaCommand.Create().Parse(options).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error }, cancel);
        return (code, output.ToString(), error.ToString());
    }

    [Fact]
    public async Task It_tells_where_and_who_it_is_and_ends_cleanly()
    {
        using var end = new CancellationTokenSource();
        using var output = new EndingWriter(end);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        string[] options = ["--listen", "127.0.0.1:0", "--dir", CaFolder, "--reference", "1234",
            "--secret-file", SecretFile(), "--key", "ec:p256", "--subject", "CN=My CA,O=BB"];
        int code = await CaCommand.Create().Parse(options).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error }, end.Token);
        Assert.Equal((0, ""), (code, error.ToString()));
        Assert.Matches("Listening at +http://127.0.0.1:[1-9][0-9]*/pkix/", output.ToString());
        Assert.Contains("CN=My CA, O=BB", output.ToString());
        Assert.Matches("SHA256 +([0-9A-F]{2}:){31}[0-9A-F]{2}", output.ToString());
        Assert.Contains("Stopped; 0 certificates issued so far", output.ToString());
        Assert.DoesNotContain(CmpTestClient.Secret, output.ToString());
    }

    [Fact]
    public async Task Its_options_reach_the_ca()
    {
        using var end = new CancellationTokenSource();
        using var output = new EndingWriter(end);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        string[] options = ["--listen", "127.0.0.1:0", "--dir", CaFolder, "--reference", "1234",
            "--secret-file", SecretFile(), "--key", "ec:p256", "--chain", "3", "--rollover",
            "--padding", "100", "--signer", "ra", "--signer-key", "ec:p256", "--sign-all",
            "--poll", "1", "--check-after", "2", "--delayed-polls", "0", "--template", "O=BB",
            "--template-key", "rsa:3072", "--cert-profile", "a", "--cert-profile", "b",
            "--misbehave", "wrong-mac,answers=1", "--misbehave", "poll=2"];
        int code = await CaCommand.Create().Parse(options).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error }, end.Token);
        Assert.Equal((0, ""), (code, error.ToString()));
        foreach (string name in new[]
        {
            "chain/1.cer", "chain/2.cer", "root.key", "crl.der", "rollover/new-with-new.cer",
            "rollover/new-with-old.cer", "rollover/old-with-new.cer",
        })
            Assert.True(File.Exists(Path.Combine(CaFolder, name)), name);
    }

    [Theory]
    [InlineData("--chain", "0")]
    [InlineData("--chain", "9")]
    [InlineData("--padding", "100000")]
    [InlineData("--poll", "x")]
    [InlineData("--check-after", "-1")]
    public void A_number_out_of_its_range_is_an_error(string option, string value)
    {
        ParseResult parsed = CaCommand.Create().Parse(["--listen", "127.0.0.1:0", "--dir", "x",
            "--reference", "1", "--secret-file", "x", option, value]);
        Assert.Contains(parsed.Errors, error => error.Message.Contains(option));
    }

    /// <summary>Presses Ctrl+C, so to speak, as soon as the CA says that it runs.</summary>
    private sealed class EndingWriter(CancellationTokenSource end)
        : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith("Ctrl+C", System.StringComparison.Ordinal) == true)
                end.Cancel();
        }
    }

    [Theory]
    [InlineData("--listen", "127.0.0.1", "HOST:PORT")]
    [InlineData("--listen", "127.0.0.1:65536", "HOST:PORT")]
    [InlineData("--listen", "::1:80", "HOST:PORT")]
    [InlineData("--key", "rsa:1024", "2048 to 4096")]
    [InlineData("--key", "rsa:8192", "2048 to 4096")]
    [InlineData("--key", "dsa", "no key algorithm")]
    [InlineData("--validity", "0d", "no period")]
    [InlineData("--validity", "30", "no period")]
    [InlineData("--validity", "101y", "longer than 100 years")]
    [InlineData("--profile", "new", "neither modern nor classic")]
    [InlineData("--profile", "1", "neither modern nor classic")]
    [InlineData("--reference", "", "1 to 128")]
    [InlineData("--secret-file", "missing", "cannot read the secret")]
    [InlineData("--subject", "BB", "no TYPE=value")]
    [InlineData("--subject", "C=china", "two letters")]
    [InlineData("--subject", "X=y", "not known")]
    [InlineData("--signer", "me", "neither ca nor ra")]
    [InlineData("--signer-key", "dsa", "no key algorithm")]
    [InlineData("--template", "BB", "no TYPE=value")]
    [InlineData("--template-key", "ec:p256", "no --template")]
    [InlineData("--client-anchor", "missing", "missing")]
    [InlineData("--misbehave", "nonsense", "no misbehaviour")]
    [InlineData("--misbehave", "poll", "write poll=COUNT")]
    public async Task A_bad_option_is_told_in_one_line(string option, string value, string reason)
    {
        var options = new Dictionary<string, string>
        {
            ["--listen"] = "127.0.0.1:0",
            ["--dir"] = CaFolder,
            ["--reference"] = "1234",
            ["--secret-file"] = SecretFile(),
            [option] = value,
        };
        (int code, string output, string error) =
            await RunAsync(TestContext.Current.CancellationToken,
            [.. options.SelectMany(pair => new[] { pair.Key, pair.Value })]);
        Assert.Equal(option == "--secret-file" ? 1 : 2, code);
        Assert.Equal("", output);
        Assert.Contains(reason, error);
        Assert.Equal("Error: --", error[..9]);
        Assert.Equal(1, error.Count(one => one == '\n'));
        Assert.DoesNotContain(CmpTestClient.Secret, error);
    }
}
