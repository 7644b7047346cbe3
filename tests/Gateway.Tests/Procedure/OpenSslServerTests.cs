using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Gateway.Store;
using Gateway.Tests.Peers;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>
/// The console's request against <c>openssl cmp</c> as a server. It answers with one certificate,
/// which openssl issues beforehand for the board's own public key, so that the exchange goes to its
/// end.
/// </summary>
public sealed class OpenSslServerTests : IDisposable
{
    private const string Secret = "correct-horse";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-tests-");

    [Fact]
    public async Task A_full_ir_exchange_leaves_the_certificate_that_openssl_issued()
    {
        OpenSsl.RequireOrSkip();
        using ConsoleBench board = new("127.0.0.1:9");
        MakeCertificates(board);
        using MockServer server = Server();
        using ConsoleBench connected = new(server.Endpoint, board);
        connected.Configure(Secret, "http://10.3.0.1:8080/pkix/");
        string[] transcript = connected.Type(ConsoleBench.Enrol);
        Assert.True(transcript.Length == 2, string.Join("\n", transcript));

        FileStore files = new(new RecordStore(board.Flash));
        Assert.Equal(await DerAsync("ee.pem"), files.Read("cmp_ir.cer"));
        Assert.Equal(await DerAsync("ca.pem"), files.Read("cmp_ca1.cer"));
        string[] imported = connected.Type("pki import-certificate ca filename cmp_ca1.cer", "y",
            "n", "pki import-certificate local filename cmp_ir.cer", "n", "commit",
            "display pki certificate local filename cmp_ir.cer");
        Assert.Equal(2, imported.Count(l => l == " Info: Succeeded in importing the certificate."));
        Assert.Contains(imported,
            l => l.EndsWith("Subject: C=cn, CN=hello", StringComparison.Ordinal));
    }

    [Fact]
    public void A_wrong_secret_is_told_in_one_line()
    {
        OpenSsl.RequireOrSkip();
        using ConsoleBench board = new("127.0.0.1:9");
        MakeCertificates(board);
        using MockServer server = Server();
        using ConsoleBench connected = new(server.Endpoint, board);
        connected.Configure("wrong-horse", "http://10.3.0.1:8080/pkix/");
        string[] transcript = connected.Type(ConsoleBench.Enrol);
        string error = Assert.Single(transcript, l => l.Contains("Error"));
        Assert.Contains("secret", error);
        Assert.Empty(connected.Files());
    }

    public void Dispose() => _folder.Delete(true);

    private void MakeCertificates(ConsoleBench board)
    {
        byte[] publicKey =
            new KeyStore(new RecordStore(board.Flash), null).Find("rsa_cmp").PublicKey;
        File.WriteAllText(In("public.pem"), "-----BEGIN PUBLIC KEY-----\n"
            + Convert.ToBase64String(publicKey, Base64FormattingOptions.InsertLineBreaks)
            + "\n-----END PUBLIC KEY-----\n");
        File.WriteAllText(In("san.cnf"),
            "subjectAltName=IP:10.2.0.2,DNS:test.abc.com,email:user@test.abc.com\n");
        OpenSsl.Run(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", In("ca.key"),
            "-out", In("ca.pem"), "-subj", "/C=cn/ST=beijing/L=SD/O=BB/OU=BB/CN=BB", "-days",
            "30", "-addext", "basicConstraints=critical,CA:TRUE"]).Ok();
        OpenSsl.Run(["req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", In("other.key"),
            "-out", In("ee.csr"), "-subj", "/C=cn/CN=hello"]).Ok();
        OpenSsl.Run(["x509", "-req", "-in", In("ee.csr"), "-CA", In("ca.pem"), "-CAkey",
            In("ca.key"), "-set_serial", "77", "-force_pubkey", In("public.pem"), "-extfile",
            In("san.cnf"), "-days", "20", "-out", In("ee.pem")]).Ok();
    }

    private async Task<byte[]> DerAsync(string name)
    {
        OpenSsl.Result result =
            await Task.Run(() => OpenSsl.Run(["x509", "-in", In(name), "-outform", "DER"]));
        return result.Ok().Stdout;
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private MockServer Server() => new(_folder.FullName,
        [
            "-srv_ref", "1234", "-srv_secret", "env:CMP_SECRET", "-rsp_cert", "ee.pem",
            "-rsp_extracerts", "ca.pem", "-rsp_capubs", "ca.pem",
        ], new Dictionary<string, string> { ["CMP_SECRET"] = Secret });
}
