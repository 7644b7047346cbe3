namespace Gateway.Crypto;

/// <summary>A public key on an elliptic curve.</summary>
public sealed class EcPublicKey
{
    /// <summary>A key of this point, which is checked where it is used.</summary>
    public EcPublicKey(EllipticCurve curve, byte[] point)
    {
        Curve = curve;
        Point = point;
    }

    /// <summary>The curve.</summary>
    public EllipticCurve Curve { get; }

    /// <summary>The uncompressed point <c>04 || X || Y</c>, SEC 1 2.3.3.</summary>
    public byte[] Point { get; }
}
