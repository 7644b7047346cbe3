using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Gateway.Ctl;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Xunit;
using static Gateway.Tests.Inspect.BodyTag;

namespace Gateway.Tests.Inspect;

/// <summary>Fields of every body that an end entity meets, and the forms of input.</summary>
public sealed class TreeTests
{
    private static readonly Party s_ca = Party.Create("CN=CA");
    private static readonly Party s_device = Party.Create("CN=device", s_ca);

    private static string Show(int tag, Asn1Encodable content, Action<Draft>? change = null)
    {
        var talk = new Talk(s_device, s_ca);
        bool request = tag is Ir or Cr or P10cr or Kur or Rr or Genm or CertConf or PollReq;
        byte[] message = (request ? talk.Ask(tag, content, change)
            : talk.Answer(tag, content, change)).Messages[0];
        InspectRun run = InspectRun.Of([message]);
        Assert.Equal("", run.Error);
        return run.Output;
    }

    private static string ShowInfo(string oid, Asn1Encodable? value) => Show(Genp, new DerSequence(
        value is null ? new InfoTypeAndValue(new DerObjectIdentifier(oid))
            : new InfoTypeAndValue(new DerObjectIdentifier(oid), value)));

    private static void Has(string output, params string[] lines)
    {
        string[] printed = [.. output.Split('\n')
            .Select(line => line.TrimStart(" 0123456789".ToCharArray()))];
        foreach (string line in lines)
            Assert.True(printed.Contains(line), $"no line '{line}' in\n{output}");
    }

