using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Simulator;

namespace Gateway.Ctl.Commands;

/// <summary><c>gatewayctl sim</c>: one simulated board.</summary>
public static class SimCommand
{
    private const string Description = "Run one simulated board and its console";

    private const string Explanation = """
        The firmware of the gateway runs over a flash in a folder, two Ethernet ports, and a
        console. Its network is what --map says; nothing else leaves this host.

        Examples:
          gatewayctl sim --flash board1
              the console on this terminal; Ctrl+] leaves
          gatewayctl sim --flash board1 --console tcp:4001
              the console for: telnet 127.0.0.1 4001
          gatewayctl sim --flash board1 --console pty
              the console for: screen /dev/pts/N
          gatewayctl sim --flash board1 --script lines.txt
              types the file and prints the transcript

        A script is typed line by line, each as it stands, when the console waits for one:
        answers to questions are lines too, an empty line is the Enter key alone. It ends with
        exit code 1 at the first line of the console that begins with 'Error:'.
        """;

    private delegate string? Parser<T>(string text, out T value);

    /// <summary>The command.</summary>
    public static Command Create() => Create((options, stop) =>
        Task.Run(() => Run(options, Firmware(options), stop), CancellationToken.None));

    /// <summary>The command, for tests: with what it calls.</summary>
    public static Command Create(Func<SimOptions, CancellationToken, Task<int>> run)
    {
        Syntax syntax = new();
        Command command = new ExplainedCommand("sim", Description, Explanation);
        syntax.AddTo(command);
        command.SetAction((parsed, stop) => run(syntax.Read(parsed), stop));
        return command;
    }

    /// <summary>Runs the board until its console or its script ends.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(SimOptions options, BoardFirmware firmware, CancellationToken stop)
    {
        try
        {
            if (options.ScriptPath is not null) return RunScript(options, firmware, stop);
            RunConsole(options, firmware, stop);
            return ExitCode.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException
            or SocketException or PlatformNotSupportedException)
        {
            return ExitCode.Fail(ExitCode.Failed, e.Message);
        }
    }

    private static BoardFirmware Firmware(SimOptions options) => options.ScriptPath is null
        ? BoardFirmwares.Gateway
        : BoardFirmwares.ScriptedGateway;

    private static void RunConsole(
        SimOptions options, BoardFirmware firmware, CancellationToken stop)
    {
        using CancellationTokenSource leave = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using FolderFlash flash = new(options.Flash);
        using ISimSerialLine line = options.Console.Open(leave.Cancel);
        using SimulatedBoard board = new(Build(flash, line, options), firmware);
        // On standard error, with CR: the terminal may be raw already.
        Console.Error.Write(
            $"Simulated board in {flash.Folder}, console on {line.Description}\r\n");
        board.Run(leave.Token);
    }

    private static int RunScript(SimOptions options, BoardFirmware firmware, CancellationToken stop)
    {
        Script script;
        try
        {
            script = Script.Load(options.ScriptPath!);
        }
        catch (Exception e) when (e is InvalidDataException or IOException
            or UnauthorizedAccessException)
        {
            return ExitCode.Fail(ExitCode.Failed, e.Message);
        }

        using FolderFlash flash = new(options.Flash);
        using LoopbackSerialLine line = new();
        using SimulatedBoard board = new(Build(flash, line, options), firmware);
        ScriptRunner runner = new(board, line.Peer, Console.Out.WriteLine);
        ScriptResult result =
            runner.Run(script, new ScriptOptions { KeepGoing = options.KeepGoing }, stop);
        string? reason = Describe(result, script);
        return reason is null ? ExitCode.Done : ExitCode.Fail(result.ExitCode, reason);
    }

    // A folder that held no board gets a new one, as it comes from the factory.
    private static SimBoard Build(FolderFlash flash, ISerialLine line, SimOptions options)
    {
        SimBoard board = new(flash, line, options.ToBoard());
        if (flash.IsNew) GatewayFirmware.Prepare(board);
        return board;
    }

    private static string? Describe(ScriptResult result, Script script)
    {
        string place = $"after line {result.LinesTyped} of {script.Lines.Count}";
        return result.End switch
        {
            ScriptEnd.Error => $"the script stopped {place}.",
            ScriptEnd.TimedOut => $"the script took too long, it stopped {place}.",
            ScriptEnd.Cancelled => $"the script was cancelled {place}.",
            _ => result.Errors switch
            {
                0 => null,
                1 => "the console printed 1 error.",
                _ => $"the console printed {result.Errors} errors.",
            },
        };
    }

    private static T? Parse<T>(ArgumentResult result, Parser<T> parse)
    {
        string? reason = parse(result.Tokens[^1].Value, out T value);
        if (reason is not null) result.AddError(reason);
        return value;
    }

