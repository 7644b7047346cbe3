using System.Collections.Generic;
using System.Net;
using Gateway.Config;
using Gateway.Core;
using Xunit;

namespace Gateway.Tests.Config;

/// <summary>The configuration, its values' limits, its text and its transaction.</summary>
public class ConfigurationTests
{
    [Theory]
    [InlineData("entity-name", 1, 64)]
    [InlineData("session-name", 1, 64)]
    [InlineData("key-name", 1, 64)]
    [InlineData("file-name", 1, 73)]
    [InlineData("sysname", 1, 64)]
    [InlineData("common-name", 1, 64)]
    [InlineData("country", 2, 2)]
    [InlineData("state", 1, 32)]
    [InlineData("locality", 1, 32)]
    [InlineData("organization", 1, 32)]
    [InlineData("organization-unit", 1, 31)]
    [InlineData("reference", 1, 128)]
    [InlineData("profile", 1, 64)]
    [InlineData("secret", 1, 128)]
    public void Texts_have_a_length(string kind, int min, int max)
    {
        Assert.NotNull(ConfigurationSchema.Check(kind, new string('a', min - 1)));
        Assert.Null(ConfigurationSchema.Check(kind, new string('a', min)));
        Assert.Null(ConfigurationSchema.Check(kind, new string('a', max)));
        Assert.NotNull(ConfigurationSchema.Check(kind, new string('a', max + 1)));
        Assert.NotNull(ConfigurationSchema.Check(kind, new string('a', 9000)));
        Assert.NotNull(ConfigurationSchema.Check(kind, new string('\u0001', max)));
        Assert.NotNull(ConfigurationSchema.Check(kind, new string('\u00e9', max)));
        Assert.NotNull(ConfigurationSchema.Check(kind, new string('"', max)));
        Assert.Contains(min == max ? "<" + min + ">" : "<" + min + "-" + max + ">",
            ConfigurationSchema.Label(kind));
    }

    [Theory]
    [InlineData("email", 128, "@b")]
    [InlineData("url", 128, "http://")]
    [InlineData("ca-name", 128, "CN=")]
    public void Formed_texts_have_a_length(string kind, int max, string form)
    {
        string filler = new('a', max - form.Length - 1);
        string right = kind == "email" ? "a" + filler + form
            : kind == "url" ? form + "h/" + filler.Substring(1) : form + "a" + filler;
        Assert.Equal(max, right.Length);
        Assert.Null(ConfigurationSchema.Check(kind, right));
        Assert.NotNull(ConfigurationSchema.Check(kind, kind == "email"
            ? "a" + right : right + "a"));
    }

