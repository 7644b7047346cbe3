using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect;

/// <summary>Typed values: InfoTypeAndValue of RFC 9810 5.3.19 and controls of RFC 4211 6.</summary>
internal static class InfoSchema
{
    public static readonly Asn1Type TypeAndValue = new CustomType(
        node => node.Is(UniversalTagNumber.Sequence), PrintTypeAndValue);

    public static readonly Asn1Type CertId = new SequenceType("CertId",
        new Field("issuer", () => X509Schema.GeneralName),
        new Field("serialNumber", () => Basic.Integer));

    private static readonly Asn1Type s_generalNames =
        new ListType("GeneralName", () => X509Schema.GeneralName);

    private static readonly Asn1Type s_keySpec =
        new ListType("AttributeTypeAndValue", () => TypeAndValue);

    private static readonly Asn1Type s_requestTemplate = new SequenceType("CertReqTemplateContent",
        new Field("certTemplate", () => CmpSchema.Template),
        new Field("keySpec", () => s_keySpec, Optional: true));

    private static readonly Asn1Type s_rootUpdate = new SequenceType("RootCaKeyUpdateContent",
        new Field("newWithNew", () => X509Schema.Certificate),
        new Field("newWithOld", () => X509Schema.Certificate, 0, Explicit: true, Optional: true),
        new Field("oldWithNew", () => X509Schema.Certificate, 1, Explicit: true, Optional: true));

    private static readonly Asn1Type s_crlSource = new ChoiceType(nested: false,
        new Field("dpn", () => new ChoiceType(nested: false,
            new Field("fullName", () => s_generalNames, 0),
            new Field("nameRelativeToCRLIssuer", () => Basic.Any, 1)), 0, Explicit: true),
        new Field("issuer", () => s_generalNames, 1, Explicit: true));

    private static readonly Asn1Type s_crlStatus = new SequenceType("CRLStatus",
        new Field("source", () => s_crlSource),
        new Field("thisUpdate", () => Basic.Time, Optional: true));

    private static readonly Asn1Type s_keyPairTypes =
        new ListType("AlgorithmIdentifier", () => X509Schema.Algorithm);

    // regToken and authenticator prove who asks, like a password.
    private static readonly Asn1Type s_secretText =
        new LeafType((_, _) => "(a secret, not shown)", UniversalTagNumber.UTF8String);

    private static readonly Dictionary<string, Func<Asn1Type>> s_types = new()
    {
        ["1.3.6.1.5.5.7.4.1"] = () => X509Schema.Certificate,
        ["1.3.6.1.5.5.7.4.2"] = () => s_keyPairTypes,
        ["1.3.6.1.5.5.7.4.6"] = () => X509Schema.RevocationList,
        ["1.3.6.1.5.5.7.4.13"] = () => Basic.Null,
        ["1.3.6.1.5.5.7.4.14"] = () => Basic.Time,
        ["1.3.6.1.5.5.7.4.17"] = () => new ListType("Certificate", () => X509Schema.Certificate),
        ["1.3.6.1.5.5.7.4.18"] = () => s_rootUpdate,
        ["1.3.6.1.5.5.7.4.19"] = () => s_requestTemplate,
        ["1.3.6.1.5.5.7.4.20"] = () => X509Schema.Certificate,
        ["1.3.6.1.5.5.7.4.21"] = () => new ListType("name", () => Basic.Utf8),
        ["1.3.6.1.5.5.7.4.22"] = () => new ListType("CRLStatus", () => s_crlStatus),
        ["1.3.6.1.5.5.7.4.23"] = () =>
            new ListType("CertificateList", () => X509Schema.RevocationList),
        ["1.3.6.1.5.5.7.5.1.1"] = () => s_secretText,
        ["1.3.6.1.5.5.7.5.1.2"] = () => s_secretText,
        ["1.3.6.1.5.5.7.5.1.5"] = () => CertId,
        ["1.3.6.1.5.5.7.5.1.11"] = () => X509Schema.Algorithm,
        ["1.3.6.1.5.5.7.5.1.12"] = () => Basic.Integer,
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
        Asn1Type type = s_types.TryGetValue(oid, out Func<Asn1Type>? known) ? known() : Basic.Any;
        (type.Fits(value) ? type : Basic.Any).Print(printer, value, "value");
        printer.Outdent();
    }
}
