using System;
using System.Collections.Generic;
using System.Linq;
using Gateway.Cmp;
using Xunit;

namespace Gateway.Tests.Cmp;

/// <summary>
/// Recorded answers with a byte changed or the end cut off: refused with a reason, unless only
/// certificates outside the protection changed and nothing came of it. Work and memory stay
/// bounded.
/// </summary>
public class MutationTests
{
    /// <summary>Calls of Work in one transaction.</summary>
    private const int StepsMax = 64;

    /// <summary>Bytes that one transaction allocates.</summary>
    private const int AllocatedMax = 512 * 1024;

    /// <summary>The recorded answers by name.</summary>
    public static TheoryData<string> Names => new(RecordedTalk.All.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void TheRecordedAnswerItselfIsTaken(string name)
    {
        RecordedTalk talk = RecordedTalk.All[name]();
        CmpMachine machine = talk.Run(talk.Last).Machine;
        Assert.True(IsTaken(machine, name), machine.Reason);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryTruncationOfAnAnswerIsRefused(string name)
    {
        RecordedTalk talk = RecordedTalk.All[name]();
        for (int count = 0; count < talk.Last.Length; count++)
        {
            CheckRefused(Bounded(talk, talk.Last[..count]), name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryChangedByteOfAnAnswerIsRefusedOrHarmless(string name)
    {
        RecordedTalk talk = RecordedTalk.All[name]();
        byte[] good = talk.Last;
        string expected = Results(talk.Run(good).Machine);
        int unprotectedAt = UnprotectedAt(good);
        byte[] bent = (byte[])good.Clone();
        int harmless = 0;
        for (int at = 0; at < good.Length; at++)
        {
            foreach (byte value in ValuesFor(name, good[at], at >= unprotectedAt))
            {
                bent[at] = value;
                CmpMachine machine = Bounded(talk, bent);
                if (at >= unprotectedAt && IsTaken(machine, name))
                {
                    harmless++;
                    Assert.Equal(expected, Results(machine));
                }
                else
                {
                    CheckRefused(machine, name);
                }
            }

            bent[at] = good[at];
        }

        Assert.Equal(unprotectedAt < good.Length, harmless > 0);
    }

    private static CmpMachine Bounded(RecordedTalk talk, byte[] last)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Drive drive = talk.Run(last);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 1, AllocatedMax);
        Assert.InRange(drive.Steps, 1, StepsMax);
        return drive.Machine;
    }

    // A pollRep that is taken leads to a wait, which the drive cancels; an ip to certConf, which
    // nobody answers here.
    private static bool IsTaken(CmpMachine machine, string name) => name switch
    {
        "pollrep" => machine.Outcome == CmpOutcome.Cancelled,
        "ip" or "kup" => machine.Outcome == CmpOutcome.TransportFailed
            && machine.Reason.Contains("granted the certificate", StringComparison.Ordinal),
        _ => machine.Outcome == CmpOutcome.Done,
    };

    private static void CheckRefused(CmpMachine machine, string name)
    {
        Assert.False(IsTaken(machine, name));
        Assert.NotEqual(CmpOutcome.None, machine.Outcome);
        Assert.NotEqual(CmpOutcome.Done, machine.Outcome);
        Assert.InRange(machine.Reason.Length, 10, 600);
        if (machine.Operation is CertificateOperation operation) Assert.Null(operation.Certificate);
    }

    private static string Results(CmpMachine machine) => machine.Operation switch
    {
        CertificateOperation o => machine.Outcome + "|" + o.IssuerVerified + "|"
            + string.Join('|', o.Differences) + "|" + Hex(o.Certificate),
        GeneralOperation o => string.Join('|', o.Elements.Select(Hex)),
        _ => machine.Outcome.ToString(),
    };

    private static string Hex(byte[]? value) => value == null ? "" : Convert.ToHexString(value);

    // All values in CI, or with ALL_VALUES=1: that takes minutes. At a desk all where an answer is
    // cheap to check, else single bits and the ends. Certificates that no protection covers cost
    // signatures, and nothing is believed of them: two values.
    private static IEnumerable<byte> ValuesFor(string name, byte good, bool isUnprotected)
    {
        IEnumerable<int> values = isUnprotected ? [good ^ 0x01, good ^ 0x20]
            : IsThorough || name is "pollrep" or "rp" ? Enumerable.Range(0, 256)
            : Enumerable.Range(0, 8).Select(bit => good ^ (1 << bit))
                .Concat([0, 255, good + 1, good - 1]);
        return values.Select(v => (byte)v).Where(v => v != good).Distinct();
    }

    private static bool IsThorough => Environment.GetEnvironmentVariable("ALL_VALUES") == "1"
        || string.Equals(Environment.GetEnvironmentVariable("CI"), "true",
            StringComparison.OrdinalIgnoreCase);

    // Offset of extraCerts, the only part that no protection covers; else the length.
    private static int UnprotectedAt(byte[] der)
    {
        PkiMessage message = PkiMessage.Parse(der, 0, der.Length);
        return message.ExtraCertificateCount == 0 ? der.Length
            : message.ProtectionOffset + message.ProtectionLength;
    }
}
