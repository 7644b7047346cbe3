using System;
using System.Linq;
using System.Text;
using Gateway.LabCa;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>What operators do beside the procedure, on the whole firmware.</summary>
public sealed class OperatorTests : IClassFixture<FaultyCa>
{
    private const string CaFile = "pki import-certificate ca filename cmp_ca1.cer";
    private const string LocalFile = "pki import-certificate local filename cmp_ir.cer";

    private readonly string _endpoint;

    public OperatorTests(FaultyCa ca)
    {
        ca.Server.Behave();
        _endpoint = ca.Server.Endpoint.ToString();
    }

    [Fact]
    public void An_import_that_was_given_up_can_be_repeated_without_its_file()
    {
        using ConsoleBench board = Enrolled();
        Clean(board.Type(CaFile, "y", "y", LocalFile, "y", "clear configuration candidate"));
        Assert.Empty(board.Files());

        // No file is left, so none is offered for deletion.
        Clean(board.Type(CaFile, "y", LocalFile, "commit"));
        string[] shown = board.Type("display pki certificate local filename cmp_ir.cer");
        Clean(shown);
        Assert.Contains(shown, line => line.Contains("CN=hello"));
        Assert.Contains(board.Type(LocalFile), line =>
            line.StartsWith("Error: ", StringComparison.Ordinal)
            && line.Contains("imported already"));
    }

    [Fact]
    public void Names_are_found_in_any_case()
    {
        using ConsoleBench board = Enrolled();
        Clean(board.Type("pki cmp session CMP", "cmp-request rsa local-key-pair RSA_CMP", "quit",
            "display pki rsa local-key-pair name Rsa_Cmp public"));
        Assert.Contains(board.Type("display configuration candidate"),
            line => line.Trim() == "cmp-request rsa local-key-pair rsa_cmp");
        foreach (string command in new[] { "create", "destroy" })
        {
            Assert.Contains(board.Type("pki rsa local-key-pair " + command + " RSA_CMP"),
                line => line.Contains("is used by CMP session cmp"));
        }

        Clean(board.Type("pki import-certificate local filename CMP_IR.CER", "n", LocalFile, "n"));
        Assert.Single(board.Type("display configuration candidate"),
            line => line.StartsWith("pki import-certificate", StringComparison.Ordinal));
        Clean(board.Type("pki cmp session cmp", "cmp-request authentication-cert cmp_IR.cer",
            "quit", "commit"));

        // The other kind is another certificate, which nobody uses.
        Assert.Contains(board.Type("pki delete-certificate ca filename cmp_ir.cer"),
            line => line.Contains("is not imported as ca"));
        Assert.Contains(board.Type("pki delete-certificate local filename cmp_ir.cer"),
            line => line.Contains("is used by CMP session cmp"));
    }

    [Fact]
    public void The_files_of_a_session_with_the_longest_name_can_be_imported()
    {
        string name = new('s', 64);
        using ConsoleBench board = new(_endpoint);
        board.Configure(FaultyCa.Secret);
        Clean(board.Type("pki cmp session " + name, "cmp-request entity user01",
            $"cmp-request ca-name \"{LabCaOptions.DefaultSubject}\"",
            "cmp-request server url http://10.3.0.1:8080", "cmp-request rsa local-key-pair rsa_cmp",
            "cmp-request message-authentication-code 1234 " + FaultyCa.Secret, "quit",
            "pki cmp initial-request session " + name,
            "pki import-certificate ca filename " + name + "_ca1.cer", "y", "y",
            "pki import-certificate local filename " + name + "_ir.cer", "y", "commit"));
    }

    [Fact]
    public void Fetched_certificates_become_PEM_files_when_so_configured()
    {
        using ConsoleBench board = new(_endpoint);
        board.Configure(FaultyCa.Secret);
        Clean(board.Type("pki file-format pem", ConsoleBench.Enrol));
        FileStore files = new(new RecordStore(board.Flash));
        Assert.Equal(["cmp_ca1.cer", "cmp_ir.cer"], board.Files());
        foreach (string name in board.Files())
        {
            Assert.StartsWith("-----BEGIN CERTIFICATE-----",
                Encoding.ASCII.GetString(files.Read(name)));
        }

        Assert.Contains("-----END CERTIFICATE-----", board.Type("more cmp_ir.cer"));
        Clean(board.Type(CaFile, "y", "y", LocalFile, "y", "commit"));
        Assert.Contains(" Info: The certificate cmp_ir.cer is valid.",
            board.Type("pki validate-certificate local filename cmp_ir.cer"));
        Clean(board.Type("pki enroll-certificate session cmp pkcs10 filename my.csr"));
        Assert.Contains("-----BEGIN CERTIFICATE REQUEST-----", board.Type("more my.csr"));
    }

    private ConsoleBench Enrolled()
    {
        ConsoleBench board = new(_endpoint);
        board.Configure(FaultyCa.Secret);
        Clean(board.Type(ConsoleBench.Enrol));
        return board;
    }

    private static void Clean(string[] transcript) => Assert.False(
        transcript.Any(line => line.Contains("Error")), string.Join('\n', transcript));
}
