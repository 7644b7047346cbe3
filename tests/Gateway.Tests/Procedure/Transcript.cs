using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Procedure;

/// <summary>
/// A console transcript, reduced to what must agree between the documented one and ours. Reduced
/// are: Markdown links to their text, blanks at line ends, the secret to <c>******</c>, and, by
/// placeholders, CA names, fingerprints, dates, numbers of certificates and the octets of keys and
/// signatures.
/// </summary>
internal static partial class Transcript
{
    public const string Secret = "Huawei@RSA1234";

    /// <summary>The documented transcript, as printed.</summary>
    public static string[] Documented() => Vector("transcript.txt");

    /// <summary>The documented configuration file, as printed.</summary>
    public static string[] DocumentedConfiguration() => Vector("configuration.txt");

    /// <summary>
    /// What an operator types: the commands behind prompts, the answers behind questions.
    /// </summary>
    public static string[] Typed(IEnumerable<string> transcript) => transcript
        .Select(l => Typing().Match(MarkdownLink().Replace(l, "$1")))
        .Where(m => m.Success)
        .Select(m => m.Groups["typed"].Value.TrimEnd())
        .ToArray();

    public static string[] Reduce(IEnumerable<string> transcript)
    {
        List<string> reduced = [];
        bool isCaBlock = false;
        foreach (string raw in transcript)
        {
            string line = MarkdownLink().Replace(raw, "$1").TrimEnd();
            line = line.Replace(Secret, "******", StringComparison.Ordinal);
            if (Typing().IsMatch(line)) isCaBlock = line.Contains("display pki certificate ca");
            line = ReduceCertificate(line, isCaBlock);
            bool repeats = reduced.Count > 0 && line.EndsWith("<octets>", StringComparison.Ordinal)
                && reduced[^1] == line;
            if (!repeats) reduced.Add(line);
        }

        return [.. reduced];
    }

    private static string ReduceCertificate(string line, bool isCaBlock)
    {
        line = Fingerprint().Replace(line, "<fingerprint>");
        line = Octets().Replace(line, "$1<octets>");
        line = Date().Replace(line, "<date>");
        line = Serial().Replace(line, "Serial Number: <number>");
        line = Hash().Replace(line, "sha<number>With");
        line = SlashName().Replace(line, "<CA name>");
        line = Issuer().Replace(line, "$1<CA name>");
        if (!isCaBlock) return line;
        line = Subject().Replace(line, "$1<CA name>");
        return Bits().Replace(line, "(<number> bit)");
    }

    private static string[] Vector(string name) => File.ReadAllLines(
        Path.Combine(AppContext.BaseDirectory, "Vectors", "Procedure", name));

    [GeneratedRegex(@"\[([^\]]+)\]\(cmdqueryname=[^)]*\)")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex(@"^(?:<\w+> |\[[~*][\w/-]+\] | Input the bits in the modules:|.*\[?\(?Y/N[\])]:)(?<typed>.+)$")]
    private static partial Regex Typing();

    [GeneratedRegex(@"([0-9A-F]{2}:){19,}[0-9A-F]{2}")]
    private static partial Regex Fingerprint();

    [GeneratedRegex(@"^( +)([0-9a-f]{2}:)*[0-9a-f]{2}:?$")]
    private static partial Regex Octets();

    [GeneratedRegex(@"[A-Z][a-z]{2} [ 0-9]\d \d\d:\d\d:\d\d \d{4} GMT")]
    private static partial Regex Date();

    [GeneratedRegex(@"Serial Number: \d+ \(0x[0-9a-f]+\)")]
    private static partial Regex Serial();

    [GeneratedRegex(@"sha\d+With")]
    private static partial Regex Hash();

    [GeneratedRegex(@"/C=cn/ST=beijing/.*$")]
    private static partial Regex SlashName();

    [GeneratedRegex(@"^( +Issuer: ).*$")]
    private static partial Regex Issuer();

    [GeneratedRegex(@"^( +Subject: ).*$")]
    private static partial Regex Subject();

    [GeneratedRegex(@"\(\d+ bit\)")]
    private static partial Regex Bits();
}
