using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;

namespace Gateway.LabCa;

/// <summary>Answers an error message of the client with pkiconf (RFC 9483 3.6.1).</summary>
internal sealed class ClientErrorBody(CmpTransactions transactions, CmpReplies replies) : ICmpBody
{
    public CmpReply Answer(CmpCall call)
    {
        string text = CmpReplies.RejectionText(
            ErrorMsgContent.GetInstance(call.Request.Content).PkiStatusInfo)
            ?? "without a reason";
        call.Transaction.Waiting = null;
        transactions.Close(call.Transaction, CertificateStatus.Revoked,
            "error from the client: " + text);
        return replies.Answer(call, PkiBody.TYPE_CONFIRM, DerNull.Instance,
            "pkiconf, the client reports: " + text);
    }
}
