using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli;

/// <summary>What a job or a service may say on the console.</summary>
public interface IShellOutput : ITextSink
{
    /// <summary>
    /// Shows a text that stands for the moment on a line of its own: the next progress, line or
    /// prompt replaces it, nothing of it stays. At most 79 printable characters.
    /// </summary>
    void Progress(string text);
}
