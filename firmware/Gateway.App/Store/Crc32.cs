namespace Gateway.Store;

/// <summary>CRC-32 of IEEE 802.3 (reflected polynomial EDB88320), bit by bit: records are small
/// and a table would cost a kilobyte of heap.</summary>
public static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    /// <summary>The value to start <see cref="Update"/> with.</summary>
    public const uint Start = 0xFFFFFFFF;

    /// <summary>Takes a range in; the CRC is the complement of the last value.</summary>
    public static uint Update(uint crc, byte[] data, int offset, int count)
    {
        for (int i = offset; i < offset + count; i++)
        {
            crc ^= data[i];
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            }
        }

        return crc;
    }
}
