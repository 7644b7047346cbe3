using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Tests.Crypto;
using Gateway.Tests.Rules;
using Xunit;

namespace Gateway.Tests.Cmp;

/// <summary>Time, transport, spurious calls and the transition table.</summary>
public class CmpMachineTests
{
    [Fact]
    [Rule(38, Breaks = true)]
    public void Rule38_NoConnectionEndsItWithTheReason()
    {
        CmpMachine machine = Enrolling.Run(_ => null);
        Assert.Equal(CmpOutcome.TransportFailed, machine.Outcome);
        Assert.Equal("No answer from the CA: connection refused.", machine.Reason);
    }

    [Fact]
    [Rule(38)]
    public void Rule38_TheRequestIsRepeatedWithTheSameBytesAndABackOff()
    {
        List<byte[]> sent = new();
        CmpMachine machine = Enrolling.Machine(request => request.Settings.RequestAttemptsMax = 3);
        machine.Start(0, TestCa.Now);
        while (machine.Work(0)) { }
        foreach (long pauseMs in new long[] { 2000, 4000 })
        {
            sent.Add(machine.Outgoing);
            machine.OutgoingTaken(0);
            machine.TransportFailed("lost", 0);
            Assert.Null(machine.Outgoing);
            long dueMs = machine.DeadlineMs;
            Assert.InRange(dueMs, pauseMs, pauseMs + (pauseMs / 4));
            machine.TransportFailed("said twice", 0);
            machine.Tick(dueMs - 1);
            Assert.Null(machine.Outgoing);
            machine.Tick(dueMs);
            Assert.NotNull(machine.Outgoing);
        }

        sent.Add(machine.Outgoing);
        machine.TransportFailed("lost", 9);
        Assert.Equal(CmpOutcome.TransportFailed, machine.Outcome);
        Assert.Equal(sent[0], sent[1]);
        Assert.Equal(sent[0], sent[2]);
    }

    [Fact]
    [Rule(38)]
    public void Rule38_CertConfIsRepeatedByDefault()
    {
        BouncyPeer peer = new();
        int calls = 0;
        CmpMachine machine =
            Enrolling.Run(request => ++calls is 2 or 3 ? null : peer.Answer(request));
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
        Assert.Equal(4, calls);
    }

    [Fact]
    public void ACertConfThatNeverGetsThroughLeavesNoCertificate()
    {
        BouncyPeer peer = new();
        CmpMachine machine =
            Enrolling.Run(request => peer.Received.Count == 1 ? null : peer.Answer(request));
        Assert.Equal(CmpOutcome.TransportFailed, machine.Outcome);
        Assert.Equal("The CA granted the certificate but did not acknowledge its confirmation "
            + "(connection refused).", machine.Reason);
        Assert.Null(machine.Granted().Certificate);
    }

    [Fact]
    public void NoAnswerInTimeEndsIt()
    {
        CmpMachine machine = Enrolling.Machine(request => request.Settings.ResponseTimeoutMs = 5000);
        machine.Start(1000, TestCa.Now);
        while (machine.Work(1000)) { }
        Assert.Equal(6000, machine.DeadlineMs);
        machine.OutgoingTaken(2000);
        Assert.Equal(7000, machine.DeadlineMs);
        machine.Tick(6999);
        Assert.False(machine.IsFinished);
        machine.Tick(7000);
        Assert.Equal(CmpOutcome.Timeout, machine.Outcome);
        Assert.Equal("No answer from the CA: timed out after 5 s.", machine.Reason);
        Assert.Equal(CmpMachine.NoDeadline, machine.DeadlineMs);
    }

    [Fact]
    public void TheReceiptOfARefusalIsNotAwaitedForLong()
    {
        BouncyPeer peer = new() { CertReqId = 5 };
        CmpMachine machine = Enrolling.Machine();
        machine.Start(0, TestCa.Now);
        while (machine.Work(0)) { }
        byte[] answer = peer.Answer(machine.Outgoing);
        machine.OutgoingTaken(0);
        machine.Receive(answer, 0, answer.Length, 0, TestCa.Now);
        while (machine.Work(0)) { }
        Assert.Equal(CmpState.AwaitingErrorReceipt, machine.State);
        Assert.NotNull(machine.Outgoing);
        machine.OutgoingTaken(100);
        Assert.Equal(10100, machine.DeadlineMs);
        machine.Tick(10100);
        Assert.Equal(CmpOutcome.ProtocolViolation, machine.Outcome);
    }

