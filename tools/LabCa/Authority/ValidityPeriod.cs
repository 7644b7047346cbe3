using System;
using System.Globalization;

namespace Gateway.LabCa;

/// <summary>How long an issued certificate is valid: <c>30d</c>, <c>12h</c>, <c>90m</c>,
/// <c>45s</c>, <c>2y</c>.</summary>
/// <param name="Amount">How many units, at least 1.</param>
/// <param name="Unit">One of <c>s m h d y</c>; a year is a calendar year.</param>
public readonly record struct ValidityPeriod(int Amount, char Unit)
{
    /// <summary>Longest period, in years.</summary>
    public const int YearsMax = 100;

    /// <summary>A number of days.</summary>
    public static ValidityPeriod Days(int amount) => new(amount, 'd');

    /// <summary>A number of seconds.</summary>
    public static ValidityPeriod Seconds(int amount) => new(amount, 's');

    /// <summary>Reads the text form.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="period">The result, when true is returned.</param>
    /// <param name="reason">What is wrong otherwise, one line.</param>
    public static bool TryParse(string text, out ValidityPeriod period, out string reason)
    {
        string trimmed = text.Trim();
        period = default;
        reason = $"'{text}' is no period; write a number and a unit: 90m, 12h, 30d or 2y";
        if (trimmed.Length < 2 || "smhdy".IndexOf(char.ToLowerInvariant(trimmed[^1])) < 0
            || !int.TryParse(trimmed.AsSpan(0, trimmed.Length - 1), NumberStyles.None,
                CultureInfo.InvariantCulture, out int amount) || amount < 1)
            return false;

        period = new ValidityPeriod(amount, char.ToLowerInvariant(trimmed[^1]));
        if (period.SecondsAtLeast > YearsMax * 365L * 86400)
        {
            reason = $"'{text}' is longer than {YearsMax} years";
            return false;
        }

        reason = "";
        return true;
    }

    private long SecondsAtLeast => Unit switch
    {
        's' => Amount,
        'm' => Amount * 60L,
        'h' => Amount * 3600L,
        'd' => Amount * 86400L,
        _ => Amount * 365L * 86400,
    };

    /// <summary>The moment this long after another.</summary>
    public DateTimeOffset After(DateTimeOffset start) =>
        Unit == 'y' ? start.AddYears(Amount) : start.AddSeconds(SecondsAtLeast);

    /// <summary>The text form.</summary>
    public override string ToString() => Amount.ToString(CultureInfo.InvariantCulture) + Unit;
}
