using System;
using Gateway.Cmp;
using Gateway.Crypto;
using Gateway.Tests.Rules;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Math;
using Xunit;

namespace Gateway.Tests.Cmp;

/// <summary>
/// Both MACs in both directions: the peer makes and checks them with BouncyCastle's primitives.
/// </summary>
public class MacExchangeTests
{
    private static readonly string[] Hashes =
    [
        "1.3.14.3.2.26", "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2",
        "2.16.840.1.101.3.4.2.3",
    ];

    private static readonly string[] Macs =
    [
        PeerPbmac1.HmacSha1, PeerPbmac1.HmacSha256, PeerPbmac1.HmacSha384, PeerPbmac1.HmacSha512,
    ];

    [Fact]
    [Rule(23)]
    public void Rule23_EveryHashAndHmacOfThePasswordBasedMacGoesBothWays()
    {
        for (int owf = 0; owf < Hashes.Length; owf++)
        {
            for (int mac = 0; mac < Macs.Length; mac++)
            {
                // The answer has another combination than the request.
                BouncyPeer peer = new()
                {
                    Owf = Hashes[mac], Mac = Macs[owf], Iterations = 101,
                };
                CmpMachine machine = Enrolling.Run(peer.Answer, r =>
                {
                    r.PbmOwf = (HashAlgorithm)(owf + 1);
                    r.PbmMac = (HashAlgorithm)(mac + 1);
                });
                Assert.Equal(CmpOutcome.Done, machine.Outcome);
                PbmParameter sent = PbmParameter.GetInstance(
                    BouncyPeer.Open(peer.Received[0]).Header.ProtectionAlg.Parameters);
                Assert.Equal(Hashes[owf], sent.Owf.Algorithm.Id);
                bool isOldName = sent.Mac.Algorithm.Id == "1.3.6.1.5.5.8.1.2";
                Assert.Equal(mac == 0, isOldName);
                if (!isOldName) Assert.Equal(Macs[mac], sent.Mac.Algorithm.Id);
            }
        }
    }

    [Theory]
    [InlineData(HashName.Sha256)]
    [InlineData(HashName.Sha384)]
    [InlineData(HashName.Sha512)]
    [Rule(23)]
    public void Rule23_Pbmac1GoesBothWays(HashName hash)
    {
        string mac = Macs[(int)hash - 1];
        int length = hash == HashName.Sha256 ? 32 : hash == HashName.Sha384 ? 48 : 64;
        BouncyPeer peer = new()
        {
            Protection = new PeerPbmac1 { Prf = mac, Mac = mac, KeyLength = length },
        };
        CmpMachine machine = Enrolling.Run(peer.Answer, r => r.Pbmac1 = (HashAlgorithm)hash);
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
        PeerPbmac1 sent = PeerPbmac1.Of(
            BouncyPeer.Open(peer.Received[0]).Header.ProtectionAlg, BouncyPeer.Secret);
        Assert.Equal((mac, mac, length), (sent.Prf, sent.Mac, sent.KeyLength));
    }

    [Fact]
    public void TheTwoMacsAnswerEachOther()
    {
        BouncyPeer peer = new() { Protection = new PeerPbmac1() };
        Assert.Equal(CmpOutcome.Done, Enrolling.Run(peer.Answer).Outcome);
        peer = new BouncyPeer();
        Assert.Equal(CmpOutcome.Done,
            Enrolling.Run(peer.Answer, r => r.Pbmac1 = HashAlgorithm.Sha512).Outcome);
    }

