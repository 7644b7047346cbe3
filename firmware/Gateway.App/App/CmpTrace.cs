using Gateway.Asn1;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Pki;

namespace Gateway.App;

/// <summary>
/// The lines of <c>debugging pki cmp</c>: what passes, never what is secret. Bounded in length and
/// in number, for a CA may ask to be polled all the time.
/// </summary>
internal sealed class CmpTrace
{
    /// <summary>Most lines in a period.</summary>
    public const int LinesMax = 60;

    /// <summary>Length of the period in milliseconds.</summary>
    public const int PeriodMs = 60000;

    private const int LineCharsMax = 200;
    private const int IdBytes = 4;

    private readonly ITextSink _output;
    private readonly BoardClock _clock;
    private long _periodStartMs;
    private int _lineCount;
    private int _leftOut;

    public CmpTrace(ITextSink output, BoardClock clock)
    {
        _output = output;
        _clock = clock;
    }

    /// <summary>Whether anything is printed.</summary>
    public bool IsOn { get; set; }

    /// <summary>A message that goes to the CA.</summary>
    public void Sent(string sessionName, byte[] buffer, int offset, int count)
    {
        if (IsOn) Line(sessionName + " -> " + Describe(buffer, offset, count));
    }

    /// <summary>The end of an HTTP exchange.</summary>
    public void Received(string sessionName, byte[] buffer, IHttpExchange exchange)
    {
        if (!IsOn) return;
        string status = exchange.Status == 0 ? "" : "HTTP " + exchange.Status.ToString() + " ";
        bool isMessage = exchange.ContentType == CmpHttp.ContentType && exchange.Count > 0;
        string what = exchange.Failure != HttpFailure.None ? HttpText.Of(exchange.Failure)
            : isMessage ? Describe(buffer, 0, exchange.Count)
            : exchange.Count.ToString() + " B that are no CMP message";
        Line(sessionName + " <- " + status + what);
    }

    /// <summary>How a transaction stands or ended.</summary>
    public void Verdict(string sessionName, string reason)
    {
        if (IsOn) Line(sessionName + " == " + reason);
    }

    private static string Describe(byte[] buffer, int offset, int count)
    {
        string size = " " + count.ToString() + " B";
        PkiMessage message = PkiMessage.Parse(buffer, offset, count);
        if (message.Error != PkiMessageError.None) return "malformed message" + size;
        PkiHeader header = message.Header;
        int idBytes = header.TransactionIdLength < IdBytes ? header.TransactionIdLength : IdBytes;
        return BodyType.Name(message.Body) + size + " transaction "
            + Bytes.ToHex(buffer, header.TransactionIdOffset, idBytes, '\0') + " "
            + Protection(message);
    }

    private static string Protection(PkiMessage message)
    {
        if (!message.HasProtection) return "unprotected";
        PkiHeader header = message.Header;
        DerReader reader = new DerReader(message.Buffer, header.ProtectionAlgorithmOffset,
            header.ProtectionAlgorithmLength);
        reader.Enter(Tag.Sequence);
        if (!reader.ReadOid()) return "unknown protection";
        if (reader.ValueEquals(Oids.PasswordBasedMac)) return "PBM";
        if (reader.ValueEquals(Oids.Pbmac1)) return "PBMAC1";
        return "signature " + TextGuard.Clean(ObjectNames.Algorithm(reader.Buffer,
            reader.ValueOffset, reader.ValueLength));
    }

    private void Line(string text)
    {
        long nowMs = _clock.NowMs;
        if (nowMs - _periodStartMs >= PeriodMs)
        {
            if (_leftOut > 0) _output.Line(" CMP: " + _leftOut.ToString() + " lines left out");
            _periodStartMs = nowMs;
            _lineCount = 0;
            _leftOut = 0;
        }

        if (_lineCount == LinesMax)
        {
            _leftOut++;
            return;
        }

        _lineCount++;
        string line = " CMP " + (nowMs / 1000).ToString() + "." + (nowMs % 1000).ToString("D3")
            + " " + text;
        _output.Line(line.Length > LineCharsMax ? line.Substring(0, LineCharsMax) : line);
    }
}
