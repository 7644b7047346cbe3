using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using Gateway.Core;
using Gateway.Hal.Sim;
using Gateway.LabCa;
using Gateway.Store;
using Gateway.Tests.Inspect;
using Gateway.Tests.Procedure;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>
/// The gateway's own messages before the judge of <c>gatewayctl inspect</c>: whole transactions
/// with the lab CA. Whatever the CA does, the gateway breaks no rule.
/// </summary>
public sealed partial class OwnMessagesTests : IClassFixture<FaultyCa>, IDisposable
{
    private const string Request = "pki cmp certificate-request session cmp";
    private const string Update = "pki cmp keyupdate-request session cmp";
    private const string General = "pki cmp general-message ";
    private const string ByMac =
        "origin-authentication-method message-authentication-code";
    private const int StepsMax = 20000;

    // What every exchange shows, what one with a MAC or a signature shows besides, and so on; the
    // numbers are those of the rule list.
    private static readonly int[] s_any = [1, 5, 6, 7, 8, 18, 19, 20, 21, 22, 23, 24, 25];
    private static readonly int[] s_mac = [3];
    private static readonly int[] s_signature = [2, 4, 10];
    private static readonly int[] s_template = [12, 13];
    private static readonly int[] s_granted = [14, 27, 28, 29, 32];
    private static readonly int[] s_confirmed = [9, 30, 31, 33];

    private readonly FaultyCa _ca;
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly List<ConsoleBench> _boards = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-tests-");

    public OwnMessagesTests(FaultyCa ca)
    {
        _ca = ca;
        _ca.Server.Behave();
        _ca.Time = _time;
    }

    public static TheoryData<string, Misbehaviour, string> Faults => new()
    {
        { "rejection", Misbehaviour.Reject(CmpFailInfo.BadPop, "no"), "cr" },
        { "error", Misbehaviour.ErrorMessage(CmpFailInfo.BadPop, "no"), "cr" },
        { "other key", Misbehaviour.CertificateForAnotherKey, "cr certConf" },
        { "wrong certReqId", Misbehaviour.WrongCertReqId, "cr error" },
        { "two responses", Misbehaviour.TwoResponses, "cr error" },
        { "wrong body", Misbehaviour.WrongBodyType, "cr error" },
        { "wrong nonce", Misbehaviour.WrongNonce, "cr" },
        { "wrong transaction", Misbehaviour.WrongTransactionId, "cr" },
        { "wrong time", Misbehaviour.WrongTime(TimeSpan.FromHours(1)), "cr" },
        { "version 1", Misbehaviour.Pvno(1), "cr" },
        { "answer with a MAC", Misbehaviour.MacAnswer, "cr" },
        { "stranger", Misbehaviour.UntrustedSigner, "cr" },
        { "encrypted", Misbehaviour.EncryptedCertificate, "cr error" },
    };

    public void Dispose()
    {
        _ca.Time = TimeProvider.System;
        _boards.ForEach(board => board.Dispose());
        _folder.Delete(true);
    }

    [Theory]
    [InlineData("integrity-algorithm hmac-sha256")]
    [InlineData("integrity-algorithm hmac-sha1")]
    [InlineData("integrity-algorithm pbmac1-sha256")]
    [InlineData("integrity-algorithm pbmac1-sha512")]
    [InlineData("certificate-profile router")]
    public void A_first_request(string setting) => Keeps(
        Configured(setting), "ir certConf",
        [.. s_mac, .. s_template, .. s_granted, .. s_confirmed], ConsoleBench.Enrol);

    [Fact]
    public void A_first_request_that_needs_no_confirmation() => Keeps(
        Configured("implicit-confirm"), "ir", [.. s_mac, 11, .. s_template, .. s_granted],
        ConsoleBench.Enrol);

    // RFC 9483 3.1 wants version 2 here; the operator insists, and that is all there is.
    [Fact]
    public void Version_3_for_an_operator_who_insists_breaks_the_rule_of_versions_alone()
    {
        ConsoleBench board = Configured("version 3");
        board.Type(ConsoleBench.Enrol);
        (InspectRun run, string[] sent, string[] breaches) = Judge(board);
        Assert.Equal(2, sent.Length);
        Assert.Equal([1], run.Broken);
        Assert.Equal(2, breaches.Length);
        Assert.All(breaches, b => Assert.Contains("pvno is 3", b));
    }

