using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Gateway.Ctl.Commands;
using Gateway.LabCa;
using Gateway.Tests.LabCa;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Inspect;

/// <summary><c>gatewayctl inspect</c> on messages captured from OpenSSL and the lab CA.</summary>
public sealed partial class InspectTests : LabCaTestBase
{
    private static (int Code, string Output, string Error) Inspect(
        byte[] input, params string[] options)
    {
        InspectRun run = InspectRun.Of([input], options);
        return (run.Code, run.Output, run.Error.Replace("0.der", "FILE"));
    }

    private async Task<byte[][]> CaptureAsync()
    {
        OpenSsl.RequireOrSkip();
        await using LabCaServer ca = await StartAsync();
        var secret = new Dictionary<string, string> { ["MAC_SECRET"] = CmpTestClient.Secret };
        OpenSsl.Run(["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out",
            "ee.key"],
            workingDirectory: Folder.FullName).Ok();
        OpenSsl.Run(["cmp", "-cmd", "ir", "-server", ca.Endpoint + "/pkix/", "-ref", "1234",
            "-secret",
            "env:MAC_SECRET", "-recipient", "/C=cn/ST=beijing/L=SD/O=BB/OU=BB/CN=BB", "-newkey",
                "ee.key",
            "-subject", "/CN=hello", "-sans", "10.2.0.2", "-certout", "ee.pem", "-batch",
            "-reqout", "a b", "-rspout", "c d"], environment: secret,
                workingDirectory: Folder.FullName).Ok();
        return [.. new[] { "a", "c", "b", "d", "ee.pem" }.Select(
            name => File.ReadAllBytes(Path.Combine(Folder.FullName, name)))];
    }

    // Random values, times and signatures differ in every run; the structure does not.
    private static string Normalise(string output) => Digits().Replace(
        DateTimes().Replace(Hex().Replace(Offsets().Replace(output.ReplaceLineEndings("\n"), "$1"),
            "HEX"), "TIME"), "N bytes");

    private static int AfterHeading(string output)
    {
        const string Heading = "\nRules";
        string plain = Normalise(output);
        return plain.Length - plain.IndexOf(Heading + "\n", StringComparison.Ordinal)
            - Heading.Length;
    }

    [GeneratedRegex("^ *[0-9]+  ( *)", RegexOptions.Multiline)]
    private static partial Regex Offsets();

