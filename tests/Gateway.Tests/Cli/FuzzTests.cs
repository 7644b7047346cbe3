using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;

namespace Gateway.Tests.Cli;

/// <summary>
/// Hostile bytes in any portions: nothing throws, output is bounded, secrets stay secret.
/// </summary>
public class FuzzTests
{
    private const int RoundCount = 150;
    private const int StepCount = 120;

    private static readonly string[] Words =
    [
        "system-view", "quit", "return", "pki", "cmp", "session", "entity", "cmp-request", "undo",
            "display",
        "message-authentication-code", "1234", "rsa", "local-key-pair", "create", "destroy", "k1",
            "commit",
        "configuration", "candidate", "load", "terminal", "interface", "100GE1/0/1", "ip",
            "address", "10.0.0.1",
        "24", "certificate", "import-certificate", "ca", "filename", "a.cer", "#", "\"a b\"", "\"",
            "?", "\t",
        "\r", "\r", "\r", "\r\n", "y", "n", " ", " ", "\u0003", "\u001a", "\u0017", "\u0015",
            "\u007f", "\u001b[A",
        "\u001b[D", "\u001b[C", "\u001b[H", "\u001b[F", "\u001b[3~", "\u001b", "\u0001", "\u000b",
            "\u00ff", "\0",
        "clear", "history-command", "this", "screen-length", "0", "5", "initial-request", "save",
            "\u0010", "certificate-request", "revocation-request", "general-message", "statistics",
            "reset", "debugging", "stop", "enroll-certificate", "pkcs10", "accept", "sha1",
            "origin-authentication-method", "mac-iterations-max", "5000", "reason",
            "export-certificate", "validate-certificate", "file-format", "pem", "to", "more",
            "set-certificate", "expire-prewarning", "30", "brief", "local",
            "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----",
    ];

    private static byte[] Keys(Random random, int count)
    {
        List<byte> bytes = new();
        for (int i = 0; i < count; i++)
        {
            if (random.Next(8) == 0) bytes.Add((byte)random.Next(256));
            else bytes.AddRange(Encoding.Latin1.GetBytes(Words[random.Next(Words.Length)]));
            if (random.Next(3) == 0) bytes.Add((byte)' ');
        }

        return bytes.ToArray();
    }

    [Fact]
    public void Random_keys_in_random_portions_never_hurt()
    {
        Random random = new(20260131);
        for (int round = 0; round < RoundCount; round++)
        {
            ShellHarness shell = new();
            shell.Terminal.Start(0);
            if (round % 3 == 0) shell.Enter("system-view", "pki cmp session s1");
            byte[] keys = Keys(random, StepCount);
            for (int at = 0; at < keys.Length;)
            {
                int count = Math.Min(random.Next(1, 40), keys.Length - at);
                shell.Terminal.Receive(keys, at, count, at);
                at += count;
                if (random.Next(2) == 0) shell.Terminal.Poll(at);
            }

            shell.Finish();
            Assert.InRange(shell.Raw.Length, 1, keys.Length * 300);
        }
    }

    [Fact]
    public void The_same_keys_in_other_portions_give_the_same_output()
    {
        Random random = new(42);
        for (int round = 0; round < RoundCount / 3; round++)
        {
            byte[] keys = Keys(random, StepCount);
            string[] outputs = new[] { int.MaxValue, 1, 2, 13 }.Select(size =>
            {
                ShellHarness shell = new();
                shell.Terminal.Start(0);
                for (int at = 0; at < keys.Length; at += Math.Min(size, keys.Length - at))
                {
                    shell.Terminal.Receive(keys, at, Math.Min(size, keys.Length - at), 0);
                }

                shell.Finish();
                return shell.Raw;
            }).ToArray();
            Assert.All(outputs, output => Assert.Equal(outputs[0], output));
        }
    }

