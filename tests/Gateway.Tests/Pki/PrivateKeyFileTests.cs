using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Pki;
using Gateway.Tests.Crypto;
using Xunit;

namespace Gateway.Tests.Pki;

/// <summary>Private keys go into files that OpenSSL and the platform read, and come out of theirs.
/// </summary>
public sealed class PrivateKeyFileTests : IDisposable
{
    private readonly KeyFiles _files = new();

    private static byte[] Key => TestCertificates.Rsa.ExportPkcs8PrivateKey();

    private static byte[] Password => Encoding.ASCII.GetBytes(KeyFiles.Password);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Openssl_reads_the_pem_file()
    {
        byte[] file = Finish(PrivateKeySealing.ToPem(Key, Password, new SeededRandom(1)));
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n",
            Encoding.ASCII.GetString(file));
        Assert.Equal(Key, _files.ReadPem(file));
    }

    [Fact]
    public void Openssl_and_the_platform_read_the_pkcs12_file()
    {
        byte[] file = Finish(PrivateKeySealing.ToPkcs12(Key, Password, new SeededRandom(2),
            "rsa_cmp", [_files.Certificate, TestCertificates.Ca]));
        string text = _files.ReadPkcs12(file);
        Assert.Contains("friendlyName: rsa_cmp", text);
        Assert.Equal(2, text.Split("-----BEGIN CERTIFICATE-----").Length - 1);
        Assert.Contains("-----BEGIN PRIVATE KEY-----", text);
        X509Certificate2Collection all =
            X509CertificateLoader.LoadPkcs12Collection(file, KeyFiles.Password);
        using RSA? rsa = all.First(c => c.HasPrivateKey).GetRSAPrivateKey();
        Assert.Equal(TestCertificates.Rsa.ExportSubjectPublicKeyInfo(),
            rsa!.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public void Openssl_reads_a_pkcs12_file_without_certificates()
    {
        byte[] file = Finish(PrivateKeySealing.ToPkcs12(Key, Password, new SeededRandom(3), "k", []));
        string text = _files.ReadPkcs12(file);
        Assert.DoesNotContain("CERTIFICATE", text);
        Assert.Contains("-----BEGIN PRIVATE KEY-----", text);
    }

    [Fact]
    public void Own_files_are_read_back()
    {
        byte[] pem = Finish(PrivateKeySealing.ToPem(Key, Password, new SeededRandom(4)));
        Opens(PrivateKeyOpening.OfPem(pem));
        byte[] file = Finish(PrivateKeySealing.ToPkcs12(Key, Password, new SeededRandom(5), "k",
            [_files.Certificate]));
        Opens(PrivateKeyOpening.OfPkcs12(file));
    }

    [Fact]
    public void A_cancelled_file_is_none_and_its_key_is_wiped()
    {
        byte[] key = Key;
        PrivateKeySealing sealing = PrivateKeySealing.ToPem(key, Password, new SeededRandom(6));
        Assert.True(sealing.Step(100));
        Assert.InRange(sealing.Percent, 1, 99);
        Assert.Null(sealing.TakeFile());
        sealing.Cancel();
        Assert.False(sealing.Step(1));
        Assert.Null(sealing.TakeFile());
        Assert.All(key, b => Assert.Equal(0, b));
    }

    [Fact]
    public void Plain_keys_need_no_password()
    {
        foreach (string[] args in new string[][]
        {
            ["rsa", "-in", "k.pem", "-traditional"], ["pkey", "-in", "k.pem"],
        })
        {
            byte[] made = _files.Make(args);
            PrivateKeyOpening opening = PrivateKeyOpening.OfPem(made);
            Assert.False(opening.NeedsPassword);
            while (opening.Step(1))
            {
            }

            Assert.Equal(KeyFileError.None, opening.Error);
            Assert.Equal(Key, opening.TakeKey());
            Assert.Null(opening.TakeKey());
        }
    }

    [Theory]
    [InlineData("-v2 aes-256-cbc")]
    [InlineData("-v2 aes-128-cbc")]
    [InlineData("-v2 aes-192-cbc")]
    [InlineData("-v2 aes-256-cbc -v2prf hmacWithSHA1")]
    [InlineData("-v2 aes-256-cbc -v2prf hmacWithSHA384")]
    [InlineData("-v2 aes-256-cbc -v2prf hmacWithSHA512 -iter 5000")]
    public void Encrypted_pem_of_openssl_opens(string options) =>
        Opens(PrivateKeyOpening.OfPem(MakeEncrypted(options)));

    [Theory]
    [InlineData("")]
    [InlineData("-keypbe AES-128-CBC -certpbe AES-128-CBC")]
    [InlineData("-macalg sha384 -iter 3000")]
    [InlineData("-macalg sha512 -name a,b")]
    [InlineData("-certpbe NONE")]
    [InlineData("-keypbe NONE")]
    [InlineData("-keypbe NONE -certpbe NONE")]
    [InlineData("-nomaciter -noiter")]
    public void Pkcs12_of_openssl_opens(string options) =>
        Opens(PrivateKeyOpening.OfPkcs12(_files.MakePkcs12(Split(options))));

    [Fact]
    public void Pkcs12_of_the_platform_opens()
    {
        using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(_files.Certificate);
        using X509Certificate2 certificate = bare.CopyWithPrivateKey(TestCertificates.Rsa);
        byte[] file = certificate.ExportPkcs12(
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2000),
            KeyFiles.Password);
        Opens(PrivateKeyOpening.OfPkcs12(file));
    }

    // The key in an encrypted content, as RFC 7292 allows and few do.
    [Fact]
    public void A_key_in_an_encrypted_content_is_found() => Opens(PrivateKeyOpening.OfPkcs12(
        Pfx.Seal(Pfx.Data(), Pfx.Encrypted(), Pfx.Encrypted(Pfx.KeyBag(Key)))));

    [Fact]
    public void Several_keys_are_refused() => Refuses(KeyFileError.ManyKeys,
        PrivateKeyOpening.OfPkcs12(Pfx.Seal(Pfx.Data(Pfx.KeyBag(Key), Pfx.KeyBag(Key)))));

    [Fact]
    public void Contents_and_bags_are_counted()
    {
        byte[] other = Pfx.Bag(4, [5, 0]);
        int most = KeyFileLimits.BagCountMax - 1;
        Opens(PrivateKeyOpening.OfPkcs12(Pfx.Seal(
            Pfx.Data([.. Enumerable.Repeat(other, most), Pfx.KeyBag(Key)]))));
        Refuses(KeyFileError.Malformed, PrivateKeyOpening.OfPkcs12(Pfx.Seal(
            Pfx.Data([.. Enumerable.Repeat(other, most + 1), Pfx.KeyBag(Key)]))));
        most = KeyFileLimits.ContentCountMax - 1;
        Opens(PrivateKeyOpening.OfPkcs12(Pfx.Seal(
            [.. Enumerable.Repeat(Pfx.Encrypted(), most), Pfx.Data(Pfx.KeyBag(Key))])));
        Refuses(KeyFileError.Malformed, PrivateKeyOpening.OfPkcs12(Pfx.Seal(
            [.. Enumerable.Repeat(Pfx.Data(), most + 1), Pfx.Data(Pfx.KeyBag(Key))])));
    }

    [Fact]
    public void A_wrong_password_is_told()
    {
        byte[] wrong = Encoding.ASCII.GetBytes("wrong horse 1");
        byte[] file = _files.MakePkcs12();
        Refuses(KeyFileError.WrongPassword, PrivateKeyOpening.OfPkcs12(file), wrong);
        Refuses(KeyFileError.WrongPassword,
            PrivateKeyOpening.OfPem(MakeEncrypted("-v2 aes-256-cbc")), wrong);
        Refuses(KeyFileError.WrongPassword, PrivateKeyOpening.OfPkcs12(file), new byte[200]);
    }

    // A wrong password ends in a good padding once in 256 times; that must be told the same.
    [Fact]
    public void A_wrong_password_is_told_behind_a_good_padding_too()
    {
        byte[] pem = MakeEncrypted("-v2 aes-128-cbc -iter 1");
        for (int i = 0; i < 600; i++)
        {
            Refuses(KeyFileError.WrongPassword, PrivateKeyOpening.OfPem(pem),
                Encoding.ASCII.GetBytes("wrong " + i));
        }
    }

    [Theory]
    [InlineData("-legacy")]
    [InlineData("-macalg sha1")]
    [InlineData("-keypbe PBE-SHA1-3DES -certpbe NONE")]
    public void Old_pkcs12_is_refused(string options) => Refuses(
        KeyFileError.UnsupportedProtection,
        PrivateKeyOpening.OfPkcs12(_files.MakePkcs12(Split(options))));

    [Fact]
    public void Pkcs12_without_a_mac_is_refused() => Refuses(
        KeyFileError.NoMac, PrivateKeyOpening.OfPkcs12(_files.MakePkcs12("-nomac")));

    [Fact]
    public void Pkcs12_without_a_key_is_told() => Refuses(KeyFileError.NoKey,
        PrivateKeyOpening.OfPkcs12(_files.MakePkcs12("-nokeys")));

    [Theory]
    [InlineData("-v2 des3")]
    [InlineData("-v1 PBE-SHA1-3DES")]
    [InlineData("-scrypt")]
    public void Old_and_unknown_encryption_of_pem_is_refused(string options) => Refuses(
        KeyFileError.UnsupportedProtection, PrivateKeyOpening.OfPem(MakeEncrypted(options)));

    [Fact]
    public void Pem_with_headers_is_refused() => Refuses(
        KeyFileError.UnsupportedProtection, PrivateKeyOpening.OfPem(_files.Make("rsa", "-in",
            "k.pem", "-traditional", "-aes128", "-passout", "file:pw")));

    [Fact]
    public void Many_iterations_are_refused_at_once() => Refuses(KeyFileError.TooManyIterations,
        PrivateKeyOpening.OfPem(MakeEncrypted("-v2 aes-256-cbc -iter 1000001")));

    [Fact]
    public void Other_pem_holds_no_key()
    {
        Refuses(KeyFileError.NoKey, PrivateKeyOpening.OfPem(_files.Read("c.pem")));
        Refuses(KeyFileError.NoKey, PrivateKeyOpening.OfPem([]));
        Refuses(KeyFileError.Malformed, PrivateKeyOpening.OfPem(Encoding.ASCII.GetBytes(
            "-----BEGIN PRIVATE KEY-----\nAAA\n-----END PRIVATE KEY-----\n")));
        Refuses(KeyFileError.Malformed, PrivateKeyOpening.OfPkcs12(_files.Read("k.pem")));
        Refuses(KeyFileError.Malformed, PrivateKeyOpening.OfPkcs12([]));
    }

    [Fact]
    public void Keys_of_other_kinds_and_sizes_are_refused()
    {
        using RSA small = RSA.Create(1024);
        Refuses(KeyFileError.UnsupportedKey, OfPem(small.ExportPkcs8PrivateKeyPem()));
        Refuses(KeyFileError.UnsupportedKey, OfPem(small.ExportRSAPrivateKeyPem()));
        using ECDsa p521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        Refuses(KeyFileError.UnsupportedKey, OfPem(p521.ExportPkcs8PrivateKeyPem()));
        Refuses(KeyFileError.UnsupportedKey, OfPem(p521.ExportECPrivateKeyPem()));
        Refuses(KeyFileError.UnsupportedKey, PrivateKeyOpening.OfPem(
            _files.Make("genpkey", "-algorithm", "ED25519")));
    }

    [Fact]
    public void A_key_whose_numbers_do_not_fit_is_refused()
    {
        RSAParameters parameters = TestCertificates.Rsa.ExportParameters(true);
        parameters.D![100] ^= 1;
        Gateway.Crypto.RsaPrivateKey key = PrivateKeyInfo.Parse(Key);
        key.PrivateExponent = parameters.D;
        byte[] der = PrivateKeyInfo.Write(key);
        Refuses(KeyFileError.BadKey, PrivateKeyOpening.OfPem(
            Pem.Encode("PRIVATE KEY", der, 0, der.Length)));
    }

    [Fact]
    public void Elliptic_keys_are_handed_on()
    {
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PrivateKeyOpening opening = OfPem(ec.ExportPkcs8PrivateKeyPem());
        Assert.False(opening.Step(1));
        Assert.Equal(ec.ExportPkcs8PrivateKey(), opening.TakeKey());
        byte[] file = Finish(PrivateKeySealing.ToPkcs12(ec.ExportPkcs8PrivateKey(), Password,
            new SeededRandom(9), "ec", []));
        opening = PrivateKeyOpening.OfPkcs12(file);
        opening.UsePassword(Password);
        while (opening.Step(1000))
        {
        }

        Assert.Equal(ec.ExportPkcs8PrivateKey(), opening.TakeKey());
    }

    // Every octet of a file changed in three ways: an error with a reason or the very key, never an
    // exception. Few iterations, so that it does not take long.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_changed_file_never_breaks_it(bool isPkcs12)
    {
        byte[] made = isPkcs12 ? _files.MakePkcs12("-noiter", "-nomaciter")
            : MakeEncrypted("-v2 aes-256-cbc -iter 1");
        byte[] file = isPkcs12 ? made
            : Pem.Decode(made, made.Length, EncryptedPrivateKey.PemLabel);
        Dictionary<KeyFileError, int> seen = [];
        for (int i = 0; i < file.Length; i++)
        {
            foreach (byte mask in new byte[] { 0x01, 0x80, 0xff })
            {
                byte[] changed = (byte[])file.Clone();
                changed[i] ^= mask;
                Take(isPkcs12, changed, seen);
            }

            Take(isPkcs12, file[..i], seen);
        }

        Assert.True(seen.GetValueOrDefault(KeyFileError.Malformed) > 100);
        Assert.True(seen.GetValueOrDefault(KeyFileError.WrongPassword) > 100);
        Assert.All(seen.Keys, e => Assert.NotEqual("is damaged",
            e == KeyFileError.Malformed ? "" : KeyFileErrors.Text(e)));
    }

    [Fact]
    public void A_changed_content_behind_the_right_mac_never_breaks_it()
    {
        byte[] plain = Key;
        Random random = new(11);
        for (int i = 0; i < 120; i++)
        {
            byte[] changed = (byte[])plain.Clone();
            changed[i % 60] ^= (byte)random.Next(1, 256);
            byte[] file = Pfx.Seal(Pfx.Data(Pfx.KeyBag(changed)));
            PrivateKeyOpening opening = PrivateKeyOpening.OfPkcs12(file);
            opening.UsePassword(Password);
            while (opening.Step(1000))
            {
            }

            Assert.NotEqual(KeyFileError.None, opening.Error);
            Assert.Null(opening.TakeKey());
        }
    }

    private void Take(bool isPkcs12, byte[] file, Dictionary<KeyFileError, int> seen)
    {
        PrivateKeyOpening opening = isPkcs12 ? PrivateKeyOpening.OfPkcs12(file)
            : PrivateKeyOpening.OfPem(Pem.Encode(EncryptedPrivateKey.PemLabel, file, 0,
                file.Length));
        // A changed count of iterations is right in form, and long.
        opening.UsePassword(Password);
        for (int steps = 0; steps < 3 && opening.Step(100); steps++)
        {
        }

        byte[]? key = opening.TakeKey();
        if (key != null) Assert.Equal(Key, key);
        seen[opening.Error] = seen.GetValueOrDefault(opening.Error) + 1;
        opening.Wipe();
    }

    private byte[] MakeEncrypted(string options) => _files.Make(
        ["pkcs8", "-topk8", "-in", "k.pem", "-passout", "file:pw", .. Split(options)]);

    private static string[] Split(string options) =>
        options.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static PrivateKeyOpening OfPem(string text) =>
        PrivateKeyOpening.OfPem(Encoding.ASCII.GetBytes(text));

    private static byte[] Finish(PrivateKeySealing sealing)
    {
        int percent = 0;
        while (sealing.Step(1000))
        {
            Assert.InRange(sealing.Percent, percent, 100);
            percent = sealing.Percent;
        }

        Assert.Equal(100, sealing.Percent);
        return sealing.TakeFile();
    }

    private static void Opens(PrivateKeyOpening opening)
    {
        Assert.Equal(KeyFileError.None, opening.Error);
        Assert.True(opening.NeedsPassword);
        opening.UsePassword(Password);
        while (opening.Step(1000))
        {
            Assert.InRange(opening.Percent, 0, 100);
        }

        Assert.Equal(KeyFileError.None, opening.Error);
        Assert.Equal(Key, opening.TakeKey());
    }

    private static void Refuses(KeyFileError error, PrivateKeyOpening opening,
        byte[]? password = null)
    {
        opening.UsePassword(password ?? Password);
        while (opening.Step(1000))
        {
        }

        Assert.Equal(error, opening.Error);
        Assert.Null(opening.TakeKey());
        Assert.False(opening.NeedsPassword);
    }
}
