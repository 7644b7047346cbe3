using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Xunit;

namespace Gateway.Tests.Hal;

/// <summary>The console's lines.</summary>
public sealed class SerialLineTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Loopback_carries_text_both_ways()
    {
        using LoopbackSerialLine line = new();
        byte[] buffer = new byte[8];
        Assert.Equal(0, line.Read(buffer, 0, 8));
        line.Peer.WriteLine("dir");
        Assert.Equal(2, line.Read(buffer, 3, 2));
        Assert.Equal((byte)'d', buffer[3]);
        Assert.Equal(2, line.Peer.UnreadBytes);
        Assert.Equal("r\r", ReadText(line, 2));
        Send(line, "\u00e4b");
        Assert.Equal("\u00e4b", line.Peer.ReadText());
        Assert.Equal("", line.Peer.ReadText());
    }

    [Fact]
    public void A_character_cut_in_two_arrives_whole()
    {
        using LoopbackSerialLine line = new();
        line.Write([0xC3], 0, 1);
        Assert.Equal("", line.Peer.ReadText());
        line.Write([0xA4], 0, 1);
        Assert.Equal("\u00e4", line.Peer.ReadText());
    }

    [Fact]
    public void A_closed_loopback_ends_after_what_was_typed()
    {
        using LoopbackSerialLine line = new();
        line.Peer.Write("x");
        line.Peer.Close();
        Assert.False(line.IsAtEnd);
        Assert.Equal("x", ReadText(line, 1));
        Assert.True(line.IsAtEnd);
        Assert.Equal(-1, line.Read(new byte[1], 0, 1));
        Assert.Throws<InvalidOperationException>(() => line.Peer.Write("y"));
    }

    [Fact]
    public void Redirected_input_is_typed_and_ends()
    {
        using MemoryStream input = new("abc\n"u8.ToArray());
        using MemoryStream output = new();
        using StdioSerialLine line = new(input, output);
        Assert.False(line.IsTerminal);
        Assert.Equal("abc\n", ReadText(line, 4));
        WaitFor(() => line.IsAtEnd);
        Assert.Equal(-1, line.Read(new byte[1], 0, 1));
        Send(line, "out");
        Assert.Equal("out", Encoding.ASCII.GetString(output.ToArray()));
    }

    [Fact]
    public void Long_redirected_input_waits_for_the_board()
    {
        byte[] much = new byte[100_000];
        Array.Fill(much, (byte)'m');
        using StdioSerialLine line = new(new MemoryStream(much), new MemoryStream());
        Assert.Equal(much.Length, ReadText(line, much.Length).Length);
        WaitFor(() => line.IsAtEnd);
    }

    [Fact]
    public void Tcp_serves_one_client_after_the_other()
    {
        using TcpSerialLine line = new(new IPEndPoint(IPAddress.Loopback, 0));
        Send(line, "boot\r\n");
        using (TcpClient first = Connect(line))
        {
            Assert.Equal("boot\r\n", Receive(first, 6));
            first.GetStream().Write("one\n"u8);
            Assert.Equal("one\n", ReadText(line, 4));
            using TcpClient busy = Connect(line);
            Assert.Equal("The console is in use.\r\n", Receive(busy, 24));
            Assert.Equal(0, busy.GetStream().Read(new byte[1]));
            Send(line, "still");
            Assert.Equal("still", Receive(first, 5));
            NetworkStream rest = first.GetStream();
            first.Client.Shutdown(SocketShutdown.Send);
            Send(line, "answer");
            Assert.Equal("answer", Receive(rest, 6));
        }

        using TcpClient second = ConnectUntilServed(line);
        second.GetStream().Write("two\r"u8);
        Assert.Equal("two\r", ReadText(line, 4));
        line.Dispose();
        Assert.Equal(-1, line.Read(new byte[1], 0, 1));
    }

    [Fact]
    public void Tcp_keeps_the_latest_output_for_the_next_client()
    {
        using TcpSerialLine line = new(new IPEndPoint(IPAddress.Loopback, 0));
        Send(line, new string('o', 100_000) + "end");
        using TcpClient client = Connect(line);
        Assert.EndsWith("oend", Receive(client, 16 * 1024));
    }

    [Fact]
    public void Tcp_sends_nothing_of_telnet_to_a_plain_client_and_negotiates_with_telnet()
    {
        using TcpSerialLine line = new(new IPEndPoint(IPAddress.Loopback, 0));
        using TcpClient client = Connect(line);
        client.GetStream().Write("plain\n"u8);
        Assert.Equal("plain\n", ReadText(line, 6));
        Send(line, "\u00ff");
        client.GetStream().Write("telnet\r\n"u8);
        Assert.Equal("telnet\r", ReadText(line, 7));
        byte[] expected = [0xC3, 0xBF, 255, 251, 1, 255, 251, 3];
        Assert.Equal(Encoding.Latin1.GetString(expected), Receive(client, 8));
        line.Write([1, 255, 2], 0, 3);
        Assert.Equal("\u0001\u00ff\u00ff\u0002", Receive(client, 4));
    }

    [Theory]
    [InlineData("61 0D 0A 62", "61 0D 62", "FF FB 01 FF FB 03")]
    [InlineData("61 0D 00 62", "61 0D 62", "")]
    [InlineData("61 0A 62 00", "61 0A 62 00", "")]
    [InlineData("0D 0D 0A", "0D 0D", "FF FB 01 FF FB 03")]
    [InlineData("FF FD 01 61", "61", "FF FB 01 FF FB 03")]
    [InlineData("FF FD 18 61", "61", "FF FB 01 FF FB 03 FF FC 18")]
    [InlineData("FF FB 03", "", "FF FB 01 FF FB 03 FF FD 03")]
    [InlineData("FF FB 1F FF FA 1F 00 50 FF FF 00 FF F0 61", "61", "FF FB 01 FF FB 03 FF FE 1F")]
    [InlineData("FF FC 01 FF FE 01", "", "FF FB 01 FF FB 03")]
    [InlineData("61 FF FF 62", "61 FF 62", "")]
    [InlineData("FF F4 FF F3 FF F1 FF F6", "03 03", "")]
    [InlineData("61 FF", "61", "")]
    public void Telnet_is_taken_out(string received, string typed, string replies)
    {
        byte[] bytes = FromHex(received);
        TelnetFilter whole = new();
        int count = whole.Reduce(bytes);
        Assert.Equal(FromHex(typed), bytes[..count]);
        Assert.Equal(FromHex(replies), whole.TakeReplies());
        Assert.Empty(whole.TakeReplies());

        // The same byte by byte, as a network may cut it.
        TelnetFilter cut = new();
        using MemoryStream kept = new();
        foreach (byte b in FromHex(received))
        {
            byte[] one = [b];
            kept.Write(one, 0, cut.Reduce(one));
        }

        Assert.Equal(FromHex(typed), kept.ToArray());
        Assert.Equal(FromHex(replies), cut.TakeReplies());
    }

    [Fact]
    public void A_pseudo_terminal_is_raw_and_survives_its_clients()
    {
        using PtySerialLine line = new();
        Assert.Equal(0, line.Read(new byte[1], 0, 1));
        Send(line, "before");
        for (int i = 0; i < 2; i++)
        {
            using FileStream client = new(line.Path, FileMode.Open, FileAccess.ReadWrite,
                FileShare.ReadWrite, bufferSize: 0);
            if (i == 0) Assert.Equal("before", Receive(client, 6));
            client.Write("\x03?\t\x1b[A\r\n"u8);
            Assert.Equal("\x03?\t\x1b[A\r\n", ReadText(line, 8));
            Send(line, "a\r\nb");
            Assert.Equal("a\r\nb", Receive(client, 4));
        }

        Assert.Equal(0, line.Read(new byte[1], 0, 1));
        line.Dispose();
        Assert.Equal(-1, line.Read(new byte[1], 0, 1));
    }

    [Fact]
    public void A_pseudo_terminal_that_nobody_reads_does_not_hold_the_board()
    {
        using PtySerialLine line = new();
        for (int i = 0; i < 100; i++) Send(line, new string('x', 10_000));
        using FileStream client = new(line.Path, FileMode.Open, FileAccess.ReadWrite,
            FileShare.ReadWrite, bufferSize: 0);
        Assert.Equal("xxxx", Receive(client, 4));
        client.Write("alive"u8);
        Assert.Equal("alive", ReadText(line, 5));
    }

    private static byte[] FromHex(string hex) => Convert.FromHexString(hex.Replace(" ", ""));

    private static void Send(ISerialLine line, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        line.Write(bytes, 0, bytes.Length);
    }

    private static void WaitFor(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, s_patience));

    private static string ReadText(ISerialLine line, int count)
    {
        byte[] bytes = new byte[count];
        int at = 0;
        WaitFor(() =>
        {
            at += Math.Max(0, line.Read(bytes, at, count - at));
            return at == count;
        });
        return Encoding.UTF8.GetString(bytes);
    }

    private static string Receive(TcpClient client, int count) =>
        Receive(client.GetStream(), count);

    private static string Receive(Stream stream, int count)
    {
        byte[] bytes = new byte[count];
        stream.ReadExactly(bytes);
        return Encoding.Latin1.GetString(bytes);
    }

    private static TcpClient Connect(TcpSerialLine line)
    {
        TcpClient client = new();
        client.Connect(line.Endpoint);
        client.ReceiveTimeout = (int)s_patience.TotalMilliseconds;
        return client;
    }

    // The line learns of a client that left only when its connection ends.
    private static TcpClient ConnectUntilServed(TcpSerialLine line)
    {
        while (true)
        {
            TcpClient client = Connect(line);
            WaitFor(() =>
            {
                Send(line, "x");
                return client.Available > 0;
            });
            if (Receive(client, 1) == "x") return client;
            client.Dispose();
        }
    }
}