    [Theory]
    [InlineData("key-bits", "2048", true)]
    [InlineData("key-bits", "4096", true)]
    [InlineData("key-bits", "2047", false)]
    [InlineData("key-bits", "4097", false)]
    [InlineData("key-bits", "", false)]
    [InlineData("key-bits", "+2048", false)]
    [InlineData("key-bits", "99999999999999", false)]
    [InlineData("percent", "10", true)]
    [InlineData("percent", "100", true)]
    [InlineData("percent", "9", false)]
    [InlineData("percent", "101", false)]
    [InlineData("mac-iterations", "100", true)]
    [InlineData("mac-iterations", "100000", true)]
    [InlineData("mac-iterations", "99", false)]
    [InlineData("mac-iterations", "100001", false)]
    [InlineData("seconds", "5", true)]
    [InlineData("seconds", "600", true)]
    [InlineData("seconds", "4", false)]
    [InlineData("seconds", "601", false)]
    [InlineData("hours", "1", true)]
    [InlineData("hours", "720", true)]
    [InlineData("hours", "0", false)]
    [InlineData("hours", "721", false)]
    [InlineData("retries", "0", true)]
    [InlineData("retries", "5", true)]
    [InlineData("retries", "6", false)]
    [InlineData("mask", "0", true)]
    [InlineData("mask", "32", true)]
    [InlineData("mask", "33", false)]
    [InlineData("mask", "-1", false)]
    [InlineData("mask", "255.255.255.0", true)]
    [InlineData("mask", "0.0.0.0", true)]
    [InlineData("mask", "255.0.255.0", false)]
    [InlineData("mask", "255.255.255", false)]
    [InlineData("address", "10.2.0.2", true)]
    [InlineData("address", "10.2.0", false)]
    [InlineData("address", "10.2.0.2.", false)]
    [InlineData("address", "10..0.2", false)]
    [InlineData("address", "10.2.0.256", false)]
    [InlineData("address", "10.2.0.0002", false)]
    [InlineData("address", "10.2.0.02", false)]
    [InlineData("address", "10.2.0.-2", false)]
    [InlineData("address", "10.2.0. 2", false)]
    [InlineData("address", "10.2.0.2.2", false)]
    [InlineData("address", "a.b.c.d", false)]
    [InlineData("fqdn", "test.abc.com", true)]
    [InlineData("fqdn", "*.abc.com", true)]
    [InlineData("fqdn", "user@abc.com", false)]
    [InlineData("fqdn", "abc..com", false)]
    [InlineData("fqdn", ".abc", false)]
    [InlineData("fqdn", "abc.", false)]
    [InlineData("fqdn", "a b", false)]
    [InlineData("fqdn", "a.*", false)]
    [InlineData("fqdn", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg.com",
        false)]
    [InlineData("email", "user@abc.com", true)]
    [InlineData("email", "user", false)]
    [InlineData("email", "@abc.com", false)]
    [InlineData("email", "user@", false)]
    [InlineData("email", "us er@abc.com", false)]
    [InlineData("url", "http://10.3.0.1:8080", true)]
    [InlineData("url", "http://ca.abc.com/pki/cmp?x=1", true)]
    [InlineData("url", "http://10.3.0.1:65535/", true)]
    [InlineData("url", "http://", false)]
    [InlineData("url", "http:///x", false)]
    [InlineData("url", "https://10.3.0.1", false)]
    [InlineData("url", "HTTP://10.3.0.1", true)]
    [InlineData("url", "http://10.3.0.1:0", false)]
    [InlineData("url", "http://10.3.0.1:65536", false)]
    [InlineData("url", "http://10.3.0.1:", false)]
    [InlineData("url", "http://user@10.3.0.1", false)]
    [InlineData("url", "http://a b", false)]
    [InlineData("ca-name", "C=cn,ST=beijing,L=SD,O=BB,OU=BB,CN=BB", true)]
    [InlineData("ca-name", "CN", false)]
    [InlineData("ca-name", "=a", false)]
    [InlineData("ca-name", "CN=", false)]
    [InlineData("country", "c1", false)]
    [InlineData("sysname", "a b", false)]
    [InlineData("sysname", "a>b", false)]
    [InlineData("session-name", "a/b", false)]
    [InlineData("session-name", "a:b", false)]
    [InlineData("session-name", "a'b", false)]
    [InlineData("session-name", "a*b", false)]
    [InlineData("session-name", "a,b", false)]
    [InlineData("file-name", "../x", false)]
    [InlineData("file-name", "a\\b", false)]
    [InlineData("reference", "a b", false)]
    [InlineData("reference", "a?b", false)]
    [InlineData("common-name", "hello world", true)]
    [InlineData("common-name", " hello", false)]
    [InlineData("common-name", "hello ", false)]
    [InlineData("common-name", "a\"b", false)]
    [InlineData("time", "09:33:10", true)]
    [InlineData("time", "9:33:10", false)]
    [InlineData("time", "09-33-10", false)]
    [InlineData("date", "2026-01-31", true)]
    [InlineData("date", "31.01.2026", false)]
    public void Values_are_checked(string kind, string value, bool isRight) =>
        Assert.Equal(isRight, ConfigurationSchema.Check(kind, value) == null);

    [Fact]
    public void Addresses_agree_with_the_platform()
    {
        foreach (string text in new[] { "0.0.0.0", "10.2.0.2", "255.255.255.255", "1.2.3.4" })
        {
            Assert.True(Ipv4.TryParse(text, out uint address));
            byte[] bytes = IPAddress.Parse(text).GetAddressBytes();
            Assert.Equal((uint)((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3]),
                address);
            Assert.Equal(text, Ipv4.ToText(address));
        }

        for (int length = 0; length <= 32; length++)
        {
            Assert.Equal(length, System.Numerics.BitOperations.PopCount(Ipv4.Mask(length)));
            Assert.Equal(length, Ipv4.PrefixLength(Ipv4.Mask(length)));
        }
    }

