using System;
using System.Linq;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;
using Gateway.Tests.Cmp;
using Gateway.Tests.Procedure;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>What the operator has compared is what is trusted.</summary>
public sealed class ImportedAsShownTests : IDisposable
{
    private readonly ConsoleBench _board = new("127.0.0.1:9");

    public void Dispose() => _board.Dispose();

    [Fact]
    public void A_file_that_an_answer_replaces_at_the_question_is_not_imported()
    {
        Write(TestCa.Root.RawData);
        Ask();
        Write(TestCa.OtherRoot.RawData);
        Assert.Contains(_board.Type("y"), line => line.StartsWith("Error: The file ca.cer was"
            + " changed", StringComparison.Ordinal));
        Assert.Null(Imported());
    }

    [Fact]
    public void A_file_that_stays_is_imported()
    {
        Write(TestCa.Root.RawData);
        Ask();
        _board.Type("y", "n");
        Assert.Equal(TestCa.Root.RawData, Imported());
    }

    private void Ask() => Assert.Contains(
        _board.Type("system-view", "pki import-certificate ca filename ca.cer"),
        line => line.Contains("Is the fingerprint correct?", StringComparison.Ordinal));

    // As the result of a transaction in the background would be.
    private void Write(byte[] der) => Assert.Equal(FlashResult.Ok,
        new FileStore(new RecordStore(_board.Flash)).Write("ca.cer", der, UtcTime.Unknown));

    private byte[]? Imported() =>
        new CertificateStore(new RecordStore(_board.Flash)).Read(CertificateKind.Ca, "ca.cer");
}
