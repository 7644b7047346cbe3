using System;
using Gateway.Core;
using Xunit;

namespace Gateway.Tests.Cli;

/// <summary>Key pairs leave the device and enter it: questions, answers, refusals.</summary>
public class KeyTransportTests
{
    private const string Password = "Huawei@RSA1234";
    private const string Export = "pki export rsa-key-pair k1 pem filename k1.pem";
    private const string Import = "pki import rsa-key-pair k2 pkcs12 filename new.p12";

    private static ShellHarness Shell()
    {
        ShellHarness shell = ShellHarness.Started();
        shell.Board.Files["new.p12"] = 2500;
        shell.Board.Files["plain.pem"] = 1700;
        shell.Board.Files["old.p12"] = 2500;
        return shell.Enter("system-view",
            "pki rsa local-key-pair create k1 modulus 2048 exportable",
            "pki rsa local-key-pair create fixed modulus 2048", "commit");
    }

    [Fact]
    public void The_export_asks_the_password_twice_and_shows_nothing_of_it()
    {
        ShellHarness shell = Shell().Enter(Export, Password);
        Assert.EndsWith("Enter the password:\nConfirm the password:", shell.Screen.Text);
        shell.Enter(Password);
        Assert.Contains(" Info: Succeeded in exporting the RSA key pair k1 to file k1.pem.\n",
            shell.Screen.Text);
        Assert.EndsWith("[~HUAWEI] ", shell.Screen.Text);
        Assert.Contains("export k1 Pem k1.pem 14", shell.Board.Calls);
        Assert.DoesNotContain(Password, shell.Raw);
        Assert.DoesNotContain(Password, shell.Answer("display history-command"));
    }

