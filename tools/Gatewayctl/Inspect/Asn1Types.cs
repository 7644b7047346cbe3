using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Numerics;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect;

/// <summary>A type of an ASN.1 module: recognises an element and prints it.</summary>
internal abstract class Asn1Type
{
    /// <summary>Whether an element has this type's own tag.</summary>
    public abstract bool Fits(DerNode node);

    /// <summary>Prints it; the tag was checked, or is replaced by an implicit one.</summary>
    public abstract void Print(InspectPrinter printer, DerNode node, string name);
}

/// <summary>A component of a SEQUENCE or an alternative of a CHOICE.</summary>
/// <param name="Name">Name in the module.</param>
/// <param name="Type">Its type.</param>
/// <param name="Tag">Context-specific tag, or null.</param>
/// <param name="Explicit">Whether the tag is put around the type's own.</param>
/// <param name="Optional">OPTIONAL or DEFAULT.</param>
internal sealed record Field(
    string Name, Func<Asn1Type> Type, int? Tag = null, bool Explicit = false, bool Optional = false)
{
    public bool Fits(DerNode node) => Tag is null ? Type().Fits(node) : node.IsContext(Tag.Value);

    public void Print(InspectPrinter printer, DerNode node, string? name = null)
    {
        if (!Explicit)
        {
            Type().Print(printer, node, name ?? Name);
            return;
        }

        if (node.Children.Count != 1)
            throw new InspectException(node.Offset,
                $"{Name}: [{Tag}] must hold exactly one element");
        if (!Type().Fits(node.Children[0]))
            throw new InspectException(node.Children[0].Offset,
                $"{Name}: {TagText.Name(node.Children[0].Tag)} has no place here");
        Type().Print(printer, node.Children[0], name ?? Name);
    }
}

/// <summary>SEQUENCE with named components.</summary>
internal sealed class SequenceType(string typeName, params Field[] fields) : Asn1Type
{
    public override bool Fits(DerNode node) => node.Is(UniversalTagNumber.Sequence);

    public override void Print(InspectPrinter printer, DerNode node, string name)
    {
        if (!node.Tag.IsConstructed)
            throw new InspectException(node.Offset, $"{name} must be constructed");
        printer.Add(node, name);
        printer.Indent();
        int next = 0;
        foreach (Field field in fields)
        {
            if (next < node.Children.Count && field.Fits(node.Children[next]))
                field.Print(printer, node.Children[next++]);
            else if (!field.Optional)
                throw Missing(node, next, field.Name);
        }

        if (next < node.Children.Count)
            throw new InspectException(node.Children[next].Offset,
                $"{TagText.Name(node.Children[next].Tag)} has no place here in {typeName}");
        printer.Outdent();
    }

    private InspectException Missing(DerNode node, int next, string field) =>
        next < node.Children.Count
        ? new InspectException(node.Children[next].Offset,
            $"{TagText.Name(node.Children[next].Tag)} where {field} of {typeName} is expected")
        : new InspectException(node.ContentOffset + node.ContentLength,
            $"{field} of {typeName} is missing");
}

/// <summary>SEQUENCE OF or SET OF.</summary>
internal sealed class ListType(string element, Func<Asn1Type> type, bool set = false) : Asn1Type
{
    public override bool Fits(DerNode node) =>
        node.Is(set ? UniversalTagNumber.Set : UniversalTagNumber.Sequence);

    public override void Print(InspectPrinter printer, DerNode node, string name)
    {
        if (!node.Tag.IsConstructed)
            throw new InspectException(node.Offset, $"{name} must be constructed");
        printer.Add(node, name, node.Children.Count == 0 ? "(none)" : "");
        printer.Indent();
        foreach (DerNode child in node.Children)
        {
            if (!type().Fits(child))
                throw new InspectException(child.Offset,
                    $"{TagText.Name(child.Tag)} where {element} is expected");
            type().Print(printer, child, element);
        }

        printer.Outdent();
    }
}

/// <summary>CHOICE.</summary>
internal sealed class ChoiceType(bool nested, params Field[] fields) : Asn1Type
{
    public override bool Fits(DerNode node) => Array.Exists(fields, field => field.Fits(node));