    [Theory]
    [InlineData(null, 32, PeerPbmac1.HmacSha256, PeerPbmac1.HmacSha256)]
    [InlineData(null, 48, PeerPbmac1.HmacSha256, PeerPbmac1.HmacSha384)]
    [InlineData(null, 20, null, PeerPbmac1.HmacSha1)]
    [InlineData(32, 0, null, PeerPbmac1.HmacSha256)]
    [InlineData(64, 0, PeerPbmac1.HmacSha512, PeerPbmac1.HmacSha256)]
    [InlineData(20, 0, PeerPbmac1.HmacSha384, PeerPbmac1.HmacSha512)]
    [InlineData(64, 0, PeerPbmac1.HmacSha1, PeerPbmac1.HmacSha384)]
    public void ParametersLeftOutOrMixedAreUnderstood(int? said, int meant, string? prf, string mac)
    {
        BouncyPeer peer = new()
        {
            Protection = new PeerPbmac1
            {
                KeyLength = said, KeyLengthMeant = meant, Prf = prf, Mac = mac,
            },
        };
        Assert.Equal(CmpOutcome.Done, Enrolling.Run(peer.Answer).Outcome);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(19)]
    [InlineData(65)]
    [InlineData(int.MaxValue)]
    [Rule(23, Breaks = true)]
    public void Rule23_AnImpossibleKeyLengthIsRefused(int length)
    {
        // The MAC that goes with it is nonsense; the length is judged before.
        BouncyPeer peer = new() { Protection = new Pretence(new PeerPbmac1
        {
            KeyLength = length,
        }) };
        CmpMachine machine = Enrolling.Run(peer.Answer);
        Told.Nobody(machine, peer, CmpOutcome.ProtocolViolation, "protection");
    }

    [Theory]
    [InlineData("99", false)]
    [InlineData("100", true)]
    [InlineData("5000", true)]
    [InlineData("5001", false)]
    [InlineData("0", false)]
    [InlineData("-1", false)]
    [InlineData("2147483647", false)]
    [InlineData("2147483648", false)]
    [InlineData("1267650600228229401496703205376", false)]
    [Rule(23, Breaks = true)]
    public void Rule23_IterationsOfPbmac1AreBounded(string iterations, bool isTaken)
    {
        BouncyPeer peer = new()
        {
            Protection = new PeerPbmac1 { Iterations = new DerInteger(new BigInteger(iterations)) },
        };
        CmpMachine machine = Enrolling.Run(peer.Answer, r => r.PbmIterationsMax = 5000);
        if (isTaken)
        {
            Assert.Equal(CmpOutcome.Done, machine.Outcome);
            return;
        }

        Told.Nobody(machine, peer, CmpOutcome.ProtocolViolation,
            iterations.Length > 10 || iterations == "2147483648" ? "malformed"
                : "outside 100 to 5000");
    }

    [Fact]
    [Rule(23, Breaks = true)]
    public void Rule23_APbmac1WithAnotherSecretOrUnknownPartsIsRefused()
    {
        BouncyPeer peer = new() { Protection = new PeerPbmac1 { Secret = "another secret" } };
        Told.Nobody(Enrolling.Run(peer.Answer), peer, CmpOutcome.BadProtection,
            "check the reference value and the secret");
        peer = new BouncyPeer
        {
            Protection = new Pretence(new PeerPbmac1 { Mac = "1.2.840.113549.2.8" }),
        };
        Told.Nobody(Enrolling.Run(peer.Answer), peer, CmpOutcome.ProtocolViolation,
            "not supported");
        peer = new BouncyPeer
        {
            Protection = new Pretence(new PeerPbmac1 { Prf = "1.2.840.113549.2.12" }),
        };
        Told.Nobody(Enrolling.Run(peer.Answer), peer, CmpOutcome.ProtocolViolation,
            "not supported");
    }

    // Says one thing and puts any octets as the value.
    private sealed class Pretence(IPeerProtection said) : IPeerProtection
    {
        public Org.BouncyCastle.Asn1.X509.AlgorithmIdentifier Algorithm => said.Algorithm;

        public byte[] Protect(byte[] data) => new byte[32];
    }

    /// <summary>The firmware's numbers of hash functions, public for theory data.</summary>
    public enum HashName
    {
        /// <summary>SHA-256.</summary>
        Sha256 = 2,

        /// <summary>SHA-384.</summary>
        Sha384 = 3,

        /// <summary>SHA-512.</summary>
        Sha512 = 4,
    }
}
