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
    private readonly RsaPrivateKey _key;
    private readonly MontgomeryModulus _n;
    private readonly MontgomeryModulus _p;
    private readonly MontgomeryModulus _q;
    private readonly ulong[] _x;
    private readonly ulong[] _y;
    private readonly ulong[] _check;
    private readonly ulong[] _message;
    private readonly ulong[] _factors = new ulong[BlindingWords];

    private RsaPrivateOperation(RsaPrivateKey key, int primeBytes)
    {
        _key = key;
        _n = new MontgomeryModulus(8 * key.Modulus.Length);
        _p = new MontgomeryModulus(8 * primeBytes);
        _q = new MontgomeryModulus(8 * primeBytes);
        _x = new ulong[_n.Count];
        _y = new ulong[_n.Count];
        _check = new ulong[_n.Count];
        _message = new ulong[_n.Count];
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
        Load(operation._n, key.Modulus);
        Load(operation._p, key.P);
        Load(operation._q, key.Q);
        return operation;
    }

    /// <summary>The message's private power, as long as the modulus; null after a fault.</summary>
    internal byte[] Run(byte[] encoded, IRandom random)
    {
        Limbs.FromBytes(encoded, 0, encoded.Length, _message);
        if (Limbs.Compare(_message, _n.Value) >= 0) return null;
        ulong[] squareOfR = _n.SquareOfR();
        Blind(random, squareOfR);
        PowerByHalves();
        Unblind();

        RsaPublicOperation.Power(_n, _check, _x, _key.PublicExponent, squareOfR);
        if (Limbs.Compare(_check, _message) != 0) return null;
        byte[] result = new byte[encoded.Length];
        Limbs.ToBytes(_x, result, 0, result.Length);
        return result;
    }

    /// <summary>Overwrites everything that was derived from the key.</summary>
    internal void Wipe()
    {
        _n.Wipe();
        _p.Wipe();
        _q.Wipe();
        Limbs.Wipe(_x);
        Limbs.Wipe(_y);
        Limbs.Wipe(_check);
        Limbs.Wipe(_message);
        Limbs.Wipe(_factors);
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
        Limbs.Wipe(_y);
        _y[0] = 1;
        for (int i = 0; i < BlindingWords; i++)
        {
            uint word = BigEndian.ReadUInt32(bytes, BlindingWordBytes * i) & BlindingWordMask;
            _factors[i] = (2 * (ulong)word) + 1;
            Limbs.MultiplyWord(_y, _factors[i]);
        }

        Bytes.Wipe(bytes);
        RsaPublicOperation.Power(_n, _x, _y, _key.PublicExponent, squareOfR);
        _n.ToMontgomery(_y, _x, squareOfR);
        _n.Multiply(_x, _y, _message);
        _n.Normalize(_x);
    }

    // x = x / factor mod n: word by word, x = (x + k n) / word with the k that makes it divide.
    private void Unblind()
    {
        for (int i = 0; i < BlindingWords; i++)
        {
            ulong word = _factors[i];
            if (word == 1) continue;
            ulong inverse = Limbs.InverseModWord(Limbs.ModWord(_n.Value, word), word);
            ulong k = (word - Limbs.ModWord(_x, word)) * inverse % word;
            Limbs.MultiplyAddDivide(_x, _n.Value, k, word);
        }
    }

    // x = x^d mod n: Garner's recombination m = m2 + q ((m1 - m2) qInv mod p).
    private void PowerByHalves()
    {
        ulong[] half1 = PowerModulo(_p, _key.DP);
        ulong[] half2 = PowerModulo(_q, _key.DQ);
        int count = _p.Count;
        ulong[] h = new ulong[count];
        ulong[] squareOfR = _p.SquareOfR();

        // m2 mod p may exceed p by a little: into Montgomery form and back makes it canonical.
        _p.ToMontgomery(h, half2, squareOfR);
        _p.FromMontgomery(h, h);
        ulong borrow = Limbs.Subtract(half1, half1, h);
        Limbs.AddMasked(half1, _p.Value, 0 - borrow);
        Limbs.FromBytes(_key.QInv, 0, _key.QInv.Length, h);
        _p.ToMontgomery(h, h, squareOfR);
        _p.Multiply(h, h, half1);
        _p.Normalize(h);

        ulong[] wide = new ulong[2 * count];
        MontgomeryKernel.Multiply(wide, h, _q.Value, count / MontgomeryKernel.BlockLimbs);
        Array.Copy(wide, 0, _x, 0, _n.Count);
        Limbs.Add(_x, half2, count);
        Limbs.Wipe(half1);
        Limbs.Wipe(half2);
        Limbs.Wipe(h);
        Limbs.Wipe(wide);
        Limbs.Wipe(squareOfR);
    }

    // x^exponent modulo a prime, canonical.
    private ulong[] PowerModulo(MontgomeryModulus prime, byte[] exponent)
    {
        ulong[] number = new ulong[prime.Count];
        ulong[] squareOfR = prime.SquareOfR();
        prime.ReduceWide(number, _x);
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
