using System;

namespace Gateway.Hal;

/// <summary>
/// Reads one answer of HTTP/1.0 or 1.1 (RFC 9112) out of the bytes of a connection, in pieces of
/// any size, and writes its body into a buffer that bounds it. No socket and no clock: a transport
/// feeds it with <see cref="Take"/> until <see cref="IsDone"/>.
/// </summary>
public sealed class HttpAnswer
{
    /// <summary>Most bytes of a line: status, header, chunk size or trailer.</summary>
    public const int LineMax = 2048;

    /// <summary>Most header and trailer lines, those of interim answers included.</summary>
    public const int FieldsMax = 64;

    /// <summary>Most interim answers (1xx) before the answer.</summary>
    public const int InterimMax = 4;

    private const string Beginning = "HTTP/1.";
    private const int SwitchingProtocols = 101;
    private const byte LineFeed = 0x0A;
    private const byte CarriageReturn = 0x0D;

    private readonly byte[] _body;
    private readonly byte[] _line = new byte[LineMax];
    private HttpHead _head = new HttpHead();
    private Stage _stage;
    private int _lineLength;
    private int _fields;
    private int _interims;
    private int _left;
    private bool _isHeadWhole;
    private bool _isEndMarked;

    /// <summary>Reads into the buffer, from index 0.</summary>
    public HttpAnswer(byte[] body) => _body = body;

    // What the next byte belongs to.
    private enum Stage
    {
        StatusLine,
        Fields,
        Body,
        BodyUntilClose,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailers,
    }

    /// <summary>
    /// Whether the answer is whole, or <see cref="Failure"/> says why it cannot be.
    /// </summary>
    public bool IsDone { get; private set; }

    /// <summary>Why there is no answer; None while and when there is nothing wrong.</summary>
    public HttpFailure Failure { get; private set; }

    /// <summary>Whether a byte has come.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>The status code, 0 before the head is whole.</summary>
    public int Status => _isHeadWhole ? _head.Status : 0;

    /// <summary>Without parameters, lower case; "" without or before.</summary>
    public string ContentType => _isHeadWhole ? _head.ContentType : "";

    /// <summary>As it came, one character a byte; "" without or before.</summary>
    public string Location => _isHeadWhole ? _head.Location : "";

    /// <summary>Bytes of the body so far.</summary>
    public int Count { get; private set; }

    /// <summary>
    /// Whether the connection may carry another exchange: the answer is whole, its end was marked
    /// in it, and the server does not close (RFC 9112 9.3).
    /// </summary>
    public bool KeepsConnection =>
        IsDone && Failure == HttpFailure.None && _isEndMarked && _head.KeepsConnection;

    /// <summary>
    /// Takes the next bytes; returns how many of them belong to the answer, fewer than given only
    /// when it is done.
    /// </summary>
    public int Take(byte[] bytes, int offset, int count)
    {
        if (count > 0) HasBegun = true;
        int at = 0;
        while (at < count && !IsDone)
        {
            if (_stage == Stage.Body || _stage == Stage.ChunkData)
            {
                at += TakeBody(bytes, offset + at, Smaller(count - at, _left));
            }
            else if (_stage == Stage.BodyUntilClose)
            {
                int room = _body.Length - Count;
                at += TakeBody(bytes, offset + at, Smaller(count - at, room));
            }
            else
            {
                TakeOfLine(bytes[offset + at]);
                at++;
            }
        }

        return at;
    }

    /// <summary>
    /// Says that the server has closed: only an answer that states no length ends so.
    /// </summary>
    public void Close()
    {
        if (_stage == Stage.BodyUntilClose) IsDone = true;
        else Lose();
    }

    /// <summary>Says that the connection broke.</summary>
    public void Lose() => Fail(HasBegun ? HttpFailure.ConnectionLost : HttpFailure.NoAnswer);

    private static int Smaller(int a, int b) => a < b ? a : b;

    private void Fail(HttpFailure failure)
    {
        if (IsDone) return;
        Failure = failure;
        IsDone = true;
    }

    // Lines.
    private void TakeOfLine(byte next)
    {
        bool isStrange = _stage == Stage.StatusLine && _lineLength < Beginning.Length
            && next != Beginning[_lineLength];
        if (isStrange)
        {
            Fail(HttpFailure.NotHttp);
        }
        else if (next == LineFeed)
        {
            EndLine();
        }
        else if (_lineLength == LineMax)
        {
            Fail(HttpFailure.HeadTooLong);
        }
        else
        {
            _line[_lineLength] = next;
            _lineLength++;
        }
    }

