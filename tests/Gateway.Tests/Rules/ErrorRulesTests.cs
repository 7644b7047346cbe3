using System.Collections.Generic;
using System.Linq;
using Gateway.Cmp;
using Gateway.Tests.Cmp;
using Org.BouncyCastle.Asn1.Cmp;
using Xunit;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;

namespace Gateway.Tests.Rules;

/// <summary>Errors of both sides and deliveries that fail, rules 36 to 38.</summary>
public class ErrorRulesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(36)]
    public void Rule36_AViolationIsToldOnceProtectedLikeTheRequest(bool isSigned)
    {
        BouncyPeer peer = isSigned ? BouncyPeer.Signing(People.Root) : new();
        peer.CertReqId = 9;
        CmpMachine machine = Enrolling.Run(peer.Answer, r =>
        {
            if (isSigned) Enrolling.Signed(r);
        });
        Told.Check(machine, peer, PkiFailureInfo.BadDataFormat, "certReqId");
        Assert.Equal(2, peer.Received.Count);
        BcMessage error = BouncyPeer.Open(peer.Received[1]);
        Assert.Equal(isSigned, PeerCheck.IsSigned(error));
    }

    [Fact]
    [Rule(36, Breaks = true)]
    public void Rule36_WhoIsNotKnownIsToldNothing()
    {
        BouncyPeer peer = new() { AnswerSecret = "another secret", CertReqId = 9 };
        Told.Nobody(Enrolling.Run(peer.Answer), peer, CmpOutcome.BadProtection, "MAC");
        Assert.Single(peer.Received);
    }

    [Fact]
    [Rule(36, Breaks = true)]
    public void Rule36_WhatAnswersAnErrorChangesNothingAndIsNotAnswered()
    {
        byte[][] receipts = [[], [0x30, 0x00], new byte[100]];
        foreach (byte[] receipt in receipts)
        {
            BouncyPeer peer = new() { CertReqId = 9 };
            CmpMachine machine = Enrolling.Run(request =>
            {
                byte[] answer = peer.Answer(request);
                return peer.Received.Count == 1 ? answer : receipt;
            });
            Told.Check(machine, peer, PkiFailureInfo.BadDataFormat, "certReqId");
            Assert.Equal(2, peer.Received.Count);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(37)]
    public void Rule37_AProtectedErrorEndsAnyTransaction(bool isUpdate)
    {
        BouncyPeer peer = isUpdate ? BouncyPeer.Signing(People.Root) : new();
        peer.BodyFor = _ => PeerBodies.Error(PeerBodies.Rejection, "no",
            PkiFailureInfo.SystemFailure);
        CmpMachine machine = Enrolling.Run(peer.Answer, r =>
        {
            if (isUpdate) Enrolling.Update(r);
        });
        Told.Nobody(machine, peer, CmpOutcome.ErrorFromServer, "systemFailure (no)");
        Assert.Single(peer.Received);
    }

    [Fact]
    [Rule(37, Breaks = true)]
    public void Rule37_AForgedErrorEndsItAsForgedNotAsTheCasWord()
    {
        BouncyPeer peer = BouncyPeer.Signing(People.Stranger);
        peer.BodyFor = _ => PeerBodies.Error(PeerBodies.Rejection, "go away");
        CmpMachine machine = Enrolling.Run(peer.Answer, r =>
        {
            Enrolling.Update(r);
            r.Settings.AcceptUnprotectedErrors = true;
        });
        Told.Nobody(machine, peer, CmpOutcome.SignerNotTrusted, "Not verified, it says");
    }

    [Fact]
    [Rule(38)]
    public void Rule38_EveryMessageIsRepeatedWithItsOwnBytesOnly()
    {
        BouncyPeer peer = new();
        List<byte[]> sent = [];
        CmpMachine machine = Enrolling.Run(request =>
        {
            sent.Add(request);
            return sent.Count % 2 == 1 ? null : peer.Answer(request);
        }, r => r.Settings.RequestAttemptsMax = 2);
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
        Assert.Equal(4, sent.Count);
        Assert.Equal(sent[0], sent[1]);
        Assert.Equal(sent[2], sent[3]);
        Assert.NotEqual(sent[1], sent[2]);
        Assert.Equal(2, machine.RetriesSent);
    }

    [Fact]
    [Rule(38, Breaks = true)]
    public void Rule38_ANewTransactionNeverRepeatsTheBytesOfAnOldOne()
    {
        byte[][] requests = Enumerable.Range(1, 20).Select(seed =>
        {
            BouncyPeer peer = new();
            Enrolling.Run(peer.Answer, seed: seed);
            return peer.Received[0];
        }).ToArray();
        Assert.Equal(20, requests.Select(System.Convert.ToHexString).Distinct().Count());
        Assert.Equal(20, requests.Select(r =>
            SentRules.Decode(r).Header.TransactionID.ToString()).Distinct().Count());
    }
}
