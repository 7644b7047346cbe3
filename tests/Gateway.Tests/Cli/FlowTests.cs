using System;
using System.Linq;
using Gateway.Config;
using Xunit;

namespace Gateway.Tests.Cli;

/// <summary>Paging, jobs, type-ahead, Ctrl+C, commit and replay.</summary>
public class FlowTests
{
    private static readonly string[] Session =
    [
        "system-view", "pki rsa local-key-pair create k1 modulus 2048", "pki entity e1",
            "common-name a", "quit",
        "pki cmp session s1", "cmp-request entity e1", "cmp-request ca-name C=cn",
        "cmp-request server url http://10.3.0.1:8080", "cmp-request rsa local-key-pair k1",
        "cmp-request message-authentication-code 1234 Huawei@RSA1234", "quit",
    ];

    private static ShellHarness Paged(int lines)
    {
        ShellHarness shell = new();
        shell.Terminal.Start(0);
        return shell.Enter("screen-length " + lines
            + " temporary", "system-view", "display current-configuration");
    }

    [Fact]
    public void Long_output_stops_at_a_full_screen()
    {
        ShellHarness shell = Paged(5);
        Assert.Equal("  ---- More ----", shell.Screen.CurrentLine);
        Assert.EndsWith("#\nsysname HUAWEI\n#\ninterface 100GE1/0/1\n  ---- More ----",
            shell.Screen.Text);
        shell.Type("x");
        Assert.Equal("  ---- More ----", shell.Screen.CurrentLine);
        shell.Type("\r");
        Assert.EndsWith("interface 100GE1/0/1\n#\n  ---- More ----", shell.Screen.Text);
        shell.Type(" ");
        Assert.EndsWith("#\ninterface 100GE1/0/2\n#\nreturn\n[~HUAWEI] ", shell.Screen.Text);
    }

    [Fact]
    public void After_a_confirmed_reboot_no_prompt_comes_and_nothing_is_taken()
    {
        ShellHarness shell = ShellHarness.Started().Enter("reboot");
        shell.Type("y\r");
        Assert.EndsWith("\n Info: System is rebooting, please wait...\n", shell.Screen.Text);
        Assert.False(shell.Terminal.IsWaitingForInput);
        Assert.Equal("reboot", shell.Board.Calls[^1]);
        string before = shell.Screen.Text;
        shell.Type("system-view\r");
        Assert.Equal(before, shell.Screen.Text);
    }

