using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using Gateway.Ctl.Inspect;
using Gateway.Ctl.Inspect.Rules;
using Gateway.LabCa;

namespace Gateway.Ctl.Commands;

/// <summary><c>gatewayctl inspect</c>: prints CMP messages and certificates with offsets, and says
/// which rules the messages keep.</summary>
public static class InspectCommand
{
    private const int FilesMax = 64;
    private const int PathLengthShown = 200;

    private const string Description = "Look into CMP messages and certificates";

    private const string Explanation = """
        Prints a CMP message, certificate, certification request or CRL, in DER, PEM or base64,
        one line a field: offset in bytes, name as in the ASN.1 module, value. After CMP messages
        come the rules that an end entity has to keep, those that the messages tell about: kept,
        or broken with place and reason. Several files are one transaction, in the order given:
        then nonces, certReqId, certHash and what else links the messages are judged too.

        Signatures are verified with the certificates in extraCerts, a MAC with --secret-file.
        Whether a certificate leads to an anchor you trust is not judged.

        Examples:
          gatewayctl inspect cmp_ir.cer
          gatewayctl inspect - < answer.der
          gatewayctl inspect ir.der ip.der certconf.der pkiconf.der --secret-file secret.txt
          openssl cmp -cmd ir ... -reqout 'a.der c.der' -rspout 'b.der d.der'
          gatewayctl inspect --rules-only a.der b.der c.der d.der

        Exit codes: 0 nothing is broken; 1 a rule is broken, or a file cannot be read or is nothing
        that is known here; 2 wrong usage.
        """;

    /// <summary>The command with its arguments and options.</summary>
    public static Command Create()
    {
        Argument<string[]> files = new("FILE")
        {
            Description = "Files to print, - for standard input; at most 1 MiB each",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<bool> full = new("--full")
        {
            Description = "Print certificates inside messages and long values whole",
        };
        Option<bool> rulesOnly = new("--rules-only")
        {
            Description = "Print the rules without the fields of the messages",
        };
        Option<string?> secretFile = new("--secret-file")
        {
            Description = "File with the secret of the MAC, which is verified then; one line break "
                + "at its end is left out",
            HelpName = "F",
        };
        Command command = new ExplainedCommand("inspect", Description, Explanation)
        {
            files, full, rulesOnly, secretFile,
        };
        command.SetAction(parsed => Run(
            new Arguments(parsed.GetRequiredValue(files), parsed.GetValue(full),
                parsed.GetValue(rulesOnly), parsed.GetValue(secretFile)),
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private sealed record Arguments(
        string[] Files, bool Full, bool RulesOnly, string? SecretFile);

    private static int Run(Arguments arguments, TextWriter output, TextWriter error)
    {
        if (arguments.Files.Length > FilesMax)
            return ExitCode.Fail(ExitCode.Usage, $"more than {FilesMax} files", error);
        if (arguments.Files.Count(path => path == InspectInput.StandardInput) > 1)
            return ExitCode.Fail(ExitCode.Usage, "standard input can be read once only", error);
        byte[]? secret = null;
        if (arguments.SecretFile is not null
            && !SecretFile.TryRead(arguments.SecretFile, out secret, out string wrong))
            return ExitCode.Fail(ExitCode.Failed, "--secret-file: " + wrong, error);
        try
        {
            return new Session(arguments, new InspectView(output), error).Run(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>One run over the files.</summary>
    private sealed class Session(Arguments arguments, InspectView view, TextWriter error)
    {
        private readonly List<MessageView> _messages = [];
        private readonly List<Breach> _malformed = [];

        public int Run(byte[]? secret)
        {
            // Every file is looked at, the first that fails decides.
            int code = ExitCode.Done;
            foreach (string path in arguments.Files)
                code = Read(path) ? code : ExitCode.Failed;
            if (_messages.Count + _malformed.Count == 0)
                return code;
            IReadOnlyList<Findings> judged = CmpRules.JudgeAll(new Exchange(_messages, secret));
            Findings wellFormed = judged.Single(one => one.Rule.Number == CmpRules.WellFormed);
            foreach (Breach breach in _malformed)
                wellFormed.Broken(breach.File, breach.Offset, breach.Reason);
            view.Print(judged);
            return judged.Any(one => one.IsBroken) ? ExitCode.Failed : code;
        }

        private bool Read(string path)
        {
            string name = path == InspectInput.StandardInput ? "standard input"
                : SafeText.OneLine(path, PathLengthShown);
            if (!InspectInput.TryRead(path, out byte[] input, out string wrong))
                return Fail(name, wrong);
            try
            {
                bool known = true;
                foreach (Inspection inspection in Inspector.Inspect(input, arguments.Full))
                {
                    Show(name, inspection);
                    known &= !inspection.IsUnknown;
                }

                return known || Fail(name,
                    "neither a CMP message nor a certificate, certification request or CRL");
            }
            catch (InspectException fault)
            {
                return Fail(name, string.Create(CultureInfo.InvariantCulture,
                    $"offset {fault.Offset}: {SafeText.OneLine(fault.Message, 300)}"));
            }
        }

        private void Show(string name, Inspection inspection)
        {
            if (!arguments.RulesOnly || inspection.Message is null)
                view.Print((arguments.Files.Length > 1 ? name + ": " : "") + inspection.Heading,
                    inspection.Lines);
            if (inspection.Fault is { } fault)
                _malformed.Add(new Breach(name, fault.Offset, fault.Message));
            else if (inspection.Message is { } message)
                _messages.Add(new MessageView(name, message));
        }

        private bool Fail(string name, string reason)
        {
            ExitCode.Fail(ExitCode.Failed, $"{name}: {reason}", error);
            return false;
        }
    }
}
