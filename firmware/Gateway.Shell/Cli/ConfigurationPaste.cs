namespace Gateway.Cli;

/// <summary>
/// Takes a pasted configuration text into the candidate and says what became of it.
/// </summary>
internal sealed class ConfigurationPaste : TextTaker
{
    private readonly ReplayContext _replay;
    private readonly CommandContext _context;

    internal ConfigurationPaste(ReplayContext replay, CommandContext context)
    {
        _replay = replay;
        _context = context;
    }

    internal override bool Take(string line, byte[] secret) => _replay.Feed(line, secret);

    internal override void RefuseLongLine() => _replay.RefuseLongLine();

    internal override void End(bool isCancelled)
    {
        ReplayReport report = _replay.Report;
        for (int i = 0; i < report.MessageCount; i++) _context.Line(report.Message(i));
        _context.Info(report.Summary());
    }
}
