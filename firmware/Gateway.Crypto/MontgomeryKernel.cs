namespace Gateway.Crypto;

/// <summary>
/// The inner loops of modular arithmetic, shaped for an interpreter: limbs of 28 bits in a ulong,
/// columns of the product scanned in blocks of 14 limbs whose factors and sums stand in locals, one
/// carry a column. Numbers are little-endian limb arrays of a whole number of blocks. A column sums
/// at most <see cref="LimbsMax"/> products of 56 bits, which a ulong holds.
/// </summary>
internal static class MontgomeryKernel
{
    /// <summary>Bits of a limb.</summary>
    internal const int LimbBits = 28;

    /// <summary>The largest limb.</summary>
    internal const ulong LimbMask = (1UL << LimbBits) - 1;

    /// <summary>Limbs of a block.</summary>
    internal const int BlockLimbs = 14;

    /// <summary>Longest number, in limbs: 256 products less room for carries.</summary>
    internal const int LimbsMax = 250;

    /// <summary>product = a b; the product is twice as long as its factors.</summary>
    internal static void Multiply(ulong[] product, ulong[] a, ulong[] b, int blocks)
    {
        ulong c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0;
        ulong c7 = 0, c8 = 0, c9 = 0, c10 = 0, c11 = 0, c12 = 0, c13 = 0;
        ulong c14 = 0, c15 = 0, c16 = 0, c17 = 0, c18 = 0, c19 = 0, c20 = 0;
        ulong c21 = 0, c22 = 0, c23 = 0, c24 = 0, c25 = 0, c26 = 0;
        int last = blocks - 1;
        int at = 0;
        for (int column = 0; column <= last + last; column++)
        {
            int i = column > last ? column - last : 0;
            int end = column - i;
            int j = end * BlockLimbs;
            end = (end + 1) * BlockLimbs;
            for (i *= BlockLimbs; i < end; i += BlockLimbs)
            {
                ulong x0 = a[i];
                ulong x1 = a[i + 1];
                ulong x2 = a[i + 2];
                ulong x3 = a[i + 3];
                ulong x4 = a[i + 4];
                ulong x5 = a[i + 5];
                ulong x6 = a[i + 6];
                ulong x7 = a[i + 7];
                ulong x8 = a[i + 8];
                ulong x9 = a[i + 9];
                ulong x10 = a[i + 10];
                ulong x11 = a[i + 11];
                ulong x12 = a[i + 12];
                ulong x13 = a[i + 13];
                ulong y0 = b[j];
                ulong y1 = b[j + 1];
                ulong y2 = b[j + 2];
                ulong y3 = b[j + 3];
                ulong y4 = b[j + 4];
                ulong y5 = b[j + 5];
                ulong y6 = b[j + 6];
                ulong y7 = b[j + 7];
                ulong y8 = b[j + 8];
                ulong y9 = b[j + 9];
                ulong y10 = b[j + 10];
                ulong y11 = b[j + 11];
                ulong y12 = b[j + 12];
                ulong y13 = b[j + 13];
                c0 += (x0 * y0);
                c1 += (x0 * y1) + (x1 * y0);
                c2 += (x0 * y2) + (x1 * y1) + (x2 * y0);
                c3 += (x0 * y3) + (x1 * y2) + (x2 * y1) + (x3 * y0);
                c4 += (x0 * y4) + (x1 * y3) + (x2 * y2) + (x3 * y1) + (x4 * y0);
                c5 += (x0 * y5) + (x1 * y4) + (x2 * y3) + (x3 * y2) + (x4 * y1) +
                    (x5 * y0);
                c6 += (x0 * y6) + (x1 * y5) + (x2 * y4) + (x3 * y3) + (x4 * y2) +
                    (x5 * y1) + (x6 * y0);
                c7 += (x0 * y7) + (x1 * y6) + (x2 * y5) + (x3 * y4) + (x4 * y3) +
                    (x5 * y2) + (x6 * y1) + (x7 * y0);
                c8 += (x0 * y8) + (x1 * y7) + (x2 * y6) + (x3 * y5) + (x4 * y4) +
                    (x5 * y3) + (x6 * y2) + (x7 * y1) + (x8 * y0);
                c9 += (x0 * y9) + (x1 * y8) + (x2 * y7) + (x3 * y6) + (x4 * y5) +
                    (x5 * y4) + (x6 * y3) + (x7 * y2) + (x8 * y1) + (x9 * y0);
                c10 += (x0 * y10) + (x1 * y9) + (x2 * y8) + (x3 * y7) + (x4 * y6) +
                    (x5 * y5) + (x6 * y4) + (x7 * y3) + (x8 * y2) + (x9 * y1) + (x10 * y0);
                c11 += (x0 * y11) + (x1 * y10) + (x2 * y9) + (x3 * y8) + (x4 * y7) +
                    (x5 * y6) + (x6 * y5) + (x7 * y4) + (x8 * y3) + (x9 * y2) + (x10 * y1) +
                    (x11 * y0);
                c12 += (x0 * y12) + (x1 * y11) + (x2 * y10) + (x3 * y9) + (x4 * y8) +
                    (x5 * y7) + (x6 * y6) + (x7 * y5) + (x8 * y4) + (x9 * y3) + (x10 * y2) +
                    (x11 * y1) + (x12 * y0);
                c13 += (x0 * y13) + (x1 * y12) + (x2 * y11) + (x3 * y10) + (x4 * y9) +
                    (x5 * y8) + (x6 * y7) + (x7 * y6) + (x8 * y5) + (x9 * y4) + (x10 * y3) +
                    (x11 * y2) + (x12 * y1) + (x13 * y0);
                c14 += (x1 * y13) + (x2 * y12) + (x3 * y11) + (x4 * y10) + (x5 * y9) +
                    (x6 * y8) + (x7 * y7) + (x8 * y6) + (x9 * y5) + (x10 * y4) +
                    (x11 * y3) + (x12 * y2) + (x13 * y1);
                c15 += (x2 * y13) + (x3 * y12) + (x4 * y11) + (x5 * y10) + (x6 * y9) +
                    (x7 * y8) + (x8 * y7) + (x9 * y6) + (x10 * y5) + (x11 * y4) +
                    (x12 * y3) + (x13 * y2);
                c16 += (x3 * y13) + (x4 * y12) + (x5 * y11) + (x6 * y10) + (x7 * y9) +
                    (x8 * y8) + (x9 * y7) + (x10 * y6) + (x11 * y5) + (x12 * y4) +
                    (x13 * y3);
                c17 += (x4 * y13) + (x5 * y12) + (x6 * y11) + (x7 * y10) + (x8 * y9) +
                    (x9 * y8) + (x10 * y7) + (x11 * y6) + (x12 * y5) + (x13 * y4);
                c18 += (x5 * y13) + (x6 * y12) + (x7 * y11) + (x8 * y10) + (x9 * y9) +
                    (x10 * y8) + (x11 * y7) + (x12 * y6) + (x13 * y5);
                c19 += (x6 * y13) + (x7 * y12) + (x8 * y11) + (x9 * y10) + (x10 * y9) +
                    (x11 * y8) + (x12 * y7) + (x13 * y6);
                c20 += (x7 * y13) + (x8 * y12) + (x9 * y11) + (x10 * y10) + (x11 * y9) +
                    (x12 * y8) + (x13 * y7);
                c21 += (x8 * y13) + (x9 * y12) + (x10 * y11) + (x11 * y10) + (x12 * y9) +
                    (x13 * y8);
                c22 += (x9 * y13) + (x10 * y12) + (x11 * y11) + (x12 * y10) + (x13 * y9);
                c23 += (x10 * y13) + (x11 * y12) + (x12 * y11) + (x13 * y10);
                c24 += (x11 * y13) + (x12 * y12) + (x13 * y11);
                c25 += (x12 * y13) + (x13 * y12);
                c26 += (x13 * y13);
                j -= BlockLimbs;
            }

            product[at] = c0 & LimbMask;
            c1 += c0 >> LimbBits;
            product[at + 1] = c1 & LimbMask;
            c2 += c1 >> LimbBits;
            product[at + 2] = c2 & LimbMask;
            c3 += c2 >> LimbBits;
            product[at + 3] = c3 & LimbMask;
            c4 += c3 >> LimbBits;
            product[at + 4] = c4 & LimbMask;
            c5 += c4 >> LimbBits;
            product[at + 5] = c5 & LimbMask;
            c6 += c5 >> LimbBits;
            product[at + 6] = c6 & LimbMask;
            c7 += c6 >> LimbBits;
            product[at + 7] = c7 & LimbMask;
            c8 += c7 >> LimbBits;
            product[at + 8] = c8 & LimbMask;
            c9 += c8 >> LimbBits;
            product[at + 9] = c9 & LimbMask;
            c10 += c9 >> LimbBits;
            product[at + 10] = c10 & LimbMask;
            c11 += c10 >> LimbBits;
            product[at + 11] = c11 & LimbMask;
            c12 += c11 >> LimbBits;
            product[at + 12] = c12 & LimbMask;
            c13 += c12 >> LimbBits;
            product[at + 13] = c13 & LimbMask;
            c14 += c13 >> LimbBits;
            c0 = c14;
            c1 = c15;
            c2 = c16;
            c3 = c17;
            c4 = c18;
            c5 = c19;
            c6 = c20;
            c7 = c21;
            c8 = c22;
            c9 = c23;
            c10 = c24;
            c11 = c25;
            c12 = c26;
            c13 = 0;
            c14 = 0;
            c15 = 0;
            c16 = 0;
            c17 = 0;
            c18 = 0;
            c19 = 0;
            c20 = 0;
            c21 = 0;
            c22 = 0;
            c23 = 0;
            c24 = 0;
            c25 = 0;
            c26 = 0;
            at += BlockLimbs;
        }

        product[at] = c0 & LimbMask;
        c1 += c0 >> LimbBits;
        product[at + 1] = c1 & LimbMask;
        c2 += c1 >> LimbBits;
        product[at + 2] = c2 & LimbMask;
        c3 += c2 >> LimbBits;
        product[at + 3] = c3 & LimbMask;
        c4 += c3 >> LimbBits;
        product[at + 4] = c4 & LimbMask;
        c5 += c4 >> LimbBits;
        product[at + 5] = c5 & LimbMask;
        c6 += c5 >> LimbBits;
        product[at + 6] = c6 & LimbMask;
        c7 += c6 >> LimbBits;
        product[at + 7] = c7 & LimbMask;
        c8 += c7 >> LimbBits;
        product[at + 8] = c8 & LimbMask;
        c9 += c8 >> LimbBits;
        product[at + 9] = c9 & LimbMask;
        c10 += c9 >> LimbBits;
        product[at + 10] = c10 & LimbMask;
        c11 += c10 >> LimbBits;
        product[at + 11] = c11 & LimbMask;
        c12 += c11 >> LimbBits;
        product[at + 12] = c12 & LimbMask;
        c13 += c12 >> LimbBits;
        product[at + 13] = c13;
    }

