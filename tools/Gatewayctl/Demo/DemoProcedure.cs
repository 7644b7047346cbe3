using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Gateway.Simulator;

namespace Gateway.Ctl.Demo;

/// <summary>A part of the procedure.</summary>
/// <param name="Title">What it does.</param>
/// <param name="FirstLine">Index of its first line in the script.</param>
public sealed record DemoStage(string Title, int FirstLine);

/// <summary>
/// The documented procedure for applying for a certificate online, as it is typed: commands and
/// answers, from <c>procedure.txt</c>.
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
    private const string LifeResourceName = "Gateway.Ctl.Demo.lifecycle.txt";
    private const string RenewCommand = "pki cmp keyupdate-request ";
    private const string SecretCommand = "cmp-request message-authentication-code ";
    private const string ServerCommand = "cmp-request server url http://";
    private const string NameCommand = "cmp-request ca-name ";
    private const string KeyCommand = "pki rsa local-key-pair create ";

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

    // The further life of the certificate.
    private static readonly (string Title, string Words, int Nth)[] s_lifeStages =
    [
        ("Renew the certificate with a new key pair", RenewCommand, 1),
        ("Renew it once more, signed with the renewed one", RenewCommand, 2),
        ("Revoke the certificate and fetch the revocation list", "pki cmp revocation-request ", 1),
    ];

    private DemoProcedure(List<string> lines, string reference, string secret, bool isFull)
    {
        Script = Script.Of(lines);
        Stages =
        [
            .. s_stages.Concat(isFull ? s_lifeStages : []).Select(
                s => new DemoStage(s.Title, IndexOf(lines, s.Words, s.Nth))),
        ];
        Files = isFull
            ? [AuthorityFile, LocalFile, RenewedFile, LastFile, RevocationList]
            : [AuthorityFile, LocalFile];
        Reference = reference;
        Secret = secret;
        Server = lines[IndexOf(lines, ServerCommand, 1)][ServerCommand.Length..];
        AuthorityName = lines[IndexOf(lines, NameCommand, 1)][NameCommand.Length..].Trim('"');
    }

    /// <summary>What is typed.</summary>
    public Script Script { get; }

    /// <summary>Its parts, in order.</summary>
    public IReadOnlyList<DemoStage> Stages { get; }

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
    /// <param name="isFull">Renews the certificate twice and revokes it at the end.</param>
    public static DemoProcedure Load(int? keyBits, bool isProvisioned, bool isFull)
    {
        List<string> lines = [.. Lines(ResourceName)];
        if (isFull) lines.AddRange(Lines(LifeResourceName));
        int macLine = IndexOf(lines, SecretCommand, 1);
        string[] mac = lines[macLine][SecretCommand.Length..].Split(' ');
        if (isProvisioned) lines[macLine] = SecretCommand + mac[0];
        int answer = IndexOf(lines, KeyCommand, 1) + 1;
        if (keyBits is { } bits) lines[answer] = bits.ToString(CultureInfo.InvariantCulture);
        return new DemoProcedure(lines, mac[0], mac[1], isFull);
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