    [GeneratedRegex("(0x)?[0-9a-f]{32,}(… \\([0-9]+ bytes\\))?")]
    private static partial Regex Hex();

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8} UTC")]
    private static partial Regex DateTimes();

    [GeneratedRegex("[0-9]+ bytes")]
    private static partial Regex Digits();

    [Fact]
    public async Task Captured_messages_are_printed_as_they_are()
    {
        byte[][] captured = await CaptureAsync();
        InspectRun run = InspectRun.Of([captured[0]]);
        Assert.Equal("", run.Error);
        Assert.Equal(
            """
            CMP message, N bytes (DER)
            PKIMessage
              header
                pvno: 2 (cmp2000)
                sender, directoryName: CN=hello
                recipient, directoryName: C=cn, ST=beijing, L=SD, O=BB, OU=BB, CN=BB
                messageTime: TIME
                protectionAlg: id-PasswordBasedMac (1.2.840.113533.7.66.13)
                  parameters
                    salt: HEX
                    owf: id-sha256 (2.16.840.1.101.3.4.2.1)
                    iterationCount: 500
                    mac: hmac-SHA1 (1.3.6.1.5.5.8.1.2)
                senderKID: "1234"
                transactionID: HEX
                senderNonce: HEX
              body
                ir
                  CertReqMsg
                    certReq
                      certReqId: 0
                      certTemplate
                        subject: CN=hello
                        publicKey
                          algorithm: id-ecPublicKey (1.2.840.10045.2.1), secp256r1 (1.2.840.10045.3.1.7)
                          subjectPublicKey: HEX
                        extensions
                          Extension: subjectAltName (2.5.29.17)
                            subjectAltName
                              GeneralName, iPAddress: 10.2.0.2
                    popo, signature
                      algorithmIdentifier: ecdsa-with-SHA256 (1.2.840.10045.4.3.2)
                      signature: HEX
              protection: HEX

            Rules
            """.ReplaceLineEndings("\n"), Normalise(run.Output)[..^AfterHeading(run.Output)]);

        Assert.Contains("  ip\n", Normalise(Inspect(captured[1]).Output));
        Assert.Contains("status: 0 (accepted)", Inspect(captured[1]).Output);
        Assert.Contains("certOrEncCert, certificate: SHA256", Inspect(captured[1]).Output);
        Assert.Contains("certHash: ", Inspect(captured[2]).Output);
        Assert.Contains("pkiconf: NULL", Inspect(captured[3]).Output);
        Assert.StartsWith("X.509 certificate, ", Inspect(captured[4]).Output);
        Assert.Contains("tbsCertificate", Inspect(captured[1], "--full").Output);
    }

    [Fact]
    public async Task A_message_cut_at_any_byte_is_told_with_its_offset()
    {
        byte[] message = (await CaptureAsync())[0];
        for (int length = 0; length < message.Length; length++)
        {
            (int code, string output, string error) = Inspect(message[..length]);
            Assert.Equal((1, ""), (code, output));
            Assert.Matches(@"^Error: FILE: offset \d+: [^\n]+\n$", error.ReplaceLineEndings("\n"));
        }

    }

    [Theory]
    [InlineData("", 0, "the input is empty")]
    [InlineData("30", 1, "the input ends before the length")]
    [InlineData("3080", 1, "indefinite length")]
    [InlineData("308100", 1, "not written in the shortest form")]
    [InlineData("30820010", 1, "not written in the shortest form")]
    [InlineData("3085000000000100", 1, "too long")]
    [InlineData("300302", 0, "only 1 is left")]
    [InlineData("30030201", 0, "3 content bytes, only 2 are left")]
    [InlineData("3003020201", 2, "only 1 is left")]
    [InlineData("30020200", 2, "INTEGER has no content")]
    [InlineData("300402020001", 2, "does not allow")]
    [InlineData("3003010102", 2, "does not allow")]
    [InlineData("30023000FF", 4, "1 byte after the end")]
    [InlineData("1000", 0, "must be constructed")]
    [InlineData("30022400", 2, "must be primitive")]
    [InlineData("30020000", 2, "tag 0")]
    [InlineData("300430020200", 4, "INTEGER has no content")]
    [InlineData("30060201000401AA", 0, "private key")]
    [InlineData("2D2D2D2D2D424547494E20580A", 0, "PEM block")]
    public void Malformed_input_is_told_with_place_and_reason(string hex, int offset, string reason)
    {
        (int code, string output, string error) = Inspect(Convert.FromHexString(hex));
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith($"Error: FILE: offset {offset}: ", error);
        Assert.Contains(reason, error);
    }

    [Fact]
    public void Other_der_is_dumped_and_cannot_command_the_terminal()
    {
        (int code, string output, string error) = Inspect(
            Convert.FromHexString("300B02010A0C061B5B324A0A41"));
        Assert.Equal(1, code);
        Assert.Contains("neither a CMP message nor a certificate", error);
        Assert.Contains("INTEGER: 10", output);
        Assert.Contains("UTF8String: \"\\x1B[2J\\x0AA\"", output);
        Assert.DoesNotContain('\x1B', output);
    }

    [Fact]
    public void Input_beyond_the_limit_is_refused()
    {
        (int code, _, string error) = Inspect(new byte[1024 * 1024 + 1]);
        Assert.Equal(1, code);
        Assert.Contains("longer than 1048576 bytes", error);
    }
}
