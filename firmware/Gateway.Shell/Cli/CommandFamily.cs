namespace Gateway.Cli;

/// <summary>
/// A few related commands: their syntaxes are data (see <see cref="Cli.Syntax"/>), one method
/// carries them out.
/// </summary>
internal abstract class CommandFamily
{
    /// <summary>Most commands in a family.</summary>
    internal const int CountMax = 32;

    /// <summary>The syntax of a command; null behind the last one.</summary>
    internal abstract string Syntax(int index);

    /// <summary>The views in which a command stands, and <see cref="View.InText"/>.</summary>
    internal abstract int Views(int index);

    /// <summary>Carries a command out.</summary>
    internal abstract void Execute(int index, CommandContext context);
}
