using System;
using System.Linq;

namespace Gateway.LabCa;

/// <summary>A path that CMP is served at: <c>/</c>, <c>/pkix/</c> or
/// <c>/.well-known/cmp[/p/NAME][/OPERATION]</c> (RFC 9811 3.6).</summary>
/// <param name="Text">The whole path.</param>
/// <param name="Profile">NAME, null without it.</param>
internal sealed record CmpPath(string Text, string? Profile)
{
    private const string WellKnown = "/.well-known/cmp";
    private const int SegmentLengthMax = 64;

    /// <summary>Reads a path; false when CMP is not served there.</summary>
    public static bool TryParse(string text, out CmpPath path)
    {
        path = new CmpPath(text, null);
        if (text is "/" or "/pkix" or "/pkix/" or WellKnown or WellKnown + "/")
            return true;
        if (!text.StartsWith(WellKnown + "/", StringComparison.Ordinal))
            return false;
        string[] parts = text[(WellKnown.Length + 1)..].TrimEnd('/').Split('/');
        if (parts.Any(part => part.Length is 0 or > SegmentLengthMax))
            return false;
        if (parts[0] != "p")
            return parts.Length == 1;
        if (parts.Length is < 2 or > 3)
            return false;
        path = path with { Profile = parts[1] };
        return true;
    }
}
