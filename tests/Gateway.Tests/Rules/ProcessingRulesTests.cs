using System.Linq;
using Gateway.Cmp;
using Gateway.Tests.Cmp;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Xunit;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;

namespace Gateway.Tests.Rules;

/// <summary>Responses and their confirmation, rules 27 to 33.</summary>
public class ProcessingRulesTests
{
    [Theory]
    [InlineData(CertificateRequestKind.Initial, 0)]
    [InlineData(CertificateRequestKind.Pkcs10, -1)]
    [Rule(27)]
    public void Rule27_TheOneResponseWithTheRightIdIsTaken(CertificateRequestKind kind, int id)
    {
        BouncyPeer peer = new() { CertReqId = id };
        Assert.Equal(CmpOutcome.Done,
            Enrolling.Run(peer.Answer, r => r.Kind = kind).Outcome);
    }

    [Theory]
    [InlineData(CertificateRequestKind.Initial)]
    [InlineData(CertificateRequestKind.Certification)]
    [InlineData(CertificateRequestKind.KeyUpdate)]
    [InlineData(CertificateRequestKind.Pkcs10)]
    [Rule(28, Breaks = true)]
    public void Rule28_ARejectedRequestIsNotConfirmed(CertificateRequestKind kind)
    {
        bool isUpdate = kind == CertificateRequestKind.KeyUpdate;
        BouncyPeer peer = isUpdate ? BouncyPeer.Signing(People.Root) : new();
        peer.BodyFor = m => PeerBodies.Status(PeerBodies.AnswerType(m.Body.Type),
            kind == CertificateRequestKind.Pkcs10 ? -1 : 0, PeerBodies.Rejection, "no",
            PkiFailureInfo.BadPop);
        CmpMachine machine = Enrolling.Run(peer.Answer, r =>
        {
            if (isUpdate) Enrolling.Update(r);
            r.Kind = kind;
        });
        Told.Nobody(machine, peer, CmpOutcome.Rejected, "badPOP (no)");
        Assert.Single(peer.Received);
    }

    [Fact]
    [Rule(28)]
    [Rule(33)]
    public void Rule28_AcceptedAndGrantedWithModsGoOnToPkiConf()
    {
        foreach (int status in new[] { 0, 1 })
        {
            BouncyPeer peer = new() { Status = status };
            CmpMachine machine = Enrolling.Run(peer.Answer);
            Assert.Equal(CmpOutcome.Done, machine.Outcome);
            Assert.Equal(2, peer.Received.Count);
            Assert.Equal(status == 1, machine.Granted().Differences.Length == 1);
        }
    }

    [Fact]
    [Rule(32)]
    public void Rule32_AnAcceptanceIsOneStatusWithoutFailInfo()
    {
        BouncyPeer peer = new();
        Assert.Equal(CmpOutcome.Done, Enrolling.Run(peer.Answer).Outcome);
        CertStatus status = Assert.Single(CertConfirmContent.GetInstance(
            BouncyPeer.Open(peer.Received[1]).Body.Content).ToCertStatusArray());
        Assert.Equal(0, status.StatusInfo.Status.IntValueExact);
        Assert.Null(status.StatusInfo.FailInfo);
    }

    [Fact]
    [Rule(33)]
    public void Rule33_TheCertificateIsHandedOverAfterPkiConfAlone()
    {
        BouncyPeer peer = new();
        CmpMachine machine = Enrolling.Machine();
        int answers = 0;
        Enrolling.Run(machine, request =>
        {
            Assert.Null(machine.Granted().Certificate);
            answers++;
            return peer.Answer(request);
        }, TestCa.Now);
        Assert.Equal(2, answers);
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
        Assert.NotNull(machine.Granted().Certificate);
    }

    [Fact]
    [Rule(29)]
    public void Rule29_AKeyWrittenWithoutParametersIsTheSameKey()
    {
        BouncyPeer peer = new()
        {
            Issue = template =>
            {
                SubjectPublicKeyInfo key = template.PublicKey;
                SubjectPublicKeyInfo bare = new(new AlgorithmIdentifier(key.Algorithm.Algorithm),
                    key.PublicKey.GetBytes());
                byte[] issued = BouncyPeer.IssueFromTemplate(template);
                return Reissue(issued, bare);
            },
        };
        CmpMachine machine = Enrolling.Run(peer.Answer);
        Assert.Contains(machine.Outcome, new[] { CmpOutcome.Done });
    }

    [Fact]
    [Rule(31, Breaks = true)]
    public void Rule31_AHashOfAnotherKindIsNoticed()
    {
        SentTalk talk = SentTalk.Mac();
        byte[] issued = talk.Peer.Expected.Issued!;
        PkiBody other = CertConf(new DerOctetString(
            System.Security.Cryptography.SHA384.HashData(issued)), DerInteger.Zero);
        Assert.Equal([31], talk.Replace(1, other).Judge());
    }

    [Fact]
    [Rule(32, Breaks = true)]
    public void Rule32_TwoStatusesOrAFailInfoInAnAcceptanceAreNoticed()
    {
        SentTalk talk = SentTalk.Mac();
        CertStatus good = CertConfirmContent.GetInstance(talk.CertConf.Body.Content)
            .ToCertStatusArray()[0];
        PkiBody two = new(PkiBody.TYPE_CERT_CONFIRM, new DerSequence(good, good));
        Assert.Equal([32], talk.Replace(1, two).Judge());
        PkiBody odd = CertConf(good.CertHash, DerInteger.Zero,
            PeerBodies.Info(PeerBodies.Accepted, null, PkiFailureInfo.BadPop));
        Assert.Equal([32], talk.Replace(1, odd).Judge());
    }

    [Fact]
    [Rule(33, Breaks = true)]
    public void Rule33_APkiConfWithAnotherSecretConfirmsNothing()
    {
        BouncyPeer peer = new();
        CmpMachine machine = Enrolling.Run(request =>
        {
            if (peer.Received.Count == 1) peer.AnswerSecret = "another secret";
            return peer.Answer(request);
        });
        Told.Nobody(machine, peer, CmpOutcome.BadProtection, "not confirmed: apply again");
    }

    private static PkiBody CertConf(params Asn1Encodable[] status) =>
        new(PkiBody.TYPE_CERT_CONFIRM, new DerSequence(new DerSequence(status)));

    // The same certificate with another way of writing the key; nobody checks its signature.
    private static byte[] Reissue(byte[] issued, SubjectPublicKeyInfo key)
    {
        Asn1Sequence certificate = Asn1Sequence.GetInstance(issued);
        Asn1Encodable[] fields = Asn1Sequence.GetInstance(certificate[0]).ToArray();
        int at = System.Array.FindIndex(fields, f => f.ToAsn1Object() is Asn1Sequence s
            && s.Count == 2 && s[1].ToAsn1Object() is DerBitString);
        fields[at] = key;
        return new DerSequence(new DerSequence(fields), certificate[1], certificate[2])
            .GetDerEncoded();
    }
}
