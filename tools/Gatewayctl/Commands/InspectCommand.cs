using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using Gateway.Ctl.Inspect;
using Gateway.LabCa;
using Spectre.Console;

namespace Gateway.Ctl.Commands;

/// <summary><c>gatewayctl inspect</c>: prints a CMP message or certificate with offsets.</summary>
public static class InspectCommand
{
    private const int InputBytesMax = 1024 * 1024;

    private const string Description = "Look into a CMP message or a certificate";

    private const string Explanation = """
        Prints a CMP message, certificate, certification request or CRL, DER or PEM, one line a
        field: offset in bytes, name as in the ASN.1 module, value. Other well-formed DER is
        dumped. Malformed input: where and why on standard error, exit code 1.

        Examples:
          gatewayctl inspect cmp_ir.cer
          gatewayctl inspect - < answer.der
          openssl cmp -cmd ir ... -reqout req.der && gatewayctl inspect req.der
        """;

    /// <summary>The command with its argument and option.</summary>
    public static Command Create()
    {
        Argument<string> file = new("FILE")
        {
            Description = "File to print, - for standard input; at most 1 MiB",
        };
        Option<bool> full = new("--full")
        {
            Description = "Print certificates inside messages and long values whole",
        };
        Command command = new ExplainedCommand("inspect", Description, Explanation)
        {
            file, full,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(full),
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(string path, bool full, TextWriter output, TextWriter error)
    {
        string name = path == "-" ? "standard input" : SafeText.OneLine(path, 200);
        if (!TryRead(path, out byte[] input, out string wrong))
        {
            return ExitCode.Fail(ExitCode.Failed, $"{name}: {wrong}", error);
        }

        try
        {
            bool first = true;
            foreach (Inspection inspection in Inspector.Inspect(input, full))
            {
                if (!first)
                    output.WriteLine();
                first = false;
                Print(inspection, output);
            }

            return ExitCode.Done;
        }
        catch (InspectException fault)
        {
            output.Flush();
            return ExitCode.Fail(ExitCode.Failed, string.Create(CultureInfo.InvariantCulture,
                $"{name}: offset {fault.Offset}: {SafeText.OneLine(fault.Message, 300)}"), error);
        }
    }

    private static bool TryRead(string path, out byte[] input, out string wrong)
    {
        input = [];
        wrong = "";
        try
        {
            using Stream stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            byte[] buffer = new byte[InputBytesMax + 1];
            int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            input = buffer[..length];
            if (length > InputBytesMax)
                wrong = $"longer than {InputBytesMax} bytes";
        }
        catch (Exception fault) when (
            fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            wrong = fault is FileNotFoundException or DirectoryNotFoundException ? "no such file"
                : Directory.Exists(path) ? "is a folder" : fault.Message;
        }

        return wrong.Length == 0;
    }

    private static void Print(Inspection inspection, TextWriter output)
    {
        if (ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected)
        {
            PrintColoured(inspection);
            return;
        }

        output.WriteLine(inspection.Heading);
        foreach (InspectLine line in inspection.Lines)
            output.WriteLine(Start(line) + line.Name
                + (line.Value.Length == 0 ? "" : ": " + line.Value));
    }

    private static void PrintColoured(Inspection inspection)
    {
        AnsiConsole.MarkupLine($"[bold]{Markup.Escape(inspection.Heading)}[/]");
        foreach (InspectLine line in inspection.Lines)
        {
            string value = line.Value.Length == 0 ? "" : ": " + Markup.Escape(line.Value);
            AnsiConsole.MarkupLine(
                $"[grey]{Start(line)}[/][aqua]{Markup.Escape(line.Name)}[/]{value}");
        }
    }

    private static string Start(InspectLine line) =>
        string.Create(CultureInfo.InvariantCulture, $"{line.Offset,7}  ")
            + new string(' ', 2 * line.Depth);
}
