using System.Linq;
using Gateway.Cmp;
using Gateway.Tests.Cmp;
using Org.BouncyCastle.Asn1.Cmp;
using Xunit;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;
using BcStatusInfo = Org.BouncyCastle.Asn1.Cmp.PkiStatusInfo;

namespace Gateway.Tests.Rules;

/// <summary>Looks at how a transaction ended that went wrong.</summary>
internal static class Told
{
    /// <summary>Ended as a violation, which the CA was told in a protected error (rule 36).</summary>
    internal static void Check(CmpMachine machine, BouncyPeer peer, int failInfo, string reason)
    {
        Assert.Contains(reason, machine.Reason);
        Assert.Equal(CmpOutcome.ProtocolViolation, machine.Outcome);
        BcMessage last = BouncyPeer.Open(peer.Received[^1]);
        Assert.Equal(PkiBody.TYPE_ERROR, last.Body.Type);
        BcStatusInfo status = ErrorMsgContent.GetInstance(last.Body.Content).PkiStatusInfo;
        Assert.Equal(PeerBodies.Rejection, status.Status.IntValueExact);
        Assert.Equal(failInfo, new PkiFailureInfo(status.FailInfo).IntValue);
        Assert.Null(Certificate(machine));
    }

    /// <summary>Ended in silence after the last message that the peer saw.</summary>
    internal static void Nobody(CmpMachine machine, BouncyPeer peer, CmpOutcome outcome,
        string reason)
    {
        Assert.Contains(reason, machine.Reason);
        Assert.Equal(outcome, machine.Outcome);
        Assert.DoesNotContain(peer.Received.Select(BouncyPeer.Open),
            m => m.Body.Type == PkiBody.TYPE_ERROR);
        Assert.Null(Certificate(machine));
    }

    private static byte[]? Certificate(CmpMachine machine) =>
        (machine.Operation as CertificateOperation)?.Certificate;
}
