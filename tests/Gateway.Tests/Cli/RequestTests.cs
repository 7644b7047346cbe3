using System;
using System.Linq;
using Gateway.Cli;
using Gateway.Config;
using Xunit;

namespace Gateway.Tests.Cli;

/// <summary>What is asked of the application, and what is named before it is asked.</summary>
public class RequestTests
{
    private static readonly string[] Basis =
    [
        "system-view", "pki rsa local-key-pair create k1 modulus 2048", "pki entity e1",
        "common-name a", "quit", "pki cmp session s1", "cmp-request entity e1",
        "cmp-request ca-name C=cn", "cmp-request server url http://10.3.0.1",
        "cmp-request rsa local-key-pair k1",
    ];

    private static readonly string[] Mac = ["cmp-request message-authentication-code 1 Secret@1"];
    private static readonly string[] Certificate = ["cmp-request authentication-cert own.cer"];

    private static ShellHarness Ready(params string[][] settings)
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Board.Files["own.cer"] = 1;
        shell.Board.Files["ca.cer"] = 1;
        return shell.Enter(Basis).Enter(settings.SelectMany(s => s).ToArray()).Enter("quit");
    }

    // RFC 9483 4.1.3 has an update signed; the rest is what suits the settings best.
    [Theory]
    [InlineData(OriginAuthentication.Unset, true, false, RequestKind.Initial, true)]
    [InlineData(OriginAuthentication.Unset, true, true, RequestKind.Initial, true)]
    [InlineData(OriginAuthentication.Unset, false, true, RequestKind.Initial, false)]
    [InlineData(OriginAuthentication.Unset, true, false, RequestKind.Certification, true)]
    [InlineData(OriginAuthentication.Unset, true, true, RequestKind.Certification, false)]
    [InlineData(OriginAuthentication.Unset, true, false, RequestKind.Pkcs10, true)]
    [InlineData(OriginAuthentication.Unset, true, true, RequestKind.Pkcs10, false)]
    [InlineData(OriginAuthentication.Unset, true, false, RequestKind.KeyUpdate, false)]
    [InlineData(OriginAuthentication.Mac, true, true, RequestKind.Certification, true)]
    [InlineData(OriginAuthentication.Mac, true, true, RequestKind.KeyUpdate, false)]
    [InlineData(OriginAuthentication.Signature, true, true, RequestKind.Initial, false)]
    public void Settings_and_request_choose_the_authentication(OriginAuthentication origin,
        bool hasReference, bool hasCertificate, RequestKind kind, bool usesMac)
    {
        SessionSettings session = new("s1")
        {
            OriginAuthentication = origin, MacReference = hasReference ? "1" : null!,
            AuthenticationCertificate = hasCertificate ? "a.cer" : null!,
        };
        Assert.Equal(usesMac, RequestAuthentication.UsesMac(session, kind));
    }

    [Theory]
    [InlineData("initial-request session s1", "message-authentication-code")]
    [InlineData("certificate-request session s1",
        "message-authentication-code or authentication-cert")]
    [InlineData("certificate-request session s1 pkcs10",
        "message-authentication-code or authentication-cert")]
    [InlineData("keyupdate-request session s1", "authentication-cert")]
    [InlineData("general-message ca-certificates session s1",
        "message-authentication-code or authentication-cert")]
    public void Credentials_that_are_missing_are_named(string request, string missing)
    {
        ShellHarness shell = Ready();
        Assert.Equal("Error: CMP session s1 lacks " + missing
            + "; set it with 'cmp-request' first.", shell.Answer("pki cmp " + request));
        Assert.Empty(shell.Board.Calls);
    }

    [Theory]
    [InlineData("initial-request session s1", "Initial s1")]
    [InlineData("certificate-request session s1", "Certification s1")]
    [InlineData("certificate-request session S1 pkcs10", "Pkcs10 s1")]
    [InlineData("keyupdate-request session s1", "KeyUpdate s1")]
    [InlineData("general-message ca-certificates session s1", "CaCertificates s1 -")]
    [InlineData("general-message certificate-template session s1", "CertificateTemplate s1 -")]
    [InlineData("general-message root-ca-update session s1 certificate ca.cer",
        "RootCaUpdate s1 ca.cer")]
    [InlineData("general-message crl session s1 certificate own.cer", "Crls s1 own.cer")]
    public void A_request_goes_to_the_application_with_the_candidate(string request, string call)
    {
        ShellHarness shell = Ready(Mac, Certificate);
        Assert.Equal("", shell.Answer("pki cmp " + request));
        string[] lines = Assert.Single(shell.Board.Calls).Split('\n');
        Assert.Equal(call, lines[0]);
        Assert.Contains(" cmp-request server url http://10.3.0.1", lines);
        Assert.DoesNotContain("pki cmp session s1", shell.RunningText);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(" reason unspecified", 0)]
    [InlineData(" reason key-compromise", 1)]
    [InlineData(" reason affiliation-changed", 3)]
    [InlineData(" reason superseded", 4)]
    [InlineData(" reason cessation-of-operation", 5)]
    [InlineData(" reason certificate-hold", 6)]
    [InlineData(" reason remove-from-crl", 8)]
    public void Reasons_have_the_numbers_of_RFC_5280(string words, int number)
    {
        ShellHarness shell = Ready();
        shell.Enter("pki cmp revocation-request session s1 certificate own.cer" + words);
        Assert.Empty(shell.Board.Calls);
        shell.Enter("y");
        Assert.StartsWith("rr s1 own.cer " + number + "\n", Assert.Single(shell.Board.Calls));
    }

    [Theory]
    [InlineData("n\r")]
    [InlineData("\u0003")]
    [InlineData("1\r2\r3\r")]
    public void Without_a_yes_nothing_is_revoked(string answer)
    {
        ShellHarness shell = Ready();
        shell.Type("pki cmp revocation-request session s1 certificate own.cer\r" + answer);
        shell.Finish();
        Assert.Empty(shell.Board.Calls);
        Assert.Equal("[*HUAWEI] ", shell.Screen.CurrentLine);
    }

    [Theory]
    [InlineData("initial-request session s1")]
    [InlineData("keyupdate-request session s1")]
    [InlineData("general-message ca-certificates session s1")]
    [InlineData("revocation-request session s1 certificate own.cer")]
    public void A_verification_certificate_that_is_gone_is_named(string request)
    {
        ShellHarness shell = Ready(Mac, Certificate, ["cmp-request verification-cert ca.cer"]);
        shell.Board.Files.Remove("ca.cer");
        Assert.Equal("Error: The file ca.cer does not exist; 'dir' lists the files.",
            shell.Answer("pki cmp " + request));
    }

    [Fact]
    public void A_certificate_that_checks_answers_stays()
    {
        ShellHarness shell = Ready().Enter("pki import-certificate ca filename ca.cer", "y", "n",
            "pki cmp session s1", "cmp-request verification-cert CA.cer", "quit");
        Assert.Equal("Error: The certificate ca.cer is used by CMP session s1; run 'undo"
            + " cmp-request verification-cert' there first.",
            shell.Answer("pki delete-certificate ca filename ca.cer"));
        shell.Enter("pki cmp session s1", "undo cmp-request verification-cert", "quit");
        Assert.Equal("", shell.Answer("pki delete-certificate ca filename ca.cer"));
    }

    [Fact]
    public void Tracing_is_switched_but_not_configured()
    {
        ShellHarness shell = ShellHarness.Started().Enter("debugging pki cmp");
        Assert.True(shell.Board.IsTracing);
        Assert.False(shell.Transaction.HasUncommittedChanges);
        Assert.DoesNotContain("debugging", shell.RunningText);
        shell.Enter("system-view", "undo debugging pki cmp");
        Assert.False(shell.Board.IsTracing);
        Assert.False(shell.Transaction.HasUncommittedChanges);
    }

    [Fact]
    public void A_request_that_waits_is_shown_and_ended_also_without_its_session()
    {
        ShellHarness shell = ShellHarness.Started();
        string[] basis = Basis.Select(line => line.Replace("s1", FakeBoard.SlowSession)).ToArray();
        shell.Enter(basis).Enter(Mac).Enter("quit", "pki cmp initial-request session slow",
            "clear configuration candidate");
        Assert.Contains("State                : waiting",
            shell.Answer("display pki cmp session SLOW"));
        Assert.Equal(" Info: The request of CMP session slow was ended.",
            shell.Answer("pki cmp stop session slow"));
        Assert.StartsWith("Error: There is no CMP session slow",
            shell.Answer("display pki cmp session slow"));
    }
}
