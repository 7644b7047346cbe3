using System;
using System.Linq;
using System.Security.Cryptography;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Tests.Rules;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crmf;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Security;
using Xunit;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;
using BcStatus = Org.BouncyCastle.Asn1.Cmp.PkiStatus;

namespace Gateway.Tests.Cmp;

/// <summary>
/// What is sent, decoded by BouncyCastle. Numbers are those of the rules for an end entity.
/// </summary>
public class EnrolmentExchangeTests
{
    // In this order: an exchange sets the machine.
    private static CmpMachine machine = null!;
    private static readonly BouncyPeer Peer = Exchange();
    private static readonly BcMessage Ir = BouncyPeer.Open(Peer.Received[0]);
    private static readonly BcMessage CertConf = BouncyPeer.Open(Peer.Received[1]);

    private static BouncyPeer Exchange()
    {
        BouncyPeer peer = new();
        machine = Enrolling.Run(peer.Answer);
        return peer;
    }

    [Fact]
    public void ExchangeEndsEnrolled()
    {
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
        Assert.Equal("The certificate is granted and confirmed.", machine.Reason);
        Assert.Empty(machine.Granted().Differences);
        Assert.True(machine.Granted().IssuerVerified);
        Assert.Equal(TestCa.Root.RawData, Assert.Single(machine.Granted().CaCertificates));
        X509CertificateStructure certificate =
            X509CertificateStructure.GetInstance(machine.Granted().Certificate);
        Assert.Equal(Enrolling.Subject, certificate.Subject.GetDerEncoded());
        Assert.Equal(TestCa.DevicePublicKey, certificate.SubjectPublicKeyInfo.GetDerEncoded());
        Assert.Equal(2, Peer.Received.Count);
    }

    [Fact]
    [Rule(1)]
    public void Rule01_PvnoIsTwo()
    {
        Assert.Equal(2, Ir.Header.Pvno.IntValueExact);
        Assert.Equal(2, CertConf.Header.Pvno.IntValueExact);
    }

    [Fact]
    [Rule(3)]
    public void Rule03_SenderAndSenderKidAreTheReference()
    {
        foreach (BcMessage message in new[] { Ir, CertConf })
        {
            Assert.Equal(GeneralName.DirectoryName, message.Header.Sender.TagNo);
            Assert.Equal("CN=1234", message.Header.Sender.Name.ToString());
            Assert.Equal("1234"u8.ToArray(), message.Header.SenderKID.GetOctets());
            Assert.Equal(GeneralName.DirectoryName, message.Header.Recipient.TagNo);
            Assert.Equal(Enrolling.Recipient,
                message.Header.Recipient.Name.ToAsn1Object().GetDerEncoded());
        }
    }

    [Fact]
    [Rule(5)]
    public void Rule05_MessageTimeIsTheClock()
    {
        Assert.Equal(TestCa.Now, new DateTimeOffset(
            Ir.Header.MessageTime.ToDateTime(), TimeSpan.Zero).ToUnixTimeSeconds());
        BouncyPeer peer = new();
        CmpMachine other = Enrolling.Run(peer.Answer, utcSeconds: UtcTime.Unknown);
        Assert.Equal(CmpOutcome.Done, other.Outcome);
        Assert.All(peer.Received, der => Assert.Null(BouncyPeer.Open(der).Header.MessageTime));
        peer = new BouncyPeer();
        other = Enrolling.Run(peer.Answer, request => request.Settings.TellsTime = false);
        Assert.Equal(CmpOutcome.Done, other.Outcome);
        Assert.All(peer.Received, der => Assert.Null(BouncyPeer.Open(der).Header.MessageTime));
    }

    [Fact]
    [Rule(6)]
    public void Rule06_TransactionIdIsSixteenBytesAndKept()
    {
        Assert.Equal(16, Ir.Header.TransactionID.GetOctetsLength());
        Assert.Equal(Ir.Header.TransactionID, CertConf.Header.TransactionID);
        BouncyPeer peer = new();
        Enrolling.Run(peer.Answer, seed: 2);
        Assert.NotEqual(Ir.Header.TransactionID,
            BouncyPeer.Open(peer.Received[0]).Header.TransactionID);
    }

