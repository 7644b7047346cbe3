using System.Linq;
using Gateway.LabCa;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>What a careless operator, or one who wants to know, can do with the enrolment: always a
/// reason in one line, never a board that stops, never a state that nobody asked for.</summary>
public sealed class OperatorErrorTests : IClassFixture<FaultyCa>
{
    private readonly FaultyCa _ca;

    public OperatorErrorTests(FaultyCa ca)
    {
        _ca = ca;
        _ca.Server.Behave();
        _ca.Log.Clear();
    }

    [Fact]
    public void The_longest_name_of_a_session_leaves_files_that_can_be_imported()
    {
        using ConsoleBench board = new(Endpoint);
        board.Configure(FaultyCa.Secret);
        string name = new('(', 64);
        string[] said = board.Type("pki cmp session " + name, "cmp-request entity user01",
            $"cmp-request ca-name \"{LabCaOptions.DefaultSubject}\"",
            "cmp-request server url http://10.3.0.1:8080", "cmp-request rsa local-key-pair rsa_cmp",
            "cmp-request message-authentication-code 1234 " + FaultyCa.Secret, "quit",
            "pki cmp initial-request session " + name,
            $"pki import-certificate local filename {name}_ir.cer", "n", "commit");
        Assert.DoesNotContain(said, l => l.Contains("Error"));
        Assert.Contains(said, l => l.Contains("Succeeded in importing"));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("con")]
    [InlineData(".")]
    [InlineData("-2e")]
    [InlineData("%@%#")]
    [InlineData("(&;|$`)<>~")]
    public void A_session_of_any_name_leaves_files_that_can_be_imported(string name)
    {
        using ConsoleBench board = new(Endpoint);
        board.Configure(FaultyCa.Secret);
        string[] said = board.Type("pki cmp session " + name, "cmp-request entity user01",
            $"cmp-request ca-name \"{LabCaOptions.DefaultSubject}\"",
            "cmp-request server url http://10.3.0.1:8080", "cmp-request rsa local-key-pair rsa_cmp",
            "cmp-request message-authentication-code 1234 " + FaultyCa.Secret, "quit",
            "pki cmp initial-request session " + name,
            $"pki import-certificate ca filename {name}_ca1.cer", "y", "y",
            $"pki import-certificate local filename {name}_ir.cer", "y", "commit");
        Assert.DoesNotContain(said, l => l.Contains("Error"));
        Assert.Empty(board.Files());

        using ConsoleBench restarted = new(Endpoint, board);
        Assert.Contains(restarted.Type($"display pki certificate local filename {name}_ir.cer"),
            l => l == $"Certificate file name: {name}_ir.cer");
    }

    [Fact]
    public void A_key_whose_certificate_was_imported_but_not_committed_is_in_use()
    {
        using ConsoleBench board = new(Endpoint);
        board.Configure(FaultyCa.Secret);
        board.Type(ConsoleBench.Enrol, "pki cmp session cmp", "undo cmp-request rsa local-key-pair",
            "quit", "commit", "pki import-certificate local filename cmp_ir.cer", "n");
        string[] destroyed = board.Type("pki rsa local-key-pair destroy rsa_cmp", "y", "commit");
        Assert.Contains(destroyed,
            l => l.Contains("Error: The key pair rsa_cmp belongs to the certificate cmp_ir.cer"));
        Assert.Contains(board.Type("display pki rsa local-key-pair public"),
            l => l.Contains("rsa_cmp"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(111)]
    [InlineData(112)]
    [InlineData(127)]
    [InlineData(128)]
    public void A_secret_of_any_length_is_there_after_a_restart(int length)
    {
        using ConsoleBench board = new(Endpoint);
        board.Configure(new string('s', length));
        using ConsoleBench restarted = new(Endpoint, board);
        string[] said = restarted.Type("system-view", ConsoleBench.Enrol);
        Assert.Single(said, l => l.Contains("Error: The MAC") || l.Contains("Not verified"));
    }

    private string Endpoint => _ca.Server.Endpoint.ToString();
}
