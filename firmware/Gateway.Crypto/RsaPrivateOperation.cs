using System;
using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// RSASP1 by the Chinese remainder theorem, RFC 8017 5.2.1 2.b, blinded, and checked before the
/// result is released: one fault in one half would give the primes away.
/// </summary>
internal sealed class RsaPrivateOperation
{
    // The blinding factor is a product of odd words, each below 2^28: dividing by a word modulo n
    // needs no long inverse. Five of them hold about 130 bits that nobody else knows.
    private const int BlindingWords = 5;
    private const int BlindingWordBytes = 4;
    private const uint BlindingWordMask = 0x07ffffff;
    private readonly RsaPrivateKey key;
    private readonly MontgomeryModulus n;
    private readonly MontgomeryModulus p;
    private readonly MontgomeryModulus q;
    private readonly ulong[] x;
    private readonly ulong[] y;
    private readonly ulong[] check;
    private readonly ulong[] message;
    private readonly ulong[] factors = new ulong[BlindingWords];

    private RsaPrivateOperation(RsaPrivateKey key, int primeBytes)
    {
        this.key = key;
        n = new MontgomeryModulus(8 * key.Modulus.Length);
        p = new MontgomeryModulus(8 * primeBytes);
        q = new MontgomeryModulus(8 * primeBytes);
        x = new ulong[n.Count];
        y = new ulong[n.Count];
        check = new ulong[n.Count];
        message = new ulong[n.Count];
    }

    /// <summary>An operation with a key; null when its numbers cannot belong together.</summary>
    internal static RsaPrivateOperation Create(RsaPrivateKey key)
    {
        if (!RsaPkcs1.IsAcceptable(key.PublicKey())) return null;
        int length = key.Modulus.Length;
        int primeBytes = key.P.Length > key.Q.Length ? key.P.Length : key.Q.Length;

        // Balanced primes only: the reductions below rely on n < R p and n < R q.
        if (primeBytes > (length / 2) + 1 || key.P.Length + key.Q.Length < length) return null;
        if (!IsOdd(key.P) || !IsOdd(key.Q) || key.P.Length < 2 || key.Q.Length < 2) return null;
        if (key.DP.Length > primeBytes || key.DQ.Length > primeBytes) return null;
        if (key.QInv.Length > primeBytes) return null;
        RsaPrivateOperation operation = new RsaPrivateOperation(key, primeBytes);
        Load(operation.n, key.Modulus);
        Load(operation.p, key.P);
        Load(operation.q, key.Q);
        return operation;
    }

    /// <summary>The message's private power, as long as the modulus; null after a fault.</summary>
    internal byte[] Run(byte[] encoded, IRandom random)
    {
        Limbs.FromBytes(encoded, 0, encoded.Length, message);
        if (Limbs.Compare(message, n.Value) >= 0) return null;
        ulong[] squareOfR = n.SquareOfR();
        Blind(random, squareOfR);
        PowerByHalves();
        Unblind();

        RsaPublicOperation.Power(n, check, x, key.PublicExponent, squareOfR);
        if (Limbs.Compare(check, message) != 0) return null;
        byte[] result = new byte[encoded.Length];
        Limbs.ToBytes(x, result, 0, result.Length);
        return result;
    }

    /// <summary>Overwrites everything that was derived from the key.</summary>
    internal void Wipe()
    {
        n.Wipe();
        p.Wipe();
        q.Wipe();
        Limbs.Wipe(x);
        Limbs.Wipe(y);
        Limbs.Wipe(check);
        Limbs.Wipe(message);
        Limbs.Wipe(factors);
    }

    private static bool IsOdd(byte[] number) =>
        number.Length > 0 && (number[number.Length - 1] & 1) != 0;

    private static void Load(MontgomeryModulus modulus, byte[] value)
    {
        Limbs.FromBytes(value, 0, value.Length, modulus.Value);
        modulus.Prepare();
    }

    // x = message * factor^e mod n.
    private void Blind(IRandom random, ulong[] squareOfR)
    {
        byte[] bytes = new byte[BlindingWords * BlindingWordBytes];
        random.Fill(bytes, 0, bytes.Length);
        Limbs.Wipe(y);
        y[0] = 1;
        for (int i = 0; i < BlindingWords; i++)
        {
            uint word = BigEndian.ReadUInt32(bytes, BlindingWordBytes * i) & BlindingWordMask;
            factors[i] = (2 * (ulong)word) + 1;
            Limbs.MultiplyWord(y, factors[i]);
        }

        Bytes.Wipe(bytes);
        RsaPublicOperation.Power(n, x, y, key.PublicExponent, squareOfR);
        n.ToMontgomery(y, x, squareOfR);
        n.Multiply(x, y, message);
        n.Normalize(x);
    }

    // x = x / factor mod n: word by word, x = (x + k n) / word with the k that makes it divide.
    private void Unblind()
    {
        for (int i = 0; i < BlindingWords; i++)
        {
            ulong word = factors[i];
            if (word == 1) continue;
            ulong inverse = Limbs.InverseModWord(Limbs.ModWord(n.Value, word), word);
            ulong k = (word - Limbs.ModWord(x, word)) * inverse % word;
            Limbs.MultiplyAddDivide(x, n.Value, k, word);
        }
    }

    // x = x^d mod n: Garner's recombination m = m2 + q ((m1 - m2) qInv mod p).
    private void PowerByHalves()
    {
        ulong[] half1 = PowerModulo(p, key.DP);
        ulong[] half2 = PowerModulo(q, key.DQ);
        int count = p.Count;
        ulong[] h = new ulong[count];
        ulong[] squareOfR = p.SquareOfR();

        // m2 mod p may exceed p by a little: into Montgomery form and back makes it canonical.
        p.ToMontgomery(h, half2, squareOfR);
        p.FromMontgomery(h, h);
        ulong borrow = Limbs.Subtract(half1, half1, h);
        Limbs.AddMasked(half1, p.Value, 0 - borrow);
        Limbs.FromBytes(key.QInv, 0, key.QInv.Length, h);
        p.ToMontgomery(h, h, squareOfR);
        p.Multiply(h, h, half1);
        p.Normalize(h);

        ulong[] wide = new ulong[2 * count];
        MontgomeryKernel.Multiply(wide, h, q.Value, count / MontgomeryKernel.BlockLimbs);
        Array.Copy(wide, 0, x, 0, n.Count);
        Limbs.Add(x, half2, count);
        Limbs.Wipe(half1);
        Limbs.Wipe(half2);
        Limbs.Wipe(h);
        Limbs.Wipe(wide);
    }

    // x^exponent modulo a prime, canonical.
    private ulong[] PowerModulo(MontgomeryModulus prime, byte[] exponent)
    {
        ulong[] number = new ulong[prime.Count];
        ulong[] squareOfR = prime.SquareOfR();
        prime.ReduceWide(number, x);
        prime.Multiply(number, number, squareOfR);
        prime.Multiply(number, number, squareOfR);
        ModularPower power = new ModularPower(prime);
        power.Start(number, exponent);
        power.Step(2 * exponent.Length);
        prime.FromMontgomery(number, power.Result);
        power.Wipe();
        Limbs.Wipe(squareOfR);
        return number;
    }
}
