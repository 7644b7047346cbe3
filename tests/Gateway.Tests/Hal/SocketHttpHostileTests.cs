using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Gateway.Hal;
using Gateway.Tests.Rules;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>Answers that are wrong, cut or random: each ends, and says why.</summary>
public sealed class SocketHttpHostileTests : IDisposable
{
    private const int Seed = 9811;
    private const int SocketRounds = 300;
    private const int ReaderRounds = 30_000;
    private const int ResponseBytes = 64;
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Chunked = Ok + "Transfer-Encoding: chunked\r\n";

    private static readonly string[] s_answers =
    [
        Ok + "Content-Type: application/pkixcmp\r\nContent-Length: 5\r\n\r\nabcde",
        Chunked + "\r\n2;x=y\r\nab\r\n3\r\ncde\r\n0\r\nX: y\r\n\r\n",
        "HTTP/1.1 100 C\r\n\r\n" + Ok + "Content-Length: 5\r\nLocation: /x\r\n\r\nabcde",
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nabcde",
        "HTTP/1.1 500 X\r\n\r\nabcde",
        "HTTP/1.1 204 X\r\nX: y\r\n\r\n",
    ];

    private readonly HttpBench _bench = new(ResponseBytes);

    public void Dispose() => _bench.Dispose();

    public static TheoryData<string, HttpFailure> BadAnswers => new()
    {
        { "", HttpFailure.NoAnswer },
        { "H", HttpFailure.ConnectionLost },
        { Ok + "Content-Le", HttpFailure.ConnectionLost },
        { Ok + "Content-Length: 5\r\n\r\nabc", HttpFailure.ConnectionLost },
        { Chunked + "\r\n5\r\nabc", HttpFailure.ConnectionLost },
        { Chunked + "\r\n3\r\nabc\r\n", HttpFailure.ConnectionLost },
        { Chunked + "\r\n3\r\nabc\r\n0\r\n", HttpFailure.ConnectionLost },
        { "SSH-2.0-OpenSSH_9.2\r\n", HttpFailure.NotHttp },
        { "\u0015\u0003\u0003\u0000\u0002\u0002\u0046", HttpFailure.NotHttp },
        { "http/1.1 200 OK\r\n\r\n", HttpFailure.NotHttp },
        { "HTTP/2.0 200 OK\r\n\r\n", HttpFailure.NotHttp },
        { "HTTP/1.1 abc\r\n\r\n", HttpFailure.NotHttp },
        { "HTTP/1.1 99 X\r\n\r\n", HttpFailure.NotHttp },
        { "HTTP/1.1 099 X\r\n\r\n", HttpFailure.NotHttp },
        { "HTTP/1.1 2000 X\r\n\r\n", HttpFailure.NotHttp },
        { "HTTP/1.1\t200 X\r\n\r\n", HttpFailure.NotHttp },
        { "HTTP/1.x 200 X\r\n\r\n", HttpFailure.NotHttp },
        { "HTTP/1.1 101 X\r\nUpgrade: y\r\n\r\n", HttpFailure.NotHttp },
        { "\r\n" + Ok + "\r\n", HttpFailure.NotHttp },
        { Ok + "Content-Length\r\n\r\n", HttpFailure.BadHeader },
        { Ok + "Content-Length : 3\r\n\r\nabc", HttpFailure.BadHeader },
        { Ok + ": 3\r\n\r\nabc", HttpFailure.BadHeader },
        { Ok + "X: a\r\n b\r\n\r\nabc", HttpFailure.BadHeader },
        { Ok + " X: a\r\n\r\nabc", HttpFailure.BadHeader },
        { Ok + "X: a\r\n\tb\r\n\r\nabc", HttpFailure.BadHeader },
        { Ok + "X: a\u0000b\r\n\r\nabc", HttpFailure.BadHeader },
        { Ok + "X: a\rContent-Length: 1\r\n\r\nabc", HttpFailure.BadHeader },
        { Chunked + "\r\n0\r\nno trailer\r\n\r\n", HttpFailure.BadHeader },
        { Chunked + "Content-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n", HttpFailure.BadFraming },
        { Ok + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
            HttpFailure.BadFraming },
        { Chunked + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", HttpFailure.BadFraming },
        { Ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", HttpFailure.BadFraming },
        { Ok + "Transfer-Encoding: identity\r\n\r\nabc", HttpFailure.BadFraming },
        { Ok + "Transfer-Encoding: gzip\r\n\r\nabc", HttpFailure.BadFraming },
        { Ok + "Transfer-Encoding:\r\n\r\nabc", HttpFailure.BadFraming },
        { "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            HttpFailure.BadFraming },
        { Ok + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", HttpFailure.BadFraming },
        { Ok + "Content-Length: 3, 4\r\n\r\nabcd", HttpFailure.BadFraming },
        { Ok + "Content-Length: 3,\r\n\r\nabc", HttpFailure.BadFraming },
        { Ok + "Content-Length: +3\r\n\r\nabc", HttpFailure.BadFraming },
        { Ok + "Content-Length: -1\r\n\r\nabc", HttpFailure.BadFraming },
        { Ok + "Content-Length: 0x3\r\n\r\nabc", HttpFailure.BadFraming },
        { Ok + "Content-Length: 1 2\r\n\r\nabc", HttpFailure.BadFraming },
        { Ok + "Content-Length:\r\n\r\nabc", HttpFailure.BadFraming },
        { Chunked + "\r\nzz\r\nabc\r\n", HttpFailure.BadFraming },
        { Chunked + "\r\n-1\r\nabc\r\n", HttpFailure.BadFraming },
        { Chunked + "\r\n\r\nabc\r\n", HttpFailure.BadFraming },
        { Chunked + "\r\n;x\r\nabc\r\n", HttpFailure.BadFraming },
        { Chunked + "\r\n3\nabc\r\n0\r\n\r\n", HttpFailure.BadFraming },
        { Chunked + "\r\n3\r\nabc\n0\r\n\r\n", HttpFailure.BadFraming },
        { Chunked + "\r\n3\r\nabcd\r\n0\r\n\r\n", HttpFailure.BadFraming },
        { Chunked + "\r\n40\r\n" + new string('b', 64) + "\r\n1\r\nb\r\n0\r\n\r\n",
            HttpFailure.TooLong },
        { Line(HttpAnswer.LineMax + 1), HttpFailure.HeadTooLong },
        { Line(HttpAnswer.LineMax), HttpFailure.None },
        { Ok + Fields(HttpAnswer.FieldsMax + 1) + "\r\n", HttpFailure.HeadTooLong },
        { Ok + Fields(HttpAnswer.FieldsMax) + "\r\n", HttpFailure.None },
        { Chunked + "\r\n0\r\n" + Fields(HttpAnswer.FieldsMax) + "\r\n",
            HttpFailure.HeadTooLong },
        { Chunked + "\r\n0\r\n" + Fields(HttpAnswer.FieldsMax - 1) + "\r\n", HttpFailure.None },
        { Chunked + "\r\n1;" + new string('x', 64 * 1024) + "\r\nb\r\n0\r\n\r\n",
            HttpFailure.HeadTooLong },
        { "HTTP/1.1 200 " + new string('x', 64 * 1024), HttpFailure.HeadTooLong },
    };

    [Theory]
    [MemberData(nameof(BadAnswers))]
    [Rule(43, Breaks = true)]
    public async Task Rule43_A_bad_answer_is_told_apart(string answer, HttpFailure failure) =>
        Assert.Equal(failure, (await _bench.ExchangeAsync(answer)).Failure);

    [Fact]
    public async Task An_answer_that_breaks_off_is_no_answer_even_without_a_length()
    {
        IHttpExchange exchange = _bench.Post();
        using HttpPeer peer = await _bench.AcceptAsync();
        await peer.ReadRequestAsync();
        await peer.SendAsync(Ok + "\r\nabc");
        while (exchange.Count < 3) await Task.Delay(1, TestContext.Current.CancellationToken);
        peer.Reset();
        Assert.Equal(HttpFailure.ConnectionLost, (await HttpBench.EndAsync(exchange)).Failure);
    }

    [Fact]
    public async Task An_answer_cut_at_any_byte_fails_or_is_whole()
    {
        string answer = s_answers[1];
        for (int length = 0; length <= answer.Length; length++)
        {
            IHttpExchange exchange = await _bench.ExchangeAsync(answer[..length]);
            HttpFailure expected = length == 0 ? HttpFailure.NoAnswer
                : length < answer.Length ? HttpFailure.ConnectionLost : HttpFailure.None;
            Assert.Equal((length, expected), (length, exchange.Failure));
        }
    }

    [Fact]
    public void Every_answer_cut_at_any_byte_fails_or_is_whole_however_it_is_split()
    {
        foreach (string answer in s_answers)
        {
            int body = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            bool isUntilClose = answer.StartsWith("HTTP/1.1 500");
            for (int length = 0; length <= answer.Length; length++)
            {
                bool isWhole = length == answer.Length || (isUntilClose && length >= body + 4);
                HttpFailure expected = length == 0 ? HttpFailure.NoAnswer
                    : isWhole ? HttpFailure.None : HttpFailure.ConnectionLost;
                Assert.Equal(expected, Read(answer[..length], int.MaxValue).Failure);
                Assert.Equal(expected, Read(answer[..length], 1).Failure);
            }
        }
    }

    [Fact]
    public async Task Random_answers_always_end()
    {
        Random random = new(Seed);
        int whole = 0;
        for (int round = 0; round < SocketRounds; round++)
        {
            IHttpExchange exchange = await _bench.ExchangeAsync(Mutated(random));
            Assert.InRange(exchange.Count, 0, ResponseBytes);
            if (exchange.Failure != HttpFailure.None) continue;
            Assert.InRange(exchange.Status, 200, 999);
            whole++;
        }

        Assert.InRange(whole, 1, SocketRounds - 1);
    }

    [Fact]
    public void Random_answers_read_the_same_in_pieces_as_in_one()
    {
        Random random = new(Seed + 1);
        for (int round = 0; round < ReaderRounds; round++)
        {
            string answer = Mutated(random);
            HttpAnswer one = Read(answer, int.MaxValue);
            HttpAnswer pieces = Read(answer, random.Next(1, 9));
            Assert.True(one.IsDone);
            Assert.Equal(Told(one), Told(pieces));
        }
    }

    private static string Line(int length) =>
        Ok + "X:" + new string('y', length - "X:\r".Length) + "\r\nContent-Length: 0\r\n\r\n";

    private static string Fields(int count) =>
        string.Concat(Enumerable.Repeat("X: y\r\n", count));

    private static string Told(HttpAnswer answer) => $"{answer.Failure} {answer.Status} "
        + $"{answer.Count} {answer.ContentType}|{answer.Location}|{answer.KeepsConnection}";

    private static HttpAnswer Read(string text, int pieceMax)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        HttpAnswer answer = new(new byte[ResponseBytes]);
        int at = 0;
        while (at < bytes.Length && !answer.IsDone)
        {
            int count = Math.Min(pieceMax, bytes.Length - at);
            int taken = answer.Take(bytes, at, count);
            Assert.True(taken == count || answer.IsDone);
            at += taken;
        }

        if (!answer.IsDone) answer.Close();
        return answer;
    }

    private static string Mutated(Random random)
    {
        const string Marks = "\r\n\0 :;,\t0159afHX\u00ff";
        StringBuilder text = new(s_answers[random.Next(s_answers.Length)]);
        int changes = random.Next(1, 4);
        for (int i = 0; i < changes && text.Length > 0; i++)
        {
            int at = random.Next(text.Length);
            char mark = Marks[random.Next(Marks.Length)];
            switch (random.Next(5))
            {
                case 0: text[at] = mark; break;
                case 1: text.Insert(at, mark); break;
                case 2: text.Remove(at, 1); break;
                case 3: text.Insert(at, text.ToString(at, Math.Min(20, text.Length - at))); break;
                default: text.Length = at; break;
            }
        }

        return text.ToString();
    }
}
