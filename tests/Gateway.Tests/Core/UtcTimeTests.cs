using System;
using Gateway.Core;
using Xunit;

namespace Gateway.Tests.Core;

/// <summary>Calendar arithmetic against the platform's own calendar.</summary>
public class UtcTimeTests
{
    [Theory]
    [InlineData(1970, 1, 1, 0, 0, 0)]
    [InlineData(2000, 2, 29, 23, 59, 59)]
    [InlineData(1, 1, 1, 0, 0, 0)]
    [InlineData(1969, 12, 31, 23, 59, 58)]
    [InlineData(9999, 12, 31, 23, 59, 59)]
    [InlineData(2100, 3, 1, 12, 0, 1)]
    public void Agrees_with_the_platform(int y, int mo, int d, int h, int mi, int s)
    {
        long expected = new DateTimeOffset(y, mo, d, h, mi, s, TimeSpan.Zero).ToUnixTimeSeconds();
        Assert.Equal(expected, UtcTime.FromCivil(y, mo, d, h, mi, s));
        Assert.Equal(new[] { y, mo, d, h, mi, s }, UtcTime.ToCivil(expected));
    }

    [Fact]
    public void Every_day_of_ten_thousand_years_goes_there_and_back()
    {
        DateTimeOffset day = new(1, 1, 1, 11, 22, 33, TimeSpan.Zero);
        for (; day.Year < 9999; day = day.AddDays(1))
        {
            long seconds = day.ToUnixTimeSeconds();
            int[] civil = UtcTime.ToCivil(seconds);
            Assert.True(civil[0] == day.Year && civil[1] == day.Month && civil[2] == day.Day,
                day.ToString());
            Assert.Equal(seconds, UtcTime.FromCivil(civil[0], civil[1], civil[2], 11, 22, 33));
        }
    }

    [Theory]
    [InlineData(2023, 2, 29, 0, 0, 0)]
    [InlineData(1900, 2, 29, 0, 0, 0)]
    [InlineData(2023, 13, 1, 0, 0, 0)]
    [InlineData(2023, 0, 1, 0, 0, 0)]
    [InlineData(2023, 4, 31, 0, 0, 0)]
    [InlineData(2023, 1, 1, 24, 0, 0)]
    [InlineData(2023, 1, 1, 0, 60, 0)]
    [InlineData(2023, 1, 1, 0, 0, 60)]
    [InlineData(0, 1, 1, 0, 0, 0)]
    [InlineData(10000, 1, 1, 0, 0, 0)]
    public void Refuses_what_is_no_date(int y, int mo, int d, int h, int mi, int s) =>
        Assert.Equal(UtcTime.Unknown, UtcTime.FromCivil(y, mo, d, h, mi, s));

    [Fact]
    public void Certificate_text_pads_the_day() =>
        Assert.Equal("Aug  5 02:38:27 2016 GMT",
            UtcTime.ToCertificateText(UtcTime.FromCivil(2016, 8, 5, 2, 38, 27)));
}
