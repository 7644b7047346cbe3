using System.Security.Cryptography;
using Gateway.Core;
using Gateway.Tests.Crypto;
using Xunit;

namespace Gateway.Tests.Cmp;

/// <summary>The tests' own key engine tells the two paddings of RSA apart.</summary>
public class NetKeyEngineTests
{
    [Theory]
    [InlineData(SignatureAlgorithm.RsaPssSha256, SignatureAlgorithm.RsaSha256, "SHA256")]
    [InlineData(SignatureAlgorithm.RsaPssSha384, SignatureAlgorithm.RsaSha384, "SHA384")]
    [InlineData(SignatureAlgorithm.RsaPssSha512, SignatureAlgorithm.RsaSha512, "SHA512")]
    public void A_signature_verifies_with_its_padding_alone(
        SignatureAlgorithm pss, SignatureAlgorithm pkcs1, string hash)
    {
        byte[] message = Hex.Ascii("a message");
        using RSA key = RSA.Create(2048);
        NetKeyEngine engine = new();
        foreach (RSASignaturePadding padding in new[]
            { RSASignaturePadding.Pss, RSASignaturePadding.Pkcs1 })
        {
            byte[] value = key.SignData(message, new HashAlgorithmName(hash), padding);
            bool isPss = padding == RSASignaturePadding.Pss;
            Assert.Equal(isPss, Verifies(pss, value));
            Assert.Equal(!isPss, Verifies(pkcs1, value));
        }

        byte[] privateKey = key.ExportPkcs8PrivateKey();
        Assert.Null(engine.Sign(pss, privateKey, message, 0, message.Length));
        Assert.NotNull(engine.Sign(pkcs1, privateKey, message, 0, message.Length));

        bool Verifies(SignatureAlgorithm algorithm, byte[] value) => engine.Verify(algorithm,
            key.ExportSubjectPublicKeyInfo(), message, 0, message.Length, value, 0, value.Length);
    }
}
