using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Security.Cryptography;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect;

/// <summary>Types of RFC 5280, RFC 2986 and what they hold.</summary>
internal static class X509Schema
{
    private const string SubjectAlternativeName = "2.5.29.17";

    public static readonly Asn1Type Name = new CustomType(
        node => node.Is(UniversalTagNumber.Sequence),
        (printer, node, name) => printer.Add(node, name, FormatName(node)));

    public static readonly Asn1Type Algorithm = new CustomType(
        node => node.Is(UniversalTagNumber.Sequence), PrintAlgorithm);

    public static readonly Asn1Type GeneralName = new ChoiceType(nested: false,
        new Field("otherName", () => Basic.Any, 0),
        new Field("rfc822Name", () => Basic.Ia5, 1),
        new Field("dNSName", () => Basic.Ia5, 2),
        new Field("x400Address", () => Basic.Any, 3),
        new Field("directoryName", () => Name, 4, Explicit: true),
        new Field("ediPartyName", () => Basic.Any, 5),
        new Field("uniformResourceIdentifier", () => Basic.Ia5, 6),
        new Field("iPAddress", () => Basic.Address, 7),
        new Field("registeredID", () => Basic.Oid, 8));

    public static readonly Asn1Type PublicKeyInfo = new CustomType(
        node => node.Is(UniversalTagNumber.Sequence), PrintPublicKey);

    public static readonly Asn1Type Extension = new CustomType(
        node => node.Is(UniversalTagNumber.Sequence), PrintExtension);

    public static readonly Asn1Type Extensions = new ListType("Extension", () => Extension);

    public static readonly Asn1Type Validity = new SequenceType("Validity",
        new Field("notBefore", () => Basic.Time), new Field("notAfter", () => Basic.Time));

    private static readonly Asn1Type s_tbsCertificate = new SequenceType("TBSCertificate",
        new Field("version", () =>
            Basic.Named("v1", "v2", "v3"), 0, Explicit: true, Optional: true),
        new Field("serialNumber", () => Basic.Integer),
        new Field("signature", () => Algorithm),
        new Field("issuer", () => Name),
        new Field("validity", () => Validity),
        new Field("subject", () => Name),
        new Field("subjectPublicKeyInfo", () => PublicKeyInfo),
        new Field("issuerUniqueID", () => Basic.Bits, 1, Optional: true),
        new Field("subjectUniqueID", () => Basic.Bits, 2, Optional: true),
        new Field("extensions", () => Extensions, 3, Explicit: true, Optional: true));

    private static readonly Asn1Type s_certificate = new SequenceType("Certificate",
        new Field("tbsCertificate", () => s_tbsCertificate),
        new Field("signatureAlgorithm", () => Algorithm),
        new Field("signatureValue", () => Basic.Bits));

    /// <summary>A certificate: whole at the top, a summary inside a message.</summary>
    public static readonly Asn1Type Certificate = new CustomType(
        node => node.Is(UniversalTagNumber.Sequence), PrintCertificate);

    private static readonly Asn1Type s_attribute = new CustomType(
        node => node.Is(UniversalTagNumber.Sequence), PrintAttribute);

    public static readonly Asn1Type Request = new SequenceType("CertificationRequest",
        new Field("certificationRequestInfo", () => new SequenceType("CertificationRequestInfo",
            new Field("version", () => Basic.Named("v1")),
            new Field("subject", () => Name),
            new Field("subjectPKInfo", () => PublicKeyInfo),
            new Field("attributes", () =>
                new ListType("Attribute", () => s_attribute, set: true), 0, Optional: true))),
        new Field("signatureAlgorithm", () => Algorithm),
        new Field("signature", () => Basic.Bits));

    private static readonly Asn1Type s_reason = Basic.Enumerated("unspecified", "keyCompromise",
        "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation",
        "certificateHold", "", "removeFromCRL", "privilegeWithdrawn", "aACompromise");

    private static readonly Asn1Type s_revoked = new SequenceType("revokedCertificate",
        new Field("userCertificate", () => Basic.Integer),
        new Field("revocationDate", () => Basic.Time),
        new Field("crlEntryExtensions", () => Extensions, Optional: true));

    public static readonly Asn1Type RevocationList = new SequenceType("CertificateList",
        new Field("tbsCertList", () => new SequenceType("TBSCertList",
            new Field("version", () => Basic.Named("v1", "v2"), Optional: true),
            new Field("signature", () => Algorithm),
            new Field("issuer", () => Name),
            new Field("thisUpdate", () => Basic.Time),
            new Field("nextUpdate", () => Basic.Time, Optional: true),
            new Field("revokedCertificates", () =>
                new ListType("revoked", () => s_revoked), Optional: true),
            new Field("crlExtensions", () => Extensions, 0, Explicit: true, Optional: true))),
        new Field("signatureAlgorithm", () => Algorithm),
        new Field("signatureValue", () => Basic.Bits));