    // RFC 9112 2.2 lets the head's lines end with LF alone; the framing of chunks is read strictly.
    private void EndLine()
    {
        int count = _lineLength;
        _lineLength = 0;
        bool isFull = count > 0 && _line[count - 1] == CarriageReturn;
        if (isFull) count--;
        switch (_stage)
        {
            case Stage.StatusLine:
                if (_head.TakeStatusLine(_line, count)) _stage = Stage.Fields;
                else Fail(HttpFailure.NotHttp);
                break;
            case Stage.Fields:
                if (count == 0) EndHead();
                else TakeField(_head, count);
                break;
            case Stage.ChunkSize:
                int size = isFull ? ChunkSize(count) : -1;
                if (size < 0) Fail(HttpFailure.BadFraming);
                else BeginChunk(size);
                break;
            case Stage.ChunkEnd:
                if (isFull && count == 0) _stage = Stage.ChunkSize;
                else Fail(HttpFailure.BadFraming);
                break;
            default:
                // RFC 9112 7.1.2: a trailer says nothing that we may act on.
                if (count == 0) EndMarked();
                else TakeField(new HttpHead(), count);
                break;
        }
    }

    private void TakeField(HttpHead head, int count)
    {
        _fields++;
        if (_fields > FieldsMax) Fail(HttpFailure.HeadTooLong);
        else if (!head.TakeField(_line, count)) Fail(HttpFailure.BadHeader);
    }

    private void EndHead()
    {
        if (_head.IsInterim)
        {
            SkipInterim();
            return;
        }

        _head.End();
        _isHeadWhole = true;
        if (_head.IsWithoutBody) EndWithoutBody();
        else if (!_head.IsFramingSound) Fail(HttpFailure.BadFraming);
        else if (_head.IsChunked) _stage = Stage.ChunkSize;
        else if (_head.HasLength) BeginBody(Stage.Body, _head.ContentLength);
        else _stage = Stage.BodyUntilClose;
    }

    private void SkipInterim()
    {
        _interims++;
        if (_head.Status == SwitchingProtocols) Fail(HttpFailure.NotHttp);
        else if (_interims > InterimMax) Fail(HttpFailure.HeadTooLong);
        _head = new HttpHead();
        _stage = Stage.StatusLine;
    }

    private void EndWithoutBody()
    {
        // A body that is announced all the same may follow: then nobody knows where it ends.
        _isEndMarked = !_head.IsChunked && _head.ContentLength <= 0;
        IsDone = true;
    }

    private void EndMarked()
    {
        _isEndMarked = true;
        IsDone = true;
    }

    // Bodies.
    private void BeginBody(Stage stage, int count)
    {
        _stage = stage;
        _left = count;
        if (count > _body.Length - Count) Fail(HttpFailure.TooLong);
        else if (count == 0) EndMarked();
    }

    private void BeginChunk(int size)
    {
        if (size == 0) _stage = Stage.Trailers;
        else BeginBody(Stage.ChunkData, size);
    }

    private int TakeBody(byte[] bytes, int offset, int count)
    {
        if (Count == _body.Length)
        {
            Fail(HttpFailure.TooLong);
            return 0;
        }

        Array.Copy(bytes, offset, _body, Count, count);
        Count += count;
        _left -= count;
        if (_stage == Stage.Body && _left == 0) EndMarked();
        else if (_stage == Stage.ChunkData && _left == 0) _stage = Stage.ChunkEnd;
        return count;
    }

    // The size without its extensions (RFC 9112 7.1), at most int.MaxValue; -1 when malformed.
    private int ChunkSize(int count)
    {
        string text = HttpChars.Text(_line, 0, count);
        int end = text.IndexOf(';');
        string digits = HttpChars.Part(text, 0, end < 0 ? text.Length : end);
        long size = digits.Length == 0 ? -1 : 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = HttpChars.HexValue(digits[i]);
            if (digit < 0) return -1;
            size = (size * 16) + digit;
            if (size > int.MaxValue) size = int.MaxValue;
        }

        return (int)size;
    }
}
