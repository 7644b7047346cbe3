using System;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Threading.Tasks;
using Gateway.Ctl.Commands;

namespace Gateway.Ctl;

/// <summary>The command line of the host: one command per task, one class per command.</summary>
public static class Program
{
    private const string Help = """
        Tools around the gateway: a simulated board, a lab CA, and a look into messages.

        To see a board apply for its certificate and install it, start with:
          gatewayctl demo

        To sit at the console of a board of your own (its flash is a folder):
          gatewayctl sim --flash board1 --map 10.3.0.1:8080=127.0.0.1:18080

        Each command explains its options: gatewayctl COMMAND --help
        Exit codes: 0 done, 1 failed, 2 wrong usage.
        """;

    /// <summary>Runs one command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> Main(string[] args)
    {
        RootCommand root = CreateRoot();
        ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Action is ParseErrorAction)
        {
            string name = parsed.CommandResult.Command is RootCommand
                ? "gatewayctl"
                : $"gatewayctl {parsed.CommandResult.Command.Name}";
            string reason = parsed.UnmatchedTokens.Count > 0
                ? $"'{parsed.UnmatchedTokens[0]}' is not known here"
                : parsed.Errors[0].Message.TrimEnd('.');
            return ExitCode.Fail(ExitCode.Usage, $"{reason} (see {name} --help)");
        }

        return await parsed.InvokeAsync();
    }

    /// <summary>The root command with all others below it.</summary>
    public static RootCommand CreateRoot()
    {
        RootCommand root = new(Help)
        {
            DemoCommand.Create(),
            SimCommand.Create(),
            CaCommand.Create(),
            InspectCommand.Create(),
            SoakCommand.Create(),
        };
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help })
                option.Action = new ExplainedHelp(help);
        }

        return root;
    }
}
