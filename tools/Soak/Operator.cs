using System;
using System.Collections.Generic;
using System.Linq;

namespace Gateway.Soak;

/// <summary>
/// Who sits at the console: types a procedure line by line, whenever the console waits for one. A
/// procedure that a power cut ends is begun anew after the next start, so each must find out what
/// is done already.
/// </summary>
internal sealed class Operator(BoardUnderTest board)
{
    private Func<IEnumerable<string>>? _procedure;
    private IEnumerator<string>? _lines;

    /// <summary>What the console printed since the last line was typed.</summary>
    public string Answer { get; private set; } = "";

    /// <summary>Whether the last line ended in an error.</summary>
    public bool HasFailed => Answer.Contains("Error:", StringComparison.Ordinal);

    /// <summary>Whether nothing is to be typed.</summary>
    public bool IsIdle => _procedure is null;

    /// <summary>Begins a procedure; the one under way is forgotten.</summary>
    public void Begin(Func<IEnumerable<string>> procedure)
    {
        _procedure = procedure;
        _lines = null;
    }

    /// <summary>What the board printed.</summary>
    public void Hear(string text)
    {
        if (_procedure is not null) Answer += text;
    }

    /// <summary>The board was restarted.</summary>
    public void StartOver() => _lines = null;

    /// <summary>Types the next line if the console waits for one; true when it did.</summary>
    public bool Step()
    {
        if (_procedure is null || !board.WaitsForInput) return false;
        _lines ??= _procedure().GetEnumerator();
        if (!_lines.MoveNext())
        {
            _procedure = null;
            _lines = null;
            return true;
        }

        Answer = "";
        board.Type(_lines.Current);
        return true;
    }

    /// <summary>The configuration and the first certificate.</summary>
    public IEnumerable<string> Enrol(SoakSite site)
    {
        yield return "system-view";
        if (!board.HasKey(SoakSite.KeyPair))
            yield return $"pki rsa local-key-pair create {SoakSite.KeyPair} modulus 2048";
        foreach (string line in Configuration(site)) yield return line;
        string? local = board.LocalImports().FirstOrDefault() ?? Fetched(SoakSite.FirstFiles, "");
        if (local is null)
        {
            yield return "pki cmp initial-request session cmp";
            local = Fetched(SoakSite.FirstFiles, "");
        }

        if (local is not null)
        {
            foreach (string line in Import(local)) yield return line;
            foreach (string line in Use(local)) yield return line;
            yield return "pki cmp session cmp";
            yield return "certificate auto-update enable";
            yield return $"certificate update expire-time {site.ExpirePercent}";
            yield return "quit";
            yield return "commit";
        }

        yield return "return";
    }

    /// <summary>The revocation of a certificate.</summary>
    public IEnumerable<string> Revoke(string name)
    {
        yield return "system-view";
        yield return $"pki cmp revocation-request session cmp certificate {name}"
            + " reason cessation-of-operation";
        if (!HasFailed) yield return "y";
        yield return "return";
    }

    private string? Fetched(string start, string current) => board.Files()
        .Where(name => name.StartsWith(start, StringComparison.Ordinal) && name != current)
        .Order(StringComparer.Ordinal).FirstOrDefault();

    private static IEnumerable<string> Configuration(SoakSite site) =>
    [
        "ntp unicast-server " + SoakSite.TimeServer,
        "pki entity user01", "common-name hello", "country cn", "quit",
        "pki cmp session cmp", "cmp-request entity user01",
        $"cmp-request ca-name \"{site.CaName}\"",
        "cmp-request server url http://10.3.0.1:8080",
        "cmp-request rsa local-key-pair " + SoakSite.KeyPair + " regenerate",
        $"cmp-request message-authentication-code {SoakSite.Reference} {site.Secret}",
        "quit", "commit",
    ];

    private IEnumerable<string> Import(string local)
    {
        const string authority = SoakSite.AuthorityFile;
        if (!board.Imports(authority))
        {
            yield return "pki import-certificate ca filename " + authority;
            yield return "y";
            if (Answer.Contains("deleted", StringComparison.Ordinal)) yield return "y";
        }

        if (!board.Imports(local))
        {
            yield return "pki import-certificate local filename " + local;
            if (Answer.Contains("deleted", StringComparison.Ordinal)) yield return "y";
        }

        yield return "commit";
    }

    private static IEnumerable<string> Use(string local) =>
    [
        "pki cmp session cmp", "cmp-request authentication-cert " + local, "quit", "commit",
    ];
}

/// <summary>What an operator is told to configure.</summary>
/// <param name="CaName">Name of the CA.</param>
/// <param name="Secret">The MAC secret.</param>
/// <param name="ExpirePercent">When to renew.</param>
internal sealed record SoakSite(string CaName, string Secret, int ExpirePercent)
{
    public const string Reference = "1234";
    public const string TimeServer = "10.1.0.9";
    public const string KeyPair = "key1";
    public const string AuthorityFile = "cmp_ca1.cer";
    public const string FirstFiles = "cmp_ir";
}
