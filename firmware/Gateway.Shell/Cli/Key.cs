namespace Gateway.Cli;

/// <summary>
/// Keys: printable characters stand for themselves, Ctrl+A to Ctrl+Z are 1 to 26.
/// </summary>
internal static class Key
{
    internal const int None = 0;
    internal const int ControlA = 1;
    internal const int ControlB = 2;
    internal const int ControlC = 3;
    internal const int ControlD = 4;
    internal const int ControlE = 5;
    internal const int ControlF = 6;
    internal const int Backspace = 8;
    internal const int Tab = 9;
    internal const int ControlK = 11;
    internal const int ControlL = 12;
    internal const int Enter = 13;
    internal const int ControlN = 14;
    internal const int ControlP = 16;
    internal const int ControlU = 21;
    internal const int ControlW = 23;
    internal const int ControlZ = 26;
    internal const int Up = 256;
    internal const int Down = 257;
    internal const int Left = 258;
    internal const int Right = 259;
    internal const int Home = 260;
    internal const int End = 261;
    internal const int Delete = 262;

    /// <summary>A byte that no key of an ASCII console sends.</summary>
    internal const int Foreign = 263;
}
