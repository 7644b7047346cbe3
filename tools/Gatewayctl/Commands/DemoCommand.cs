using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Ctl.Demo;
using Gateway.LabCa;
using Spectre.Console;

namespace Gateway.Ctl.Commands;

/// <summary><c>gatewayctl demo</c>: a board enrols, before your eyes.</summary>
public static class DemoCommand
{
    private const int KeyBitsMin = 2048;
    private const int KeyBitsMax = 4096;

    private const string Description = "Watch a simulated board apply for its certificate";

    private const string Explanation = """
        Starts a lab CA and a simulated board on this host, types the documented procedure on
        the board's console and shows the transcript. Then simulated time leaps until the
        certificate is due, and the board renews it by itself, with a new key pair. Ends with
        what was issued and what became of it.

        Examples:
          gatewayctl demo
              everything as documented, in a temporary folder
          gatewayctl demo --dir enrolment --key-bits 2048
              keeps the files in a folder of yours; a shorter key is found sooner
          gatewayctl demo --provisioned
              the MAC secret is on the board beforehand, nobody types it
          gatewayctl demo --full
              goes on: lets the board renew a second time, revokes the last certificate and
              shows it in the CA's revocation list
        """;

    /// <summary>The command.</summary>
    public static Command Create() =>
        Create((options, stop) => RunAsync(options, DefaultParts(), stop));

    /// <summary>The command, for tests: with what it calls.</summary>
    public static Command Create(Func<DemoOptions, CancellationToken, Task<int>> run)
    {
        Syntax syntax = new();
        Command command = new ExplainedCommand("demo", Description, Explanation);
        syntax.AddTo(command);
        command.SetAction((parsed, stop) => run(syntax.Read(parsed), stop));
        return command;
    }

    /// <summary>Runs the demo.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        DemoOptions options, DemoParts parts, CancellationToken stop)
    {
        try
        {
            DemoRunner runner = new(parts, new DemoView(AnsiConsole.Console));
            string? problem = await runner.RunAsync(options, stop);
            return problem is null ? ExitCode.Done : ExitCode.Fail(ExitCode.Failed, problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException
            or SocketException or LabCaException)
        {
            return ExitCode.Fail(ExitCode.Failed, e.Message);
        }
    }

    private static DemoParts DefaultParts() => new()
    {
        StartAuthority = LabAuthority.StartAsync,
        Firmware = Simulator.BoardFirmwares.ScriptedGateway,
        Prepare = Simulator.GatewayFirmware.Prepare,
        Provision = (board, procedure) => Simulator.GatewayFirmware.ProvisionMacSecret(
            board, procedure.Reference, Encoding.UTF8.GetBytes(procedure.Secret)),
        ReadFile = Simulator.GatewayFirmware.ReadCertificate,
        ReadIdentity = Simulator.GatewayFirmware.ReadIdentity,
        HasKeyOf = Simulator.GatewayFirmware.HasKeyOf,
    };

    private sealed class Syntax
    {
        private readonly Option<string> _folder = new("--dir")
        {
            Description = "Folder for the CA, the board's flash and the certificates; new or empty "
                + "(default: a temporary folder)",
            HelpName = "DIR",
        };

        private readonly Option<int?> _keyBits = new("--key-bits")
        {
            Description = $"Bits of the RSA key, {KeyBitsMin} to {KeyBitsMax}, even "
                + "(default: 3072)",
            HelpName = "N",
            CustomParser = ParseKeyBits,
        };

        private readonly Option<bool> _provisioned = new("--provisioned")
        {
            Description = "Provision the MAC secret beforehand instead of typing it",
        };

        private readonly Option<bool> _full = new("--full")
        {
            Description = "Go on to a second renewal, then revoke the last certificate",
        };

        public void AddTo(Command command)
        {
            command.Add(_full);
            command.Add(_folder);
            command.Add(_keyBits);
            command.Add(_provisioned);
        }

        public DemoOptions Read(ParseResult parsed) => new(
            parsed.GetValue(_folder), parsed.GetValue(_keyBits), parsed.GetValue(_provisioned),
            parsed.GetValue(_full));

        private static int? ParseKeyBits(ArgumentResult result)
        {
            string text = result.Tokens[^1].Value;
            bool isGood = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture,
                out int bits) && bits is >= KeyBitsMin and <= KeyBitsMax && bits % 2 == 0;
            if (!isGood)
            {
                result.AddError(
                    $"--key-bits must be even and {KeyBitsMin} to {KeyBitsMax}, not '{text}'.");
            }

            return bits;
        }
    }
}
