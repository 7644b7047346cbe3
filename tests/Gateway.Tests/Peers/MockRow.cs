using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Gateway.Cmp;

namespace Gateway.Tests.Peers;

/// <summary>What the gateway is set up with for a row, in words and in deeds.</summary>
internal sealed record ClientChange(string Name, Action<MockClient> Apply);

/// <summary>One way in which an exchange may end.</summary>
/// <param name="Messages">The bodies that went to and fro, in order.</param>
/// <param name="Outcome">How the machine ends.</param>
/// <param name="Reason">A part of its line for the operator.</param>
internal sealed record Ending(string Messages, CmpOutcome Outcome, string Reason);

/// <summary>
/// An exchange with the mock server and how it ends. Where versions of OpenSSL differ there are
/// several endings, that of 3.0 first.
/// </summary>
/// <param name="Topic">Heading under which it stands on the page.</param>
/// <param name="IsSigned">Whether the gateway signs; otherwise its messages have a MAC.</param>
/// <param name="Request">What the gateway asks for.</param>
/// <param name="Options">Options of the server beyond the usual ones.</param>
/// <param name="Change">How the gateway differs from the usual, or null.</param>
/// <param name="Endings">How it may end.</param>
internal sealed record MockRow(string Topic, bool IsSigned, string Request, string Options,
    ClientChange? Change, params Ending[] Endings)
{
    internal const string SecretVariable = "CMP_SECRET";

    private const string Always = "-rsp_cert new.pem";
    private const string WithMac =
        "-srv_ref " + MockClient.Reference + " -srv_secret env:" + SecretVariable;

    private const string WithSignature =
        "-srv_cert server-ec.pem -srv_key server-ec.key -srv_trusted root.pem";

    // Later versions compare with -ref_cert what 3.0 compares with -rsp_cert, and send in genp what
    // 3.0 has no options for.
    internal const string WhereListed = "-ref_cert new.pem -rsp_newwithnew root.pem";

    /// <summary>Whether the server has the other kind of protection than the gateway.</summary>
    internal bool IsServerOther { get; init; }

    /// <summary>Whether the issuers of the certificate are found; null where none comes.</summary>
    internal bool? IsIssuerVerified { get; init; }

    internal string Protection => IsSigned ? "signature" : "MAC";

    internal string Name => string.Join(" | ", new[]
    {
        Protection, Request, IsServerOther ? "other kind" : "", Options, Change?.Name ?? "",
    }.Where(part => part.Length > 0));

    /// <summary>The usual options of a server, as a command line.</summary>
    internal static string Usual(bool isSigned) =>
        (isSigned ? WithSignature : WithMac) + " " + Always;

    /// <summary>All options of the server.</summary>
    internal string[] ServerOptions()
    {
        List<string[]> usual = Split(Usual(IsSigned != IsServerOther));
        usual.AddRange(Split(WhereListed).Where(o => MockServer.Has(o[0], true)));
        List<string[]> own = Split(Options);
        IEnumerable<string[]> all = usual.Where(o => own.All(p => p[0] != o[0])).Concat(own);
        return all.SelectMany(WithValue).ToArray();
    }

    /// <summary>The value of an option of the server, or null.</summary>
    internal string? ValueOf(string option)
    {
        string[] all = ServerOptions();
        int at = Array.IndexOf(all, option);
        return at < 0 ? null : all[at + 1];
    }

    /// <summary>The names of the options that this row is about.</summary>
    internal IEnumerable<string> OptionNames() =>
        Split(Usual(IsSigned != IsServerOther) + " " + Options).Select(option => option[0]);

    // Some version may want to know which request the error is for: 1 stands for any.
    private static string[] WithValue(string[] option) =>
        option[0] == "-send_error" && MockServer.Has(option[0], true) ? [option[0], "1"] : option;

    // Each option with its value, if it has one.
    private static List<string[]> Split(string options)
    {
        List<string[]> all = new();
        foreach (Match match in Regex.Matches(options, @"(-[a-z]\w*)(?: ('[^']*'|[^-\s]\S*))?"))
        {
            string name = match.Groups[1].Value;
            Group value = match.Groups[2];
            all.Add(value.Success ? [name, value.Value.Trim('\'')] : [name]);
        }

        return all;
    }
}