    [Theory]
    [InlineData("10.2.0.2", 24, true)]
    [InlineData("10.2.0.0", 31, true)]
    [InlineData("10.2.0.0", 32, true)]
    [InlineData("10.2.0.0", 24, false)]
    [InlineData("10.2.0.255", 24, false)]
    [InlineData("0.1.2.3", 24, false)]
    [InlineData("127.0.0.1", 8, false)]
    [InlineData("224.0.0.5", 24, false)]
    [InlineData("255.255.255.255", 32, false)]
    public void Hosts_have_host_addresses(string text, int length, bool isHost)
    {
        Assert.True(Ipv4.TryParse(text, out uint address));
        Assert.Equal(isHost, Ipv4.IsHost(address, length));
    }

    [Fact]
    public void A_clone_shares_nothing_that_changes()
    {
        Configuration original = Full();
        string text = ConfigurationText.ToText(original);
        Configuration clone = original.Clone();
        Assert.Equal(text, ConfigurationText.ToText(clone));
        clone.SystemName = "B";
        clone.Interfaces[0].IsShutDown = false;
        clone.FindEntity("E1").CommonName = "changed";
        clone.FindSession("S1").CaName = "CN=changed";
        clone.Entities.Clear();
        clone.Sessions.Clear();
        clone.RemoveImport(CertificateKind.Ca, "ca.cer");
        Assert.Equal(text, ConfigurationText.ToText(original));
    }

    [Fact]
    public void Every_setting_has_its_place_in_the_text() => Assert.Equal("""
        #
        sysname A
        #
        pki entity e1
         country cn
         state "two words"
         locality l
         organization o
         organization-unit ou
         common-name "what?"
         fqdn a.b
         ip-address 10.0.0.1
         email a@b
        #
        interface P1
         shutdown
         ip address 10.0.0.1 255.255.255.252
        #
        interface P2
        #
        pki import-certificate ca filename ca.cer
        pki import-certificate local filename a.cer
        pki cmp session s1
         cmp-request ca-name "CN=x"
         cmp-request authentication-cert a.cer
         cmp-request entity e1
         cmp-request server url http://h
         cmp-request rsa local-key-pair k regenerate 4096
         cmp-request message-authentication-code 7 %@%#x%@%#
         cmp-request integrity-algorithm hmac-sha1
         certificate auto-update enable
         certificate update expire-time 10
         cmp-request origin-authentication-method message-authentication-code
         cmp-request verification-cert ca.cer
         cmp-request signature-algorithm rsa-sha512
         cmp-request accept unprotected-error
         cmp-request accept signature-answer
         cmp-request accept sha1
         cmp-request accept redirect
         cmp-request implicit-confirm
         cmp-request version 3
         cmp-request certificate-profile "two words"
         cmp-request mac-iterations-max 500
         cmp-request response-timeout 90
         cmp-request total-timeout 1
         cmp-request retry-count 5
        #
        pki cmp session s2
         cmp-request rsa local-key-pair k
         cmp-request message-authentication-code 8
        #
        return

        """.Replace("\r", ""), ConfigurationText.ToText(Full()));