    [Theory]
    [InlineData("signature-algorithm rsa-sha256")]
    [InlineData("signature-algorithm rsa-sha384")]
    [InlineData("signature-algorithm rsa-sha512")]
    [InlineData("certificate-profile router")]
    public void A_further_request_by_signature(string setting) => Keeps(
        Enrolled(setting), "cr certConf",
        [.. s_signature, .. s_template, 17, .. s_granted, .. s_confirmed], Request);

    [Theory]
    [InlineData("integrity-algorithm hmac-sha384")]
    [InlineData("integrity-algorithm pbmac1-sha256")]
    public void A_further_request_by_MAC(string setting) => Keeps(
        Enrolled(ByMac, setting), "cr certConf",
        [.. s_mac, .. s_template, 17, .. s_granted, .. s_confirmed], Request);

    [Fact]
    public void A_PKCS10_request() => Keeps(
        Enrolled(), "p10cr certConf", [.. s_signature, 16, 17, .. s_granted, .. s_confirmed],
        Request + " pkcs10");

    [Fact]
    public void A_PKCS10_request_by_MAC_without_confirmation() => Keeps(
        Enrolled(ByMac, "implicit-confirm"), "p10cr", [.. s_mac, 11, 16, 17, .. s_granted],
        Request + " pkcs10");

    [Fact]
    public void An_update_with_the_same_key() => Keeps(
        Enrolled(), "kur certConf",
        [.. s_signature, .. s_template, 15, 17, .. s_granted, .. s_confirmed], Update);

    [Fact]
    public void An_update_with_a_new_key()
    {
        ConsoleBench board = Enrolled("rsa local-key-pair rsa_cmp regenerate 2048");
        WriteNextKey(board);
        Keeps(board, "kur certConf",
            [.. s_signature, .. s_template, 15, 17, .. s_granted, .. s_confirmed], Update);
    }

    [Fact]
    public void A_revocation() => Keeps(
        Enrolled(), "rr", [.. s_signature, 32],
        "pki cmp revocation-request session cmp certificate cmp_ir.cer reason superseded", "y");

    [Theory]
    [InlineData("ca-certificates session cmp")]
    [InlineData("certificate-template session cmp")]
    [InlineData("root-ca-update session cmp certificate cmp_ca1.cer")]
    [InlineData("crl session cmp certificate cmp_ir.cer")]
    public void A_question(string command) => Keeps(
        Enrolled(), "genm", s_signature, General + command);

    [Fact]
    public void A_certificate_that_is_polled_for()
    {
        ConsoleBench board = Enrolled();
        _ca.Server.Misbehave(Misbehaviour.Poll(2, 60));
        KeepsWaiting(board, Request, "cr pollReq pollReq pollReq certConf",
            [.. s_signature, .. s_template, 17, .. s_granted, .. s_confirmed, 34]);
    }

