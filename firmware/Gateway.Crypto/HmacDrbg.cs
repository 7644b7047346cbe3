using System;
using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// HMAC_DRBG with SHA-256, SP 800-90A Rev. 1 10.1.2. Entropy is brought by the caller, who says how
/// many bits of min-entropy it is worth; nothing is given out before 256 bits have come in.
/// </summary>
public sealed class HmacDrbg : IRandom
{
    /// <summary>Bits of credited entropy from which on it is seeded.</summary>
    public const int EntropyBitsMin = 256;

    /// <summary>Most requests between two reseedings (10.1, table 2, allows 2^48).</summary>
    public const int ReseedIntervalMax = 1 << 24;

    /// <summary>Most bytes of one request (10.1, table 2: 2^19 bits).</summary>
    public const int RequestBytesMax = 65536;

    private const int SizeBytes = 32;
    private static readonly byte[] Nothing = new byte[0];
    private readonly byte[] _key = new byte[SizeBytes];
    private readonly byte[] _value = new byte[SizeBytes];
    private readonly byte[] _single = new byte[1];
    private readonly Hmac _hmac;
    private int _entropyBits;

    /// <summary>
    /// Instantiates (10.1.2.3): entropy input, nonce, personalization string; none is null.
    /// </summary>
    public HmacDrbg(byte[] entropy, int creditedBits, byte[] nonce, byte[] personalization)
    {
        for (int i = 0; i < SizeBytes; i++) _value[i] = 1;
        _hmac = new Hmac(HashAlgorithm.Sha256, _key);
        Mix(entropy, nonce, personalization);
        Credit(entropy, creditedBits);
        ReseedCounter = 1;
    }

    /// <summary>Requests since the last seeding, plus one (reseed_counter of 10.1.2.1).</summary>
    public int ReseedCounter { get; private set; }

    /// <summary>Whether at least <see cref="EntropyBitsMin"/> bits of entropy went in.</summary>
    public bool IsSeeded => _entropyBits >= EntropyBitsMin;

    /// <summary>Whether it wants fresh entropy before the next request.</summary>
    public bool NeedsReseed => !IsSeeded || ReseedCounter > ReseedIntervalMax;

    /// <summary>Mixes in more entropy (10.1.2.4); input may be empty, never null.</summary>
    public void Reseed(byte[] entropy, int creditedBits, byte[] additionalInput)
    {
        Mix(entropy, additionalInput, Nothing);
        Credit(entropy, creditedBits);
        ReseedCounter = 1;
    }

    /// <inheritdoc/>
    public void Fill(byte[] buffer, int offset, int count) =>
        Generate(buffer, offset, count, Nothing);

    /// <summary>
    /// Generates (10.1.2.5). Asking an unseeded or exhausted generator is a bug of the caller.
    /// </summary>
    public void Generate(byte[] buffer, int offset, int count, byte[] additionalInput)
    {
        if (NeedsReseed) throw new InvalidOperationException("not seeded");
        if (count < 0 || count > RequestBytesMax) throw new ArgumentException("count");
        if (additionalInput.Length > 0) Mix(additionalInput, Nothing, Nothing);
        while (count > 0)
        {
            _hmac.Update(_value, 0, SizeBytes);
            _hmac.Finish(_value, 0);
            int piece = count < SizeBytes ? count : SizeBytes;
            Array.Copy(_value, 0, buffer, offset, piece);
            offset += piece;
            count -= piece;
        }

        Mix(additionalInput, Nothing, Nothing);
        ReseedCounter++;
    }

    /// <summary>Overwrites the state (9.4, uninstantiate); it is unseeded after that.</summary>
    public void Wipe()
    {
        _entropyBits = 0;
        Bytes.Wipe(_key);
        Bytes.Wipe(_value);
        _hmac.Wipe();
    }

    private void Credit(byte[] entropy, int creditedBits)
    {
        if (creditedBits < 0 || creditedBits > 8 * entropy.Length)
        {
            throw new ArgumentException("bits");
        }

        if (!IsSeeded) _entropyBits += creditedBits;
    }

    // HMAC_DRBG_Update, 10.1.2.2; the provided data in up to three pieces.
    private void Mix(byte[] first, byte[] second, byte[] third)
    {
        int count = first.Length + second.Length + third.Length;
        for (int pass = 0; pass < (count == 0 ? 1 : 2); pass++)
        {
            _single[0] = (byte)pass;
            _hmac.Update(_value, 0, SizeBytes);
            _hmac.Update(_single, 0, 1);
            _hmac.Update(first, 0, first.Length);
            _hmac.Update(second, 0, second.Length);
            _hmac.Update(third, 0, third.Length);
            _hmac.Finish(_key, 0);
            _hmac.SetKey(_key, 0, SizeBytes);
            _hmac.Update(_value, 0, SizeBytes);
            _hmac.Finish(_value, 0);
        }
    }
}
