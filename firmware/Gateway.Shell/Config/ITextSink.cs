namespace Gateway.Config;

/// <summary>Takes lines of text, in order.</summary>
public interface ITextSink
{
    /// <summary>Takes one line, without its end.</summary>
    void Line(string text);
}
