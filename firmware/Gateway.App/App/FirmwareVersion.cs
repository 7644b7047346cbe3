namespace Gateway.App;

/// <summary>The firmware's version, by Semantic Versioning.</summary>
public static class FirmwareVersion
{
    /// <summary>The version in text.</summary>
    public const string Text = "0.1.0";

    /// <summary>
    /// When it was made, in seconds since 1970 (2026-11-01T00:00:00Z), moved on with each release:
    /// no clock of a board that runs it can rightly show an earlier time.
    /// </summary>
    public const long BuildUtcSeconds = 1793491200;
}
