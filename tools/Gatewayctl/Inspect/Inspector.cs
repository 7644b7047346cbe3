using System;
using System.Buffers;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect;

/// <summary>What was found in the input.</summary>
/// <param name="Heading">What it is.</param>
/// <param name="Lines">Its fields, those before the fault when there is one.</param>
internal sealed record Inspection(string Heading, IReadOnlyList<InspectLine> Lines)
{
    /// <summary>A CMP message, or null.</summary>
    public DerNode? Message { get; init; }

    /// <summary>What is wrong with the CMP message, or null.</summary>
    public InspectException? Fault { get; init; }

    /// <summary>Whether it is nothing that is known here.</summary>
    public bool IsUnknown { get; init; }
}

/// <summary>Tells what bytes are and takes them apart.</summary>
internal static class Inspector
{
    private const byte SequenceTag = 0x30;
    private const byte Base64OfSequence = (byte)'M';
    private static readonly byte[] s_pemStart = "-----BEGIN "u8.ToArray();

    /// <summary>All structures in the input: one for DER, one a block for PEM.</summary>
    /// <exception cref="InspectException">Where and why not.</exception>
    public static IEnumerable<Inspection> Inspect(byte[] input, bool full)
    {
        if (input.Length == 0)
            throw new InspectException(0, "the input is empty");
        if (input[0] != SequenceTag && input.AsSpan().IndexOf(s_pemStart) >= 0)
            return InspectPem(input, full);
        if (TryDecodeBase64(input, out byte[] decoded))
            return [InspectDer(decoded, "base64, offsets in its DER", full)];
        return [InspectDer(input, "DER", full)];
    }

    private static IEnumerable<Inspection> InspectPem(byte[] input, bool full)
    {
        string text = Encoding.Latin1.GetString(input);
        int start = 0;
        while (PemEncoding.TryFind(text.AsSpan(start), out PemFields fields))
        {
            string block = text[start..];
            string label = block[fields.Label];
            if (label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
                throw PrivateKey(start + fields.Location.Start.GetOffset(block.Length));
            yield return InspectDer(Convert.FromBase64String(block[fields.Base64Data]),
                $"PEM {SafeText.OneLine(label, 64)}, offsets in its DER", full);
            start += fields.Location.End.GetOffset(block.Length);
        }

        int left = input.AsSpan(start).IndexOf(s_pemStart);
        if (left >= 0)
            throw new InspectException(start + left,
                "the PEM block that begins here is not complete or not base64");
    }

    // DER of a SEQUENCE begins with 0x30, a '0', which no base64 of such DER begins with.
    private static bool TryDecodeBase64(byte[] input, out byte[] decoded)
    {
        decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(input.Length)];
        if (input[0] != Base64OfSequence
            || Base64.DecodeFromUtf8(input, decoded, out int read, out int written)
                != OperationStatus.Done || read != input.Length)
            return false;
        decoded = decoded[..written];
        return written > 0 && decoded[0] == SequenceTag;
    }

    private static Inspection InspectDer(byte[] der, string form, bool full)
    {
        DerError? error = DerTree.Parse(der, 0, out DerNode? parsed);
        if (error is not null)
            throw new InspectException(error.Offset,
                (der[0] == SequenceTag ? "" : "neither PEM nor well-formed DER: ") + error.Reason);
        DerNode root = parsed!;
        if (LooksLikePrivateKey(root))
            throw PrivateKey(0);
        (string what, string name, Asn1Type type) = Recognise(root);
        bool message = type == CmpSchema.Message;
        var printer = new InspectPrinter(full);
        InspectException? fault = null;
        try
        {
            type.Print(printer, root, name);
        }
        catch (InspectException wrong) when (message)
        {
            fault = wrong;
        }

        return new Inspection($"{what}, {der.Length} bytes ({form})", printer.Lines)
        {
            Message = message ? root : null,
            Fault = fault,
            IsUnknown = type == Basic.Any,
        };
    }

    private static InspectException PrivateKey(int offset) =>
        new(offset, "this is a private key, which is not shown");

    private static (string What, string Name, Asn1Type Type) Recognise(DerNode root)
    {
        if (IsSequence(root) && root.Children.Count > 1 && IsSequence(root.Children[0]))
        {
            List<DerNode> first = root.Children[0].Children;
            // The two names of a PKIHeader are GeneralNames, which are context-specific.
            if (first.Count > 2 && first[0].Is(UniversalTagNumber.Integer) && IsContext(first[1])
                && IsContext(first[2]))
                return ("CMP message", "PKIMessage", CmpSchema.Message);
            if (root.Children.Count == 3 && root.Children[2].Is(UniversalTagNumber.BitString)
                && first.Count > 3)
                return RecogniseSigned(first);
        }

        return ("ASN.1 of unknown type", "", Basic.Any);
    }

    private static (string What, string Name, Asn1Type Type) RecogniseSigned(List<DerNode> first)
    {
        bool withoutVersion = IsSequence(first[0]);
        List<DerNode> rest = withoutVersion ? first : first.GetRange(1, first.Count - 1);
        if (rest.Count > 2 && IsSequence(rest[0]) && IsSequence(rest[1])
            && Basic.Time.Fits(rest[2]))
            return ("Certificate revocation list", "CertificateList", X509Schema.RevocationList);
        if (first.Count == 4 && first[0].Is(UniversalTagNumber.Integer) && first[3].IsContext(0))
            return ("Certification request (PKCS #10)", "CertificationRequest", X509Schema.Request);
        return first.Count > 5 && (first[0].IsContext(0) || first[0].Is(UniversalTagNumber.Integer))
            ? ("X.509 certificate", "Certificate", X509Schema.Certificate)
            : ("ASN.1 of unknown type", "", Basic.Any);
    }

    // PKCS #8, PKCS #1 (RFC 8017 A.1.2) and SEC 1 (RFC 5915).
    private static bool LooksLikePrivateKey(DerNode root)
    {
        List<DerNode> parts = root.Children;
        if (!IsSequence(root) || parts.Count < 2 || !parts[0].Is(UniversalTagNumber.Integer))
            return false;
        bool pkcs8 = parts.Count > 2 && IsSequence(parts[1])
            && parts[2].Is(UniversalTagNumber.OctetString);
        bool pkcs1 = parts.Count >= 9
            && parts.GetRange(0, 9).TrueForAll(part => part.Is(UniversalTagNumber.Integer));
        bool sec1 = parts[1].Is(UniversalTagNumber.OctetString);
        return pkcs8 || pkcs1 || sec1;
    }

    private static bool IsSequence(DerNode node) => node.Is(UniversalTagNumber.Sequence);

    private static bool IsContext(DerNode node) => node.Tag.TagClass == TagClass.ContextSpecific;
}
