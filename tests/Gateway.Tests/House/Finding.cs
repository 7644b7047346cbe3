using System;
using Microsoft.CodeAnalysis;

namespace Gateway.Tests.House;

/// <summary>One breach of a rule, told as <c>file(line,column): reason</c>.</summary>
internal sealed record Finding(string File, int Line, int Column, string Reason)
{
    /// <summary>A finding at a place in a source; lines and columns count from one.</summary>
    public static Finding At(Location location, string reason)
    {
        FileLinePositionSpan span = location.GetLineSpan();
        return new Finding(
            span.Path,
            span.StartLinePosition.Line + 1,
            span.StartLinePosition.Character + 1,
            reason);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{File}({Line},{Column}): {Reason}");
}
