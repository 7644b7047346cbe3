using System;
using System.Linq;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Tests.Cmp;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Xunit;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;

namespace Gateway.Tests.Rules;

/// <summary>
/// Headers of what is sent, rules 1 to 11: good exchanges keep them; one broken in a message that
/// was sent is the only one that the judge of sent messages names.
/// </summary>
public class SendingRulesTests
{
    private static readonly GeneralName Other = new(new X509Name("CN=other"));

    [Fact]
    [Rule(1, Breaks = true)]
    public void Rule01_AnotherVersionThanTwoIsNoticed()
    {
        Assert.Equal([1], SentTalk.Mac().Bend(parts => parts.Version = 3).Judge());
        Assert.Equal([1], SentTalk.Mac().Bend(parts => parts.Version = 1).Judge());
    }

    [Fact]
    [Rule(1)]
    public void Rule01_VersionThreeIsSentWhereConfigured()
    {
        BouncyPeer peer = new() { Expected = { IsVersion3 = true } };
        SentTalk talk = SentTalk.Of(r => r.Settings.UsesVersion3 = true, peer);
        Assert.All(talk.Messages, m => Assert.Equal(3, m.Header.Pvno.IntValueExact));
    }

    [Fact]
    [Rule(2)]
    [Rule(4)]
    [Rule(9)]
    [Rule(10)]
    public void Rule02_ASignerNamesItselfItsKeyAndItsCertificate()
    {
        SentTalk talk = SentTalk.Update();
        X509CertificateStructure device =
            X509CertificateStructure.GetInstance(People.Device.Certificate);
        Assert.Equal(2, talk.Messages.Count);
        foreach (BcMessage message in talk.Messages)
        {
            Assert.Equal(GeneralName.DirectoryName, message.Header.Sender.TagNo);
            Assert.Equal(device.Subject.GetDerEncoded(),
                message.Header.Sender.Name.ToAsn1Object().GetDerEncoded());
            Assert.Equal(People.Device.KeyId(), message.Header.SenderKID.GetOctets());
            Assert.Equal(People.Device.Certificate,
                message.GetExtraCerts()[0].X509v3PKCert.GetDerEncoded());
        }
    }

    [Fact]
    [Rule(9)]
    public void Rule09_TheOldKeySignsAlsoTheConfirmationOfTheNewOne()
    {
        SentTalk talk = SentTalk.Update();
        Assert.Equal(PkiBody.TYPE_CERT_CONFIRM, talk.Messages[1].Body.Type);
        Assert.Equal(talk.Messages[0].Header.ProtectionAlg, talk.Messages[1].Header.ProtectionAlg);
        Assert.Equal(talk.Messages[0].Header.SenderKID, talk.Messages[1].Header.SenderKID);
        Assert.Equal(talk.Messages[0].GetExtraCerts()[0], talk.Messages[1].GetExtraCerts()[0]);
        Assert.Empty(talk.Judge());
    }

    [Fact]
    [Rule(2, Breaks = true)]
    public void Rule02_AnotherSenderThanTheSignerIsNoticed()
    {
        Assert.Equal([2], SentTalk.Update().Bend(parts => parts.Sender = Other).Judge());
    }

    [Fact]
    [Rule(3, Breaks = true)]
    public void Rule03_ASenderOrKeyIdentifierThatIsNotTheReferenceIsNoticed()
    {
        Assert.Equal([3], SentTalk.Mac().Bend(parts => parts.Sender = Other).Judge());
        Assert.Equal([3], SentTalk.Mac().Bend(parts => parts.SenderKeyId = [1, 2]).Judge());
        Assert.Equal([3], SentTalk.Mac().Bend(parts => parts.SenderKeyId = null).Judge());
    }

    [Fact]
    [Rule(4, Breaks = true)]
    public void Rule04_AnotherKeyIdentifierThanTheSignersIsNoticed()
    {
        Assert.Equal([4], SentTalk.Update().Bend(p => p.SenderKeyId = new byte[20]).Judge());
        Assert.Equal([4], SentTalk.Update().Bend(p => p.SenderKeyId = null).Judge());
    }

    [Fact]
    [Rule(4)]
    public void Rule04_WithoutKeyIdentifierInTheCertificateNoneIsSent()
    {
        Identity plain = Identity.Issue(People.Root, "CN=plain", People.SpareKey,
            d => d.HasKeyId = false);
        SentTalk talk = SentTalk.Of(r =>
        {
            Enrolling.Signed(r);
            r.Signer = plain;
        }, BouncyPeer.Signing(People.Root));
        Assert.All(talk.Messages, m => Assert.Null(m.Header.SenderKID));
    }

    [Fact]
    [Rule(5, Breaks = true)]
    public void Rule05_AMissingTimeIsNoticed()
    {
        SentTalk talk = SentTalk.Of(null, new BouncyPeer { Expected = { HasClock = true } });
        Assert.Equal([5], talk.Bend(1, parts => parts.MessageTime = null).Judge());
    }

    [Fact]
    [Rule(6, Breaks = true)]
    public void Rule06_AnotherOrAShortTransactionIdIsNoticed()
    {
        Assert.Equal([6], SentTalk.Mac().Bend(1, p => p.TransactionId = new byte[16]).Judge());
        Assert.Equal([6], SentTalk.Mac().Bend(p => p.TransactionId = new byte[8]).Judge());
        Assert.Equal([6], SentTalk.Mac().Bend(p => p.TransactionId = null).Judge());
    }

