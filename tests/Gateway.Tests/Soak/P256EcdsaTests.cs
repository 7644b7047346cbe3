using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Gateway.LabCa;
using Xunit;

namespace Gateway.Tests.Soak;

/// <summary>The signatures of simulations, against the platform's own.</summary>
public sealed class P256EcdsaTests
{
    // RFC 6979 A.2.5.
    private const string Scalar =
        "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";

    private const string Point = "04"
        + "60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
        + "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299";

    private static readonly byte[] s_scalar = System.Convert.FromHexString(Scalar);
    private static readonly byte[] s_point = System.Convert.FromHexString(Point);

    [Fact]
    public void The_public_point_is_that_of_the_published_key() =>
        Assert.Equal(s_point, P256Ecdsa.PublicPoint(s_scalar));

    [Fact]
    public void The_platform_verifies_every_signature_and_it_repeats()
    {
        using ECDsa key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = s_scalar,
            Q = new ECPoint { X = s_point[1..33], Y = s_point[33..] },
        });
        for (int i = 0; i < 300; i++)
        {
            byte[] data = Encoding.ASCII.GetBytes($"message {i}");
            byte[] signature = P256Ecdsa.Sign(s_scalar, data);
            Assert.True(key.VerifyData(data, signature, HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence));
            Assert.Equal(signature, P256Ecdsa.Sign(s_scalar, data));
        }
    }

    [Fact]
    public void It_verifies_the_platforms_signatures_and_no_others()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECPoint q = key.ExportParameters(false).Q;
        byte[] point = [4, .. q.X!, .. q.Y!];
        byte[] data = [1, 2, 3];
        byte[] signature = key.SignData(data, HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence);
        Assert.True(P256Ecdsa.Verify(point, data, signature));
        Assert.False(P256Ecdsa.Verify(point, [1, 2, 4], signature));
        Assert.False(P256Ecdsa.Verify(s_point, data, signature));
        Assert.False(P256Ecdsa.Verify(point, data, signature[..^1]));
        Assert.False(P256Ecdsa.Verify(point, data, []));
        Assert.False(P256Ecdsa.Verify(point[1..], data, signature));
        Assert.False(P256Ecdsa.Verify([4, .. Enumerable.Repeat((byte)1, 64)], data, signature));
    }

    [Fact]
    public void Scalars_lie_below_the_order_and_differ()
    {
        byte[][] scalars = [.. Enumerable.Range(0, 50)
            .Select(i => P256Ecdsa.ScalarOf(SHA512.HashData([(byte)i])))];
        Assert.Equal(50, scalars.Select(System.Convert.ToHexString).Distinct().Count());
        Assert.All(scalars, scalar => Assert.Equal(32, scalar.Length));
        Assert.Equal(65, P256Ecdsa.PublicPoint(P256Ecdsa.ScalarOf(new byte[40])).Length);
        Assert.Equal(65, P256Ecdsa.PublicPoint(P256Ecdsa.ScalarOf(
            Enumerable.Repeat((byte)0xFF, 64).ToArray())).Length);
    }
}
