using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Gateway.Tests.Pki;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>Key pairs leave the whole firmware for OpenSSL and come in from it.</summary>
public sealed class KeyTransportTests : IClassFixture<FaultyCa>, IDisposable
{
    private const string Inline = "Secret@12345";
    private const string NoSeed = "Error: The random generator has no seed; give it 64 random hex"
        + " digits with 'pki random-seed', or provision the board.";

    private readonly KeyFiles _files = new();
    private readonly ConsoleBench _board;

    public KeyTransportTests(FaultyCa ca)
    {
        ca.Server.Behave();
        _board = new ConsoleBench(ca.Server.Endpoint.ToString());
        _board.Type("system-view");
    }

    public void Dispose()
    {
        _board.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void An_imported_key_goes_out_again_for_openssl()
    {
        Put("plain.pem", _files.Read("k.pem"));
        string[] said = _board.Type(
            "pki import rsa-key-pair k1 pem filename plain.pem exportable", "n", "commit");
        Assert.Contains(said, l => l.Contains("Succeeded in importing the RSA key pair k1."));
        Assert.Contains(said, l => l.Contains("plain.pem still holds the private key"));
        Assert.Equal(TestCertificates.Rsa.ExportPkcs8PrivateKey(),
            _board.Keys().OpenPrivateKey("k1"));

        said = _board.Type("pki export rsa-key-pair k1 pem filename out.pem", KeyFiles.Password,
            KeyFiles.Password, "pki export rsa-key-pair k1 filename out.p12 pkcs12",
            KeyFiles.Password, KeyFiles.Password);
        Assert.Equal(2, said.Count(l => l.Contains("Succeeded in exporting")));
        Assert.DoesNotContain(said, l => l.Contains(KeyFiles.Password));
        Assert.Equal(TestCertificates.Rsa.ExportPkcs8PrivateKey(), _files.ReadPem(Get("out.pem")));
        Assert.Contains("friendlyName: k1", _files.ReadPkcs12(Get("out.p12")));

        // And in again, under other names.
        said = _board.Type("pki import rsa-key-pair k2 pem filename out.pem", KeyFiles.Password,
            "y", "pki import rsa-key-pair k3 pkcs12 filename out.p12", KeyFiles.Password, "y");
        Assert.Equal(2, said.Count(l => l.Contains("Succeeded in importing")));
        Assert.Equal(["plain.pem"], _board.Files());
        Assert.Equal(TestCertificates.Rsa.ExportPkcs8PrivateKey(),
            _board.Keys().OpenPrivateKey("k3"));
        Assert.False(_board.Keys().Find("k3").IsExportable);
    }

    [Fact]
    public void The_certificate_of_a_key_goes_with_it()
    {
        Put("plain.pem", _files.Read("k.pem"));
        _board.Type("pki import rsa-key-pair k1 pem filename plain.pem exportable", "y");
        _board.Type("quit", "y");
        _board.Configure(FaultyCa.Secret);
        _board.Type("pki cmp session cmp", "cmp-request rsa local-key-pair k1", "quit", "commit",
            ConsoleBench.Enrol, "pki import-certificate ca filename cmp_ca1.cer", "y", "n",
            "pki import-certificate local filename cmp_ir.cer", "n", "commit");
        string[] said = _board.Type("pki match-rsa-key certificate-filename cmp_ir.cer",
            "pki match-rsa-key certificate-filename cmp_ca1.cer",
            "pki export rsa-key-pair k1 pkcs12 filename k1.p12", KeyFiles.Password,
            KeyFiles.Password);
        Assert.Contains(said, l =>
            l == " Info: Certificate 1 from file cmp_ir.cer matches RSA key k1");
        Assert.Contains(said, l => l.StartsWith(
            "Error: No certificate from file cmp_ca1.cer matches", StringComparison.Ordinal));
        string text = _files.ReadPkcs12(Get("k1.p12"));
        Assert.Contains("CN = hello", text);
        Assert.Contains("localKeyID", text);
        Assert.Contains("-----BEGIN PRIVATE KEY-----", text);
        said = _board.Type("pki import rsa-key-pair k1 pkcs12 filename k1.p12");
        Assert.Contains(said, l => l.Contains("Error: The RSA key pair k1 is used by CMP session"));
    }

    [Fact]
    public void Of_two_names_of_one_key_in_use_either_can_be_destroyed_but_not_both()
    {
        Put("plain.pem", _files.Read("k.pem"));
        Put("own.pem", _files.Read("c.pem"));
        _board.Type("pki import rsa-key-pair k1 pem filename plain.pem", "n",
            "pki import rsa-key-pair k2 pem filename plain.pem", "y",
            "pki import-certificate local filename own.pem", "n", "commit");
        Assert.Contains(" Info: Delete RSA key pair success.",
            _board.Type("pki rsa local-key-pair destroy k1", "y"));
        Assert.Contains(_board.Type("pki rsa local-key-pair destroy k2"), l => l.StartsWith(
            "Error: The key pair k2 belongs to the certificate own.pem", StringComparison.Ordinal));
        Assert.Contains(" Info: Key pair k2",
            _board.Type("pki validate-certificate local filename own.pem"));
    }

    [Fact]
    public void Certificates_of_a_pem_file_are_numbered()
    {
        Put("plain.pem", _files.Read("k.pem"));
        byte[] other = Encoding.ASCII.GetBytes(
            PemEncoding.WriteString("CERTIFICATE", Foreign()) + "\n");
        Put("all.pem", [.. other, .. _files.Read("c.pem")]);
        _board.Type("pki import rsa-key-pair k1 pem filename plain.pem", "y");
        Assert.Contains(_board.Type("pki match-rsa-key certificate-filename all.pem"),
            l => l == " Info: Certificate 2 from file all.pem matches RSA key k1");
        Assert.Contains(_board.Type("pki match-rsa-key certificate-filename none"),
            l => l.StartsWith("Error: The file none does not exist", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pkcs12", "the password is wrong", "")]
    [InlineData("pkcs12", "too old", "-legacy")]
    [InlineData("pem", "holds no private key of that form", "")]
    public void What_cannot_be_imported_is_told(string form, string reason, string options)
    {
        Put("f", _files.MakePkcs12(options.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        string[] said = _board.Type(
            $"pki import rsa-key-pair k1 {form} filename f password " + Inline);
        Assert.Contains(said, l => l.StartsWith("Error: The file f ", StringComparison.Ordinal)
            && l.Contains(reason));
        Assert.DoesNotContain(said, l => l.Contains(Inline));
        Assert.Null(_board.Keys().Find("k1"));
    }

    [Fact]
    public void An_elliptic_key_is_refused_by_the_portable_engine()
    {
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Put("ec.pem", Encoding.ASCII.GetBytes(ec.ExportPkcs8PrivateKeyPem()));
        Assert.Contains(_board.Type("pki import rsa-key-pair k1 pem filename ec.pem"),
            l => l.StartsWith("Error: The key engine of this board", StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_that_was_not_made_exportable_stays()
    {
        string[] said = _board.Type(
            "pki export rsa-key-pair rsa_cmp pem filename f password " + Inline);
        Assert.Contains(said, l => l.Contains("was not made exportable"));
        Assert.Empty(_board.Files());
    }

    [Fact]
    public void A_key_of_that_name_is_replaced_after_a_yes()
    {
        Put("plain.pem", _files.Read("k.pem"));
        byte[] before = _board.Keys().Find("rsa_cmp").PublicKey;
        _board.Type("pki import rsa-key-pair rsa_cmp pem filename plain.pem", "n");
        Assert.Equal(before, _board.Keys().Find("rsa_cmp").PublicKey);
        _board.Type("pki import rsa-key-pair rsa_cmp pem filename plain.pem", "y", "n");
        Assert.Equal(TestCertificates.Rsa.ExportSubjectPublicKeyInfo(),
            _board.Keys().Find("rsa_cmp").PublicKey);
    }

    [Fact]
    public void A_board_with_all_the_key_pairs_it_keeps_takes_no_further_one()
    {
        Put("plain.pem", _files.Read("k.pem"));
        KeyStore keys = _board.Keys();
        StoredKey one = keys.Find("rsa_cmp");
        byte[] privateKey = keys.OpenPrivateKey("rsa_cmp");
        for (int i = 1; i < StoreLimits.KeyPairCountMax; i++)
        {
            Assert.Equal(FlashResult.Ok, keys.Write(
                new StoredKey { Name = "k" + i, PublicKey = one.PublicKey }, privateKey));
        }

        Assert.Contains(_board.Type("pki import rsa-key-pair more pem filename plain.pem", "n"),
            l => l.StartsWith("Error: There are 8 key pairs, as many as the board keeps;",
                StringComparison.Ordinal));
        Assert.Null(_board.Keys().Find("more"));
        _board.Type("pki import rsa-key-pair k1 pem filename plain.pem", "y", "n");
        Assert.Equal(TestCertificates.Rsa.ExportSubjectPublicKeyInfo(),
            _board.Keys().Find("k1").PublicKey);
    }

    [Fact]
    public void Without_random_numbers_no_key_pair_comes_in_or_goes_out()
    {
        Put("plain.pem", _files.Read("k.pem"));
        _board.Type("pki import rsa-key-pair k1 pem filename plain.pem exportable", "n", "commit");
        using ConsoleBench unseeded = new("127.0.0.1:9", Unseeded(), 1,
            SimClock.Unset(new ManualTimeProvider(DateTimeOffset.UnixEpoch)), 0);
        Assert.Contains(NoSeed, unseeded.Type("system-view",
            "pki export rsa-key-pair k1 pem filename out.pem password " + Inline));
        Assert.Contains(NoSeed,
            unseeded.Type("pki import rsa-key-pair k2 pem filename plain.pem", "n"));
        Assert.Equal(["plain.pem"], _board.Files());
        Assert.Null(_board.Keys().Find("k2"));
    }

    // The board's flash without what its generator starts from.
    private MemoryFlash Unseeded()
    {
        new RecordStore(_board.Flash).Delete(RecordKinds.RandomState);
        return _board.Flash;
    }

    private static byte[] Foreign()
    {
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return TestCertificates.Make(ec, HashAlgorithmName.SHA256, "CN=other", [5]);
    }

    private void Put(string name, byte[] content) =>
        new FileStore(new RecordStore(_board.Flash)).Write(name, content, 0);

    private byte[] Get(string name) => new FileStore(new RecordStore(_board.Flash)).Read(name);
}