    [Theory]
    [InlineData("pki export rsa-key-pair k1 pem filename f password {0}", "Pem")]
    [InlineData("pki export rsa-key-pair k1 pkcs12 filename f password {0}", "Pkcs12")]
    [InlineData("pki export rsa-key-pair k1 filename f pem password {0}", "Pem")]
    [InlineData("pki export rsa-key-pair K1 filename f pkcs12 password {0}", "Pkcs12")]
    [InlineData("pki export r k1 pk f f p {0}", "Pkcs12")]
    public void A_password_in_the_line_is_masked(string line, string form)
    {
        ShellHarness shell = Shell().Enter(string.Format(line, Password));
        Assert.Contains(shell.Board.Calls, call => call.StartsWith("export k1 " + form + " f 14",
            StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Password, shell.Raw);
        Assert.Contains("******", shell.Answer("display history-command"));
        Assert.DoesNotContain("Huawei", shell.Raw.Replace("HUAWEI", ""));

        // A recalled line holds no secret any more: it is asked.
        shell.Type("\u001b[A\u001b[A\r");
        shell.Enter("y");
        Assert.EndsWith("Enter the password:", shell.Screen.Text);
    }

    [Theory]
    [InlineData("pki export rsa-key-pair k1 pem password {0}")]
    [InlineData("pki export rsa-key-pair k1 filename f password {0}")]
    [InlineData("pki export rsa-key-pair k1 filename password {0}")]
    [InlineData("pki import rsa-key-pair k1 pem filename f exportable p {0}")]
    [InlineData("pki import rsa-key-pair pem filename f pass {0}")]
    [InlineData("pki imprt rsa-key-pair k1 pem filename f password {0}")]
    [InlineData("pki export rsa-key-pair none pem filename f password {0}")]
    [InlineData("quit\rpki export rsa-key-pair k1 pem filename f password {0}")]
    public void A_password_behind_a_slip_is_masked_too(string line)
    {
        ShellHarness shell = Shell();
        shell.Type(string.Format(line, Password) + "\r");
        shell.Finish();
        Assert.Contains("******", shell.Raw);
        Assert.DoesNotContain(Password, shell.Raw);
        Assert.DoesNotContain(Password, shell.Answer("display history-command"));
    }

    [Theory]
    [InlineData("pki rsa local-key-pair create password modulus 2048 exportable")]
    [InlineData("pki export rsa-key-pair password pem filename passkey")]
    [InlineData("pki export rsa-key-pair p pem filename p")]
    [InlineData("display pki rsa local-key-pair name password public")]
    [InlineData("pki rsa local-key-pair destroy password")]
    [InlineData("pki match-rsa-key certificate-filename password")]
    public void Names_that_look_like_the_word_are_no_secret(string line)
    {
        ShellHarness shell = Shell();
        shell.Type(line);
        Assert.EndsWith(line, shell.Screen.CurrentLine);
    }

    [Fact]
    public void A_key_that_is_not_exportable_stays()
    {
        ShellHarness shell = Shell();
        Assert.StartsWith("Error: The RSA key pair fixed was not made exportable",
            shell.Answer("pki export rsa-key-pair fixed pem filename f password " + Password));
        Assert.StartsWith("Error: There is no RSA key pair none",
            shell.Answer("pki export rsa-key-pair none pem filename f"));
        Assert.DoesNotContain(shell.Board.Calls, call => call.StartsWith("export"));
    }

    [Fact]
    public void Two_passwords_must_be_the_same_and_long_enough()
    {
        ShellHarness shell = Shell();
        Assert.Contains("Error: The two entries differ; try again.",
            shell.Enter(Export, Password, "other-one").Screen.Text);
        Assert.EndsWith("Error: The password is refused: 8 to 128 printable characters are "
            + "allowed.\n[~HUAWEI] ", shell.Enter(Export, "1234567").Screen.Text);
        Assert.Contains("Error: Wrong parameter found at '^' position. 8 to 128 printable",
            shell.Answer(Export + " password 1234567"));
        Assert.DoesNotContain(shell.Board.Calls, call => call.StartsWith("export"));
    }

    [Fact]
    public void An_existing_file_is_asked_for()
    {
        ShellHarness shell = Shell();
        string line = "pki export rsa-key-pair k1 pem filename plain.pem password " + Password;
        shell.Enter(line);
        Assert.EndsWith(" Warning: The file plain.pem already exists, overwrite it? [Y/N]:",
            shell.Screen.Text);
        shell.Enter("n");
        Assert.DoesNotContain(shell.Board.Calls, call => call.StartsWith("export"));
        shell.Enter(line, "y");
        Assert.Contains("export k1 Pem plain.pem 14", shell.Board.Calls);
    }

    [Fact]
    public void An_import_counts_as_an_edit_and_offers_to_delete_the_file()
    {
        ShellHarness shell = Shell().Enter(Import + " exportable", Password);
        Assert.EndsWith(" Info: Succeeded in importing the RSA key pair k2.\n"
            + " Warning: The file in the flash will be deleted. Please select 'N' if you want to "
            + "keep it. Please select [Y/N]:", shell.Screen.Text);
        shell.Enter("n");
        Assert.EndsWith(" Info: The file will keep in the flash.\n"
            + " Warning: The file new.p12 still holds the private key.\n[*HUAWEI] ",
            shell.Screen.Text);
        Assert.True(shell.Board.Find("k2").IsExportable);
        shell.Enter(Import.Replace("k2", "k3"), Password, "y");
        Assert.EndsWith(" Info: Delete Success.\n[*HUAWEI] ", shell.Screen.Text);
        Assert.False(shell.Board.Files.ContainsKey("new.p12"));
        Assert.False(shell.Board.Find("k3").IsExportable);
    }

    [Fact]
    public void A_password_is_asked_only_for_a_file_that_needs_one()
    {
        ShellHarness shell =
            Shell().Enter("pki import rsa-key-pair k2 pem filename plain.pem", "n");
        Assert.Contains("import k2 Pem plain.pem -", shell.Board.Calls);
        shell.Enter("pki import rsa-key-pair k3 filename new.p12 pkcs12 password x", "n");
        Assert.Contains("import k3 Pkcs12 new.p12 1", shell.Board.Calls);
    }

    [Fact]
    public void An_import_that_fails_changes_nothing()
    {
        ShellHarness shell = Shell().Enter(Import, FakeKeyTransport.WrongPassword);
        Assert.EndsWith("Error: The password is wrong.\n[~HUAWEI] ", shell.Screen.Text);
        Assert.Equal("Error: The file old.p12 is too old.",
            shell.Answer("pki import rsa-key-pair k2 pkcs12 filename old.p12"));
        Assert.Equal("Error: The file none does not exist.",
            shell.Answer("pki import rsa-key-pair k2 pkcs12 filename none"));
        shell.Type(Import + "\r\u0003");
        Assert.Null(shell.Board.Find("k2"));
    }

    [Fact]
    public void A_key_of_that_name_is_asked_for_and_one_in_use_stays()
    {
        ShellHarness shell = Shell().Enter(Import.Replace("k2", "k1"), "n");
        Assert.Contains(" Warning: The key pair k1 already exists, overwrite it? [Y/N]:",
            shell.Screen.Text);
        Assert.DoesNotContain(shell.Board.Calls, call => call.StartsWith("import"));
        shell.Enter(Import.Replace("k2", "k1"), "y", Password, "n");
        Assert.Contains("import k1 Pkcs12 new.p12 14", shell.Board.Calls);
        shell.Board.Keys["busy"] = shell.Board.Keys["k1"];
        Assert.Equal("Error: The key pair busy is being certified; wait.",
            shell.Answer(Import.Replace("k2", "busy")));
        shell.Enter("pki cmp session s1", "cmp-request rsa local-key-pair k1", "quit");
        Assert.StartsWith("Error: The RSA key pair k1 is used by CMP session s1",
            shell.Answer(Import.Replace("k2", "k1")));
    }

    [Fact]
    public void Certificates_are_matched_by_number()
    {
        ShellHarness shell = Shell();
        shell.Board.Keys["fixed"].Algorithm = KeyAlgorithm.EcP256;
        shell.Board.Files["all.pem"] = 1;
        Assert.Equal(" Info: Certificate 2 from file all.pem matches ECC key fixed\n"
            + " Info: Certificate 3 from file all.pem matches RSA key k1",
            shell.Answer("pki match-rsa-key certificate-filename all.pem"));
        Assert.Equal("Error: The file none does not exist.",
            shell.Answer("pki match-rsa-key certificate-filename none"));
        shell.Board.Keys.Clear();
        Assert.StartsWith("Error: No certificate from file all.pem matches a key pair",
            shell.Answer("pki match-rsa-key certificate-filename all.pem"));
    }

    [Fact]
    public void An_elliptic_key_is_shown_with_its_curve()
    {
        ShellHarness shell = Shell();
        shell.Board.Keys["fixed"].Algorithm = KeyAlgorithm.EcP256;
        shell.Board.Keys["fixed"].Bits = 256;
        string[] lines =
            shell.Answer("display pki rsa local-key-pair name fixed public").Split('\n');
        Assert.Contains(" Key type: ECC", lines);
        Assert.Contains(" Key curve: P-256", lines);
        Assert.DoesNotContain(lines, line => line.Contains("modulus"));
    }
}
