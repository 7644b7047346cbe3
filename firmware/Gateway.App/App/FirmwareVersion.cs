namespace Gateway.App;

/// <summary>The firmware's version, by Semantic Versioning.</summary>
public static class FirmwareVersion
{
    /// <summary>The version in text.</summary>
    public const string Text = "0.1.0";
}