    [Fact]
    [Rule(7, Breaks = true)]
    public void Rule07_NoncesThatAreShortRepeatedOrNotAnsweredAreNoticed()
    {
        byte[] nonce = new byte[16];
        Assert.Equal([7], SentTalk.Mac().Bend(parts => parts.SenderNonce = nonce).Judge());
        Assert.Equal([7], SentTalk.Mac().Bend(0, p => p.SenderNonce = new byte[15]).Judge());
        Assert.Equal([7], SentTalk.Mac().Bend(0, p => p.RecipientNonce = nonce).Judge());
        Assert.Equal([7], SentTalk.Mac().Bend(1, p => p.RecipientNonce = nonce).Judge());
        Assert.Equal([7], SentTalk.Mac().Bend(1, p => p.RecipientNonce = null).Judge());
    }

    [Fact]
    [Rule(8, Breaks = true)]
    public void Rule08_ProtectionWithoutAlgorithmOrTheReverseIsNoticed()
    {
        SentTalk talk = SentTalk.Mac();
        Assert.Contains(8, talk.Bend(1, parts => parts.ProtectionAlgorithm = null).Judge());
        talk = SentTalk.Mac();
        BcMessage ir = talk.Request;
        talk.Messages[0] = new BcMessage(ir.Header, ir.Body);
        Assert.Equal([8], talk.Judge());
    }

    [Fact]
    [Rule(9, Breaks = true)]
    public void Rule09_OtherCredentialsForCertConfAreNoticed()
    {
        SentTalk talk = SentTalk.Mac();
        Assert.Equal([9], talk.Bend(1, parts => parts.ProtectionAlgorithm =
            new PeerPbm("x", new byte[16], talk.Peer.Owf, 100, talk.Peer.Mac).Algorithm).Judge());

        // The new certificate with its own name instead of the old one.
        talk = SentTalk.Update();
        byte[] issued = talk.Peer.Expected.Issued!;
        BcMessage certConf = talk.CertConf;
        talk.Messages[1] = new BcMessage(certConf.Header, certConf.Body, certConf.Protection,
            [PeerBodies.Certificate(issued)]);
        Assert.Contains(9, talk.Judge());
    }

    [Fact]
    [Rule(10)]
    public void Rule10_TheWholeChainOfTheSignerIsSent()
    {
        Identity issuing = Identity.Authority(People.Root, "CN=issuing", People.SpareKey);
        Identity device = Identity.Issue(issuing, "CN=device", (System.Security.Cryptography.RSA)
            People.Device.Key);
        SentTalk talk = SentTalk.Of(r =>
        {
            Enrolling.Signed(r);
            r.Signer = device;
            r.Chain = [issuing.Certificate, People.Root.Certificate];
        }, BouncyPeer.Signing(People.Root));
        Assert.All(talk.Messages, m => Assert.Equal(
            new[] { device, issuing, People.Root }.Select(i => i.Certificate),
            m.GetExtraCerts().Select(c => c.X509v3PKCert.GetDerEncoded())));
    }

    [Fact]
    [Rule(10, Breaks = true)]
    public void Rule10_ASignerThatIsMissingOrNotFirstIsNoticed()
    {
        Assert.Contains(10, SentTalk.Update().Accompany().Judge());
        Assert.Contains(10, SentTalk.Update()
            .Accompany(People.Root.Certificate, People.Device.Certificate).Judge());
        Assert.Equal([10], SentTalk.Update()
            .Accompany(People.Device.Certificate, People.Stranger.Certificate).Judge());
    }

    [Fact]
    [Rule(11)]
    public void Rule11_ImplicitConfirmIsOfferedOnceWhereConfigured()
    {
        BouncyPeer peer = new() { Expected = { OffersImplicitConfirm = true } };
        SentTalk talk = SentTalk.Of(r => r.Settings.OfferImplicitConfirm = true, peer);
        InfoTypeAndValue offer = Assert.Single(talk.Request.Header.GetGeneralInfo());
        Assert.Equal("1.3.6.1.5.5.7.4.13", offer.InfoType.Id);
        Assert.Equal(DerNull.Instance, offer.InfoValue);
        Assert.Null(talk.CertConf.Header.GetGeneralInfo());
    }

    [Fact]
    [Rule(11, Breaks = true)]
    public void Rule11_AnOfferUnasked_OrWithAValue_IsNoticed()
    {
        InfoTypeAndValue offer =
            new(CmpObjectIdentifiers.it_implicitConfirm, DerNull.Instance);
        Assert.Equal([11], SentTalk.Mac().Bend(0, p => p.GeneralInfo = [offer]).Judge());
        SentTalk talk = SentTalk.Of(r => r.Settings.OfferImplicitConfirm = true,
            new BouncyPeer { Expected = { OffersImplicitConfirm = true } });
        InfoTypeAndValue bad = new(CmpObjectIdentifiers.it_implicitConfirm, DerBoolean.True);
        Assert.Equal([11], talk.Bend(0, p => p.GeneralInfo = [bad]).Judge());
    }
}
