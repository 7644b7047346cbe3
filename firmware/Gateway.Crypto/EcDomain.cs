using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// Domain parameters of a curve y^2 = x^3 - 3 x + b (SP 800-186 3.2.1.3, 3.2.1.4) with field and
/// order ready for multiplication.
/// </summary>
internal sealed class EcDomain
{
    private const string P256Field =
        "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF";

    private const string P256Order =
        "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551";

    private const string P256B =
        "5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B";

    private const string P256G =
        "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
        + "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5";

    private const string P384Field =
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFE"
        + "FFFFFFFF0000000000000000FFFFFFFF";

    private const string P384Order =
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF"
        + "581A0DB248B0A77AECEC196ACCC52973";

    private const string P384B =
        "B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875A"
        + "C656398D8A2ED19D2A85C8EDD3EC2AEF";

    private const string P384G =
        "AA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A38"
        + "5502F25DBF55296C3A545E3872760AB7"
        + "3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C0"
        + "0A60B1CE1D7E819D7A431D7C90EA0E5F";

    private EcDomain(int bytes, string field, string order, string b, string g)
    {
        SizeBytes = bytes;
        Field = Modulus(field);
        InverseExponent = Bytes.FromHex(order);
        InverseExponent[bytes - 1] -= 2;
        Order = Modulus(order);
        SquareOfR = Field.SquareOfR();
        B = Element(Bytes.FromHex(b), 0);
        byte[] generator = Bytes.FromHex(g);
        Generator = new EcPoint(Field.Count);
        Generator.SetAffine(Element(generator, 0), Element(generator, bytes), Field.One);
    }

    /// <summary>Length of a coordinate, and of a number below the order.</summary>
    internal int SizeBytes { get; }

    /// <summary>The field's prime p.</summary>
    internal MontgomeryModulus Field { get; }

    /// <summary>The generator's order n.</summary>
    internal MontgomeryModulus Order { get; }

    /// <summary>n - 2, big-endian: the power that inverts modulo n.</summary>
    internal byte[] InverseExponent { get; }

    /// <summary>Takes numbers into the field's Montgomery form.</summary>
    internal ulong[] SquareOfR { get; }

    /// <summary>b, in Montgomery form.</summary>
    internal ulong[] B { get; }

    /// <summary>The generator G.</summary>
    internal EcPoint Generator { get; }

    /// <summary>The parameters of a curve; an unknown one is a bug of the caller.</summary>
    internal static EcDomain Of(EllipticCurve curve)
    {
        switch (curve)
        {
            case EllipticCurve.P256:
                return new EcDomain(32, P256Field, P256Order, P256B, P256G);
            case EllipticCurve.P384:
                return new EcDomain(48, P384Field, P384Order, P384B, P384G);
            default:
                throw new System.ArgumentException("curve");
        }
    }

    /// <summary>Big-endian bytes in Montgomery form; null when they are not below p.</summary>
    internal ulong[] Element(byte[] source, int offset)
    {
        ulong[] element = new ulong[Field.Count];
        Limbs.FromBytes(source, offset, SizeBytes, element);
        if (Limbs.Compare(element, Field.Value) >= 0) return null;
        Field.ToMontgomery(element, element, SquareOfR);
        return element;
    }

    private static MontgomeryModulus Modulus(string hex)
    {
        byte[] value = Bytes.FromHex(hex);
        MontgomeryModulus modulus = new MontgomeryModulus(8 * value.Length);
        Limbs.FromBytes(value, 0, value.Length, modulus.Value);
        modulus.Prepare();
        return modulus;
    }
}