    [Theory]
    [InlineData("cmp-request message-authentication-code 1234 {0}\r")]
    [InlineData("cmp-req mess 1234 {0}\r")]
    [InlineData("c m 1234 {0}\r")]
    [InlineData("cm m 1234 {0} {0} {0}\r")]
    [InlineData("cmp-request message-authentication-code \"1234\" {0}\r")]
    [InlineData("   cmp-request   message-authentication-code   1234   {0}  \r")]
    [InlineData("cmp-request message-authentication-code 1234 {0}?\t{0}\r")]
    [InlineData("cmp-request message-authentication-code 1234 {0}\u001b[D\u001b[D\u001b[C {0}\r")]
    [InlineData("cmp-request message-authentication-code 1234 {0}\u007f\u007fx\u0001\u0005\u000c\r")]
    [InlineData("cmp-request message-authentication-code 1234 {0}\u0003")]
    [InlineData("cmp-request message-authentication-code 1234 {0}\u001b[A\u001b[B\r")]
    [InlineData("undo cmp-request message-authentication-code 1234 {0}\r")]
    [InlineData("bogus message-authentication-code 1234 {0}\r")]
    [InlineData("CMP-REQUEST MESSAGE-AUTHENTICATION-CODE 1234 {0}\r")]
    [InlineData("cmp-request m 1234 {0}\r")]
    [InlineData("cmp-request mac-iterations-max 1234 {0}\r")]
    [InlineData("cmp-request origin-authentication-method message-authentication-code 1 {0}\r")]
    [InlineData("quit\rpki import-certificate ca filename a terminal\r"
        + "cmp-request message-authentication-code 1234 {0}\r\u0003")]
    [InlineData("quit\rcmp-request message-authentication-code 1234 {0}\r")]
    [InlineData("quit\rquit\ry\rcmp-request mess 1234 {0}\r")]
    [InlineData("cmp-request message-authentication-code 1234\r{0}\r{0}\r")]
    [InlineData("cmp-request message-authentication-code 1234\r{0}?\t\u001b[A\u007f\r{0}x\r")]
    [InlineData("cmp-request message-authentication-code 1234\r{0}\u0003")]
    [InlineData("quit\rload configuration terminal\rpki cmp session s1\r "
        + "cmp-request message-authentication-code 1234 {0}\rreturn\r")]
    [InlineData("quit\rload configuration terminal\r cmp-request mess 1234 {0} {0}\r\u0003")]
    public void A_secret_is_never_seen_again(string keys)
    {
        const string Secret = "Huawei@RSA1234";
        foreach (int size in new[] { int.MaxValue, 1 })
        {
            ShellHarness shell = ShellHarness.Started().Enter("system-view", "pki cmp session s1");
            string typed = string.Format(keys, Secret);
            for (int at = 0; at < typed.Length; at += Math.Min(size, typed.Length - at))
            {
                shell.Type(typed.Substring(at, Math.Min(size, typed.Length - at)));
            }

            shell.Enter("", "display history-command", "display configuration candidate");
            for (int i = 0; i < 12; i++) shell.Type("\u001b[A");
            Assert.DoesNotContain("Huawei", shell.Raw);
            Assert.DoesNotContain("@RSA", shell.Screen.Text);
            Assert.DoesNotContain("Huawei", shell.CandidateText);
        }
    }

    [Fact]
    public void A_secret_shows_as_one_mask_however_long_it_is()
    {
        const string Start =
            "[*HUAWEI-pki-cmp-session-s1] cmp-request message-authentication-code 1234 ";
        ShellHarness shell = ShellHarness.Started().Enter("system-view", "pki cmp session s1");
        shell.Type("cmp-request message-authentication-code 1234 ");
        int before = shell.Raw.Length;
        shell.Type("a");
        Assert.Equal(Start + "******", shell.Screen.CurrentLine);
        Assert.Equal("******", shell.Raw.Substring(before));
        before = shell.Raw.Length;
        shell.Type("bcdefghij");
        Assert.Equal(before, shell.Raw.Length);
        shell.Type("\u007f\u007f\u007f\u007f\u007f\u007f\u007f\u007f\u007f");
        Assert.Equal(before, shell.Raw.Length);
        shell.Type("\u007f");
        Assert.Equal(Start, shell.Screen.CurrentLine);
        shell.Type("x?y\u007fz\r");
        Assert.Equal("x?z", Encoding.UTF8.GetString(Assert.Single(shell.Board.Sealed.Values)));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    [InlineData(255, false)]
    [InlineData(256, false)]
    [InlineData(3000, false)]
    public void Secrets_have_a_length_limit(int length, bool isRight)
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view", "pki cmp session s1");
        string secret = new('s', length);
        string answer = shell.Answer("cmp-request message-authentication-code 1234 " + secret);
        Assert.Equal(isRight, answer == "");
        Assert.Equal(isRight ? 1 : 0, shell.Board.Sealed.Count);
        Assert.Equal(!isRight, answer.Contains("Error: "));
        shell.Enter("cmp-request message-authentication-code 1234", secret);
        if (isRight) shell.Enter(secret);
        Assert.Equal(isRight ? 2 : 0, shell.Board.Sealed.Count);
        Assert.Equal("[*HUAWEI-pki-cmp-session-s1] ", shell.Screen.CurrentLine);
    }
}