    [Theory]
    [InlineData(Request, "cr pollReq pollReq certConf pollReq pollReq")]
    [InlineData(Request + " pkcs10", "p10cr pollReq pollReq certConf pollReq pollReq")]
    public void An_answer_that_is_delivered_late(string command, string bodies)
    {
        ConsoleBench board = Enrolled();
        _ca.Server.Misbehave(Misbehaviour.DelayedDelivery(1, 60));
        int[] own = bodies[0] == 'p' ? [16] : s_template;
        KeepsWaiting(board, command, bodies,
            [.. s_signature, .. own, 17, .. s_granted, .. s_confirmed, 34, 35, 37]);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_a_faulty_answer_is_met_with(string name, Misbehaviour fault, string bodies)
    {
        ConsoleBench board = Enrolled();
        _ca.Server.Misbehave(fault);
        Assert.Contains("Error: ", string.Join('\n', board.Type(Request)));
        (InspectRun run, string[] sent, string[] breaches) = Judge(board);
        Assert.True(breaches.Length == 0, name + "\n" + run.Output);
        Assert.Equal(bodies, string.Join(' ', sent));
    }

    [GeneratedRegex(@"^ +([0-9]+)\.der, offset [0-9]+: .*$", RegexOptions.Multiline)]
    private static partial Regex BreachLine();

    // Nothing at all is broken, by the CA neither, and the judge saw what there is to be seen.
    private void Keeps(ConsoleBench board, string bodies, int[] rules, params string[] commands)
    {
        string said = string.Join('\n', board.Type(commands));
        Assert.DoesNotContain("Error", said);
        AssertKept(board, bodies, rules);
    }

    private void KeepsWaiting(ConsoleBench board, string command, string bodies, int[] rules)
    {
        Journal waiting = new(new RecordStore(board.Flash));
        board.Type(command);
        Assert.NotNull(waiting.Read("cmp"));
        while (waiting.Read("cmp") is { } record)
        {
            _time.Advance(TimeSpan.FromSeconds(60));
            for (int step = 0; waiting.Read("cmp")?.PollCount == record.PollCount; step++)
            {
                // Real sockets: the count only bounds a test that fails.
                Assert.True(step < StepsMax, "it does not come");
                if (!board.Step()) Thread.Sleep(1);
            }
        }

        AssertKept(board, bodies, rules);
    }

    private void AssertKept(ConsoleBench board, string bodies, int[] rules)
    {
        (InspectRun run, string[] sent, _) = Judge(board);
        Assert.True(run.Code == 0, run.Output + run.Error);
        Assert.Equal(bodies, string.Join(' ', sent));
        Assert.Equal(s_any.Concat(rules).Order(), run.Kept);
    }

    // Rules over all that passed; the names of what the gateway sent, and its breaches alone.
    private (InspectRun Run, string[] Sent, string[] Breaches) Judge(ConsoleBench board)
    {
        Passed[] passed = board.Http.Take();
        string secret = InspectRun.Write(_folder, "secret",
            Encoding.ASCII.GetBytes(FaultyCa.Secret));
        InspectRun run = InspectRun.Of([.. passed.Select(p => p.Body)], "--rules-only",
            "--secret-file", secret);
        string[] breaches = [.. BreachLine().Matches(run.Output)
            .Where(m => passed[int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)].IsSent)
            .Select(m => m.Value)];
        return (run, [.. passed.Where(p => p.IsSent).Select(p => BodyName(p.Body))], breaches);
    }

    private static string BodyName(byte[] der)
    {
        AsnReader message = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        message.ReadEncodedValue();
        return CmpBodies.Name(message.PeekTag().TagValue);
    }

    private ConsoleBench Configured(params string[] settings)
    {
        using ConsoleBench first = new(_ca.Server.Endpoint.ToString());
        ConsoleBench board = new(_ca.Server.Endpoint.ToString(), first, first.Flash, _time, 0);
        _boards.Add(board);
        board.Configure(FaultyCa.Secret);
        Set(board, settings);
        return board;
    }

    // Has a certificate that signs.
    private ConsoleBench Enrolled(params string[] settings)
    {
        ConsoleBench board = Configured();
        board.Type(ConsoleBench.Enrol, "pki import-certificate ca filename cmp_ca1.cer", "y", "n",
            "pki import-certificate local filename cmp_ir.cer", "n");
        Set(board, ["authentication-cert cmp_ir.cer", .. settings]);
        board.Http.Take();
        return board;
    }

    private static void Set(ConsoleBench board, string[] settings)
    {
        string said = string.Join('\n', board.Type(["pki cmp session cmp",
            .. settings.Select(s => "cmp-request " + s), "quit", "commit"]));
        Assert.DoesNotContain("Error", said);
    }

    // As an update given up leaves it, so that nobody waits for its generation.
    private static void WriteNextKey(ConsoleBench board)
    {
        using RSA next = RSA.Create(2048);
        board.Keys().WriteNext(new StoredKey
        {
            Name = "rsa_cmp",
            CreatedUtcSeconds = UtcTime.Unknown,
            PublicKey = next.ExportSubjectPublicKeyInfo(),
        }, next.ExportPkcs8PrivateKey());
    }
}
