using System;
using System.Linq;
using Gateway.Cmp;
using Gateway.Tests.Rules;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Xunit;

namespace Gateway.Tests.Cmp;

/// <summary>Renewals, and confirmation that is left out.</summary>
public class UpdateTests
{
    private static readonly InfoTypeAndValue Implicit =
        new(CmpObjectIdentifiers.it_implicitConfirm, DerNull.Instance);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(25)]
    [Rule(29)]
    public void Rule29_AKeyUpdateGivesACertificateForTheKeyOfTheRequest(bool isSameKey)
    {
        BouncyPeer peer = BouncyPeer.Signing(People.Root);
        CmpMachine machine = Enrolling.Run(peer.Answer, r =>
        {
            Enrolling.Update(r);
            if (isSameKey) r.PrivateKey = People.Device.PrivateKey;
        });
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
        X509CertificateStructure certificate =
            X509CertificateStructure.GetInstance(machine.Granted().Certificate);
        Assert.Equal(isSameKey ? People.Device.PublicKey : TestCa.DevicePublicKey,
            certificate.SubjectPublicKeyInfo.GetDerEncoded());
        Assert.Equal(PkiBody.TYPE_CERT_CONFIRM, BouncyPeer.Open(peer.Received[1]).Body.Type);
    }

    [Fact]
    [Rule(29, Breaks = true)]
    public void Rule29_AKeyUpdateForTheOldKeyIsRefusedWithCertConf()
    {
        BouncyPeer peer = BouncyPeer.Signing(People.Root);
        peer.Issue = template => TestCa.Issue(template.Subject.GetDerEncoded(),
            People.Device.PublicKey, null);
        CmpMachine machine = Enrolling.Run(peer.Answer, Enrolling.Update);
        Assert.Equal(CmpOutcome.WrongKey, machine.Outcome);
        CertStatus status = Assert.Single(CertConfirmContent.GetInstance(
            BouncyPeer.Open(peer.Received[1]).Body.Content).ToCertStatusArray());
        Assert.Equal(PkiFailureInfo.IncorrectData,
            new PkiFailureInfo(status.StatusInfo.FailInfo).IntValue);
    }

    [Theory]
    [InlineData(CertificateRequestKind.Initial)]
    [InlineData(CertificateRequestKind.Certification)]
    [InlineData(CertificateRequestKind.KeyUpdate)]
    [InlineData(CertificateRequestKind.Pkcs10)]
    [Rule(30)]
    public void Rule30_NoCertConfWhereItsLackWasOfferedAndGranted(CertificateRequestKind kind)
    {
        BouncyPeer peer = Peer(kind, isOffered: true, isGranted: true);
        CmpMachine machine = Enrolling.Run(peer.Answer, r => Offer(r, kind, true));
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
        Assert.NotNull(machine.Granted().Certificate);
        Assert.Single(peer.Received);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [Rule(30, Breaks = true)]
    public void Rule30_CertConfWhereItsLackWasNotOfferedOrNotGranted(bool isOffered,
        bool isGranted)
    {
        foreach (CertificateRequestKind kind in Enum.GetValues<CertificateRequestKind>())
        {
            BouncyPeer peer = Peer(kind, isOffered, isGranted);
            CmpMachine machine = Enrolling.Run(peer.Answer, r => Offer(r, kind, isOffered));
            Assert.Equal(CmpOutcome.Done, machine.Outcome);
            Assert.Equal(PkiBody.TYPE_CERT_CONFIRM,
                BouncyPeer.Open(peer.Received.Last()).Body.Type);
        }
    }

    [Fact]
    [Rule(30, Breaks = true)]
    public void Rule30_AGrantWithoutCertConfDoesNotCoverACertificateForAnotherKey()
    {
        BouncyPeer peer = Peer(CertificateRequestKind.Initial, true, true);
        peer.Issue = template => TestCa.Issue(template.Subject.GetDerEncoded(),
            People.Device.PublicKey, null);
        CmpMachine machine = Enrolling.Run(peer.Answer,
            r => Offer(r, CertificateRequestKind.Initial, true));
        Assert.Equal(CmpOutcome.WrongKey, machine.Outcome);
        Assert.Equal(2, peer.Received.Count);
    }

    private static void Offer(EnrolmentRequest request, CertificateRequestKind kind,
        bool isOffered)
    {
        if (kind == CertificateRequestKind.KeyUpdate) Enrolling.Update(request);
        request.Kind = kind;
        request.Settings.OfferImplicitConfirm = isOffered;
    }

    private static BouncyPeer Peer(CertificateRequestKind kind, bool isOffered, bool isGranted)
    {
        BouncyPeer peer = kind == CertificateRequestKind.KeyUpdate
            ? BouncyPeer.Signing(People.Root) : new();
        peer.Expected.OffersImplicitConfirm = isOffered;
        Action<HeaderParts> bend = peer.Bend;
        peer.Bend = parts =>
        {
            bend(parts);
            if (isGranted) parts.GeneralInfo = [Implicit];
        };
        return peer;
    }
}