    /// <summary>product = a a: blocks off the diagonal count once, doubled.</summary>
    internal static void Square(ulong[] product, ulong[] a, int blocks)
    {
        ulong c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0;
        ulong c7 = 0, c8 = 0, c9 = 0, c10 = 0, c11 = 0, c12 = 0, c13 = 0;
        ulong c14 = 0, c15 = 0, c16 = 0, c17 = 0, c18 = 0, c19 = 0, c20 = 0;
        ulong c21 = 0, c22 = 0, c23 = 0, c24 = 0, c25 = 0, c26 = 0;
        int last = blocks - 1;
        int at = 0;
        for (int column = 0; column <= last + last; column++)
        {
            int i = column > last ? column - last : 0;
            int j = (column - i) * BlockLimbs;
            for (i *= BlockLimbs; i < j; i += BlockLimbs)
            {
                ulong x0 = a[i] << 1;
                ulong x1 = a[i + 1] << 1;
                ulong x2 = a[i + 2] << 1;
                ulong x3 = a[i + 3] << 1;
                ulong x4 = a[i + 4] << 1;
                ulong x5 = a[i + 5] << 1;
                ulong x6 = a[i + 6] << 1;
                ulong x7 = a[i + 7] << 1;
                ulong x8 = a[i + 8] << 1;
                ulong x9 = a[i + 9] << 1;
                ulong x10 = a[i + 10] << 1;
                ulong x11 = a[i + 11] << 1;
                ulong x12 = a[i + 12] << 1;
                ulong x13 = a[i + 13] << 1;
                ulong y0 = a[j];
                ulong y1 = a[j + 1];
                ulong y2 = a[j + 2];
                ulong y3 = a[j + 3];
                ulong y4 = a[j + 4];
                ulong y5 = a[j + 5];
                ulong y6 = a[j + 6];
                ulong y7 = a[j + 7];
                ulong y8 = a[j + 8];
                ulong y9 = a[j + 9];
                ulong y10 = a[j + 10];
                ulong y11 = a[j + 11];
                ulong y12 = a[j + 12];
                ulong y13 = a[j + 13];
                c0 += (x0 * y0);
                c1 += (x0 * y1) + (x1 * y0);
                c2 += (x0 * y2) + (x1 * y1) + (x2 * y0);
                c3 += (x0 * y3) + (x1 * y2) + (x2 * y1) + (x3 * y0);
                c4 += (x0 * y4) + (x1 * y3) + (x2 * y2) + (x3 * y1) + (x4 * y0);
                c5 += (x0 * y5) + (x1 * y4) + (x2 * y3) + (x3 * y2) + (x4 * y1) +
                    (x5 * y0);
                c6 += (x0 * y6) + (x1 * y5) + (x2 * y4) + (x3 * y3) + (x4 * y2) +
                    (x5 * y1) + (x6 * y0);
                c7 += (x0 * y7) + (x1 * y6) + (x2 * y5) + (x3 * y4) + (x4 * y3) +
                    (x5 * y2) + (x6 * y1) + (x7 * y0);
                c8 += (x0 * y8) + (x1 * y7) + (x2 * y6) + (x3 * y5) + (x4 * y4) +
                    (x5 * y3) + (x6 * y2) + (x7 * y1) + (x8 * y0);
                c9 += (x0 * y9) + (x1 * y8) + (x2 * y7) + (x3 * y6) + (x4 * y5) +
                    (x5 * y4) + (x6 * y3) + (x7 * y2) + (x8 * y1) + (x9 * y0);
                c10 += (x0 * y10) + (x1 * y9) + (x2 * y8) + (x3 * y7) + (x4 * y6) +
                    (x5 * y5) + (x6 * y4) + (x7 * y3) + (x8 * y2) + (x9 * y1) + (x10 * y0);
                c11 += (x0 * y11) + (x1 * y10) + (x2 * y9) + (x3 * y8) + (x4 * y7) +
                    (x5 * y6) + (x6 * y5) + (x7 * y4) + (x8 * y3) + (x9 * y2) + (x10 * y1) +
                    (x11 * y0);
                c12 += (x0 * y12) + (x1 * y11) + (x2 * y10) + (x3 * y9) + (x4 * y8) +
                    (x5 * y7) + (x6 * y6) + (x7 * y5) + (x8 * y4) + (x9 * y3) + (x10 * y2) +
                    (x11 * y1) + (x12 * y0);
                c13 += (x0 * y13) + (x1 * y12) + (x2 * y11) + (x3 * y10) + (x4 * y9) +
                    (x5 * y8) + (x6 * y7) + (x7 * y6) + (x8 * y5) + (x9 * y4) + (x10 * y3) +
                    (x11 * y2) + (x12 * y1) + (x13 * y0);
                c14 += (x1 * y13) + (x2 * y12) + (x3 * y11) + (x4 * y10) + (x5 * y9) +
                    (x6 * y8) + (x7 * y7) + (x8 * y6) + (x9 * y5) + (x10 * y4) +
                    (x11 * y3) + (x12 * y2) + (x13 * y1);
                c15 += (x2 * y13) + (x3 * y12) + (x4 * y11) + (x5 * y10) + (x6 * y9) +
                    (x7 * y8) + (x8 * y7) + (x9 * y6) + (x10 * y5) + (x11 * y4) +
                    (x12 * y3) + (x13 * y2);
                c16 += (x3 * y13) + (x4 * y12) + (x5 * y11) + (x6 * y10) + (x7 * y9) +
                    (x8 * y8) + (x9 * y7) + (x10 * y6) + (x11 * y5) + (x12 * y4) +
                    (x13 * y3);
                c17 += (x4 * y13) + (x5 * y12) + (x6 * y11) + (x7 * y10) + (x8 * y9) +
                    (x9 * y8) + (x10 * y7) + (x11 * y6) + (x12 * y5) + (x13 * y4);
                c18 += (x5 * y13) + (x6 * y12) + (x7 * y11) + (x8 * y10) + (x9 * y9) +
                    (x10 * y8) + (x11 * y7) + (x12 * y6) + (x13 * y5);
                c19 += (x6 * y13) + (x7 * y12) + (x8 * y11) + (x9 * y10) + (x10 * y9) +
                    (x11 * y8) + (x12 * y7) + (x13 * y6);
                c20 += (x7 * y13) + (x8 * y12) + (x9 * y11) + (x10 * y10) + (x11 * y9) +
                    (x12 * y8) + (x13 * y7);
                c21 += (x8 * y13) + (x9 * y12) + (x10 * y11) + (x11 * y10) + (x12 * y9) +
                    (x13 * y8);
                c22 += (x9 * y13) + (x10 * y12) + (x11 * y11) + (x12 * y10) + (x13 * y9);
                c23 += (x10 * y13) + (x11 * y12) + (x12 * y11) + (x13 * y10);
                c24 += (x11 * y13) + (x12 * y12) + (x13 * y11);
                c25 += (x12 * y13) + (x13 * y12);
                c26 += (x13 * y13);
                j -= BlockLimbs;
            }

            if (i == j)
            {
                ulong z0 = a[i];
                ulong z1 = a[i + 1];
                ulong z2 = a[i + 2];
                ulong z3 = a[i + 3];
                ulong z4 = a[i + 4];
                ulong z5 = a[i + 5];
                ulong z6 = a[i + 6];
                ulong z7 = a[i + 7];
                ulong z8 = a[i + 8];
                ulong z9 = a[i + 9];
                ulong z10 = a[i + 10];
                ulong z11 = a[i + 11];
                ulong z12 = a[i + 12];
                ulong z13 = a[i + 13];
                c0 += z0 * z0;
                c1 += ((z0 * z1)) << 1;
                c2 += (z1 * z1) + (((z0 * z2)) << 1);
                c3 += ((z0 * z3) + (z1 * z2)) << 1;
                c4 += (z2 * z2) + (((z0 * z4) + (z1 * z3)) << 1);
                c5 += ((z0 * z5) + (z1 * z4) + (z2 * z3)) << 1;
                c6 += (z3 * z3) + (((z0 * z6) + (z1 * z5) + (z2 * z4)) << 1);
                c7 += ((z0 * z7) + (z1 * z6) + (z2 * z5) + (z3 * z4)) << 1;
                c8 += (z4 * z4) + (((z0 * z8) + (z1 * z7) + (z2 * z6) + (z3 * z5)) << 1);
                c9 += ((z0 * z9) + (z1 * z8) + (z2 * z7) + (z3 * z6) + (z4 * z5)) << 1;
                c10 += (z5 * z5) + (((z0 * z10) + (z1 * z9) + (z2 * z8) + (z3 * z7) +
                    (z4 * z6)) << 1);
                c11 += ((z0 * z11) + (z1 * z10) + (z2 * z9) + (z3 * z8) + (z4 * z7) +
                    (z5 * z6)) << 1;
                c12 += (z6 * z6) + (((z0 * z12) + (z1 * z11) + (z2 * z10) + (z3 * z9) +
                    (z4 * z8) + (z5 * z7)) << 1);
                c13 += ((z0 * z13) + (z1 * z12) + (z2 * z11) + (z3 * z10) + (z4 * z9) +
                    (z5 * z8) + (z6 * z7)) << 1;
                c14 += (z7 * z7) + (((z1 * z13) + (z2 * z12) + (z3 * z11) + (z4 * z10) +
                    (z5 * z9) + (z6 * z8)) << 1);
                c15 += ((z2 * z13) + (z3 * z12) + (z4 * z11) + (z5 * z10) + (z6 * z9) +
                    (z7 * z8)) << 1;
                c16 += (z8 * z8) + (((z3 * z13) + (z4 * z12) + (z5 * z11) + (z6 * z10) +
                    (z7 * z9)) << 1);
                c17 += ((z4 * z13) + (z5 * z12) + (z6 * z11) + (z7 * z10) + (z8 * z9)) << 1;
                c18 += (z9 * z9) + (((z5 * z13) + (z6 * z12) + (z7 * z11) + (z8 * z10)) << 1);
                c19 += ((z6 * z13) + (z7 * z12) + (z8 * z11) + (z9 * z10)) << 1;
                c20 += (z10 * z10) + (((z7 * z13) + (z8 * z12) + (z9 * z11)) << 1);
                c21 += ((z8 * z13) + (z9 * z12) + (z10 * z11)) << 1;
                c22 += (z11 * z11) + (((z9 * z13) + (z10 * z12)) << 1);
                c23 += ((z10 * z13) + (z11 * z12)) << 1;
                c24 += (z12 * z12) + (((z11 * z13)) << 1);
                c25 += ((z12 * z13)) << 1;
                c26 += z13 * z13;
            }

            product[at] = c0 & LimbMask;
            c1 += c0 >> LimbBits;
            product[at + 1] = c1 & LimbMask;
            c2 += c1 >> LimbBits;
            product[at + 2] = c2 & LimbMask;
            c3 += c2 >> LimbBits;
            product[at + 3] = c3 & LimbMask;
            c4 += c3 >> LimbBits;
            product[at + 4] = c4 & LimbMask;
            c5 += c4 >> LimbBits;
            product[at + 5] = c5 & LimbMask;
            c6 += c5 >> LimbBits;
            product[at + 6] = c6 & LimbMask;
            c7 += c6 >> LimbBits;
            product[at + 7] = c7 & LimbMask;
            c8 += c7 >> LimbBits;
            product[at + 8] = c8 & LimbMask;
            c9 += c8 >> LimbBits;
            product[at + 9] = c9 & LimbMask;
            c10 += c9 >> LimbBits;
            product[at + 10] = c10 & LimbMask;
            c11 += c10 >> LimbBits;
            product[at + 11] = c11 & LimbMask;
            c12 += c11 >> LimbBits;
            product[at + 12] = c12 & LimbMask;
            c13 += c12 >> LimbBits;
            product[at + 13] = c13 & LimbMask;
            c14 += c13 >> LimbBits;
            c0 = c14;
            c1 = c15;
            c2 = c16;
            c3 = c17;
            c4 = c18;
            c5 = c19;
            c6 = c20;
            c7 = c21;
            c8 = c22;
            c9 = c23;
            c10 = c24;
            c11 = c25;
            c12 = c26;
            c13 = 0;
            c14 = 0;
            c15 = 0;
            c16 = 0;
            c17 = 0;
            c18 = 0;
            c19 = 0;
            c20 = 0;
            c21 = 0;
            c22 = 0;
            c23 = 0;
            c24 = 0;
            c25 = 0;
            c26 = 0;
            at += BlockLimbs;
        }

        product[at] = c0 & LimbMask;
        c1 += c0 >> LimbBits;
        product[at + 1] = c1 & LimbMask;
        c2 += c1 >> LimbBits;
        product[at + 2] = c2 & LimbMask;
        c3 += c2 >> LimbBits;
        product[at + 3] = c3 & LimbMask;
        c4 += c3 >> LimbBits;
        product[at + 4] = c4 & LimbMask;
        c5 += c4 >> LimbBits;
        product[at + 5] = c5 & LimbMask;
        c6 += c5 >> LimbBits;
        product[at + 6] = c6 & LimbMask;
        c7 += c6 >> LimbBits;
        product[at + 7] = c7 & LimbMask;
        c8 += c7 >> LimbBits;
        product[at + 8] = c8 & LimbMask;
        c9 += c8 >> LimbBits;
        product[at + 9] = c9 & LimbMask;
        c10 += c9 >> LimbBits;
        product[at + 10] = c10 & LimbMask;
        c11 += c10 >> LimbBits;
        product[at + 11] = c11 & LimbMask;
        c12 += c11 >> LimbBits;
        product[at + 12] = c12 & LimbMask;
        c13 += c12 >> LimbBits;
        product[at + 13] = c13;
    }

