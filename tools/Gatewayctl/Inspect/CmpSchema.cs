using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect;

/// <summary>Types of RFC 9810 (CMP), RFC 4211 (CRMF) and RFC 8018 (PBMAC1).</summary>
internal static class CmpSchema
{
    private static readonly Asn1Type s_freeText = new ListType("text", () => Basic.Utf8);

    private static readonly Asn1Type s_algorithm = X509Schema.Algorithm;

    private static readonly Asn1Type s_typeAndValue = new CustomType(
        node => node.Is(UniversalTagNumber.Sequence), PrintTypeAndValue);

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
        new Field("generalInfo", () => new ListType("InfoTypeAndValue", () => s_typeAndValue),
            8, Explicit: true, Optional: true));

    private static readonly Asn1Type s_template = new SequenceType("CertTemplate",
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

    private static readonly Asn1Type s_popo = new ChoiceType(nested: false,
        new Field("raVerified", () => Basic.Null, 0),
        new Field("signature", () => new SequenceType("POPOSigningKey",
            new Field("poposkInput", () => Basic.Any, 0, Optional: true),
            new Field("algorithmIdentifier", () => s_algorithm),
            new Field("signature", () => Basic.Bits)), 1),
        new Field("keyEncipherment", () => Basic.Any, 2),
        new Field("keyAgreement", () => Basic.Any, 3));

    private static readonly Asn1Type s_certRequest = new SequenceType("CertRequest",
        new Field("certReqId", () => Basic.Integer),
        new Field("certTemplate", () => s_template),
        new Field("controls", () =>
            new ListType("AttributeTypeAndValue", () => s_typeAndValue), Optional: true));

    private static readonly Asn1Type s_certReqMessages =
        new ListType("CertReqMsg", () => new SequenceType("CertReqMsg",
        new Field("certReq", () => s_certRequest),
        new Field("popo", () => s_popo, Optional: true),
        new Field("regInfo", () =>
            new ListType("AttributeTypeAndValue", () => s_typeAndValue), Optional: true)));

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
        new ListType("InfoTypeAndValue", () => s_typeAndValue);

    private static readonly Asn1Type s_body = new ChoiceType(nested: true,
        [.. Enumerable.Range(0, 27).Select(tag =>
            new Field(CmpBodies.Name(tag), () => BodyType(tag), tag, Explicit: true))]);

    public static readonly Asn1Type Message = new SequenceType("PKIMessage",
        new Field("header", () => s_header),
        new Field("body", () => s_body),
        new Field("protection", () => Basic.Bits, 0, Explicit: true, Optional: true),
        new Field("extraCerts", () => new ListType("Certificate", () => X509Schema.Certificate),
            1, Explicit: true, Optional: true));

    private static readonly Asn1Type s_pbmParameters = new SequenceType("PBMParameter",
        new Field("salt", () => Basic.Octets),
        new Field("owf", () => s_algorithm),
        new Field("iterationCount", () => Basic.Integer),
        new Field("mac", () => s_algorithm));

    private static readonly Asn1Type s_pbmac1Parameters = new SequenceType("PBMAC1-params",
        new Field("keyDerivationFunc", () => s_algorithm),
        new Field("messageAuthScheme", () => s_algorithm));

    private static readonly Asn1Type s_pbkdf2Parameters = new SequenceType("PBKDF2-params",
        new Field("salt", () => Basic.Octets),
        new Field("iterationCount", () => Basic.Integer),
        new Field("keyLength", () => Basic.Integer, Optional: true),
        new Field("prf", () => s_algorithm, Optional: true));

    private static readonly Asn1Type s_certId = new SequenceType("CertId",
        new Field("issuer", () => X509Schema.GeneralName),
        new Field("serialNumber", () => Basic.Integer));

    /// <summary>Type of an algorithm's parameters that are neither NULL nor a curve; not fitting
    /// ones are dumped.</summary>
    public static Asn1Type ParametersOf(string oid)
    {
        Asn1Type? known = oid switch
        {
            "1.2.840.113533.7.66.13" => s_pbmParameters,
            "1.2.840.113549.1.5.14" => s_pbmac1Parameters,
            "1.2.840.113549.1.5.12" => s_pbkdf2Parameters,
            _ => null,
        };
        return known ?? Basic.Any;
    }

    private static Asn1Type BodyType(int tag) => CmpBodies.Name(tag) switch
    {
        "ir" or "cr" or "kur" or "krr" or "ccr" => s_certReqMessages,
        "ip" or "cp" or "kup" or "ccp" => s_certRepMessage,
        "p10cr" => X509Schema.Request,
        "pkiconf" => Basic.Null,
        "nested" => new ListType("PKIMessage", () => Message),
        "genm" or "genp" => s_general,
        "error" => s_errorMessage,
        "certConf" => s_certConfirm,
        "pollReq" => s_pollRequest,
        "pollRep" => s_pollReply,
        _ => Basic.Any,
    };

    private static void PrintTypeAndValue(InspectPrinter printer, DerNode node, string name)
    {
        if (node.Children.Count is not (1 or 2)
            || !node.Children[0].Is(UniversalTagNumber.ObjectIdentifier))
            throw new InspectException(node.Offset, $"{name} must be an OID and at most one value");
        string oid = DerValue.Oid(node.Children[0]);
        printer.Add(node, name, OidNames.Describe(oid));
        if (node.Children.Count == 1)
            return;
        printer.Indent();
        DerNode value = node.Children[1];
        Asn1Type type = oid switch
        {
            "1.3.6.1.5.5.7.5.1.5" => s_certId,
            "1.3.6.1.5.5.7.4.17" => new ListType("Certificate", () => X509Schema.Certificate),
            _ => Basic.Any,
        };
        (type.Fits(value) ? type : Basic.Any).Print(printer, value, "value");
        printer.Outdent();
    }
}
