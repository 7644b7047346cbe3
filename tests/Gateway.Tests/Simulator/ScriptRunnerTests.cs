using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Simulator;
using Xunit;

namespace Gateway.Tests.Simulator;

/// <summary>Scripts, and the main loop that they run on.</summary>
public sealed class ScriptRunnerTests
{
    private readonly List<string> _transcript = [];

    [Fact]
    public void Types_each_line_when_the_console_waits()
    {
        ScriptResult result = Run(["one", "", "# two"]);
        Assert.Equal(new ScriptResult(ScriptEnd.Done, 3, 0), result);
        Assert.Equal(["> one", "ok one", "> ", "ok ", "> # two", "ok # two", "> "], _transcript);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public void Progress_that_was_erased_leaves_no_trace()
    {
        Run(["slow"]);
        Assert.Equal(["> slow", "done", "> "], _transcript);
    }

    [Fact]
    public void A_masked_secret_never_reaches_the_transcript()
    {
        Run(["secret hunter2"]);
        Assert.Equal("> secret ******", _transcript[0]);
        Assert.DoesNotContain(_transcript, l => l.Contains("hunter2"));
    }

    [Theory]
    [InlineData("fail")]
    [InlineData("fail-indented")]
    public void Stops_at_the_first_error(string command)
    {
        ScriptResult result = Run(["one", command, "three"]);
        Assert.Equal(new ScriptResult(ScriptEnd.Error, 2, 1), result);
        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain(_transcript, l => l.Contains("three"));
    }

    [Fact]
    public void Keeps_going_and_still_tells()
    {
        ScriptResult result = Run(["fail", "one", "fail"], new ScriptOptions { KeepGoing = true });
        Assert.Equal(new ScriptResult(ScriptEnd.Done, 3, 2), result);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public void A_question_that_is_an_error_counts_once()
    {
        Assert.Equal(new ScriptResult(ScriptEnd.Error, 1, 1), Run(["ask", "yes"]));
        Assert.Equal("Error: yes or no? ", _transcript[^1]);
        ScriptResult result = Run(["ask", "yes"], new ScriptOptions { KeepGoing = true });
        Assert.Equal(new ScriptResult(ScriptEnd.Done, 2, 1), result);
    }

    [Theory]
    [InlineData("say An Error: inside")]
    [InlineData("Error: typed only")]
    public void An_error_stands_at_the_start_of_a_line(string command) =>
        Assert.Equal(0, Run([command]).Errors);

    [Fact]
    public void A_reboot_starts_anew_and_the_script_goes_on()
    {
        using LoopbackSerialLine line = new();
        using SimulatedBoard board = Board(line);
        ScriptResult result = new ScriptRunner(board, line.Peer, _transcript.Add)
            .Run(Script.Of(["reboot", "after"]), new ScriptOptions(),
                TestContext.Current.CancellationToken);
        Assert.Equal(new ScriptResult(ScriptEnd.Done, 2, 0), result);
        Assert.Equal(2, board.Starts);
        Assert.Equal(["> reboot", "ok reboot", "> after", "ok after", "> "], _transcript);
    }

    [Fact]
    public void A_hanging_command_ends_with_the_time_limit_or_a_cancellation()
    {
        ScriptOptions brief = new() { TimeLimit = TimeSpan.FromMilliseconds(30) };
        Assert.Equal(ScriptEnd.TimedOut, Run(["hang", "x"], brief).End);
        using CancellationTokenSource stop = new();
        stop.Cancel();
        ScriptResult result = RunUntil(["hang"], new ScriptOptions(), stop.Token);
        Assert.Equal((ScriptEnd.Cancelled, 1), (result.End, result.ExitCode));
    }

    [Fact]
    public void Types_a_line_once_it_may_and_tells_the_incomplete_one()
    {
        List<string> current = [];
        List<int> asked = [];
        using LoopbackSerialLine line = new();
        using SimulatedBoard board = Board(line);
        new ScriptRunner(board, line.Peer, _transcript.Add)
        {
            MayType = index =>
            {
                asked.Add(index);
                return asked.Count != 1;
            },
            OnCurrentLine = current.Add,
        }.Run(Script.Of(["slow", "b"]), new ScriptOptions(),
                TestContext.Current.CancellationToken);
        Assert.Equal([0, 0, 1], asked);
        Assert.Contains("50%", current);
    }

    [Fact]
    public void A_file_is_read_as_it_stands()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "\ufeffa\r\n\r\n b \n#\nlast", Encoding.UTF8);
            Assert.Equal(["a", "", " b ", "#", "last"], Script.Load(path).Lines);
            File.WriteAllBytes(path, [1, 0, 2]);
            Assert.Throws<InvalidDataException>(() => Script.Load(path));
            File.WriteAllText(path, new string('x', Script.LineLengthMax + 1));
            Assert.Throws<InvalidDataException>(() => Script.Load(path));
            File.WriteAllText(path,
                string.Concat(Enumerable.Repeat("xxxxxxx\n", Script.SizeMax / 8 + 1)));
            Assert.Throws<InvalidDataException>(() => Script.Load(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task The_main_loop_runs_until_its_console_ends_and_is_not_busy()
    {
        using LoopbackSerialLine line = new();
        StubApplication? application = null;
        using SimulatedBoard board =
            new(Parts(line), p => application = new StubApplication(p.Serial));
        Task run = Task.Run(() => board.Run(CancellationToken.None),
            TestContext.Current.CancellationToken);
        line.Peer.WriteLine("one");
        string text = "";
        while (!text.EndsWith("ok one\r\n> ", StringComparison.Ordinal))
        {
            text += line.Peer.ReadText();
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        int before = application!.Polls;
        await Task.Delay(100, TestContext.Current.CancellationToken);
        // A rest of 5 ms bounds the steps from above however slow the machine is.
        Assert.InRange(application.Polls - before, 0, 1000);
        line.Peer.Close();
        await run;
    }

    private static SimBoard Parts(LoopbackSerialLine line) =>
        new(new MemoryFlash(), line, new SimBoardOptions { Seed = [1] });

    private static SimulatedBoard Board(LoopbackSerialLine line) =>
        new(Parts(line), board => new StubApplication(board.Serial));

    private ScriptResult Run(string[] lines, ScriptOptions? options = null) =>
        RunUntil(lines, options ?? new ScriptOptions(), TestContext.Current.CancellationToken);

    private ScriptResult RunUntil(string[] lines, ScriptOptions options, CancellationToken stop)
    {
        _transcript.Clear();
        using LoopbackSerialLine line = new();
        using SimulatedBoard board = Board(line);
        return new ScriptRunner(board, line.Peer, _transcript.Add)
            .Run(Script.Of(lines), options, stop);
    }

    /// <summary>A console with just enough commands.</summary>
    private sealed class StubApplication(ISerialLine line) : IBoardApplication
    {
        private readonly byte[] _one = new byte[1];
        private string _typed = "";
        private int _slowSteps;

        public bool IsWaitingForInput { get; private set; }

        public bool RebootRequested { get; private set; }

        public int Polls { get; private set; }

        public void Start(long nowMs) => Prompt();

        public bool Poll()
        {
            Polls++;
            if (_slowSteps > 0 && --_slowSteps == 0)
            {
                Print("\r\x1b[Kdone\r\n");
                Prompt();
                return true;
            }

            if (_slowSteps > 0 || line.Read(_one, 0, 1) != 1) return false;
            char key = (char)_one[0];
            if (key != '\r')
            {
                _typed += key;
                return true;
            }

            string typed = _typed;
            _typed = "";
            Execute(typed);
            return true;
        }

        private void Execute(string typed)
        {
            bool isSecret = typed.StartsWith("secret ", StringComparison.Ordinal);
            Print((isSecret ? "secret ******" : typed) + "\r\n");
            IsWaitingForInput = false;
            switch (typed)
            {
                case "hang":
                    return;
                case "slow":
                    Print("50%");
                    _slowSteps = 3;
                    return;
                case "ask":
                    Print("Error: yes or no? ");
                    IsWaitingForInput = true;
                    return;
                case "fail":
                    Print("Error: it failed.\r\n");
                    break;
                case "fail-indented":
                    Print("  Error: it failed.\r\n");
                    break;
                case "reboot":
                    Print("ok reboot\r\n");
                    RebootRequested = true;
                    IsWaitingForInput = true;
                    return;
                default:
                    Print(isSecret ? "ok\r\n" : $"ok {typed}\r\n");
                    break;
            }

            Prompt();
        }

        private void Prompt()
        {
            Print("> ");
            IsWaitingForInput = true;
        }

        private void Print(string text)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(text);
            line.Write(bytes, 0, bytes.Length);
        }
    }
}