    [Fact]
    [Rule(7)]
    public void Rule07_NoncesAreFreshAndAnswered()
    {
        Assert.Equal(16, Ir.Header.SenderNonce.GetOctetsLength());
        Assert.Equal(16, CertConf.Header.SenderNonce.GetOctetsLength());
        Assert.NotEqual(Ir.Header.SenderNonce, CertConf.Header.SenderNonce);
        Assert.NotEqual(Ir.Header.SenderNonce, Ir.Header.TransactionID);
        Assert.Null(Ir.Header.RecipNonce);
        Assert.Equal("16 bytes of nonc"u8.ToArray(), CertConf.Header.RecipNonce.GetOctets());
    }

    [Fact]
    [Rule(8)]
    [Rule(9)]
    public void Rule08_ProtectionIsTheSameInEveryMessage()
    {
        // BouncyPeer.Open has verified both protections.
        Assert.NotNull(Ir.Header.ProtectionAlg);
        Assert.Equal(Ir.Header.ProtectionAlg, CertConf.Header.ProtectionAlg);
        PbmParameter parameters = PbmParameter.GetInstance(Ir.Header.ProtectionAlg.Parameters);
        Assert.Equal(16, parameters.Salt.GetOctetsLength());
        Assert.Equal(100, parameters.IterationCount.IntValueExact);
        Assert.Equal("2.16.840.1.101.3.4.2.1", parameters.Owf.Algorithm.Id);
        Assert.Equal("1.2.840.113549.2.9", parameters.Mac.Algorithm.Id);
        Assert.Null(Ir.GetExtraCerts());
    }

    [Fact]
    [Rule(11)]
    public void Rule11_ImplicitConfirmIsNotOffered()
    {
        Assert.Null(Ir.Header.GetGeneralInfo());
    }

    [Fact]
    [Rule(12)]
    [Rule(13)]
    public void Rule12_OneRequestWithSubjectKeyAndAltName()
    {
        Assert.Equal(PkiBody.TYPE_INIT_REQ, Ir.Body.Type);
        CertReqMsg message = Assert.Single(
            CertReqMessages.GetInstance(Ir.Body.Content).ToCertReqMsgArray());
        Assert.Equal(0, message.CertReq.CertReqID.IntValueExact);
        Assert.Null(message.CertReq.Controls);
        CertTemplate template = message.CertReq.CertTemplate;
        Assert.Equal(new[] { 5, 6, 9 }, Asn1Sequence.GetInstance(template.GetDerEncoded())
            .Select(field => Asn1TaggedObject.GetInstance(field).TagNo).ToArray());
        Assert.Equal(Enrolling.Subject, template.Subject.GetDerEncoded());
        Assert.Equal(TestCa.DevicePublicKey, template.PublicKey.GetDerEncoded());
        DerObjectIdentifier oid = Assert.Single(template.Extensions.ExtensionOids.ToArray());
        Assert.Equal(X509Extensions.SubjectAlternativeName, oid);
        X509Extension altName = template.Extensions.GetExtension(oid);
        Assert.False(altName.IsCritical);
        Assert.Equal(Enrolling.AltName, altName.Value.GetOctets());
    }

    [Fact]
    [Rule(13)]
    public void Rule13_NoAltNameNoExtensions()
    {
        BouncyPeer peer = new();
        CmpMachine other = Enrolling.Run(peer.Answer, request =>
            request.SubjectAltName = null);
        Assert.Equal(CmpOutcome.Done, other.Outcome);
        BcMessage ir = BouncyPeer.Open(peer.Received[0]);
        Assert.Null(CertReqMessages.GetInstance(ir.Body.Content).ToCertReqMsgArray()[0]
            .CertReq.CertTemplate.Extensions);
    }

