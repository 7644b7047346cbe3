using System.Text;
using Gateway.Core;
using Gateway.Asn1;

namespace Gateway.Pki;

/// <summary>
/// Text of a name: <c>attribute=value</c> with commas between RDNs and plus signs inside one, in
/// the order given. Values may stand in double quotes; a backslash escapes one of
/// <c>, + " \ &lt; &gt; ; = #</c> and space, or gives a UTF-8 octet by two hex digits (RFC 4514
/// 2.4).
/// </summary>
internal sealed class NameParser
{
    private const string Escapable = ",+\"\\<>;=# ";
    private readonly string _text;
    private readonly NameError _error;
    private readonly byte[] _octets;
    private int _length;
    private int _at;

    internal NameParser(string text, NameError error)
    {
        _text = text;
        _error = error;

        // A character of a string takes at most three octets (a surrogate pair four).
        _octets = new byte[(text.Length * 3) + 1];
    }

    internal byte[] Parse()
    {
        DistinguishedNameBuilder builder = new DistinguishedNameBuilder();
        bool sameSet = false;
        while (true)
        {
            SkipSpaces();
            int start = _at;
            string attribute = ReadAttribute();
            if (attribute == null) return null;
            int valueStart = _at;
            string value = ReadValue();
            if (value == null) return null;
            string refused = builder.Add(attribute, value, sameSet);
            if (refused != null)
            {
                _error.Set(refused, refused == "unknown attribute" ? start : valueStart);
                return null;
            }

            if (_at == _text.Length) return builder.ToDer();
            sameSet = _text[_at++] == '+';
        }
    }

    private void SkipSpaces()
    {
        while (_at < _text.Length && _text[_at] == ' ') _at++;
    }

    private string ReadAttribute()
    {
        int start = _at;
        while (_at < _text.Length && IsAttributeCharacter(_text[_at])) _at++;
        string name = _text.Substring(start, _at - start);
        SkipSpaces();
        bool isAssigned = _at < _text.Length && _text[_at] == '=';
        if (name.Length == 0 || !isAssigned)
        {
            string missing = name.Length == 0 ? "an attribute name is missing" : "'=' is missing";
            _error.Set(missing, _at);
            return null;
        }

        _at++;
        SkipSpaces();
        return name;
    }

    private static bool IsAttributeCharacter(char c) =>
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';

    private string ReadValue()
    {
        _length = 0;
        int start = _at;
        bool ok = _at < _text.Length && _text[_at] == '"' ? ReadQuoted() : ReadPlain();
        if (!ok) return null;
        if (!DerText.IsUtf8(_octets, 0, _length))
        {
            _error.Set("the value is not valid UTF-8 text", start);
            return null;
        }

        return _length == 0 ? "" : Encoding.UTF8.GetString(_octets, 0, _length);
    }

    private bool ReadQuoted()
    {
        int start = _at++;
        while (_at < _text.Length && _text[_at] != '"')
        {
            if (!(_text[_at] == '\\' ? ReadEscape() : ReadCharacter())) return false;
        }

        if (_at == _text.Length) return _error.Set("the closing quote is missing", start);
        _at++;
        SkipSpaces();
        bool ends = _at == _text.Length || _text[_at] == ',' || _text[_at] == '+';
        return ends || _error.Set("a comma is missing", _at);
    }

    private bool ReadPlain()
    {
        if (_at < _text.Length && _text[_at] == '#')
        {
            return _error.Set("a leading '#' must be escaped", _at);
        }

        // Spaces at the end do not count unless they were escaped.
        int kept = 0;
        while (_at < _text.Length && _text[_at] != ',' && _text[_at] != '+')
        {
            char c = _text[_at];
            if (c == '\\')
            {
                if (!ReadEscape()) return false;
                kept = _length;
                continue;
            }

            if (c == '"' || c == ';' || c == '<' || c == '>')
            {
                return _error.Set("this character must be escaped", _at);
            }

            if (!ReadCharacter()) return false;
            if (c != ' ') kept = _length;
        }

        _length = kept;
        return true;
    }

    private bool ReadEscape()
    {
        int start = _at++;
        if (_at == _text.Length) return _error.Set("an escape is unfinished", start);
        if (Escapable.IndexOf(_text[_at]) >= 0)
        {
            _octets[_length++] = (byte)_text[_at++];
            return true;
        }

        byte[] octet = _at + 2 <= _text.Length ? Bytes.FromHex(_text.Substring(_at, 2)) : null;
        if (octet == null) return _error.Set("an escape is invalid", start);
        _octets[_length++] = octet[0];
        _at += 2;
        return true;
    }

    private bool ReadCharacter()
    {
        int start = _at;
        int c = _text[_at++];
        if (c < ' ' || c == 0x7F) return _error.Set("control characters are not allowed", start);
        if (c >= 0xD800 && c <= 0xDFFF)
        {
            int low = _at < _text.Length ? _text[_at] : 0;
            if (c > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
            {
                return _error.Set("the value is not valid text", start);
            }

            _at++;
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        }

        AppendUtf8(c);
        return true;
    }

    private void AppendUtf8(int c)
    {
        if (c < 0x80)
        {
            _octets[_length++] = (byte)c;
            return;
        }

        int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        int lead = more == 1 ? 0xC0 : more == 2 ? 0xE0 : 0xF0;
        _octets[_length++] = (byte)(lead | (c >> (6 * more)));
        for (int i = more - 1; i >= 0; i--)
        {
            _octets[_length++] = (byte)(0x80 | ((c >> (6 * i)) & 0x3F));
        }
    }
}
