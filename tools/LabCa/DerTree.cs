using System;
using System.Collections.Generic;
using System.Formats.Asn1;

namespace Gateway.LabCa;

/// <summary>What is wrong with an encoding, and where.</summary>
/// <param name="Offset">Offset of the element that is wrong, from the start of the input, in
/// bytes.</param>
/// <param name="Reason">One line.</param>
public sealed record DerError(int Offset, string Reason);

/// <summary>One element of a DER encoding.</summary>
public sealed class DerNode
{
    private readonly ReadOnlyMemory<byte> _source;
    private readonly int _start;

    internal DerNode(ReadOnlyMemory<byte> source, int sourceOffset, int start, Asn1Tag tag,
        int headerLength, int contentLength)
    {
        _source = source;
        _start = start;
        Offset = sourceOffset + start;
        Tag = tag;
        HeaderLength = headerLength;
        ContentLength = contentLength;
    }

    /// <summary>The tag, constructed bit included.</summary>
    public Asn1Tag Tag { get; }

    /// <summary>Where the element starts, in bytes from the start of the input.</summary>
    public int Offset { get; }

    /// <summary>Length of tag and length octets.</summary>
    public int HeaderLength { get; }

    /// <summary>Length of the content.</summary>
    public int ContentLength { get; }

    /// <summary>Elements inside, empty for a primitive one.</summary>
    public List<DerNode> Children { get; } = [];

    /// <summary>The whole element.</summary>
    public ReadOnlyMemory<byte> Encoded => _source.Slice(_start, HeaderLength + ContentLength);

    /// <summary>The content.</summary>
    public ReadOnlyMemory<byte> Content => _source.Slice(_start + HeaderLength, ContentLength);

    /// <summary>Where the content starts, in bytes from the start of the input.</summary>
    public int ContentOffset => Offset + HeaderLength;

    /// <summary>True for a universal tag of this number.</summary>
    public bool Is(UniversalTagNumber number) =>
        Tag.TagClass == TagClass.Universal && Tag.TagValue == (int)number;

    /// <summary>True for a context-specific tag of this number.</summary>
    public bool IsContext(int number) => Tag.TagClass == TagClass.ContextSpecific
        && Tag.TagValue == number;
}

/// <summary>
/// Takes a DER encoding apart and names the first fault with its place. No recursion: hostile
/// nesting ends at
/// <see cref="DepthMax"/>.
/// </summary>
public static class DerTree
{
    /// <summary>Deepest nesting that is followed.</summary>
    public const int DepthMax = 48;

    private const int LengthOctetsMax = 4;

    /// <summary>Parses exactly one element.</summary>
    /// <param name="input">The bytes.</param>
    /// <param name="inputOffset">What offsets start from, for an element inside another
    /// one.</param>
    /// <param name="root">The element, when null is returned.</param>
    /// <returns>Null, or the first fault.</returns>
    public static DerError? Parse(ReadOnlyMemory<byte> input, int inputOffset, out DerNode? root)
    {
        root = null;
        DerError? error = ReadHeader(input, inputOffset, 0, input.Length, out DerNode? first);
        if (error is null)
            error = ReadInside(input, inputOffset, first!);
        if (error is not null)
            return error;

        int end = first!.HeaderLength + first.ContentLength;
        if (end != input.Length)
            return new DerError(inputOffset + end, Plural(input.Length - end, "byte")
                + " after the end of the message");
        root = first;
        return null;
    }

    private static DerError? ReadInside(ReadOnlyMemory<byte> input, int inputOffset, DerNode first)
    {
        var open = new Stack<(DerNode Node, int Next)>();
        open.Push((first, first.HeaderLength));
        while (open.TryPop(out (DerNode Node, int Next) top))
        {
            int end = top.Node.ContentOffset - inputOffset + top.Node.ContentLength;
            if (!top.Node.Tag.IsConstructed)
            {
                DerError? wrong = CheckPrimitive(top.Node);
                if (wrong is not null)
                    return wrong;
                continue;
            }

            if (top.Next == end)
                continue;
            DerError? error = ReadHeader(input, inputOffset, top.Next, end, out DerNode? child);
            if (error is not null)
                return error;
            top.Node.Children.Add(child!);
            int after = child!.ContentOffset - inputOffset + child.ContentLength;
            open.Push((top.Node, after));
            open.Push((child, child.ContentOffset - inputOffset));
            if (open.Count > DepthMax)
                return new DerError(child.Offset, $"nested deeper than {DepthMax} levels");
        }

        return null;
    }

