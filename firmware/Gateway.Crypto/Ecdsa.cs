namespace Gateway.Crypto;

/// <summary>Verification of ECDSA, FIPS 186-5 6.4.2, on P-256 and P-384.</summary>
public static class Ecdsa
{
    private const byte UncompressedPoint = 4;

    /// <summary>
    /// Whether the signature (r, s: big-endian numbers) over a hash is right; of the hash the
    /// leftmost bits count, as many as the order has. False, too, when r or s is not in
    /// 1 .. n - 1, and for a key that is no uncompressed point on its curve.
    /// </summary>
    public static bool Verify(EcPublicKey key, byte[] hash, byte[] r, byte[] s)
    {
        EcDomain domain = EcDomain.Of(key.Curve);
        ulong[] rNumber = Scalar(domain, r);
        ulong[] sNumber = Scalar(domain, s);
        if (rNumber == null || sNumber == null) return false;
        EcArithmetic arithmetic = new EcArithmetic(domain.Field);
        EcPoint q = Point(domain, arithmetic, key.Point);
        if (q == null) return false;

        // Steps 3 to 6: u1 = e / s and u2 = r / s modulo n, then u1 G + u2 Q.
        MontgomeryModulus n = domain.Order;
        ulong[] inverse = Inverse(domain, sNumber);
        ulong[] u1 = new ulong[n.Count];
        int hashBytes = hash.Length < domain.SizeBytes ? hash.Length : domain.SizeBytes;
        Limbs.FromBytes(hash, 0, hashBytes, u1);
        n.Multiply(u1, u1, inverse);
        n.Normalize(u1);
        ulong[] u2 = new ulong[n.Count];
        n.Multiply(u2, rNumber, inverse);
        n.Normalize(u2);
        EcPoint sum = new EcMultiplication(domain, arithmetic).Run(u1, domain.Generator, u2, q);
        return HasX(domain, arithmetic, sum, rNumber);
    }

    // 1 / number modulo n in Montgomery form, by Fermat's theorem; the number is used up.
    private static ulong[] Inverse(EcDomain domain, ulong[] number)
    {
        MontgomeryModulus n = domain.Order;
        n.ToMontgomery(number, number, n.SquareOfR());
        ModularPower power = new ModularPower(n);
        power.Start(number, domain.InverseExponent);
        power.Step(2 * domain.InverseExponent.Length);
        return power.Result;
    }

    // A number in 1 .. n - 1; null when it is another.
    private static ulong[] Scalar(EcDomain domain, byte[] number)
    {
        int skip = 0;
        while (skip < number.Length && number[skip] == 0) skip++;
        int count = number.Length - skip;
        if (count == 0 || count > domain.SizeBytes) return null;
        ulong[] scalar = new ulong[domain.Order.Count];
        Limbs.FromBytes(number, skip, count, scalar);
        return Limbs.Compare(scalar, domain.Order.Value) < 0 ? scalar : null;
    }

    // SP 800-56A 5.6.2.3.3: coordinates below p that fulfil the equation; the cofactor is 1.
    private static EcPoint Point(EcDomain domain, EcArithmetic arithmetic, byte[] encoded)
    {
        int size = domain.SizeBytes;
        if (encoded == null || encoded.Length != 1 + (2 * size)) return null;
        if (encoded[0] != UncompressedPoint) return null;
        ulong[] x = domain.Element(encoded, 1);
        ulong[] y = domain.Element(encoded, 1 + size);
        if (x == null || y == null || !arithmetic.IsOnCurve(x, y, domain.B)) return null;
        EcPoint point = new EcPoint(domain.Field.Count);
        point.SetAffine(x, y, domain.Field.One);
        return point;
    }

    // Steps 7 to 9: x modulo n is r, so x is r, or r + n where that is below p.
    private static bool HasX(EcDomain domain, EcArithmetic arithmetic, EcPoint point, ulong[] r)
    {
        if (point.IsInfinity) return false;
        if (arithmetic.HasX(point, r, domain.SquareOfR)) return true;
        Limbs.Add(r, domain.Order.Value, domain.Order.Count);
        return Limbs.Compare(r, domain.Field.Value) < 0
            && arithmetic.HasX(point, r, domain.SquareOfR);
    }
}