    public override void Print(InspectPrinter printer, DerNode node, string name)
    {
        Field field = Array.Find(fields, candidate => candidate.Fits(node))
            ?? throw new InspectException(node.Offset,
                $"{TagText.Name(node.Tag)} is no alternative of {name}");
        if (!nested)
        {
            field.Print(printer, node, $"{name}, {field.Name}");
            return;
        }

        printer.Add(node, name);
        printer.Indent();
        field.Print(printer, node);
        printer.Outdent();
    }
}

/// <summary>A primitive type with its own way to show a value.</summary>
internal sealed class LeafType(Func<InspectPrinter, DerNode, string> show,
    params UniversalTagNumber[] tags) : Asn1Type
{
    public override bool Fits(DerNode node) => tags.Any(node.Is);

    public override void Print(InspectPrinter printer, DerNode node, string name)
    {
        try
        {
            printer.Add(node, name, show(printer, node));
        }
        catch (AsnContentException)
        {
            throw new InspectException(node.Offset, $"the content of {name} is not valid DER");
        }
    }
}

/// <summary>A type that is printed by a method.</summary>
internal sealed class CustomType(Func<DerNode, bool> fits, Action<InspectPrinter, DerNode,
    string> print) : Asn1Type
{
    public override bool Fits(DerNode node) => fits(node);

    public override void Print(InspectPrinter printer, DerNode node, string name)
    {
        try
        {
            print(printer, node, name);
        }
        catch (AsnContentException)
        {
            throw new InspectException(node.Offset, $"the content of {name} is not valid DER");
        }
    }
}

/// <summary>The primitive types, and the dump of what is not known.</summary>
internal static class Basic
{
    private const int IntegerBitsShown = 64;
    private const int IntegerPlainMax = 999;

    public static readonly Asn1Type Integer =
        new LeafType((_, node) => ShowInteger(node), UniversalTagNumber.Integer);

    public static readonly Asn1Type Oid =
        new LeafType((_, node) =>
            OidNames.Describe(DerValue.Oid(node)), UniversalTagNumber.ObjectIdentifier);

    public static readonly Asn1Type Octets =
        new LeafType((printer, node) =>
            printer.Hex(node.Content.Span), UniversalTagNumber.OctetString);

    /// <summary>OCTET STRING that is often text, like a reference.</summary>
    public static readonly Asn1Type TextOctets =
        new LeafType(ShowTextOctets, UniversalTagNumber.OctetString);

    public static readonly Asn1Type Bits = new LeafType(ShowBits, UniversalTagNumber.BitString);

    public static readonly Asn1Type Null = new LeafType((_, _) => "NULL", UniversalTagNumber.Null);

    public static readonly Asn1Type Boolean =
        new LeafType((_, node) => DerValue.Boolean(node) ? "TRUE"
            : "FALSE", UniversalTagNumber.Boolean);

    public static readonly Asn1Type Time =
        new LeafType((_, node) =>
            ShowTime(node), UniversalTagNumber.UtcTime, UniversalTagNumber.GeneralizedTime);

    public static readonly Asn1Type Utf8 = new LeafType(
        (_, node) => $"\"{DerValue.Text(node, UniversalTagNumber.UTF8String)}\"",
            UniversalTagNumber.UTF8String);

    public static readonly Asn1Type Ia5 =
        new LeafType((_, node) => ShowText(node), UniversalTagNumber.IA5String);

    public static readonly Asn1Type Address =
        new LeafType(ShowAddress, UniversalTagNumber.OctetString);

    public static readonly Asn1Type Any = new CustomType(_ => true, Dump);

    /// <summary>INTEGER with names for its values.</summary>
    public static Asn1Type Named(params string[] names) => new LeafType(
        (_, node) => WithName(DerValue.Integer(node), names), UniversalTagNumber.Integer);

    /// <summary>ENUMERATED.</summary>
    public static Asn1Type Enumerated(params string[] names) => new LeafType(
        (_, node) => WithName(
            new BigInteger(node.Content.Span, isUnsigned: false, isBigEndian: true), names),
        UniversalTagNumber.Enumerated);

