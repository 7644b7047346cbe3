using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Gateway.App;
using Gateway.Config;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal.Sim;
using Gateway.Store;
using Gateway.Tests.Pki;
using Gateway.Tests.Procedure;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>
/// An update with a new key on the simulated board: import and commit promote the key, and no power
/// cut leaves a certificate in use without its private key.
/// </summary>
public sealed class KeySuccessionTests : IDisposable
{
    private const string Endpoint = "127.0.0.1:9";
    private const string Import = "pki import-certificate local filename ";

    private readonly RSA _next = RSA.Create(2048);
    private readonly ConsoleBench _bench = new(Endpoint);

    public void Dispose()
    {
        _bench.Dispose();
        _next.Dispose();
    }

    [Fact]
    public void The_commit_of_a_certificate_for_the_next_key_promotes_it_at_any_power_cut()
    {
        PrepareUpdate(_bench.Flash);
        using ConsoleBench owner = new(Endpoint, _bench, _bench.Flash.Copy());
        AssertIsFine(owner.Type("system-view", Import + "old.cer", "n", "commit"));
        RecordingFlash? recording = null;
        using ConsoleBench whole =
            new(Endpoint, owner, owner.Flash.Copy(), f => recording = new(f), 0);
        AssertIsFine(whole.Type("system-view", Import + "new.cer", "y", "commit"));
        Assert.Equal(Next, Keys(whole.Flash).Find("rsa_cmp").PublicKey);
        Assert.Equal(Current, Place(whole.Flash, KeyPlace.Previous));

        // In both slots: random state, import, deletion of the file, configuration, promotion.
        Assert.Equal(10, recording!.Count);
        for (int operation = 0; operation < recording.Count; operation++)
        {
            foreach (PowerCut cut in Enum.GetValues<PowerCut>())
            {
                MemoryFlash left = recording.AfterCut(operation, cut);
                AssertFoundAll(left);
                using ConsoleBench again = new(Endpoint, whole, left);
                string[] shown = again.Type("display current-configuration",
                    "display pki rsa local-key-pair public name rsa_cmp");
                bool isCommitted = shown.Contains(Import + "new.cer");
                Assert.Equal(isCommitted ? Next : Current, Keys(left).Find("rsa_cmp").PublicKey);
                AssertFoundAll(left);
            }
        }
    }

    [Fact]
    public void The_previous_key_goes_with_the_last_certificate_that_needs_it()
    {
        PrepareUpdate(_bench.Flash);
        using ConsoleBench board = new(Endpoint, _bench, _bench.Flash);
        AssertIsFine(board.Type("system-view", Import + "old.cer", "n", Import + "new.cer", "n",
            "pki cmp session cmp", "cmp-request authentication-cert old.cer", "quit", "commit"));
        Assert.Equal(Current, Place(board.Flash, KeyPlace.Previous));
        Assert.Contains("Error: The key pair rsa_cmp belongs to the certificate new.cer in use;"
            + " delete that certificate first.",
            board.Type("pki rsa local-key-pair destroy rsa_cmp"));

        board.Type("pki cmp session cmp", "cmp-request authentication-cert new.cer", "quit",
            "commit");
        Assert.Equal(Current, Place(board.Flash, KeyPlace.Previous));
        board.Type("pki delete-certificate local filename old.cer", "commit");
        Assert.Null(Place(board.Flash, KeyPlace.Previous));
        Assert.Equal(Next, Keys(board.Flash).Find("rsa_cmp").PublicKey);
    }

    [Fact]
    public void An_authentication_certificate_alone_keeps_the_previous_key()
    {
        PrepareUpdate(_bench.Flash);
        using ConsoleBench board = new(Endpoint, _bench, _bench.Flash);
        board.Type("system-view", "pki cmp session cmp",
            "cmp-request authentication-cert old.cer", "quit", Import + "new.cer", "n", "commit");
        Assert.Equal(Current, Place(board.Flash, KeyPlace.Previous));
        board.Type("pki cmp session cmp", "undo cmp-request authentication-cert", "quit",
            "commit");
        Assert.Null(Place(board.Flash, KeyPlace.Previous));
    }

    [Fact]
    public void A_key_that_a_waiting_transaction_needs_is_not_destroyed()
    {
        PrepareUpdate(_bench.Flash);
        new Journal(new RecordStore(_bench.Flash)).Write(
            new JournalRecord
            {
                SessionName = "cmp",
                State = JournalState.Waiting,
                CheckAfterSeconds = 3600,
                PublicKey = Next,
                Plan = new TransactionPlan(TransactionKind.KeyUpdate,
                    new SessionSettings("cmp")).ToBytes(),
            });
        using ConsoleBench board = new(Endpoint, _bench, _bench.Flash);
        string[] said = board.Type("system-view", "pki rsa local-key-pair destroy rsa_cmp");
        Assert.Contains("Error: The key pair rsa_cmp is needed by session cmp, which waits for its"
            + " CA; end that with 'pki cmp stop session cmp' first.", said);
    }

    private byte[] Next => _next.ExportSubjectPublicKeyInfo();

    private byte[] Current { get; set; } = [];

    // As an update leaves it: the next key, and both certificates as files.
    private void PrepareUpdate(MemoryFlash flash)
    {
        KeyStore keys = Keys(flash);
        Current = keys.Find("rsa_cmp").PublicKey;
        keys.WriteNext(new StoredKey
        {
            Name = "rsa_cmp", CreatedUtcSeconds = UtcTime.Unknown, PublicKey = Next,
        }, _next.ExportPkcs8PrivateKey());
        using RSA current = RSA.Create();
        current.ImportPkcs8PrivateKey(keys.OpenPrivateKey("rsa_cmp"), out _);
        FileStore files = new(new RecordStore(flash));
        files.Write("old.cer", Certificate(current, 1), 0);
        files.Write("new.cer", Certificate(_next, 2), 0);
    }

    private static byte[] Certificate(RSA key, byte serial) =>
        TestCertificates.Make(key, HashAlgorithmName.SHA256, "CN=hello", [serial]);

    private void AssertFoundAll(MemoryFlash flash)
    {
        Assert.NotNull(Keys(flash).OpenPrivateKeyFor(Current));
        Assert.NotNull(Keys(flash).OpenPrivateKeyFor(Next));
    }

    private static byte[]? Place(MemoryFlash flash, KeyPlace place) =>
        new KeyStore(new RecordStore(flash), null!).FindAt("rsa_cmp", place)?.PublicKey;

    private KeyStore Keys(MemoryFlash flash)
    {
        RecordStore records = new(flash);
        byte[] chip = _bench.Parts.Info.ChipId;
        HmacDrbg random = new(new byte[48], 384, [], chip);
        return new KeyStore(records, DeviceSecrets.Open(records, chip, random));
    }

    private static void AssertIsFine(IEnumerable<string> said) =>
        Assert.DoesNotContain(said, l => l.StartsWith("Error", StringComparison.Ordinal));
}
