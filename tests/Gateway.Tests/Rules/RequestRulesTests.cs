using System;
using System.Linq;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Tests.Cmp;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Pkcs;
using Xunit;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;

namespace Gateway.Tests.Rules;

/// <summary>Bodies of requests, rules 12 to 17.</summary>
public class RequestRulesTests
{
    [Fact]
    [Rule(12, Breaks = true)]
    public void Rule12_TwoRequestsOrAnotherIdAreNoticed()
    {
        SentTalk talk = SentTalk.Mac();
        CertReqMsg one = OnlyRequest(talk);
        Assert.Equal([12], talk.Replace(0, Body(talk, one, one)).Judge());
        talk = SentTalk.Mac();
        CertRequest other = new(DerInteger.ValueOf(1), one.CertReq.CertTemplate, null);
        Assert.Contains(12, talk.Replace(0, Body(talk, new CertReqMsg(other, one.Pop, null)))
            .Judge());
    }

    [Fact]
    [Rule(13, Breaks = true)]
    public void Rule13_ATemplateWithoutSubjectOrKeyOrWithAnotherVersionIsNoticed()
    {
        CertTemplate full = OnlyRequest(SentTalk.Mac()).CertReq.CertTemplate;
        CertTemplate[] bad =
        {
            new CertTemplateBuilder().SetSubject(full.Subject).Build(),
            new CertTemplateBuilder().SetSubjectPublicKeyInfo(full.PublicKey).Build(),
            new CertTemplateBuilder().SetSubject(full.Subject).SetVersion(1)
                .SetSubjectPublicKeyInfo(full.PublicKey).Build(),
        };
        foreach (CertTemplate template in bad)
        {
            SentTalk talk = SentTalk.Mac();
            CertRequest request = new(DerInteger.Zero, template, null);
            CertReqMsg message = new(request, OnlyRequest(talk).Pop, null);
            Assert.Equal([13], talk.Replace(0, Body(talk, message)).Judge());
        }
    }

    [Fact]
    [Rule(14, Breaks = true)]
    public void Rule14_RaVerifiedOrASignatureThatDoesNotFitIsNoticed()
    {
        SentTalk talk = SentTalk.Mac();
        CertReqMsg good = OnlyRequest(talk);
        CertReqMsg verified = new(good.CertReq, new ProofOfPossession(), null);
        Assert.Equal([14], talk.Replace(0, Body(talk, verified)).Judge());
        talk = SentTalk.Mac();
        CertTemplate template = new CertTemplateBuilder().SetSubject(new X509Name("CN=other"))
            .SetSubjectPublicKeyInfo(good.CertReq.CertTemplate.PublicKey).Build();
        CertRequest changed = new(DerInteger.Zero, template, null);
        Assert.Equal([14], talk.Replace(0,
            Body(talk, new CertReqMsg(changed, good.Pop, null))).Judge());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(15)]
    public void Rule15_AKeyUpdateNamesAndUsesTheCertificateThatItReplaces(bool isSameKey)
    {
        SentTalk talk = SentTalk.Of(r =>
        {
            Enrolling.Update(r);
            if (isSameKey) r.PrivateKey = People.Device.PrivateKey;
        }, BouncyPeer.Signing(People.Root));
        Assert.Equal(PkiBody.TYPE_KEY_UPDATE_REQ, talk.Request.Body.Type);
        CertReqMsg request = OnlyRequest(talk);
        AttributeTypeAndValue control = Assert.Single(
            request.CertReq.Controls.ToAttributeTypeAndValueArray());
        Assert.Equal("1.3.6.1.5.5.7.5.1.5", control.Type.Id);
        CertId id = CertId.GetInstance(control.Value);
        X509CertificateStructure old =
            X509CertificateStructure.GetInstance(People.Device.Certificate);
        Assert.Equal(old.SerialNumber, id.SerialNumber);
        Assert.Equal(old.Issuer.GetDerEncoded(), id.Issuer.Name.ToAsn1Object().GetDerEncoded());
        Assert.Equal(isSameKey ? People.Device.PublicKey : TestCa.DevicePublicKey,
            request.CertReq.CertTemplate.PublicKey.GetDerEncoded());
    }

    [Fact]
    [Rule(15, Breaks = true)]
    public void Rule15_NoOrAnotherOldCertificateIsNoticed()
    {
        SentTalk talk = SentTalk.Update();
        CertReqMsg good = OnlyRequest(talk);
        CertRequest bare = new(DerInteger.Zero, good.CertReq.CertTemplate, null);
        Assert.Contains(15, talk.Replace(0, Body(talk, new CertReqMsg(bare, good.Pop, null)))
            .Judge());
        talk = SentTalk.Update();
        X509CertificateStructure other =
            X509CertificateStructure.GetInstance(People.Root.Certificate);
        AttributeTypeAndValue control = new(new DerObjectIdentifier("1.3.6.1.5.5.7.5.1.5"),
            new CertId(new GeneralName(other.Issuer), other.SerialNumber));
        CertRequest misled = new(DerInteger.Zero, good.CertReq.CertTemplate,
            new Controls(control));
        Assert.Contains(15, talk.Replace(0, Body(talk, new CertReqMsg(misled, good.Pop, null)))
            .Judge());
    }

