using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Core;
using Gateway.Hal.Sim;
using Gateway.LabCa;
using Gateway.Store;
using Gateway.Tests.Procedure;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>Every kind of transaction from the console against the lab CA.</summary>
public sealed class TransactionTests : IClassFixture<FaultyCa>, IDisposable
{
    private const string Session = " session cmp";

    private readonly FaultyCa _ca;
    private readonly ConsoleBench _board;

    public TransactionTests(FaultyCa ca)
    {
        _ca = ca;
        _ca.Server.Behave();
        _board = new ConsoleBench(_ca.Server.Endpoint.ToString());
        Enrol(_board);
        _ca.Log.Clear();
    }

    public void Dispose() => _board.Dispose();

    [Fact]
    public void An_update_keeps_the_key_unless_told_otherwise()
    {
        AssertSilent(_board.Type("pki cmp keyupdate-request" + Session));
        Assert.Equal(["kur", "certConf"], Requests());
        Assert.Contains("cmp_kur.cer", _board.Files());
        Assert.Equal(Key("cmp_ir.cer"), Key("cmp_kur.cer"));
    }

    [Fact]
    public void Without_a_clock_the_CA_tells_the_time()
    {
        using ConsoleBench board = new(_ca.Server.Endpoint.ToString(), _board, _board.Flash,
            SimClock.Unset(), 64);
        string[] said = board.Type("system-view", "display clock",
            "pki cmp keyupdate-request" + Session, "display clock");
        Assert.Contains("cmp_kur.cer", board.Files());
        string[] sources = [.. said.Where(l => l.Contains("CA", StringComparison.Ordinal))];
        Assert.True(sources.Length > 0, string.Join('\n', said));
    }

    [Fact]
    public void An_update_with_a_new_key_promotes_it_when_its_certificate_is_committed()
    {
        // The key that an update given up has left is used: nobody waits for its generation here.
        using RSA next = RSA.Create(2048);
        KeyStore keys = _board.Keys();
        keys.WriteNext(new StoredKey
        {
            Name = "rsa_cmp",
            CreatedUtcSeconds = UtcTime.Unknown,
            PublicKey = next.ExportSubjectPublicKeyInfo(),
        }, next.ExportPkcs8PrivateKey());
        byte[] old = keys.Find("rsa_cmp").PublicKey;
        AssertSilent(_board.Type("pki cmp session cmp",
            "cmp-request rsa local-key-pair rsa_cmp regenerate 2048", "quit", "commit",
            "pki cmp keyupdate-request" + Session));
        Assert.Equal(next.ExportSubjectPublicKeyInfo(), Key("cmp_kur.cer"));
        Assert.Equal(old, keys.Find("rsa_cmp").PublicKey);

        AssertSilent(_board.Type("pki import-certificate local filename cmp_kur.cer", "n",
            "commit"));
        Assert.Equal(next.ExportSubjectPublicKeyInfo(), keys.Find("rsa_cmp").PublicKey);
        Assert.NotNull(keys.OpenPrivateKeyFor(old));

        // The session still signs with the old certificate: its key must not be pushed out.
        string[] refused = _board.Type("pki cmp keyupdate-request" + Session);
        Assert.StartsWith("Error: The previous key of rsa_cmp is still needed by the certificate"
            + " cmp_ir.cer;", refused[1]);
        AssertSilent(_board.Type("pki cmp session cmp", "cmp-request authentication-cert"
            + " cmp_kur.cer", "quit", "pki delete-certificate local filename cmp_ir.cer",
            "commit"));
        Assert.Null(keys.OpenPrivateKeyFor(old));
    }

    [Theory]
    [InlineData("pki cmp certificate-request session cmp", "cr")]
    [InlineData("pki cmp certificate-request session cmp pkcs10", "p10cr")]
    public void A_further_certificate_is_asked_for_with_a_signature(string command, string body)
    {
        AssertSilent(_board.Type(command));
        Assert.Equal([body, "certConf"], Requests());
        Assert.Contains("cmp_cr.cer", _board.Files());
    }

