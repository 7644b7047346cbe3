namespace Gateway.Core;

/// <summary>Takes a text line by line, so that nobody holds all of it.</summary>
public interface ITextSink
{
    /// <summary>One line, without its end.</summary>
    void Line(string text);
}
