using System;
using System.Text;

namespace Gateway.Asn1;

/// <summary>
/// Writes DER forwards into a growing buffer. <see cref="Begin"/> leaves one octet for the length;
/// <see cref="End"/> knows the length, moves the contents up when it takes more octets (one native
/// copy), and fills it in: no caller measures anything. Buffers that were outgrown are wiped at
/// once, so only <see cref="Wipe"/> is left to do when a secret was written. Misuse and contents
/// beyond <see cref="SizeMax"/> are bugs of the caller and throw.
/// </summary>
public sealed class DerWriter
{
    /// <summary>Most octets that one writer holds.</summary>
    public const int SizeMax = 65535;

    /// <summary>Most containers that may be open at once.</summary>
    public const int DepthMax = 24;

    private const int InitialSizeMin = 16;
    private readonly int[] _starts = new int[DepthMax];
    private byte[] _buffer;
    private int _length;
    private int _depth;

    /// <summary>An empty writer; the buffer grows by doubling from the given size.</summary>
    public DerWriter(int initialSize)
    {
        _buffer = new byte[initialSize < InitialSizeMin ? InitialSizeMin : initialSize];
    }

    /// <summary>An empty writer for small structures.</summary>
    public DerWriter()
        : this(256)
    {
    }

    /// <summary>Octets written so far.</summary>
    public int Length => _length;

    /// <summary>The buffer; valid from 0 to <see cref="Length"/>, until the next write.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Opens a constructed element.</summary>
    public void Begin(int tag)
    {
        if (_depth == DepthMax) throw new InvalidOperationException("too deep");
        Ensure(2);
        _buffer[_length++] = (byte)tag;
        _starts[_depth++] = _length++;
    }

    /// <summary>Opens an OCTET STRING whose contents are DER.</summary>
    public void BeginOctetString() => Begin(Tag.OctetString);

    /// <summary>Opens a BIT STRING without unused bits whose contents are DER.</summary>
    public void BeginBitString()
    {
        Begin(Tag.BitString);
        Octet(0);
    }

    /// <summary>Closes the element opened last.</summary>
    public void End()
    {
        if (_depth == 0) throw new InvalidOperationException("nothing begun");
        int start = _starts[--_depth];
        int count = _length - start - 1;
        int octets = LengthOctets(count);
        if (octets > 1)
        {
            Ensure(octets - 1);
            Array.Copy(_buffer, start + 1, _buffer, start + octets, count);
            _length += octets - 1;
        }

        PutLength(start, count, octets);
    }

    /// <summary>INTEGER.</summary>
    public void Integer(int value) => Integer(Tag.Integer, value);

    /// <summary>INTEGER under another tag.</summary>
    public void Integer(int tag, int value)
    {
        // X.690 8.3.2: as many octets as the value needs with its sign.
        int octets = 1;
        int rest = value >> 7;
        while (rest != 0 && rest != -1)
        {
            octets++;
            rest >>= 8;
        }

        Header(tag, octets);
        for (int i = octets - 1; i >= 0; i--) Octet(value >> (8 * i));
    }

    /// <summary>INTEGER of a big-endian magnitude; leading zeros are dropped.</summary>
    public void Integer(byte[] magnitude) =>
        Integer(Tag.Integer, magnitude, 0, magnitude.Length);

    /// <summary>INTEGER of a big-endian magnitude under that tag.</summary>
    public void Integer(int tag, byte[] buffer, int offset, int count)
    {
        while (count > 0 && buffer[offset] == 0)
        {
            offset++;
            count--;
        }

        bool needsZero = count == 0 || buffer[offset] >= 0x80;
        Header(tag, needsZero ? count + 1 : count);
        if (needsZero) Octet(0);
        Raw(buffer, offset, count);
    }

    /// <summary>OBJECT IDENTIFIER by its content octets.</summary>
    public void Oid(byte[] content) => Element(Tag.Oid, content, 0, content.Length);

    /// <summary>OBJECT IDENTIFIER under another tag.</summary>
    public void Oid(int tag, byte[] content) => Element(tag, content, 0, content.Length);

    /// <summary>OCTET STRING.</summary>
    public void OctetString(byte[] value) => Element(Tag.OctetString, value, 0, value.Length);

    /// <summary>OCTET STRING of a range.</summary>
    public void OctetString(byte[] buffer, int offset, int count) =>
        Element(Tag.OctetString, buffer, offset, count);

    /// <summary>OCTET STRING of a range under another tag.</summary>
    public void OctetString(int tag, byte[] buffer, int offset, int count) =>
        Element(tag, buffer, offset, count);

    /// <summary>BIT STRING of a range; the unused bits of its last octet must be zero.</summary>
    public void BitString(byte[] buffer, int offset, int count, int unusedBits) =>
        BitString(Tag.BitString, buffer, offset, count, unusedBits);

    /// <summary>BIT STRING under another tag.</summary>
    public void BitString(int tag, byte[] buffer, int offset, int count, int unusedBits)
    {
        bool fits = unusedBits == 0;
        if (unusedBits > 0 && unusedBits <= 7 && count > 0)
        {
            fits = (buffer[offset + count - 1] & ((1 << unusedBits) - 1)) == 0;
        }

        if (!fits) throw new ArgumentException("unused bits");

        Header(tag, count + 1);
        Octet(unusedBits);
        Raw(buffer, offset, count);
    }

