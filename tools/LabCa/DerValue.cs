using System;
using System.Formats.Asn1;
using System.Numerics;

namespace Gateway.LabCa;

/// <summary>Values of primitive elements. All throw <see cref="AsnContentException"/> for content
/// that DER does not allow.</summary>
public static class DerValue
{
    /// <summary>Reads the value once, to see whether it can be read.</summary>
    public static void Check(DerNode node)
    {
        ReadOnlySpan<byte> encoded = node.Encoded.Span;
        switch ((UniversalTagNumber)node.Tag.TagValue)
        {
            case UniversalTagNumber.Boolean:
                AsnDecoder.ReadBoolean(encoded, AsnEncodingRules.DER, out _);
                break;
            case UniversalTagNumber.Integer:
                AsnDecoder.ReadIntegerBytes(encoded, AsnEncodingRules.DER, out _);
                break;
            case UniversalTagNumber.Enumerated:
                AsnDecoder.ReadEnumeratedBytes(encoded, AsnEncodingRules.DER, out _);
                break;
            case UniversalTagNumber.Null:
                AsnDecoder.ReadNull(encoded, AsnEncodingRules.DER, out _);
                break;
            case UniversalTagNumber.BitString:
                AsnDecoder.ReadBitString(encoded, AsnEncodingRules.DER, out _, out _);
                break;
            case UniversalTagNumber.ObjectIdentifier:
                AsnDecoder.ReadObjectIdentifier(encoded, AsnEncodingRules.DER, out _);
                break;
            case UniversalTagNumber.UtcTime:
                AsnDecoder.ReadUtcTime(encoded, AsnEncodingRules.DER, out _);
                break;
            case UniversalTagNumber.GeneralizedTime:
                AsnDecoder.ReadGeneralizedTime(encoded, AsnEncodingRules.DER, out _);
                break;
            case UniversalTagNumber.UTF8String:
                Text(node, UniversalTagNumber.UTF8String);
                break;
            default:
                // Other strings are met with characters beyond their alphabet: no reason to refuse
                // a certificate.
                break;
        }
    }

    /// <summary>An INTEGER, also under an implicit tag.</summary>
    public static BigInteger Integer(DerNode node) =>
        AsnDecoder.ReadInteger(node.Encoded.Span, AsnEncodingRules.DER, out _, node.Tag);

    /// <summary>An OBJECT IDENTIFIER in dotted form, also under an implicit tag.</summary>
    public static string Oid(DerNode node) =>
        AsnDecoder.ReadObjectIdentifier(node.Encoded.Span, AsnEncodingRules.DER, out _, node.Tag);

    /// <summary>A BIT STRING, also under an implicit tag.</summary>
    public static byte[] BitString(DerNode node, out int unusedBits) =>
        AsnDecoder.ReadBitString(node.Encoded.Span, AsnEncodingRules.DER, out unusedBits, out _,
            node.Tag);

    /// <summary>A BOOLEAN, also under an implicit tag.</summary>
    public static bool Boolean(DerNode node) =>
        AsnDecoder.ReadBoolean(node.Encoded.Span, AsnEncodingRules.DER, out _, node.Tag);

    /// <summary>A character string of a kind, also under an implicit tag.</summary>
    public static string Text(DerNode node, UniversalTagNumber kind) =>
        AsnDecoder.ReadCharacterString(node.Encoded.Span, AsnEncodingRules.DER, kind, out _,
            node.Tag);

    /// <summary>A UTCTime or GeneralizedTime.</summary>
    public static DateTimeOffset Time(DerNode node) => node.Is(UniversalTagNumber.UtcTime)
        ? AsnDecoder.ReadUtcTime(node.Encoded.Span, AsnEncodingRules.DER, out _)
        : AsnDecoder.ReadGeneralizedTime(node.Encoded.Span, AsnEncodingRules.DER, out _);
}
