namespace Gateway.Crypto;

/// <summary>
/// The sum of two multiples of points, doubled in common (Shamir's trick); the factors as signed
/// odd digits with at least three zeros between them (width-4 NAF). For public numbers only.
/// </summary>
internal sealed class EcMultiplication
{
    private const int Width = 4;
    private const int DigitMask = (1 << Width) - 1;
    private const int DigitSign = 1 << (Width - 1);
    private const int TableEntries = 1 << (Width - 2);
    private readonly EcDomain _domain;
    private readonly EcArithmetic _arithmetic;

    /// <summary>Multiplication on a curve.</summary>
    internal EcMultiplication(EcDomain domain, EcArithmetic arithmetic)
    {
        _domain = domain;
        _arithmetic = arithmetic;
    }

    /// <summary>u a + v b; the factors are below the order and are used up.</summary>
    internal EcPoint Run(ulong[] u, EcPoint a, ulong[] v, EcPoint b)
    {
        sbyte[] uDigits = Digits(u);
        sbyte[] vDigits = Digits(v);
        EcPoint[] aTable = Table(a);
        EcPoint[] bTable = Table(b);
        EcPoint sum = new EcPoint(_domain.Field.Count);
        for (int at = uDigits.Length - 1; at >= 0; at--)
        {
            _arithmetic.Double(sum);
            AddDigit(sum, uDigits[at], aTable);
            AddDigit(sum, vDigits[at], bTable);
        }

        return sum;
    }

    // The digit of weight 2^at at that index: 0 or odd, -7 to 7.
    private sbyte[] Digits(ulong[] factor)
    {
        sbyte[] digits = new sbyte[(8 * _domain.SizeBytes) + 1];
        for (int at = 0; at < digits.Length; at++)
        {
            int digit = (int)factor[0] & DigitMask;
            if ((digit & 1) != 0)
            {
                if (digit >= DigitSign) digit -= DigitMask + 1;
                digits[at] = (sbyte)digit;
                if (digit > 0) Limbs.SubtractWord(factor, (ulong)digit);
                else Limbs.AddWord(factor, (ulong)-digit);
            }

            Limbs.ShiftRight(factor, 1);
        }

        return digits;
    }

    // point, 3 point, 5 point, 7 point.
    private EcPoint[] Table(EcPoint point)
    {
        EcPoint[] table = new EcPoint[TableEntries];
        EcPoint twice = new EcPoint(_domain.Field.Count);
        twice.Set(point);
        _arithmetic.Double(twice);
        table[0] = point;
        for (int i = 1; i < TableEntries; i++)
        {
            table[i] = new EcPoint(_domain.Field.Count);
            table[i].Set(table[i - 1]);
            _arithmetic.Add(table[i], twice, false);
        }

        return table;
    }

    private void AddDigit(EcPoint sum, int digit, EcPoint[] table)
    {
        if (digit == 0) return;
        int index = (digit < 0 ? -digit : digit) >> 1;
        _arithmetic.Add(sum, table[index], digit < 0);
    }
}
