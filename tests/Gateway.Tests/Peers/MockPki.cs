using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using Gateway.Tests.Support;

namespace Gateway.Tests.Peers;

/// <summary>
/// What the mock server and the gateway hold, as PEM files of one folder. The keys come from the
/// platform, the certificates from openssl, those of the gateway from its public keys alone.
/// </summary>
internal sealed class MockPki : IDisposable
{
    /// <summary>Environment variable with the password of <c>server-locked.key</c>.</summary>
    internal const string KeyPasswordVariable = "CMP_KEY_PASSWORD";

    internal const string KeyPassword = "a password of tests";
    private const string EndEntity = "end-entity.cnf";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-mock-");
    private readonly Dictionary<string, byte[]> _certificates = new();

    internal MockPki()
    {
        try
        {
            MakeKeys();
            MakeExtensions();
            MakeAuthorities();
            MakeGatewayCertificates();
            MakeServerCertificates();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal string Folder => _folder.FullName;

    /// <summary>PKCS#8 of the key that the gateway has a certificate for.</summary>
    internal byte[] DeviceKey { get; private set; } = [];

    /// <summary>PKCS#8 of the key of certificates that the server does not trust.</summary>
    internal byte[] StrangerKey { get; private set; } = [];

    /// <summary>PKCS#8 of the key that it wants a certificate for.</summary>
    internal byte[] NewKey { get; private set; } = [];

    /// <summary>DER of the certificate in a file.</summary>
    internal byte[] Certificate(string name)
    {
        if (_certificates.TryGetValue(name, out byte[]? known)) return known;
        ReadOnlySpan<char> pem = File.ReadAllText(In(name));
        PemFields fields = PemEncoding.Find(pem);
        byte[] der = Convert.FromBase64String(pem[fields.Base64Data].ToString());
        _certificates[name] = der;
        return der;
    }

    public void Dispose() => _folder.Delete(true);

    private void MakeKeys()
    {
        using RSA device = RSA.Create(2048);
        using RSA wanted = RSA.Create(2048);
        using RSA stranger = RSA.Create(2048);
        using RSA server = RSA.Create(2048);
        DeviceKey = device.ExportPkcs8PrivateKey();
        NewKey = wanted.ExportPkcs8PrivateKey();
        StrangerKey = stranger.ExportPkcs8PrivateKey();
        Write("device.pub", device.ExportSubjectPublicKeyInfoPem());
        Write("new.pub", wanted.ExportSubjectPublicKeyInfoPem());
        WritePair("stranger", stranger.ExportPkcs8PrivateKeyPem(),
            stranger.ExportSubjectPublicKeyInfoPem());
        WritePair("server-rsa", server.ExportPkcs8PrivateKeyPem(),
            server.ExportSubjectPublicKeyInfoPem());
        foreach (string name in new[] { "root", "sub", "other", "server-ec" })
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            WritePair(name, key.ExportPkcs8PrivateKeyPem(), key.ExportSubjectPublicKeyInfoPem());
        }

        OpenSsl.Run(["pkcs8", "-topk8", "-in", "server-ec.key", "-out", "server-locked.key",
            "-passout", "env:" + KeyPasswordVariable], null,
            new Dictionary<string, string> { [KeyPasswordVariable] = KeyPassword }, Folder).Ok();
        Do("genpkey -algorithm ED25519 -out edwards.key");
    }

    private void MakeExtensions()
    {
        Write(EndEntity, "keyUsage=critical,digitalSignature\nsubjectKeyIdentifier=hash\n");
        Write("named.cnf", "keyUsage=critical,digitalSignature\nsubjectKeyIdentifier=hash\n"
            + "subjectAltName=DNS:" + MockClient.DnsName + "\n");
        Write("enciphering.cnf",
            "keyUsage=critical,keyEncipherment\nsubjectKeyIdentifier=hash\n");
        Write("authority.cnf", "basicConstraints=critical,CA:TRUE\n"
            + "keyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n");
        Write("ca.cnf", "[ca]\ndefault_ca=past\n[past]\ndatabase=index.txt\nnew_certs_dir=.\n"
            + "rand_serial=yes\ndefault_md=sha256\npolicy=any\nunique_subject=no\n"
            + "[any]\ncommonName=supplied\n");
        File.WriteAllText(In("index.txt"), "");
    }

    private void MakeAuthorities()
    {
        MakeRoot("root", "Root");
        MakeRoot("other", "Other");
        MakeRoot("edwards", "Edwards");
        Issue("sub.pem", "sub.pub", "/CN=Sub", "root", "authority.cnf", 2);
    }

    // Those that replace a certificate have its issuer and serial number: OpenSSL 3.0 compares the
    // certificate of a kur with the one that it is to send.
    private void MakeGatewayCertificates()
    {
        Issue("device.pem", "device.pub", "/CN=hello", "root", EndEntity, 77);
        Issue("stranger.pem", "stranger.pub", "/CN=hello", "other", EndEntity, 77);
        IssueExpired("stranger.key", "/CN=hello", "stranger-expired.pem");
        Issue("new.pem", "new.pub", "/CN=hello", "root", "named.cnf", 77);
        Issue("new-sha384.pem", "new.pub", "/CN=hello", "root", "named.cnf", 77, "-sha384");
        Issue("new-sha512.pem", "new.pub", "/CN=hello", "root", "named.cnf", 77, "-sha512");
        Issue("new-sub.pem", "new.pub", "/CN=hello", "sub", "named.cnf", 77);
        Issue("new-edwards.pem", "new.pub", "/CN=hello", "edwards", "named.cnf", 77);
        Issue("new-renamed.pem", "new.pub", "/CN=renamed", "root", "named.cnf", 77);
        Issue("new-for-another.pem", "server-rsa.pub", "/CN=hello", "root", "named.cnf", 77);
    }

    private void MakeServerCertificates()
    {
        Issue("server-rsa.pem", "server-rsa.pub", "/CN=Server", "root", EndEntity, 3);
        Issue("server-ec.pem", "server-ec.pub", "/CN=Server", "root", EndEntity, 4);
        Issue("server-sub.pem", "server-ec.pub", "/CN=Server", "sub", EndEntity, 5);
        Issue("server-other.pem", "server-ec.pub", "/CN=Server", "other", EndEntity, 6);
        Issue("server-enciphering.pem", "server-ec.pub", "/CN=Server", "root",
            "enciphering.cnf", 7);
        IssueExpired("server-ec.key", "/CN=Server", "server-expired.pem");
    }

    // Only "openssl ca" takes a time of expiry in every version.
    private void IssueExpired(string key, string subject, string file)
    {
        Do("req -new -key " + key + " -subj " + subject + " -out request.csr");
        Do("ca -batch -notext -config ca.cnf -cert root.pem -keyfile root.key -extfile "
            + EndEntity + " -startdate 20250101000000Z -enddate 20250201000000Z"
            + " -in request.csr -out " + file);
    }

    private void MakeRoot(string name, string commonName) => Do("req -x509 -key " + name
        + ".key -subj /CN=" + commonName + " -days 30 -addext basicConstraints=critical,CA:TRUE"
        + " -addext keyUsage=critical,keyCertSign,cRLSign -out " + name + ".pem");

    private void Issue(string file, string publicKey, string subject, string issuer,
        string extensions, int serial, string? digest = null) =>
        Do("x509 -new -force_pubkey " + publicKey + " -subj " + subject + " -CA " + issuer
            + ".pem -CAkey " + issuer + ".key -set_serial " + serial + " -days 20 -extfile "
            + extensions + " -out " + file + (digest == null ? "" : " " + digest));

    private void Do(string arguments) =>
        OpenSsl.Run(arguments.Split(' ').ToArray(), null, null, Folder).Ok();

    private void WritePair(string name, string privateKey, string publicKey)
    {
        Write(name + ".key", privateKey);
        Write(name + ".pub", publicKey);
    }

    private void Write(string name, string text) => File.WriteAllText(In(name), text + "\n");

    private string In(string name) => Path.Combine(Folder, name);
}