    private static DerError? ReadHeader(
        ReadOnlyMemory<byte> input, int inputOffset, int start, int end, out DerNode? node)
    {
        node = null;
        ReadOnlySpan<byte> rest = input.Span[start..end];
        int offset = inputOffset + start;
        if (rest.IsEmpty)
            return new DerError(offset, "nothing here, an element was expected");
        if (!Asn1Tag.TryDecode(rest, out Asn1Tag tag, out int tagLength))
            return new DerError(offset, "the tag is cut off or not minimal");
        if (tag.TagClass == TagClass.Universal && tag.TagValue == 0)
            return new DerError(offset, "tag 0 (end of contents) has no place in DER");

        DerError? error = ReadLength(rest, offset, tagLength, out int lengthOctets,
            out long length);
        if (error is not null)
            return error;
        int left = rest.Length - tagLength - lengthOctets;
        if (length > left)
            return new DerError(offset,
                $"{TagText.Name(tag)} says it has {Plural(length, "content byte")}, "
                + (left == 0 ? "none is left" : $"only {left} {(left == 1 ? "is" : "are")} left"));
        if (IsWrongForm(tag))
            return new DerError(offset, TagText.Name(tag)
                + (tag.IsConstructed ? " must be primitive in DER" : " must be constructed"));
        node = new DerNode(input, inputOffset, start, tag, tagLength + lengthOctets, (int)length);
        return null;
    }

    // X.690 8.1.3 and 10.1: definite and minimal.
    private static DerError? ReadLength(
        ReadOnlySpan<byte> rest, int offset, int tagLength, out int octets, out long length)
    {
        octets = 1;
        length = 0;
        int at = offset + tagLength;
        if (rest.Length == tagLength)
            return new DerError(at, "the input ends before the length");
        byte first = rest[tagLength];
        if (first < 0x80)
        {
            length = first;
            return null;
        }

        int count = first & 0x7F;
        if (count == 0)
            return new DerError(at, "indefinite length has no place in DER");
        if (count > LengthOctetsMax)
            return new DerError(at, $"a length of {count} octets is too long");
        if (rest.Length < tagLength + 1 + count)
            return new DerError(at, "the input ends inside the length");
        foreach (byte octet in rest.Slice(tagLength + 1, count))
            length = (length << 8) | octet;
        octets = 1 + count;
        return length < 0x80 || length >> (8 * (count - 1)) == 0
            ? new DerError(at, "the length is not written in the shortest form")
            : null;
    }

    // X.690 10.2: strings are primitive in DER.
    private static bool IsWrongForm(Asn1Tag tag)
    {
        if (tag.TagClass != TagClass.Universal)
            return false;
        bool constructed = tag.TagValue is (int)UniversalTagNumber.Sequence or (
            int)UniversalTagNumber.Set
            or (int)UniversalTagNumber.External or (int)UniversalTagNumber.Embedded;
        return tag.IsConstructed != constructed;
    }

    private static DerError? CheckPrimitive(DerNode node)
    {
        if (node.Tag.TagClass != TagClass.Universal)
            return null;
        try
        {
            DerValue.Check(node);
            return null;
        }
        catch (AsnContentException)
        {
            return new DerError(node.Offset, node.ContentLength == 0
                ? TagText.Name(node.Tag) + " has no content"
                : TagText.Name(node.Tag) + " has a content that DER does not allow");
        }
    }

    private static string Plural(long count, string noun) => count == 1 ? "1 " + noun
        : $"{count} {noun}s";
}

/// <summary>Names of tags, for people.</summary>
public static class TagText
{
    /// <summary><c>SEQUENCE</c>, <c>INTEGER</c>, <c>[4]</c>, <c>[APPLICATION 1]</c>.</summary>
    public static string Name(Asn1Tag tag) => tag.TagClass switch
    {
        TagClass.ContextSpecific => $"[{tag.TagValue}]",
        TagClass.Application => $"[APPLICATION {tag.TagValue}]",
        TagClass.Private => $"[PRIVATE {tag.TagValue}]",
        _ => Universal((UniversalTagNumber)tag.TagValue),
    };

    private static string Universal(UniversalTagNumber number) => number switch
    {
        UniversalTagNumber.Boolean => "BOOLEAN",
        UniversalTagNumber.Integer => "INTEGER",
        UniversalTagNumber.BitString => "BIT STRING",
        UniversalTagNumber.OctetString => "OCTET STRING",
        UniversalTagNumber.Null => "NULL",
        UniversalTagNumber.ObjectIdentifier => "OBJECT IDENTIFIER",
        UniversalTagNumber.Enumerated => "ENUMERATED",
        UniversalTagNumber.Sequence => "SEQUENCE",
        UniversalTagNumber.Set => "SET",
        UniversalTagNumber.UtcTime => "UTCTime",
        UniversalTagNumber.GeneralizedTime => "GeneralizedTime",
        UniversalTagNumber.IA5String => "IA5String",
        UniversalTagNumber.T61String => "T61String",
        _ => Enum.IsDefined(number) ? number.ToString() : $"[UNIVERSAL {(int)number}]",
    };
}
