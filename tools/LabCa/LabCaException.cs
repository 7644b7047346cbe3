using System;

namespace Gateway.LabCa;

/// <summary>The lab CA cannot start; the message is one line for the user.</summary>
public sealed class LabCaException : Exception
{
    /// <summary>With the line for the user.</summary>
    public LabCaException(string message)
        : base(message)
    {
    }

    /// <summary>With the line for the user and what lies behind.</summary>
    public LabCaException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
