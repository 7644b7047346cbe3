using System.CommandLine;

namespace Gateway.Ctl.Commands;

/// <summary>stub</summary>
public static class InspectCommand
{
    /// <summary>stub</summary>
    public static Command Create() => new("inspect");
}
