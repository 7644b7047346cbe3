using System.Text;

namespace Gateway.Store;

/// <summary>
/// Brings a saved configuration of an older version to today's lines. A new version adds
/// what it writes otherwise; all else is taken as it stands, and a line that the console then
/// refuses is told with its number.
/// </summary>
public static class ConfigurationMigration
{
    /// <summary>The text of that version in today's lines; the rest stays byte by byte.</summary>
    public static string ToCurrent(int version, string text)
    {
        if (version >= ConfigurationStore.Version) return text;
        StringBuilder migrated = new StringBuilder();
        int at = 0;
        while (at < text.Length)
        {
            int end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end + 1;
            string line = ToCurrentLine(version, text.Substring(at, end - at));
            if (line != null) migrated.Append(line);
            at = end;
        }

        return migrated.ToString();
    }

    // Oldest change first; null takes the line away.
    private static string ToCurrentLine(int version, string line)
    {
        // No firmware ever acted on a static route.
        if (version < 2 && line.StartsWith("ip route-static ")) return null;
        return line;
    }
}
