using System;
using System.Security.Cryptography;
using Gateway.App;
using Gateway.Config;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal.Sim;
using Gateway.Store;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>The key that an update makes before it asks.</summary>
public sealed class NextKeyTests
{
    private static readonly byte[] Chip = [1];

    private readonly CmpParts _parts = new();
    private readonly FakeEngine _engine = new();

    public NextKeyTests()
    {
        RecordStore records = new(new MemoryFlash());
        IRandom random = new HmacDrbg(new byte[48], 384, [], Chip);
        _parts.Keys = new KeyStore(records, DeviceSecrets.Open(records, Chip, random));
        _parts.Engine = _engine;
        _parts.Clock = new BoardClock(SimClock.Unset());
        _parts.Configurations = new ConfigurationTransaction(new Configuration("Gateway", []));
        _parts.Uses = new KeyUses(new CertificateStore(records), new FileStore(records),
            new Journal(records));
        _parts.Keys.Write(new StoredKey
        {
            Name = "Rsa", IsExportable = true, CreatedUtcSeconds = 0, PublicKey = [1],
        }, [1]);
    }

    [Fact]
    public void It_is_made_in_steps_and_stored_as_the_next_one()
    {
        NextKey key = new(_parts, "rsa", 2048);
        Assert.False(key.IsDone);
        Assert.True(key.Step());
        Assert.Equal(50, key.Percent);
        Assert.False(key.Step());
        Assert.Null(key.Error);
        Assert.Equal(_engine.Public, key.PublicKey);
        StoredKey stored = _parts.Keys.FindAt("rsa", KeyPlace.Next);
        Assert.Equal("Rsa", stored.Name);
        Assert.True(stored.IsExportable);
        Assert.Equal(FakeEngine.Private, _parts.Keys.OpenPrivateKeyFor(_engine.Public));
        Assert.Equal([1], _parts.Keys.Find("rsa").PublicKey);
        Assert.All(_engine.Taken, b => Assert.Equal(0, b));
    }

    [Fact]
    public void One_that_was_made_and_not_used_serves_again_when_it_has_the_size()
    {
        Finish(new NextKey(_parts, "rsa", 2048));
        Assert.True(new NextKey(_parts, "rsa", 2048).IsDone);
        Assert.Equal(1, _engine.Generations);
        Finish(new NextKey(_parts, "rsa", 3072));
        Assert.Equal(2, _engine.Generations);
    }

    [Fact]
    public void A_place_that_is_taken_while_it_is_made_keeps_its_key()
    {
        NextKey key = new(_parts, "rsa", 3072);
        key.Step();
        _parts.Keys.WriteNext(new StoredKey
        {
            Name = "rsa", IsExportable = true, CreatedUtcSeconds = 0, PublicKey = [2],
        }, [2]);
        SessionSettings session = new("other");
        _parts.Uses.UnderWay = new TransactionPlan(TransactionKind.KeyUpdate, session)
        {
            PublicKey = [2],
        };
        Finish(key);
        Assert.False(key.IsDone);
        Assert.Equal("The key pair Rsa has no place for another key: session other has a request"
            + " under way.", key.Error);
        Assert.Equal([2], _parts.Keys.FindAt("rsa", KeyPlace.Next).PublicKey);
    }

    [Fact]
    public void A_size_that_the_engine_lacks_and_a_failure_are_told()
    {
        NextKey key = new(_parts, "rsa", 1000);
        Assert.False(key.Step());
        Assert.StartsWith("The key engine cannot make a key pair of 1000 bits", key.Error);
        _engine.Fails = true;
        key = new NextKey(_parts, "rsa", 2048);
        Finish(key);
        Assert.Equal("The generation of the key pair failed; try again.", key.Error);
        key = new NextKey(_parts, "absent", 2048);
        _engine.Fails = false;
        Finish(key);
        Assert.StartsWith("The key pair was not stored: it does not exist", key.Error);
        Assert.False(key.IsDone);
    }

    [Fact]
    public void Cancelling_ends_the_generation()
    {
        NextKey key = new(_parts, "rsa", 2048);
        key.Step();
        key.Cancel();
        Assert.True(_engine.IsCancelled);
    }

    private static void Finish(NextKey key)
    {
        while (key.Step())
        {
        }
    }

    private sealed class FakeEngine : IKeyEngine, IKeyGeneration
    {
        public static readonly byte[] Private = [9, 9];

        public byte[] Public { get; } = MakePublic();

        public bool Fails { get; set; }

        public bool IsCancelled { get; private set; }

        public int Generations { get; private set; }

        public byte[] Taken { get; private set; } = [1];

        public string Name => "fake";

        public int Percent { get; private set; }

        public bool CanVerify(SignatureAlgorithm algorithm) => false;

        public IKeyGeneration Generate(KeyAlgorithm algorithm, int bits)
        {
            if (bits < 2048) return null!;
            Generations++;
            Percent = 0;
            return this;
        }

        public byte[] PublicKey(byte[] privateKey) => Public;

        public byte[] Sign(SignatureAlgorithm algorithm, byte[] privateKey, byte[] data,
            int offset, int count) => null!;

        public bool Verify(SignatureAlgorithm algorithm, byte[] publicKey, byte[] data,
            int offset, int count, byte[] signature, int signatureOffset, int signatureCount) =>
            false;

        public bool Step()
        {
            Percent += 50;
            return Percent < 100;
        }

        public byte[] TakePrivateKey() => Fails ? null! : Taken = (byte[])Private.Clone();

        public void Cancel() => IsCancelled = true;

        private static byte[] MakePublic()
        {
            using RSA rsa = RSA.Create(2048);
            return rsa.ExportSubjectPublicKeyInfo();
        }
    }
}
