namespace Gateway.Hal;

/// <summary>Status line and the header fields that matter, of one answer (RFC 9112 4, 5).</summary>
internal sealed class HttpHead
{
    // Of a length or a minor version that was not given.
    private const int Absent = -1;
    private const int StatusAt = 9;
    private const int StatusDigits = 3;
    private const int MinorAt = 7;

    private int _minorVersion = Absent;
    private bool _closes;
    private bool _keeps;

    /// <summary>The status code, 100 to 999.</summary>
    public int Status { get; private set; }

    /// <summary>Without parameters, lower case; "" when there is none.</summary>
    public string ContentType { get; private set; } = "";

    /// <summary>As it came; "" when there is none.</summary>
    public string Location { get; private set; } = "";

    /// <summary>Bytes of the body, at most int.MaxValue; only with HasLength.</summary>
    public int ContentLength { get; private set; } = Absent;

    /// <summary>Whether the answer says its length.</summary>
    public bool HasLength => ContentLength != Absent;

    /// <summary>Whether the body comes in chunks.</summary>
    public bool IsChunked { get; private set; }

    /// <summary>Whether what the fields say of the body's length can be believed.</summary>
    public bool IsFramingSound { get; private set; } = true;

    /// <summary>An answer before the answer (RFC 9110 15.2).</summary>
    public bool IsInterim => Status < 200;

    /// <summary>Whether no body follows, whatever the fields say (RFC 9112 6.3).</summary>
    public bool IsWithoutBody => Status == 204 || Status == 304;

    /// <summary>Whether the server leaves the connection open (RFC 9112 9.3).</summary>
    public bool KeepsConnection => !_closes && (_minorVersion > 0 || _keeps);

    /// <summary>Reads <c>HTTP/1.1 200 OK</c>; false when it is something else.</summary>
    public bool TakeStatusLine(byte[] line, int count)
    {
        string text = HttpChars.Text(line, 0, count);
        int end = StatusAt + StatusDigits;
        if (text.Length < end || text[StatusAt - 1] != ' ') return false;
        if (!HttpChars.IsDigit(text[MinorAt])) return false;
        if (text.Length > end && text[end] != ' ') return false;
        int status = HttpChars.Number(text.Substring(StatusAt, StatusDigits));
        if (status < 100) return false;
        Status = status;
        _minorVersion = text[MinorAt] - '0';
        return true;
    }

    /// <summary>
    /// Reads <c>Name: value</c>; false when it is malformed, which a folded line (RFC 9112 5.2) is
    /// too.
    /// </summary>
    public bool TakeField(byte[] line, int count)
    {
        int colon = 0;
        while (colon < count && HttpChars.IsToken((char)line[colon])) colon++;
        if (colon == 0 || colon == count || line[colon] != ':') return false;
        for (int i = colon + 1; i < count; i++)
        {
            if (!HttpChars.IsValue((char)line[i])) return false;
        }

        string name = HttpChars.Lower(HttpChars.Text(line, 0, colon));
        Take(name, HttpChars.Text(line, colon + 1, count));
        return true;
    }

    /// <summary>
    /// Says that there are no more fields: length and chunks exclude each other, and HTTP/1.0 has
    /// no chunks (RFC 9112 6.1, 6.3).
    /// </summary>
    public void End()
    {
        if (IsChunked && (HasLength || _minorVersion == 0)) IsFramingSound = false;
    }

    private void Take(string name, string value)
    {
        switch (name)
        {
            case "content-type":
                int semicolon = value.IndexOf(';');
                int end = semicolon < 0 ? value.Length : semicolon;
                if (ContentType == "") ContentType = HttpChars.Lower(HttpChars.Part(value, 0, end));
                break;
            case "location":
                if (Location == "") Location = value;
                break;
            case "content-length":
                TakeLength(value);
                break;
            case "transfer-encoding":
                // Twice is "chunked, chunked", which no sender may send (RFC 9112 6.1).
                if (IsChunked || HttpChars.Lower(value) != "chunked") IsFramingSound = false;
                IsChunked = true;
                break;
            case "connection":
                TakeConnection(HttpChars.Lower(value));
                break;
            default:
                break;
        }
    }

    // The same number again, as a list or as a field, says nothing new (RFC 9110 8.6).
    private void TakeLength(string value)
    {
        int start = 0;
        while (start <= value.Length)
        {
            int end = PartEnd(value, start);
            int length = HttpChars.Number(HttpChars.Part(value, start, end));
            if (length < 0 || (HasLength && length != ContentLength)) IsFramingSound = false;
            else ContentLength = length;
            start = end + 1;
        }
    }

    private void TakeConnection(string value)
    {
        int start = 0;
        while (start <= value.Length)
        {
            int end = PartEnd(value, start);
            string option = HttpChars.Part(value, start, end);
            if (option == "close") _closes = true;
            if (option == "keep-alive") _keeps = true;
            start = end + 1;
        }
    }

    private static int PartEnd(string list, int start)
    {
        int comma = list.IndexOf(',', start);
        return comma < 0 ? list.Length : comma;
    }
}
