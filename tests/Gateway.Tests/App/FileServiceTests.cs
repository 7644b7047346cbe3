using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;
using Gateway.Tests.Cmp;
using Gateway.Tests.Procedure;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>Files on the console of the whole firmware: what is shown, exported, refused.</summary>
public sealed class FileServiceTests : IDisposable
{
    private readonly ConsoleBench _board = new("127.0.0.1:9");

    public void Dispose() => _board.Dispose();

    [Fact]
    public void A_text_is_shown_line_by_line()
    {
        Write("a.txt", "first\r\n\r\n\tthird\rfourth\nlast");
        string[] shown = _board.Type("more a.txt");
        Assert.Equal(["first", "", " third", "fourth", "last"], shown[1..^1]);
    }

    [Fact]
    public void What_is_no_text_is_refused_and_nothing_of_it_reaches_the_screen()
    {
        Write("a.bin", "text \u001b[2J text");
        Assert.Equal(["Error: The file a.bin is no text and cannot be shown."],
            _board.Type("more a.bin")[1..^1]);
        Write("a.cer", TestCa.Root.RawData);
        string answer = Assert.Single(_board.Type("more a.cer")[1..^1]);
        Assert.StartsWith("Error: The file a.cer is a certificate in binary form; import it",
            answer);
    }

    [Theory]
    [InlineData("PRIVATE KEY")]
    [InlineData("RSA PRIVATE KEY")]
    [InlineData("ec private key")]
    [InlineData("encrypted private key")]
    [InlineData("ENCRYPTED RSA PRIVATE KEY")]
    public void A_private_key_is_never_shown(string label)
    {
        string pem = PrivateKey(label);
        Write("k.pem", "notes\n" + pem);
        const string Refused = "Error: The file k.pem holds a private key, which is never shown.";
        Assert.Equal([Refused], _board.Type("more k.pem")[1..^1]);

        // Nor behind one that may be shown.
        Write("k.pem", PrivateKey("ENCRYPTED PRIVATE KEY") + "\n" + pem);
        Assert.Equal([Refused], _board.Type("more k.pem")[1..^1]);
    }

    [Fact]
    public void A_private_key_under_a_password_is_shown()
    {
        string pem = PrivateKey("ENCRYPTED PRIVATE KEY");
        Write("k.pem", pem);
        Assert.Equal(pem.Split('\n'), _board.Type("more k.pem")[1..^1]);
    }

    [Fact]
    public void The_directory_shows_size_and_time_and_what_is_left()
    {
        Write("b.txt", "1234");
        FileStore files = new(new RecordStore(_board.Flash));
        Assert.Equal(FlashResult.Ok, files.Write("a.txt", [1, 2, 3], 1_700_000_000));
        Assert.Equal(
            [
                "Directory of flash:/", "",
                "  Idx  Attr  Size(Byte)  Date        Time(UTC)  FileName",
                "    0  -rw-           3  2023-11-14  22:13:20   a.txt",
                "    1  -rw-           4  -           -          b.txt",
                "", "7 of 40960 bytes used (40953 bytes free)",
            ],
            _board.Type("dir")[1..^1]);
    }

    [Fact]
    public void An_exported_certificate_is_read_by_openssl_in_both_forms()
    {
        OpenSsl.RequireOrSkip();
        Import();
        string[] der = _board.Type("pki export-certificate ca filename ca.cer der to a.cer");
        Assert.Contains(" Info: Succeeded in exporting the certificate to a.cer in DER form.", der);
        Assert.Equal(TestCa.Root.RawData, Read("a.cer"));
        _board.Type("pki export-certificate ca filename ca.cer pem to a.pem");
        Assert.Equal(TestCa.Root.RawData,
            OpenSsl.Run(["x509", "-outform", "DER"], Read("a.pem")).Ok().Stdout);
        string[] shown = _board.Type("more a.pem")[1..^1];
        Assert.Equal(shown,
            _board.Type("pki export-certificate ca filename ca.cer terminal")[1..^1]);
        Assert.Equal(TestCa.Root.RawData, OpenSsl.Run(["x509", "-outform", "DER"],
            Encoding.ASCII.GetBytes(string.Join('\n', shown) + "\n")).Ok().Stdout);
    }

    [Fact]
    public void The_configured_form_counts_and_an_overwriting_asks()
    {
        Import();
        _board.Type("pki file-format pem", "pki export-certificate ca filename ca.cer");
        Assert.StartsWith("-----BEGIN CERTIFICATE-----",
            Encoding.ASCII.GetString(Read("ca.cer")));
        string[] asked = _board.Type("pki export-certificate ca filename ca.cer der", "n");
        Assert.Contains(asked, line => line.Contains("already exists, overwrite it? [Y/N]:n"));
        Assert.StartsWith("-----BEGIN", Encoding.ASCII.GetString(Read("ca.cer")));
        _board.Type("pki export-certificate ca filename ca.cer der", "y");
        Assert.Equal(TestCa.Root.RawData, Read("ca.cer"));
    }

    [Fact]
    public void An_export_to_a_full_flash_says_so()
    {
        Import();
        using ConsoleBench full =
            new("127.0.0.1:9", _board, _board.Flash, flash => new FullFlash(flash), 0);
        Assert.Contains("Error: The file b.cer was not written: the flash is full, but for what"
            + " is kept free for the configuration and renewals; delete files ('dir', 'delete'),"
            + " certificates ('pki delete-certificate') or key pairs ('pki rsa local-key-pair"
            + " destroy') that are not needed.",
            full.Type("system-view",
                "pki export-certificate ca filename ca.cer to b.cer"));
    }

    private void Import()
    {
        Write("ca.cer", TestCa.Root.RawData);
        _board.Type("system-view", "pki import-certificate ca filename ca.cer", "y", "y", "commit");
        Assert.DoesNotContain("ca.cer", _board.Files());
    }

    private static string PrivateKey(string label)
    {
        using RSA rsa = RSA.Create(2048);
        string pem = new(PemEncoding.Write("X", rsa.ExportPkcs8PrivateKey()));
        return pem.Replace(" X-", " " + label + "-");
    }

    private void Write(string name, string text) => Write(name, Encoding.Latin1.GetBytes(text));

    private void Write(string name, byte[] content) => Assert.Equal(FlashResult.Ok,
        new FileStore(new RecordStore(_board.Flash)).Write(name, content, UtcTime.Unknown));

    private byte[] Read(string name) => new FileStore(new RecordStore(_board.Flash)).Read(name);

    // Has no room for files, and for all else.
    private sealed class FullFlash(IFlash flash) : IFlash
    {
        public byte[] Read(string name) => flash.Read(name);

        public FlashResult Write(string name, byte[] data, int offset, int count) =>
            name.StartsWith("file-", StringComparison.Ordinal) ? FlashResult.Full
                : flash.Write(name, data, offset, count);

        public FlashResult Delete(string name) => flash.Delete(name);

        public string[] List() => flash.List();
    }
}
