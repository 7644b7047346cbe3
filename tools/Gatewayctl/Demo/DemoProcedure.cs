using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Gateway.Simulator;

namespace Gateway.Ctl.Demo;

/// <summary>
/// The documented procedure for applying for a certificate online, as it is typed: commands and
/// answers, from <c>procedure.txt</c>; and behind it the further life of the certificate.
/// </summary>
public sealed class DemoProcedure
{
    /// <summary>File of the CA's certificate on the board.</summary>
    public const string AuthorityFile = "cmp_ca1.cer";

    /// <summary>File of the board's certificate on the board.</summary>
    public const string LocalFile = "cmp_ir.cer";

    /// <summary>File of the first renewed certificate on the board.</summary>
    public const string RenewedFile = "cmp_kur.cer";

    /// <summary>File of the second renewed certificate on the board.</summary>
    public const string LastFile = "cmp_kur2.cer";

    /// <summary>File of the revocation list on the board.</summary>
    public const string RevocationList = "cmp_crl1.crl";

    private const string ResourceName = "Gateway.Ctl.Demo.procedure.txt";
    private const string RenewalResourceName = "Gateway.Ctl.Demo.renewal.txt";
    private const string RevocationResourceName = "Gateway.Ctl.Demo.revocation.txt";
    private const string SecretCommand = "cmp-request message-authentication-code ";
    private const string ServerCommand = "cmp-request server url http://";
    private const string NameCommand = "cmp-request ca-name ";
    private const string KeyCommand = "pki rsa local-key-pair create ";
    private const string ExpireCommand = "certificate update expire-time ";

    // Where a stage begins: its nth line of these words.
    private static readonly (string Title, string Words, int Nth)[] s_stages =
    [
        ("Configure IP addresses for interfaces", "system-view", 1),
        ("Create an RSA key pair", KeyCommand, 1),
        ("Configure a PKI entity", "pki entity ", 1),
        ("Configure a CMP session", "pki cmp session ", 1),
        ("Apply for the certificate", "pki cmp initial-request ", 1),
        ("Install the certificates", "pki import-certificate ca ", 1),
        ("Configure automatic certificate update", "pki cmp session ", 2),
        ("Verify the configuration", "display pki certificate local ", 1),
    ];

    private DemoProcedure(List<string> lines, string reference, string secret, bool isFull)
    {
        List<DemoStage> stages =
            [.. s_stages.Select(s => new DemoStage(s.Title, IndexOf(lines, s.Words, s.Nth)))];
        ExpirePercent = int.Parse(lines[IndexOf(lines, ExpireCommand, 1)][ExpireCommand.Length..],
            CultureInfo.InvariantCulture);
        AddRenewal(lines, stages, LocalFile, RenewedFile);
        if (isFull)
        {
            AddRenewal(lines, stages, RenewedFile, LastFile);
            stages.Add(new DemoStage("Revoke the certificate and fetch the revocation list",
                lines.Count));
            lines.AddRange(Lines(RevocationResourceName));
        }

        Script = Script.Of(lines);
        Stages = stages;
        Certificates = isFull ? [LocalFile, RenewedFile, LastFile] : [LocalFile, RenewedFile];
        Files = [AuthorityFile, .. Certificates, .. isFull ? [RevocationList] : Array.Empty<string>()];
        Reference = reference;
        Secret = secret;
        Server = lines[IndexOf(lines, ServerCommand, 1)][ServerCommand.Length..];
        AuthorityName = lines[IndexOf(lines, NameCommand, 1)][NameCommand.Length..].Trim('"');
    }

    /// <summary>What is typed.</summary>
    public Script Script { get; }

    /// <summary>Its parts, in order.</summary>
    public IReadOnlyList<DemoStage> Stages { get; }

    /// <summary>The board's certificates, each the successor of the one before.</summary>
    public IReadOnlyList<string> Certificates { get; }

    /// <summary>Percent of its validity after which a certificate is renewed.</summary>
    public int ExpirePercent { get; }

    /// <summary>The files that the board gets on the way.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Reference value of the MAC.</summary>
    public string Reference { get; }

    /// <summary>Secret value of the MAC; never to be printed.</summary>
    public string Secret { get; }

    /// <summary>The CA's address in the board's network, <c>HOST:PORT</c>.</summary>
    public string Server { get; }

    /// <summary>The CA's name as the session is told it.</summary>
    public string AuthorityName { get; }

    /// <summary>The procedure.</summary>
    /// <param name="keyBits">Bits of the RSA key; null as documented.</param>
    /// <param name="isProvisioned">Leaves the secret out: the board has it from
    /// provisioning.</param>
    /// <param name="isFull">Goes on to a second renewal and a revocation at the end.</param>
    public static DemoProcedure Load(int? keyBits, bool isProvisioned, bool isFull)
    {
        List<string> lines = [.. Lines(ResourceName)];
        int macLine = IndexOf(lines, SecretCommand, 1);
        string[] mac = lines[macLine][SecretCommand.Length..].Split(' ');
        if (isProvisioned) lines[macLine] = SecretCommand + mac[0];
        int answer = IndexOf(lines, KeyCommand, 1) + 1;
        if (keyBits is { } bits) lines[answer] = bits.ToString(CultureInfo.InvariantCulture);
        return new DemoProcedure(lines, mac[0], mac[1], isFull);
    }

    // First the state once it is due, then what came of it.
    private void AddRenewal(
        List<string> lines, List<DemoStage> stages, string certificate, string successor)
    {
        stages.Add(new DemoStage($"Let {ExpirePercent} % of the validity pass", lines.Count,
            DemoAct.Leap, certificate));
        stages.Add(new DemoStage("The board renews by itself, with a new key pair",
            lines.Count + 1, DemoAct.Renewal, certificate, successor));
        lines.AddRange(Lines(RenewalResourceName));
    }

    private static IReadOnlyList<string> Lines(string resourceName)
    {
        using Stream stream = typeof(DemoProcedure).Assembly.GetManifestResourceStream(resourceName)
            ?? throw new InvalidOperationException($"The resource {resourceName} is missing.");
        using StreamReader reader = new(stream);
        return Script.Parse(reader.ReadToEnd()).Lines;
    }

    private static int IndexOf(List<string> lines, string words, int nth)
    {
        for (int i = 0; i < lines.Count; i++)
        {
            if (lines[i].StartsWith(words, StringComparison.Ordinal) && --nth == 0) return i;
        }

        throw new InvalidOperationException($"The procedure has no line '{words}'.");
    }
}
