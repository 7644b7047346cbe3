using Xunit;

namespace Gateway.Tests.Cli;

/// <summary>Whole conversations, compared with what the screen must show.</summary>
public class TranscriptTests
{
    [Theory]
    [InlineData("help.txt")]
    [InlineData("errors.txt")]
    [InlineData("dialogs.txt")]
    [InlineData("secrets.txt")]
    [InlineData("load.txt")]
    [InlineData("displays.txt")]
    [InlineData("undo.txt")]
    [InlineData("policies.txt")]
    [InlineData("requests.txt")]
    [InlineData("paste.txt")]
    [InlineData("certificates.txt")]
    public void Transcripts_hold(string name)
    {
        (string expected, string actual) = ShellHarness.Started().Play(Vectors.Read(name));
        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    [InlineData(7)]
    public void The_procedure_goes_as_printed(int chunkSize)
    {
        ShellHarness shell = new();
        shell.Terminal.IsPagingEnabled = false;
        shell.Terminal.Start(0);
        (string expected, string actual) = shell.Play(Vectors.Read("procedure.txt"), chunkSize);
        Assert.Equal(expected, actual);
        Assert.DoesNotContain("Huawei@RSA1234", shell.Raw);
    }
}
