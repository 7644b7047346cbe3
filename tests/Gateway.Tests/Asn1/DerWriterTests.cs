using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Numerics;
using Gateway.Asn1;
using Gateway.Core;
using Org.BouncyCastle.Asn1;
using Xunit;

namespace Gateway.Tests.Asn1;

/// <summary>What the writer writes, read by decoders that were not written here.</summary>
public class DerWriterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(-1)]
    [InlineData(-128)]
    [InlineData(-129)]
    [InlineData(32767)]
    [InlineData(32768)]
    [InlineData(-32768)]
    [InlineData(-32769)]
    [InlineData(8388607)]
    [InlineData(8388608)]
    [InlineData(-8388609)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Integer_is_minimal(int value)
    {
        DerWriter writer = new();
        writer.Integer(value);
        AsnReader reader = new(writer.ToArray(), AsnEncodingRules.DER);
        Assert.Equal(new BigInteger(value), reader.ReadInteger());
        Assert.False(reader.HasData);
    }

    [Theory]
    [InlineData("", "0")]
    [InlineData("00", "0")]
    [InlineData("0000", "0")]
    [InlineData("7F", "127")]
    [InlineData("80", "128")]
    [InlineData("000080", "128")]
    [InlineData("FFFFFFFFFFFFFFFFFF", "4722366482869645213695")]
    public void Magnitude_is_written_unsigned(string hex, string value)
    {
        DerWriter writer = new();
        writer.Integer(Convert.FromHexString(hex));
        AsnReader reader = new(writer.ToArray(), AsnEncodingRules.DER);
        Assert.Equal(BigInteger.Parse(value), reader.ReadInteger());
        Assert.False(reader.HasData);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(252)]
    [InlineData(253)]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(300)]
    [InlineData(20000)]
    public void Nested_lengths_come_out_right(int size)
    {
        byte[] contents = new byte[size];
        new Random(size).NextBytes(contents);
        DerWriter writer = new(1);
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.ContextConstructed(3));
        writer.OctetString(contents);
        writer.End();
        writer.Boolean(true);
        writer.End();
        AsnReader outer = new AsnReader(writer.ToArray(), AsnEncodingRules.DER).ReadSequence();
        AsnReader inner = outer.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 3, true));
        Assert.Equal(contents, inner.ReadOctetString());
        Assert.False(inner.HasData);
        Assert.True(outer.ReadBoolean());
        Assert.False(outer.HasData);
    }

    [Fact]
    public void Strings_times_and_bits_are_read_by_the_platform()
    {
        long time = DateTimeOffset.Parse("2049-12-31T23:59:59Z").ToUnixTimeSeconds();
        DerWriter writer = new();
        writer.Utf8String("é\U0001F600");
        writer.PrintableString("A b");
        writer.Ia5String("a@b");
        writer.UtcTime(time);
        writer.GeneralizedTime(time + 1);
        writer.GeneralizedTime(Tag.Context(0), -62135596800);
        writer.BitString(new byte[] { 0xA0 }, 0, 1, 5);
        writer.Null();
        writer.Oid(Oids.FromText("2.999.3"));
        writer.Boolean(Tag.Context(1), false);
        AsnReader reader = new(writer.ToArray(), AsnEncodingRules.DER);
        Assert.Equal("é\U0001F600", reader.ReadCharacterString(UniversalTagNumber.UTF8String));
        Assert.Equal("A b", reader.ReadCharacterString(UniversalTagNumber.PrintableString));
        Assert.Equal("a@b", reader.ReadCharacterString(UniversalTagNumber.IA5String));
        Assert.Equal(time, reader.ReadUtcTime().ToUnixTimeSeconds());
        Assert.Equal(time + 1, reader.ReadGeneralizedTime().ToUnixTimeSeconds());
        Assert.Equal(
            DateTimeOffset.MinValue,
            reader.ReadGeneralizedTime(new Asn1Tag(TagClass.ContextSpecific, 0)));
        Assert.Equal(new byte[] { 0xA0 }, reader.ReadBitString(out int unused));
        Assert.Equal(5, unused);
        reader.ReadNull();
        Assert.Equal("2.999.3", reader.ReadObjectIdentifier());
        Assert.False(reader.ReadBoolean(new Asn1Tag(TagClass.ContextSpecific, 1)));
        Assert.False(reader.HasData);
    }

    [Fact]
    public void Misuse_is_told()
    {
        Assert.Throws<InvalidOperationException>(() => new DerWriter().End());
        Assert.Throws<ArgumentException>(() => new DerWriter().PrintableString("@"));
        Assert.Throws<ArgumentException>(() => new DerWriter().Ia5String("é"));
        Assert.Throws<ArgumentException>(
            () => new DerWriter().BitString(new byte[] { 1 }, 0, 1, 1));
        Assert.Throws<ArgumentException>(() => new DerWriter().BitString(new byte[0], 0, 0, 1));
        Assert.Throws<ArgumentException>(() => new DerWriter().UtcTime(2524608000));
        DerWriter writer = new();
        writer.Begin(Tag.Sequence);
        Assert.Throws<InvalidOperationException>(() => writer.ToArray());
        Assert.Throws<InvalidOperationException>(
            () => writer.Raw(new byte[DerWriter.SizeMax + 1]));
        for (int i = 1; i < DerWriter.DepthMax; i++) writer.Begin(Tag.Sequence);
        Assert.Throws<InvalidOperationException>(() => writer.Begin(Tag.Sequence));
    }

    [Fact]
    public void Wiping_leaves_nothing_in_the_buffer()
    {
        DerWriter writer = new(64);
        writer.OctetString(new byte[] { 1, 2, 3 });
        byte[] first = writer.Buffer;
        writer.OctetString(new byte[100]);
        Assert.NotSame(first, writer.Buffer);
        Assert.DoesNotContain(first, b => b != 0);
        writer.Wipe();
        Assert.DoesNotContain(writer.Buffer, b => b != 0);
        Assert.Equal(0, writer.Length);
    }

    [Fact]
    public void Random_trees_are_read_alike_by_three_decoders()
    {
        Random random = new(7);
        for (int round = 0; round < 300; round++)
        {
            DerWriter writer = new(random.Next(1, 200));
            List<string> expected = new();
            writer.Begin(Tag.Sequence);
            WriteTree(writer, random, 0, expected);
            writer.End();
            byte[] der = writer.ToArray();
            List<string> platform = new();
            ReadTree(new AsnReader(der, AsnEncodingRules.DER).ReadSequence(), platform);
            Assert.Equal(expected, platform);
            List<string> ours = new();
            DerReader reader = new(der, 0, der.Length);
            reader.Enter(Tag.Sequence);
            ReadTree(reader, ours);
            reader.Leave();
            Assert.True(reader.End());
            Assert.Equal(expected, ours);
            Assert.Equal(der, Asn1Object.FromByteArray(der).GetEncoded("DER"));
        }
    }

    private static void WriteTree(DerWriter writer, Random random, int depth, List<string> log)
    {
        int count = random.Next(0, 5);
        for (int i = 0; i < count; i++)
        {
            int kind = random.Next(depth < 6 ? 6 : 5);
            byte[] bytes = new byte[random.Next(0, random.Next(4) == 0 ? 400 : 20)];
            random.NextBytes(bytes);
            switch (kind)
            {
                case 0:
                    int value = random.Next(int.MinValue, int.MaxValue) >> random.Next(32);
                    writer.Integer(value);
                    log.Add("I" + value);
                    break;
                case 1:
                    writer.OctetString(bytes);
                    log.Add("O" + Convert.ToHexString(bytes));
                    break;
                case 2:
                    writer.Boolean((bytes.Length & 1) == 0);
                    log.Add("B" + ((bytes.Length & 1) == 0));
                    break;
                case 3:
                    long time = random.NextInt64(-60000000000, 250000000000);
                    writer.GeneralizedTime(time);
                    log.Add("T" + time);
                    break;
                case 4:
                    string oid = "1.3." + random.Next() + "." + random.Next(300);
                    writer.Oid(Oids.FromText(oid));
                    log.Add("D" + oid);
                    break;
                default:
                    log.Add("(");
                    writer.Begin(Tag.Sequence);
                    WriteTree(writer, random, depth + 1, log);
                    writer.End();
                    log.Add(")");
                    break;
            }
        }
    }

    private static void ReadTree(AsnReader reader, List<string> log)
    {
        while (reader.HasData)
        {
            switch (reader.PeekTag().TagValue)
            {
                case 2: log.Add("I" + reader.ReadInteger()); break;
                case 4: log.Add("O" + Convert.ToHexString(reader.ReadOctetString())); break;
                case 1: log.Add("B" + reader.ReadBoolean()); break;
                case 24:
                    log.Add("T" + reader.ReadGeneralizedTime().ToUnixTimeSeconds());
                    break;
                case 6: log.Add("D" + reader.ReadObjectIdentifier()); break;
                default:
                    log.Add("(");
                    ReadTree(reader.ReadSequence(), log);
                    log.Add(")");
                    break;
            }
        }
    }

    private static void ReadTree(DerReader reader, List<string> log)
    {
        while (!reader.AtEnd)
        {
            switch (reader.PeekTag())
            {
                case Tag.Integer: log.Add("I" + reader.ReadInt32(Tag.Integer)); break;
                case Tag.OctetString:
                    reader.ReadOctetString(Tag.OctetString);
                    log.Add("O" + Convert.ToHexString(reader.ValueBytes()));
                    break;
                case Tag.Boolean: log.Add("B" + reader.ReadBoolean()); break;
                case Tag.GeneralizedTime: log.Add("T" + reader.ReadTime()); break;
                case Tag.Oid:
                    reader.ReadOid();
                    log.Add("D" + Oids.ToText(
                        reader.Buffer, reader.ValueOffset, reader.ValueLength));
                    break;
                default:
                    log.Add("(");
                    reader.Enter(Tag.Sequence);
                    ReadTree(reader, log);
                    reader.Leave();
                    log.Add(")");
                    break;
            }
        }
    }
}
