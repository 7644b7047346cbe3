using System;
using System.Text;
using Gateway.Asn1;
using Gateway.Cmp;
using Gateway.Crypto;
using Org.BouncyCastle.Asn1;
using Xunit;
using PbmParameter = Org.BouncyCastle.Asn1.Cmp.PbmParameter;

namespace Gateway.Tests.Cmp;

/// <summary>Protection of recorded messages, and parameters that are written.</summary>
public class MacProtectionTests
{
    [Theory]
    [InlineData("ir")]
    [InlineData("ip")]
    [InlineData("certconf")]
    [InlineData("pkiconf")]
    [InlineData("error")]
    public void RecordedMessagesVerifyWithTheirSecretAlone(string name)
    {
        byte[] der = Captures.Read(name);
        Assert.Equal(ProtectionVerdict.Right, Verify(Protection(BouncyPeer.Secret), der));
        Assert.Equal(ProtectionVerdict.Wrong, Verify(Protection("another secret"), der));
        Assert.Equal(ProtectionVerdict.Wrong, Verify(Protection(BouncyPeer.Secret + " "), der));
    }

    [Fact]
    public void EveryChangedBitOfTheProtectedPartIsFound()
    {
        byte[] der = Captures.Read("pkiconf");
        PkiMessage message = PkiMessage.Parse(der, 0, der.Length);
        MacProtection protection = Protection(BouncyPeer.Secret);
        for (int at = message.ProtectedOffset; at < der.Length; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                der[at] ^= (byte)(1 << bit);
                if (PkiMessage.Parse(der, 0, der.Length).Error == PkiMessageError.None)
                {
                    Assert.NotEqual(ProtectionVerdict.Right, Verify(protection, der));
                }

                der[at] ^= (byte)(1 << bit);
            }
        }

        Assert.Equal(ProtectionVerdict.Right, Verify(protection, der));
    }

    [Fact]
    public void ANewCheckInTheMiddleOfAnotherStartsOver()
    {
        byte[] ip = Captures.Read("ip");
        byte[] pkiConf = Captures.Read("pkiconf");
        MacProtection protection = Protection(BouncyPeer.Secret);
        protection.BeginVerify(PkiMessage.Parse(ip, 0, ip.Length));
        Assert.True(protection.StepVerify());
        Assert.Equal(ProtectionVerdict.Pending, protection.Verdict);
        Assert.Equal(ProtectionVerdict.Right, Verify(protection, pkiConf));
        Assert.False(protection.StepVerify());
    }

    [Fact]
    public void ParametersAreReadAsTheyWereWrittenAndAsBouncyCastleReadsThem()
    {
        foreach (HashAlgorithm owf in Enum.GetValues<HashAlgorithm>())
        {
            if (owf == HashAlgorithm.None) continue;
            PbmParameters written = Parameters(owf);
            byte[] der = written.ToAlgorithmIdentifier();
            DerReader reader = new(der, 0, der.Length);
            PbmParameters read = Assert.IsType<PbmParameters>(MacParameters.Read(reader));
            Assert.True(reader.IsOk);
            Assert.True(read.DerivesLike(written));
            Assert.Equal(owf, read.Mac);
            Asn1Sequence sequence = Asn1Sequence.GetInstance(der);
            Assert.Equal("1.2.840.113533.7.66.13", sequence[0].ToString());
            PbmParameter other = PbmParameter.GetInstance(sequence[1]);
            Assert.Equal(written.Salt, other.Salt.GetOctets());
            Assert.Equal(777, other.IterationCount.IntValueExact);
        }
    }

    [Theory]
    [InlineData("3000")]
    [InlineData("300B06092A864886F67D07420D")]
    [InlineData("300D06092A864886F67D07420D0500")]
    [InlineData("300D06092A864886F67D07420D3000")]
    [InlineData("301006092A864886F67D07420D3003040100")]
    public void MalformedParametersAreRefused(string hex)
    {
        byte[] der = Convert.FromHexString(hex);
        DerReader reader = new(der, 0, der.Length);
        Assert.Null(MacParameters.Read(reader));
        Assert.False(reader.IsOk);
    }

    [Fact]
    public void AnotherAlgorithmIsNotAnError()
    {
        byte[] der = Convert.FromHexString("300D06092A864886F70D01010B0500");
        DerReader reader = new(der, 0, der.Length);
        Assert.Null(MacParameters.Read(reader));
        Assert.True(reader.IsOk);
    }

    [Fact]
    public void TheLengthOfTheProtectedPartIsWrittenMinimally()
    {
        Assert.Equal("307F", Convert.ToHexString(PkiMessageWriter.SequencePrefix(0x7F)));
        Assert.Equal("308180", Convert.ToHexString(PkiMessageWriter.SequencePrefix(0x80)));
        Assert.Equal("3081FF", Convert.ToHexString(PkiMessageWriter.SequencePrefix(0xFF)));
        Assert.Equal("30820100", Convert.ToHexString(PkiMessageWriter.SequencePrefix(0x100)));
        Assert.Equal("3082FFFF", Convert.ToHexString(PkiMessageWriter.SequencePrefix(0xFFFF)));
    }

    private static ProtectionVerdict Verify(MacProtection protection, byte[] der)
    {
        protection.BeginVerify(PkiMessage.Parse(der, 0, der.Length));
        while (protection.StepVerify()) { }
        return protection.Verdict;
    }

    private static PbmParameters Parameters(HashAlgorithm algorithm) => new()
    {
        Salt = new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 },
        Owf = algorithm,
        Mac = algorithm,
        Iterations = 777,
    };

    private static MacProtection Protection(string secret) =>
        new(Encoding.UTF8.GetBytes(BouncyPeer.Reference), Encoding.UTF8.GetBytes(secret),
            Parameters(HashAlgorithm.Sha256), 10000);
}