    [Theory]
    [InlineData("hmac-sha1")]
    [InlineData("hmac-sha384")]
    [InlineData("hmac-sha512")]
    [InlineData("pbmac1-sha256")]
    [InlineData("pbmac1-sha512")]
    public void A_further_certificate_is_asked_for_with_any_MAC(string algorithm)
    {
        AssertSilent(_board.Type("pki cmp session cmp",
            "cmp-request origin-authentication-method message-authentication-code",
            "cmp-request integrity-algorithm " + algorithm, "quit",
            "pki cmp certificate-request" + Session));
        Assert.Contains("cmp_cr.cer", _board.Files());
    }

    [Fact]
    public void A_revocation_shows_in_the_list_that_the_CA_gives()
    {
        AssertSilent(_board.Type("pki cmp certificate-request" + Session));
        string[] before = _board.Type("pki cmp general-message crl session cmp certificate"
            + " cmp_cr.cer");
        Assert.Contains(before, l => l.StartsWith(" cmp_crl1.crl: ", StringComparison.Ordinal));
        Assert.DoesNotContain(before, l => l.Contains("is revoked"));

        string[] said = _board.Type("pki cmp revocation-request session cmp certificate cmp_cr.cer"
            + " reason superseded", "y");
        Assert.Contains(" Info: The CA has accepted the revocation request for cmp_cr.cer.", said);
        string[] after = _board.Type("pki cmp general-message crl session cmp certificate"
            + " cmp_cr.cer");
        Assert.Contains(" Warning: The certificate cmp_cr.cer is revoked.", after);
    }

    [Fact]
    public void CA_certificates_are_kept_and_named_with_their_fingerprints()
    {
        string[] said = _board.Type("pki cmp general-message ca-certificates" + Session);
        byte[] file = File("cmp_cacerts1.cer");
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(file);
        string hex = Convert.ToHexString(SHA256.HashData(file));
        string colons = string.Join(':', hex.Chunk(2).Select(c => new string(c)));
        Assert.Contains("   SHA256 fingerprint:" + colons, said);
        Assert.Contains(said, l => l.StartsWith(" cmp_cacerts1.cer: /C=", StringComparison.Ordinal));
    }

    [Fact]
    public void A_session_whose_files_no_command_could_name_asks_for_none()
    {
        string name = new('s', 64);
        _board.Type("pki cmp session " + name,
            $"cmp-request ca-name \"{LabCaOptions.DefaultSubject}\"",
            "cmp-request server url http://10.3.0.1:8080",
            "cmp-request authentication-cert cmp_ir.cer", "quit");
        foreach (string what in new[]
            { "ca-certificates session {0}", "root-ca-update session {0} certificate cmp_ca1.cer" })
        {
            string[] said = _board.Type("pki cmp general-message "
                + string.Format(System.Globalization.CultureInfo.InvariantCulture, what, name));
            Assert.Contains(said, l => l.StartsWith("Error: The name of CMP session sss",
                StringComparison.Ordinal));
        }

        Assert.Empty(Requests());
    }

    [Fact]
    public void A_template_that_asks_for_nothing_is_told_so() => Assert.Contains(
        " Info: The CA asks for nothing in particular in a request.",
        _board.Type("pki cmp general-message certificate-template" + Session));

