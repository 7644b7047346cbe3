using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Ctl.Soaking;
using Gateway.Soak;
using Spectre.Console;

namespace Gateway.Ctl.Commands;

/// <summary><c>gatewayctl soak</c>: years of a gateway's life, from seeds.</summary>
public static class SoakCommand
{
    private const int SeedsDefault = 100;
    private const int SeedsMax = 10_000_000;
    private const double YearsMax = 15;

    private const string Description =
        "Let gateways live through years of faults, in simulated time";

    private const string Explanation = """
        Each seed is a world: a gateway, its CA and a faulty link between them, five simulated
        years long. Messages get lost, damaged, doubled and late; the CA is down for weeks, lets
        wait or refuses; the power goes at flash operations and messages; the flash is full for a
        while or rots; the network's time lies. Checked all along: the identity in flash is whole
        and verifies, no secret shows, nothing grows without end, and no renewal is missed for
        which an hour without trouble was there.

        A seed replays exactly. When an invariant does not hold, the last events and the command
        that replays the world are printed, and the exit code is 1.

        Examples:
          gatewayctl soak --seeds 500 --jobs 2
              the seeds 1 to 500, two at a time
          gatewayctl soak --first 5001 --count 1000 --report results
              a shard; a violation leaves its trace as a file in the folder
          gatewayctl soak --first 4711 --count 1 --trace
              one world, every event
        """;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Syntax syntax = new();
        Command command = new ExplainedCommand("soak", Description, Explanation);
        syntax.AddTo(command);
        command.SetAction((parsed, stop) => Task.FromResult(
            syntax.Read(parsed) is { } order
                ? Run(order, parsed.GetValue(syntax.Trace), parsed.GetValue(syntax.Report), stop)
                : ExitCode.Fail(ExitCode.Usage,
                    "--seeds and --first with --count cannot be given together "
                    + "(see gatewayctl soak --help)")));
        return command;
    }

    private static int Run(SoakOrder order, bool isTraced, string? folder, CancellationToken stop)
    {
        try
        {
            if (folder is not null) Directory.CreateDirectory(folder);
            SoakView view = new(AnsiConsole.Console, folder);
            SoakSummary summary = isTraced
                ? SoakRunner.Run(order, view.Show, view.Trace, stop)
                : view.WithProgress(order, onResult => SoakRunner.Run(order, onResult, null, stop));
            view.Show(summary);
            return summary.Failures.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ExitCode.Fail(ExitCode.Failed, e.Message);
        }
    }

    private sealed class Syntax
    {
        private readonly Option<int?> _seeds = Number("--seeds",
            $"How many seeds, from 1 on (default: {SeedsDefault})", SeedsMax);

        private readonly Option<long?> _first = new("--first")
        {
            Description = "First seed of a shard",
            HelpName = "A",
        };

        private readonly Option<int?> _count = Number("--count", "Seeds of the shard (default: 1)",
            SeedsMax);

        private readonly Option<double?> _years = new("--years")
        {
            Description = string.Create(CultureInfo.InvariantCulture,
                $"Simulated years of each world, up to {YearsMax} (default: "
                + $"{SoakOrder.YearsDefault})"),
            HelpName = "Y",
        };

        private readonly Option<int?> _jobs = Number("--jobs",
            "Worlds at a time (default: one a processor)", 1024);

        public Syntax() => _years.Validators.Add(result =>
        {
            bool isGood = result.Tokens.Count == 0
                || (double.TryParse(result.Tokens[^1].Value, NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture, out double years) && years is > 0 and <= YearsMax);
            if (!isGood)
                result.AddError($"--years must be above 0 and at most {YearsMax}.");
        });

        public Option<bool> Trace { get; } = new("--trace")
        {
            Description = "Print every event; one world at a time",
        };

        public Option<string?> Report { get; } = new("--report")
        {
            Description = "Folder that takes the last events of each world that failed",
            HelpName = "DIR",
        };

        public void AddTo(Command command)
        {
            foreach (Option option in new Option[] { _seeds, _first, _count, _years, _jobs, Trace,
                Report })
            {
                command.Add(option);
            }
        }

        /// <summary>null when the options contradict each other.</summary>
        public SoakOrder? Read(ParseResult parsed)
        {
            int? seeds = parsed.GetValue(_seeds);
            long? first = parsed.GetValue(_first);
            int? count = parsed.GetValue(_count);
            bool isShard = first is not null || count is not null;
            if (seeds is not null && isShard) return null;
            int number = isShard ? count ?? 1 : seeds ?? SeedsDefault;
            int jobs = parsed.GetValue(Trace) ? 1
                : parsed.GetValue(_jobs) ?? Environment.ProcessorCount;
            return new SoakOrder(first ?? 1, number,
                parsed.GetValue(_years) ?? SoakOrder.YearsDefault, jobs);
        }

        private static Option<int?> Number(string name, string description, int max)
        {
            Option<int?> option = new(name) { Description = description, HelpName = "N" };
            option.Validators.Add(result =>
            {
                bool isGood = result.Tokens.Count == 0
                    || (int.TryParse(result.Tokens[^1].Value, NumberStyles.None,
                        CultureInfo.InvariantCulture, out int value)
                        && value >= 1 && value <= max);
                if (!isGood)
                {
                    result.AddError($"{name} must be 1 to {max}.");
                }
            });
            return option;
        }
    }
}
