namespace Gateway.Hal.Sim;

/// <summary>The rule for names of records, shared by every flash of the simulation.</summary>
internal static class FlashNames
{
    /// <summary>
    /// Whether a record may bear the name: 1 to <see cref="FlashLimits.NameLengthMax"/> characters
    /// of <c>a-z A-Z 0-9 . _ -</c>, the first one not a dot (no <c>..</c>; the host keeps its own
    /// files under dotted names).
    /// </summary>
    public static bool IsValid(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > FlashLimits.NameLengthMax) return false;
        if (name[0] == '.') return false;
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '.' && c != '_' && c != '-') return false;
        }

        return true;
    }
}