    [Theory]
    [InlineData(SignatureAlgorithm.RsaSha256, "1.2.840.113549.1.1.11")]
    [InlineData(SignatureAlgorithm.RsaSha384, "1.2.840.113549.1.1.12")]
    [InlineData(SignatureAlgorithm.RsaSha512, "1.2.840.113549.1.1.13")]
    [InlineData(SignatureAlgorithm.EcdsaSha256, "1.2.840.10045.4.3.2")]
    [Rule(14)]
    public void Rule14_ProofOfPossessionIsASignatureByTheNewKey(SignatureAlgorithm algorithm,
        string oid)
    {
        BouncyPeer peer = new();
        CmpMachine other = Enrolling.Run(peer.Answer, request =>
        {
            request.SignatureAlgorithm = algorithm;
            if (algorithm != SignatureAlgorithm.EcdsaSha256) return;
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            request.PrivateKey = key.ExportPkcs8PrivateKey();
        });
        Assert.Equal(CmpOutcome.Done, other.Outcome);
        CertReqMsg message = CertReqMessages.GetInstance(
            BouncyPeer.Open(peer.Received[0]).Body.Content).ToCertReqMsgArray()[0];
        Assert.Equal(ProofOfPossession.TYPE_SIGNING_KEY, message.Pop.Type);
        PopoSigningKey popo = PopoSigningKey.GetInstance(message.Pop.Object);
        Assert.Null(popo.PoposkInput);
        Assert.Equal(oid, popo.AlgorithmIdentifier.Algorithm.Id);
        bool isRsa = algorithm != SignatureAlgorithm.EcdsaSha256;
        Assert.Equal(isRsa ? DerNull.Instance : null, popo.AlgorithmIdentifier.Parameters);
        Assert.True(new CertificateRequestMessage(message).IsValidSigningKeyPop(
            new Asn1VerifierFactoryProvider(
                PublicKeyFactory.CreateKey(message.CertReq.CertTemplate.PublicKey))));
    }

    [Fact]
    [Rule(30)]
    [Rule(31)]
    [Rule(32)]
    public void Rule30_CertConfAcceptsTheOneCertificate()
    {
        Assert.Equal(PkiBody.TYPE_CERT_CONFIRM, CertConf.Body.Type);
        CertStatus status = Assert.Single(
            CertConfirmContent.GetInstance(CertConf.Body.Content).ToCertStatusArray());
        Assert.Equal(SHA256.HashData(machine.Granted().Certificate), status.CertHash.GetOctets());
        Assert.Equal(0, status.CertReqID.IntValueExact);
        Assert.Equal(0, status.StatusInfo.Status.IntValueExact);
        Assert.Null(status.StatusInfo.FailInfo);
        Assert.Null(status.StatusInfo.StatusString);
        Assert.Null(status.HashAlg);
    }

    [Theory]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    [Rule(31)]
    public void Rule31_CertHashFollowsTheSignatureAlgorithm(string hash)
    {
        HashAlgorithmName name = new(hash);
        BouncyPeer peer = new()
        {
            Issue = template => TestCa.Issue(template.Subject.GetDerEncoded(),
                template.PublicKey.GetDerEncoded(), Enrolling.AltName, hash: name),
        };
        CmpMachine other = Enrolling.Run(peer.Answer);
        Assert.Equal(CmpOutcome.Done, other.Outcome);
        CertStatus status = CertConfirmContent.GetInstance(
            BouncyPeer.Open(peer.Received[1]).Body.Content).ToCertStatusArray()[0];
        byte[] expected = hash == "SHA384"
            ? SHA384.HashData(other.Granted().Certificate)
            : SHA512.HashData(other.Granted().Certificate);
        Assert.Equal(expected, status.CertHash.GetOctets());
    }

    [Fact]
    [Rule(31)]
    public void Rule31_ThePssParametersTellTheHash()
    {
        BouncyPeer peer = new()
        {
            Issue = template => TestCa.Issue(template.Subject.GetDerEncoded(),
                template.PublicKey.GetDerEncoded(), Enrolling.AltName,
                hash: HashAlgorithmName.SHA384, padding: RSASignaturePadding.Pss),
        };
        CmpMachine other = Enrolling.Run(peer.Answer);
        Assert.Equal(CmpOutcome.Done, other.Outcome);
        BcMessage certConf = BouncyPeer.Open(peer.Received[1]);
        Assert.Equal(2, certConf.Header.Pvno.IntValueExact);
        CertStatus status =
            CertConfirmContent.GetInstance(certConf.Body.Content).ToCertStatusArray()[0];
        Assert.Null(status.HashAlg);
        Assert.Equal(SHA384.HashData(other.Granted().Certificate), status.CertHash.GetOctets());
        Assert.True(other.Granted().IssuerVerified);
    }

