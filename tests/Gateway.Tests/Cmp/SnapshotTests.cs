using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Store;
using Gateway.Tests.Crypto;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Xunit;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;

namespace Gateway.Tests.Cmp;

/// <summary>Transactions that are taken up by another machine after a wait.</summary>
public class SnapshotTests
{
    /// <summary>What waits: a name for the way into the wait.</summary>
    public static TheoryData<string> Waits => new(Ways().Keys);

    [Theory]
    [MemberData(nameof(Waits))]
    public void EveryWaitCanBeTakenUpByANewMachine(string way)
    {
        (BouncyPeer peer, Action<EnrolmentRequest> change) = Ways()[way]();
        int taken = 0;
        Drive drive = new(Enrolling.Machine(change), peer.Answer)
        {
            TakeOver = (machine, nowMs) =>
            {
                byte[] snapshot = machine.Snapshot(nowMs);
                Assert.InRange(snapshot.Length, 1, JournalRecord.SnapshotSizeMax);
                CmpMachine next = Resume(change, snapshot, ++taken);
                Assert.Equal(machine.TransactionId, next.TransactionId);
                Assert.Equal(machine.PollsSent, next.PollsSent);
                return next;
            },
        };
        CmpMachine last = drive.Run();
        Assert.Equal("", last.Outcome == CmpOutcome.Done ? "" : last.Reason);
        Assert.Equal(2, taken);

        // The same as without a restart.
        (peer, change) = Ways()[way]();
        CmpMachine whole = Enrolling.Run(peer.Answer, change);
        if (whole.Operation is not CertificateOperation) return;
        Assert.Equal(whole.Granted().CaCertificates, last.Granted().CaCertificates);
        Assert.Equal(whole.Granted().Differences, last.Granted().Differences);
        Assert.Equal(whole.Granted().IssuerVerified, last.Granted().IssuerVerified);
        Assert.NotNull(last.Granted().Certificate);
    }

    [Theory]
    [MemberData(nameof(Waits))]
    public void ADamagedSnapshotIsRefusedOrHarmless(string way)
    {
        byte[] snapshot = FirstSnapshot(way, out BouncyPeer peer,
            out Action<EnrolmentRequest> change);
        for (int count = 0; count < snapshot.Length; count++)
        {
            Assert.Null(TryResume(change, snapshot[..count]));
        }

        byte[] longer = [.. snapshot, 0];
        Assert.Null(TryResume(change, longer));
        int resumed = 0;
        foreach (byte[] damaged in Damages(snapshot))
        {
            CmpMachine? machine = TryResume(change, damaged);
            if (machine == null) continue;
            resumed++;
            RunDamaged(machine, peer);
        }

        Assert.InRange(resumed, 1, snapshot.Length * 3);
    }

    [Fact]
    public void WhatIsUnderWayHasNoSnapshot()
    {
        CmpMachine machine = Enrolling.Machine();
        Assert.Null(machine.Snapshot(0));
        machine.Start(0, TestCa.Now);
        Assert.Null(machine.Snapshot(0));
        while (machine.Work(0)) { }
        Assert.Null(machine.Snapshot(0));
        machine.Cancel(0);
        Assert.Null(machine.Snapshot(0));
        Assert.Null(CmpMachine.Resume(Settings(null), [], new SeededRandom(1)));
    }

    [Theory]
    [InlineData(CertificateRequestKind.Initial)]
    [InlineData(CertificateRequestKind.KeyUpdate)]
    public void TheSameCertConfIsSentAgainByANewMachine(CertificateRequestKind kind)
    {
        bool isUpdate = kind == CertificateRequestKind.KeyUpdate;
        BouncyPeer peer = isUpdate ? BouncyPeer.Signing(People.Root) : new();
        void Change(EnrolmentRequest request)
        {
            if (isUpdate) Enrolling.Update(request);
            request.Kind = kind;
        }

        CmpMachine machine = Enrolling.Machine(Change);
        byte[] snapshot = ToConfirmation(machine, peer);
        byte[] first = machine.Outgoing;
        CertificateOperation kept = CmpMachine.Granted(snapshot);
        Assert.NotNull(kept.Certificate);

        CmpMachine again = Resume(Change, snapshot, 1);
        again.Start(0, TestCa.Now);
        while (again.Work(0)) { }
        Assert.True(again.IsConfirming);
        Assert.Equal(first, again.Outgoing);
        byte[] answer = peer.Answer(again.Outgoing)!;
        again.OutgoingTaken(0);
        again.Receive(answer, 0, answer.Length, 0, TestCa.Now);
        while (again.Work(0)) { }
        Assert.StartsWith("The certificate is granted and confirmed", again.Reason);
        Assert.Equal(kept.Certificate, again.Granted().Certificate);
        Assert.Equal(kept.CaCertificates, again.Granted().CaCertificates);

        // Its end is kept in the same form, and is no place to go on from.
        byte[] end = again.Snapshot(0);
        Assert.Equal(kept.Certificate, CmpMachine.Granted(end).Certificate);
        Assert.Null(TryResume(Change, end));
    }