    [Fact]
    [Rule(15, Breaks = true)]
    public void Rule15_AKeyUpdateWithoutOldCertificateIsABugOfTheCaller()
    {
        Assert.Throws<ArgumentException>(() => Enrolling.Machine(r =>
        {
            Enrolling.Update(r);
            r.OldCertificate = null;
        }));
        Assert.Throws<ArgumentException>(() => Enrolling.Machine(r =>
            r.OldCertificate = People.Device.Certificate));
    }

    [Fact]
    [Rule(16)]
    public void Rule16_Pkcs10IsConfirmedWithMinusOne()
    {
        SentTalk talk = SentTalk.Of(r => r.Kind = CertificateRequestKind.Pkcs10);
        Assert.Equal(PkiBody.TYPE_P10_CERT_REQ, talk.Request.Body.Type);
        CertificationRequest request = CertificationRequest.GetInstance(talk.Request.Body.Content);
        Assert.True(new Pkcs10CertificationRequest(
            request.GetDerEncoded()).Verify());
        Assert.Equal(Enrolling.Subject, request.GetCertificationRequestInfo().Subject
            .GetDerEncoded());
        CertStatus status = Assert.Single(CertConfirmContent.GetInstance(
            talk.CertConf.Body.Content).ToCertStatusArray());
        Assert.Equal(-1, status.CertReqID.IntValueExact);
    }

    [Fact]
    [Rule(16, Breaks = true)]
    public void Rule16_AConfirmationWithAnotherIdIsNoticed()
    {
        SentTalk talk = SentTalk.Of(r => r.Kind = CertificateRequestKind.Pkcs10);
        CertStatus status = CertConfirmContent.GetInstance(talk.CertConf.Body.Content)
            .ToCertStatusArray()[0];
        PkiBody body = new(PkiBody.TYPE_CERT_CONFIRM, new DerSequence(new DerSequence(
            status.CertHash, DerInteger.Zero)));
        Assert.Equal([16], talk.Replace(1, body).Judge());
    }

    [Fact]
    [Rule(16, Breaks = true)]
    public void Rule16_AnAnswerToPkcs10WithAnotherIdIsRefusedAndTold()
    {
        BouncyPeer peer = new() { CertReqId = 0 };
        CmpMachine machine = Enrolling.Run(peer.Answer,
            r => r.Kind = CertificateRequestKind.Pkcs10);
        Told.Check(machine, peer, PkiFailureInfo.BadDataFormat, "certReqId");
    }

    [Theory]
    [InlineData(CertificateRequestKind.Certification, PkiBody.TYPE_CERT_REQ)]
    [InlineData(CertificateRequestKind.KeyUpdate, PkiBody.TYPE_KEY_UPDATE_REQ)]
    [Rule(17)]
    public void Rule17_AnAnswerWithoutCaPubsIsTaken(CertificateRequestKind kind, int type)
    {
        SentTalk talk = SentTalk.Of(r => Prepare(r, kind), Peer(kind));
        Assert.Equal(type, talk.Request.Body.Type);
    }

    [Theory]
    [InlineData(CertificateRequestKind.Certification)]
    [InlineData(CertificateRequestKind.KeyUpdate)]
    [Rule(17, Breaks = true)]
    public void Rule17_CaPubsInCpOrKupAreAnError(CertificateRequestKind kind)
    {
        BouncyPeer peer = Peer(kind);
        peer.CaPubs = [People.Root.Certificate];
        CmpMachine machine = Enrolling.Run(peer.Answer, r => Prepare(r, kind));
        Told.Check(machine, peer, PkiFailureInfo.BadDataFormat, "caPubs");
    }

    private static void Prepare(EnrolmentRequest request, CertificateRequestKind kind)
    {
        if (kind == CertificateRequestKind.KeyUpdate) Enrolling.Update(request);
        request.Kind = kind;
    }

    private static BouncyPeer Peer(CertificateRequestKind kind) =>
        kind == CertificateRequestKind.KeyUpdate ? BouncyPeer.Signing(People.Root) : new();

    private static CertReqMsg OnlyRequest(SentTalk talk) => Assert.Single(
        CertReqMessages.GetInstance(talk.Request.Body.Content).ToCertReqMsgArray());

    private static PkiBody Body(SentTalk talk, params CertReqMsg[] messages) =>
        new(talk.Request.Body.Type, new CertReqMessages(messages));
}
