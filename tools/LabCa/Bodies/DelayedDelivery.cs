using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;

namespace Gateway.LabCa;

/// <summary>Holds an answer of any kind back: an error with status waiting goes out, pollReq with
/// certReqId -1 fetches the answer later (RFC 9483 4.4).</summary>
internal sealed class DelayedDelivery(LabCaOptions options, MisbehaviourList misbehaviours,
    CmpReplies replies)
{
    private static readonly DerInteger s_wholeMessage = DerInteger.ValueOf(-1);

    /// <summary>The answer, or the notice that it comes later.</summary>
    public CmpReply Delay(CmpCall call, CmpReply reply)
    {
        if (call.Request.BodyType is PkiBody.TYPE_POLL_REQ or PkiBody.TYPE_ERROR
            || call.Transaction.Waiting is not null)
            return reply;
        Misbehaviour? delayed = misbehaviours.Take(MisbehaviourKind.DelayedDelivery);
        int polls = delayed?.Number ?? options.DelayedPolls;
        if (polls == 0)
            return reply;

        CmpReply notice = replies.Answer(call, PkiBody.TYPE_ERROR,
            new ErrorMsgContent(CmpReplies.Status(CmpReplies.Waiting,
                "the answer is not ready")), "error waiting, later " + reply.Result);
        byte[] nonceOfAnswer = reply.SenderNonce;
        call.Transaction.Waiting = new WaitingAnswer
        {
            CertReqId = s_wholeMessage,
            Left = polls,
            CheckAfter = delayed?.Seconds ?? options.CheckAfterSeconds,
            FirstNonce = call.Request.SenderNonce ?? [],
            Finish = last => reply with { Request = last.Request, SenderNonce = nonceOfAnswer },
        };
        return notice;
    }
}