    private static AddressMap ParseMap(ArgumentResult result)
    {
        AddressMap map = new();
        foreach (Token token in result.Tokens)
        {
            if (map.TryAdd(token.Value) is { } reason) result.AddError(reason);
        }

        return map;
    }

    private static string? TryParseSeed(string text, out byte[] seed) =>
        SimEntropy.TryParseSeed(text, out seed)
            ? null
            : $"The seed must be 1 to {SimEntropy.SeedSizeMax} bytes in hex.";

    private static string? TryParseClock(string text, out long? seconds)
    {
        bool good = SimClock.TryParse(text, out long value);
        seconds = value;
        return good ? null : $"'{text}' is no ISO 8601 date and time such as 2026-01-31T08:30:00Z.";
    }

    private sealed class Syntax
    {
        private readonly Option<string> _flash = new("--flash")
        {
            Description = "Folder of the board's flash, one file a record; made when missing",
            HelpName = "DIR",
            Required = true,
        };

        private readonly Option<ConsoleChoice> _console = new("--console")
        {
            Description = "Where the console is: stdio (default), tcp:PORT on 127.0.0.1, or pty",
            HelpName = "stdio|tcp:PORT|pty",
            CustomParser = result => Parse<ConsoleChoice>(result, ConsoleChoice.TryParse),
        };

        private readonly Option<AddressMap> _map = new("--map")
        {
            Description = "What the board reaches at A:P is B:Q; anything else but loopback has no "
                + "route. May be given several times",
            HelpName = "A:P=B:Q",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = ParseMap,
        };

        private readonly Option<string> _portType = new("--port-type")
        {
            Description = "The word before a port's number: Ethernet, or 100GE for the console of "
                + "a 100GE router (its host name is HUAWEI then)",
            HelpName = "100GE",
            DefaultValueFactory = _ => SimBoard.DefaultPortType,
        };

        private readonly Option<byte[]> _seed = new("--seed")
        {
            Description = "Determines all random numbers and the chip of a new board: the run "
                + "replays. Never for real keys",
            HelpName = "HEX",
            CustomParser = result => Parse<byte[]>(result, TryParseSeed),
        };

        private readonly Option<long?> _clock = new("--clock")
        {
            Description = "Date and time at the start, for instance 2026-01-31T08:30:00Z; the "
                + "host's when left out",
            HelpName = "ISO8601",
            CustomParser = result => Parse<long?>(result, TryParseClock),
        };

        private readonly Option<string> _script = new("--script")
        {
            Description = "Type this file on the console and print the transcript",
            HelpName = "FILE",
        };

        private readonly Option<bool> _keepGoing = new("--keep-going")
        {
            Description = "Type the script to its end, errors or not; the exit code tells",
        };

        public void AddTo(Command command)
        {
            _portType.CompletionSources.Add(SimBoard.DefaultPortType, SimBoard.RouterPortType);
            _portType.Validators.Add(CheckPortType);
            foreach (Option option in new Option[]
                { _flash, _console, _map, _portType, _seed, _clock, _script, _keepGoing })
            {
                command.Add(option);
            }

            command.Validators.Add(CheckTogether);
        }

        public SimOptions Read(ParseResult parsed) => new()
        {
            Flash = parsed.GetRequiredValue(_flash),
            Console = parsed.GetValue(_console) ?? new ConsoleChoice(ConsoleKind.Stdio),
            Map = parsed.GetValue(_map) ?? new AddressMap(),
            PortType = parsed.GetRequiredValue(_portType),
            Seed = parsed.GetResult(_seed) is null ? null : parsed.GetValue(_seed),
            ClockSeconds = parsed.GetValue(_clock),
            ScriptPath = parsed.GetValue(_script),
            KeepGoing = parsed.GetValue(_keepGoing),
        };

        private static void CheckPortType(OptionResult result)
        {
            if (result.Tokens.Count == 0) return;
            string word = result.Tokens[^1].Value;
            if (word is not (SimBoard.DefaultPortType or SimBoard.RouterPortType))
            {
                result.AddError($"'{word}' is no port type: give {SimBoard.DefaultPortType} or "
                    + $"{SimBoard.RouterPortType}.");
            }
        }

        private void CheckTogether(CommandResult result)
        {
            bool hasScript = result.GetResult(_script) is not null;
            if (hasScript && result.GetResult(_console) is not null)
                result.AddError("--script types on a console of its own: leave --console out.");
            if (!hasScript && result.GetResult(_keepGoing) is not null)
                result.AddError("--keep-going needs --script.");
        }
    }
}
