using System;
using System.Formats.Asn1;
using System.Numerics;
using Gateway.Asn1;
using Gateway.Core;
using Xunit;

namespace Gateway.Tests.Asn1;

/// <summary>Tables for the cursor: rows that must pass, and more that must not.</summary>
public class DerReaderTests
{
    [Theory]
    [InlineData("0400", 0)]
    [InlineData("0401AA", 1)]
    [InlineData("30020500", 2)]
    [InlineData("A003020101", 3)]
    public void Length_is_read(string hex, int length)
    {
        DerReader reader = Over(hex);
        Assert.True(reader.ReadAny());
        Assert.Equal(length, reader.ValueLength);
        Assert.Equal(0, reader.TlvOffset);
        Assert.Equal(hex.Length / 2, reader.TlvLength);
        Assert.True(reader.End());
        Assert.Equal(0, reader.PeekTag());
    }

    [Theory]
    [InlineData(127, "047F")]
    [InlineData(128, "048180")]
    [InlineData(255, "0481FF")]
    [InlineData(256, "04820100")]
    [InlineData(65535, "0482FFFF")]
    [InlineData(65536, "0483010000")]
    public void Long_lengths_are_read(int length, string header)
    {
        byte[] data = new byte[(header.Length / 2) + length];
        Convert.FromHexString(header).CopyTo(data, 0);
        DerReader reader = new(data, 0, data.Length);
        Assert.True(reader.ReadOctetString(Tag.OctetString));
        Assert.Equal(length, reader.ValueLength);
        Assert.True(reader.End());
        Assert.Equal(length, new AsnReader(data, AsnEncodingRules.DER).ReadOctetString().Length);
    }

    [Theory]
    [InlineData("", DerError.Truncated)]
    [InlineData("04", DerError.Truncated)]
    [InlineData("0401", DerError.Truncated)]
    [InlineData("0403AABB", DerError.Truncated)]
    [InlineData("0481", DerError.Truncated)]
    [InlineData("048201", DerError.Truncated)]
    [InlineData("0484FFFFFFFF", DerError.Truncated)]
    [InlineData("04847FFFFFFF", DerError.Truncated)]
    [InlineData("048480000000", DerError.Truncated)]
    [InlineData("0480", DerError.BadLength)]
    [InlineData("30800000", DerError.BadLength)]
    [InlineData("04FF", DerError.BadLength)]
    [InlineData("04850000000001AA", DerError.BadLength)]
    [InlineData("048101AA", DerError.BadLength)]
    [InlineData("04817F", DerError.BadLength)]
    [InlineData("04820001AA", DerError.BadLength)]
    [InlineData("048200FF", DerError.BadLength)]
    [InlineData("0484000000FF", DerError.BadLength)]
    [InlineData("0000", DerError.BadTag)]
    [InlineData("1F2A00", DerError.BadTag)]
    [InlineData("BF8101020500", DerError.BadTag)]
    public void Bad_header_is_refused(string hex, DerError error)
    {
        DerReader reader = Over(hex);
        Assert.False(reader.ReadAny());
        Assert.Equal(error, reader.Error);
        Assert.Equal(0, reader.ErrorOffset);
        Assert.True(reader.AtEnd);
        Assert.Equal(0, reader.ValueLength);
        Assert.False(reader.End());
    }

    [Theory]
    [InlineData("020100", 0)]
    [InlineData("02017F", 127)]
    [InlineData("02020080", 128)]
    [InlineData("0201FF", -1)]
    [InlineData("020180", -128)]
    [InlineData("0202FF7F", -129)]
    [InlineData("02047FFFFFFF", int.MaxValue)]
    [InlineData("020480000000", int.MinValue)]
    public void Integer_is_read(string hex, int value)
    {
        DerReader reader = Over(hex);
        Assert.Equal(value, reader.ReadInt32(Tag.Integer));
        Assert.True(reader.End());
    }