    private static CertificateList RevocationList()
    {
        var list = new V2TbsCertListGenerator();
        list.SetSignature(s_ca.Algorithm);
        list.SetIssuer(s_ca.Name);
        list.SetThisUpdate(new Time(new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc)));
        list.AddCrlEntry(DerInteger.ValueOf(7),
            new Time(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)), CrlReason.KeyCompromise);
        TbsCertificateList tbs = list.GenerateTbsCertList();
        return CertificateList.GetInstance(new DerSequence(
            tbs, s_ca.Algorithm, new DerBitString(s_ca.Compute(tbs.GetDerEncoded()))));
    }

    [Fact]
    public void Rr_and_rp()
    {
        CertTemplate template = new CertTemplateBuilder().SetIssuer(s_ca.Name)
            .SetSerialNumber(DerInteger.ValueOf(7)).Build();
        var reason = new X509ExtensionsGenerator();
        reason.AddExtension(X509Extensions.ReasonCode, false, new CrlReason(CrlReason.Superseded));
        Has(Show(Rr, new DerSequence(new RevDetails(template, reason.Generate()))),
            "rr", "RevDetails", "serialNumber: 7", "issuer: CN=CA", "reasonCode: 4 (superseded)");
        Has(Show(Rp, new DerSequence(new DerSequence(Content.Status(0)),
            new DerTaggedObject(true, 0, new DerSequence(Content.CertIdOf(s_device))),
            new DerTaggedObject(true, 1, new DerSequence(RevocationList())))),
            "rp", "status: 0 (accepted)", "revCerts", "issuer, directoryName: CN=CA",
            "crls", "CertificateList", "reasonCode: 1 (keyCompromise)");
    }

    [Fact]
    public void Polling_and_errors()
    {
        Has(Show(PollReq, Content.PollRequest(-1)), "pollReq", "certReqId: -1");
        Has(Show(PollRep, Content.PollReply(0, 60)), "pollRep", "checkAfter: 60");
        Has(Show(Error, Content.Error(3)), "error", "status: 3 (waiting)");
        Has(Show(CertConf, Content.Confirm(new byte[64], withHashAlg: true)),
            "hashAlg: id-sha512 (2.16.840.1.101.3.4.2.3)");
    }

    [Fact]
    public void Kur_with_oldCertID()
    {
        Has(Show(Kur, Content.Request(s_device, oldCertificate: s_device)),
            "controls", "AttributeTypeAndValue: id-regCtrl-oldCertID (1.3.6.1.5.5.7.5.1.5)",
            "issuer, directoryName: CN=CA");
        var token = new DerSequence(DerInteger.ValueOf(0), new CertTemplateBuilder().Build(),
            new DerSequence(new AttributeTypeAndValue(
                CrmfObjectIdentifiers.id_regCtrl_regToken, new DerUtf8String("hidden"))));
        string output = Show(Ir, new DerSequence(new DerSequence(token, Content.RaVerified)));
        Has(output, "value: (a secret, not shown)", "popo, raVerified: NULL");
        Assert.DoesNotContain("hidden", output);
    }

    [Fact]
    public void P10cr_with_attributes()
    {
        var extensions = new X509ExtensionsGenerator();
        extensions.AddExtension(X509Extensions.SubjectAlternativeName, false,
            new GeneralNames(new GeneralName(GeneralName.DnsName, "device.example")));
        var info = new CertificationRequestInfo(s_device.Name, s_device.PublicKey, new DerSet(
            new AttributePkcs(PkcsObjectIdentifiers.Pkcs9AtExtensionRequest,
                new DerSet(extensions.Generate())),
            new AttributePkcs(PkcsObjectIdentifiers.Pkcs9AtChallengePassword,
                new DerSet(new DerUtf8String("hidden")))));
        string output = Show(P10cr, new CertificationRequest(info, s_device.Algorithm,
            new DerBitString(s_device.Compute(info.GetDerEncoded()))));
        Has(output, "p10cr", "GeneralName, dNSName: device.example",
            "values: (a password, not shown)");
        Assert.DoesNotContain("hidden", output);
    }

    [Fact]
    public void General_messages()
    {
        string certificate = "Certificate: SHA256 " + Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(s_ca.Certificate.GetDerEncoded()));
        Has(ShowInfo("1.3.6.1.5.5.7.4.17", null), "genp",
            "InfoTypeAndValue: id-it-caCerts (1.3.6.1.5.5.7.4.17)");
        Has(ShowInfo("1.3.6.1.5.5.7.4.17", new DerSequence(s_ca.Certificate)), certificate);
        Has(ShowInfo("1.3.6.1.5.5.7.4.20", s_ca.Certificate), "value" + certificate[11..]);
        Has(ShowInfo("1.3.6.1.5.5.7.4.18", new DerSequence(s_ca.Certificate,
            new DerTaggedObject(true, 0, s_ca.Certificate),
            new DerTaggedObject(true, 1, s_device.Certificate))),
            "newWithNew" + certificate[11..], "newWithOld" + certificate[11..]);
        Has(ShowInfo("1.3.6.1.5.5.7.4.19", new DerSequence(
            new CertTemplateBuilder().SetSubject(new X509Name("O=x")).Build(),
            new DerSequence(new AttributeTypeAndValue(
                new DerObjectIdentifier("1.3.6.1.5.5.7.5.1.12"), DerInteger.ValueOf(3072))))),
            "certTemplate", "subject: O=x", "keySpec",
            "AttributeTypeAndValue: id-regCtrl-rsaKeyLen (1.3.6.1.5.5.7.5.1.12)",
            "value: 3072 (0x0c00)");
        Has(ShowInfo("1.3.6.1.5.5.7.4.22", new DerSequence(new DerSequence(
            new DerTaggedObject(true, 0, new DistributionPointName(new GeneralNames(
                new GeneralName(GeneralName.UniformResourceIdentifier, "http://x/crl")))),
            new DerUtcTime(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), 2049)))),
            "GeneralName, uniformResourceIdentifier: http://x/crl",
            "thisUpdate: 2026-01-01 00:00:00 UTC");
        Has(ShowInfo("1.3.6.1.5.5.7.4.23", new DerSequence(RevocationList())),
            "thisUpdate: 2026-01-02 00:00:00 UTC", "userCertificate: 7");
    }

    [Fact]
    public void General_info_of_a_header()
    {
        string output = Show(Ir, Content.Request(s_device), draft =>
        {
            draft.Info.Add(Content.ImplicitConfirm());
            draft.Info.Add(new InfoTypeAndValue(new DerObjectIdentifier("1.3.6.1.5.5.7.4.21"),
                new DerSequence(new DerUtf8String("tls"))));
            draft.Info.Add(new InfoTypeAndValue(CmpObjectIdentifiers.it_confirmWaitTime,
                new DerGeneralizedTime("20260504120100Z")));
        });
        Has(output, "InfoTypeAndValue: id-it-implicitConfirm (1.3.6.1.5.5.7.4.13)", "value: NULL",
            "name: \"tls\"", "value: 2026-05-04 12:01:00 UTC");
    }

    [Fact]
    public void Parameters_of_protection()
    {
        Party pss = Party.Create("CN=CA", signature: "SHA256WITHRSAANDMGF1", seed: "pss");
        Has(Show(Ip, Content.Reply(s_device), draft => draft.Protector = pss),
            "protectionAlg: id-RSASSA-PSS (1.2.840.113549.1.1.10)", "saltLength: 32",
            "maskGenAlgorithm: id-mgf1 (1.2.840.113549.1.1.8)");
        Has(Show(Ip, Content.Reply(s_device), draft => draft.Protector = new Pbmac1("x")),
            "protectionAlg: id-PBMAC1 (1.2.840.113549.1.5.14)",
            "keyDerivationFunc: id-PBKDF2 (1.2.840.113549.1.5.12)", "keyLength: 64",
            "prf: id-hmacWithSHA512 (1.2.840.113549.2.11)");
    }

    [Fact]
    public void Forms_of_input_show_the_same()
    {
        byte[] message = new Talk(s_device, s_ca).Ask(Kur,
            Content.Request(s_device, oldCertificate: s_device)).Messages[0];
        string text = Convert.ToBase64String(message, Base64FormattingOptions.InsertLineBreaks);
        byte[] pem = Encoding.ASCII.GetBytes(
            $"-----BEGIN PKIXCMP-----\n{text}\n-----END PKIXCMP-----\n");
        string[] outputs = [.. new[] { message, Encoding.ASCII.GetBytes(text + "\n"), pem }
            .Select(bytes => InspectRun.Of([bytes])).Select(run => run.Output)];
        Assert.StartsWith($"CMP message, {message.Length} bytes (DER)\n", outputs[0]);
        Assert.StartsWith($"CMP message, {message.Length} bytes (base64, ", outputs[1]);
        Assert.StartsWith($"CMP message, {message.Length} bytes (PEM PKIXCMP, ", outputs[2]);
        Assert.Single(outputs.Select(one => one[one.IndexOf('\n')..]).Distinct());
    }

    [Fact]
    public void Files_that_are_no_messages_have_no_rules()
    {
        InspectRun run = InspectRun.Of(
            [RevocationList().GetDerEncoded(), s_ca.Certificate.GetDerEncoded()]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.StartsWith("0.der: Certificate revocation list, ", run.Output);
        Assert.Contains("\n1.der: X.509 certificate, ", run.Output);
        Assert.DoesNotContain("Rules", run.Output);
    }

    [Fact]
    public async Task Wrong_usage_and_missing_files_are_told()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("inspect");
        InspectRun run = InspectRun.Of(folder, ["-", "-"]);
        Assert.Equal((2, "Error: standard input can be read once only\n"), (run.Code, run.Error));
        Assert.Equal(2, InspectRun.Of(folder, [.. Enumerable.Repeat("x", 65)]).Code);
        string missing = Path.Combine(folder.FullName, "missing");
        run = InspectRun.Of(folder, [missing]);
        Assert.Equal((1, "Error: missing: no such file\n"),
            (run.Code, run.Error.Replace(folder.FullName + Path.DirectorySeparatorChar, "")));
        string empty = InspectRun.Write(folder, "empty", []);
        run = InspectRun.Of(folder, [empty, "--secret-file", empty]);
        Assert.Equal((1, "Error: --secret-file: empty is empty\n"), (run.Code, run.Error));
        string longer = InspectRun.Write(folder, "long", new byte[129]);
        Assert.Contains("longer than 128 bytes",
            InspectRun.Of(folder, [empty, "--secret-file", longer]).Error);
        Assert.Equal(2, await Program.Main(["inspect"]));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_damaged_transaction_with_signatures_is_judged_and_never_more()
    {
        byte[][] messages = new Talk(s_device, s_ca)
            .Ask(Kur, Content.Request(s_device, oldCertificate: s_device))
            .Answer(Kup, Content.Reply(s_device))
            .Ask(CertConf, Content.Confirm(s_device.Hash("SHA-256"))).Messages;
        var random = new Random(13);
        for (int i = 0; i < 150; i++)
        {
            byte[][] damaged = [.. messages.Select(one => one.ToArray())];
            byte[] one = damaged[random.Next(damaged.Length)];
            one[random.Next(one.Length)] ^= (byte)random.Next(1, 256);
            Assert.InRange(InspectRun.Of(damaged, "--rules-only").Code, 0, 1);
        }
    }
}
