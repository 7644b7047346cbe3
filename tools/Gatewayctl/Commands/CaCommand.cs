using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Net;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Gateway.LabCa;

namespace Gateway.Ctl.Commands;

/// <summary><c>gatewayctl ca</c>: runs the lab CA until Ctrl+C.</summary>
public static class CaCommand
{
    private const int ReferenceCharsMax = 128;

    private const string SeeHelp = " (see gatewayctl ca --help)";

    private const string Description =
        "Run a lab CA that speaks CMP over HTTP and really issues certificates";

    private static readonly string s_explanation = Lesson + MisbehaviourCatalog.Help;

    private const string Lesson = """
        Runs until Ctrl+C and prints one line a message.

        The folder keeps the CA: start it again with the same --dir and it goes on where it ended.
        Example: put the shared secret into a file, start the CA, enrol with OpenSSL:

          (umask 077; read -rs S; printf %s "$S" > secret.txt)
          gatewayctl ca --listen 127.0.0.1:8080 --dir labca --reference 1234 \
            --secret-file secret.txt

          openssl genrsa -out ee.key 3072
          openssl cmp -cmd ir -server 127.0.0.1:8080/pkix/ -ref 1234 -secret file:secret.txt \
            -recipient "/C=cn/ST=beijing/L=SD/O=BB/OU=BB/CN=BB" -subject "/CN=hello" \
            -newkey ee.key -certout ee.pem -cacertsout ca.pem

        A client that has a certificate of this CA may sign its requests with it: cr, p10cr, kur
        (update, oldCertID names the certificate that signs) and rr (revocation). The revocation
        list is served by GET /crl and lies in crl.der. genm gets caCerts, rootCaKeyUpdate after
        --rollover, certReqTemplate with --template, and crls:

          openssl cmp -cmd kur -server 127.0.0.1:8080/pkix/ -cert ee.pem -key ee.key \
            -newkey new.key -trusted ca.pem -certout new.pem
          openssl cmp -cmd rr -server 127.0.0.1:8080/pkix/ -cert new.pem -key new.key \
            -oldcert new.pem -trusted ca.pem

        CMP is served at /, /pkix/ and /.well-known/cmp[/p/PROFILE][/OPERATION].

        For laboratories only: who knows the secret gets any name certified.

        --misbehave NAME[=VALUE][,answers=N][,skip=N] makes the CA fail, in N answers (default:
        all) after N good ones (default: 0), to see what a client makes of it:

          gatewayctl ca ... --misbehave wrong-mac,answers=1 --misbehave reject=badCertTemplate

        FAILINFO is a name of RFC 9810 5.2.3: badAlg, badMessageCheck, badRequest and so on.


        """;

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Option<string> listen = new("--listen")
        {
            Description = "Address and port: 127.0.0.1:8080, 0.0.0.0:8080 for all, [::1]:8080; "
                + "port 0 takes any free one",
            HelpName = "HOST:PORT",
            Required = true,
        };
        Option<string> directory = new("--dir")
        {
            Description = "Folder of the CA: ca.key, ca.cer, ca.pem, crl.der, issued/, "
                + "index.jsonl; made when missing",
            HelpName = "DIR",
            Required = true,
        };
        Option<string> reference = new("--reference")
        {
            Description = "Reference value that clients name, for instance 1234",
            HelpName = "R",
            Required = true,
        };
        Option<string> secretFile = new("--secret-file")
        {
            Description = "File with the secret that belongs to the reference; one line break at "
                + "its end is left out",
            HelpName = "F",
            Required = true,
        };
        Option<string?> key = new("--key")
        {
            Description = "Key of a new CA: rsa:2048 to rsa:4096, ec:p256, ec:p384 "
                + "[default: rsa:3072]",
            HelpName = "ALGORITHM",
        };
        Option<string?> subject = new("--subject")
        {
            Description = "Name of a new CA, in this order [default: " + LabCaOptions.DefaultSubject
                + "]",
            HelpName = "NAME",
        };
        Option<string> validity = new("--validity")
        {
            Description = "How long issued certificates are valid: 90m, 12h, 30d, 2y",
            HelpName = "PERIOD",
            DefaultValueFactory = _ => "30d",
        };
        Option<string> profile = new("--profile")
        {
            Description = "Extensions: modern, or classic (only the alternative name, 4-byte "
                + "serials, Netscape extensions in the CA)",
            HelpName = "modern|classic",
            DefaultValueFactory = _ => "modern",
        };
        Option<bool> implicitConfirm = new("--implicit-confirm")
        {
            Description = "Let clients that ask for it go without certConf",
        };