    [Theory]
    [InlineData("0200", DerError.BadInteger)]
    [InlineData("02020000", DerError.BadInteger)]
    [InlineData("0202007F", DerError.BadInteger)]
    [InlineData("0202FF80", DerError.BadInteger)]
    [InlineData("0203FFFFFF", DerError.BadInteger)]
    [InlineData("02050080000000", DerError.OutOfRange)]
    [InlineData("0205FF7FFFFFFF", DerError.OutOfRange)]
    [InlineData("0209010000000000000000", DerError.OutOfRange)]
    [InlineData("0A0101", DerError.UnexpectedTag)]
    [InlineData("220102", DerError.UnexpectedTag)]
    [InlineData("0202FF", DerError.Truncated)]
    public void Bad_integer_is_refused(string hex, DerError error)
    {
        DerReader reader = Over(hex);
        Assert.Equal(0, reader.ReadInt32(Tag.Integer));
        Assert.Equal(error, reader.Error);
    }

    [Theory]
    [InlineData("020100", true)]
    [InlineData("020900FFFFFFFFFFFFFFFF", true)]
    [InlineData("020180", false)]
    [InlineData("0209FF0000000000000000", false)]
    public void Unsigned_refuses_negative(string hex, bool valid)
    {
        DerReader reader = Over(hex);
        Assert.Equal(valid, reader.ReadUnsigned(Tag.Integer));
        Assert.Equal(valid ? DerError.None : DerError.OutOfRange, reader.Error);
    }

    [Theory]
    [InlineData("0101FF", true, DerError.None)]
    [InlineData("010100", false, DerError.None)]
    [InlineData("010101", false, DerError.BadBoolean)]
    [InlineData("0100", false, DerError.BadBoolean)]
    [InlineData("0102FFFF", false, DerError.BadBoolean)]
    [InlineData("8101FF", false, DerError.UnexpectedTag)]
    public void Boolean_is_00_or_FF(string hex, bool value, DerError error)
    {
        DerReader reader = Over(hex);
        Assert.Equal(value, reader.ReadBoolean());
        Assert.Equal(error, reader.Error);
    }

    [Theory]
    [InlineData("0500", DerError.None)]
    [InlineData("050100", DerError.BadNull)]
    [InlineData("0501", DerError.Truncated)]
    [InlineData("0400", DerError.UnexpectedTag)]
    public void Null_is_empty(string hex, DerError error)
    {
        DerReader reader = Over(hex);
        Assert.Equal(error == DerError.None, reader.ReadNull());
        Assert.Equal(error, reader.Error);
    }

    [Theory]
    [InlineData("030100", 0, 0)]
    [InlineData("030200FF", 1, 0)]
    [InlineData("03020780", 1, 7)]
    [InlineData("0303040AB0", 2, 4)]
    public void Bit_string_is_read(string hex, int length, int unused)
    {
        DerReader reader = Over(hex);
        Assert.True(reader.ReadBitString(Tag.BitString));
        Assert.Equal(length, reader.ValueLength);
        Assert.Equal(unused, reader.UnusedBits);
        byte[] theirs = new AsnReader(Convert.FromHexString(hex), AsnEncodingRules.DER)
            .ReadBitString(out int theirUnused);
        Assert.Equal(theirs, reader.ValueBytes());
        Assert.Equal(theirUnused, unused);
    }

    [Theory]
    [InlineData("0300", DerError.BadBitString)]
    [InlineData("030101", DerError.BadBitString)]
    [InlineData("030107", DerError.BadBitString)]
    [InlineData("03020880", DerError.BadBitString)]
    [InlineData("0302FF80", DerError.BadBitString)]
    [InlineData("030201FF", DerError.BadBitString)]
    [InlineData("03020781", DerError.BadBitString)]
    [InlineData("230403020080", DerError.UnexpectedTag)]
    public void Bad_bit_string_is_refused(string hex, DerError error)
    {
        DerReader reader = Over(hex);
        Assert.False(reader.ReadBitString(Tag.BitString));
        Assert.Equal(error, reader.Error);
        Assert.ThrowsAny<Exception>(() => new AsnReader(
            Convert.FromHexString(hex), AsnEncodingRules.DER).ReadBitString(out _));
    }