    [Fact]
    public void A_command_that_runs_out_of_memory_is_over_and_the_console_goes_on()
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view", "pki cmp session s1");
        shell.Board.IsExhausted = true;
        Assert.Equal("Error: The board ran out of memory and gave the command up; try again, or"
            + " 'reboot' first.", shell.Answer("cmp-request ca-name C=cn"));
        shell.Board.IsExhausted = false;
        Assert.Equal("", shell.Answer("cmp-request ca-name C=cn"));
        Assert.Contains("ca-name \"C=cn\"", shell.CandidateText);
    }

    [Fact]
    public void A_job_that_runs_out_of_memory_is_cancelled_and_can_be_started_again()
    {
        ShellHarness shell = ShellHarness.Started().Enter(Session);
        shell.Board.IsExhausted = true;
        string answer = shell.Answer("pki cmp initial-request session s1");
        Assert.EndsWith("or 'reboot' first.", answer);
        Assert.Equal("cancel", shell.Board.Calls[^1]);
        shell.Board.IsExhausted = false;
        Assert.Equal("", shell.Answer("pki cmp initial-request session s1"));
    }

    [Theory]
    [InlineData("q")]
    [InlineData("Q")]
    [InlineData("\u0003")]
    public void More_ends_early(string key)
    {
        ShellHarness shell = Paged(5);
        shell.Type(key);
        Assert.EndsWith("interface 100GE1/0/1\n[~HUAWEI] ", shell.Screen.Text);
        Assert.Contains("UTC", shell.Answer("display clock"));
    }

    [Fact]
    public void Screen_length_zero_and_the_property_switch_paging_off()
    {
        Assert.EndsWith("return\n[~HUAWEI] ", Paged(0).Screen.Text);
        ShellHarness shell = Paged(5);
        shell.Type("q");
        shell.Terminal.IsPagingEnabled = false;
        Assert.EndsWith("return", shell.Answer("display current-configuration"));
        shell.Terminal.IsPagingEnabled = true;
        shell.Enter("undo screen-length temporary");
        Assert.EndsWith("return", shell.Answer("display current-configuration"));
    }

    [Fact]
    public void A_notice_at_More_stands_above_it()
    {
        ShellHarness shell = Paged(5);
        shell.Terminal.Notify("Info: Up.");
        Assert.EndsWith("interface 100GE1/0/1\nInfo: Up.\n  ---- More ----", shell.Screen.Text);
    }

    [Fact]
    public void Progress_leaves_nothing_behind()
    {
        ShellHarness shell = ShellHarness.Started().Enter(Session);
        Assert.Contains("\rGenerating 3\u001b[K", shell.Raw);
        Assert.Equal("", shell.Answer("pki cmp initial-request session s1"));
        Assert.Contains("\rRequesting 3\u001b[K", shell.Raw);
        Assert.DoesNotContain("Requesting", shell.Screen.Text);
        Assert.True(shell.Board.Files.ContainsKey("s1_ir.cer"));
        shell.Terminal.ShowProgress = false;
        int before = shell.Raw.Length;
        shell.Enter("pki cmp initial-request session s1");
        Assert.DoesNotContain("Requesting", shell.Raw.Substring(before));
    }

    [Fact]
    public void A_request_reads_the_candidate_before_the_commit()
    {
        ShellHarness shell =
            ShellHarness.Started().Enter(Session).Enter("pki cmp initial-request session S1");
        string call = Assert.Single(shell.Board.Calls);
        Assert.StartsWith("Initial s1\n", call);
        Assert.Contains(" cmp-request server url http://10.3.0.1:8080\n", call);
        Assert.DoesNotContain("s1", shell.RunningText);
    }

    [Fact]
    public void A_failed_request_says_why_in_one_line_and_can_be_repeated()
    {
        ShellHarness shell = ShellHarness.Started().Enter(Session);
        shell.Board.EnrolmentFailure =
            "The server does not answer; check 'cmp-request server url'.";
        Assert.Equal("Error: "
            + shell.Board.EnrolmentFailure, shell.Answer("pki cmp initial-request session s1"));
        shell.Board.EnrolmentFailure = null;
        Assert.Equal("", shell.Answer("pki cmp initial-request session s1"));
    }

    [Fact]
    public void A_request_names_all_that_is_missing()
    {
        ShellHarness shell = ShellHarness.Started().Enter(Session);
        shell.Board.Keys.Remove("k1");
        shell.Board.Sealed.Clear();
        Assert.Equal("Error: CMP session s1 lacks rsa local-key-pair that exists (k1 does not), "
            + "message-authentication-code with a usable secret; set it with 'cmp-request' first.",
            shell.Answer("pki cmp initial-request session s1"));
        shell.Enter("pki cmp session s1", "undo cmp-request message-authentication-code", "quit");
        Assert.Contains("message-authentication-code;",
            shell.Answer("pki cmp initial-request session s1"));
    }

    [Fact]
    public void Control_C_cancels_a_job_and_what_was_typed_ahead()
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view");
        shell.Type("pki rsa local-key-pair create k1 modulus 2048\rsysname A\r");
        Assert.False(shell.Terminal.IsWaitingForInput);
        Assert.True(shell.Terminal.Poll(1));
        shell.Type("\u0003");
        Assert.True(shell.Terminal.IsWaitingForInput);
        Assert.False(shell.Terminal.Poll(2));
        Assert.EndsWith(
            " Generating key-pairs...\nError: Cancelled by Ctrl+C; nothing was changed.\n"
                + "[~HUAWEI] ",
            shell.Screen.Text);
        Assert.Empty(shell.Board.Keys);
        Assert.Equal(["cancel"], shell.Board.Calls);
    }

    [Fact]
    public void What_is_typed_during_a_job_comes_after_it()
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view");
        shell.Type("pki rsa local-key-pair create k1 modulus 2048\r");
        shell.Type("sysname A\r\npki rsa local-key-pair create k2\r2048\rcommit\r");
        shell.Finish();
        Assert.Equal(["k1", "k2"], shell.Board.Keys.Keys);
        Assert.EndsWith("[~A] ", shell.Screen.Text);
    }

    [Fact]
    public void Type_ahead_is_bounded()
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view");
        shell.Type("pki rsa local-key-pair create k1 modulus 2048\r");
        for (int i = 0; i < 300; i++) shell.Type("0123456789");
        Assert.Equal(3000 - 2048, shell.Screen.BellCount);
        shell.Finish();
        Assert.StartsWith("[*HUAWEI] 0123456789", shell.Screen.CurrentLine);
    }

    [Fact]
    public void A_refused_commit_changes_nothing()
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view", "sysname A");
        shell.Board.CommitRefusal = "The flash is full; delete files.";
        Assert.Equal("Error: The flash is full; delete files.", shell.Answer("commit"));
        Assert.Equal("[*HUAWEI] ", shell.Screen.CurrentLine);
        Assert.Equal("Error: The flash is full; delete files.",
            string.Join("", shell.Answer("quit\ry").Split('\n').Skip(1)));
        Assert.Equal("[*HUAWEI] ", shell.Screen.CurrentLine);
        shell.Board.CommitRefusal = null;
        Assert.Equal("", shell.Answer("commit"));
        Assert.Equal("[~A] ", shell.Screen.CurrentLine);
    }

    [Fact]
    public void A_provisioned_secret_is_used_without_asking()
    {
        ShellHarness shell = ShellHarness.Started().Enter(Session);
        shell.Board.Provisioned.Add("1234");
        shell.Enter("pki cmp session s1");
        Assert.Equal(" Info: The provisioned secret of 1234 is used.",
            shell.Answer("cmp-request message-authentication-code 1234"));
        Assert.Contains(" cmp-request message-authentication-code 1234\n", shell.CandidateText);
        shell.Enter("quit");
        Assert.Equal("", shell.Answer("pki cmp initial-request session s1"));
        shell.Board.Provisioned.Clear();
        Assert.StartsWith("Error: ", shell.Answer("pki cmp initial-request session s1"));
    }

    [Fact]
    public void What_the_configuration_prints_can_be_typed_again()
    {
        ShellHarness shell = ShellHarness.Started().Enter(Session).Enter("commit");
        string cipher = shell.Transaction.Running.FindSession("s1").MacCipherText;
        shell.Enter("pki cmp session s1", "undo cmp-request message-authentication-code");
        Assert.Equal("", shell.Answer("cmp-request message-authentication-code 1234 " + cipher));
        Assert.Equal(shell.RunningText, shell.CandidateText);
        Assert.DoesNotContain(cipher, shell.Screen.Text);
    }

    [Fact]
    public void A_warning_about_a_certificate_stands_before_the_question()
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view");
        shell.Board.Files["a.cer"] = 1;
        shell.Board.CertificateWarning = "The certificate is signed with SHA-1.";
        shell.Enter("pki import-certificate ca filename a.cer");
        Assert.EndsWith(
            ":1F:81\n Warning: The certificate is signed with SHA-1.\n"
                + " Is the fingerprint correct?(Y/N):",
            shell.Screen.Text);
        shell.Type("\u0003");
        Assert.Equal("[~HUAWEI] ", shell.Screen.CurrentLine);
        Assert.Empty(shell.Board.Store);
    }

    [Fact]
    public void A_stored_certificate_that_no_configuration_names_goes_at_once()
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view");
        shell.Board.Files["a.cer"] = 1;
        shell.Enter("pki import-certificate local filename a.cer", "n",
            "clear configuration candidate");
        Assert.Single(shell.Board.Store);
        Assert.Equal("", shell.Answer("pki delete-certificate local filename a.cer"));
        Assert.Empty(shell.Board.Store);
    }

    [Fact]
    public void Deleting_a_file_asks()
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Board.Files["a.cer"] = 1234567;
        Assert.Contains("-rw-     1234567  2026-01-31  09:33:10   a.cer\n\n"
            + "1234567 of 98304 bytes used (0 bytes free)", shell.Answer("dir"));
        shell.Enter("delete a.cer", "n");
        Assert.Single(shell.Board.Files);
        shell.Enter("delete a.cer", "y");
        Assert.Empty(shell.Board.Files);
        Assert.EndsWith(" Delete flash:/a.cer? [Y/N]:y\n Info: Delete Success.\n<HUAWEI> ",
            shell.Screen.Text);
    }

    [Fact]
    public void Replaying_what_is_displayed_displays_the_same()
    {
        ShellHarness first = new();
        first.Terminal.IsPagingEnabled = false;
        first.Terminal.Start(0);
        first.Play(Vectors.Read("procedure.txt"));
        string text = first.RunningText;
        Assert.Contains("message-authentication-code 1234 %@%#", text);

        ShellHarness same = new(first.Board);
        var report = same.Terminal.Replay(text);
        Assert.Equal(0, report.RefusedCount);
        Assert.Equal(0, report.MessageCount);
        Assert.Equal("", same.Screen.Text);
        Assert.Equal(text, same.CandidateText);
        Assert.Null(same.Transaction.Commit());
        Assert.Equal(text, same.RunningText);

        ShellHarness erased = new();
        report = erased.Terminal.Replay(text.Replace("\n", "\r\n"));
        Assert.Equal(0, report.RefusedCount);
        Assert.Equal(text, erased.CandidateText);
        string[] messages = Enumerable.Range(0,
            report.MessageCount).Select(report.Message).ToArray();
        Assert.Equal(5, messages.Length);
        Assert.All(messages, message => Assert.StartsWith("Warning: Line ", message));
    }

    [Fact]
    public void A_hostile_text_is_refused_line_by_line_within_bounds()
    {
        ShellHarness shell = new();
        string text = string.Concat(Enumerable.Repeat("foo\n", 5000)) + new string('x', 5000)
            + "\n cmp-request message-authentication-code 1 \u0001\npki cmp session s1\n"
            + " cmp-request message-authentication-code 1 \u0001\n"
            + " cmp-request message-authentication-code 1 %@%#\u0002\u001b%@%#\n"
            + " cmp-request message-authentication-code 1 %@%#" + new string('x', 300) + "%@%#\n"
            + " cmp-request message-authentication-code 1 \"\"\n"
                + "\"\"\nsysname \"\"\nreturn\nsysname After";
        var report = shell.Terminal.Replay(text);
        Assert.Equal(1, report.TakenCount);
        Assert.Equal(5008, report.RefusedCount);
        Assert.Equal(32, report.MessageCount);
        Assert.Equal("HUAWEI", shell.Transaction.Candidate.SystemName);
        Assert.Null(shell.Transaction.Candidate.FindSession("s1").MacReference);
    }

    [Theory]
    [InlineData("pki entity e", ConfigurationSchema.EntityCountMax)]
    [InlineData("pki cmp session s", ConfigurationSchema.SessionCountMax)]
    public void There_are_only_so_many_objects(string command, int countMax)
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view");
        for (int i = 0; i < countMax; i++) Assert.Equal("", shell.Answer(command + i));
        Assert.StartsWith("Error: There are " + countMax, shell.Answer(command + "x"));
        Assert.Equal("", shell.Answer(command + "0"));
    }

    [Fact]
    public void There_are_only_so_many_certificates()
    {
        ShellHarness shell = ShellHarness.Started().Enter("system-view");
        for (int i = 0; i < ConfigurationSchema.ImportCountMax; i++)
        {
            shell.Board.Files["f" + i] = 1;
            shell.Enter("pki import-certificate local filename f" + i, "n");
        }

        shell.Board.Files["x"] = 1;
        Assert.StartsWith("Error: There are 16",
            shell.Answer("pki import-certificate local filename x"));
        shell.Enter("pki import-certificate local filename f1", "n");
        Assert.Equal(16, shell.Transaction.Candidate.Imports.Count);
    }
}
