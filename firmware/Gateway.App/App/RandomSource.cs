using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>Starts the random generator so that no power cut can make it repeat itself.</summary>
internal static class RandomSource
{
    private const int EntropyBitsMin = 384;
    private const int RawSizeMax = 768;
    private const int StateSize = 32;

    /// <summary>
    /// A seeded generator: raw entropy worth at least 384 bits (256 of strength and 128 of nonce,
    /// SP 800-90A 8.6.7), the state that the last start left, and the chip's number. The state for the
    /// next start is written before anything else is drawn; null when flash does not take it or the
    /// source gives too little.
    /// </summary>
    public static HmacDrbg Start(RecordStore records, IEntropy entropy, byte[] chipId)
    {
        if (entropy.BitsPerByte <= 0) return null;
        int rawSize = (EntropyBitsMin + entropy.BitsPerByte - 1) / entropy.BitsPerByte;
        if (rawSize > RawSizeMax) return null;
        byte[] raw = new byte[rawSize];
        entropy.Fill(raw, 0, rawSize);
        byte[] state = records.Read(RecordKinds.RandomState);
        byte[] nonce = state == null ? chipId : Bytes.Concat(state, chipId);

        HmacDrbg random = new HmacDrbg();
        random.Instantiate(raw, nonce, chipId, EntropyBitsMin);
        byte[] next = new byte[StateSize];
        random.Fill(next, 0, StateSize);
        FlashResult result = records.Write(RecordKinds.RandomState, next);
        Bytes.Wipe(raw);
        Bytes.Wipe(state);
        Bytes.Wipe(next);
        return result == FlashResult.Ok ? random : null;
    }
}
