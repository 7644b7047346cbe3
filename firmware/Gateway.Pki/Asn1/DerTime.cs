namespace Gateway.Asn1;

/// <summary>UTCTime and GeneralizedTime in their DER forms (X.690 11.7, 11.8).</summary>
public static class DerTime
{
    private const int UtcTimeLength = 13;
    private const int GeneralizedTimeLength = 15;

    // RFC 5280 4.1.2.5.1: YY of 50 and more is 19YY.
    private const int UtcTimePivot = 50;

    /// <summary>UTC seconds; <see cref="Core.UtcTime.Unknown"/> when it is no such time.</summary>
    public static long Decode(int tag, byte[] buffer, int offset, int count)
    {
        int at = offset;
        int year;
        if (tag == Tag.UtcTime && count == UtcTimeLength)
        {
            year = TwoDigits(buffer, at);
            if (year < 0) return Core.UtcTime.Unknown;
            year += year < UtcTimePivot ? 2000 : 1900;
            at += 2;
        }
        else if (tag == Tag.GeneralizedTime && count >= GeneralizedTimeLength)
        {
            int century = TwoDigits(buffer, at);
            int rest = TwoDigits(buffer, at + 2);
            if (century < 0 || rest < 0) return Core.UtcTime.Unknown;
            year = (century * 100) + rest;
            at += 4;
        }
        else
        {
            return Core.UtcTime.Unknown;
        }

        if (!IsEnd(buffer, at + 10, offset + count)) return Core.UtcTime.Unknown;
        return Core.UtcTime.FromCivil(
            year,
            TwoDigits(buffer, at),
            TwoDigits(buffer, at + 2),
            TwoDigits(buffer, at + 4),
            TwoDigits(buffer, at + 6),
            TwoDigits(buffer, at + 8));
    }

    // X.690 11.7: "Z", or for GeneralizedTime a fraction without trailing zeros and "Z".
    private static bool IsEnd(byte[] buffer, int at, int end)
    {
        if (buffer[end - 1] != 'Z') return false;
        int last = end - 1;
        if (at == last) return true;
        if (buffer[at] != '.' || at + 1 == last || buffer[last - 1] == '0') return false;
        for (int i = at + 1; i < last; i++)
        {
            if (buffer[i] < '0' || buffer[i] > '9') return false;
        }

        return true;
    }

    private static int TwoDigits(byte[] buffer, int offset)
    {
        int high = buffer[offset] - '0';
        int low = buffer[offset + 1] - '0';
        if (high < 0 || high > 9 || low < 0 || low > 9) return -1;
        return (high * 10) + low;
    }
}
