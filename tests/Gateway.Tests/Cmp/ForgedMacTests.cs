using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Gateway.Cmp;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Xunit;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;

namespace Gateway.Tests.Cmp;

/// <summary>An answer from somebody on the way who does not know the secret.</summary>
public class ForgedMacTests
{
    private const string Pbmac1 = "1.2.840.113549.1.5.14";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string HmacSha256 = "1.2.840.113549.2.9";

    [Fact]
    public void AKeyOfOneByteCannotBeGuessed()
    {
        // The machine is seeded: each guess meets the same request.
        for (int guess = 0; guess < 256; guess++)
        {
            byte[] key = { (byte)guess };
            CmpMachine machine = Enrolling.Run(request => Forge(request, 1, key));
            Assert.Equal(CmpOutcome.ProtocolViolation, machine.Outcome);
            Assert.Null(machine.Granted().Certificate);
        }
    }

    [Theory]
    [InlineData(19, CmpOutcome.ProtocolViolation)]
    [InlineData(20, CmpOutcome.Done)]
    public void TheShortestKeyIsThatOfHmacSha1(int length, CmpOutcome outcome)
    {
        byte[] key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(BouncyPeer.Secret),
            Salt, 100, HashAlgorithmName.SHA256, length);
        CmpMachine machine = Enrolling.Run(request => Forge(request, length, key));
        Assert.Equal(outcome, machine.Outcome);
    }

    private static byte[] Salt { get; } = Encoding.ASCII.GetBytes("chosen by others");

    // PBMAC1 with a key length and key of the sender's choice.
    private static byte[] Forge(byte[] request, int keyLength, byte[] key)
    {
        DerSequence kdf = new(new DerObjectIdentifier(Pbkdf2), new DerSequence(
            new DerOctetString(Salt), DerInteger.ValueOf(100), DerInteger.ValueOf(keyLength),
            Algorithm(HmacSha256)));
        BouncyPeer peer = new()
        {
            IsProtected = false,
            Bend = parts => parts.ProtectionAlgorithm = new AlgorithmIdentifier(
                new DerObjectIdentifier(Pbmac1), new DerSequence(kdf, Algorithm(HmacSha256))),
        };
        BcMessage message = BouncyPeer.Open(request);
        byte[] part = peer.Seal(message, peer.BodyFor(message));
        DerBitString value = new(HMACSHA256.HashData(key, part));
        Asn1Sequence contents = Asn1Sequence.GetInstance(part);
        return new DerSequence(contents[0], contents[1], new DerTaggedObject(true, 0, value))
            .GetDerEncoded();
    }

    private static AlgorithmIdentifier Algorithm(string oid) =>
        new(new DerObjectIdentifier(oid), DerNull.Instance);
}
