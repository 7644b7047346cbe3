using System;
using System.Collections.Generic;
using System.Linq;
using Gateway.Cmp;
using Gateway.Tests.Rules;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Xunit;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;

namespace Gateway.Tests.Cmp;

/// <summary>Answers that come late.</summary>
public class PollingTests
{
    [Theory]
    [InlineData(CertificateRequestKind.Initial, PkiBody.TYPE_INIT_REQ, 0)]
    [InlineData(CertificateRequestKind.Certification, PkiBody.TYPE_CERT_REQ, 0)]
    [InlineData(CertificateRequestKind.KeyUpdate, PkiBody.TYPE_KEY_UPDATE_REQ, 0)]
    [InlineData(CertificateRequestKind.Pkcs10, PkiBody.TYPE_P10_CERT_REQ, -1)]
    [Rule(34)]
    [Rule(28)]
    [Rule(16)]
    public void Rule34_AResponseThatWaitsIsPolledByItsIdAfterItsPause(
        CertificateRequestKind kind, int type, int id)
    {
        bool isUpdate = kind == CertificateRequestKind.KeyUpdate;
        BouncyPeer peer = isUpdate ? BouncyPeer.Signing(People.Root) : new();
        WaitingPeer waiting = new(peer) { LateType = type, CheckAfter = 77 };
        Drive drive = new(Enrolling.Machine(r =>
        {
            if (isUpdate) Enrolling.Update(r);
            r.Kind = kind;
        }), peer.Answer);
        CmpMachine machine = drive.Run();
        Done(machine);
        Assert.Equal([id, id, id], waiting.PolledIds);
        Assert.Equal([77000L, 77000L], drive.PausesMs);
        Assert.Equal(3, machine.PollsSent);
    }

    [Theory]
    [InlineData(PkiBody.TYPE_INIT_REQ)]
    [InlineData(PkiBody.TYPE_CERT_CONFIRM)]
    [Rule(35)]
    public void Rule35_AnErrorWithStatusWaitingStartsPollingForTheMessage(int type)
    {
        BouncyPeer peer = new();
        WaitingPeer waiting = new(peer) { LateType = type, IsWholeMessage = true };
        Drive drive = new(Enrolling.Machine(), peer.Answer);
        Done(drive.Run());
        Assert.Equal([-1, -1, -1], waiting.PolledIds);
    }

    [Theory]
    [InlineData(PkiBody.TYPE_REVOCATION_REQ)]
    [InlineData(PkiBody.TYPE_GEN_MSG)]
    [Rule(35)]
    public void Rule35_RevocationsAndQuestionsArePolledForToo(int type)
    {
        BouncyPeer peer = new();
        WaitingPeer waiting = new(peer) { LateType = type, IsWholeMessage = true };
        CmpOperation operation = type == PkiBody.TYPE_GEN_MSG
            ? new GeneralOperation(GeneralRequest.CaCertificates, null!, 0)
            : new RevocationOperation(People.Device.Certificate, 1);
        Drive drive = new(Enrolling.Machine(r => r.Operation = operation), peer.Answer);
        Done(drive.Run());
        Assert.Equal([-1, -1, -1], waiting.PolledIds);
    }

    [Fact]
    [Rule(35, Breaks = true)]
    public void Rule35_AnUnprotectedErrorStartsNoPollingEvenWhereErrorsAreBelieved()
    {
        BouncyPeer peer = new()
        {
            IsProtected = false,
            BodyFor = _ => PeerBodies.Error(PeerBodies.Waiting),
        };
        CmpMachine machine = Enrolling.Run(peer.Answer,
            r => r.Settings.AcceptUnprotectedErrors = true);
        Assert.Equal(CmpOutcome.ErrorFromServer, machine.Outcome);
        Assert.Single(peer.Received);
        Told.Nobody(Enrolling.Run(new BouncyPeer
        {
            IsProtected = false, BodyFor = peer.BodyFor,
        }.Answer), peer, CmpOutcome.NotProtected, "not protected");
    }

