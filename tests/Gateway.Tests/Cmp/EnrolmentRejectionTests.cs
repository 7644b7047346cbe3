using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Tests.Rules;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Xunit;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;
using BcHeader = Org.BouncyCastle.Asn1.Cmp.PkiHeader;
using BcResponse = Org.BouncyCastle.Asn1.Cmp.CertRepMessage;
using BcStatusInfo = Org.BouncyCastle.Asn1.Cmp.PkiStatusInfo;
using BcStatus = Org.BouncyCastle.Asn1.Cmp.PkiStatus;

namespace Gateway.Tests.Cmp;

/// <summary>
/// Answers that break a rule. Those found before the protection was verified end the enrolment in
/// silence; those of a peer that knows the secret are told to it.
/// </summary>
public class EnrolmentRejectionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(0)]
    [Rule(19, Breaks = true)]
    public void Rule19_OtherVersionsAreRefused(int version)
    {
        BouncyPeer peer = new() { Bend = parts => parts.Version = version };
        CmpMachine machine = Refused(peer, CmpOutcome.ProtocolViolation);
        Assert.Contains("version", machine.Reason);
    }

    [Fact]
    [Rule(19)]
    public void Rule19_VersionThreeIsTaken()
    {
        BouncyPeer peer = new() { Bend = parts => parts.Version = 3 };
        Assert.Equal(CmpOutcome.Done, Enrolling.Run(peer.Answer).Outcome);
    }

    [Fact]
    [Rule(20)]
    public void Rule20_AnotherRecipientOrSenderIsTakenTheMacKeySaysWhoAnswers()
    {
        BouncyPeer peer = new()
        {
            Bend = parts =>
            {
                parts.Recipient = new GeneralName(new X509Name("CN=anybody"));
                parts.Sender = BcHeader.NULL_NAME;
            },
        };
        Assert.Equal(CmpOutcome.Done, Enrolling.Run(peer.Answer).Outcome);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("000102030405060708090A0B0C0D0E0F")]
    [Rule(21, Breaks = true)]
    public void Rule21_AnotherTransactionIdIsRefused(string? hex)
    {
        BouncyPeer peer = new()
        {
            Bend = parts => parts.TransactionId = hex == null ? null : Convert.FromHexString(hex),
        };
        CmpMachine machine = Refused(peer, CmpOutcome.WrongTransaction);
        Assert.Contains("transactionID", machine.Reason);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(15)]
    [Rule(21, Breaks = true)]
    public void Rule21_AShortSenderNonceIsRefused(int size)
    {
        BouncyPeer peer = new() { Bend = parts =>
            parts.SenderNonce = size < 0 ? null : new byte[size] };
        CmpMachine machine = Refused(peer, CmpOutcome.ProtocolViolation);
        Assert.Contains("senderNonce", machine.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(21, Breaks = true)]
    public void Rule21_AnotherRecipNonceIsRefused(bool isAbsent)
    {
        BouncyPeer peer = new()
        {
            Bend = parts =>
            {
                if (isAbsent) parts.RecipientNonce = null;
                else parts.RecipientNonce![15] ^= 1;
            },
        };
        CmpMachine machine = Refused(peer, CmpOutcome.WrongTransaction);
        Assert.Contains("recipNonce", machine.Reason);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(600, true)]
    [InlineData(-600, true)]
    [InlineData(601, false)]
    [InlineData(-601, false)]
    [InlineData(1000000000, false)]
    [Rule(22)]
    [Rule(22, Breaks = true)]
    public void Rule22_MessageTimeLiesInTheWindow(int seconds, bool isTaken)
    {
        DateTime time = DateTimeOffset.FromUnixTimeSeconds(TestCa.Now + seconds).UtcDateTime;
        BouncyPeer peer = new() { Bend = parts => parts.MessageTime = time };
        CmpMachine machine = Enrolling.Run(peer.Answer);
        Assert.Equal(isTaken ? CmpOutcome.Done : CmpOutcome.BadTime,
            machine.Outcome);
        if (!isTaken) Assert.Contains("set the clock", machine.Reason);
        CmpMachine clockless = Enrolling.Run(peer.Answer, utcSeconds: UtcTime.Unknown);
        Assert.Equal(CmpOutcome.Done, clockless.Outcome);
        CmpMachine careless = Enrolling.Run(peer.Answer, request =>
            request.Settings.TimeWindowSeconds = 0);
        Assert.Equal(CmpOutcome.Done, careless.Outcome);
    }

    [Fact]
    [Rule(22, Breaks = true)]
    public void Rule22_AWrongTimeIsBelievedOfTheCaAlone()
    {
        long told = TestCa.Now + 1000000;
        DateTime time = DateTimeOffset.FromUnixTimeSeconds(told).UtcDateTime;
        CmpMachine machine = Enrolling.Run(
            new BouncyPeer { Bend = parts => parts.MessageTime = time }.Answer);
        Assert.Equal((CmpOutcome.BadTime, told), (machine.Outcome, machine.AnswerTime));
        machine = Enrolling.Run(new BouncyPeer
        {
            AnswerSecret = "another secret", Bend = parts => parts.MessageTime = time,
        }.Answer);
        Assert.Equal((CmpOutcome.BadProtection, UtcTime.Unknown),
            (machine.Outcome, machine.AnswerTime));
    }

    [Fact]
    [Rule(23, Breaks = true)]
    public void Rule23_AWrongMacIsRefusedAndTheSecretSuspected()
    {
        BouncyPeer peer = new() { AnswerSecret = "another secret" };
        CmpMachine machine = Refused(peer, CmpOutcome.BadProtection);
        Assert.Equal("The MAC of the answer is wrong: check the reference value and the secret.",
            machine.Reason);
    }

    [Fact]
    [Rule(23, Breaks = true)]
    public void Rule23_TheTextOfAnErrorWithAWrongMacIsShownAsUnverified()
    {
        BouncyPeer peer = new()
        {
            AnswerSecret = "another secret",
            BodyFor = _ => BouncyPeer.Error((int)BcStatus.Rejection, "wrong pbm value",
                PkiFailureInfo.BadMessageCheck),
        };
        CmpMachine machine = Refused(peer, CmpOutcome.BadProtection);
        Assert.Equal(
            "The MAC of the answer is wrong: check the reference value and the secret. Not "
            + "verified, it says: rejection: badMessageCheck (wrong pbm value).", machine.Reason);
    }

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    [InlineData(5000, true)]
    [InlineData(5001, false)]
    [InlineData(int.MaxValue, false)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [Rule(23, Breaks = true)]
    public void Rule23_IterationsAreBounded(int iterations, bool isTaken)
    {
        // BouncyCastle will not compute an absurd count; the header alone then says it.
        BouncyPeer peer = new() { Iterations = Math.Clamp(iterations, 100, 10000) };
        if (peer.Iterations != iterations)
        {
            peer.Bend = parts => parts.ProtectionAlgorithm = new AlgorithmIdentifier(
                CmpObjectIdentifiers.passwordBasedMac, new PbmParameter(peer.Salt,
                    new AlgorithmIdentifier(new DerObjectIdentifier(peer.Owf)), iterations,
                    new AlgorithmIdentifier(new DerObjectIdentifier(peer.Mac))));
        }

        CmpMachine machine =
            Enrolling.Run(peer.Answer, request => request.PbmIterationsMax = 5000);
        Assert.Equal(isTaken ? CmpOutcome.Done : CmpOutcome.ProtocolViolation,
            machine.Outcome);
        if (!isTaken) Assert.Contains("outside 100 to 5000", machine.Reason);
    }

    [Theory]
    [InlineData("1.2.840.113549.2.5", "1.3.6.1.5.5.8.1.2")] // MD5
    [InlineData("2.16.840.1.101.3.4.2.1", "1.3.6.1.5.5.8.1.1")] // HMAC-MD5
    [Rule(23, Breaks = true)]
    public void Rule23_UnknownMacAlgorithmsAreRefused(string owf, string mac)
    {
        BouncyPeer peer = new();
        peer.Bend = parts => parts.ProtectionAlgorithm = new AlgorithmIdentifier(
            CmpObjectIdentifiers.passwordBasedMac, new PbmParameter(peer.Salt,
                new AlgorithmIdentifier(new DerObjectIdentifier(owf)), 500,
                new AlgorithmIdentifier(new DerObjectIdentifier(mac))));
        CmpMachine machine = Refused(peer, CmpOutcome.ProtocolViolation);
        Assert.Contains("not supported", machine.Reason);
    }

    [Fact]
    [Rule(24, Breaks = true)]
    public void Rule24_AnAnswerProtectedInAnotherWayIsRefused()
    {
        BouncyPeer peer = new()
        {
            Bend = parts => parts.ProtectionAlgorithm = new AlgorithmIdentifier(
                new DerObjectIdentifier("1.2.840.113549.1.1.11"), DerNull.Instance),
        };
        CmpMachine machine = Refused(peer, CmpOutcome.NotProtected);
        Assert.Contains("the request had a MAC", machine.Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(23, Breaks = true)]
    public void Rule23_AnUnprotectedGrantIsRefusedWhateverThePolicy(bool policy)
    {
        BouncyPeer peer = new() { IsProtected = false };
        CmpMachine machine = Enrolling.Run(peer.Answer,
            request => request.Settings.AcceptUnprotectedErrors = policy);
        Assert.Equal(CmpOutcome.NotProtected, machine.Outcome);
        Assert.Single(peer.Received);
        Assert.Null(machine.Granted().Certificate);
    }

    [Theory]
    [InlineData(PkiBody.TYPE_CONFIRM)]
    [InlineData(PkiBody.TYPE_CERT_REP)]
    [InlineData(PkiBody.TYPE_KEY_UPDATE_REP)]
    [InlineData(PkiBody.TYPE_POLL_REP)]
    [Rule(25, Breaks = true)]
    public void Rule25_AnotherBodyIsRefusedAndTold(int type)
    {
        BouncyPeer peer = new();
        peer.BodyFor = message => message.Body.Type == PkiBody.TYPE_INIT_REQ
            ? new PkiBody(type, Content(peer.Grant(message), type))
            : new PkiBody(PkiBody.TYPE_CONFIRM, DerNull.Instance);
        CmpMachine machine = Told(peer, PkiFailureInfo.BadRequest);
        Assert.Contains("instead of ip", machine.Reason);
    }

    [Fact]
    [Rule(27, Breaks = true)]
    public void Rule27_AnotherCertReqIdIsRefusedAndTold()
    {
        BouncyPeer peer = new() { CertReqId = 1 };
        CmpMachine machine = Told(peer, PkiFailureInfo.BadDataFormat);
        Assert.Contains("certReqId", machine.Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [Rule(27, Breaks = true)]
    public void Rule27_ExactlyOneResponseIsTaken(int count)
    {
        BouncyPeer peer = new();
        peer.BodyFor = message =>
        {
            if (message.Body.Type != PkiBody.TYPE_INIT_REQ)
            {
                return new PkiBody(PkiBody.TYPE_CONFIRM, DerNull.Instance);
            }

            CertResponse one = BcResponse.GetInstance(peer.Grant(message).Content).GetResponse()[0];
            return new PkiBody(PkiBody.TYPE_INIT_REP, new DerSequence(
                new DerSequence(Enumerable.Repeat<Asn1Encodable>(one, count).ToArray())));
        };
        Told(peer, PkiFailureInfo.BadDataFormat);
    }

    [Fact]
    [Rule(28, Breaks = true)]
    public void Rule28_ARejectionEndsItWithoutCertConf()
    {
        BouncyPeer peer = new();
        peer.BodyFor = _ => peer.Refuse((int)BcStatus.Rejection, "no such \u001b[2Jdevice\u00e9",
            PkiFailureInfo.BadCertTemplate | PkiFailureInfo.NotAuthorized);
        CmpMachine machine = Refused(peer, CmpOutcome.Rejected);
        Assert.Equal("The CA rejected the request: badCertTemplate, notAuthorized "
            + "(no such ?[2Jdevice??).", machine.Reason);
    }

    [Fact]
    [Rule(28, Breaks = true)]
    public void Rule28_ARejectionWithoutReasonSaysSo()
    {
        BouncyPeer peer = new();
        peer.BodyFor = _ => peer.Refuse((int)BcStatus.Rejection, null, 0);
        CmpMachine machine = Refused(peer, CmpOutcome.Rejected);
        Assert.Equal("The CA rejected the request: no reason given.", machine.Reason);
    }

    [Fact]
    [Rule(28, Breaks = true)]
    public void Rule28_EveryFailInfoBitHasItsName()
    {
        for (int bit = 0; bit < FailInfo.Count; bit++)
        {
            byte[] bits = new byte[4];
            bits[bit / 8] = (byte)(0x80 >> (bit % 8));
            PkiFailureInfo info = new(new DerBitString(bits[..((bit / 8) + 1)], 7 - (bit % 8)));
            BouncyPeer peer = new();
            peer.BodyFor = _ => new PkiBody(PkiBody.TYPE_ERROR, new ErrorMsgContent(
                BcStatusInfo.GetInstance(new DerSequence(DerInteger.ValueOf(2), info))));
            CmpMachine machine = Enrolling.Run(peer.Answer);
            Assert.Equal("The CA reports an error: rejection: " + FailInfo.Name(bit) + ".",
                machine.Reason);
        }

        Assert.Equal("badMessageCheck", FailInfo.Name(1));
        Assert.Equal("duplicateCertReq", FailInfo.Name(26));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(-1)]
    [Rule(28, Breaks = true)]
    public void Rule28_AnyOtherStatusIsAViolation(int status)
    {
        BouncyPeer peer = new();
        peer.BodyFor = message => message.Body.Type == PkiBody.TYPE_INIT_REQ
            ? peer.Refuse(status, null, 0)
            : new PkiBody(PkiBody.TYPE_CONFIRM, DerNull.Instance);
        Told(peer, PkiFailureInfo.BadDataFormat);
    }

    [Fact]
    [Rule(28, Breaks = true)]
    public void Rule28_AGrantWithoutCertificateIsAViolation()
    {
        BouncyPeer peer = new();
        peer.BodyFor = message => message.Body.Type == PkiBody.TYPE_INIT_REQ
            ? peer.Refuse((int)BcStatus.Granted, null, 0)
            : new PkiBody(PkiBody.TYPE_CONFIRM, DerNull.Instance);
        CmpMachine machine = Told(peer, PkiFailureInfo.BadDataFormat);
        Assert.Contains("sent none", machine.Reason);
    }

    [Fact]
    [Rule(29, Breaks = true)]
    public void Rule29_ACertificateForAnotherKeyIsRefusedWithCertConf()
    {
        BouncyPeer peer = new()
        {
            Issue = template => TestCa.Issue(template.Subject.GetDerEncoded(),
                TestCa.Root.PublicKey.ExportSubjectPublicKeyInfo(), null),
        };
        CmpMachine machine = Enrolling.Run(peer.Answer);
        Assert.Equal(CmpOutcome.WrongKey, machine.Outcome);
        Assert.Null(machine.Granted().Certificate);
        Assert.Equal(2, peer.Received.Count);
        BcMessage message = BouncyPeer.Open(peer.Received[1]);
        Assert.Equal(PkiBody.TYPE_CERT_CONFIRM, message.Body.Type);
        CertStatus status = Assert.Single(
            CertConfirmContent.GetInstance(message.Body.Content).ToCertStatusArray());
        Assert.Equal((int)BcStatus.Rejection, status.StatusInfo.Status.IntValueExact);
        Assert.Equal(PkiFailureInfo.IncorrectData,
            new PkiFailureInfo(status.StatusInfo.FailInfo).IntValue);
        Assert.Equal(machine.Reason, status.StatusInfo.StatusString[0].GetString());
    }

    [Fact]
    [Rule(29, Breaks = true)]
    public void Rule29_ARefusalThatNobodyAnswersEndsTheSameWay()
    {
        BouncyPeer peer = new()
        {
            Issue = template => TestCa.Issue(template.Subject.GetDerEncoded(),
                TestCa.Root.PublicKey.ExportSubjectPublicKeyInfo(), null),
        };
        CmpMachine machine =
            Enrolling.Run(message => peer.Received.Count == 1 ? null : peer.Answer(message));
        Assert.Equal(CmpOutcome.WrongKey, machine.Outcome);
    }

    [Theory]
    [InlineData(PkiBody.TYPE_INIT_REP)]
    [InlineData(PkiBody.TYPE_GEN_REP)]
    [Rule(33, Breaks = true)]
    public void Rule33_OnlyPkiConfConfirms(int type)
    {
        BouncyPeer peer = new();
        peer.BodyFor = message => message.Body.Type == PkiBody.TYPE_INIT_REQ
            ? peer.Grant(message)
            : type == PkiBody.TYPE_INIT_REP
                ? peer.Refuse((int)BcStatus.Rejection, null, 0)
                : new PkiBody(type, new DerSequence());
        CmpMachine machine = Enrolling.Run(peer.Answer);
        Assert.Equal(CmpOutcome.ProtocolViolation, machine.Outcome);
        Assert.Null(machine.Granted().Certificate);
        Assert.Equal(PkiBody.TYPE_ERROR, BouncyPeer.Open(peer.Received[2]).Body.Type);
    }

    [Fact]
    [Rule(33, Breaks = true)]
    public void Rule33_AnUnprotectedPkiConfConfirmsNothing()
    {
        BouncyPeer peer = new();
        peer.Bend = _ => { };
        byte[] Answer(byte[] request)
        {
            peer.IsProtected = peer.Received.Count == 0;
            return peer.Answer(request);
        }

        CmpMachine machine = Enrolling.Run(Answer);
        Assert.Equal(CmpOutcome.NotProtected, machine.Outcome);
        Assert.Null(machine.Granted().Certificate);
        Assert.Empty(machine.Granted().CaCertificates);
    }

    [Fact]
    [Rule(33, Breaks = true)]
    public void Rule33_APkiConfForAnotherNonceConfirmsNothing()
    {
        BouncyPeer peer = new();
        peer.Bend = parts =>
        {
            if (peer.Received.Count == 2) parts.RecipientNonce = BouncyPeer.Open(peer.Received[0])
                .Header.SenderNonce.GetOctets();
        };
        Assert.Equal(CmpOutcome.WrongTransaction, Enrolling.Run(peer.Answer).Outcome);
    }

    [Fact]
    [Rule(33, Breaks = true)]
    public void Rule33_APkiConfThatIsNotNullIsAViolation()
    {
        BouncyPeer peer = new();
        peer.RawBodyFor = message => message.Body.Type == PkiBody.TYPE_CERT_CONFIRM
            ? new byte[] { 0xA0 | PkiBody.TYPE_CONFIRM, 3, 4, 1, 0 }
            : null;
        CmpMachine machine = Enrolling.Run(peer.Answer);
        Assert.Equal(CmpOutcome.ProtocolViolation, machine.Outcome);
        Assert.Equal("The CA's pkiConf is malformed (unexpected tag). The granted certificate is "
            + "not confirmed: apply again.", machine.Reason);
    }

    [Fact]
    [Rule(37)]
    public void Rule37_AProtectedErrorEndsIt()
    {
        BouncyPeer peer = new()
        {
            BodyFor = _ => BouncyPeer.Error((int)BcStatus.Rejection, "unknown reference",
                PkiFailureInfo.BadRequest, "details"),
        };
        CmpMachine machine = Refused(peer, CmpOutcome.ErrorFromServer);
        Assert.Equal(
            "The CA reports an error: rejection: badRequest (unknown reference) [details].",
            machine.Reason);
    }

    [Theory]
    [InlineData(false, CmpOutcome.NotProtected)]
    [InlineData(true, CmpOutcome.ErrorFromServer)]
    [Rule(37, Breaks = true)]
    public void Rule37_AnUnprotectedErrorIsBelievedByPolicyAlone(bool policy,
        CmpOutcome outcome)
    {
        BouncyPeer peer = new()
        {
            IsProtected = false,
            BodyFor = _ => BouncyPeer.Error((int)BcStatus.Rejection, "go away",
                PkiFailureInfo.BadRequest),
        };
        CmpMachine machine = Enrolling.Run(peer.Answer,
            request => request.Settings.AcceptUnprotectedErrors = policy);
        Assert.Equal(outcome, machine.Outcome);
        Assert.Contains("rejection: badRequest (go away)", machine.Reason);
        Assert.Equal(!policy, machine.Reason.Contains("Not verified"));
    }

    [Fact]
    [Rule(37, Breaks = true)]
    public void Rule37_AnUnprotectedErrorWithoutNoncesStillShowsItsText()
    {
        BouncyPeer peer = new()
        {
            IsProtected = false,
            Bend = parts =>
            {
                parts.TransactionId = null;
                parts.RecipientNonce = null;
                parts.SenderNonce = null;
            },
            BodyFor = _ => BouncyPeer.Error((int)BcStatus.Rejection, "cannot read",
                PkiFailureInfo.BadRequest),
        };
        CmpMachine machine = Refused(peer, CmpOutcome.NotProtected);
        Assert.EndsWith("Not verified, it says: rejection: badRequest (cannot read)."
            + " 'cmp-request accept unprotected-error' believes that.", machine.Reason);
    }

    [Theory]
    [InlineData(false, CmpOutcome.NotProtected)]
    [InlineData(true, CmpOutcome.Rejected)]
    [Rule(37, Breaks = true)]
    public void Rule37_AnUnprotectedRejectionIsBelievedByPolicyAlone(bool policy,
        CmpOutcome outcome)
    {
        BouncyPeer peer = new() { IsProtected = false };
        peer.BodyFor = _ => peer.Refuse((int)BcStatus.Rejection, "no", 0);
        CmpMachine machine = Enrolling.Run(peer.Answer,
            request => request.Settings.AcceptUnprotectedErrors = policy);
        Assert.Equal(outcome, machine.Outcome);
    }

    [Fact]
    public void AnErrorAfterCertConfEndsItWithoutCertificate()
    {
        BouncyPeer peer = new();
        peer.BodyFor = message => message.Body.Type == PkiBody.TYPE_INIT_REQ
            ? peer.Grant(message)
            : BouncyPeer.Error((int)BcStatus.Rejection, "too late", PkiFailureInfo.BadCertId);
        CmpMachine machine = Enrolling.Run(peer.Answer);
        Assert.Equal(CmpOutcome.ErrorFromServer, machine.Outcome);
        Assert.Null(machine.Granted().Certificate);
    }

    [Fact]
    public void AnUnknownBodyTypeIsNotAMessage()
    {
        BouncyPeer peer = new();
        CmpMachine machine = Enrolling.Run(request =>
        {
            byte[] answer = peer.Answer(request);
            int at = BodyTagOffset(answer);
            answer[at] = 0xA0 | 27;
            return answer;
        });
        Assert.Equal(CmpOutcome.ProtocolViolation, machine.Outcome);
        Assert.Contains("unknown type", machine.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("3000")]
    [InlineData("3080")]
    [InlineData("3084FFFFFFFF")]
    [InlineData("3C68746D6C3E")]
    [InlineData("3082010030820100")]
    [Rule(18, Breaks = true)]
    public void Rule18_GarbageIsRefused(string hex)
    {
        byte[] garbage = Convert.FromHexString(hex);
        CmpMachine machine = Enrolling.Run(_ => garbage);
        Assert.Equal(CmpOutcome.ProtocolViolation, machine.Outcome);
        Assert.StartsWith("The answer is not a CMP message (byte ", machine.Reason);
    }

    [Fact]
    [Rule(18, Breaks = true)]
    public void Rule18_TrailingBytesAreRefused()
    {
        BouncyPeer peer = new();
        CmpMachine machine = Enrolling.Run(request =>
            peer.Answer(request).Append((byte)0).ToArray());
        Assert.Equal(CmpOutcome.ProtocolViolation, machine.Outcome);
        Assert.Contains("trailing data", machine.Reason);
    }

    [Fact]
    [Rule(18, Breaks = true)]
    public void Rule18_AMessageAboveTheLimitIsRefused()
    {
        CmpMachine machine = Enrolling.Run(_ => new byte[CmpLimits.MessageSizeMax + 1]);
        Assert.Equal(CmpOutcome.ProtocolViolation, machine.Outcome);
        Assert.Equal("The answer is longer than 24576 bytes.", machine.Reason);
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        BouncyPeer peer = new() { Iterations = 100, ExtraCerts =
            new[] { TestCa.OtherRoot.RawData } };
        byte[]? whole = null;
        Enrolling.Run(request => whole ??= peer.Answer(request));
        Assert.NotNull(whole);
        for (int count = 0; count < whole.Length; count++)
        {
            CmpMachine machine = Enrolling.Run(_ => whole[..count]);
            Assert.Equal(CmpOutcome.ProtocolViolation, machine.Outcome);
        }
    }

    [Fact]
    public void EveryChangedByteIsRefusedOrHarmless()
    {
        // The salt differs from ours and few iterations keep this cheap.
        BouncyPeer peer = new() { Iterations = 100, ExtraCerts =
            new[] { TestCa.OtherRoot.RawData } };
        List<byte[]> answers = new();
        CmpMachine good = Enrolling.Run(request =>
        {
            answers.Add(peer.Answer(request));
            return answers[^1];
        });
        Assert.Equal(CmpOutcome.Done, good.Outcome);
        byte[] ip = answers[0];
        int extraAt = Find(ip, TestCa.OtherRoot.RawData);
        for (int at = 0; at < ip.Length; at++)
        {
            byte[] changed = (byte[])ip.Clone();
            changed[at] ^= (byte)(1 << (at % 8));
            int sent = 0;
            CmpMachine machine = Enrolling.Run(_ => sent++ == 0 ? changed : answers[1]);
            if (at < extraAt) Assert.NotEqual(CmpOutcome.Done, machine.Outcome);
            if (machine.Outcome == CmpOutcome.Done)
            {
                Assert.Equal(good.Granted().Certificate, machine.Granted().Certificate);
                Assert.Equal(good.Granted().CaCertificates, machine.Granted().CaCertificates);
            }
            else
            {
                Assert.NotEqual("", machine.Reason);
                Assert.Null(machine.Granted().Certificate);
                Assert.Equal(1, sent);
            }
        }
    }

    [Fact]
    public void EveryChangedByteOfAnAuthenticBodyIsRefusedWithoutException()
    {
        // A peer that knows the secret may still send nonsense: every byte of the body is bent
        // before it is protected.
        BouncyPeer peer = new() { Iterations = 100 };
        byte[]? body = null;
        peer.RawBodyFor = message => body ??= peer.Grant(message).GetDerEncoded();
        byte[] confirm = new PkiBody(PkiBody.TYPE_CONFIRM, DerNull.Instance).GetDerEncoded();
        Enrolling.Run(peer.Answer);
        Assert.NotNull(body);
        BcMessage ir = BouncyPeer.Open(peer.Received[0]);
        BcMessage certConf = BouncyPeer.Open(peer.Received[1]);

        // Past the certificate's own signature nothing new is parsed; before, every byte counts.
        int violations = 0;
        for (int at = 0; at < body.Length; at++)
        {
            byte[] bent = (byte[])body.Clone();
            bent[at] ^= 0x41;
            int sent = 0;
            CmpMachine machine =
                Enrolling.Run(_ => peer.Seal(sent++ == 0 ? ir : certConf, sent == 1 ? bent
                : confirm));
            Assert.NotEqual("", machine.Reason);
            Assert.Equal(machine.Outcome == CmpOutcome.Done, machine.Granted().Certificate != null);
            if (machine.Outcome != CmpOutcome.Done) violations++;
        }

        Assert.InRange(violations, 100, body.Length);
    }

    private static CmpMachine Refused(BouncyPeer peer, CmpOutcome outcome)
    {
        CmpMachine machine = Enrolling.Run(peer.Answer);
        Assert.Equal(outcome, machine.Outcome);
        Assert.Single(peer.Received);
        Assert.Null(machine.Granted().Certificate);
        Assert.Empty(machine.Granted().CaCertificates);
        Assert.DoesNotContain('\n', machine.Reason);
        return machine;
    }

    // Rule 36: the second message is an error, protected like the first, nonces going on.
    private static CmpMachine Told(BouncyPeer peer, int failInfo)
    {
        CmpMachine machine = Enrolling.Run(peer.Answer);
        Assert.Equal(CmpOutcome.ProtocolViolation, machine.Outcome);
        Assert.Null(machine.Granted().Certificate);
        Assert.Equal(2, peer.Received.Count);
        BcMessage message = BouncyPeer.Open(peer.Received[1]);
        Assert.Equal(PkiBody.TYPE_ERROR, message.Body.Type);
        Assert.Equal("16 bytes of nonc",
            Encoding.ASCII.GetString(message.Header.RecipNonce.GetOctets()));
        BcStatusInfo status = ErrorMsgContent.GetInstance(message.Body.Content).PkiStatusInfo;
        Assert.Equal((int)BcStatus.Rejection, status.Status.IntValueExact);
        Assert.Equal(failInfo, new PkiFailureInfo(status.FailInfo).IntValue);
        Assert.Equal(machine.Reason, status.StatusString[0].GetString());
        return machine;
    }

    private static Asn1Encodable Content(PkiBody grant, int type) => type switch
    {
        PkiBody.TYPE_CONFIRM => DerNull.Instance,
        PkiBody.TYPE_POLL_REP => new DerSequence(
            new DerSequence(DerInteger.ValueOf(0), DerInteger.ValueOf(10))),
        _ => grant.Content,
    };

    private static int BodyTagOffset(byte[] message)
    {
        Asn1Sequence all = Asn1Sequence.GetInstance(message);
        int prefix = message.Length - all.Sum(part => part.ToAsn1Object().GetDerEncoded().Length);
        return prefix + all[0].ToAsn1Object().GetDerEncoded().Length;
    }

    private static int Find(byte[] data, byte[] part) => data.AsSpan().IndexOf(part);
}
