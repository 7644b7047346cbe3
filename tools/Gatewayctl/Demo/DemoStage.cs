namespace Gateway.Ctl.Demo;

/// <summary>What comes to pass before the first line of a stage is typed.</summary>
public enum DemoAct
{
    /// <summary>Nothing: it is only typed.</summary>
    None,

    /// <summary>Time leaps until the certificate is due for its renewal.</summary>
    Leap,

    /// <summary>The board renews the certificate by itself.</summary>
    Renewal,
}

/// <summary>A part of the procedure.</summary>
/// <param name="Title">What it does.</param>
/// <param name="FirstLine">Index of its first line in the script.</param>
/// <param name="Act">What comes before that line.</param>
/// <param name="Certificate">The certificate of the act, "" without one.</param>
/// <param name="Successor">The certificate that takes its place, "" without one.</param>
public sealed record DemoStage(string Title, int FirstLine, DemoAct Act = DemoAct.None,
    string Certificate = "", string Successor = "");
