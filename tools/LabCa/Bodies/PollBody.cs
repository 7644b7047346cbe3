using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Math;

namespace Gateway.LabCa;

/// <summary>Answers pollReq with pollRep until the answer is ready (RFC 9483 4.4).</summary>
internal sealed class PollBody(LabCaOptions options, CmpTransactions transactions,
    CmpReplies replies, MisbehaviourList misbehaviours) : ICmpBody
{
    public CmpReply Answer(CmpCall call)
    {
        WaitingAnswer waiting = call.Transaction.Waiting
            ?? throw new CmpRefusedException(CmpFailInfo.BadRequest,
                "nothing is waiting to be polled for");
        BigInteger[] asked =
            PollReqContent.GetInstance(call.Request.Content).GetCertReqIDValues();
        if (asked.Length != 1 || !waiting.CertReqId.HasValue(asked[0]))
            throw new CmpRefusedException(CmpFailInfo.BadRequest,
                $"pollReq must name the one certReqId {waiting.CertReqId}");
        transactions.Extend(call.Transaction, waiting.CheckAfter);
        return waiting.Left > 0 ? Later(call, waiting) : Finish(call, waiting);
    }

    private CmpReply Later(CmpCall call, WaitingAnswer waiting)
    {
        if (waiting.Left != int.MaxValue)
            waiting.Left--;
        DerInteger id = misbehaviours.Take(MisbehaviourKind.WrongPollId) is null
            ? waiting.CertReqId : new DerInteger(waiting.CertReqId.Value.Add(BigInteger.Two));
        return replies.Answer(call, PkiBody.TYPE_POLL_REP,
            new PollRepContent(id, DerInteger.ValueOf(waiting.CheckAfter)),
            $"pollRep, again after {waiting.CheckAfter} s");
    }

    private CmpReply Finish(CmpCall call, WaitingAnswer waiting)
    {
        call.Transaction.Waiting = null;
        CmpReply reply = waiting.Finish(call);
        return options.FinalAnswerToFirstNonce ? reply with { RecipNonce = waiting.FirstNonce }
            : reply;
    }
}