    [Fact]
    public void ADamagedSnapshotOfAConfirmationIsRefusedOrHarmless()
    {
        BouncyPeer peer = new();
        byte[] snapshot = ToConfirmation(Enrolling.Machine(), peer);
        for (int count = 0; count < snapshot.Length; count++)
        {
            Assert.Null(TryResume(null, snapshot[..count]));
            Assert.Null(CmpMachine.Granted(snapshot[..count]));
        }

        foreach (byte[] damaged in Damages(snapshot))
        {
            CertificateOperation? granted = CmpMachine.Granted(damaged);
            if (granted != null) Assert.NotNull(granted.Certificate);
            CmpMachine? machine = TryResume(null, damaged);
            if (machine == null) continue;
            machine.Start(0, TestCa.Now);
            while (machine.Work(0)) { }
            Assert.NotNull(machine.Outgoing);
            machine.Cancel(0);
        }
    }

    [Fact]
    public void ASnapshotOfVersion1IsTakenUp()
    {
        // What version 2 changed: the number itself, and the stage that was a BOOLEAN.
        byte[] snapshot = FirstSnapshot("ir", out _, out Action<EnrolmentRequest> change);
        byte[] version1 = (byte[])snapshot.Clone();
        int version = snapshot.AsSpan().IndexOf(new byte[] { 2, 1, 2 });
        version1[version + 2] = 1;
        byte[] id = Resume(change, snapshot, 1).TransactionId;
        int stage = snapshot.AsSpan().IndexOf(id) - 5;
        Assert.Equal(new byte[] { 2, 1, 0, 4, 16 }, snapshot[stage..(stage + 5)]);
        Assert.Null(TryResume(change, version1));
        version1[stage] = 1;
        Assert.Equal(id, Resume(change, version1, 2).TransactionId);
    }

    [Fact]
    public void NoSecretStandsInASnapshot()
    {
        using RSA key = RSA.Create();
        key.ImportPkcs8PrivateKey(TestCa.DevicePrivateKey, out _);
        byte[] half = key.ExportParameters(true).D![..32];
        foreach (string way in Ways().Keys)
        {
            byte[] snapshot = FirstSnapshot(way, out _, out _);
            Assert.Equal(-1, snapshot.AsSpan().IndexOf("example secret"u8));
                Assert.Equal(-1, snapshot.AsSpan().IndexOf(half));
        }
    }

    [Fact]
    public void TheWholeTimeGoesOnThroughARestart()
    {
        BouncyPeer peer = new() { Expected = { MayRestart = true } };
        _ = new WaitingPeer(peer) { Polls = int.MaxValue, CheckAfter = 100 };
        void Change(EnrolmentRequest r) => r.Settings.TotalTimeoutSeconds = 1000;
        Drive drive = new(Enrolling.Machine(Change), peer.Answer)
        {
            TakeOver = (machine, nowMs) => machine.DeadlineMs <= nowMs ? machine
                : Resume(Change, machine.Snapshot(nowMs), 1),
        };
        Assert.Equal(CmpOutcome.Timeout, drive.Run().Outcome);

        // Whole seconds are kept: up to one is lost at each wait.
        Assert.InRange(drive.NowMs, 980_000, 1000_000);
    }

    private static byte[] ToConfirmation(CmpMachine machine, BouncyPeer peer)
    {
        machine.Start(0, TestCa.Now);
        while (machine.Work(0)) { }
        Assert.False(machine.IsConfirming);
        byte[] answer = peer.Answer(machine.Outgoing)!;
        machine.OutgoingTaken(0);
        machine.Receive(answer, 0, answer.Length, 0, TestCa.Now);
        while (machine.Work(0)) { }
        Assert.True(machine.IsConfirming);
        return machine.Snapshot(0);
    }

