using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect;

/// <summary>Types of RFC 9810 (CMP) and RFC 4211 (CRMF).</summary>
internal static class CmpSchema
{
    private static readonly Asn1Type s_freeText = new ListType("text", () => Basic.Utf8);

    private static readonly Asn1Type s_algorithm = X509Schema.Algorithm;

    private static readonly Asn1Type s_statusInfo = new SequenceType("PKIStatusInfo",
        new Field("status", () => Basic.Named("accepted", "grantedWithMods", "rejection", "waiting",
            "revocationWarning", "revocationNotification", "keyUpdateWarning")),
        new Field("statusString", () => s_freeText, Optional: true),
        new Field("failInfo", () => Basic.NamedBits(
            [.. Enum.GetValues<CmpFailInfo>().Select(one => one.Name())]), Optional: true));

    private static readonly Asn1Type s_header = new SequenceType("PKIHeader",
        new Field("pvno", () => Basic.Named("", "cmp1999", "cmp2000", "cmp2021")),
        new Field("sender", () => X509Schema.GeneralName),
        new Field("recipient", () => X509Schema.GeneralName),
        new Field("messageTime", () => Basic.Time, 0, Explicit: true, Optional: true),
        new Field("protectionAlg", () => s_algorithm, 1, Explicit: true, Optional: true),
        new Field("senderKID", () => Basic.TextOctets, 2, Explicit: true, Optional: true),
        new Field("recipKID", () => Basic.TextOctets, 3, Explicit: true, Optional: true),
        new Field("transactionID", () => Basic.Octets, 4, Explicit: true, Optional: true),
        new Field("senderNonce", () => Basic.Octets, 5, Explicit: true, Optional: true),
        new Field("recipNonce", () => Basic.Octets, 6, Explicit: true, Optional: true),
        new Field("freeText", () => s_freeText, 7, Explicit: true, Optional: true),
        new Field("generalInfo", () =>
            new ListType("InfoTypeAndValue", () => InfoSchema.TypeAndValue),
            8, Explicit: true, Optional: true));

    /// <summary>CertTemplate of RFC 4211.</summary>
    public static readonly Asn1Type Template = new SequenceType("CertTemplate",
        new Field("version", () => Basic.Named("v1", "v2", "v3"), 0, Optional: true),
        new Field("serialNumber", () => Basic.Integer, 1, Optional: true),
        new Field("signingAlg", () => s_algorithm, 2, Optional: true),
        new Field("issuer", () => X509Schema.Name, 3, Explicit: true, Optional: true),
        new Field("validity", () => new SequenceType("OptionalValidity",
            new Field("notBefore", () => Basic.Time, 0, Explicit: true, Optional: true),
            new Field("notAfter", () => Basic.Time, 1, Explicit: true, Optional: true)), 4,
                Optional: true),
        new Field("subject", () => X509Schema.Name, 5, Explicit: true, Optional: true),
        new Field("publicKey", () => X509Schema.PublicKeyInfo, 6, Optional: true),
        new Field("issuerUID", () => Basic.Bits, 7, Optional: true),
        new Field("subjectUID", () => Basic.Bits, 8, Optional: true),
        new Field("extensions", () => X509Schema.Extensions, 9, Optional: true));

    private static readonly Asn1Type s_popoInput = new SequenceType("POPOSigningKeyInput",
        new Field("authInfo", () => new ChoiceType(nested: false,
            new Field("sender", () => X509Schema.GeneralName, 0, Explicit: true),
            new Field("publicKeyMAC", () => new SequenceType("PKMACValue",
                new Field("algId", () => s_algorithm),
                new Field("value", () => Basic.Bits))))),
        new Field("publicKey", () => X509Schema.PublicKeyInfo));

    private static readonly Asn1Type s_popoPrivateKey = new ChoiceType(nested: false,
        new Field("thisMessage", () => Basic.Bits, 0),
        new Field("subsequentMessage", () => Basic.Named("encrCert", "challengeResp"), 1),
        new Field("dhMAC", () => Basic.Bits, 2),
        new Field("agreeMAC", () => Basic.Any, 3),
        new Field("encryptedKey", () => Basic.Any, 4));

    private static readonly Asn1Type s_popo = new ChoiceType(nested: false,
        new Field("raVerified", () => Basic.Null, 0),
        new Field("signature", () => new SequenceType("POPOSigningKey",
            new Field("poposkInput", () => s_popoInput, 0, Optional: true),
            new Field("algorithmIdentifier", () => s_algorithm),
            new Field("signature", () => Basic.Bits)), 1),
        new Field("keyEncipherment", () => s_popoPrivateKey, 2, Explicit: true),
        new Field("keyAgreement", () => s_popoPrivateKey, 3, Explicit: true));

    private static readonly Asn1Type s_certRequest = new SequenceType("CertRequest",
        new Field("certReqId", () => Basic.Integer),
        new Field("certTemplate", () => Template),
        new Field("controls", () =>
            new ListType("AttributeTypeAndValue", () => InfoSchema.TypeAndValue), Optional: true));

