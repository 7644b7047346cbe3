using System;

namespace Gateway.LabCa;

/// <summary>A request is refused for a reason that the client is told.</summary>
internal sealed class CmpRefusedException(CmpFailInfo failInfo, string text) : Exception(text)
{
    public CmpFailInfo FailInfo { get; } = failInfo;
}
