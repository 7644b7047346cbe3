using System;
using System.Buffers.Binary;
using System.Linq;
using Gateway.Hal;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>The packet of RFC 5905, against the RFC's own dates and an encoder of .NET's.</summary>
public class SntpPacketTests
{
    private static readonly byte[] s_nonce = [9, 8, 7, 6, 5, 4, 3, 2];
    private static readonly DateTimeOffset s_time =
        new(2027, 3, 4, 5, 6, 7, 250, TimeSpan.Zero);

    [Fact]
    public void The_question_tells_nothing_but_random_octets()
    {
        byte[] request = SntpPacket.Request(s_nonce);
        Assert.Equal(48, request.Length);
        Assert.Equal(0b00_100_011, request[0]);
        Assert.All(request[1..40], b => Assert.Equal(0, b));
        Assert.Equal(s_nonce, request[40..]);
    }

    // RFC 5905, figure 4: NTP dates.
    [Theory]
    [InlineData(2208988800, "1970-01-01")]
    [InlineData(2272060800, "1972-01-01")]
    [InlineData(3155587200, "1999-12-31")]
    [InlineData(63104, "2036-02-08")]
    public void Dates_of_the_standard(uint seconds, string date)
    {
        byte[] answer = Answer(s_time);
        foreach (int offset in new[] { 32, 40 })
        {
            BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(offset), seconds);
            BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(offset + 4), 1);
        }

        SntpPacket packet = Read(answer);
        Assert.Null(packet.Refusal);
        Assert.Equal(DateTimeOffset.Parse(date + "T00:00:00Z").ToUnixTimeMilliseconds(),
            packet.UtcMs(0));
    }

    // The eras meet at 2036-02-07T06:28:16Z (RFC 4330 3).
    [Theory]
    [InlineData("2026-11-01T00:00:00.000Z")]
    [InlineData("2036-02-07T06:28:15.999Z")]
    [InlineData("2036-02-07T06:28:16.001Z")]
    [InlineData("2104-02-26T09:42:23.000Z")]
    public void Both_eras_are_told_apart(string text)
    {
        DateTimeOffset time = DateTimeOffset.Parse(text);
        long ms = Read(Answer(time)).UtcMs(0);
        Assert.InRange(ms, time.ToUnixTimeMilliseconds() - 1, time.ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(400, 0, 200)]
    [InlineData(400, 100, 150)]
    [InlineData(100, 400, 0)]
    public void Half_of_the_way_is_added(int roundTripMs, int serverMs, int addedMs)
    {
        byte[] answer = Answer(s_time, s_time.AddMilliseconds(-serverMs));
        Assert.InRange(
            Read(answer).UtcMs(roundTripMs) - s_time.ToUnixTimeMilliseconds() - addedMs, -2, 1);
    }

    [Theory]
    [InlineData(0b11_100_100, 1, "the server does not know the time itself")]
    [InlineData(0b00_100_100, 16, "the server does not know the time itself")]
    [InlineData(0b00_100_100, 255, "the server does not know the time itself")]
    [InlineData(0b00_011_100, 1, "the answer has another version")]
    [InlineData(0b00_111_100, 1, "the answer has another version")]
    [InlineData(0b00_100_100, 1, null)]
    [InlineData(0b01_100_100, 15, null)]
    [InlineData(0b10_100_100, 2, null)]
    public void Leap_version_and_stratum_are_looked_at(int first, int stratum, string? refusal)
    {
        byte[] answer = Answer(s_time);
        (answer[0], answer[1]) = ((byte)first, (byte)stratum);
        SntpPacket packet = Read(answer);
        Assert.Equal((false, refusal), (packet.IsForeign, packet.Refusal));
    }

    [Theory]
    [InlineData(0b00_100_011)]
    [InlineData(0b00_100_101)]
    [InlineData(0b00_100_001)]
    [InlineData(0)]
    public void Another_mode_is_no_answer(int first)
    {
        byte[] answer = Answer(s_time);
        answer[0] = (byte)first;
        Assert.True(Read(answer).IsForeign);
    }

    [Fact]
    public void Every_octet_of_the_nonce_must_come_back()
    {
        for (int i = 24; i < 32; i++)
        {
            byte[] answer = Answer(s_time);
            answer[i] ^= 1;
            Assert.True(Read(answer).IsForeign);
        }
    }

    [Fact]
    public void Every_length_below_48_is_no_answer_and_extensions_are_let_be()
    {
        byte[] answer = Answer(s_time);
        for (int count = 0; count < 48; count++)
        {
            Assert.True(SntpPacket.Read(answer, count, s_nonce).IsForeign);
        }

        Assert.Null(Read([.. answer, 1, 2, 3, 4]).Refusal);
    }

    [Theory]
    [InlineData("RATE", false)]
    [InlineData("DENY", true)]
    [InlineData("RSTR", true)]
    [InlineData("\u001b[2J", false)]
    public void A_kiss_of_death_has_a_code(string code, bool isDenial)
    {
        byte[] answer = Answer(s_time);
        answer[1] = 0;
        for (int i = 0; i < 4; i++) answer[12 + i] = (byte)code[i];
        SntpPacket packet = Read(answer);
        string shown = code[0] == '\u001b' ? "--2J" : code;
        Assert.Equal((shown, isDenial), (packet.KissCode, packet.IsDenial));
        Assert.Equal("the server refused to tell the time (" + shown + ")", packet.Refusal);
    }

    [Theory]
    [InlineData(0x0020_0000u, 0u, "the server is not sure of the time")]
    [InlineData(0u, 0x0010_0000u, "the server is not sure of the time")]
    [InlineData(0xFFFF_FFFFu, 0xFFFF_FFFFu, "the server is not sure of the time")]
    [InlineData(0x0010_0000u, 0x0007_FFFFu, null)]
    public void A_root_too_far_away_is_refused(uint delay, uint dispersion, string? refusal)
    {
        byte[] answer = Answer(s_time);
        BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(4), delay);
        BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(8), dispersion);
        Assert.Equal(refusal, Read(answer).Refusal);
    }

    [Fact]
    public void No_time_and_times_that_run_backwards_are_refused()
    {
        byte[] zero = Answer(s_time);
        Array.Clear(zero, 40, 8);
        Assert.Equal("the answer holds no time", Read(zero).Refusal);
        byte[] backwards = Answer(s_time, s_time.AddSeconds(1));
        Assert.Equal("the server's times run backwards", Read(backwards).Refusal);
    }

    [Fact]
    public void Garbage_never_throws()
    {
        Random random = new(5905);
        byte[] data = new byte[64];
        for (int i = 0; i < 20000; i++)
        {
            random.NextBytes(data);
            if (i % 2 == 0) s_nonce.CopyTo(data, 24);
            if (i % 4 == 0) data[0] = 0b00_100_100;
            SntpPacket packet = SntpPacket.Read(data, random.Next(65), s_nonce);
            bool isSound = packet.Refusal != null || Math.Abs(packet.UtcMs(5)) < 1L << 43;
            Assert.True(isSound);
        }
    }

    /// <summary>A server's answer: stratum 2, and the times of its receiving and sending.</summary>
    public static byte[] Answer(DateTimeOffset sent, DateTimeOffset? received = null,
        byte[]? nonce = null)
    {
        byte[] packet = new byte[48];
        packet[0] = 0b00_100_100;
        packet[1] = 2;
        (nonce ?? s_nonce).CopyTo(packet, 24);
        Put(packet, 32, received ?? sent);
        Put(packet, 40, sent);
        return packet;
    }

    private static void Put(byte[] packet, int offset, DateTimeOffset time)
    {
        UInt128 ticks = (UInt128)(ulong)(time - new DateTimeOffset(1900, 1, 1, 0, 0, 0,
            TimeSpan.Zero)).Ticks;
        ulong stamp = (ulong)(((ticks << 32) / TimeSpan.TicksPerSecond)
            & (UInt128)ulong.MaxValue);
        BinaryPrimitives.WriteUInt64BigEndian(packet.AsSpan(offset), stamp);
    }

    private static SntpPacket Read(byte[] data) =>
        SntpPacket.Read(data.ToArray(), data.Length, s_nonce);
}
