using System.CommandLine;
using System.CommandLine.Invocation;

namespace Gateway.Ctl;

internal static class Program
{
    public static int Main(string[] args)
    {
        RootCommand root = new("Gateway tools")
        {
            Commands.CaCommand.Create(),
            Commands.InspectCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction wrong)
        {
            wrong.ShowHelp = false;
            wrong.ShowTypoCorrections = true;
        }

        return parsed.Invoke();
    }
}
