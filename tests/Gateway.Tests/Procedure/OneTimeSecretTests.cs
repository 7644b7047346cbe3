using System;
using System.Linq;
using System.Text;
using Gateway.App;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.Procedure;

/// <summary>A MAC secret that is good for one certificate is nowhere once that is confirmed.</summary>
public sealed class OneTimeSecretTests(FaultyCa ca) : IClassFixture<FaultyCa>
{
    private const string Erased = " Info: The one-time MAC secret of 1234 was used and is erased.";

    private string Endpoint => ca.Server.Endpoint.ToString();

    [Fact]
    public void A_provisioned_one_is_erased_with_the_first_certificate()
    {
        ca.Server.Behave();
        using ConsoleBench board = new(Endpoint);
        Assert.Null(Provisioning.StoreMacSecret(board.Flash, board.Parts.Entropy,
            board.Parts.Info.ChipId, "1234", Encoding.ASCII.GetBytes(FaultyCa.Secret),
            isOneTime: true));
        Assert.Single(new RecordStore(board.Flash).List("mac-"));
        board.Configure("");
        string[] said = board.Type(ConsoleBench.Enrol, ConsoleBench.Enrol);
        Assert.Contains(Erased, said);
        Assert.Contains(said, l => l.StartsWith("Error: CMP session cmp lacks"
            + " message-authentication-code with a usable secret", StringComparison.Ordinal));
        Assert.Equal(["cmp_ca1.cer", "cmp_ir.cer"], board.Files());
        Assert.Empty(new RecordStore(board.Flash).List("mac-"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_of_the_configuration_is_erased_wherever_it_stands(bool isCommitted)
    {
        ca.Server.Behave();
        using ConsoleBench board = new(Endpoint);
        board.Configure(FaultyCa.Secret);
        board.Type("pki cmp session cmp", "cmp-request one-time-secret", "quit");
        if (isCommitted) board.Type("commit", "sysname Other", "commit");
        string cipher = board.Type("display configuration candidate")
            .Single(l => l.Contains("%@%#", StringComparison.Ordinal)).Split(' ')[^1];
        string[] said = board.Type(ConsoleBench.Enrol, "display configuration candidate",
            "display current-configuration", "display saved-configuration");
        Assert.Contains(Erased, said);
        Assert.DoesNotContain(said, l => l.Contains("%@%#", StringComparison.Ordinal));
        byte[] pattern = Encoding.ASCII.GetBytes(cipher);
        foreach (string record in board.Flash.List())
            Assert.True(board.Flash.Read(record).AsSpan().IndexOf(pattern) < 0, record);
        using ConsoleBench restarted = new(Endpoint, board);
        Assert.DoesNotContain(restarted.Type("display current-configuration"),
            l => l.Contains("message-authentication-code", StringComparison.Ordinal));

        // The next secret is good for one certificate too.
        if (!isCommitted) return;
        Assert.Contains(" cmp-request one-time-secret",
            restarted.Type("display configuration candidate"));
        said = restarted.Type("system-view", "pki cmp session cmp",
            "cmp-request message-authentication-code 1234 " + FaultyCa.Secret, "quit", "commit",
            "pki cmp certificate-request session cmp", "display current-configuration");
        Assert.Contains(Erased, said);
        Assert.DoesNotContain(said, l => l.Contains("%@%#", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_one_stays()
    {
        ca.Server.Behave();
        using ConsoleBench board = new(Endpoint);
        board.Configure(FaultyCa.Secret);
        string[] said = board.Type(ConsoleBench.Enrol, "display current-configuration");
        Assert.DoesNotContain(Erased, said);
        Assert.Contains(said, l => l.Contains("%@%#", StringComparison.Ordinal));
    }
}
