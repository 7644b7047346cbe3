using System.Collections.Generic;
using System.Text;
using Gateway.Cli;
using Gateway.Config;
using Xunit;

namespace Gateway.Tests.Cli;

/// <summary>A terminal on a fake board, typed at and looked at.</summary>
internal sealed class ShellHarness : ITerminalOutput
{
    private readonly StringBuilder raw = new();

    public ShellHarness(FakeBoard? board = null, string portType = "100GE")
    {
        Board = board ?? new FakeBoard();
        Settings = new ShellSettings
        {
            FactoryName = "HUAWEI", PortType = portType, Ports = ["1/0/1", "1/0/2"],
        };
        Transaction = new ConfigurationTransaction(Settings.FactoryConfiguration());
        Transaction.Add(Board);
        ShellServices services = Board.Services();
        services.Trials = new FakeTrials(Transaction);
        Terminal = new Terminal(Settings, services, Transaction, this);
    }

    public FakeBoard Board { get; }

    public ShellSettings Settings { get; }

    public ConfigurationTransaction Transaction { get; }

    public Terminal Terminal { get; }

    public Screen Screen { get; } = new();

    /// <summary>Every byte that was put out.</summary>
    public string Raw => raw.ToString();

    public string RunningText => ConfigurationText.ToText(Transaction.Running);

    public string CandidateText => ConfigurationText.ToText(Transaction.Candidate);

    public void Write(byte[] buffer, int offset, int count)
    {
        for (int i = offset; i < offset + count; i++)
        {
            raw.Append((char)buffer[i]);
            Screen.Write(buffer[i]);
        }
    }

    /// <summary>A started console without paging.</summary>
    public static ShellHarness Started(FakeBoard? board = null)
    {
        ShellHarness shell = new(board);
        shell.Terminal.IsPagingEnabled = false;
        shell.Terminal.Start(0);
        return shell;
    }

    /// <summary>Types commands, each followed by Enter, and waits for what they start.</summary>
    public ShellHarness Enter(params string[] commands)
    {
        foreach (string command in commands)
        {
            Type(command + "\r");
            Finish();
        }

        return this;
    }

    public void Type(string keys) => Send(Encoding.Latin1.GetBytes(keys));

    public void Send(byte[] bytes) => Terminal.Receive(bytes, 0, bytes.Length, 0);

    public void Finish()
    {
        for (int i = 0; i < 1000 && Terminal.Poll(i); i++)
        {
        }

        Assert.True(Terminal.IsWaitingForInput);
    }

    /// <summary>What the screen shows since a command was entered, its echo left out.</summary>
    public string Answer(string command)
    {
        Enter();
        string before = Screen.Text;
        Enter(command);
        string after = Screen.Text;
        int start = after.IndexOf('\n', before.Length);
        int end = after.LastIndexOf('\n');
        return end <= start ? "" : after.Substring(start + 1, end - start - 1);
    }

    /// <summary>
    /// Types what a transcript marks as typed, and returns what the screen shows and what it
    /// should.
    /// Typed text stands between « and »; behind a bar stands how it shows when that differs. ⏎ ⇥ ⌫
    /// ↑ ↓ ← → are keys, ␃ and ␚ are Ctrl+C and Ctrl+Z.
    /// </summary>
    public (string Expected, string Actual) Play(string transcript, int chunkSize = int.MaxValue)
    {
        StringBuilder expected = new();
        List<string> typed = new();
        int at = 0;
        while (at < transcript.Length)
        {
            int open = transcript.IndexOf('«', at);
            if (open < 0) break;
            int close = transcript.IndexOf('»', open);
            expected.Append(transcript, at, open - at);
            string[] parts = transcript.Substring(open + 1, close - open - 1).Split('|', 2);
            typed.Add(Keys(parts[0]));
            expected.Append(parts.Length == 2 ? parts[1] : Visible(parts[0]));
            at = close + 1;
        }

        expected.Append(transcript, at, transcript.Length - at);
        foreach (string keys in typed)
        {
            for (int i = 0; i < keys.Length; i += chunkSize)
            {
                Type(keys.Substring(i, System.Math.Min(chunkSize, keys.Length - i)));
                if (chunkSize < int.MaxValue) Finish();
            }

            Finish();
        }

        return (Trim(expected.ToString()), Trim(Screen.Text));
    }

    private static string Keys(string text) => text
        .Replace("⏎", "\r").Replace("⇥", "\t").Replace("⌫", "\u007f").Replace("↑", "\u001b[A")
        .Replace("↓", "\u001b[B").Replace("→", "\u001b[C").Replace("←", "\u001b[D")
        .Replace("␃", "\u0003").Replace("␚", "\u001a");

    private static string Visible(string text) =>
        text.Replace("⏎", "").Replace("␃", "").Replace("␚", "");

    private static string Trim(string text)
    {
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++) lines[i] = lines[i].TrimEnd();
        return string.Join("\n", lines).TrimEnd('\n');
    }
}