    [Fact]
    public void A_commit_is_for_all_or_for_none()
    {
        List<string> log = new();
        ConfigurationTransaction transaction = new(new Configuration("A", ["P1"]));
        Participant first = new("1", log), second = new("2", log), third = new("3", log);
        transaction.Add(first);
        transaction.Add(second);
        transaction.Add(third);
        transaction.Candidate.SystemName = "B";
        transaction.MarkEdited();

        third.Refusal = "No.";
        Assert.Equal("No.", transaction.Commit());
        Assert.Equal(["prepare 1 A B", "prepare 2 A B", "prepare 3 A B", "abort 2", "abort 1"],
            log);
        Assert.True(transaction.HasUncommittedChanges);
        Assert.Equal("A", transaction.Running.SystemName);

        log.Clear();
        third.Refusal = null;
        Assert.Null(transaction.Commit());
        Assert.Equal(["prepare 1 A B", "prepare 2 A B", "prepare 3 A B", "apply 1 A B",
            "apply 2 A B", "apply 3 A B"],
            log);
        Assert.False(transaction.HasUncommittedChanges);
        Assert.Equal("B", transaction.Running.SystemName);
        Assert.NotSame(transaction.Running, transaction.Candidate);

        transaction.Candidate.SystemName = "C";
        transaction.MarkEdited();
        Assert.Equal("No.", transaction.EditBehindOperator(
            configuration => configuration.Interfaces[0].IsShutDown = true, (_, _) => "No."));
        Assert.False(transaction.Running.Interfaces[0].IsShutDown);
        Assert.False(transaction.Candidate.Interfaces[0].IsShutDown);
        Assert.Null(transaction.EditBehindOperator(
            configuration => configuration.Interfaces[0].IsShutDown = true,
            (lasting, trial) =>
            {
                Assert.True(lasting.Interfaces[0].IsShutDown);
                Assert.False(transaction.Running.Interfaces[0].IsShutDown);
                Assert.Null(trial);
                return null!;
            }));
        Assert.True(transaction.Running.Interfaces[0].IsShutDown);
        Assert.True(transaction.Candidate.Interfaces[0].IsShutDown);
        Assert.Equal("B", transaction.Running.SystemName);
        transaction.Discard();
        Assert.Equal("B", transaction.Candidate.SystemName);
        Assert.True(transaction.Candidate.Interfaces[0].IsShutDown);
        Assert.False(transaction.HasUncommittedChanges);
    }

    private static Configuration Full()
    {
        Configuration full = new("A", ["P1", "P2"]);
        full.Interfaces[0].IsShutDown = true;
        full.Interfaces[0].Address = "10.0.0.1";
        full.Interfaces[0].PrefixLength = 30;
        full.AddImport(CertificateKind.Local, "a.cer");
        full.AddImport(CertificateKind.Ca, "ca.cer");
        full.AddImport(CertificateKind.Ca, "ca.cer");
        full.Entities.Add(new EntitySettings("e1")
        {
            Country = "cn", State = "two words", Locality = "l", Organization = "o",
                OrganizationUnit = "ou",
            CommonName = "what?", Fqdn = "a.b", IpAddress = "10.0.0.1", Email = "a@b",
        });
        full.Sessions.Add(new SessionSettings("s1")
        {
            CaName = "CN=x", AuthenticationCertificate = "a.cer",
            EntityName = "e1", ServerUrl = "http://h", KeyPairName = "k", RegeneratesKeyPair = true,
            RegenerateBits = 4096, MacReference = "7",
            MacCipherText = "%@%#x%@%#", Integrity = IntegrityAlgorithm.HmacSha1,
                IsAutoUpdateEnabled = true,
            ExpirePercent = 10, OriginAuthentication = OriginAuthentication.Mac,
            VerificationCertificate = "ca.cer", SignatureHash = SignatureHash.Sha512,
            AcceptsUnprotectedError = true, AcceptsSignatureAnswer = true, AcceptsSha1 = true,
            AcceptsRedirect = true, OffersImplicitConfirm = true, UsesVersion3 = true,
            CertificateProfile = "two words", MacIterationsMax = 500,
            ResponseTimeoutSeconds = 90, TotalTimeoutHours = 1, RetryCount = 5,
        });
        full.Sessions.Add(new SessionSettings("s2") { KeyPairName = "k", MacReference = "8" });
        return full;
    }

    private sealed class Participant(string name, List<string> log) : IConfigurationParticipant
    {
        public string? Refusal { get; set; }

        public string Prepare(Configuration running, Configuration candidate)
        {
            log.Add("prepare " + name + " " + running.SystemName + " " + candidate.SystemName);
            return Refusal!;
        }

        public void Apply(Configuration running, Configuration candidate) =>
            log.Add("apply " + name + " " + running.SystemName + " " + candidate.SystemName);

        public void Abort() => log.Add("abort " + name);
    }
}
