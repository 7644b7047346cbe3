using System;
using System.IO;
using System.Text;
using Gateway.Tests.Support;

namespace Gateway.Tests.Pki;

/// <summary>Files with private keys as OpenSSL makes and reads them, in a folder of its own.
/// </summary>
internal sealed class KeyFiles : IDisposable
{
    internal const string Password = "correct horse 1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-tests-");

    internal KeyFiles()
    {
        OpenSsl.RequireOrSkip();
        File.WriteAllText(PathOf("pw"), Password);
        Write("k.der", TestCertificates.Rsa.ExportPkcs8PrivateKey());
        Run("pkey", "-inform", "DER", "-in", "k.der", "-out", "k.pem");
        Run("req", "-x509", "-new", "-key", "k.pem", "-subj", "/CN=hello", "-days", "100",
            "-config", EmptyConfig(), "-out", "c.pem");
        Run("x509", "-in", "c.pem", "-outform", "DER", "-out", "c.der");
    }

    internal byte[] Certificate => Read("c.der");

    /// <summary>Runs OpenSSL in the folder; standard output.</summary>
    internal byte[] Run(params string[] args) =>
        OpenSsl.Run(args, workingDirectory: _folder.FullName).Ok().Stdout;

    /// <summary>The file that a run wrote as its <c>-out</c>.</summary>
    internal byte[] Make(params string[] args)
    {
        Run([.. args, "-out", "made"]);
        return Read("made");
    }

    /// <summary>A PKCS #12 file of the key and its certificate.</summary>
    internal byte[] MakePkcs12(params string[] more) => Make(
        ["pkcs12", "-export", "-inkey", "k.pem", "-in", "c.pem", "-passout", "file:pw", .. more]);

    /// <summary>The PKCS#8 of the key in a file, as OpenSSL reads it.</summary>
    internal byte[] ReadPem(byte[] content)
    {
        Write("read", content);
        return Run("pkcs8", "-topk8", "-nocrypt", "-in", "read", "-passin", "file:pw",
            "-outform", "DER");
    }

    /// <summary>The PEM text of keys and certificates in a PKCS #12 file, as OpenSSL reads it.
    /// </summary>
    internal string ReadPkcs12(byte[] content)
    {
        Write("read", content);
        return Encoding.UTF8.GetString(
            Run("pkcs12", "-in", "read", "-passin", "file:pw", "-noenc"));
    }

    internal byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    internal void Write(string name, byte[] content) => File.WriteAllBytes(PathOf(name), content);

    public void Dispose() => _folder.Delete(true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private string EmptyConfig()
    {
        File.WriteAllText(PathOf("cnf"), "[req]\ndistinguished_name=dn\n[dn]\n");
        return "cnf";
    }
}