    /// <summary>BIT STRING with names for its bits.</summary>
    public static Asn1Type NamedBits(params string[] names) => new LeafType((_, node) =>
    {
        byte[] octets = DerValue.BitString(node, out int unused);
        IEnumerable<string> set = Enumerable.Range(0, octets.Length * 8 - unused)
            .Where(bit => (octets[bit / 8] & (0x80 >> (bit % 8))) != 0)
            .Select(bit => bit < names.Length ? names[bit] : $"bit {bit}");
        return string.Join(", ", set.DefaultIfEmpty("(none)"));
    }, UniversalTagNumber.BitString);

    public static string ShowTime(DerNode node) =>
        DerValue.Time(node).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'",
            CultureInfo.InvariantCulture);

    public static string ShowInteger(DerNode node)
    {
        BigInteger value = DerValue.Integer(node);
        string hex = Convert.ToHexStringLower(node.Content.Span);
        string text = value.ToString(CultureInfo.InvariantCulture);
        if (BigInteger.Abs(value) <= IntegerPlainMax)
            return text;
        return value.GetBitLength() <= IntegerBitsShown ? $"{text} (0x{hex})" : "0x" + hex;
    }

    /// <summary>A character string of any kind; octets outside its alphabet are taken as
    /// Latin-1.</summary>
    public static string ShowText(DerNode node)
    {
        if (node.Is(UniversalTagNumber.UTF8String))
            return DerValue.Text(node, UniversalTagNumber.UTF8String);
        if (node.Is(UniversalTagNumber.BMPString))
            return DerValue.Text(node, UniversalTagNumber.BMPString);
        return System.Text.Encoding.Latin1.GetString(node.Content.Span);
    }

    private static string WithName(BigInteger value, string[] names)
    {
        string text = value.ToString(CultureInfo.InvariantCulture);
        return value >= 0 && value < names.Length && names[(int)value].Length > 0
            ? $"{text} ({names[(int)value]})" : text;
    }

    private static string ShowTextOctets(InspectPrinter printer, DerNode node)
    {
        ReadOnlySpan<byte> content = node.Content.Span;
        bool text = !content.IsEmpty && content.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) < 0;
        return text ? $"\"{System.Text.Encoding.ASCII.GetString(content)}\"" : printer.Hex(content);
    }

    private static string ShowBits(InspectPrinter printer, DerNode node)
    {
        byte[] octets = DerValue.BitString(node, out int unused);
        return printer.Hex(octets) + (unused == 0 ? "" : $", {unused} unused bits");
    }

    private static string ShowAddress(InspectPrinter printer, DerNode node) =>
        node.ContentLength is 4 or 16 ? new IPAddress(node.Content.Span).ToString()
            : printer.Hex(node.Content.Span);

    private static void Dump(InspectPrinter printer, DerNode node, string name)
    {
        string label = name.Length == 0 ? TagText.Name(node.Tag)
            : $"{name} {TagText.Name(node.Tag)}";
        printer.Add(node, label, node.Tag.IsConstructed ? "" : DumpValue(printer, node));
        printer.Indent();
        foreach (DerNode child in node.Children)
            Dump(printer, child, "");
        printer.Outdent();
    }

    private static string DumpValue(InspectPrinter printer, DerNode node)
    {
        if (node.Tag.TagClass != TagClass.Universal)
            return ShowTextOctets(printer, node);
        switch ((UniversalTagNumber)node.Tag.TagValue)
        {
            case UniversalTagNumber.Integer:
                return ShowInteger(node);
            case UniversalTagNumber.ObjectIdentifier:
                return OidNames.Describe(DerValue.Oid(node));
            case UniversalTagNumber.BitString:
                return ShowBits(printer, node);
            case UniversalTagNumber.Boolean:
                return DerValue.Boolean(node) ? "TRUE" : "FALSE";
            case UniversalTagNumber.UtcTime:
            case UniversalTagNumber.GeneralizedTime:
                return ShowTime(node);
            case UniversalTagNumber.Null:
                return "";
            case UniversalTagNumber.UTF8String:
            case UniversalTagNumber.PrintableString:
            case UniversalTagNumber.IA5String:
            case UniversalTagNumber.BMPString:
            case UniversalTagNumber.VisibleString:
            case UniversalTagNumber.NumericString:
            case UniversalTagNumber.T61String:
                return $"\"{ShowText(node)}\"";
            default:
                return ShowTextOctets(printer, node);
        }
    }
}