    [Fact]
    public void DerivationIsCutIntoSmallSteps()
    {
        CmpMachine machine = Enrolling.Machine(request => request.PbmIterations = 6400);
        machine.Start(0, TestCa.Now);
        int steps = 0;
        int percent = 0;
        while (machine.Work(0))
        {
            steps++;
            Assert.True(machine.WorkPercent >= percent || machine.WorkPercent == 0);
            percent = machine.WorkPercent;
        }

        Assert.InRange(steps, 100, 102);
        Assert.NotNull(machine.Outgoing);
        Assert.False(machine.NeedsWork);
    }

    [Fact]
    public void ADeepDerivationAskedByThePeerIsCutToo()
    {
        BouncyPeer peer = new() { Iterations = 100000 };
        CmpMachine machine = Enrolling.Machine();
        machine.Start(0, TestCa.Now);
        while (machine.Work(0)) { }
        byte[] answer = peer.Answer(machine.Outgoing);
        machine.Receive(answer, 0, answer.Length, 0, TestCa.Now);
        int steps = 0;
        while (machine.Work(0)) steps++;
        Assert.InRange(steps, 1562, 1572);
        Assert.Equal(CmpState.AwaitingConfirmation, machine.State);
        Assert.NotNull(machine.Outgoing);
    }

    [Fact]
    public void AnAnswerInTheMiddleOfABufferIsReadAndTheBufferIsFreeAfterwards()
    {
        BouncyPeer peer = new();
        CmpMachine machine = Enrolling.Machine();
        machine.Start(0, TestCa.Now);
        while (machine.Work(0)) { }
        byte[] answer = peer.Answer(machine.Outgoing);
        byte[] buffer = new byte[30000];
        answer.CopyTo(buffer, 777);
        machine.Receive(buffer, 777, answer.Length, 0, TestCa.Now);
        while (machine.Work(0)) { }
        Array.Fill(buffer, (byte)0xEE);
        answer = peer.Answer(machine.Outgoing);
        answer.CopyTo(buffer, 3);
        machine.Receive(buffer, 3, answer.Length, 0, TestCa.Now);
        while (machine.Work(0)) { }
        Array.Fill(buffer, (byte)0xEE);
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
        Assert.Equal(TestCa.Root.RawData, machine.Granted().CaCertificates[0]);
    }

