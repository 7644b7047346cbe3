using System;
using System.Collections.Generic;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect;

/// <summary>One line of output.</summary>
/// <param name="Offset">Where the element starts; -1 for a line without a place.</param>
/// <param name="Depth">Indentation level.</param>
/// <param name="Name">Field name as in the ASN.1 module.</param>
/// <param name="Value">Its value, empty for a structure.</param>
internal sealed record InspectLine(int Offset, int Depth, string Name, string Value);

/// <summary>Collects the lines of one structure.</summary>
internal sealed class InspectPrinter(bool full)
{
    private const int TextLengthMax = 2000;
    private const int HexBytesShort = 32;

    private int _depth;

    /// <summary>What was printed so far.</summary>
    public List<InspectLine> Lines { get; } = [];

    /// <summary>Whether certificates inside messages and long values are printed whole.</summary>
    public bool Full => full;

    /// <summary>Whether the structure printed now lies inside another one.</summary>
    public bool IsInside => _depth > 0;

    public void Add(DerNode node, string name, string value = "") =>
        Lines.Add(new InspectLine(node.Offset, _depth, name,
            SafeText.OneLine(value, full ? int.MaxValue : TextLengthMax)));

    /// <summary>A line whose place and text are known already.</summary>
    public void AddLine(int offset, string name, string value) =>
        Lines.Add(new InspectLine(offset, _depth, name, value));

    public void Indent() => _depth++;

    public void Outdent() => _depth--;

    /// <summary>Hex, cut short unless everything is wanted.</summary>
    public string Hex(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty)
            return "(empty)";
        if (full || octets.Length <= HexBytesShort)
            return Convert.ToHexStringLower(octets);
        return Convert.ToHexStringLower(octets[..HexBytesShort]) + $"… ({octets.Length} bytes)";
    }
}
