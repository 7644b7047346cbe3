namespace Gateway.Cli;

/// <summary>
/// Bytes to keys, one byte at a time. CR, LF, CR LF and CR NUL are one Enter; VT100 sequences
/// (ECMA-48
/// 5.4, and SS3 of keypads) may be split anywhere; unknown ones are swallowed whole.
/// </summary>
internal sealed class KeyDecoder
{
    private const int Escape = 27;
    private const int Delete = 127;
    private const int SequenceLengthMax = 16;

    private const int StateGround = 0;
    private const int StateEscape = 1;
    private const int StateControlSequence = 2;
    private const int StateSingleShift = 3;

    private int _state;
    private int _parameter;
    private int _length;
    private bool _isAfterReturn;

    /// <summary>The key that a byte completes, or <see cref="Key.None"/>.</summary>
    internal int Decode(byte value)
    {
        bool wasAfterReturn = _isAfterReturn;
        _isAfterReturn = false;
        if (value == Escape)
        {
            _state = StateEscape;
            return Key.None;
        }

        switch (_state)
        {
            case StateEscape: return AfterEscape(value);
            case StateControlSequence: return InSequence(value);
            case StateSingleShift:
                _state = StateGround;
                return Final(value);
            default: return Plain(value, wasAfterReturn);
        }
    }

    private int Plain(byte value, bool wasAfterReturn)
    {
        if (value == Key.Enter)
        {
            _isAfterReturn = true;
            return Key.Enter;
        }

        if (value == '\n') return wasAfterReturn ? Key.None : Key.Enter;
        if (value == Delete) return Key.Backspace;
        return value < Delete ? value : Key.Foreign;
    }

    private int AfterEscape(byte value)
    {
        _parameter = 0;
        _length = 0;
        _state = value == '['
            ? StateControlSequence
            : value == 'O' ? StateSingleShift : StateGround;

        // A control character ends a lone Escape and counts itself.
        return _state == StateGround && value < ' ' ? Plain(value, false) : Key.None;
    }

    private int InSequence(byte value)
    {
        if (value < ' ' || value > '~' || ++_length > SequenceLengthMax)
        {
            _state = StateGround;
            return Plain(value, false);
        }

        if (value >= '0' && value <= '9')
        {
            if (_parameter < 100) _parameter = (_parameter * 10) + (value - '0');
            return Key.None;
        }

        if (value < '@') return Key.None;
        _state = StateGround;
        return value == '~' ? Numbered() : Final(value);
    }

    private int Numbered()
    {
        switch (_parameter)
        {
            case 1:
            case 7: return Key.Home;
            case 4:
            case 8: return Key.End;
            case 3: return Key.Delete;
            default: return Key.None;
        }
    }

    private static int Final(byte value)
    {
        switch (value)
        {
            case (byte)'A': return Key.Up;
            case (byte)'B': return Key.Down;
            case (byte)'C': return Key.Right;
            case (byte)'D': return Key.Left;
            case (byte)'H': return Key.Home;
            case (byte)'F': return Key.End;
            default: return Key.None;
        }
    }
}
