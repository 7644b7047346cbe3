namespace Gateway.Cli;

/// <summary>The views; each is a bit, so that a command can name all in which it stands.</summary>
internal static class View
{
    internal const int User = 1;
    internal const int System = 2;
    internal const int Entity = 4;
    internal const int Session = 8;
    internal const int Interface = 16;

    /// <summary>Every view in which configuration is edited.</summary>
    internal const int Configuration = System | Entity | Session | Interface;

    internal const int All = User | Configuration;

    /// <summary>Not a view: marks the commands that a configuration text may hold.</summary>
    internal const int InText = 32;
}