    /// <summary>NULL.</summary>
    public void Null() => Header(Tag.Null, 0);

    /// <summary>NULL under another tag.</summary>
    public void Null(int tag) => Header(tag, 0);

    /// <summary>BOOLEAN.</summary>
    public void Boolean(bool value) => Boolean(Tag.Boolean, value);

    /// <summary>BOOLEAN under another tag.</summary>
    public void Boolean(int tag, bool value)
    {
        Header(tag, 1);
        Octet(value ? 0xFF : 0);
    }

    /// <summary>UTF8String.</summary>
    public void Utf8String(string text) => Text(Tag.Utf8String, text);

    /// <summary>PrintableString; the text must fit it.</summary>
    public void PrintableString(string text)
    {
        if (!DerText.IsPrintable(text)) throw new ArgumentException("text");
        Text(Tag.PrintableString, text);
    }

    /// <summary>IA5String; the text must be ASCII.</summary>
    public void Ia5String(string text) => Ia5String(Tag.Ia5String, text);

    /// <summary>IA5String under another tag.</summary>
    public void Ia5String(int tag, string text)
    {
        if (!DerText.IsAscii(text)) throw new ArgumentException("text");
        Text(tag, text);
    }

    /// <summary>The UTF-8 octets of a text under any tag.</summary>
    public void Text(int tag, string text)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        Element(tag, octets, 0, octets.Length);
    }

    /// <summary>GeneralizedTime <c>YYYYMMDDHHMMSSZ</c> of UTC seconds.</summary>
    public void GeneralizedTime(long utcSeconds) =>
        GeneralizedTime(Tag.GeneralizedTime, utcSeconds);

    /// <summary>GeneralizedTime under another tag.</summary>
    public void GeneralizedTime(int tag, long utcSeconds) => Time(tag, utcSeconds, true);

    /// <summary>UTCTime <c>YYMMDDHHMMSSZ</c>, years 1950 to 2049.</summary>
    public void UtcTime(long utcSeconds) => Time(Tag.UtcTime, utcSeconds, false);

    /// <summary>A primitive element with these contents.</summary>
    public void Element(int tag, byte[] buffer, int offset, int count)
    {
        Header(tag, count);
        Raw(buffer, offset, count);
    }

    /// <summary>Bytes as they are, for instance finished elements.</summary>
    public void Raw(byte[] buffer, int offset, int count)
    {
        Ensure(count);
        Array.Copy(buffer, offset, _buffer, _length, count);
        _length += count;
    }

    /// <summary>A whole array as it is.</summary>
    public void Raw(byte[] value) => Raw(value, 0, value.Length);

    /// <summary>A copy of what was written; everything must be closed.</summary>
    public byte[] ToArray()
    {
        if (_depth != 0) throw new InvalidOperationException("container open");
        return Core.Bytes.Slice(_buffer, 0, _length);
    }

    /// <summary>Overwrites what was written and starts over; the buffer is kept.</summary>
    public void Wipe()
    {
        Core.Bytes.Wipe(_buffer);
        Clear();
    }

    /// <summary>Starts over without overwriting; the buffer is kept.</summary>
    public void Clear()
    {
        _length = 0;
        _depth = 0;
    }

    private static int LengthOctets(int count) =>
        count < 0x80 ? 1 : count < 0x100 ? 2 : count < 0x10000 ? 3 : 4;

    private void Time(int tag, long utcSeconds, bool fourDigitYear)
    {
        int[] civil = Core.UtcTime.ToCivil(utcSeconds);
        int year = civil[0];
        bool fits = fourDigitYear ? year >= 1 && year <= 9999 : year >= 1950 && year <= 2049;
        if (!fits) throw new ArgumentException("year");
        Header(tag, fourDigitYear ? 15 : 13);
        if (fourDigitYear) TwoDigits(year / 100);
        TwoDigits(year % 100);
        for (int i = 1; i < 6; i++) TwoDigits(civil[i]);
        Octet('Z');
    }

    private void TwoDigits(int value)
    {
        Octet('0' + (value / 10));
        Octet('0' + (value % 10));
    }

    private void Header(int tag, int count)
    {
        int octets = LengthOctets(count);
        Ensure(1 + octets);
        _buffer[_length++] = (byte)tag;
        PutLength(_length, count, octets);
        _length += octets;
    }

    // X.690 8.1.3, 10.1: definite, the fewest octets.
    private void PutLength(int at, int count, int octets)
    {
        if (octets > 1) _buffer[at++] = (byte)(0x80 | (octets - 1));
        for (int shift = octets > 1 ? 8 * (octets - 2) : 0; shift >= 0; shift -= 8)
        {
            _buffer[at++] = (byte)(count >> shift);
        }
    }

    private void Octet(int value)
    {
        Ensure(1);
        _buffer[_length++] = (byte)value;
    }

    private void Ensure(int count)
    {
        int needed = _length + count;
        if (needed <= _buffer.Length) return;
        if (count < 0 || needed > SizeMax) throw new InvalidOperationException("too long");
        int size = _buffer.Length * 2;
        byte[] larger = new byte[size < needed ? needed : size];
        Array.Copy(_buffer, 0, larger, 0, _length);
        Core.Bytes.Wipe(_buffer);
        _buffer = larger;
    }
}