    [Fact]
    [Rule(34)]
    public void Rule34_TheWholeMessageMayWaitAndThenItsContents()
    {
        BouncyPeer peer = new();
        int step = 0;
        peer.BodyFor = message => step++ switch
        {
            0 => PeerBodies.Error(PeerBodies.Waiting),
            1 => PeerBodies.PollRep(-1, 5),
            2 => PeerBodies.Status(PkiBody.TYPE_INIT_REP, 0, PeerBodies.Waiting),
            3 => PeerBodies.PollRep(0, 6),
            4 => peer.DefaultBody(BouncyPeer.Open(peer.Received[0])),
            _ => PeerBodies.PkiConf,
        };
        Drive drive = new(Enrolling.Machine(), peer.Answer);
        Done(drive.Run());
        Assert.Equal([5000L, 6000L], drive.PausesMs);
        Assert.Equal([-1, -1, 0, 0], peer.Received.Select(BouncyPeer.Open)
            .Where(m => m.Body.Type == PkiBody.TYPE_POLL_REQ).Select(PeerBodies.PolledId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(34, Breaks = true)]
    public void Rule34_WaitingAsTheAnswerToAPollIsAViolation(bool isError)
    {
        BouncyPeer peer = new();
        peer.BodyFor = message => message.Body.Type == PkiBody.TYPE_ERROR ? PeerBodies.PkiConf
            : isError ? PeerBodies.Error(PeerBodies.Waiting)
            : PeerBodies.Status(PkiBody.TYPE_INIT_REP, 0, PeerBodies.Waiting);
        Told.Check(Enrolling.Run(peer.Answer), peer, PkiFailureInfo.BadRequest,
            "instead of pollRep");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [Rule(34, Breaks = true)]
    public void Rule34_APollRepAboutAnotherRequestIsRefused(int id)
    {
        BouncyPeer peer = new();
        _ = new WaitingPeer(peer) { AnsweredId = id };
        Told.Check(Enrolling.Run(peer.Answer), peer, PkiFailureInfo.BadDataFormat,
            "another request");
    }

    [Fact]
    [Rule(34, Breaks = true)]
    public void Rule34_ANegativePauseIsRefused()
    {
        BouncyPeer peer = new();
        _ = new WaitingPeer(peer) { CheckAfter = -1 };
        Told.Check(Enrolling.Run(peer.Answer), peer, PkiFailureInfo.BadDataFormat, "pollRep");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [Rule(34, Breaks = true)]
    public void Rule34_APollRepHasExactlyOneElement(int count)
    {
        BouncyPeer peer = new();
        _ = new WaitingPeer(peer);
        Func<BcMessage, PkiBody> body = peer.BodyFor;
        DerSequence one = PeerBodies.PollElement(0, 5);
        peer.BodyFor = message => message.Body.Type == PkiBody.TYPE_POLL_REQ
            ? new PkiBody(PkiBody.TYPE_POLL_REP,
                new DerSequence(Enumerable.Repeat<Asn1Encodable>(one, count).ToArray()))
            : body(message);
        Told.Check(Enrolling.Run(peer.Answer), peer, PkiFailureInfo.BadDataFormat, "pollRep");
    }

    [Fact]
    [Rule(25, Breaks = true)]
    public void Rule25_APollRepThatNobodyAskedForIsRefused()
    {
        BouncyPeer peer = new();
        peer.BodyFor = _ => PeerBodies.PollRep(0, 1);
        Told.Check(Enrolling.Run(peer.Answer), peer, PkiFailureInfo.BadRequest, "instead of ip");
    }

    [Fact]
    public void APauseOfZeroForEverIsStretchedAndEndsWithTheWholeTime()
    {
        BouncyPeer peer = new();
        WaitingPeer waiting = new(peer) { CheckAfter = 0, Polls = int.MaxValue };
        Drive drive = new(Enrolling.Machine(r => r.Settings.TotalTimeoutSeconds = 7200),
            peer.Answer);
        CmpMachine machine = drive.Run();
        Assert.Equal(CmpOutcome.Timeout, machine.Outcome);
        Assert.Contains("within 7200 s", machine.Reason);
        Assert.Equal([1000L, 2000L, 3000L], drive.PausesMs.Take(3));
        Assert.Equal(60000L, drive.PausesMs.Max());

        // 60 pauses that grow to a minute, then one a minute.
        Assert.InRange(waiting.PolledIds.Count, 60, 60 + (7200 / 60));
    }

    [Fact]
    [Rule(34)]
    public void Rule34_TheWholeTimeBoundsAHugePause()
    {
        BouncyPeer peer = new();
        _ = new WaitingPeer(peer) { CheckAfter = int.MaxValue };
        Drive drive = new(Enrolling.Machine(r => r.Settings.TotalTimeoutSeconds = 1000),
            peer.Answer);
        Assert.Equal(CmpOutcome.Timeout, drive.Run().Outcome);
        Assert.Equal(1000 * 1000, drive.NowMs);
    }

    [Fact]
    public void TheReasonOfAPauseIsShownReduced()
    {
        BouncyPeer peer = new();
        _ = new WaitingPeer(peer) { Reason = "manual \u001b[1mapproval" };
        List<string> reasons = [];
        Drive drive = new(Enrolling.Machine(), peer.Answer)
        {
            TakeOver = (machine, _) =>
            {
                reasons.Add(machine.WaitingReason + machine.CheckAfterSeconds);
                return machine;
            },
        };
        Done(drive.Run());
        Assert.Equal(["manual ?[1mapproval30", "manual ?[1mapproval30"], reasons);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(21)]
    public void Rule21_AfterPollingTheNonceOfTheFirstRequestIsTakenToo(bool isFirst)
    {
        BouncyPeer peer = new();
        _ = new WaitingPeer(peer) { UsesFirstNonce = isFirst };
        Done(Enrolling.Run(peer.Answer));
    }

    [Fact]
    [Rule(21, Breaks = true)]
    public void Rule21_TheNonceOfAnEarlierPollIsRefused()
    {
        BouncyPeer peer = new();
        WaitingPeer waiting = new(peer);
        Action<HeaderParts> bend = peer.Bend;
        peer.Bend = parts =>
        {
            bend(parts);
            if (waiting.IsFinal)
            {
                parts.RecipientNonce =
                    BouncyPeer.Open(peer.Received[1]).Header.SenderNonce.GetOctets();
            }
        };
        Told.Nobody(Enrolling.Run(peer.Answer), peer, CmpOutcome.WrongTransaction, "recipNonce");
    }

    [Fact]
    [Rule(21, Breaks = true)]
    public void Rule21_TheFirstNonceCountsNoMoreForPkiConf()
    {
        BouncyPeer peer = new();
        _ = new WaitingPeer(peer);
        Action<HeaderParts> bend = peer.Bend;
        peer.Bend = parts =>
        {
            bend(parts);
            if (BouncyPeer.Open(peer.Received[^1]).Body.Type == PkiBody.TYPE_CERT_CONFIRM)
            {
                parts.RecipientNonce =
                    BouncyPeer.Open(peer.Received[0]).Header.SenderNonce.GetOctets();
            }
        };
        Told.Nobody(Enrolling.Run(peer.Answer), peer, CmpOutcome.WrongTransaction, "recipNonce");
    }

    [Fact]
    public void APollThatCannotBeDeliveredIsTriedAgainLater()
    {
        BouncyPeer peer = new();
        _ = new WaitingPeer(peer) { CheckAfter = 5 };
        int polls = 0;
        Drive drive = new(Enrolling.Machine(), request =>
        {
            bool isPoll = BouncyPeer.Open(request).Body.Type == PkiBody.TYPE_POLL_REQ;
            return isPoll && polls++ < 3 ? null : peer.Answer(request);
        });
        CmpMachine machine = drive.Run();
        Done(machine);

        // Three attempts of the first poll, a pause, then the polls that are answered.
        Assert.Equal([60000L, 5000L, 5000L], drive.PausesMs);
        Assert.Equal(4, machine.PollsSent);
        Assert.Equal(2, machine.RetriesSent);
    }

    [Fact]
    public void APollForPkiConfThatCannotBeDeliveredIsTriedAgainLater()
    {
        BouncyPeer peer = new();
        _ = new WaitingPeer(peer)
        {
            LateType = PkiBody.TYPE_CERT_CONFIRM, IsWholeMessage = true, Polls = 1,
        };
        int polls = 0;
        Drive drive = new(Enrolling.Machine(), request =>
        {
            bool isPoll = BouncyPeer.Open(request).Body.Type == PkiBody.TYPE_POLL_REQ;
            return isPoll && polls++ is > 0 and < 4 ? null : peer.Answer(request);
        });
        Done(drive.Run());
        Assert.Equal([30000L, 60000L], drive.PausesMs);
    }

    [Fact]
    public void ARejectionAfterPollingEndsIt()
    {
        BouncyPeer peer = new();
        WaitingPeer waiting = new(peer) { Polls = 1 };
        Func<BcMessage, PkiBody> body = peer.BodyFor;
        peer.BodyFor = message =>
        {
            PkiBody usual = body(message);
            return waiting.IsFinal
                ? peer.Refuse(PeerBodies.Rejection, "no", PkiFailureInfo.NotAuthorized) : usual;
        };
        Told.Nobody(Enrolling.Run(peer.Answer), peer, CmpOutcome.Rejected, "notAuthorized (no)");
    }

    private static void Done(CmpMachine machine) => Assert.Equal(
        (CmpOutcome.Done, ""), (machine.Outcome,
            machine.Outcome == CmpOutcome.Done ? "" : machine.Reason));
}
