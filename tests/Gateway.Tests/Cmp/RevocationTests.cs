using System;
using System.Linq;
using Gateway.Cmp;
using Gateway.Tests.Rules;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.X509;
using Xunit;
using BcStatusInfo = Org.BouncyCastle.Asn1.Cmp.PkiStatusInfo;

namespace Gateway.Tests.Cmp;

/// <summary>rr and rp.</summary>
public class RevocationTests
{
    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 5)]
    [InlineData(false, 1)]
    [InlineData(false, 10)]
    [Rule(25)]
    public void Rule25_ARevocationNamesCertificateAndReasonAndIsTold(bool isSigned, int reason)
    {
        BouncyPeer peer = isSigned ? BouncyPeer.Signing(People.Root) : new();
        CmpMachine machine = Run(peer, reason, isSigned);
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
        Assert.Equal("The certificate is revoked.", machine.Reason);
        RevDetails details = RevReqContent.GetInstance(
            BouncyPeer.Open(Assert.Single(peer.Received)).Body.Content).ToRevDetailsArray()
            .Single();
        X509CertificateStructure revoked =
            X509CertificateStructure.GetInstance(People.Device.Certificate);
        Assert.Equal(revoked.SerialNumber, details.CertDetails.SerialNumber);
        Assert.Equal(revoked.Issuer.GetDerEncoded(), details.CertDetails.Issuer.GetDerEncoded());
        X509Extension extension =
            details.CrlEntryDetails.GetExtension(X509Extensions.ReasonCode);
        Assert.Equal(reason, DerEnumerated.GetInstance(
            Asn1Object.FromByteArray(extension.Value.GetOctets())).IntValueExact);
    }

    [Fact]
    [Rule(28, Breaks = true)]
    public void Rule28_EveryRejectionIsNamed()
    {
        for (int bit = 0; bit < FailInfo.Count; bit++)
        {
            byte[] bits = new byte[(bit / 8) + 1];
            bits[^1] = (byte)(0x80 >> (bit % 8));
            DerBitString failInfo = new(bits, 7 - (bit % 8));
            BouncyPeer peer = new()
            {
                BodyFor = _ => PeerBodies.Rp(BcStatusInfo.GetInstance(
                    new DerSequence(DerInteger.ValueOf(2), failInfo))),
            };
            CmpMachine machine = Run(peer);
            Assert.Equal("The CA rejected the request: " + FailInfo.Name(bit) + ".",
                machine.Reason);
            Assert.Equal(CmpOutcome.Rejected, machine.Outcome);
            Assert.Single(peer.Received);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    public void OtherWordsForYesAreUnderstood(int status)
    {
        BouncyPeer peer = new()
        {
            BodyFor = m => PeerBodies.Rp(PeerBodies.Info(status), PeerBodies.RevokedId(m)),
        };
        Assert.Equal(CmpOutcome.Done, Run(peer).Outcome);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(-1)]
    [Rule(28, Breaks = true)]
    public void Rule28_AStatusThatIsNoneIsAViolation(int status)
    {
        BouncyPeer peer = Telling(_ => PeerBodies.Rp(PeerBodies.Info(status)));
        Told.Check(Run(peer), peer, PkiFailureInfo.BadDataFormat, "does not fit");
    }

    [Fact]
    [Rule(27, Breaks = true)]
    public void Rule27_AnotherSerialNumberIsAViolation()
    {
        CertId other = new(new GeneralName(new X509Name("CN=x")), DerInteger.ValueOf(99));
        BouncyPeer peer = Telling(_ => PeerBodies.Rp(PeerBodies.Info(0), other));
        Told.Check(Run(peer), peer, PkiFailureInfo.BadCertId, "another certificate");
    }

    [Fact]
    [Rule(27)]
    public void Rule27_NamesInAnotherOrderAndNoNameAtAllAreTaken()
    {
        BouncyPeer peer = new()
        {
            BodyFor = m => PeerBodies.Rp(PeerBodies.Info(0), new CertId(
                new GeneralName(new X509Name("C=DE,O=Test,CN=CA")),
                PeerBodies.RevokedId(m).SerialNumber)),
        };
        Assert.Equal(CmpOutcome.Done, Run(peer).Outcome);
        peer = new BouncyPeer { BodyFor = _ => PeerBodies.Rp(PeerBodies.Info(0)) };
        Assert.Equal(CmpOutcome.Done, Run(peer).Outcome);
    }

    [Fact]
    public void CrlsInTheAnswerAreSteppedOver()
    {
        BouncyPeer peer = new()
        {
            BodyFor = m => new PkiBody(PkiBody.TYPE_REVOCATION_REP, new DerSequence(
                new DerSequence(PeerBodies.Info(0)),
                new DerTaggedObject(true, 0, new DerSequence(PeerBodies.RevokedId(m))),
                new DerTaggedObject(true, 1, new DerSequence()))),
        };
        Assert.Equal(CmpOutcome.Done, Run(peer).Outcome);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [Rule(27, Breaks = true)]
    public void Rule27_OneStatusForOneRequest(int count)
    {
        Asn1Encodable[] all = Enumerable.Repeat<Asn1Encodable>(PeerBodies.Info(0), count).ToArray();
        BouncyPeer peer = new();
        peer.RawBodyFor = m => m.Body.Type != PkiBody.TYPE_REVOCATION_REQ ? null
            : BouncyPeer.Wrap(0xA0 | PkiBody.TYPE_REVOCATION_REP,
                new DerSequence(new DerSequence(all)).GetDerEncoded());
        Told.Check(Run(peer), peer, PkiFailureInfo.BadDataFormat, "rp is malformed");
    }

    [Fact]
    public void AnUnreadableCertificateOrReasonIsABugOfTheCaller()
    {
        Assert.Throws<ArgumentException>(() => new RevocationOperation([1, 2], 0));
        Assert.Throws<ArgumentException>(() =>
            new RevocationOperation(People.Device.Certificate, -1));
        Assert.Throws<ArgumentException>(() =>
            new RevocationOperation(People.Device.Certificate, RevocationOperation.ReasonMax + 1));
    }

    private static BouncyPeer Telling(
        Func<Org.BouncyCastle.Asn1.Cmp.PkiMessage, PkiBody> answer) => new()
        {
            BodyFor = m => m.Body.Type == PkiBody.TYPE_ERROR ? PeerBodies.PkiConf : answer(m),
        };

    private static CmpMachine Run(BouncyPeer peer, int reason = 1, bool isSigned = false) =>
        Enrolling.Run(peer.Answer, r =>
        {
            if (isSigned) Enrolling.Signed(r);
            r.Operation = new RevocationOperation(People.Device.Certificate, reason);
        });
}