    [Fact]
    [Rule(31)]
    [Rule(1)]
    public void Rule31_AHashThatTheSignatureDoesNotTellIsNamedInVersionThree()
    {
        BouncyPeer peer = new()
        {
            Issue = template => TestCa.IssueWithEd25519(template.Subject, template.PublicKey),
        };
        CmpMachine other = Enrolling.Run(peer.Answer);
        Assert.Equal(CmpOutcome.Done, other.Outcome);
        BcMessage certConf = BouncyPeer.Open(peer.Received[1]);
        Assert.Equal(3, certConf.Header.Pvno.IntValueExact);
        CertStatus status =
            CertConfirmContent.GetInstance(certConf.Body.Content).ToCertStatusArray()[0];
        Assert.Equal("2.16.840.1.101.3.4.2.1", status.HashAlg.Algorithm.Id);
        Assert.Equal(SHA256.HashData(other.Granted().Certificate), status.CertHash.GetOctets());
        Assert.False(other.Granted().IssuerVerified);
    }

    [Fact]
    [Rule(30, Breaks = true)]
    public void Rule30_CertConfIsSentThoughImplicitConfirmIsGrantedUnasked()
    {
        BouncyPeer peer = new()
        {
            Bend = parts => parts.GeneralInfo =
                new[] { new InfoTypeAndValue(CmpObjectIdentifiers.it_implicitConfirm,
                DerNull.Instance) },
        };
        Assert.Equal(CmpOutcome.Done, Enrolling.Run(peer.Answer).Outcome);
        Assert.Equal(2, peer.Received.Count);
    }

    [Fact]
    public void TheSameSeedGivesTheSameBytes()
    {
        BouncyPeer again = new();
        Enrolling.Run(again.Answer);
        Assert.Equal(Peer.Received[0], again.Received[0]);
        Assert.Equal(Peer.Received[1], again.Received[1]);
    }

    [Theory]
    [InlineData(HashAlgorithmId.Sha1, HashAlgorithmId.Sha1)]
    [InlineData(HashAlgorithmId.Sha256, HashAlgorithmId.Sha1)]
    [InlineData(HashAlgorithmId.Sha384, HashAlgorithmId.Sha384)]
    [InlineData(HashAlgorithmId.Sha512, HashAlgorithmId.Sha512)]
    public void MacAlgorithmsThatAreSentVerifyElsewhere(HashAlgorithmId owf, HashAlgorithmId mac)
    {
        BouncyPeer peer = new();
        CmpMachine other = Enrolling.Run(peer.Answer, request =>
        {
            request.PbmOwf = (Gateway.Crypto.HashAlgorithm)owf;
            request.PbmMac = (Gateway.Crypto.HashAlgorithm)mac;
            request.PbmIterations = 1000;
        });
        Assert.Equal(CmpOutcome.Done, other.Outcome);
    }

    [Theory]
    [InlineData("1.3.14.3.2.26", "1.3.6.1.5.5.8.1.2")]
    [InlineData("1.3.14.3.2.26", "1.2.840.113549.2.7")]
    [InlineData("2.16.840.1.101.3.4.2.1", "1.2.840.113549.2.9")]
    [InlineData("2.16.840.1.101.3.4.2.2", "1.2.840.113549.2.10")]
    [InlineData("2.16.840.1.101.3.4.2.3", "1.2.840.113549.2.11")]
    public void MacAlgorithmsOfThePeerAreVerified(string owf, string mac)
    {
        BouncyPeer peer = new() { Owf = owf, Mac = mac, Iterations = 1999 };
        Assert.Equal(CmpOutcome.Done, Enrolling.Run(peer.Answer).Outcome);
    }

    [Fact]
    public void ASaltThatChangesWithEachAnswerIsFollowed()
    {
        BouncyPeer peer = new();
        peer.Bend = _ => { };
        int count = 0;
        byte[] Answer(byte[] request)
        {
            peer.Salt = new byte[] { (byte)++count, 2, 3, 4, 5, 6, 7, 8 };
            return peer.Answer(request);
        }

        Assert.Equal(CmpOutcome.Done, Enrolling.Run(Answer).Outcome);
        Assert.Equal(2, count);
    }

    [Fact]
    public void GrantedWithModsReportsTheDifferences()
    {
        BouncyPeer peer = new()
        {
            Status = (int)BcStatus.GrantedWithMods,
            Issue = template => TestCa.Issue(new X509Name("C=cn,O=huawei,CN=other").GetDerEncoded(),
                template.PublicKey.GetDerEncoded(), null),
        };
        CmpMachine other = Enrolling.Run(peer.Answer);
        Assert.Equal(CmpOutcome.Done, other.Outcome);
        Assert.Equal(new[]
        {
            "the subject is C=cn, O=huawei, CN=other",
            "it has no subjectAltName",
        }, other.Granted().Differences);
        Assert.Contains("with differences", other.Reason);
    }