    [Theory]
    [InlineData("06092A864886F70D01010B", "1.2.840.113549.1.1.11")]
    [InlineData("0603550403", "2.5.4.3")]
    [InlineData("060100", "0.0")]
    [InlineData("060127", "0.39")]
    [InlineData("060128", "1.0")]
    [InlineData("06014F", "1.39")]
    [InlineData("060150", "2.0")]
    [InlineData("0603883703", "2.999.3")]
    [InlineData("06078FFFFFFFFFFF7F", "2.70368744177583")]
    public void Oid_is_read(string hex, string text)
    {
        DerReader reader = Over(hex);
        Assert.True(reader.ReadOid());
        Assert.Equal(text, Oids.ToText(reader.Buffer, reader.ValueOffset, reader.ValueLength));
        Assert.Equal(reader.ValueBytes(), Oids.FromText(text));
        Assert.True(reader.ValueEquals(Oids.FromText(text)));
        Assert.Equal(text, new AsnReader(Convert.FromHexString(hex), AsnEncodingRules.DER)
            .ReadObjectIdentifier());
    }

    [Theory]
    [InlineData("0600", DerError.BadOid)]
    [InlineData("060180", DerError.BadOid)]
    [InlineData("06028001", DerError.BadOid)]
    [InlineData("06032A8001", DerError.BadOid)]
    [InlineData("06022A86", DerError.BadOid)]
    [InlineData("0603558180", DerError.BadOid)]
    [InlineData("06022A", DerError.Truncated)]
    [InlineData("26022A03", DerError.UnexpectedTag)]
    public void Bad_oid_is_refused(string hex, DerError error)
    {
        DerReader reader = Over(hex);
        Assert.False(reader.ReadOid());
        Assert.Equal(error, reader.Error);
        Assert.ThrowsAny<Exception>(() => new AsnReader(
            Convert.FromHexString(hex), AsnEncodingRules.DER).ReadObjectIdentifier());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.")]
    [InlineData(".1")]
    [InlineData("1..2")]
    [InlineData("3.1")]
    [InlineData("0.40")]
    [InlineData("1.40")]
    [InlineData("1.02")]
    [InlineData("1.2.x")]
    [InlineData("1.2 ")]
    [InlineData("-1.2")]
    [InlineData("1.2.281474976710656")]
    public void Text_that_is_no_oid_is_refused(string text) => Assert.Null(Oids.FromText(text));

    [Fact]
    public void Oid_longer_than_the_limit_is_refused()
    {
        byte[] data = new byte[2 + DerReader.OidSizeMax + 1];
        data[0] = Tag.Oid;
        data[1] = (byte)(data.Length - 2);
        for (int i = 2; i < data.Length; i++) data[i] = 1;
        DerReader reader = new(data, 0, data.Length);
        Assert.False(reader.ReadOid());
        Assert.Equal(DerError.OutOfRange, reader.Error);
    }

    [Theory]
    [InlineData(Tag.UtcTime, "120612093310Z", "2012-06-12T09:33:10Z")]
    [InlineData(Tag.UtcTime, "500101000000Z", "1950-01-01T00:00:00Z")]
    [InlineData(Tag.UtcTime, "491231235959Z", "2049-12-31T23:59:59Z")]
    [InlineData(Tag.UtcTime, "000229120000Z", "2000-02-29T12:00:00Z")]
    [InlineData(Tag.GeneralizedTime, "20500101000000Z", "2050-01-01T00:00:00Z")]
    [InlineData(Tag.GeneralizedTime, "99991231235959Z", "9999-12-31T23:59:59Z")]
    [InlineData(Tag.GeneralizedTime, "20260102030405.5Z", "2026-01-02T03:04:05Z")]
    [InlineData(Tag.GeneralizedTime, "20260102030405.123456Z", "2026-01-02T03:04:05Z")]
    public void Time_is_read(int tag, string text, string expected)
    {
        byte[] data = Element(tag, text);
        DerReader reader = new(data, 0, data.Length);
        Assert.Equal(DateTimeOffset.Parse(expected).ToUnixTimeSeconds(), reader.ReadTime());
        Assert.True(reader.End());
        AsnReader oracle = new(data, AsnEncodingRules.DER);
        DateTimeOffset theirs =
            tag == Tag.UtcTime ? oracle.ReadUtcTime() : oracle.ReadGeneralizedTime();
        Assert.Equal(
            theirs.ToUnixTimeSeconds(), DateTimeOffset.Parse(expected).ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData(Tag.UtcTime, "1206120933Z")]
    [InlineData(Tag.UtcTime, "120612093310")]
    [InlineData(Tag.UtcTime, "1206120933100")]
    [InlineData(Tag.UtcTime, "120612093310+0000")]
    [InlineData(Tag.UtcTime, "120612093310z")]
    [InlineData(Tag.UtcTime, "121312093310Z")]
    [InlineData(Tag.UtcTime, "120631093310Z")]
    [InlineData(Tag.UtcTime, "130229093310Z")]
    [InlineData(Tag.UtcTime, "120612243310Z")]
    [InlineData(Tag.UtcTime, "120612096010Z")]
    [InlineData(Tag.UtcTime, "120612093360Z")]
    [InlineData(Tag.UtcTime, "12061209331 Z")]
    [InlineData(Tag.UtcTime, "")]
    [InlineData(Tag.UtcTime, "20120612093310Z")]
    [InlineData(Tag.GeneralizedTime, "120612093310Z")]
    [InlineData(Tag.GeneralizedTime, "20120612093310")]
    [InlineData(Tag.GeneralizedTime, "20120612093310.Z")]
    [InlineData(Tag.GeneralizedTime, "20120612093310.50Z")]
    [InlineData(Tag.GeneralizedTime, "20120612093310.0Z")]
    [InlineData(Tag.GeneralizedTime, "20120612093310,5Z")]
    [InlineData(Tag.GeneralizedTime, "20120612093310.5xZ")]
    [InlineData(Tag.GeneralizedTime, "20120612093310.5")]
    [InlineData(Tag.GeneralizedTime, "20120612093310+0100")]
    [InlineData(Tag.GeneralizedTime, "2012061209Z")]
    [InlineData(Tag.GeneralizedTime, "20120012093310Z")]
    [InlineData(Tag.GeneralizedTime, "00000612093310Z")]
    public void Bad_time_is_refused(int tag, string text)
    {
        byte[] data = Element(tag, text);
        DerReader reader = new(data, 0, data.Length);
        Assert.Equal(UtcTime.Unknown, reader.ReadTime());
        Assert.Equal(DerError.BadTime, reader.Error);
        AsnReader oracle = new(data, AsnEncodingRules.DER);
        Assert.ThrowsAny<Exception>(() =>
            tag == Tag.UtcTime ? oracle.ReadUtcTime() : oracle.ReadGeneralizedTime());
    }

    [Theory]
    [InlineData("0C0568656C6C6F", "hello")]
    [InlineData("0C02C3A9", "é")]
    [InlineData("0C04F09F9880", "\U0001F600")]
    [InlineData("0C00", "")]
    [InlineData("130241 20", "A ")]
    [InlineData("160240 2A", "@*")]
    [InlineData("1401E9", "é")]
    [InlineData("1E0400E90041", "éA")]
    [InlineData("1C080001F60000000041", "\U0001F600A")]
    [InlineData("12023120", "1 ")]
    [InlineData("1A0141", "A")]
    public void Text_is_read(string hex, string expected)
    {
        DerReader reader = Over(hex.Replace(" ", ""));
        Assert.Equal(expected, reader.ReadText(64));
        Assert.True(reader.End());
    }

    [Theory]
    [InlineData("0C0180")]
    [InlineData("0C01C3")]
    [InlineData("0C02C080")]
    [InlineData("0C02C1BF")]
    [InlineData("0C02C341")]
    [InlineData("0C03E08080")]
    [InlineData("0C03EDA080")]
    [InlineData("0C03E282")]
    [InlineData("0C03E28241")]
    [InlineData("0C04F0808080")]
    [InlineData("0C04F4908080")]
    [InlineData("0C05F888808080")]
    [InlineData("0C01FF")]
    [InlineData("0C03410042")]
    [InlineData("130140")]
    [InlineData("13012A")]
    [InlineData("130126")]
    [InlineData("1301C3")]
    [InlineData("160180")]
    [InlineData("160100")]
    [InlineData("1E0141")]
    [InlineData("1E02D83D")]
    [InlineData("1E020000")]
    [InlineData("1C0400110000")]
    [InlineData("1C0480000000")]
    [InlineData("120141")]
    [InlineData("1A017F")]
    public void Bad_text_is_refused(string hex)
    {
        DerReader reader = Over(hex);
        string? text = reader.ReadText(64);
        Assert.Null(text);
        Assert.True(
            reader.Error == DerError.BadString || reader.Error == DerError.Truncated,
            reader.Error.ToString());
    }

    [Fact]
    public void Text_has_a_limit_and_a_type()
    {
        DerReader reader = Over("0C03414243");
        Assert.Null(reader.ReadText(2));
        Assert.Equal(DerError.OutOfRange, reader.Error);
        reader = Over("0403414243");
        Assert.Null(reader.ReadText(9));
        Assert.Equal(DerError.UnexpectedTag, reader.Error);
        reader = Over("8203414243");
        Assert.Equal("ABC", reader.ReadText(0x82, Tag.Ia5String, 9));
    }

    [Fact]
    public void Containers_nest_and_close()
    {
        DerReader reader = Over("300A300302010102010205 00".Replace(" ", ""));
        Assert.True(reader.Enter(Tag.Sequence));
        Assert.True(reader.Enter(Tag.Sequence));
        Assert.Equal(1, reader.ReadInt32(Tag.Integer));
        Assert.True(reader.AtEnd);
        reader.Leave();
        Assert.False(reader.TryRead(Tag.Null));
        Assert.True(reader.IsOk);
        Assert.Equal(2, reader.ReadInt32(Tag.Integer));
        Assert.True(reader.TryRead(Tag.Null));
        Assert.False(reader.TryEnter(Tag.Sequence));
        reader.Leave();
        Assert.True(reader.End());
    }

    [Fact]
    public void What_is_left_in_a_container_is_an_error()
    {
        DerReader reader = Over("30060201010201020500");
        Assert.True(reader.Enter(Tag.Sequence));
        Assert.Equal(1, reader.ReadInt32(Tag.Integer));
        reader.Leave();
        Assert.Equal(DerError.TrailingData, reader.Error);
        Assert.Equal(5, reader.ErrorOffset);
        reader.Reset(reader.Buffer, 0, reader.Buffer.Length);
        Assert.True(reader.Enter(Tag.Sequence));
        reader.LeaveRest();
        Assert.Equal(8, reader.Position);
        Assert.False(reader.End());
        Assert.Equal(DerError.TrailingData, reader.Error);
        Assert.Equal(8, reader.ErrorOffset);
    }

    [Fact]
    public void An_element_cannot_leave_its_container()
    {
        DerReader reader = Over("30030402AABBCC");
        Assert.True(reader.Enter(Tag.Sequence));
        Assert.False(reader.ReadOctetString(Tag.OctetString));
        Assert.Equal(DerError.Truncated, reader.Error);
        Assert.Equal(2, reader.ErrorOffset);
    }

    [Fact]
    public void The_first_error_sticks()
    {
        DerReader reader = Over("020100020101");
        Assert.False(reader.Read(Tag.Null));
        Assert.Equal(DerError.UnexpectedTag, reader.Error);
        Assert.False(reader.Read(Tag.Integer));
        reader.Fail(DerError.TooMany);
        reader.Leave();
        Assert.Equal(DerError.UnexpectedTag, reader.Error);
        Assert.Equal(0, reader.Position);
        Assert.NotEqual("", DerErrors.Text(reader.Error));
    }

    [Theory]
    [InlineData(DerReader.DepthMax, true)]
    [InlineData(DerReader.DepthMax + 1, false)]
    public void Nesting_has_a_limit(int depth, bool valid)
    {
        byte[] data = new byte[2 * depth];
        for (int i = 0; i < depth; i++)
        {
            data[2 * i] = Tag.Sequence;
            data[(2 * i) + 1] = (byte)(2 * (depth - 1 - i));
        }

        DerReader reader = new(data, 0, data.Length);
        bool entered = true;
        for (int i = 0; i < depth && entered; i++) entered = reader.Enter(Tag.Sequence);
        Assert.Equal(valid, entered);
        Assert.Equal(valid ? DerError.None : DerError.TooDeep, reader.Error);
    }

    [Fact]
    public void Every_error_has_a_text_of_its_own()
    {
        System.Collections.Generic.HashSet<string> texts = new();
        foreach (DerError error in Enum.GetValues<DerError>())
        {
            Assert.True(texts.Add(DerErrors.Text(error)), error.ToString());
        }

        Assert.DoesNotContain("unknown error", texts);
        Assert.Equal("unknown error", DerErrors.Text((DerError)999));
    }

    [Fact]
    public void Random_bytes_are_read_like_the_platform_does()
    {
        Random random = new(20261123);
        byte[] data = new byte[24];
        int[] tags = { 1, 2, 3, 4, 5, 6, 0x30, 0x31, 0xA0, 0x17 };
        int accepted = 0;
        for (int round = 0; round < 20000; round++)
        {
            random.NextBytes(data);
            data[0] = (byte)tags[random.Next(tags.Length)];
            data[1] = (byte)(random.Next(4) == 0 ? random.Next(256) : random.Next(24));
            DerReader reader = new(data, 0, data.Length);
            bool ours = reader.ReadAny();
            bool theirs = AsnDecoder.TryReadEncodedValue(
                data, AsnEncodingRules.DER, out _, out int offset, out int length, out _);
            Assert.Equal(theirs, ours);
            if (!ours) continue;
            accepted++;
            Assert.Equal(offset, reader.ValueOffset);
            Assert.Equal(length, reader.ValueLength);
            if (data[0] == Tag.Integer) CompareInteger(data);
        }

        Assert.True(accepted > 1000);
    }

    private static void CompareInteger(byte[] data)
    {
        DerReader reader = new(data, 0, data.Length);
        bool ours = reader.ReadInteger(Tag.Integer);
        BigInteger? theirs = null;
        try
        {
            theirs = AsnDecoder.ReadInteger(data, AsnEncodingRules.DER, out _);
        }
        catch (AsnContentException)
        {
        }

        Assert.Equal(theirs.HasValue, ours);
        if (!theirs.HasValue) return;
        Assert.Equal(theirs.Value, new BigInteger(reader.ValueBytes(), false, true));
    }

    private static byte[] Element(int tag, string ascii)
    {
        byte[] data = new byte[2 + ascii.Length];
        data[0] = (byte)tag;
        data[1] = (byte)ascii.Length;
        System.Text.Encoding.ASCII.GetBytes(ascii).CopyTo(data, 2);
        return data;
    }

    private static DerReader Over(string hex)
    {
        byte[] data = Convert.FromHexString(hex);
        return new DerReader(data, 0, data.Length);
    }
}