    private static readonly Dictionary<string, Func<Asn1Type>> s_extensionTypes = new()
    {
        ["2.5.29.14"] = () => Basic.Octets,
        ["2.5.29.15"] = () => Basic.NamedBits("digitalSignature", "nonRepudiation",
            "keyEncipherment",
            "dataEncipherment", "keyAgreement", "keyCertSign", "cRLSign", "encipherOnly",
                "decipherOnly"),
        [SubjectAlternativeName] = () => new ListType("GeneralName", () => GeneralName),
        ["2.5.29.18"] = () => new ListType("GeneralName", () => GeneralName),
        ["2.5.29.19"] = () => new SequenceType("BasicConstraints",
            new Field("cA", () => Basic.Boolean, Optional: true),
            new Field("pathLenConstraint", () => Basic.Integer, Optional: true)),
        ["2.5.29.20"] = () => Basic.Integer,
        ["2.5.29.21"] = () => s_reason,
        ["2.5.29.24"] = () => Basic.Time,
        ["2.5.29.35"] = () => new SequenceType("AuthorityKeyIdentifier",
            new Field("keyIdentifier", () => Basic.Octets, 0, Optional: true),
            new Field("authorityCertIssuer", () =>
                new ListType("GeneralName", () => GeneralName), 1, Optional: true),
            new Field("authorityCertSerialNumber", () => Basic.Integer, 2, Optional: true)),
        ["2.5.29.37"] = () => new ListType("KeyPurposeId", () => Basic.Oid),
        ["2.16.840.1.113730.1.1"] = () => Basic.NamedBits(
            "sslClient", "sslServer", "smime", "objectSigning", "reserved", "sslCA", "smimeCA",
                "objectSigningCA"),
        ["2.16.840.1.113730.1.13"] = () => Basic.Ia5,
    };

    /// <summary><c>C=cn, O=BB, CN=BB</c>.</summary>
    public static string FormatName(DerNode name)
    {
        var parts = new List<string>();
        foreach (DerNode set in name.Children)
        {
            if (!set.Is(UniversalTagNumber.Set) || set.Children.Count == 0)
                throw new InspectException(set.Offset,
                    "a RelativeDistinguishedName must be a SET that is not empty");
            parts.Add(string.Join("+", set.Children.Select(FormatAttribute)));
        }

        return parts.Count == 0 ? "(empty name)" : string.Join(", ", parts);
    }

    private static string FormatAttribute(DerNode attribute)
    {
        if (attribute.Children.Count != 2
            || !attribute.Children[0].Is(UniversalTagNumber.ObjectIdentifier))
            throw new InspectException(attribute.Offset,
                "a name attribute must be a type and a value");
        string value = Basic.ShowText(attribute.Children[1]);
        string escaped = value.Replace("\\", "\\\\").Replace(",", "\\,").Replace("+", "\\+");
        return OidNames.Short(DerValue.Oid(attribute.Children[0])) + "=" + escaped;
    }

    /// <summary>The OID with which an AlgorithmIdentifier or an attribute begins.</summary>
    private static string LeadingOid(DerNode node, string name)
    {
        if (node.Children.Count == 0 || !node.Children[0].Is(UniversalTagNumber.ObjectIdentifier))
            throw new InspectException(node.Offset,
                $"{name} does not begin with an OBJECT IDENTIFIER");
        return DerValue.Oid(node.Children[0]);
    }

    private static void PrintAlgorithm(InspectPrinter printer, DerNode node, string name)
    {
        string oid = LeadingOid(node, name);
        if (node.Children.Count > 2)
            throw new InspectException(node.Children[2].Offset,
                $"{name} has more than algorithm and parameters");
        DerNode? parameters = node.Children.Count == 2 ? node.Children[1] : null;
        bool curve = parameters is not null && parameters.Is(UniversalTagNumber.ObjectIdentifier);
        printer.Add(node, name, OidNames.Describe(oid)
            + (curve ? ", " + OidNames.Describe(DerValue.Oid(parameters!)) : ""));
        if (parameters is null || curve || parameters.Is(UniversalTagNumber.Null))
            return;
        printer.Indent();
        AlgorithmSchema.ParametersOf(oid).Print(printer, parameters, "parameters");
        printer.Outdent();
    }

