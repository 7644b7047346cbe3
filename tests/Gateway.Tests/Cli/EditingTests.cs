using System.Linq;
using System.Text;
using Xunit;

namespace Gateway.Tests.Cli;

/// <summary>The line editor's keys, seen on the screen and by what is executed.</summary>
public class EditingTests
{
    private const string Left = "\u001b[D";
    private const string Right = "\u001b[C";
    private const string Up = "\u001b[A";
    private const string Down = "\u001b[B";

    [Theory]
    [InlineData("disX\u007fplay", "display")]
    [InlineData("disX\bplay", "display")]
    [InlineData("isplay" + Left + Left + Left + Left + Left + Left + "d", "display")]
    [InlineData("isplay\u0001d\u0005 clock", "display clock")]
    [InlineData("isplay\u001b[Hd\u001b[F clock", "display clock")]
    [InlineData("isplay\u001bOHd\u001bOF clock", "display clock")]
    [InlineData("isplay\u001b[1~d\u001b[4~ clock", "display clock")]
    [InlineData("isplay\u001b[7~d\u001b[8~ clock", "display clock")]
    [InlineData("Xdisplay\u0001\u001b[3~", "display")]
    [InlineData("Xdisplay\u0001\u0004", "display")]
    [InlineData("display foo\u0017clock", "display clock")]
    [InlineData("display foo  \u0017clock", "display clock")]
    [InlineData("rubbish\u0015dir", "dir")]
    [InlineData("dirrubbish" + Left + Left + Left + Left + Left + Left + Left + "\u000b", "dir")]
    [InlineData("ab" + Left + Left + Left + Left + "x" + Right + Right + Right + Right
        + "y", "xaby")]
    [InlineData("d\u001b[9;9;9zi\u001b[1;5Pr", "dir")]
    [InlineData("d\u001bxi\u001b\u001b[15~r", "dir")]
    [InlineData("d\u0000i\u00ffr\u00c3\u00a9", "dir")]
    [InlineData("\u007f\u007f\u0004\u0017\u0015\u000bdir", "dir")]
    [InlineData("\u0002\u0006dir\u0002\u0006", "dir")]
    public void Keys_edit_the_line(string keys, string line)
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Type(keys);
        Assert.Equal("<HUAWEI> " + line, shell.Screen.CurrentLine.TrimEnd());
        Assert.StartsWith("<HUAWEI> ", shell.Screen.CurrentLine);
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r\0")]
    public void Every_line_end_is_one_Enter(string end)
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Type("system-view" + end + "sysname A" + end + end);
        Assert.Equal("<HUAWEI> system-view\n[~HUAWEI] sysname A\n[*HUAWEI] \n[*HUAWEI] ",
            shell.Screen.Text);
    }

    [Fact]
    public void Output_lines_end_with_CR_LF()
    {
        ShellHarness shell = ShellHarness.Started().Enter("display version", "foo");
        Assert.Equal(shell.Raw.Count(c => c == '\n'), shell.Raw.Split("\r\n").Length - 1);
        Assert.Equal(shell.Raw.Count(c => c == '\r'), shell.Raw.Count(c => c == '\n'));
    }

    [Fact]
    public void History_goes_back_ten_lines_and_forth()
    {
        ShellHarness shell = ShellHarness.Started();
        for (int i = 0; i < 12; i++) shell.Enter("x" + i);
        shell.Enter("x11", "");
        for (int i = 11; i >= 2; i--)
        {
            shell.Type(i % 2 == 0 ? Up : "\u0010");
            Assert.Equal("<HUAWEI> x" + i, shell.Screen.CurrentLine);
        }

        shell.Type(Up);
        Assert.Equal("<HUAWEI> x2", shell.Screen.CurrentLine);
        shell.Type(Down);
        Assert.Equal("<HUAWEI> x3", shell.Screen.CurrentLine);
        shell.Type("\u000e");
        Assert.Equal("<HUAWEI> x4", shell.Screen.CurrentLine);
        for (int i = 0; i < 9; i++) shell.Type(Down);
        Assert.Equal("<HUAWEI> ", shell.Screen.CurrentLine);
    }

    [Fact]
    public void A_line_that_is_too_long_is_refused_whole()
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view");
        string answer = shell.Answer("sysname " + new string('a', 300));
        Assert.Equal("Error: The line is too long; nothing was executed. "
            + "300 characters are allowed.", answer);
        Assert.False(shell.Transaction.HasUncommittedChanges);
        Assert.Equal("", shell.Answer("sysname b"));
    }

    [Fact]
    public void Control_C_drops_the_line_and_control_L_shows_it_again()
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Type("display ver" + Left + Left + Left + "\u000c");
        Assert.Equal("<HUAWEI> display ver", shell.Screen.CurrentLine);
        Assert.Equal("<HUAWEI> display ".Length, shell.Screen.Column);
        shell.Type("\u0003");
        Assert.Equal("<HUAWEI> ", shell.Screen.CurrentLine);
    }

    [Fact]
    public void Help_in_the_middle_of_a_line_keeps_the_line_and_the_cursor()
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Type("display clock" + Left + Left + Left + Left + Left + "?");
        Assert.Equal("<HUAWEI> display clock", shell.Screen.CurrentLine);
        Assert.Equal("<HUAWEI> display ".Length, shell.Screen.Column);
        Assert.Contains("  version                 Hardware and firmware", shell.Screen.Text);
    }

    [Theory]
    [InlineData("dis\t", "display ")]
    [InlineData("DIS\t", "display ")]
    [InlineData("display \t", "display ")]
    [InlineData("display cur\t", "display current-configuration ")]
    [InlineData("display c\t", "display c")]
    [InlineData("zzz\t", "zzz")]
    [InlineData("zzz dis\t", "zzz dis")]
    [InlineData("\t", "")]
    [InlineData("delete a\t", "delete a")]
    [InlineData("delete S\t", "delete S")]
    [InlineData("delete \"\t", "delete \"")]
    [InlineData("clock datetime H\t", "clock datetime H")]
    public void Tab_completes_what_is_unique(string keys, string line)
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Type(keys);
        Assert.Equal("<HUAWEI> " + line, shell.Screen.CurrentLine);
    }

    [Fact]
    public void A_notice_stands_above_the_line_being_typed()
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Type("display cl");
        shell.Terminal.Notify("Info: The port 100GE1/0/1 is down.");
        shell.Type("ock\r");
        Assert.Equal(
            "Info: The port 100GE1/0/1 is down.\n<HUAWEI> display clock\n2026-01-31 09:33:10 UTC",
            string.Join("\n", shell.Screen.Text.Split('\n').Take(3)));
    }

    [Fact]
    public void Names_in_output_cannot_steer_the_terminal()
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Terminal.Notify("a\u001b[2Jb\u009bc\u0007d\u00e9");
        Assert.Contains("a?[2Jb?c?d"
            + Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("\u00e9")), shell.Raw);
    }

    [Fact]
    public void A_line_over_several_rows_can_be_edited()
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Terminal.ScreenWidth = 20;
        shell.Type("0123456789abcdefghijklmnopqrstuvwxyz");
        const string Rows = "<HUAWEI> 0123456789a\nbcdefghijklmnopqrstu\nvwxyz";
        Assert.Equal(Rows, shell.Screen.Text);
        shell.Type("\u007f\u007f\u007f\u007f\u007f");
        Assert.Equal("<HUAWEI> 0123456789a\nbcdefghijklmnopqrstu\n", shell.Screen.Text);
        shell.Type("\u007f\u007f");
        Assert.Equal("<HUAWEI> 0123456789a\nbcdefghijklmnopqrs", shell.Screen.Text);
        shell.Type("tuvwxyz\u0001");
        Assert.Equal(9, shell.Screen.Column);
        Assert.Equal(Rows, shell.Screen.Text);
        shell.Type("X\u007f\u0005");
        Assert.Equal(Rows, shell.Screen.Text);
        Assert.Equal(5, shell.Screen.Column);
        shell.Terminal.Notify("Info: Up.");
        Assert.Equal("Info: Up.\n" + Rows, shell.Screen.Text);
        shell.Type("\u001b[A\u0015sys\t\u0015disp foo\r");
        Assert.StartsWith("Info: Up.\n<HUAWEI> disp foo\n              ^\nError: Unrec",
            shell.Screen.Text);
    }

    [Fact]
    public void Sentences_are_broken_between_words_and_nothing_else_is()
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Terminal.ScreenWidth = 20;
        Assert.Equal("Warning: The time is\n over, or it was\n 0123456789012345678901\n so.",
            Noticed("Warning: The time is over, or it was 0123456789012345678901 so.", 21));
        Assert.Equal("Warning: The time\n is over.", Noticed("Warning: The time is over.", 20));
        Assert.Equal("Error: 901234567890", Noticed("Error: 901234567890", 20));
        Assert.Equal("Error: 9012345678901234567890", Noticed("Error: 9012345678901234567890", 0));
        Assert.Equal(" Info: The\n certificate is\n renewed:\n abcdefgh.cer.",
            Noticed(" Info: The certificate is renewed: abcdefgh.cer.", 20));
        Assert.Equal(" cmp-request server url http://10.3.0.1",
            Noticed(" cmp-request server url http://10.3.0.1", 20));

        string Noticed(string line, int width)
        {
            shell = ShellHarness.Started();
            shell.Terminal.ScreenWidth = width;
            shell.Terminal.Notify(line);
            return shell.Screen.Text[..shell.Screen.Text.LastIndexOf('\n')];
        }
    }

    [Fact]
    public void The_caret_stands_in_the_row_of_the_word()
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Terminal.ScreenWidth = 20;
        shell.Type("display version foo\r");
        Assert.StartsWith("<HUAWEI> display ver\nsion foo\n     ^\nError: Too", shell.Screen.Text);
    }

    [Fact]
    public void A_row_with_the_wrong_word_is_repeated_when_others_follow_it()
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Terminal.ScreenWidth = 20;
        shell.Type("foo 567890123456789012345\r");
        Assert.StartsWith("<HUAWEI> foo 5678901\n23456789012345\n<HUAWEI> foo 5678901\n"
            + "         ^\nError: Unrec", shell.Screen.Text);
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\u0003")]
    [InlineData("?\u0003")]
    [InlineData("\t\u0003")]
    public void A_line_over_several_rows_is_left_behind_its_last_row(string keys)
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Terminal.ScreenWidth = 20;
        shell.Type("di bbbbbbbbbbbbbbbbbbbb\u0001" + Right + Right + keys);
        Assert.StartsWith("<HUAWEI> di bbbbbbbb\nbbbbbbbbbbbb\n", shell.Screen.Text);
        Assert.DoesNotContain("bbb\n\n", shell.Screen.Text);
        Assert.EndsWith("\n<HUAWEI> ", shell.Screen.Text);
    }

    [Fact]
    public void A_row_filled_to_its_end_is_left_without_an_empty_one()
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Terminal.ScreenWidth = 20;
        shell.Type("display clo\u0003");
        Assert.Equal("<HUAWEI> display clo\n<HUAWEI> ", shell.Screen.Text);
    }

    [Fact]
    public void Screen_width_tells_the_editor_where_rows_end()
    {
        ShellHarness shell = ShellHarness.Started().Enter("screen-width 60 temporary");
        Assert.Equal(60, shell.Terminal.ScreenWidth);
        shell.Type(new string('x', 60));
        Assert.EndsWith("\n<HUAWEI> " + new string('x', 51) + "\n" + new string('x', 9),
            shell.Screen.Text);
        shell.Type("\u0003");
        shell.Enter("undo screen-width temporary");
        Assert.Equal(80, shell.Terminal.ScreenWidth);
    }

    [Fact]
    public void The_longest_values_fit_a_line()
    {
        ShellHarness shell = ShellHarness.Started();
        string fqdn = new string('a', 63) + "." + new string('b', 63) + "." + new string('c', 63)
            + "." + new string('d', 63);
        Assert.Equal("", shell.Enter("system-view", "pki entity e1").Answer("fqdn " + fqdn));
        Assert.Contains(fqdn, shell.CandidateText);
        shell.Enter("quit", "load configuration terminal", "pki entity e2", " fqdn " + fqdn,
            "return");
        Assert.Equal(fqdn, shell.Transaction.Candidate.FindEntity("e2").Fqdn);
        Assert.Contains("is too long", shell.Answer(new string('x', 301)));
    }

    [Theory]
    [InlineData("cmp-request mesage-authentication-code 1234 ")]
    [InlineData("cmp-request mac 1234 ")]
    [InlineData("cmp-req message-authentcation-code 1234 ")]
    [InlineData("cmp-requst message-authentication-code 1234 ")]
    public void A_secret_behind_a_slip_is_masked(string line)
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view", "pki cmp session s1");
        shell.Enter(line + "Huawei@RSA1234", "display history-command");
        Assert.DoesNotContain("Huawei@", shell.Raw);
    }
}
