using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Gateway.Tests.DeviceApi;

/// <summary>What to use instead of something that nanoFramework 1.x lacks.</summary>
internal static partial class Advice
{
    private const string Otherwise =
        "neither in the sources nor in the reference surface of nanoFramework 1.x:"
        + " docs/device-api.md";

    private static readonly Dictionary<string, string> ByName = new()
    {
        ["Replace"] = "use IndexOf and Substring, or StringBuilder.Replace",
        ["Join"] = "append in a loop",
        ["IsNullOrWhiteSpace"] = "use string.IsNullOrEmpty(text.Trim())",
        ["CompareOrdinal"] = "use string.Compare, which is ordinal there",
        ["StringComparison"] = "comparisons are ordinal there: leave it out",
        ["List"] = "use ArrayList or an array",
        ["Dictionary"] = "use Hashtable of nanoFramework.System.Collections",
        ["IDictionary"] = "use Hashtable of nanoFramework.System.Collections",
        ["Hashtable"] = "add nanoFramework.System.Collections to the board project",
        ["Queue"] = "add nanoFramework.System.Collections to the board project",
        ["Stack"] = "add nanoFramework.System.Collections to the board project",
        ["DictionaryEntry"] = "add nanoFramework.System.Collections to the board project",
        ["Text"] = "add nanoFramework.System.Text to the board project",
        ["StringBuilder"] = "add nanoFramework.System.Text to the board project",
        ["Encoding"] = "add nanoFramework.System.Text to the board project; it has UTF8 only",
        ["ASCII"] = "use Encoding.UTF8",
        ["Unicode"] = "use Encoding.UTF8",
        ["Math"] = "add System.Math to the board project, or compare by hand",
        ["Func"] = "declare a delegate",
        ["Predicate"] = "declare a delegate",
        ["Comparison"] = "use IComparer",
        ["Linq"] = "write the loop",
        ["Tasks"] = "publish the next deadline and poll",
        ["Task"] = "publish the next deadline and poll",
        ["Span"] = "pass array, offset and count",
        ["ReadOnlySpan"] = "pass array, offset and count",
        ["Memory"] = "pass array, offset and count",
        ["Sort"] = "sort by hand",
        ["Resize"] = "allocate anew and use Array.Copy",
        ["Fill"] = "write the loop",
        ["Empty"] = "use new T[0]",
        ["Reverse"] = "write the loop",
        ["DateTime"] = "use Gateway.Core.UtcTime on seconds",
        ["DateTimeOffset"] = "use Gateway.Core.UtcTime on seconds",
        ["TimeSpan"] = "use a long with its unit in the name",
        ["Environment"] = "take time as an argument, from IClock at the top",
        ["Stopwatch"] = "take time as an argument, from IClock at the top",
        ["Guid"] = "use random bytes",
        ["BitConverter"] = "shift and mask",
        ["Buffer"] = "use Array.Copy",
        ["BinaryPrimitives"] = "shift and mask",
        ["BigInteger"] = "use Gateway.Crypto",
        ["Cryptography"] = "use Gateway.Crypto",
        ["Convert"] = "use Parse, ToString or Gateway.Core.Bytes",
        ["Regex"] = "walk the text",
        ["RegularExpressions"] = "walk the text",
        ["IsDigit"] = "compare with '0' and '9'",
        ["IsLetter"] = "compare with 'a' and 'z'",
        ["IsWhiteSpace"] = "compare with ' ' and '\\t'",
        ["OverflowException"] = "it does not exist there: return an error value",
        ["DivideByZeroException"] = "it does not exist there: check the divisor",
        ["KeyNotFoundException"] = "it does not exist there: return an error value",
        ["CryptographicException"] = "it does not exist there: return an error value",
        ["EndOfStreamException"] = "it does not exist there: return an error value",
        ["UnauthorizedAccessException"] = "it does not exist there: return an error value",
        ["IsExternalInit"] = "use a constructor and a property without setter",
        ["GetNames"] = "switch over the values",
        ["GetName"] = "switch over the values",
        ["IsDefined"] = "switch over the values",
    };

    /// <summary>Advice by the name of something that is missing.</summary>
    public static string ForName(string name) => ByName.GetValueOrDefault(name, Otherwise);

    /// <summary>Advice by the names that a compiler message quotes; the last known one
    /// decides.</summary>
    public static string ForMessage(string message)
    {
        foreach (Match quoted in Quoted().Matches(message).Reverse())
        {
            if (ByName.TryGetValue(Simple(quoted), out string? advice)) return advice;
        }

        return Otherwise;
    }

    /// <summary>The first name that a compiler message quotes, without namespace and
    /// arguments.</summary>
    public static string FirstName(string message)
    {
        Match quoted = Quoted().Match(message);
        return quoted.Success ? Simple(quoted) : "";
    }

    private static string Simple(Match quoted) =>
        quoted.Groups[1].Value.Split('<', '(')[0].Split('.')[^1];

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
