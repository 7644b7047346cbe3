namespace Gateway.Core;

/// <summary>Cryptographically strong random bytes (an argument, never a global).</summary>
public interface IRandom
{
    /// <summary>Fills the range with random bytes.</summary>
    void Fill(byte[] buffer, int offset, int count);
}
