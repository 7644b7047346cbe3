using Gateway.Cli;
using Gateway.Core;

namespace Gateway.App;

/// <summary>
/// Lines that the operator did not ask for, above the prompt; none before there is a terminal.
/// </summary>
internal sealed class NoticeOutput : ITextSink
{
    /// <summary>Where they are shown.</summary>
    public Terminal Terminal { get; set; }

    /// <inheritdoc/>
    public void Line(string text)
    {
        if (Terminal != null) Terminal.Notify(text);
    }
}
