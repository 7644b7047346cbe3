using System;
using System.Linq;
using System.Text;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Gateway.Tests.Procedure;
using Xunit;

namespace Gateway.Tests.Store;

/// <summary>Key pairs with a next and a previous key under one name.</summary>
public class KeyStoreTests
{
    private static readonly byte[] Chip = [1, 2, 3];
    private static readonly byte[] Public1 = [0x30, 1];
    private static readonly byte[] Public2 = [0x30, 2];
    private static readonly byte[] Private1 = Encoding.ASCII.GetBytes("first private key");
    private static readonly byte[] Private2 = Encoding.ASCII.GetBytes("second private key");

    [Fact]
    public void The_record_has_the_bits_of_the_specification()
    {
        MemoryFlash flash = new();
        KeyStore keys = Open(flash);
        keys.Write(Key(Public1), Private1);
        keys.WriteNext(Key(Public2), Private2);

        FieldReader fields = new(new RecordStore(flash).Read("key-rsa"));
        Assert.Equal("RSA", fields.Text());
        Assert.Equal(1, fields.Byte());
        Assert.Equal(77, fields.Int64());
        Assert.Equal(Public1, fields.Range());
        Assert.NotEmpty(fields.Range());
        Assert.Equal(1, fields.Byte());
        Assert.Equal(1, fields.Byte());
        Assert.Equal(77, fields.Int64());
        Assert.Equal(Public2, fields.Range());
        Assert.NotEmpty(fields.Range());
        Assert.True(fields.IsComplete);
    }

    [Fact]
    public void Every_key_of_a_succession_is_found_by_its_public_key()
    {
        KeyStore keys = Open(new MemoryFlash());
        Assert.Equal(FlashResult.NotFound, keys.WriteNext(Key(Public2), Private2));
        keys.Write(Key(Public1), Private1);
        Assert.Equal(FlashResult.NotFound, keys.Promote("rsa"));
        Assert.Null(keys.OpenPrivateKeyFor(Public2));

        Assert.Equal(FlashResult.Ok, keys.WriteNext(Key(Public2), Private2));
        AssertPlaces(keys, current: Public1, next: Public2, previous: null);
        Assert.Equal(Private1, keys.OpenPrivateKey("rsa"));

        Assert.Equal(FlashResult.Ok, keys.Promote("rsa"));
        AssertPlaces(keys, current: Public2, next: null, previous: Public1);
        Assert.Equal(Private2, keys.OpenPrivateKey("rsa"));
        Assert.Equal(Private1, keys.OpenPrivateKeyFor(Public1));
        Assert.Equal(Private2, keys.OpenPrivateKeyFor(Public2));
        Assert.Equal("RSA", keys.FindOwner(Public1).Name);

        Assert.Equal(FlashResult.Ok, keys.DropPrevious("rsa"));
        AssertPlaces(keys, current: Public2, next: null, previous: null);
        Assert.Null(keys.OpenPrivateKeyFor(Public1));
        Assert.Equal(FlashResult.NotFound, keys.DropPrevious("rsa"));
    }

    [Fact]
    public void A_dropped_key_is_in_neither_slot()
    {
        MemoryFlash flash = new();
        KeyStore keys = Open(flash);
        keys.Write(Key(Public1), Private1);
        keys.WriteNext(Key(Public2), Private2);
        keys.Promote("rsa");
        keys.DropPrevious("rsa");
        foreach (string slot in new[] { "key-rsa.a", "key-rsa.b" })
            Assert.True(flash.Read(slot)!.AsSpan().IndexOf(Public1) < 0, slot);
    }

    [Fact]
    public void Destroying_and_overwriting_take_all_keys_of_the_name()
    {
        KeyStore keys = Open(new MemoryFlash());
        keys.Write(Key(Public1), Private1);
        keys.WriteNext(Key(Public2), Private2);
        keys.Write(Key(Public1), Private1);
        AssertPlaces(keys, current: Public1, next: null, previous: null);
        keys.WriteNext(Key(Public2), Private2);
        Assert.Equal(FlashResult.Ok, keys.Delete("Rsa"));
        Assert.Empty(keys.Names());
        Assert.Null(keys.OpenPrivateKeyFor(Public1));
        Assert.Null(keys.OpenPrivateKeyFor(Public2));
    }

    [Fact]
    public void A_power_cut_anywhere_leaves_the_keys_before_or_after()
    {
        MemoryFlash start = new();
        KeyStore first = Open(start);
        first.Write(Key(Public1), Private1);
        RecordingFlash recording = new(start.Copy());
        KeyStore keys = Open(recording);
        keys.WriteNext(Key(Public2), Private2);
        keys.Promote("rsa");
        Assert.Equal(4, recording.Count);
        for (int operation = 0; operation < recording.Count; operation++)
        {
            foreach (PowerCut cut in Enum.GetValues<PowerCut>())
            {
                KeyStore left = Open(recording.AfterCut(operation, cut));
                Assert.Equal(Private1, left.OpenPrivateKeyFor(Public1));
                if (operation > 0) Assert.Equal(Private2, left.OpenPrivateKeyFor(Public2));
                byte[] current = left.Find("rsa").PublicKey;
                bool isDone = operation == 3 || (operation == 2 && cut == PowerCut.After);
                Assert.Equal(isDone ? Public2 : Public1, current);
            }
        }
    }

    [Fact]
    public void A_changed_record_is_no_key_and_no_exception()
    {
        MemoryFlash flash = new();
        KeyStore keys = Open(flash);
        keys.Write(Key(Public1), Private1);
        keys.WriteNext(Key(Public2), Private2);
        RecordStore records = new(flash);
        byte[] good = records.Read("key-rsa");
        for (int length = 0; length < good.Length; length++)
        {
            records.Write("key-rsa", good[..length]);
            byte[]? found = keys.Find("rsa")?.PublicKey;
            Assert.True(found == null || found.SequenceEqual(Public1));
            Assert.Null(keys.OpenPrivateKeyFor(Public2));
        }

        // A place twice, and a place that does not exist.
        foreach (byte place in new byte[] { 0, 3, 255 })
        {
            byte[] changed = (byte[])good.Clone();
            int at = good.AsSpan().IndexOf(Public2) - 12;
            Assert.Equal(1, changed[at]);
            changed[at] = place;
            records.Write("key-rsa", changed);
            Assert.Null(keys.Find("rsa"));
        }
    }

    private static void AssertPlaces(KeyStore keys, byte[]? current, byte[]? next,
        byte[]? previous)
    {
        Assert.Equal(current, keys.Find("rsa").PublicKey);
        Assert.Equal(next, keys.FindAt("rsa", KeyPlace.Next)?.PublicKey);
        Assert.Equal(previous, keys.FindAt("rsa", KeyPlace.Previous)?.PublicKey);
    }

    private static StoredKey Key(byte[] publicKey) => new()
    {
        Name = "RSA", IsExportable = true, CreatedUtcSeconds = 77, PublicKey = publicKey,
    };

    private static KeyStore Open(IFlash flash)
    {
        // The device key is made without the recording: it is none of the operations looked at.
        RecordStore records = new(flash);
        IRandom random = new HmacDrbg(new byte[48], 384, [], Chip);
        return new KeyStore(records, DeviceSecrets.Open(records, Chip, random));
    }
}
