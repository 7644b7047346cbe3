namespace Gateway.Core;

/// <summary>
/// Calendar arithmetic on seconds since 1970-01-01T00:00:00Z, for years 1 to 9999: the platform's
/// DateTime ends at 3000, certificates do not (99991231235959Z, RFC 5280 4.1.2.5).
/// </summary>
public static class UtcTime
{
    /// <summary>Stands for "no time known".</summary>
    public const long Unknown = long.MinValue;

    private const int SecondsPerDay = 86400;
    private static readonly string[] MonthNames =
    {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    };

    /// <summary>
    /// Seconds of a date and time; <see cref="Unknown"/> when a field is out of range.
    /// </summary>
    public static long FromCivil(int year, int month, int day, int hour, int minute, int second)
    {
        if (year < 1 || year > 9999 || month < 1 || month > 12) return Unknown;
        if (day < 1 || day > DaysInMonth(year, month)) return Unknown;
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        {
            return Unknown;
        }

        return (DaysFromCivil(year, month, day) * SecondsPerDay) + (hour * 3600) + (minute * 60)
            + second;
    }

    /// <summary>Year, month, day, hour, minute, second of a time, in that order.</summary>
    public static int[] ToCivil(long utcSeconds)
    {
        long days = utcSeconds / SecondsPerDay;
        int rest = (int)(utcSeconds % SecondsPerDay);
        if (rest < 0)
        {
            rest += SecondsPerDay;
            days--;
        }

        // The era arithmetic counts years from March, so that a leap day ends a year.
        long shifted = days + 719468;
        long era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
        int dayOfEra = (int)(shifted - (era * 146097));
        int yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096))
            / 365;
        int dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        int shiftedMonth = ((5 * dayOfYear) + 2) / 153;
        int day = dayOfYear - (((153 * shiftedMonth) + 2) / 5) + 1;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        int year = (int)(yearOfEra + (era * 400)) + (month <= 2 ? 1 : 0);
        return new int[] { year, month, day, rest / 3600, rest / 60 % 60, rest % 60 };
    }

    /// <summary>
    /// The form of certificate texts: <c>Jun 12 09:33:10 2012 GMT</c>, the day padded to two.
    /// </summary>
    public static string ToCertificateText(long utcSeconds)
    {
        int[] t = ToCivil(utcSeconds);
        string day = t[2] < 10 ? " " + t[2].ToString() : t[2].ToString();
        return MonthNames[t[1] - 1] + " " + day + " " + TimeOfDay(t) + " " + t[0].ToString()
            + " GMT";
    }

    /// <summary>The form <c>2012-06-12 09:33:10</c>.</summary>
    public static string ToText(long utcSeconds)
    {
        int[] t = ToCivil(utcSeconds);
        return t[0].ToString("D4") + "-" + t[1].ToString("D2") + "-" + t[2].ToString("D2") + " "
            + TimeOfDay(t);
    }

    private static string TimeOfDay(int[] civil) =>
        civil[3].ToString("D2") + ":" + civil[4].ToString("D2") + ":" + civil[5].ToString("D2");

    private static long DaysFromCivil(int year, int month, int day)
    {
        int shiftedYear = month <= 2 ? year - 1 : year;
        int era = shiftedYear / 400;
        int yearOfEra = shiftedYear - (era * 400);
        int dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        int dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return ((long)era * 146097) + dayOfEra - 719468;
    }

    private static int DaysInMonth(int year, int month)
    {
        if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }
}
