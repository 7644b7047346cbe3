namespace Gateway.Config;

/// <summary>Dotted IPv4 addresses and their masks.</summary>
public static class Ipv4
{
    private const int PartCount = 4;

    /// <summary>
    /// Reads four decimal parts of 0 to 255; false for anything else, leading zeros too, which
    /// others take for octal.
    /// </summary>
    public static bool TryParse(string text, out uint address)
    {
        address = 0;
        int at = 0;
        for (int part = 0; part < PartCount; part++)
        {
            if (part > 0 && (at >= text.Length || text[at++] != '.')) return false;
            int start = at;
            uint value = 0;
            while (at < text.Length && at - start < 3 && text[at] >= '0' && text[at] <= '9')
            {
                value = (value * 10) + (uint)(text[at++] - '0');
            }

            bool hasLeadingZero = at - start > 1 && text[start] == '0';
            if (at == start || hasLeadingZero || value > 255) return false;
            address = (address << 8) | value;
        }

        return at == text.Length;
    }

    /// <summary>The four octets of an address in dotted form, null when it is none.</summary>
    public static byte[] ToBytes(string text)
    {
        if (!TryParse(text, out uint address)) return null;
        return new byte[]
        {
            (byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address,
        };
    }

    /// <summary>Dotted form of an address.</summary>
    public static string ToText(uint address) =>
        (address >> 24).ToString() + "." + ((address >> 16) & 255).ToString() + "."
        + ((address >> 8) & 255).ToString() + "." + (address & 255).ToString();

    /// <summary>The mask of a prefix of 0 to 32 bits.</summary>
    public static uint Mask(int prefixLength) =>
        prefixLength == 0 ? 0 : 0xFFFFFFFFu << (32 - prefixLength);

    /// <summary>
    /// Length of a mask's prefix, or -1 when its ones are not in one row at the front.
    /// </summary>
    public static int PrefixLength(uint mask)
    {
        for (int length = 0; length <= 32; length++)
        {
            if (Mask(length) == mask) return length;
        }

        return -1;
    }

    /// <summary>
    /// Whether an address can be a host's in a network of that prefix: unicast, no loopback,
    /// neither
    /// the network itself nor its broadcast (RFC 1122 3.2.1.3, RFC 3021 for 31 bits).
    /// </summary>
    public static bool IsHost(uint address, int prefixLength)
    {
        uint first = address >> 24;
        if (first == 0 || first == 127 || first >= 224) return false;
        if (prefixLength >= 31) return true;
        uint host = address & ~Mask(prefixLength);
        return host != 0 && host != ~Mask(prefixLength);
    }
}
