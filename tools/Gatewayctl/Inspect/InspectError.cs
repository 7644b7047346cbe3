using System;

namespace Gateway.Ctl.Inspect;

/// <summary>The input is not what it should be: where and why.</summary>
internal sealed class InspectException(int offset, string reason) : Exception(reason)
{
    /// <summary>Bytes from the start of the DER.</summary>
    public int Offset { get; } = offset;
}
