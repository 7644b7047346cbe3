using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.App;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>The chain that goes with a signed message.</summary>
public sealed class IssuerChainTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void The_issuers_come_lowest_first_without_the_root()
    {
        byte[] end = Make("CN=end", "CN=low");
        byte[] low = Make("CN=low", "CN=high");
        byte[] high = Make("CN=high", "CN=root");
        byte[] root = Make("CN=root", "CN=root");
        byte[] other = Make("CN=other", "CN=root");
        Assert.Equal([low, high], IssuerChain.Of(end, [root, other, high, low]));
        Assert.Equal([low], IssuerChain.Of(end, [low]));
        Assert.Empty(IssuerChain.Of(end, [root, high]));
        Assert.Empty(IssuerChain.Of(root, [root]));
        Assert.Empty(IssuerChain.Of([1], [root]));
    }

    [Fact]
    public void A_circle_of_issuers_ends() =>
        Assert.Equal(4, IssuerChain.Of(Make("CN=a", "CN=b"),
            [Make("CN=b", "CN=c"), Make("CN=c", "CN=b")]).Length);

    private byte[] Make(string subject, string issuer)
    {
        CertificateRequest request = new(subject, _key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.Create(new X500DistinguishedName(issuer),
            X509SignatureGenerator.CreateForECDsa(_key), DateTimeOffset.UnixEpoch.AddYears(50),
            DateTimeOffset.UnixEpoch.AddYears(70), [1]);
        return made.RawData;
    }
}