    [Fact]
    public void SpuriousCallsChangeNothing()
    {
        CmpMachine machine = Enrolling.Machine();
        Spurious(machine);
        Assert.Equal(CmpState.Idle, machine.State);
        machine.Start(0, TestCa.Now);
        machine.Start(0, TestCa.Now);
        machine.Receive(new byte[1], 0, 1, 0, 0);
        machine.TransportFailed("x", 0);
        machine.Tick(long.MaxValue - 1);
        Assert.Equal(CmpState.Preparing, machine.State);
        while (machine.Work(0)) { }
        Assert.False(machine.Work(0));
        machine.Start(0, TestCa.Now);
        Assert.Equal(CmpState.AwaitingAnswer, machine.State);
        machine.TransportFailed("gone", 0);
        Assert.True(machine.IsFinished);
        Spurious(machine);
        machine.Start(0, TestCa.Now);
        machine.Cancel(0);
        machine.Wipe();
        Assert.Equal(CmpOutcome.TransportFailed, machine.Outcome);
        Assert.Null(machine.Outgoing);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void CancelEndsItAnywhere(int after)
    {
        BouncyPeer peer = new();
        CmpMachine machine = Enrolling.Machine();
        if (after > 0) machine.Start(0, TestCa.Now);
        if (after > 1) while (machine.Work(0)) { }
        if (after > 2)
        {
            byte[] answer = peer.Answer(machine.Outgoing);
            machine.Receive(answer, 0, answer.Length, 0, TestCa.Now);
            machine.Work(0);
        }

        machine.Cancel(0);
        Assert.Equal(CmpOutcome.Cancelled, machine.Outcome);
        Assert.Null(machine.Outgoing);
        Assert.False(machine.Work(0));
    }

    [Fact]
    public void TheManagedKeyEngineEnrolsAndVerifiesThePath()
    {
        BouncyPeer peer = new()
        {
            Issue = template => TestCa.Issue(template.Subject.GetDerEncoded(),
                template.PublicKey.GetDerEncoded(), Enrolling.AltName, isUnderSub: true),
            ExtraCerts = new[] { TestCa.Sub.RawData },
        };
        CmpMachine machine = Enrolling.Run(peer.Answer,
            request => request.Settings.KeyEngine = new ManagedKeyEngine(new SeededRandom(1)));
        Assert.Equal("The certificate is granted and confirmed.", machine.Reason);
        Assert.True(machine.Granted().IssuerVerified);
        Assert.Equal(new[] { TestCa.Sub.RawData, TestCa.Root.RawData }, machine.Granted().CaCertificates);
    }

    [Fact]
    public void AKeyThatCannotSignEndsIt()
    {
        CmpMachine garbage = Enrolling.Run(_ => null, request =>
            request.PrivateKey = new byte[9]);
        Assert.Equal(CmpOutcome.KeyUnusable, garbage.Outcome);
        CmpMachine misfit = Enrolling.Run(_ => null,
            request => request.SignatureAlgorithm = SignatureAlgorithm.EcdsaSha256);
        Assert.Equal(CmpOutcome.KeyUnusable, misfit.Outcome);
    }

    [Fact]
    public void IncompleteOrExcessiveRequestsAreBugsOfTheCaller()
    {
        Action<EnrolmentRequest>[] changes =
        {
            request => request.Subject = null!,
            request => request.Settings.Recipient = null!,
            request => request.PrivateKey = null!,
            request => request.Settings.KeyEngine = null!,
            request => request.Reference = Array.Empty<byte>(),
            request => request.Reference = new byte[CmpLimits.SecretSizeMax + 1],
            request => request.Secret = null!,
            request => request.Secret = new byte[CmpLimits.SecretSizeMax + 1],
            request => request.PbmIterations = CmpLimits.PbmIterationsMin - 1,
            request => request.PbmIterations = CmpLimits.PbmIterationsLimit + 1,
            request => request.PbmIterationsMax = CmpLimits.PbmIterationsLimit + 1,
        };
        foreach (Action<EnrolmentRequest> change in changes)
        {
            Assert.Throws<ArgumentException>(() => Enrolling.Machine(change));
        }
    }

    [Fact]
    public void TheCallersSecretIsNeitherKeptNorChanged()
    {
        BouncyPeer peer = new();
        EnrolmentRequest request = Enrolling.Request();
        CmpMachine machine = request.Machine(new SeededRandom(1));
        Assert.Equal(BouncyPeer.Secret, Encoding.UTF8.GetString(request.Secret));
        Array.Clear(request.Secret);
        Enrolling.Run(machine, peer.Answer, TestCa.Now);
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
    }

    [Fact]
    public void ThePrivateKeyIsKeptNoLongerThanItSigns()
    {
        BouncyPeer peer = new();
        WatchedEngine engine = new();
        EnrolmentRequest request = Enrolling.Request();
        request.PrivateKey = (byte[])TestCa.DevicePrivateKey.Clone();
        request.Settings.KeyEngine = engine;
        CmpMachine machine = request.Machine(new SeededRandom(1));
        Array.Clear(request.PrivateKey);
        Enrolling.Run(machine, message =>
        {
            Assert.All(engine.Keys, k => Assert.All(k, b => Assert.Equal(0, b)));
            return peer.Answer(message);
        }, TestCa.Now);
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
        Assert.NotEmpty(engine.Keys);
    }

    private sealed class WatchedEngine : IKeyEngine
    {
        private readonly NetKeyEngine _engine = new();

        public System.Collections.Generic.List<byte[]> Keys { get; } = [];

        public string Name => _engine.Name;

        public bool CanVerify(SignatureAlgorithm algorithm) => _engine.CanVerify(algorithm);

        public IKeyGeneration Generate(KeyAlgorithm algorithm, int bits) =>
            _engine.Generate(algorithm, bits);

        public byte[] PublicKey(byte[] privateKey)
        {
            Keys.Add(privateKey);
            return _engine.PublicKey(privateKey);
        }

        public byte[] Sign(SignatureAlgorithm algorithm, byte[] privateKey, byte[] data, int offset,
            int count)
        {
            Keys.Add(privateKey);
            return _engine.Sign(algorithm, privateKey, data, offset, count);
        }

        public bool Verify(SignatureAlgorithm algorithm, byte[] publicKey, byte[] data, int offset,
            int count, byte[] signature, int signatureOffset, int signatureCount) =>
            _engine.Verify(algorithm, publicKey, data, offset, count, signature, signatureOffset,
                signatureCount);
    }

    [Fact]
    public void EveryStateIsReachedAndCanEnd()
    {
        HashSet<CmpState> reached = new() { CmpState.Idle };
        for (int pass = 0; pass < CmpTable.Count; pass++)
        {
            for (int row = 0; row < CmpTable.Count; row++)
            {
                bool isReached = reached.Contains(CmpTable.From(row));
                if (isReached) reached.Add(CmpTable.Next(row));
            }
        }

        Assert.Equal(Enum.GetValues<CmpState>().ToHashSet(), reached);
        foreach (CmpState state in Enum.GetValues<CmpState>())
        {
            if (state == CmpState.Finished) continue;
            int cancel = CmpTable.Find(state, CmpEvent.Cancel);
            Assert.Equal(CmpState.Finished, CmpTable.Next(cancel));
        }
    }

    [Fact]
    public void TheTableHasNoRowTwiceAndNoneOutOfTheEnd()
    {
        HashSet<(CmpState, CmpEvent)> seen = new();
        for (int row = 0; row < CmpTable.Count; row++)
        {
            Assert.True(seen.Add((CmpTable.From(row), CmpTable.Event(row))));
            Assert.NotEqual(CmpState.Finished, CmpTable.From(row));
            CmpAction action = CmpTable.Action(row);
            bool ends = action is CmpAction.Fail or CmpAction.Complete;
            Assert.Equal(ends, CmpTable.Next(row) == CmpState.Finished);
        }
    }

    [Theory]
    [InlineData(200, "application/pkixcmp", 10, null)]
    [InlineData(400, "application/pkixcmp", 10, null)]
    [InlineData(500, "application/pkixcmp", 10, null)]
    [InlineData(404, "application/pkixcmp", 0, "404")]
    [InlineData(404, "text/html", 10, "404")]
    [InlineData(500, "text/html", 10, "500")]
    [InlineData(302, "application/pkixcmp", 10, "302")]
    [InlineData(200, "application/pkixcmp", 0, "empty")]
    [InlineData(200, "text/html", 10, "text/html")]
    [InlineData(200, "", 10, "not a CMP message")]
    [InlineData(100, "application/pkixcmp", 10, "100")]
    [Rule(40)]
    [Rule(39, Breaks = true)]
    [Rule(41, Breaks = true)]
    public void Rule40_HttpAnswersAreJudged(int status, string contentType, int count,
        string? part)
    {
        string verdict = CmpHttp.Judge(status, contentType, count);
        if (part == null) Assert.Null(verdict);
        else Assert.Contains(part, verdict);
    }

    private static void Spurious(CmpMachine machine)
    {
        machine.Work(0);
        machine.OutgoingTaken(0);
        machine.Receive(new byte[3], 0, 3, 0, 0);
        machine.TransportFailed("nothing", 0);
        machine.Tick(long.MaxValue);
    }
}
