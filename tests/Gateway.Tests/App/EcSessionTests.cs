using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using Gateway.Core;
using Gateway.LabCa;
using Gateway.Pki;
using Gateway.Simulator;
using Gateway.Store;
using Gateway.Tests.Cmp;
using Gateway.Tests.Procedure;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>Sessions whose key pair lies on an elliptic curve, against a CA with such a key.
/// </summary>
public sealed class EcSessionTests : IAsyncLifetime
{
    private const string EcdsaSha384 = "1.2.840.10045.4.3.3";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-tests-");
    private readonly ConcurrentQueue<LabCaLogLine> _log = new();
    private LabCaServer _ca = null!;
    private ConsoleBench _board = null!;

    public async ValueTask InitializeAsync()
    {
        _ca = await LabCaServer.StartAsync(new LabCaOptions
        {
            Directory = _folder.FullName,
            Key = CaKeyAlgorithm.P256,
            References = new Dictionary<string, byte[]>
            {
                ["1234"] = Encoding.ASCII.GetBytes(FaultyCa.Secret)
            },
            Log = _log.Enqueue,
        });
        _board = new ConsoleBench(_ca.Endpoint.ToString(), new NetKeyEngine());
        Silent(_board.Configure(FaultyCa.Secret));
    }

    public async ValueTask DisposeAsync()
    {
        _board.Dispose();
        await _ca.DisposeAsync();
        _folder.Delete(true);
    }

    [Fact]
    public void It_applies_updates_with_a_new_key_and_signs_with_that_one()
    {
        Silent(_board.Type(ConsoleBench.Enrol));
        byte[] first = _board.Keys().Find("rsa_cmp").PublicKey;
        Assert.Equal(first, Key("cmp_ir.cer"));
        Install("ir", " regenerate 3072");
        Silent(_board.Type("pki cmp keyupdate-request session cmp"));
        byte[] second = _board.Keys().FindAt("rsa_cmp", KeyPlace.Next).PublicKey;
        Assert.NotEqual(first, second);
        Assert.Equal(256, Size(second));
        Assert.Equal(second, Key("cmp_kur.cer"));
        Install("kur", "");
        Assert.Equal(second, _board.Keys().Find("rsa_cmp").PublicKey);
        _log.Clear();
        Silent(_board.Type("pki cmp certificate-request session cmp"));
        Assert.Contains(_log, l => l.Request == "cr");
    }

    [Fact]
    public void The_hash_of_the_session_counts_for_requests_on_paper_too()
    {
        Silent(_board.Type("pki cmp session cmp",
            "cmp-request signature-algorithm rsa-sha384", "quit",
            "pki enroll-certificate session cmp pkcs10 filename my.csr"));
        byte[] der = new FileStore(new RecordStore(_board.Flash)).Read("my.csr");
        CertificateRequest read = CertificateRequest.LoadSigningRequest(der,
            HashAlgorithmName.SHA384, CertificateRequestLoadOptions.Default);
        Assert.Equal("1.2.840.10045.2.1", read.PublicKey.Oid.Value);
        AsnWriter writer = new(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(EcdsaSha384);
        Assert.True(der.AsSpan().IndexOf(writer.Encode()) > 0);
    }

    [Fact]
    public void The_display_of_the_automatic_update_follows_what_is_committed()
    {
        Assert.Contains(" Info: No CMP session has 'certificate auto-update enable' committed.",
            _board.Type("display pki cmp auto-update"));
        Assert.Contains(_board.Type("display pki cmp auto-update session nobody"),
            l => l.StartsWith("Error: There is no CMP session nobody", StringComparison.Ordinal));
        Silent(_board.Type(ConsoleBench.Enrol));
        Install("ir", " regenerate 3072");
        Assert.Contains(_board.Type("display pki cmp auto-update session cmp"), l => l.StartsWith(
            " Info: The certificate of CMP session cmp is not updated by itself",
            StringComparison.Ordinal));
        Silent(_board.Type("pki cmp session cmp", "certificate auto-update enable",
            "certificate update expire-time 80", "quit", "commit"));
        string[] shown = _board.Type("display pki cmp auto-update");
        Silent(shown);
        Assert.Contains("   Certificate          : cmp_ir.cer", shown);
        Assert.Contains("   Next action          : generation of the next key pair", shown);
        Assert.Contains(shown, l => l.StartsWith("   Update due at        : 80 %, ",
            StringComparison.Ordinal));
    }

    [Fact]
    public void The_portable_engine_says_that_it_cannot_sign()
    {
        Silent(_board.Type(ConsoleBench.Enrol));
        using ConsoleBench plain = new(_ca.Endpoint.ToString(), _board);
        string[] said = plain.Type("system-view", "pki cmp initial-request session cmp");
        Assert.Contains("Error: The key engine of this board cannot use the key pair: apply with"
            + " an RSA key pair.", said);
    }

    private void Install(string kind, string regenerate) => Silent(_board.Type(
        "pki import-certificate ca filename cmp_ca1.cer", "y", "n",
        $"pki import-certificate local filename cmp_{kind}.cer", "n", "pki cmp session cmp",
        $"cmp-request authentication-cert cmp_{kind}.cer",
        "cmp-request rsa local-key-pair rsa_cmp" + regenerate, "quit", "commit"));

    private byte[] Key(string file) => Certificate.Parse(
        GatewayFirmware.ReadCertificate(_board.Parts, file)!, new CertificateError())
        .PublicKeyInfo();

    private static int Size(byte[] publicKey)
    {
        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        return key.KeySize;
    }

    private static void Silent(string[] transcript) => Assert.False(
        transcript.Any(line => line.Contains("Error")), string.Join('\n', transcript));
}
