namespace Gateway.Store;

/// <summary>
/// What a start of the random generator leaves for the next one. It was drawn from a generator that
/// was seeded, so a record that is there is worth as many bits as its secret has.
/// </summary>
public sealed class RandomState
{
    /// <summary>Bytes of <see cref="Secret"/>.</summary>
    public const int SecretSize = 32;

    private const int FormatVersion = 2;

    /// <summary>A state: starts so far, secret.</summary>
    public RandomState(long boots, byte[] secret)
    {
        Boots = boots;
        Secret = secret;
    }

    /// <summary>Starts with a seeded generator so far.</summary>
    public long Boots { get; }

    /// <summary>The secret; the holder wipes it.</summary>
    public byte[] Secret { get; }

    /// <summary>The state of a payload; null when it is none.</summary>
    public static RandomState Parse(byte[] payload)
    {
        if (payload == null) return null;
        FieldReader fields = new FieldReader(payload);
        int version = fields.Byte();
        long boots = fields.Int64();
        byte[] secret = fields.Range();
        bool isGood = fields.IsComplete && version == FormatVersion && boots > 0
            && secret.Length == SecretSize;
        if (isGood) return new RandomState(boots, secret);
        Core.Bytes.Wipe(secret);
        return null;
    }

    /// <summary>The payload, SPEC.md; the caller wipes it.</summary>
    public byte[] ToPayload()
    {
        FieldWriter fields = new FieldWriter();
        fields.Byte(FormatVersion);
        fields.Int64(Boots);
        fields.Range(Secret);
        return fields.Take();
    }
}
