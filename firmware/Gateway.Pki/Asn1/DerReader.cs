namespace Gateway.Asn1;

/// <summary>
/// Cursor over DER bytes of the caller. Allocates nothing after construction but what the methods
/// returning strings and arrays give away. The first error sticks, with its offset: from then on
/// every read fails, <see cref="AtEnd"/> is true and loops end, so it is enough to check
/// <see cref="IsOk"/> once. Stricter than DER in four points: tag numbers up to 30, lengths up to
/// the buffer, nesting up to <see cref="DepthMax"/>, OIDs up to <see cref="OidSizeMax"/>.
/// </summary>
public sealed class DerReader
{
    /// <summary>Most containers that may be open at once.</summary>
    public const int DepthMax = 16;

    /// <summary>Longest object identifier, in content octets.</summary>
    public const int OidSizeMax = 64;

    private const int LengthOctetsMax = 4;
    private const int HighTagNumber = 0x1F;
    private const int LongLengthBit = 0x80;

    // Where the open containers end; entry 0 is the end of the whole range.
    private readonly int[] _ends = new int[DepthMax + 1];
    private byte[] _buffer;
    private int _depth;
    private int _end;
    private int _position;
    private int _tag;
    private int _tlvOffset;
    private int _valueOffset;
    private int _valueLength;
    private int _unusedBits;
    private DerError _error;
    private int _errorOffset;

    /// <summary>A cursor at the start of the range.</summary>
    public DerReader(byte[] buffer, int offset, int count)
    {
        Reset(buffer, offset, count);
    }

    /// <summary>Starts over with another range; errors are forgotten.</summary>
    public void Reset(byte[] buffer, int offset, int count)
    {
        if (buffer == null || offset < 0 || count < 0 || count > buffer.Length - offset)
        {
            throw new System.ArgumentException("range");
        }

        _buffer = buffer;
        _position = offset;
        _end = offset + count;
        _depth = 0;
        _ends[0] = _end;
        _error = DerError.None;
        _errorOffset = 0;
        Forget(offset);
    }

    /// <summary>The first error.</summary>
    public DerError Error => _error;

    /// <summary>Offset in the buffer of the element that the first error is about.</summary>
    public int ErrorOffset => _errorOffset;

    /// <summary>Whether there was no error yet.</summary>
    public bool IsOk => _error == DerError.None;

    /// <summary>Offset in the buffer of the next element.</summary>
    public int Position => _position;

    /// <summary>The caller's buffer.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Whether the current container is exhausted, or there was an error.</summary>
    public bool AtEnd => _position >= _end || _error != DerError.None;

    /// <summary>Identifier octet of the element read last.</summary>
    public int ValueTag => _tag;

    /// <summary>Offset of the contents read last (of a BIT STRING, of its bits).</summary>
    public int ValueOffset => _valueOffset;

    /// <summary>Length of the contents read last; 0 after a failure.</summary>
    public int ValueLength => _valueLength;

    /// <summary>Offset of the identifier octet of the element read or entered last.</summary>
    public int TlvOffset => _tlvOffset;

    /// <summary>Length of the whole element read or entered last.</summary>
    public int TlvLength => _valueOffset + _valueLength - _tlvOffset;

    /// <summary>Unused bits at the end of the BIT STRING read last, 0 to 7.</summary>
    public int UnusedBits => _unusedBits;

    /// <summary>Identifier octet of the next element; 0 at the end or after an error.</summary>
    public int PeekTag() => AtEnd ? 0 : _buffer[_position];

    /// <summary>Sets the error, unless set, at the element read last; always false.</summary>
    public bool Fail(DerError error) => FailAt(error, _tlvOffset);

    /// <summary>Sets the error unless there is one; always false.</summary>
    public bool FailAt(DerError error, int offset)
    {
        if (_error == DerError.None)
        {
            _error = error;
            _errorOffset = offset;
        }

        Forget(offset);
        return false;
    }

    /// <summary>Opens a constructed element with that tag.</summary>
    public bool Enter(int tag)
    {
        if (!ReadHeader(tag)) return false;
        if (_depth == DepthMax) return Fail(DerError.TooDeep);
        _depth++;
        _end = _valueOffset + _valueLength;
        _ends[_depth] = _end;
        _position = _valueOffset;
        return true;
    }

    /// <summary>Opens it when it stands here; else false, without an error.</summary>
    public bool TryEnter(int tag) => PeekTag() == tag && Enter(tag);

    /// <summary>Closes the container opened last; anything left in it is an error.</summary>
    public void Leave()
    {
        if (_error != DerError.None) return;
        if (_position != _end)
        {
            FailAt(DerError.TrailingData, _position);
            return;
        }

        LeaveRest();
    }