    private static readonly Asn1Type s_certReqMessages =
        new ListType("CertReqMsg", () => new SequenceType("CertReqMsg",
        new Field("certReq", () => s_certRequest),
        new Field("popo", () => s_popo, Optional: true),
        new Field("regInfo", () =>
            new ListType("AttributeTypeAndValue", () => InfoSchema.TypeAndValue), Optional: true)));

    private static readonly Asn1Type s_certifiedKeyPair = new SequenceType("CertifiedKeyPair",
        new Field("certOrEncCert", () => new ChoiceType(nested: false,
            new Field("certificate", () => X509Schema.Certificate, 0, Explicit: true),
            new Field("encryptedCert", () => Basic.Any, 1))),
        new Field("privateKey", () => Basic.Any, 0, Optional: true),
        new Field("publicationInfo", () => Basic.Any, 1, Optional: true));

    private static readonly Asn1Type s_certRepMessage = new SequenceType("CertRepMessage",
        new Field("caPubs", () => new ListType("Certificate", () => X509Schema.Certificate),
            1, Explicit: true, Optional: true),
        new Field("response", () =>
            new ListType("CertResponse", () => new SequenceType("CertResponse",
            new Field("certReqId", () => Basic.Integer),
            new Field("status", () => s_statusInfo),
            new Field("certifiedKeyPair", () => s_certifiedKeyPair, Optional: true),
            new Field("rspInfo", () => Basic.Octets, Optional: true)))));

    private static readonly Asn1Type s_errorMessage = new SequenceType("ErrorMsgContent",
        new Field("pKIStatusInfo", () => s_statusInfo),
        new Field("errorCode", () => Basic.Integer, Optional: true),
        new Field("errorDetails", () => s_freeText, Optional: true));

    private static readonly Asn1Type s_certConfirm =
        new ListType("CertStatus", () => new SequenceType("CertStatus",
        new Field("certHash", () => Basic.Octets),
        new Field("certReqId", () => Basic.Integer),
        new Field("statusInfo", () => s_statusInfo, Optional: true),
        new Field("hashAlg", () => s_algorithm, 0, Explicit: true, Optional: true)));

    private static readonly Asn1Type s_pollRequest =
        new ListType("PollReq", () => new SequenceType("PollReq",
        new Field("certReqId", () => Basic.Integer)));

    private static readonly Asn1Type s_pollReply =
        new ListType("PollRep", () => new SequenceType("PollRep",
        new Field("certReqId", () => Basic.Integer),
        new Field("checkAfter", () => Basic.Integer),
        new Field("reason", () => s_freeText, Optional: true)));

    private static readonly Asn1Type s_general =
        new ListType("InfoTypeAndValue", () => InfoSchema.TypeAndValue);

    private static readonly Asn1Type s_body = new ChoiceType(nested: true,
        [.. Enumerable.Range(0, 27).Select(tag =>
            new Field(CmpBodies.Name(tag), () => BodyType(tag), tag, Explicit: true))]);

    public static readonly Asn1Type Message = new SequenceType("PKIMessage",
        new Field("header", () => s_header),
        new Field("body", () => s_body),
        new Field("protection", () => Basic.Bits, 0, Explicit: true, Optional: true),
        new Field("extraCerts", () => new ListType("Certificate", () => X509Schema.Certificate),
            1, Explicit: true, Optional: true));

    private static readonly Asn1Type s_revocation = new SequenceType("RevDetails",
        new Field("certDetails", () => Template),
        new Field("crlEntryDetails", () => X509Schema.Extensions, Optional: true));

    private static readonly Asn1Type s_revocationReply = new SequenceType("RevRepContent",
        new Field("status", () => new ListType("PKIStatusInfo", () => s_statusInfo)),
        new Field("revCerts", () => new ListType("CertId", () => InfoSchema.CertId),
            0, Explicit: true, Optional: true),
        new Field("crls", () => new ListType("CertificateList", () => X509Schema.RevocationList),
            1, Explicit: true, Optional: true));

    private static Asn1Type BodyType(int tag) => CmpBodies.Name(tag) switch
    {
        "ir" or "cr" or "kur" or "krr" or "ccr" => s_certReqMessages,
        "ip" or "cp" or "kup" or "ccp" => s_certRepMessage,
        "p10cr" => X509Schema.Request,
        "rr" => new ListType("RevDetails", () => s_revocation),
        "rp" => s_revocationReply,
        "pkiconf" => Basic.Null,
        "nested" => new ListType("PKIMessage", () => Message),
        "genm" or "genp" => s_general,
        "error" => s_errorMessage,
        "certConf" => s_certConfirm,
        "pollReq" => s_pollRequest,
        "pollRep" => s_pollReply,
        _ => Basic.Any,
    };
}