    [Fact]
    public void DifferentAltNamesAndValidityAreReported()
    {
        byte[] otherNames = new GeneralNames(new[]
        {
            new GeneralName(GeneralName.IPAddress, "10.2.0.2"),
            new GeneralName(GeneralName.DnsName, "test.abc.com"),
            new GeneralName(GeneralName.Rfc822Name, "other@test.abc.com"),
        }).GetDerEncoded();
        BouncyPeer peer = new()
        {
            Issue = template => TestCa.Issue(template.Subject.GetDerEncoded(),
                template.PublicKey.GetDerEncoded(), otherNames),
        };
        long late = TestCa.Start.AddYears(2).ToUnixTimeSeconds();
        CmpMachine other = Enrolling.Run(peer.Answer, utcSeconds: late);
        Assert.Equal(new[]
        {
            "its subjectAltName is IP Address:10.2.0.2, DNS:test.abc.com, "
                + "email:other@test.abc.com",
            "it expired at 2027-01-01 00:00:00",
        }, other.Granted().Differences);
    }

    [Fact]
    [Rule(26)]
    public void Rule26_CaCertificatesStartWithThePathOfTheCertificate()
    {
        BouncyPeer peer = new()
        {
            Issue = template => TestCa.Issue(template.Subject.GetDerEncoded(),
                template.PublicKey.GetDerEncoded(), Enrolling.AltName, isUnderSub: true),
            CaPubs = new[] { TestCa.OtherRoot.RawData, TestCa.Root.RawData },
            ExtraCerts = new[] { TestCa.Root.RawData, TestCa.Sub.RawData },
        };
        CmpMachine other = Enrolling.Run(peer.Answer);
        Assert.Equal(CmpOutcome.Done, other.Outcome);
        Assert.True(other.Granted().IssuerVerified);
        Assert.Equal(new[] { TestCa.Sub.RawData, TestCa.Root.RawData, TestCa.OtherRoot.RawData },
            other.Granted().CaCertificates);
    }

    [Fact]
    public void WithoutCaPubsRootsOfExtraCertsAreOffered()
    {
        BouncyPeer peer = new()
        {
            CaPubs = Array.Empty<byte[]>(),
            ExtraCerts = new[]
            {
                TestCa.Sub.RawData, TestCa.OtherRoot.RawData, TestCa.Root.RawData,
                    TestCa.Root.RawData,
            },
        };
        CmpMachine other = Enrolling.Run(peer.Answer);
        Assert.Equal(new[] { TestCa.Root.RawData, TestCa.OtherRoot.RawData }, other.Granted().CaCertificates);
    }

    [Fact]
    public void ACertificateWithoutAnyCaCertificateIsTaken()
    {
        BouncyPeer peer = new() { CaPubs = Array.Empty<byte[]>() };
        CmpMachine other = Enrolling.Run(peer.Answer);
        Assert.Equal(CmpOutcome.Done, other.Outcome);
        Assert.Empty(other.Granted().CaCertificates);
        Assert.False(other.Granted().IssuerVerified);
    }

    [Fact]
    public void ManyExtraCertificatesAreBounded()
    {
        BouncyPeer peer = new()
        {
            ExtraCerts = Enumerable.Repeat(TestCa.OtherRoot.RawData, 20).ToArray(),
        };
        CmpMachine other = Enrolling.Run(peer.Answer);
        Assert.Equal(CmpOutcome.Done, other.Outcome);
        Assert.Equal(TestCa.Root.RawData, Assert.Single(other.Granted().CaCertificates));
    }

    /// <summary>The firmware's numbers of hash functions, public for theory data.</summary>
    public enum HashAlgorithmId
    {
        /// <summary>SHA-1.</summary>
        Sha1 = 1,

        /// <summary>SHA-256.</summary>
        Sha256 = 2,

        /// <summary>SHA-384.</summary>
        Sha384 = 3,

        /// <summary>SHA-512.</summary>
        Sha512 = 4,
    }
}
