using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;

namespace Gateway.Tests.Cmp;

/// <summary>Bodies of answers, made of BouncyCastle's classes.</summary>
internal static class PeerBodies
{
    internal const int Accepted = 0;
    internal const int Rejection = 2;
    internal const int Waiting = 3;

    /// <summary>Start of the object identifiers of general information.</summary>
    internal const string InfoTypes = "1.3.6.1.5.5.7.4.";

    internal static PkiBody PkiConf { get; } = new(PkiBody.TYPE_CONFIRM, DerNull.Instance);

    /// <summary>The body that answers a request for a certificate.</summary>
    internal static int AnswerType(int request) => request switch
    {
        PkiBody.TYPE_INIT_REQ => PkiBody.TYPE_INIT_REP,
        PkiBody.TYPE_KEY_UPDATE_REQ => PkiBody.TYPE_KEY_UPDATE_REP,
        _ => PkiBody.TYPE_CERT_REP,
    };

    internal static bool IsCertificateRequest(int type) => type is PkiBody.TYPE_INIT_REQ
        or PkiBody.TYPE_CERT_REQ or PkiBody.TYPE_KEY_UPDATE_REQ or PkiBody.TYPE_P10_CERT_REQ;

    /// <summary>What is asked for, as a template; a p10cr's contents are turned into one.</summary>
    internal static CertTemplate TemplateOf(BcMessage message)
    {
        if (message.Body.Type != PkiBody.TYPE_P10_CERT_REQ)
        {
            return CertReqMessages.GetInstance(message.Body.Content).ToCertReqMsgArray().Single()
                .CertReq.CertTemplate;
        }

        CertificationRequestInfo info = CertificationRequest.GetInstance(message.Body.Content)
            .GetCertificationRequestInfo();
        CertTemplateBuilder builder = new CertTemplateBuilder().SetSubject(info.Subject)
            .SetSubjectPublicKeyInfo(info.SubjectPublicKeyInfo);
        foreach (Asn1Encodable element in info.Attributes)
        {
            AttributePkcs attribute = AttributePkcs.GetInstance(element);
            if (!attribute.AttrType.Equals(PkcsObjectIdentifiers.Pkcs9AtExtensionRequest)) continue;
            builder.SetExtensions(X509Extensions.GetInstance(attribute.AttrValues[0]));
        }

        return builder.Build();
    }

    /// <summary>A response without certificate.</summary>
    internal static PkiBody Status(int type, int certReqId, int status, string? text = null,
        int failInfo = 0) => new(type, new CertRepMessage(null, new[]
        {
            new CertResponse(DerInteger.ValueOf(certReqId), Info(status, text, failInfo)),
        }));

    internal static PkiStatusInfo Info(int status, string? text = null, int failInfo = 0) =>
        new(status, text == null ? null : new PkiFreeText(text),
            failInfo == 0 ? null : new PkiFailureInfo(failInfo));

    internal static PkiBody Error(int status, string? text = null, int failInfo = 0) =>
        new(PkiBody.TYPE_ERROR, new ErrorMsgContent(Info(status, text, failInfo)));

    internal static PkiBody PollRep(int certReqId, int checkAfter, string? reason = null) =>
        new(PkiBody.TYPE_POLL_REP, new DerSequence(PollElement(certReqId, checkAfter, reason)));

    internal static DerSequence PollElement(int certReqId, int checkAfter, string? reason = null)
    {
        Asn1EncodableVector element = new(DerInteger.ValueOf(certReqId),
            DerInteger.ValueOf(checkAfter));
        if (reason != null) element.Add(new PkiFreeText(reason));
        return new DerSequence(element);
    }

    /// <summary>certReqId of a pollReq with its one element.</summary>
    internal static int PolledId(BcMessage message) => DerInteger.GetInstance(
        Asn1Sequence.GetInstance(Asn1Sequence.GetInstance(message.Body.Content).Single())
            .Single()).IntValueExact;

    /// <summary>rp; the certificates that it names are those of the request if none is.</summary>
    internal static PkiBody Rp(PkiStatusInfo status, params CertId[] revoked)
    {
        DerSequence statuses = new(status);
        return new PkiBody(PkiBody.TYPE_REVOCATION_REP, revoked.Length == 0
            ? new DerSequence(statuses)
            : new DerSequence(statuses, new DerTaggedObject(true, 0,
                new DerSequence(revoked.ToArray<Asn1Encodable>()))));
    }

    /// <summary>What the one request for revocation names.</summary>
    internal static CertId RevokedId(BcMessage message)
    {
        CertTemplate template = RevReqContent.GetInstance(message.Body.Content).ToRevDetailsArray()
            .Single().CertDetails;
        return new CertId(new GeneralName(template.Issuer), template.SerialNumber);
    }

    /// <summary>genp with one element.</summary>
    internal static PkiBody Genp(string infoType, Asn1Encodable? value) =>
        new(PkiBody.TYPE_GEN_REP, new DerSequence(value == null
            ? new DerSequence(new DerObjectIdentifier(infoType))
            : new DerSequence(new DerObjectIdentifier(infoType), value)));

    /// <summary>genp of the type that answers the one question of a genm.</summary>
    internal static PkiBody GenpFor(BcMessage message, Asn1Encodable? value = null)
    {
        Asn1Sequence question = Asn1Sequence.GetInstance(
            Asn1Sequence.GetInstance(message.Body.Content).Single());
        string asked = DerObjectIdentifier.GetInstance(question[0]).Id;
        return Genp(asked switch
        {
            InfoTypes + "20" => InfoTypes + "18",
            InfoTypes + "22" => InfoTypes + "23",
            _ => asked,
        }, value);
    }

    internal static CmpCertificate Certificate(byte[] der) =>
        CmpCertificate.GetInstance(Asn1Object.FromByteArray(der));

    /// <summary>A sequence of certificates or CRLs.</summary>
    internal static DerSequence Sequence(IEnumerable<byte[]> elements) =>
        new(elements.Select(Asn1Object.FromByteArray).ToArray<Asn1Encodable>());
}
