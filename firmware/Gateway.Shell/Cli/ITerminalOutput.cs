namespace Gateway.Cli;

/// <summary>Where a terminal's bytes go.</summary>
public interface ITerminalOutput
{
    /// <summary>Takes the range's bytes; they are copied or sent before it returns.</summary>
    void Write(byte[] buffer, int offset, int count);
}