    /// <summary>
    /// result = t / R modulo n, with R = 2^(28 limbs): below 2 n for t below R n. The inverse is
    /// -1/n modulo 2^28. The lower half of t is overwritten.
    /// </summary>
    internal static void Reduce(ulong[] result, ulong[] t, ulong[] n, ulong inverse, int blocks)
    {
        ulong c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0, c5 = 0, c6 = 0;
        ulong c7 = 0, c8 = 0, c9 = 0, c10 = 0, c11 = 0, c12 = 0, c13 = 0;
        ulong c14 = 0, c15 = 0, c16 = 0, c17 = 0, c18 = 0, c19 = 0, c20 = 0;
        ulong c21 = 0, c22 = 0, c23 = 0, c24 = 0, c25 = 0, c26 = 0;
        int at = 0;
        int length = blocks * BlockLimbs;
        for (int column = 0; column < blocks; column++)
        {
            int j = at;
            for (int i = 0; i < at; i += BlockLimbs)
            {
                ulong x0 = t[i];
                ulong x1 = t[i + 1];
                ulong x2 = t[i + 2];
                ulong x3 = t[i + 3];
                ulong x4 = t[i + 4];
                ulong x5 = t[i + 5];
                ulong x6 = t[i + 6];
                ulong x7 = t[i + 7];
                ulong x8 = t[i + 8];
                ulong x9 = t[i + 9];
                ulong x10 = t[i + 10];
                ulong x11 = t[i + 11];
                ulong x12 = t[i + 12];
                ulong x13 = t[i + 13];
                ulong y0 = n[j];
                ulong y1 = n[j + 1];
                ulong y2 = n[j + 2];
                ulong y3 = n[j + 3];
                ulong y4 = n[j + 4];
                ulong y5 = n[j + 5];
                ulong y6 = n[j + 6];
                ulong y7 = n[j + 7];
                ulong y8 = n[j + 8];
                ulong y9 = n[j + 9];
                ulong y10 = n[j + 10];
                ulong y11 = n[j + 11];
                ulong y12 = n[j + 12];
                ulong y13 = n[j + 13];
                c0 += (x0 * y0);
                c1 += (x0 * y1) + (x1 * y0);
                c2 += (x0 * y2) + (x1 * y1) + (x2 * y0);
                c3 += (x0 * y3) + (x1 * y2) + (x2 * y1) + (x3 * y0);
                c4 += (x0 * y4) + (x1 * y3) + (x2 * y2) + (x3 * y1) + (x4 * y0);
                c5 += (x0 * y5) + (x1 * y4) + (x2 * y3) + (x3 * y2) + (x4 * y1) +
                    (x5 * y0);
                c6 += (x0 * y6) + (x1 * y5) + (x2 * y4) + (x3 * y3) + (x4 * y2) +
                    (x5 * y1) + (x6 * y0);
                c7 += (x0 * y7) + (x1 * y6) + (x2 * y5) + (x3 * y4) + (x4 * y3) +
                    (x5 * y2) + (x6 * y1) + (x7 * y0);
                c8 += (x0 * y8) + (x1 * y7) + (x2 * y6) + (x3 * y5) + (x4 * y4) +
                    (x5 * y3) + (x6 * y2) + (x7 * y1) + (x8 * y0);
                c9 += (x0 * y9) + (x1 * y8) + (x2 * y7) + (x3 * y6) + (x4 * y5) +
                    (x5 * y4) + (x6 * y3) + (x7 * y2) + (x8 * y1) + (x9 * y0);
                c10 += (x0 * y10) + (x1 * y9) + (x2 * y8) + (x3 * y7) + (x4 * y6) +
                    (x5 * y5) + (x6 * y4) + (x7 * y3) + (x8 * y2) + (x9 * y1) + (x10 * y0);
                c11 += (x0 * y11) + (x1 * y10) + (x2 * y9) + (x3 * y8) + (x4 * y7) +
                    (x5 * y6) + (x6 * y5) + (x7 * y4) + (x8 * y3) + (x9 * y2) + (x10 * y1) +
                    (x11 * y0);
                c12 += (x0 * y12) + (x1 * y11) + (x2 * y10) + (x3 * y9) + (x4 * y8) +
                    (x5 * y7) + (x6 * y6) + (x7 * y5) + (x8 * y4) + (x9 * y3) + (x10 * y2) +
                    (x11 * y1) + (x12 * y0);
                c13 += (x0 * y13) + (x1 * y12) + (x2 * y11) + (x3 * y10) + (x4 * y9) +
                    (x5 * y8) + (x6 * y7) + (x7 * y6) + (x8 * y5) + (x9 * y4) + (x10 * y3) +
                    (x11 * y2) + (x12 * y1) + (x13 * y0);
                c14 += (x1 * y13) + (x2 * y12) + (x3 * y11) + (x4 * y10) + (x5 * y9) +
                    (x6 * y8) + (x7 * y7) + (x8 * y6) + (x9 * y5) + (x10 * y4) +
                    (x11 * y3) + (x12 * y2) + (x13 * y1);
                c15 += (x2 * y13) + (x3 * y12) + (x4 * y11) + (x5 * y10) + (x6 * y9) +
                    (x7 * y8) + (x8 * y7) + (x9 * y6) + (x10 * y5) + (x11 * y4) +
                    (x12 * y3) + (x13 * y2);
                c16 += (x3 * y13) + (x4 * y12) + (x5 * y11) + (x6 * y10) + (x7 * y9) +
                    (x8 * y8) + (x9 * y7) + (x10 * y6) + (x11 * y5) + (x12 * y4) +
                    (x13 * y3);
                c17 += (x4 * y13) + (x5 * y12) + (x6 * y11) + (x7 * y10) + (x8 * y9) +
                    (x9 * y8) + (x10 * y7) + (x11 * y6) + (x12 * y5) + (x13 * y4);
                c18 += (x5 * y13) + (x6 * y12) + (x7 * y11) + (x8 * y10) + (x9 * y9) +
                    (x10 * y8) + (x11 * y7) + (x12 * y6) + (x13 * y5);
                c19 += (x6 * y13) + (x7 * y12) + (x8 * y11) + (x9 * y10) + (x10 * y9) +
                    (x11 * y8) + (x12 * y7) + (x13 * y6);
                c20 += (x7 * y13) + (x8 * y12) + (x9 * y11) + (x10 * y10) + (x11 * y9) +
                    (x12 * y8) + (x13 * y7);
                c21 += (x8 * y13) + (x9 * y12) + (x10 * y11) + (x11 * y10) + (x12 * y9) +
                    (x13 * y8);
                c22 += (x9 * y13) + (x10 * y12) + (x11 * y11) + (x12 * y10) + (x13 * y9);
                c23 += (x10 * y13) + (x11 * y12) + (x12 * y11) + (x13 * y10);
                c24 += (x11 * y13) + (x12 * y12) + (x13 * y11);
                c25 += (x12 * y13) + (x13 * y12);
                c26 += (x13 * y13);
                j -= BlockLimbs;
            }

            // The quotient digits of this block clear its columns one by one.
            ulong n0 = n[0];
            ulong n1 = n[1];
            ulong n2 = n[2];
            ulong n3 = n[3];
            ulong n4 = n[4];
            ulong n5 = n[5];
            ulong n6 = n[6];
            ulong n7 = n[7];
            ulong n8 = n[8];
            ulong n9 = n[9];
            ulong n10 = n[10];
            ulong n11 = n[11];
            ulong n12 = n[12];
            ulong n13 = n[13];
            c0 += t[at];
            ulong m0 = (c0 * inverse) & LimbMask;
            t[at] = m0;
            c1 += (c0 + (m0 * n0)) >> LimbBits;
            c1 += t[at + 1] + (m0 * n1);
            ulong m1 = (c1 * inverse) & LimbMask;
            t[at + 1] = m1;
            c2 += (c1 + (m1 * n0)) >> LimbBits;
            c2 += t[at + 2] + (m0 * n2) + (m1 * n1);
            ulong m2 = (c2 * inverse) & LimbMask;
            t[at + 2] = m2;
            c3 += (c2 + (m2 * n0)) >> LimbBits;
            c3 += t[at + 3] + (m0 * n3) + (m1 * n2) + (m2 * n1);
            ulong m3 = (c3 * inverse) & LimbMask;
            t[at + 3] = m3;
            c4 += (c3 + (m3 * n0)) >> LimbBits;
            c4 += t[at + 4] + (m0 * n4) + (m1 * n3) + (m2 * n2) + (m3 * n1);
            ulong m4 = (c4 * inverse) & LimbMask;
            t[at + 4] = m4;
            c5 += (c4 + (m4 * n0)) >> LimbBits;
            c5 += t[at + 5] + (m0 * n5) + (m1 * n4) + (m2 * n3) + (m3 * n2) + (m4 * n1);
            ulong m5 = (c5 * inverse) & LimbMask;
            t[at + 5] = m5;
            c6 += (c5 + (m5 * n0)) >> LimbBits;
            c6 += t[at + 6] + (m0 * n6) + (m1 * n5) + (m2 * n4) + (m3 * n3) + (m4 * n2) +
                (m5 * n1);
            ulong m6 = (c6 * inverse) & LimbMask;
            t[at + 6] = m6;
            c7 += (c6 + (m6 * n0)) >> LimbBits;
            c7 += t[at + 7] + (m0 * n7) + (m1 * n6) + (m2 * n5) + (m3 * n4) + (m4 * n3) +
                (m5 * n2) + (m6 * n1);
            ulong m7 = (c7 * inverse) & LimbMask;
            t[at + 7] = m7;
            c8 += (c7 + (m7 * n0)) >> LimbBits;
            c8 += t[at + 8] + (m0 * n8) + (m1 * n7) + (m2 * n6) + (m3 * n5) + (m4 * n4) +
                (m5 * n3) + (m6 * n2) + (m7 * n1);
            ulong m8 = (c8 * inverse) & LimbMask;
            t[at + 8] = m8;
            c9 += (c8 + (m8 * n0)) >> LimbBits;
            c9 += t[at + 9] + (m0 * n9) + (m1 * n8) + (m2 * n7) + (m3 * n6) + (m4 * n5) +
                (m5 * n4) + (m6 * n3) + (m7 * n2) + (m8 * n1);
            ulong m9 = (c9 * inverse) & LimbMask;
            t[at + 9] = m9;
            c10 += (c9 + (m9 * n0)) >> LimbBits;
            c10 += t[at + 10] + (m0 * n10) + (m1 * n9) + (m2 * n8) + (m3 * n7) + (m4 * n6) +
                (m5 * n5) + (m6 * n4) + (m7 * n3) + (m8 * n2) + (m9 * n1);
            ulong m10 = (c10 * inverse) & LimbMask;
            t[at + 10] = m10;
            c11 += (c10 + (m10 * n0)) >> LimbBits;
            c11 += t[at + 11] + (m0 * n11) + (m1 * n10) + (m2 * n9) + (m3 * n8) +
                (m4 * n7) + (m5 * n6) + (m6 * n5) + (m7 * n4) + (m8 * n3) + (m9 * n2) +
                (m10 * n1);
            ulong m11 = (c11 * inverse) & LimbMask;
            t[at + 11] = m11;
            c12 += (c11 + (m11 * n0)) >> LimbBits;
            c12 += t[at + 12] + (m0 * n12) + (m1 * n11) + (m2 * n10) + (m3 * n9) +
                (m4 * n8) + (m5 * n7) + (m6 * n6) + (m7 * n5) + (m8 * n4) + (m9 * n3) +
                (m10 * n2) + (m11 * n1);
            ulong m12 = (c12 * inverse) & LimbMask;
            t[at + 12] = m12;
            c13 += (c12 + (m12 * n0)) >> LimbBits;
            c13 += t[at + 13] + (m0 * n13) + (m1 * n12) + (m2 * n11) + (m3 * n10) +
                (m4 * n9) + (m5 * n8) + (m6 * n7) + (m7 * n6) + (m8 * n5) + (m9 * n4) +
                (m10 * n3) + (m11 * n2) + (m12 * n1);
            ulong m13 = (c13 * inverse) & LimbMask;
            t[at + 13] = m13;
            c14 += (c13 + (m13 * n0)) >> LimbBits;
            c14 += (m1 * n13) + (m2 * n12) + (m3 * n11) + (m4 * n10) + (m5 * n9) +
                (m6 * n8) + (m7 * n7) + (m8 * n6) + (m9 * n5) + (m10 * n4) + (m11 * n3) +
                (m12 * n2) + (m13 * n1);
            c15 += (m2 * n13) + (m3 * n12) + (m4 * n11) + (m5 * n10) + (m6 * n9) +
                (m7 * n8) + (m8 * n7) + (m9 * n6) + (m10 * n5) + (m11 * n4) + (m12 * n3) +
                (m13 * n2);
            c16 += (m3 * n13) + (m4 * n12) + (m5 * n11) + (m6 * n10) + (m7 * n9) +
                (m8 * n8) + (m9 * n7) + (m10 * n6) + (m11 * n5) + (m12 * n4) + (m13 * n3);
            c17 += (m4 * n13) + (m5 * n12) + (m6 * n11) + (m7 * n10) + (m8 * n9) +
                (m9 * n8) + (m10 * n7) + (m11 * n6) + (m12 * n5) + (m13 * n4);
            c18 += (m5 * n13) + (m6 * n12) + (m7 * n11) + (m8 * n10) + (m9 * n9) +
                (m10 * n8) + (m11 * n7) + (m12 * n6) + (m13 * n5);
            c19 += (m6 * n13) + (m7 * n12) + (m8 * n11) + (m9 * n10) + (m10 * n9) +
                (m11 * n8) + (m12 * n7) + (m13 * n6);
            c20 += (m7 * n13) + (m8 * n12) + (m9 * n11) + (m10 * n10) + (m11 * n9) +
                (m12 * n8) + (m13 * n7);
            c21 += (m8 * n13) + (m9 * n12) + (m10 * n11) + (m11 * n10) + (m12 * n9) +
                (m13 * n8);
            c22 += (m9 * n13) + (m10 * n12) + (m11 * n11) + (m12 * n10) + (m13 * n9);
            c23 += (m10 * n13) + (m11 * n12) + (m12 * n11) + (m13 * n10);
            c24 += (m11 * n13) + (m12 * n12) + (m13 * n11);
            c25 += (m12 * n13) + (m13 * n12);
            c26 += (m13 * n13);
            c0 = c14;
            c1 = c15;
            c2 = c16;
            c3 = c17;
            c4 = c18;
            c5 = c19;
            c6 = c20;
            c7 = c21;
            c8 = c22;
            c9 = c23;
            c10 = c24;
            c11 = c25;
            c12 = c26;
            c13 = 0;
            c14 = 0;
            c15 = 0;
            c16 = 0;
            c17 = 0;
            c18 = 0;
            c19 = 0;
            c20 = 0;
            c21 = 0;
            c22 = 0;
            c23 = 0;
            c24 = 0;
            c25 = 0;
            c26 = 0;
            at += BlockLimbs;
        }

        int to = 0;
        for (int start = BlockLimbs; start <= length; start += BlockLimbs)
        {
            int j = length - BlockLimbs;
            for (int i = start; i < length; i += BlockLimbs)
            {
                ulong x0 = t[i];
                ulong x1 = t[i + 1];
                ulong x2 = t[i + 2];
                ulong x3 = t[i + 3];
                ulong x4 = t[i + 4];
                ulong x5 = t[i + 5];
                ulong x6 = t[i + 6];
                ulong x7 = t[i + 7];
                ulong x8 = t[i + 8];
                ulong x9 = t[i + 9];
                ulong x10 = t[i + 10];
                ulong x11 = t[i + 11];
                ulong x12 = t[i + 12];
                ulong x13 = t[i + 13];
                ulong y0 = n[j];
                ulong y1 = n[j + 1];
                ulong y2 = n[j + 2];
                ulong y3 = n[j + 3];
                ulong y4 = n[j + 4];
                ulong y5 = n[j + 5];
                ulong y6 = n[j + 6];
                ulong y7 = n[j + 7];
                ulong y8 = n[j + 8];
                ulong y9 = n[j + 9];
                ulong y10 = n[j + 10];
                ulong y11 = n[j + 11];
                ulong y12 = n[j + 12];
                ulong y13 = n[j + 13];
                c0 += (x0 * y0);
                c1 += (x0 * y1) + (x1 * y0);
                c2 += (x0 * y2) + (x1 * y1) + (x2 * y0);
                c3 += (x0 * y3) + (x1 * y2) + (x2 * y1) + (x3 * y0);
                c4 += (x0 * y4) + (x1 * y3) + (x2 * y2) + (x3 * y1) + (x4 * y0);
                c5 += (x0 * y5) + (x1 * y4) + (x2 * y3) + (x3 * y2) + (x4 * y1) +
                    (x5 * y0);
                c6 += (x0 * y6) + (x1 * y5) + (x2 * y4) + (x3 * y3) + (x4 * y2) +
                    (x5 * y1) + (x6 * y0);
                c7 += (x0 * y7) + (x1 * y6) + (x2 * y5) + (x3 * y4) + (x4 * y3) +
                    (x5 * y2) + (x6 * y1) + (x7 * y0);
                c8 += (x0 * y8) + (x1 * y7) + (x2 * y6) + (x3 * y5) + (x4 * y4) +
                    (x5 * y3) + (x6 * y2) + (x7 * y1) + (x8 * y0);
                c9 += (x0 * y9) + (x1 * y8) + (x2 * y7) + (x3 * y6) + (x4 * y5) +
                    (x5 * y4) + (x6 * y3) + (x7 * y2) + (x8 * y1) + (x9 * y0);
                c10 += (x0 * y10) + (x1 * y9) + (x2 * y8) + (x3 * y7) + (x4 * y6) +
                    (x5 * y5) + (x6 * y4) + (x7 * y3) + (x8 * y2) + (x9 * y1) + (x10 * y0);
                c11 += (x0 * y11) + (x1 * y10) + (x2 * y9) + (x3 * y8) + (x4 * y7) +
                    (x5 * y6) + (x6 * y5) + (x7 * y4) + (x8 * y3) + (x9 * y2) + (x10 * y1) +
                    (x11 * y0);
                c12 += (x0 * y12) + (x1 * y11) + (x2 * y10) + (x3 * y9) + (x4 * y8) +
                    (x5 * y7) + (x6 * y6) + (x7 * y5) + (x8 * y4) + (x9 * y3) + (x10 * y2) +
                    (x11 * y1) + (x12 * y0);
                c13 += (x0 * y13) + (x1 * y12) + (x2 * y11) + (x3 * y10) + (x4 * y9) +
                    (x5 * y8) + (x6 * y7) + (x7 * y6) + (x8 * y5) + (x9 * y4) + (x10 * y3) +
                    (x11 * y2) + (x12 * y1) + (x13 * y0);
                c14 += (x1 * y13) + (x2 * y12) + (x3 * y11) + (x4 * y10) + (x5 * y9) +
                    (x6 * y8) + (x7 * y7) + (x8 * y6) + (x9 * y5) + (x10 * y4) +
                    (x11 * y3) + (x12 * y2) + (x13 * y1);
                c15 += (x2 * y13) + (x3 * y12) + (x4 * y11) + (x5 * y10) + (x6 * y9) +
                    (x7 * y8) + (x8 * y7) + (x9 * y6) + (x10 * y5) + (x11 * y4) +
                    (x12 * y3) + (x13 * y2);
                c16 += (x3 * y13) + (x4 * y12) + (x5 * y11) + (x6 * y10) + (x7 * y9) +
                    (x8 * y8) + (x9 * y7) + (x10 * y6) + (x11 * y5) + (x12 * y4) +
                    (x13 * y3);
                c17 += (x4 * y13) + (x5 * y12) + (x6 * y11) + (x7 * y10) + (x8 * y9) +
                    (x9 * y8) + (x10 * y7) + (x11 * y6) + (x12 * y5) + (x13 * y4);
                c18 += (x5 * y13) + (x6 * y12) + (x7 * y11) + (x8 * y10) + (x9 * y9) +
                    (x10 * y8) + (x11 * y7) + (x12 * y6) + (x13 * y5);
                c19 += (x6 * y13) + (x7 * y12) + (x8 * y11) + (x9 * y10) + (x10 * y9) +
                    (x11 * y8) + (x12 * y7) + (x13 * y6);
                c20 += (x7 * y13) + (x8 * y12) + (x9 * y11) + (x10 * y10) + (x11 * y9) +
                    (x12 * y8) + (x13 * y7);
                c21 += (x8 * y13) + (x9 * y12) + (x10 * y11) + (x11 * y10) + (x12 * y9) +
                    (x13 * y8);
                c22 += (x9 * y13) + (x10 * y12) + (x11 * y11) + (x12 * y10) + (x13 * y9);
                c23 += (x10 * y13) + (x11 * y12) + (x12 * y11) + (x13 * y10);
                c24 += (x11 * y13) + (x12 * y12) + (x13 * y11);
                c25 += (x12 * y13) + (x13 * y12);
                c26 += (x13 * y13);
                j -= BlockLimbs;
            }

            c0 += t[at];
            result[to] = c0 & LimbMask;
            c1 += c0 >> LimbBits;
            c1 += t[at + 1];
            result[to + 1] = c1 & LimbMask;
            c2 += c1 >> LimbBits;
            c2 += t[at + 2];
            result[to + 2] = c2 & LimbMask;
            c3 += c2 >> LimbBits;
            c3 += t[at + 3];
            result[to + 3] = c3 & LimbMask;
            c4 += c3 >> LimbBits;
            c4 += t[at + 4];
            result[to + 4] = c4 & LimbMask;
            c5 += c4 >> LimbBits;
            c5 += t[at + 5];
            result[to + 5] = c5 & LimbMask;
            c6 += c5 >> LimbBits;
            c6 += t[at + 6];
            result[to + 6] = c6 & LimbMask;
            c7 += c6 >> LimbBits;
            c7 += t[at + 7];
            result[to + 7] = c7 & LimbMask;
            c8 += c7 >> LimbBits;
            c8 += t[at + 8];
            result[to + 8] = c8 & LimbMask;
            c9 += c8 >> LimbBits;
            c9 += t[at + 9];
            result[to + 9] = c9 & LimbMask;
            c10 += c9 >> LimbBits;
            c10 += t[at + 10];
            result[to + 10] = c10 & LimbMask;
            c11 += c10 >> LimbBits;
            c11 += t[at + 11];
            result[to + 11] = c11 & LimbMask;
            c12 += c11 >> LimbBits;
            c12 += t[at + 12];
            result[to + 12] = c12 & LimbMask;
            c13 += c12 >> LimbBits;
            c13 += t[at + 13];
            result[to + 13] = c13 & LimbMask;
            c14 += c13 >> LimbBits;
            c0 = c14;
            c1 = c15;
            c2 = c16;
            c3 = c17;
            c4 = c18;
            c5 = c19;
            c6 = c20;
            c7 = c21;
            c8 = c22;
            c9 = c23;
            c10 = c24;
            c11 = c25;
            c12 = c26;
            c13 = 0;
            c14 = 0;
            c15 = 0;
            c16 = 0;
            c17 = 0;
            c18 = 0;
            c19 = 0;
            c20 = 0;
            c21 = 0;
            c22 = 0;
            c23 = 0;
            c24 = 0;
            c25 = 0;
            c26 = 0;
            at += BlockLimbs;
            to += BlockLimbs;
        }
    }
}