        CaPeerOptions peer = new();
        Command command = new ExplainedCommand("ca", Description, s_explanation)
        {
            listen, directory, reference, secretFile, key, subject, validity, profile,
                implicitConfirm,
        };
        peer.AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(
            new Arguments(parsed, peer,
                parsed.GetRequiredValue(listen), parsed.GetRequiredValue(directory),
                    parsed.GetRequiredValue(reference),
                parsed.GetRequiredValue(secretFile), parsed.GetValue(key), parsed.GetValue(subject),
                parsed.GetRequiredValue(validity), parsed.GetRequiredValue(profile),
                    parsed.GetValue(implicitConfirm)),
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancel));
        return command;
    }

    private sealed record Arguments(ParseResult Parsed, CaPeerOptions Peer, string Listen,
        string Directory, string Reference, string SecretFile, string? Key, string? Subject,
        string Validity, string Profile, bool ImplicitConfirm);

    private static async Task<int> RunAsync(
        Arguments arguments, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        TextWriter lines = TextWriter.Synchronized(output);
        Dictionary<string, byte[]> references = [];
        if (!TryBuild(arguments, references, lines, out LabCaOptions? options, out string wrong)
            || !arguments.Peer.TryRead(arguments.Parsed, out CaPeerSettings settings, out wrong))
        {
            return ExitCode.Fail(ExitCode.Usage, wrong + SeeHelp, error);
        }

        if (!SecretFile.TryRead(arguments.SecretFile, out byte[] secret, out wrong))
            return ExitCode.Fail(ExitCode.Failed, "--secret-file: " + wrong, error);
        references[arguments.Reference] = secret;
        try
        {
            LabCaServer ca = await LabCaServer.StartAsync(
                arguments.Peer.Complete(arguments.Parsed, settings, options!), cancel)
                .ConfigureAwait(false);
            await using (ca.ConfigureAwait(false))
            {
                if (arguments.Peer.RollsOver(arguments.Parsed))
                    ca.RollOver();
                foreach (MisbehaviourOrder order in settings.Misbehaviours)
                    ca.Misbehave(order.What, order.Answers, order.Skip);
                PrintStart(ca, arguments, lines);
                await Task.Delay(Timeout.InfiniteTimeSpan, cancel)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                lines.WriteLine(
                    $"Stopped; {Count(ca.Issued.Count)} issued so far, in {ca.Directory}");
            }

            return ExitCode.Done;
        }
        catch (LabCaException failed)
        {
            return ExitCode.Fail(ExitCode.Failed, failed.Message, error);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Done;
        }
    }

    private static string Count(int certificates) => certificates == 1 ? "1 certificate"
        : $"{certificates} certificates";

    private static void PrintStart(LabCaServer ca, Arguments arguments, TextWriter lines)
    {
        string fingerprint = BitConverter.ToString(SHA256.HashData(ca.CertificateDer))
            .Replace('-', ':');
        string issued = Path.Combine(ca.Directory, "issued");
        string reference = SafeText.OneLine(arguments.Reference, ReferenceCharsMax);
        lines.WriteLine($"Listening at   {ca.Url} (also / and /.well-known/cmp; GET /crl)");
        lines.WriteLine($"CA name        {ca.Name}");
        lines.WriteLine($"SHA256         {fingerprint}");
        lines.WriteLine(
            $"CA certificate {Path.Combine(ca.Directory, "ca.pem")}, ca.cer beside it (DER)");
        lines.WriteLine(
            $"Issues to      {issued}; {Count(ca.Issued.Count)} so far, in index.jsonl");
        lines.WriteLine($"Validity       {arguments.Validity} each, "
            + $"profile {arguments.Profile.ToLowerInvariant()}");
        lines.WriteLine($"Reference      {reference}");
        lines.WriteLine("Ctrl+C ends it. One line a message:");
        lines.Flush();
    }

    private static bool TryBuild(Arguments arguments, Dictionary<string, byte[]> references,
        TextWriter lines, out LabCaOptions? options, out string wrong)
    {
        options = null;
        CaKeyAlgorithm? key = null;
        if (!TryReadEndpoint(arguments.Listen, out IPEndPoint endpoint, out wrong))
            return false;
        if (arguments.Key is not null)
        {
            if (!CaKeyAlgorithm.TryParse(arguments.Key, out CaKeyAlgorithm parsed, out wrong))
                return Fail("--key", ref wrong);
            key = parsed;
        }

        if (!ValidityPeriod.TryParse(arguments.Validity, out ValidityPeriod validity, out wrong))
            return Fail("--validity", ref wrong);
        if (!Enum.TryParse(arguments.Profile, ignoreCase: true, out LabCaProfile profile)
            || !Enum.IsDefined(profile) || char.IsAsciiDigit(arguments.Profile[0]))
        {
            wrong = $"--profile: '{SafeText.OneLine(arguments.Profile, 40)}' "
                + "is neither modern nor classic";
            return false;
        }

        if (arguments.Reference.Length is 0 or > ReferenceCharsMax)
        {
            wrong = $"--reference: 1 to {ReferenceCharsMax} characters are needed";
            return false;
        }

        if (arguments.Subject is not null
            && LabCaOptions.CheckSubject(arguments.Subject) is { } reason)
        {
            wrong = "--subject: " + reason;
            return false;
        }

        options = new LabCaOptions
        {
            Address = endpoint.Address,
            Port = endpoint.Port,
            Directory = arguments.Directory,
            References = references,
            Key = key,
            Subject = arguments.Subject,
            Validity = validity,
            Profile = profile,
            GrantImplicitConfirm = arguments.ImplicitConfirm,
            Log = line =>
            {
                lines.WriteLine(line.ToString());
                lines.Flush();
            },
        };
        return true;
    }

    private static bool Fail(string option, ref string wrong)
    {
        wrong = option + ": " + wrong;
        return false;
    }

    private static bool TryReadEndpoint(string text, out IPEndPoint endpoint, out string wrong)
    {
        endpoint = new IPEndPoint(IPAddress.Loopback, 0);
        wrong = $"--listen: '{SafeText.OneLine(text, 80)}' is no HOST:PORT; "
            + "write 127.0.0.1:8080, localhost:8080 or [::1]:8080";
        int colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(
                text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture,
                    out ushort port))
            return false;
        string host = text[..colon];
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            host = "127.0.0.1";
        bool bracketed = host.StartsWith('[') && host.EndsWith(']');
        if (!IPAddress.TryParse(bracketed ? host[1..^1] : host, out IPAddress? address)
            || bracketed != host.Contains(':'))
            return false;
        endpoint = new IPEndPoint(address, port);
        return true;
    }
}
