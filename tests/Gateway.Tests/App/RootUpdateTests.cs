using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.App;
using Gateway.Core;
using Gateway.Pki;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>Whether the successor of a root certificate is believed.</summary>
public sealed class RootUpdateTests : IDisposable
{
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly long Now = From.AddDays(10).ToUnixTimeSeconds();

    private readonly ECDsa _oldKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _newKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _strange = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _oldKey.Dispose();
        _newKey.Dispose();
        _strange.Dispose();
    }

    [Fact]
    public void A_root_that_the_old_one_vouches_for_is_believed() =>
        Assert.Null(WhyNot(New(), Link()));

    [Fact]
    public void A_root_without_the_old_ones_word_is_not()
    {
        Assert.Equal("the CA gave no certificate of it by the old root", WhyNot(New(), null));
        Assert.Equal("the old root has not signed it",
            WhyNot(New(), Make("CN=root", _newKey, "CN=root", _strange)));
        Assert.Equal("the old root has not signed it",
            WhyNot(New(), Make("CN=root", _newKey, "CN=other", _oldKey)));
        Assert.Equal("the old root has signed another key or name",
            WhyNot(New(), Make("CN=root", _strange, "CN=root", _oldKey)));
        Assert.Equal("the old root has signed another key or name",
            WhyNot(New(), Make("CN=another", _newKey, "CN=root", _oldKey)));
    }

    [Fact]
    public void An_authority_below_the_old_root_does_not_take_its_place() =>
        Assert.Equal("the old root has signed another authority with it",
            WhyNot(Make("CN=sub", _newKey, "CN=sub", _newKey),
                Make("CN=sub", _newKey, "CN=root", _oldKey)));

    [Fact]
    public void A_root_that_does_not_sign_itself_is_not() =>
        Assert.Equal("it is not signed with its own key",
            WhyNot(Make("CN=root", _newKey, "CN=root", _oldKey), Link()));

    [Fact]
    public void What_is_no_CA_or_no_certificate_is_not()
    {
        Assert.Equal("it is no CA certificate",
            WhyNot(Make("CN=root", _newKey, "CN=root", _newKey, isCa: false), Link()));
        Assert.Equal("one of the certificates cannot be read", WhyNot([0x30, 0], Link()));
    }

    [Fact]
    public void The_time_counts_when_the_clock_is_set()
    {
        long late = From.AddDays(1000).ToUnixTimeSeconds();
        Assert.Equal("the old root is not valid at the time of the board's clock",
            WhyNot(New(), Link(), late));
        Assert.Null(WhyNot(New(), Link(), UtcTime.Unknown));
    }

    private string? WhyNot(byte[] root, byte[]? link, long? now = null) => new RootUpdate(
        new ManagedKeyEngine(new Crypto.SeededRandom(1)), now ?? Now).WhyNot(
            Make("CN=root", _oldKey, "CN=root", _oldKey), root, link!);

    private byte[] New() => Make("CN=root", _newKey, "CN=root", _newKey);

    private byte[] Link() => Make("CN=root", _newKey, "CN=root", _oldKey);

    private static byte[] Make(string subject, ECDsa key, string issuer, ECDsa signer,
        bool isCa = true)
    {
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(isCa, false, 0, true));
        using X509Certificate2 made = request.Create(new X500DistinguishedName(issuer),
            X509SignatureGenerator.CreateForECDsa(signer), From, From.AddDays(365), [1, 2]);
        return made.RawData;
    }
}
