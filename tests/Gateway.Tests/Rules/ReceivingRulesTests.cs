using System;
using System.Linq;
using Gateway.Cmp;
using Gateway.Tests.Cmp;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Xunit;

namespace Gateway.Tests.Rules;

/// <summary>Answers in good form, rules 18 to 25; the bad ones stand with the exchanges.</summary>
public class ReceivingRulesTests
{
    [Fact]
    [Rule(18)]
    [Rule(20)]
    [Rule(22)]
    public void Rule18_OneWholeMessageOfAKnownBodyIsTaken()
    {
        DateTime now = DateTimeOffset.FromUnixTimeSeconds(TestCa.Now).UtcDateTime;
        BouncyPeer peer = new() { Bend = parts => parts.MessageTime = now };
        Assert.Equal(CmpOutcome.Done, Enrolling.Run(peer.Answer).Outcome);
    }

    [Theory]
    [InlineData(27)]
    [InlineData(30)]
    [Rule(18, Breaks = true)]
    public void Rule18_ABodyThatCmpDoesNotHaveIsRefused(int type)
    {
        BouncyPeer peer = new()
        {
            RawBodyFor = _ => BouncyPeer.Wrap((byte)(0xA0 | type), [0x05, 0x00]),
        };
        Told.Nobody(Enrolling.Run(peer.Answer), peer, CmpOutcome.ProtocolViolation,
            "unknown type");
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(CmpLimits.OctetsMax)]
    [Rule(21)]
    public void Rule21_LongerNoncesAreTakenAndAnswered(int size)
    {
        byte[] nonce = Enumerable.Range(0, size).Select(i => (byte)i).ToArray();
        BouncyPeer peer = new() { Bend = parts => parts.SenderNonce = nonce };
        Assert.Equal(CmpOutcome.Done, Enrolling.Run(peer.Answer).Outcome);
        Assert.Equal(nonce,
            BouncyPeer.Open(peer.Received[1]).Header.RecipNonce.GetOctets());
    }

    [Fact]
    [Rule(24)]
    public void Rule24_AMacAnswersAMacAndASignatureASignature()
    {
        BouncyPeer peer = new();
        Assert.Equal(CmpOutcome.Done, Enrolling.Run(peer.Answer).Outcome);
        peer = BouncyPeer.Signing(People.Root);
        Assert.Equal(CmpOutcome.Done,
            Enrolling.Run(peer.Answer, Enrolling.Signed).Outcome);
    }

    [Theory]
    [InlineData(CertificateRequestKind.Initial, PkiBody.TYPE_INIT_REP)]
    [InlineData(CertificateRequestKind.Certification, PkiBody.TYPE_CERT_REP)]
    [InlineData(CertificateRequestKind.KeyUpdate, PkiBody.TYPE_KEY_UPDATE_REP)]
    [InlineData(CertificateRequestKind.Pkcs10, PkiBody.TYPE_CERT_REP)]
    [Rule(25)]
    public void Rule25_EachRequestTakesItsOwnAnswer(CertificateRequestKind kind, int type)
    {
        BouncyPeer peer = BouncyPeer.Signing(People.Root);
        CmpMachine machine = Enrolling.Run(peer.Answer, r => Prepare(r, kind));
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
        Assert.Equal(type, SentRules.Decode(peer.Sent[0]).Body.Type);
    }

    [Theory]
    [InlineData(CertificateRequestKind.Initial)]
    [InlineData(CertificateRequestKind.Certification)]
    [InlineData(CertificateRequestKind.KeyUpdate)]
    [InlineData(CertificateRequestKind.Pkcs10)]
    [Rule(25, Breaks = true)]
    public void Rule25_AnyOtherAnswerIsRefusedAndTold(CertificateRequestKind kind)
    {
        int[] types =
        [
            PkiBody.TYPE_INIT_REP, PkiBody.TYPE_CERT_REP, PkiBody.TYPE_KEY_UPDATE_REP,
            PkiBody.TYPE_REVOCATION_REP, PkiBody.TYPE_GEN_REP, PkiBody.TYPE_CONFIRM,
            PkiBody.TYPE_POLL_REP, PkiBody.TYPE_INIT_REQ, PkiBody.TYPE_POLL_REQ,
            PkiBody.TYPE_NESTED,
        ];
        foreach (int type in types)
        {
            BouncyPeer peer = BouncyPeer.Signing(People.Root);
            peer.RawBodyFor = message => message.Body.Type == PkiBody.TYPE_ERROR ? null
                : BouncyPeer.Wrap((byte)(0xA0 | type),
                    peer.Grant(message).Content.GetDerEncoded());
            bool isRight = SentRules.Decode(Answer(peer, kind)).Body.Type == type;
            if (isRight) continue;
            CmpMachine machine = Enrolling.Run(peer.Answer, r => Prepare(r, kind));
            Told.Check(machine, peer, PkiFailureInfo.BadRequest, "instead of ");
        }
    }

    // What the peer would answer, were its body not forced.
    private static byte[] Answer(BouncyPeer peer, CertificateRequestKind kind)
    {
        CmpMachine machine = Enrolling.Machine(r => Prepare(r, kind));
        machine.Start(0, TestCa.Now);
        while (machine.Work(0)) { }
        Org.BouncyCastle.Asn1.Cmp.PkiMessage message = BouncyPeer.Open(machine.Outgoing);
        return peer.Seal(message, peer.Grant(message));
    }

    private static void Prepare(EnrolmentRequest request, CertificateRequestKind kind)
    {
        if (kind == CertificateRequestKind.KeyUpdate) Enrolling.Update(request);
        else Enrolling.Signed(request);
        request.Kind = kind;
    }
}