    /// <summary>Closes the container opened last and ignores what is left in it.</summary>
    public void LeaveRest()
    {
        if (_error != DerError.None) return;
        if (_depth == 0) throw new System.InvalidOperationException("nothing entered");
        _position = _end;
        _depth--;
        _end = _ends[_depth];
    }

    /// <summary>Whether all was read, every container closed and no error met.</summary>
    public bool End()
    {
        if (_error != DerError.None) return false;
        if (_depth != 0) throw new System.InvalidOperationException("container open");
        return _position == _end || FailAt(DerError.TrailingData, _position);
    }

    /// <summary>Steps over one element with that tag, constructed or not.</summary>
    public bool Read(int tag)
    {
        if (!ReadHeader(tag)) return false;
        _position = _valueOffset + _valueLength;
        return true;
    }

    /// <summary>Reads it when it stands here; else false, without an error.</summary>
    public bool TryRead(int tag) => PeekTag() == tag && Read(tag);

    /// <summary>Steps over one element of any tag, see <see cref="ValueTag"/>.</summary>
    public bool ReadAny()
    {
        if (!ReadHeader(-1)) return false;
        _position = _valueOffset + _valueLength;
        return true;
    }

    /// <summary>An INTEGER of at most 32 bits, signed; 0 after a failure.</summary>
    public int ReadInt32(int tag)
    {
        if (!ReadInteger(tag)) return 0;
        if (_valueLength > 4)
        {
            Fail(DerError.OutOfRange);
            return 0;
        }

        int value = (sbyte)_buffer[_valueOffset];
        for (int i = 1; i < _valueLength; i++) value = (value << 8) | _buffer[_valueOffset + i];
        return value;
    }

    /// <summary>An INTEGER of any size: big-endian two's complement contents, minimal.</summary>
    public bool ReadInteger(int tag)
    {
        if (!Read(tag)) return false;

        // X.690 8.3.1, 8.3.2: one octet at least, the first nine bits not all equal.
        if (_valueLength == 0) return Fail(DerError.BadInteger);
        if (_valueLength == 1) return true;
        int first = _buffer[_valueOffset];
        bool secondIsHigh = _buffer[_valueOffset + 1] >= 0x80;
        return (first != 0 || secondIsHigh) && (first != 0xFF || !secondIsHigh)
            || Fail(DerError.BadInteger);
    }

    /// <summary>Reads an INTEGER that must not be negative.</summary>
    public bool ReadUnsigned(int tag)
    {
        if (!ReadInteger(tag)) return false;
        if (_buffer[_valueOffset] >= 0x80) return Fail(DerError.OutOfRange);
        return true;
    }

    /// <summary>A BOOLEAN's value; false after a failure.</summary>
    public bool ReadBoolean() => ReadBoolean(Tag.Boolean);

    /// <summary>The value of a BOOLEAN under that tag; false after a failure.</summary>
    public bool ReadBoolean(int tag)
    {
        if (!Read(tag)) return false;
        int value = _valueLength == 1 ? _buffer[_valueOffset] : -1;
        if (value == 0xFF) return true;
        if (value != 0) Fail(DerError.BadBoolean);
        return false;
    }

    /// <summary>A NULL.</summary>
    public bool ReadNull() =>
        Read(Tag.Null) && (_valueLength == 0 || Fail(DerError.BadNull));

    /// <summary>A primitive BIT STRING; the value range is its bits.</summary>
    public bool ReadBitString(int tag)
    {
        if (!Read(tag)) return false;
        if (_valueLength == 0) return Fail(DerError.BadBitString);
        int unused = _buffer[_valueOffset];
        if (unused > 7 || (unused != 0 && _valueLength == 1)) return Fail(DerError.BadBitString);

        // X.690 11.2.1: unused bits are zero.
        int last = _buffer[_valueOffset + _valueLength - 1];
        if (unused != 0 && (last & ((1 << unused) - 1)) != 0) return Fail(DerError.BadBitString);
        _valueOffset++;
        _valueLength--;
        _unusedBits = unused;
        return true;
    }

    /// <summary>A primitive OCTET STRING.</summary>
    public bool ReadOctetString(int tag) => Read(tag);

    /// <summary>An OBJECT IDENTIFIER.</summary>
    public bool ReadOid() => ReadOid(Tag.Oid);

    /// <summary>An OBJECT IDENTIFIER under that tag.</summary>
    public bool ReadOid(int tag)
    {
        if (!Read(tag)) return false;
        if (_valueLength > OidSizeMax) return Fail(DerError.OutOfRange);
        return Oids.IsValid(_buffer, _valueOffset, _valueLength) || Fail(DerError.BadOid);
    }

