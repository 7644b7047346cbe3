using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>Answers rr with rp (RFC 9483 4.2).</summary>
internal sealed class RevocationBody(CaState state, CmpReplies replies,
    MisbehaviourList misbehaviours) : ICmpBody
{
    private const int RemoveFromCrl = 8;

    public CmpReply Answer(CmpCall call)
    {
        RevDetails[] all = RevReqContent.GetInstance(call.Request.Content).ToRevDetailsArray();
        if (all.Length != 1)
            throw new CmpRefusedException(CmpFailInfo.BadRequest,
                $"{all.Length} RevDetails in one message, exactly one is supported");
        CertTemplate template = all[0].CertDetails;
        try
        {
            if (misbehaviours.Take(MisbehaviourKind.Reject) is { } reject)
                throw new CmpRefusedException(reject.FailInfo, reject.Text);
            IssuedCertificate entry = Find(template);
            CheckRight(call, entry);
            int code = ReasonCode(all[0].CrlEntryDetails);
            state.Revoke(entry.Serial, code);
            return Reply(call, template, new PkiStatusInfo(CmpReplies.Accepted),
                $"rp accepted, serial {entry.Serial} is revoked, reason {code}");
        }
        catch (CmpRefusedException refused)
        {
            return Reply(call, template,
                CmpReplies.Status(CmpReplies.Rejection, refused.Message, refused.FailInfo),
                $"rp rejection {refused.FailInfo.Name()}: {refused.Message}") with
            {
                IsNegative = true,
            };
        }
    }

    private CmpReply Reply(CmpCall call, CertTemplate template, PkiStatusInfo status,
        string result)
    {
        var content = new RevRepContentBuilder();
        if (template.Issuer is not null && template.SerialNumber is not null)
            content.Add(status, new CertId(new GeneralName(Issuer(template.Issuer)),
                template.SerialNumber));
        else
            content.Add(status);
        return replies.Answer(call, PkiBody.TYPE_REVOCATION_REP, content.Build(), result);
    }

    private X509Name Issuer(X509Name name) =>
        misbehaviours.Take(MisbehaviourKind.ReorderedRdns) is null ? name
            : X509Name.GetInstance(new DerSequence(
                Asn1Sequence.GetInstance(name.ToAsn1Object()).Reverse().ToArray()));

    private IssuedCertificate Find(CertTemplate template)
    {
        if (template.Issuer is null || template.SerialNumber is null)
            throw new CmpRefusedException(CmpFailInfo.BadCertId,
                "issuer or serialNumber is missing");
        string serial = SerialNumbers.Text(template.SerialNumber.Value);
        IssuedCertificate? entry =
            template.Issuer.Equivalent(state.Authority.Name, inOrder: true)
            ? state.Store.Issued.Find(one => one.Serial == serial) : null;
        if (entry is null || entry.Status == CertificateStatus.Pending)
            throw new CmpRefusedException(CmpFailInfo.BadCertId,
                "no such certificate was issued by this CA and confirmed");
        if (entry.Status == CertificateStatus.Revoked)
            throw new CmpRefusedException(CmpFailInfo.CertRevoked,
                "the certificate is revoked already");
        return entry;
    }

    // The holder of a secret may revoke anything: this is a laboratory.
    private static void CheckRight(CmpCall call, IssuedCertificate entry)
    {
        if (call.Origin.Signer is { } signer
            && !new X509Certificate(entry.Der).SubjectDN.Equivalent(signer.SubjectDN,
                inOrder: true))
            throw new CmpRefusedException(CmpFailInfo.NotAuthorized,
                "the certificate belongs to another subject");
    }

    private static int ReasonCode(X509Extensions? details)
    {
        X509Extension? reason = details?.GetExtension(X509Extensions.ReasonCode);
        int code = reason is null ? 0
            : DerEnumerated.GetInstance(reason.GetParsedValue()).IntValueExact;
        if (code is < 0 or > 10 or RemoveFromCrl)
            throw new CmpRefusedException(CmpFailInfo.BadRequest,
                $"reason code {code} is not supported");
        return code;
    }
}