    private static byte[] FirstSnapshot(string way, out BouncyPeer peer,
        out Action<EnrolmentRequest> change)
    {
        (peer, change) = Ways()[way]();
        byte[]? first = null;
        new Drive(Enrolling.Machine(change), peer.Answer)
        {
            TakeOver = (machine, nowMs) =>
            {
                first ??= machine.Snapshot(nowMs);
                return machine;
            },
        }.Run();
        Assert.NotNull(first);
        return first;
    }

    // All values of a byte would be too many: single bits, and the ends.
    private static IEnumerable<byte[]> Damages(byte[] good)
    {
        for (int at = 0; at < good.Length; at++)
        {
            foreach (byte value in new[] { (byte)(good[at] ^ (1 << (at % 8))), (byte)0, (byte)255 })
            {
                if (value == good[at]) continue;
                byte[] damaged = (byte[])good.Clone();
                damaged[at] = value;
                yield return damaged;
            }
        }
    }

    // Only that it ends; a changed transactionID, for instance, must not match. Signing takes
    // long: who would sign sends what is no message.
    private static void RunDamaged(CmpMachine machine, BouncyPeer peer)
    {
        CmpMachine ended = new Drive(machine, request =>
        {
            BcMessage message = SentRules.Decode(request);
            return peer.Protection == null ? peer.Seal(message, PeerBodies.PkiConf)
                : [0x30, 0x00];
        }).Run();
        Assert.NotEqual("", ended.Reason);
    }

    private static CmpMachine Resume(Action<EnrolmentRequest>? change, byte[] snapshot, int seed)
    {
        CmpMachine? machine = CmpMachine.Resume(Settings(change), snapshot,
            new SeededRandom(100 + seed));
        Assert.NotNull(machine);
        return machine;
    }

    private static CmpMachine? TryResume(Action<EnrolmentRequest>? change, byte[] snapshot) =>
        CmpMachine.Resume(Settings(change), snapshot, new SeededRandom(7));

    private static CmpSettings Settings(Action<EnrolmentRequest>? change)
    {
        EnrolmentRequest request = Enrolling.Request();
        change?.Invoke(request);
        request.Settings.Protection = request.Protection(new SeededRandom(9));
        return request.Settings;
    }

    private static Dictionary<string, Func<(BouncyPeer, Action<EnrolmentRequest>)>> Ways() => new()
    {
        ["ir"] = () => Way(PkiBody.TYPE_INIT_REQ, false, CertificateRequestKind.Initial),
        ["ir, message"] = () => Way(PkiBody.TYPE_INIT_REQ, true, CertificateRequestKind.Initial),
        ["cr"] = () => Way(PkiBody.TYPE_CERT_REQ, false, CertificateRequestKind.Certification),
        ["p10cr"] = () => Way(PkiBody.TYPE_P10_CERT_REQ, false, CertificateRequestKind.Pkcs10),
        ["kur"] = () => Way(PkiBody.TYPE_KEY_UPDATE_REQ, false, CertificateRequestKind.KeyUpdate),
        ["certConf"] = () => Way(PkiBody.TYPE_CERT_CONFIRM, true, CertificateRequestKind.Initial),
        ["certConf of kur"] = () =>
            Way(PkiBody.TYPE_CERT_CONFIRM, true, CertificateRequestKind.KeyUpdate),
        ["rr"] = () => Way(PkiBody.TYPE_REVOCATION_REQ, true, CertificateRequestKind.Initial,
            () => new RevocationOperation(People.Device.Certificate, 4)),
        ["genm"] = () => Way(PkiBody.TYPE_GEN_MSG, true, CertificateRequestKind.Initial,
            () => new GeneralOperation(GeneralRequest.Crls,
                new X509Name("CN=CA").GetDerEncoded(), TestCa.Now)),
    };

    private static (BouncyPeer, Action<EnrolmentRequest>) Way(int type, bool isMessage,
        CertificateRequestKind kind, Func<CmpOperation>? operation = null)
    {
        bool isUpdate = kind == CertificateRequestKind.KeyUpdate;
        BouncyPeer peer = isUpdate ? BouncyPeer.Signing(People.Root) : new();
        peer.Expected.MayRestart = true;
        _ = new WaitingPeer(peer) { LateType = type, IsWholeMessage = isMessage };
        return (peer, request =>
        {
            if (isUpdate) Enrolling.Update(request);
            request.Kind = kind;
            request.Operation = operation?.Invoke();
        });
    }
}