    /// <summary>Whether the contents read last are exactly these bytes.</summary>
    public bool ValueEquals(byte[] expected) =>
        _valueLength == expected.Length
        && Core.Bytes.Equal(_buffer, _valueOffset, expected, 0, _valueLength);

    /// <summary>
    /// A character string of any type that <see cref="DerText"/> knows; null after a failure, also
    /// when it is longer than <paramref name="sizeMax"/> octets.
    /// </summary>
    public string ReadText(int sizeMax)
    {
        int tag = PeekTag();
        return ReadText(tag, tag, sizeMax);
    }

    /// <summary>A character string of that type.</summary>
    public string ReadText(int tag, int sizeMax) => ReadText(tag, tag, sizeMax);

    /// <summary>A character string of type stringTag under another tag.</summary>
    public string ReadText(int tag, int stringTag, int sizeMax)
    {
        if (!ReadAnyOr(tag)) return null;
        if (_valueLength > sizeMax)
        {
            Fail(DerError.OutOfRange);
            return null;
        }

        if (!DerText.IsString(stringTag))
        {
            Fail(DerError.UnexpectedTag);
            return null;
        }

        string text = DerText.Decode(stringTag, _buffer, _valueOffset, _valueLength);
        if (text == null) Fail(DerError.BadString);
        return text;
    }

    /// <summary>
    /// UTCTime or GeneralizedTime in DER form, in UTC seconds; years of UTCTime are 1950 to 2049
    /// (RFC 5280 4.1.2.5.1); a fraction of GeneralizedTime is checked and dropped.
    /// <see cref="Core.UtcTime.Unknown"/> after a failure.
    /// </summary>
    public long ReadTime()
    {
        int tag = PeekTag();
        if (!ReadAnyOr(tag)) return Core.UtcTime.Unknown;
        return DecodeTime(tag);
    }

    /// <summary>A time of type timeTag under another tag.</summary>
    public long ReadTime(int tag, int timeTag) =>
        Read(tag) ? DecodeTime(timeTag) : Core.UtcTime.Unknown;

    /// <summary>A copy of the contents read last.</summary>
    public byte[] ValueBytes() => Core.Bytes.Slice(_buffer, _valueOffset, _valueLength);

    /// <summary>A copy of the element read or entered last, tag and length included.</summary>
    public byte[] TlvBytes() => Core.Bytes.Slice(_buffer, _tlvOffset, TlvLength);

    private long DecodeTime(int timeTag)
    {
        long seconds = DerTime.Decode(timeTag, _buffer, _valueOffset, _valueLength);
        if (seconds == Core.UtcTime.Unknown)
        {
            bool isTime = timeTag == Tag.UtcTime || timeTag == Tag.GeneralizedTime;
            Fail(isTime ? DerError.BadTime : DerError.UnexpectedTag);
        }

        return seconds;
    }

    // PeekTag says 0 at the end, where Read must say Truncated and not look for a tag 0.
    private bool ReadAnyOr(int tag) => tag == 0 ? ReadAny() : Read(tag);

    private void Forget(int offset)
    {
        _tag = 0;
        _tlvOffset = offset;
        _valueOffset = offset;
        _valueLength = 0;
        _unusedBits = 0;
    }

    // Identifier and length octets, X.690 8.1.2, 8.1.3, 10.1; tag -1 stands for any.
    private bool ReadHeader(int tag)
    {
        if (_error != DerError.None) return false;
        int at = _position;
        if (at >= _end) return FailAt(DerError.Truncated, at);
        int identifier = _buffer[at];
        if (identifier == 0 || (identifier & HighTagNumber) == HighTagNumber)
        {
            return FailAt(DerError.BadTag, at);
        }

        if (tag >= 0 && identifier != tag) return FailAt(DerError.UnexpectedTag, at);
        int next = at + 1;
        if (next >= _end) return FailAt(DerError.Truncated, at);
        int length = _buffer[next++];
        if (length >= LongLengthBit)
        {
            int octets = length & 0x7F;
            if (octets == 0 || octets > LengthOctetsMax) return FailAt(DerError.BadLength, at);
            if (octets > _end - next) return FailAt(DerError.Truncated, at);
            length = 0;
            for (int i = 0; i < octets; i++) length = (length << 8) | _buffer[next++];

            // Minimal: no leading zero octet, no long form of what the short form holds.
            if (_buffer[next - octets] == 0 || (length >= 0 && length < LongLengthBit))
            {
                return FailAt(DerError.BadLength, at);
            }
        }

        if (length < 0 || length > _end - next) return FailAt(DerError.Truncated, at);
        _tag = identifier;
        _tlvOffset = at;
        _valueOffset = next;
        _valueLength = length;
        _unusedBits = 0;
        return true;
    }
}
