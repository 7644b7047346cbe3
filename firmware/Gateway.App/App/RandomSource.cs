using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// The gateway's random numbers: an HMAC-DRBG over the board's entropy, the state that the last
/// start left and a seed from provisioning or the console. It gives nothing before the state for
/// the next start is in flash, so that no power cut makes it repeat itself.
/// </summary>
internal sealed class RandomSource : IRandom
{
    /// <summary>Bits of a seed that seeds alone: the security strength.</summary>
    public const int SeedBits = HmacDrbg.EntropyBitsMin;

    /// <summary>Bytes of a seed record, at least.</summary>
    public const int SeedSizeMin = SeedBits / 8;

    // The strength and half of it for the nonce (SP 800-90A 8.6.7), for a flash that cannot count.
    private const int HardwareBits = 384;
    private const int WorthlessRawSize = 64;
    private const int JitterSize = 32;
    private static readonly byte[] Nothing = new byte[0];

    private readonly RecordStore _records;
    private readonly IEntropy _entropy;
    private readonly byte[] _jitter = new byte[JitterSize];
    private HmacDrbg _generator;
    private int _jitterCount;
    private FlashResult _kept;

    private RandomSource(RecordStore records, IEntropy entropy)
    {
        _records = records;
        _entropy = entropy;
    }

    /// <summary>Whether it gives random numbers.</summary>
    public bool IsSeeded =>
        _generator.IsSeeded && (_kept == FlashResult.Ok || HasGoodHardware);

    /// <summary>
    /// How often the generator was seeded, at starts, this one included, and at provisioning; 0
    /// when this start has none.
    /// </summary>
    public long Boots { get; private set; }

    /// <summary>What seeded it, for the operator.</summary>
    public string Origin { get; private set; } = "nothing";

    private bool HasGoodHardware => _entropy.BitsPerByte > 0;

    /// <summary>
    /// A generator, seeded when there is enough to seed it from. A seed record is used up.
    /// </summary>
    public static RandomSource Start(RecordStore records, IEntropy entropy, byte[] chipId)
    {
        RandomSource source = new RandomSource(records, entropy);
        source.Instantiate(chipId);
        return source;
    }

    /// <summary>
    /// Why it gives no random numbers, one sentence that says what to do; null when it does.
    /// </summary>
    public string WhyNotReady()
    {
        if (IsSeeded) return null;
        return _kept == FlashResult.Ok
            ? "The random generator has no seed; give it 64 random hex digits with"
                + " 'pki random-seed', or provision the board."
            : "The random generator cannot keep its state: " + FlashText.Of(_kept) + ".";
    }

    /// <summary>
    /// Mixes in a seed worth <see cref="SeedBits"/>, and keeps for the next start that it is
    /// seeded. The caller wipes the seed.
    /// </summary>
    public FlashResult AddSeed(byte[] seed)
    {
        _generator.Reseed(seed, SeedBits, TakeJitter());
        if (Boots == 0) Boots = 1;
        Keep("the console");
        return _kept;
    }

    /// <summary>
    /// Takes in when something happened that nobody can foretell exactly. It counts for nothing and
    /// is taken from a board without a source of its own alone; with one a run stays repeatable.
    /// </summary>
    public void AddJitter(long ticks)
    {
        if (HasGoodHardware) return;
        int at = _jitterCount % (JitterSize / 2) * 2;
        _jitter[at] = (byte)((_jitter[at] * 31) + ticks);
        _jitter[at + 1] = (byte)((_jitter[at + 1] * 31) + (ticks >> 8));
        if (_jitterCount < int.MaxValue) _jitterCount++;
    }

    /// <summary>
    /// Fills the range; asking it while <see cref="IsSeeded"/> is false is a bug of the caller.
    /// </summary>
    public void Fill(byte[] buffer, int offset, int count)
    {
        if (!IsSeeded) throw new System.InvalidOperationException("not seeded");
        if (_generator.NeedsReseed) Reseed();

        // Additional input needs no entropy (SP 800-90A 8.7.2).
        _generator.Generate(buffer, offset, count, TakeJitter());
    }

    private void Instantiate(byte[] chipId)
    {
        byte[] payload = _records.Read(RecordKinds.RandomState);
        RandomState state = RandomState.Parse(payload);
        Bytes.Wipe(payload);
        byte[] secret = state == null ? Nothing : state.Secret;
        byte[] seed = _records.Read(RecordKinds.RandomSeed) ?? Nothing;
        byte[] raw = DrawRaw(out int bits);
        if (state != null) bits += 8 * RandomState.SecretSize;
        if (seed.Length >= SeedSizeMin) bits += SeedBits;
        byte[] known = Bytes.Concat(secret, seed);
        byte[] input = Bytes.Concat(raw, known);

        // The number of the start never comes twice with the same secret: a nonce by 8.6.7.
        long boots = state == null ? 1 : state.Boots + 1;
        FieldWriter nonce = new FieldWriter();
        nonce.Int64(boots);
        _generator = new HmacDrbg(input, bits, nonce.Take(), chipId);
        Bytes.Wipe(raw);
        Bytes.Wipe(secret);
        Bytes.Wipe(known);
        Bytes.Wipe(input);
        if (_generator.IsSeeded) Begin(boots, state != null, seed.Length >= SeedSizeMin);
        Bytes.Wipe(seed);
    }

    private void Begin(long boots, bool hasState, bool hasSeed)
    {
        Boots = boots;
        string origin = HasGoodHardware ? "the hardware source" : "";
        if (hasSeed) origin = With(origin, "provisioning");
        if (hasState) origin = With(origin, "the last start");
        Keep(origin);

        // Its bits are in the state that was just kept.
        if (hasSeed && _kept == FlashResult.Ok) _records.Erase(RecordKinds.RandomSeed);
    }

    // Both slots: were one to rot, the state of a start that gave output would count again.
    private void Keep(string origin)
    {
        if (!_generator.IsSeeded) return;
        byte[] secret = new byte[RandomState.SecretSize];
        _generator.Fill(secret, 0, secret.Length);
        byte[] payload = new RandomState(Boots, secret).ToPayload();
        _kept = _records.WriteBoth(RecordKinds.RandomState, payload);
        Bytes.Wipe(secret);
        Bytes.Wipe(payload);
        Origin = origin;
    }

    // The interval is our own and far below the 2^48 requests of SP 800-90A table 2, so a board
    // whose source is worth nothing may go on with what it has.
    private void Reseed()
    {
        byte[] raw = DrawRaw(out int bits);
        _generator.Reseed(raw, bits, TakeJitter());
        Bytes.Wipe(raw);
    }

    private byte[] DrawRaw(out int bits)
    {
        int quality = _entropy.BitsPerByte;
        bits = quality > 0 ? HardwareBits : 0;
        int size = quality > 0 ? (HardwareBits + quality - 1) / quality : WorthlessRawSize;
        byte[] raw = new byte[size];
        _entropy.Fill(raw, 0, size);
        return raw;
    }

    private byte[] TakeJitter()
    {
        if (_jitterCount == 0) return Nothing;
        _jitterCount = 0;
        return Bytes.Slice(_jitter, 0, JitterSize);
    }

    private static string With(string text, string more) =>
        text.Length == 0 ? more : text + ", " + more;
}
