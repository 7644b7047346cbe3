using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>Answers ir, cr, p10cr and kur with ip, cp, cp and kup (RFC 9483 4.1).</summary>
internal sealed class EnrolmentBody(LabCaOptions options, CaState state, CmpReplies replies,
    MisbehaviourList misbehaviours) : ICmpBody
{
    /// <summary>The bodies that ask for a certificate.</summary>
    public static readonly int[] Types =
    [
        PkiBody.TYPE_INIT_REQ, PkiBody.TYPE_CERT_REQ, PkiBody.TYPE_P10_CERT_REQ,
        PkiBody.TYPE_KEY_UPDATE_REQ,
    ];

    private readonly CertificateReply _content = new(state.Authority, misbehaviours);
    private readonly KeyUpdateCheck _keyUpdate = new(options, state.Authority.Name);

    /// <summary>Whether a body asks for a certificate.</summary>
    public static bool IsEnrolment(int bodyType) => Types.Contains(bodyType);

    public CmpReply Answer(CmpCall call)
    {
        call.Transaction.CertReqId = EnrolmentRequest.ReadCertReqId(call.Request);
        int bodyType = call.Request.BodyType switch
        {
            PkiBody.TYPE_INIT_REQ => PkiBody.TYPE_INIT_REP,
            PkiBody.TYPE_KEY_UPDATE_REQ => PkiBody.TYPE_KEY_UPDATE_REP,
            _ => PkiBody.TYPE_CERT_REP,
        };
        if (bodyType == PkiBody.TYPE_KEY_UPDATE_REP && call.Origin.Signer is null)
            throw new CmpRefusedException(CmpFailInfo.WrongIntegrity,
                "kur must be signed with the certificate that it updates");
        return OrReject(call, bodyType, () => Decide(call, bodyType));
    }

    private CmpReply OrReject(CmpCall call, int bodyType, Func<CmpReply> answer)
    {
        try
        {
            return answer();
        }
        catch (CmpRefusedException refused)
        {
            var response = new CertResponse(call.Transaction.CertReqId,
                CmpReplies.Status(CmpReplies.Rejection, refused.Message, refused.FailInfo));
            return replies.Answer(call, bodyType, new CertRepMessage(null, [response]),
                $"{CmpBodies.Name(bodyType)} rejection {refused.FailInfo.Name()}: "
                    + refused.Message) with { IsNegative = true };
        }
    }

    private CmpReply Decide(CmpCall call, int bodyType)
    {
        if (misbehaviours.Take(MisbehaviourKind.Reject) is { } reject)
            throw new CmpRefusedException(reject.FailInfo, reject.Text);
        EnrolmentRequest enrolment = EnrolmentRequest.Read(call.Request, state.Authority.Name);
        if (bodyType == PkiBody.TYPE_KEY_UPDATE_REP)
            _keyUpdate.Check(enrolment, call.Origin.Signer!);
        Misbehaviour? poll = misbehaviours.Take(MisbehaviourKind.Poll);
        int polls = poll?.Number ?? options.PollCount;
        if (polls == 0)
            return Issue(call, enrolment, bodyType);

        call.Transaction.Waiting = new WaitingAnswer
        {
            CertReqId = enrolment.CertReqId,
            Left = polls,
            CheckAfter = poll?.Seconds ?? options.CheckAfterSeconds,
            FirstNonce = call.Request.SenderNonce ?? [],
            Finish = last => OrReject(last, bodyType, () => Issue(last, enrolment, bodyType)),
        };
        var waiting = new CertResponse(enrolment.CertReqId,
            CmpReplies.Status(CmpReplies.Waiting, "the certificate is not ready"));
        return replies.Answer(call, bodyType, new CertRepMessage(null, [waiting]),
            CmpBodies.Name(bodyType) + " waiting");
    }

    private CmpReply Issue(CmpCall call, EnrolmentRequest enrolment, int bodyType)
    {
        var changes = new List<string>();
        CertificateWish wish = _content.Changed(enrolment.ToWish(state.Authority.Validity(),
            changes, call.Origin.Signer?.SubjectDN), changes);
        X509Certificate certificate = state.Authority.Issue(wish, enrolment.PublicKey,
            state.IsTaken);
        enrolment.CompareExtensions(certificate.CertificateStructure.TbsCertificate.Extensions,
            changes);
        bool implicitly = options.GrantImplicitConfirm && AsksImplicitConfirm(call.Request);
        string serial = Save(call.Transaction, certificate, implicitly);
        if (misbehaviours.Take(MisbehaviourKind.CertificateForAnotherKey) is not null)
            certificate = state.Authority.Issue(wish,
                state.Authority.StrangersKey(enrolment.PublicKey), state.IsTaken);
        call.Transaction.CertificateDer = certificate.GetEncoded();

        PkiStatusInfo status = changes.Count == 0 ? new PkiStatusInfo(CmpReplies.Accepted)
            : CmpReplies.Status(CmpReplies.GrantedWithMods,
                "not as asked: " + string.Join(", ", changes));
        string result = $"{CmpBodies.Name(bodyType)} "
            + $"{(changes.Count == 0 ? "accepted" : "grantedWithMods")}, "
            + $"serial {serial}, {DistinguishedName.Format(certificate.SubjectDN)}";
        CertRepMessage content =
            _content.Build(bodyType, enrolment.CertReqId, status, certificate);
        return replies.Answer(call, _content.BodyType(bodyType), content, result) with
        {
            GeneralInfo = GeneralInfo(implicitly, call.Transaction),
            WithChain = true,
        };
    }

    private string Save(CmpTransaction transaction, X509Certificate certificate, bool implicitly)
    {
        string serial = SerialNumbers.Text(certificate.SerialNumber);
        state.Store.Add(IssuedCertificate.Of(certificate, transaction.Id,
            options.Clock.GetUtcNow()) with
        {
            Status = implicitly ? CertificateStatus.Valid : CertificateStatus.Pending,
            Reason = implicitly ? "implicitly confirmed" : "",
        });
        transaction.PendingSerial = implicitly ? null : serial;
        return serial;
    }

    private static bool AsksImplicitConfirm(CmpRequest request) => request.GeneralInfo
        .Any(info => info.InfoType.Equals(CmpObjectIdentifiers.it_implicitConfirm));

    private InfoTypeAndValue[] GeneralInfo(bool implicitly, CmpTransaction transaction)
    {
        if (implicitly)
            return [new InfoTypeAndValue(CmpObjectIdentifiers.it_implicitConfirm,
                DerNull.Instance)];
        if (!options.AnnounceConfirmTime)
            return [];
        string until = transaction.Deadline.UtcDateTime.ToString("yyyyMMddHHmmss'Z'",
            CultureInfo.InvariantCulture);
        return [new InfoTypeAndValue(CmpObjectIdentifiers.it_confirmWaitTime,
            new DerGeneralizedTime(until))];
    }
}
