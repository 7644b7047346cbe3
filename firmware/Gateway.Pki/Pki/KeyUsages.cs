namespace Gateway.Pki;

/// <summary>Bits of keyUsage (RFC 5280 4.2.1.3), bit n of the BIT STRING as 1 &lt;&lt; n.</summary>
public static class KeyUsages
{
    /// <summary>digitalSignature (0).</summary>
    public const int DigitalSignature = 1;

    /// <summary>nonRepudiation, or contentCommitment (1).</summary>
    public const int NonRepudiation = 2;

    /// <summary>keyEncipherment (2).</summary>
    public const int KeyEncipherment = 4;

    /// <summary>dataEncipherment (3).</summary>
    public const int DataEncipherment = 8;

    /// <summary>keyAgreement (4).</summary>
    public const int KeyAgreement = 16;

    /// <summary>keyCertSign (5).</summary>
    public const int KeyCertSign = 32;

    /// <summary>cRLSign (6).</summary>
    public const int CrlSign = 64;

    /// <summary>encipherOnly (7).</summary>
    public const int EncipherOnly = 128;

    /// <summary>decipherOnly (8).</summary>
    public const int DecipherOnly = 256;

    /// <summary>The bits of a BIT STRING's value range, the first nine of them.</summary>
    internal static int FromBits(byte[] buffer, int offset, int count)
    {
        int usages = 0;
        for (int bit = 0; bit < 9 && bit < 8 * count; bit++)
        {
            if ((buffer[offset + (bit >> 3)] & (0x80 >> (bit & 7))) != 0) usages |= 1 << bit;
        }

        return usages;
    }
}
