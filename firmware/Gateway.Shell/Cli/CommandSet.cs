using Gateway.Cli.Commands;

namespace Gateway.Cli;

/// <summary>All commands there are.</summary>
internal sealed class CommandSet
{
    private readonly CommandFamily[] _families =
    {
        new ViewCommands(),
        new ConfigurationCommands(),
        new DisplayCommands(),
        new SystemCommands(),
        new FileCommands(),
        new InterfaceCommands(),
        new KeyCommands(),
        new EntityCommands(),
        new SessionCommands(),
        new SessionUndoCommands(),
        new SessionPolicyCommands(),
        new SessionPolicyUndoCommands(),
        new CertificateCommands(),
        new EnrolmentCommands(),
        new RevocationCommands(),
        new GeneralMessageCommands(),
        new TransactionCommands(),
        new TrialCommands(),
        new CertificateExportCommands(),
        new CertificateSettingCommands(),
        new CertificateCheckCommands(),
        new ClockCommands(),
        new KeyTransportCommands(),
    };

    /// <summary>One more than the greatest number of a command.</summary>
    internal int NumberEnd => _families.Length * CommandFamily.CountMax;

    /// <summary>The syntax of a command, or null when no command has this number.</summary>
    internal string Syntax(int number) =>
        _families[number / CommandFamily.CountMax].Syntax(number % CommandFamily.CountMax);

    internal int Views(int number) =>
        _families[number / CommandFamily.CountMax].Views(number % CommandFamily.CountMax);

    internal void Execute(int number, CommandContext context) =>
        _families[number / CommandFamily.CountMax]
            .Execute(number % CommandFamily.CountMax, context);
}
