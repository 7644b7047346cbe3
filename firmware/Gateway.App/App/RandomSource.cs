using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// The gateway's random numbers: an HMAC-DRBG over the board's entropy, started so that no power
/// cut makes it repeat itself, and reseeded when its interval is over.
/// </summary>
internal sealed class RandomSource : IRandom
{
    private const int EntropyBitsMin = 384;
    private const int RawSizeMax = 768;
    private const int StateSize = 32;
    private static readonly byte[] Nothing = new byte[0];

    private readonly IEntropy _entropy;
    private readonly HmacDrbg _generator;

    private RandomSource(IEntropy entropy, HmacDrbg generator)
    {
        _entropy = entropy;
        _generator = generator;
    }

    /// <summary>
    /// A seeded generator: raw entropy worth at least 384 bits (256 of strength and 128 of nonce,
    /// SP 800-90A 8.6.7), the state that the last start left, and the chip's number. The state for
    /// the next start is written before anything else is drawn; null when flash does not take it or
    /// the source gives too little.
    /// </summary>
    public static RandomSource Start(RecordStore records, IEntropy entropy, byte[] chipId)
    {
        byte[] raw = Draw(entropy);
        if (raw == null) return null;
        byte[] state = records.Read(RecordKinds.RandomState) ?? Nothing;
        HmacDrbg generator = new HmacDrbg(raw, EntropyBitsMin, state, chipId);
        byte[] next = new byte[StateSize];
        generator.Fill(next, 0, StateSize);
        FlashResult result = records.Write(RecordKinds.RandomState, next);
        Bytes.Wipe(raw);
        Bytes.Wipe(state);
        Bytes.Wipe(next);
        return result == FlashResult.Ok ? new RandomSource(entropy, generator) : null;
    }

    /// <inheritdoc/>
    public void Fill(byte[] buffer, int offset, int count)
    {
        if (_generator.NeedsReseed) Reseed();
        _generator.Fill(buffer, offset, count);
    }

    private void Reseed()
    {
        byte[] raw = Draw(_entropy);
        _generator.Reseed(raw, EntropyBitsMin, Nothing);
        Bytes.Wipe(raw);
    }

    // As many raw bytes as the source's quality asks for; null when it is too poor.
    private static byte[] Draw(IEntropy entropy)
    {
        if (entropy.BitsPerByte <= 0) return null;
        int size = (EntropyBitsMin + entropy.BitsPerByte - 1) / entropy.BitsPerByte;
        if (size > RawSizeMax) return null;
        byte[] raw = new byte[size];
        entropy.Fill(raw, 0, size);
        return raw;
    }
}