    [Fact]
    public void The_successor_of_a_root_is_kept_once_there_is_one()
    {
        const string Ask =
            "pki cmp general-message root-ca-update session cmp certificate cmp_ca1.cer";
        Assert.Contains(" Info: The CA has no newer certificate for cmp_ca1.cer.",
            _board.Type(Ask));
        byte[][] update = [.. _ca.Server.RollOver()];
        string[] said = _board.Type(Ask);
        AssertSilent(said);
        Assert.Equal(update[0], File("cmp_newroot.cer"));
        Assert.Equal(update[1], File("cmp_newrootlink.cer"));
        Assert.Equal(update[2], File("cmp_oldrootlink.cer"));
        Assert.Contains(said, l => l.StartsWith(" cmp_newroot.cer: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_PKCS10_request_is_one_that_OpenSSL_verifies()
    {
        OpenSsl.RequireOrSkip();
        AssertSilent(_board.Type("pki enroll-certificate session cmp pkcs10 filename my.csr"));
        string[] pem = _board.Type("pki enroll-certificate session cmp pkcs10");
        Assert.Equal("-----BEGIN CERTIFICATE REQUEST-----", pem[1]);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gateway-tests-");
        try
        {
            string der = Path.Combine(folder.FullName, "my.csr");
            System.IO.File.WriteAllBytes(der, File("my.csr"));
            string text = OpenSsl.Run(
                ["req", "-inform", "DER", "-in", der, "-verify", "-text", "-noout"]).Ok().Text;
            Assert.Contains("CN = hello", text);
            Assert.Contains("DNS:test.abc.com", text);
            string armoured = Path.Combine(folder.FullName, "my.pem");
            System.IO.File.WriteAllText(armoured, string.Join('\n', pem[1..^1]) + "\n");
            OpenSsl.Run(["req", "-in", armoured, "-verify", "-noout"]).Ok();
        }
        finally
        {
            folder.Delete(true);
        }
    }

    [Fact]
    public void The_trace_shows_what_passes_and_no_secret()
    {
        string[] said = _board.Type("quit", "debugging pki cmp", "system-view", "pki cmp session cmp",
            "cmp-request origin-authentication-method message-authentication-code", "quit",
            "pki cmp certificate-request" + Session, "undo debugging pki cmp",
            "pki cmp general-message ca-certificates" + Session);
        string[] lines = [.. said.Where(l => l.StartsWith(" CMP ", StringComparison.Ordinal))];
        Assert.Equal(5, lines.Length);
        Assert.Matches(@"^ CMP \d+\.\d{3} cmp -> cr \d+ B transaction [0-9A-F]{8} PBM$", lines[0]);
        Assert.Matches(@"^ CMP \d+\.\d{3} cmp <- HTTP 200 cp \d+ B transaction [0-9A-F]{8} PBM$",
            lines[1]);
        Assert.Contains("-> certConf", lines[2]);
        Assert.Contains("<- HTTP 200 pkiConf", lines[3]);
        Assert.Contains("cmp == The certificate is granted", lines[4]);
        Assert.DoesNotContain(said, l => l.Contains(FaultyCa.Secret));
    }

    [Fact]
    public void Statistics_count_and_are_reset()
    {
        _ca.Server.Misbehave(Misbehaviour.HttpStatus(500));
        string[] failed = _board.Type("pki cmp certificate-request" + Session);
        Assert.StartsWith("Error: ", failed[1]);
        string[] said = _board.Type("display pki cmp statistics" + Session);
        Assert.Contains("   Certificate requests : 1", said);
        Assert.Contains("   Succeeded            : 1", said);
        Assert.Contains("   Failed               : 1", said);
        Assert.Contains("   HTTP errors          : 1", said);
        string[] reset = _board.Type("reset pki cmp statistics" + Session,
            "display pki cmp statistics" + Session);
        Assert.Contains("   Failed               : 0", reset);
        Assert.Contains("   Last result          : -", reset);
    }

    [Fact]
    public void A_certificate_without_keyCertSign_is_not_imported_as_that_of_a_CA()
    {
        using RSA key = RSA.Create(2048);
        byte[] der = Pki.TestCertificates.Make(key, HashAlgorithmName.SHA256, "CN=no signer", [7],
            new X509BasicConstraintsExtension(true, false, 0, true),
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        new FileStore(new RecordStore(_board.Flash)).Write("no.cer", der, 0);
        string[] said = _board.Type("pki import-certificate ca filename no.cer");
        Assert.Equal("Error: The certificate in no.cer may not sign certificates (key usage);"
            + " import it as local, or fetch the CA's.", said[1]);
    }

    private static void Enrol(ConsoleBench board)
    {
        board.Configure(FaultyCa.Secret);
        AssertSilent(board.Type(ConsoleBench.Enrol,
            "pki import-certificate ca filename cmp_ca1.cer", "y", "n",
            "pki import-certificate local filename cmp_ir.cer", "n", "pki cmp session cmp",
            "cmp-request authentication-cert cmp_ir.cer", "quit", "commit"));
    }

    private static void AssertSilent(string[] said) => Assert.DoesNotContain(said,
        l => l.Contains("Error", StringComparison.Ordinal));

    private string[] Requests() => [.. _ca.Log.Select(l => l.Request!)];

    private byte[] File(string name) =>
        new FileStore(new RecordStore(_board.Flash)).Read(name);

    private byte[] Key(string name)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(File(name));
        return certificate.PublicKey.ExportSubjectPublicKeyInfo();
    }
}
