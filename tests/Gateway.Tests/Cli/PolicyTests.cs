using System;
using System.Linq;
using System.Reflection;
using Gateway.Config;
using Gateway.Core;
using Xunit;

namespace Gateway.Tests.Cli;

/// <summary>Every setting of a session: its text makes it again, its undo takes it back.</summary>
public class PolicyTests
{
    private const int RoundCount = 200;

    private static readonly PropertyInfo[] Settings = typeof(SessionSettings).GetProperties()
        .Where(property => property.CanWrite).ToArray();

    private static T Any<T>(Random random)
        where T : struct, Enum
    {
        T[] values = Enum.GetValues<T>();
        return values[random.Next(values.Length)];
    }

    // Each setting has its default every other time.
    private static SessionSettings Random(Random random)
    {
        bool Coin() => random.Next(2) == 0;
        string Word(string value) => Coin() ? value + random.Next(100) : null!;
        int Number(int usual, int min, int max) => Coin() ? usual : random.Next(min, max + 1);
        SessionSettings session = new("s1")
        {
            CaName = Word("C=cn,CN="), AuthenticationCertificate = Word("own.cer"),
            EntityName = Coin() ? "e1" : null!, ServerUrl = Word("http://h/"),
            KeyPairName = Word("k"), Integrity = Any<IntegrityAlgorithm>(random),
            ExpirePercent = Number(50, 10, 100), SignatureHash = Any<SignatureHash>(random),
            OriginAuthentication = Any<OriginAuthentication>(random),
            VerificationCertificate = Word("ca.cer"), AcceptsUnprotectedError = Coin(),
            AcceptsSignatureAnswer = Coin(), AcceptsSha1 = Coin(), AcceptsRedirect = Coin(),
            OffersImplicitConfirm = Coin(), ErasesMacSecret = Coin(),
            UsesVersion3 = Coin(),
            CertificateProfile = Word("a profile?"), MacIterationsMax = Number(100000, 100, 100000),
            ResponseTimeoutSeconds = Number(60, 5, 600), TotalTimeoutHours = Number(168, 1, 720),
            RetryCount = random.Next(6), MacReference = Word("r"),
        };
        if (session.MacReference != null && Coin()) session.MacCipherText = "%@%#cipher%@%#";
        if (session.KeyPairName == null) return session;
        session.RegeneratesKeyPair = Coin();
        if (session.RegeneratesKeyPair && Coin()) session.RegenerateBits = 4096;
        session.IsAutoUpdateEnabled = session.CaName != null && session.EntityName != null
            && session.ServerUrl != null && session.AuthenticationCertificate != null;
        return session;
    }

    private static void AssertEqual(SessionSettings expected, SessionSettings actual) =>
        Assert.All(Settings, property =>
            Assert.Equal(property.GetValue(expected), property.GetValue(actual)));

    [Fact]
    public void A_text_makes_the_settings_that_it_was_printed_from()
    {
        Random random = new(9483);
        for (int round = 0; round < RoundCount; round++)
        {
            ShellHarness shell = new();
            Configuration configuration = shell.Settings.FactoryConfiguration();
            configuration.Entities.Add(new EntitySettings("e1") { CommonName = "a" });
            SessionSettings session = Random(random);
            configuration.Sessions.Add(session);
            string text = ConfigurationText.ToText(configuration);
            Assert.Equal(0, shell.Terminal.Replay(text).RefusedCount);
            AssertEqual(session, shell.Transaction.Candidate.FindSession("s1"));
            Assert.Equal(text, shell.CandidateText);
        }
    }

    [Fact]
    public void Settings_at_their_default_print_nothing()
    {
        Lines lines = new();
        ConfigurationText.WriteSession(new SessionSettings("s1"), lines);
        Assert.Equal(["pki cmp session s1"], lines.All);
    }

    // What a session prints begins with the words that follow 'undo', the value comes last.
    [Fact]
    public void Every_line_of_a_session_has_an_undo()
    {
        Random random = new(9810);
        for (int round = 0; round < RoundCount / 4; round++)
        {
            ShellHarness shell = ShellHarness.Started().Enter("system-view", "pki entity e1",
                "common-name a", "pki cmp session s1");
            shell.Transaction.Candidate.Sessions.Clear();
            SessionSettings session = Random(random);
            shell.Transaction.Candidate.Sessions.Add(session);
            Lines lines = new();
            ConfigurationText.WriteSession(session, lines);
            foreach (string line in lines.All.Skip(1).OrderBy(line => line)) Undo(shell, line);
            AssertEqual(new SessionSettings("s1"), session);
        }
    }

    private static void Undo(ShellHarness shell, string line)
    {
        string[] words = line.Trim().Split(' ');
        int count = words[1] is "server" or "rsa" or "accept" || words[0] == "certificate" ? 3 : 2;
        string undo = "undo " + string.Join(" ", words.Take(count));
        Assert.Equal("", shell.Answer(undo));
    }

    private sealed class Lines : ITextSink
    {
        public System.Collections.Generic.List<string> All { get; } = new();

        public void Line(string text) => All.Add(text);
    }
}
