using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Gateway.Ctl;

/// <summary>A command whose own help ends with an explanation: examples, and what must be
/// known.</summary>
public sealed class ExplainedCommand : Command
{
    /// <summary>A command.</summary>
    /// <param name="name">What is typed.</param>
    /// <param name="description">One line, for the list of commands too.</param>
    /// <param name="explanation">Some paragraphs, for its own help.</param>
    public ExplainedCommand(string name, string description, string explanation)
        : base(name, description)
    {
        Explanation = explanation;
    }

    /// <summary>What stands below the options in the help.</summary>
    public string Explanation { get; }
}

/// <summary>The framework's help, then the explanation of an
/// <see cref="ExplainedCommand"/>.</summary>
internal sealed class ExplainedHelp(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ExplainedCommand command)
            parseResult.InvocationConfiguration.Output.WriteLine(command.Explanation);
        return code;
    }
}
