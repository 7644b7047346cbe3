namespace Gateway.App;

/// <summary>Times as the operator reads them.</summary>
internal static class ClockText
{
    private const int SecondsPerMinute = 60;
    private const int SecondsPerHour = 3600;
    private const int SecondsPerDay = 86400;

    /// <summary>
    /// A duration in its largest whole unit, such as <c>12 minutes</c> or <c>1 day</c>.
    /// </summary>
    public static string Duration(long seconds)
    {
        if (seconds < SecondsPerMinute) return Count(seconds, "second");
        if (seconds < SecondsPerHour) return Count(seconds / SecondsPerMinute, "minute");
        return seconds < SecondsPerDay ? Count(seconds / SecondsPerHour, "hour")
            : Count(seconds / SecondsPerDay, "day");
    }

    private static string Count(long count, string unit) =>
        count.ToString() + " " + unit + (count == 1 ? "" : "s");
}
