namespace Gateway.Cli;

/// <summary>The sentences of syntax errors.</summary>
internal static class ErrorText
{
    /// <summary>
    /// The sentence of an error, followed by what would be right where that is known.
    /// </summary>
    internal static string Of(ParseError error, string reason)
    {
        string text = Kind(error) + " found at '^' position.";
        return reason == null ? text : text + " " + reason;
    }

    /// <summary>The sentence where there is no caret line.</summary>
    internal static string WithoutCaret(ParseError error, string reason) =>
        reason == null ? Kind(error) + "." : Kind(error) + ". " + reason;

    private static string Kind(ParseError error)
    {
        switch (error)
        {
            case ParseError.Incomplete: return "Incomplete command";
            case ParseError.Ambiguous: return "Ambiguous command";
            case ParseError.WrongParameter: return "Wrong parameter";
            case ParseError.TooMany: return "Too many parameters";
            default: return "Unrecognized command";
        }
    }
}
