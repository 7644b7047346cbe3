using System;
using System.Threading.Tasks;
using Gateway.LabCa;
using Gateway.Tests.Support;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Xunit;

namespace Gateway.Tests.LabCa;

/// <summary>PBMAC1 in requests and answers, against BouncyCastle and OpenSSL.</summary>
public sealed class LabCaPbmac1Tests : LabCaTestBase
{
    private const string HmacSha1 = "1.2.840.113549.2.7";
    private const string HmacSha256 = "1.2.840.113549.2.9";
    private const string HmacSha512 = "1.2.840.113549.2.11";

    [Theory]
    [InlineData(HmacSha256, HmacSha256, 32)]
    [InlineData(HmacSha512, HmacSha512, 64)]
    [InlineData(HmacSha256, HmacSha512, 40)]
    [InlineData(HmacSha1, HmacSha256, 20)]
    public async Task Enrols_and_answers_under_the_parameters_of_the_request(string prf, string mac,
        int keyLength)
    {
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient { Pbmac1 = (prf, mac, keyLength), Iterations = 1234 };
        PkiMessage answer = await client.SendAsync(ca, client.Ir());
        (Pbkdf2Params derivation, string scheme) = ParametersOf(answer);
        Assert.Equal((prf, mac, 1234, keyLength), (derivation.Prf.Algorithm.Id, scheme,
            derivation.IterationCountObject.IntValueExact,
            derivation.KeyLengthObject.IntValueExact));
        PkiMessage done = await client.SendAsync(ca,
            client.CertConf(CmpTestClient.Certificate(answer)));
        Assert.Equal(derivation.GetSalt(), ParametersOf(done).Derivation.GetSalt());
        Assert.Equal(CertificateStatus.Valid, Assert.Single(ca.Issued).Status);
    }

    private static (Pbkdf2Params Derivation, string Mac) ParametersOf(PkiMessage message)
    {
        Assert.Equal(Pbmac1Factory.Oid, message.Header.ProtectionAlg.Algorithm.Id);
        Asn1Sequence parameters = Asn1Sequence.GetInstance(message.Header.ProtectionAlg.Parameters);
        return (Pbkdf2Params.GetInstance(AlgorithmIdentifier.GetInstance(parameters[0]).Parameters),
            AlgorithmIdentifier.GetInstance(parameters[1]).Algorithm.Id);
    }

    [Theory]
    [InlineData("password", "error badMessageCheck")]
    [InlineData("keyLength", "error badAlg")]
    [InlineData("iterations", "error badAlg")]
    [InlineData("mac", "error badAlg")]
    public async Task What_is_wrong_is_refused(string spoiled, string expected)
    {
        await using LabCaServer ca = await StartAsync(protectWrongMac: false);
        var client = new CmpTestClient
        {
            Pbmac1 = (HmacSha256, spoiled == "mac" ? "1.2.840.113549.2.8" : HmacSha256,
                spoiled == "keyLength" ? 8 : 32),
            Iterations = spoiled == "iterations" ? 100_001 : 200,
            Password = spoiled == "password" ? "wrong" : CmpTestClient.Secret,
        };
        PkiMessage answer = await client.SendAsync(ca, client.Ir(), isProtected: false);
        Assert.Equal(expected, CmpTestClient.Refusal(answer));
        Assert.Empty(ca.Issued);
    }

    // OpenSSL 3.0 takes password and key of these two commands as arguments only. Both are
    // throwaway values that stand in this source: no secret is shown to a list of processes.
    [Theory]
    [InlineData(HmacSha256, "SHA256", 32)]
    [InlineData(HmacSha512, "SHA512", 64)]
    public async Task OpenSsl_computes_the_same_value(string oid, string digest, int keyLength)
    {
        OpenSsl.RequireOrSkip();
        await using LabCaServer ca = await StartAsync();
        var client = new CmpTestClient { Pbmac1 = (oid, oid, keyLength) };
        PkiMessage answer = await client.SendAsync(ca, client.Ir());
        Pbkdf2Params derivation = ParametersOf(answer).Derivation;
        string key = OpenSsl.Run(["kdf", "-keylen", $"{keyLength}", "-kdfopt", "digest:" + digest,
            "-kdfopt", "pass:" + CmpTestClient.Secret, "-kdfopt",
            "hexsalt:" + Convert.ToHexString(derivation.GetSalt()), "-kdfopt",
            $"iter:{derivation.IterationCountObject.IntValueExact}", "PBKDF2"]).Ok().Text
            .Trim().Replace(":", "");
        byte[] part = new DerSequence(answer.Header, answer.Body).GetDerEncoded();
        string mac = OpenSsl.Run(["mac", "-digest", digest, "-macopt", "hexkey:" + key, "-in", "-",
            "HMAC"], stdin: part).Ok().Text.Trim();
        Assert.Equal(Convert.ToHexString(answer.Protection.GetOctets()), mac);
    }
}
