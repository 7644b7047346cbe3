using Gateway.Core;

namespace Gateway.Cli;

/// <summary>
/// The random generator. Errors are one sentence without <c>Error:</c> that says what to do; null
/// means success.
/// </summary>
public interface IRandomService
{
    /// <summary>Why it gives no random numbers, or null when it does.</summary>
    string WhyNotReady();

    /// <summary>
    /// Mixes in at least 32 bytes that nobody else knows, taken for 256 bits. The caller wipes
    /// them.
    /// </summary>
    string AddSeed(byte[] seed);

    /// <summary>Prints the lines of <c>display pki random</c>.</summary>
    void Print(ITextSink output);
}