    private static void PrintPublicKey(InspectPrinter printer, DerNode node, string name)
    {
        if (node.Children.Count != 2)
            throw new InspectException(node.Offset,
                $"{name} must be an algorithm and a BIT STRING");
        printer.Add(node, name);
        printer.Indent();
        Algorithm.Print(printer, node.Children[0], "algorithm");
        byte[] key = DerValue.BitString(node.Children[1], out _);
        if (LeadingOid(node.Children[0], name) == "1.2.840.113549.1.1.1")
            PrintRsaKey(printer, node.Children[1], key);
        else
            Basic.Bits.Print(printer, node.Children[1], "subjectPublicKey");
        printer.Outdent();
    }

    private static void PrintRsaKey(InspectPrinter printer, DerNode bits, byte[] key)
    {
        DerNode root = ParseInside(key, bits.ContentOffset + 1);
        if (root.Children.Count != 2 || !root.Children.TrueForAll(Basic.Integer.Fits))
            throw new InspectException(root.Offset, "an RSAPublicKey must be two INTEGERs");
        printer.Add(bits, "subjectPublicKey",
            $"RSA, {DerValue.Integer(root.Children[0]).GetBitLength()} bits");
        printer.Indent();
        printer.Add(root.Children[0], "modulus", printer.Hex(root.Children[0].Content.Span));
        printer.Add(root.Children[1], "publicExponent", Basic.ShowInteger(root.Children[1]));
        printer.Outdent();
    }

    private static void PrintExtension(InspectPrinter printer, DerNode node, string name)
    {
        string oid = LeadingOid(node, name);
        bool critical = node.Children.Count == 3 && node.Children[1].Is(UniversalTagNumber.Boolean)
            && DerValue.Boolean(node.Children[1]);
        if (node.Children.Count is not (2 or 3)
            || !node.Children[^1].Is(UniversalTagNumber.OctetString)
            || (node.Children.Count == 3 && !node.Children[1].Is(UniversalTagNumber.Boolean)))
            throw new InspectException(node.Offset,
                "an Extension must be an OID, critical and an OCTET STRING");
        printer.Add(node, name, OidNames.Describe(oid) + (critical ? ", critical" : ""));
        printer.Indent();
        DerNode value = node.Children[^1];
        if (s_extensionTypes.TryGetValue(oid, out Func<Asn1Type>? type))
        {
            DerNode root = ParseInside(value.Content, value.ContentOffset);
            if (!type().Fits(root))
                throw new InspectException(root.Offset,
                    $"{TagText.Name(root.Tag)} is no {OidNames.Name(oid)}");
            type().Print(printer, root, OidNames.Name(oid));
        }
        else
        {
            Basic.Octets.Print(printer, value, "extnValue");
        }

        printer.Outdent();
    }

    private static void PrintAttribute(InspectPrinter printer, DerNode node, string name)
    {
        string oid = LeadingOid(node, name);
        if (node.Children.Count != 2 || !node.Children[1].Is(UniversalTagNumber.Set))
            throw new InspectException(node.Offset, "an Attribute must be an OID and a SET");
        printer.Add(node, name, OidNames.Describe(oid));
        printer.Indent();
        if (oid == "1.2.840.113549.1.9.7")
            printer.Add(node.Children[1], "values", "(a password, not shown)");
        else
            new ListType("value", () => oid == "1.2.840.113549.1.9.14" ? Extensions
                : Basic.Any, set: true)
                .Print(printer, node.Children[1], "values");
        printer.Outdent();
    }

    private static void PrintCertificate(InspectPrinter printer, DerNode node, string name)
    {
        if (!printer.IsInside || printer.Full)
        {
            s_certificate.Print(printer, node, name);
            return;
        }

        // The whole is walked nevertheless: a fault inside is a fault.
        var silent = new InspectPrinter(full: false);
        s_certificate.Print(silent, node, name);
        string[] wanted = ["serialNumber", "issuer", "notBefore", "notAfter", "subject",
            "subjectPublicKey"];
        printer.Add(node, name, "SHA256 "
            + Convert.ToHexStringLower(SHA256.HashData(node.Encoded.Span)));
        printer.Indent();
        foreach (string field in wanted)
        {
            InspectLine line = silent.Lines.Find(one => one.Name == field)!;
            printer.AddLine(line.Offset, field, line.Value);
        }

        printer.Outdent();
    }

    private static DerNode ParseInside(ReadOnlyMemory<byte> content, int offset)
    {
        DerError? error = DerTree.Parse(content, offset, out DerNode? root);
        return error is null ? root! : throw new InspectException(error.Offset, error.Reason);
    }
}
