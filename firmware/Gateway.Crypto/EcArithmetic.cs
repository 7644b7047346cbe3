namespace Gateway.Crypto;

/// <summary>
/// Adding points of a curve with a = -3. For public points only: the time depends on them. Sums and
/// differences of field elements are not reduced; since R exceeds 256 p, a product of factors below
/// i p and j p comes out below (1 + i j / 256) p, and i j never exceeds 256. The bounds stand at
/// the lines as multiples of p.
/// </summary>
internal sealed class EcArithmetic
{
    private readonly MontgomeryModulus _p;
    private readonly ulong[] _a;
    private readonly ulong[] _b;
    private readonly ulong[] _c;
    private readonly ulong[] _d;
    private readonly ulong[] _e;
    private readonly ulong[] _f;

    /// <summary>Arithmetic over a field.</summary>
    internal EcArithmetic(MontgomeryModulus field)
    {
        _p = field;
        _a = new ulong[field.Count];
        _b = new ulong[field.Count];
        _c = new ulong[field.Count];
        _d = new ulong[field.Count];
        _e = new ulong[field.Count];
        _f = new ulong[field.Count];
    }

    /// <summary>Whether y^2 = x^3 - 3 x + b, all in Montgomery form below 2 p.</summary>
    internal bool IsOnCurve(ulong[] x, ulong[] y, ulong[] b)
    {
        _p.Square(_a, x);
        Combine(_a, _a, 1, _p.One, -3, 3); // 5
        _p.Multiply(_a, _a, x);
        Combine(_a, _a, 1, b, 1, 0); // 4
        _p.Square(_b, y);
        Combine(_a, _b, 1, _a, -1, 4); // 6
        return AreEqual(_a);
    }

    /// <summary>point = 2 point.</summary>
    internal void Double(EcPoint point)
    {
        // There is no point of order two on these curves: Y is never zero.
        if (point.IsInfinity) return;
        ulong[] x = point.X;
        ulong[] y = point.Y;
        ulong[] z = point.Z;
        _p.Square(_a, z); // Z^2
        _p.Square(_b, y); // Y^2
        Combine(_c, x, 4, x, 0, 0); // 24
        _p.Multiply(_c, _c, _b); // 4 X Y^2
        Combine(_d, x, 3, _a, -3, 6); // 24
        Combine(_a, x, 1, _a, 1, 0); // 8
        _p.Multiply(_a, _a, _d); // M = 3 (X - Z^2) (X + Z^2)
        Combine(_d, y, 2, y, 0, 0); // 12
        _p.Multiply(z, z, _d);
        _p.Square(x, _a);
        Combine(x, x, 1, _c, -2, 4); // 6: M^2 - 8 X Y^2
        Combine(_c, _c, 1, x, -1, 6); // 8
        _p.Multiply(_c, _c, _a);
        Combine(_b, _b, 2, _b, 0, 0); // 4
        _p.Square(_b, _b); // 4 Y^4
        Combine(y, _c, 1, _b, -2, 4); // 6
    }

    /// <summary>sum += other, or sum -= other.</summary>
    internal void Add(EcPoint sum, EcPoint other, bool isMinus)
    {
        if (other.IsInfinity) return;
        if (sum.IsInfinity)
        {
            sum.Set(other);
            if (isMinus) Combine(sum.Y, sum.Y, -1, sum.Y, 0, 6); // 6
            return;
        }

        ulong[] x = sum.X;
        ulong[] y = sum.Y;
        ulong[] z = sum.Z;
        _p.Square(_a, z);
        _p.Multiply(_b, other.X, _a); // U2 = X2 Z1^2
        _p.Multiply(_a, _a, z);
        _p.Multiply(_a, _a, other.Y); // S2 = Y2 Z1^3
        if (isMinus) Combine(_a, _a, -1, _a, 0, 2); // 2
        _p.Square(_c, other.Z);
        _p.Multiply(_d, x, _c); // U1 = X1 Z2^2
        _p.Multiply(_c, _c, other.Z);
        _p.Multiply(_c, _c, y); // S1 = Y1 Z2^3
        Combine(_b, _b, 1, _d, -1, 2); // 4: H
        Combine(_a, _a, 1, _c, -1, 2); // 4: r
        _p.Square(_e, _b); // H^2
        if (IsZero(_e))
        {
            // The same x: the same point or its opposite.
            if (AreEqual(_a)) Double(sum);
            else sum.IsInfinity = true;
            return;
        }

        _p.Multiply(z, z, other.Z);
        _p.Multiply(z, z, _b);
        _p.Multiply(_b, _b, _e); // H^3
        _p.Multiply(_d, _d, _e); // V = U1 H^2
        _p.Square(x, _a);
        Combine(x, x, 1, _b, -1, 2); // 3.1, and above 0.9 since H^3 is below 1.1
        Combine(x, x, 1, _d, -2, 2); // 5.1: r^2 - H^3 - 2 V, and V is below 1.1
        Combine(_d, _d, 1, x, -1, 6); // 8
        _p.Multiply(_d, _d, _a);
        _p.Multiply(_c, _c, _b);
        Combine(y, _d, 1, _c, -1, 2); // 4: r (V - X) - S1 H^3
    }

    /// <summary>Whether X / Z^2 of a point is that plain number below p.</summary>
    internal bool HasX(EcPoint point, ulong[] number, ulong[] squareOfR)
    {
        _p.ToMontgomery(_b, number, squareOfR);
        _p.Square(_c, point.Z);
        _p.Multiply(_b, _b, _c);
        Combine(_a, point.X, 1, _b, -1, 2); // 8
        return AreEqual(_a);
    }

    // Whether a difference below 16 p is none.
    private bool AreEqual(ulong[] difference)
    {
        _p.Multiply(_f, difference, _p.One);
        return IsZero(_f);
    }

    // Whether a product, below 2 p, is 0 or p.
    private bool IsZero(ulong[] a)
    {
        ulong[] p = _p.Value;
        bool isZero = true;
        bool isPrime = true;
        for (int i = 0; i < a.Length && (isZero || isPrime); i++)
        {
            isZero &= a[i] == 0;
            isPrime &= a[i] == p[i];
        }

        return isZero || isPrime;
    }

    // result = aTimes a + bTimes b + pTimes p, which is not negative.
    private void Combine(ulong[] result, ulong[] a, int aTimes, ulong[] b, int bTimes, int pTimes)
    {
        ulong[] p = _p.Value;
        ulong i = (ulong)(long)aTimes;
        ulong j = (ulong)(long)bTimes;
        ulong k = (ulong)(long)pTimes;
        long carry = 0;
        int length = p.Length;
        for (int at = 0; at < length; at++)
        {
            carry += (long)((i * a[at]) + (j * b[at]) + (k * p[at]));
            result[at] = (ulong)carry & MontgomeryKernel.LimbMask;
            carry >>= MontgomeryKernel.LimbBits;
        }
    }
}
