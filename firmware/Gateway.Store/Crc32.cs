namespace Gateway.Store;

/// <summary>CRC-32 of IEEE 802.3 (reflected polynomial EDB88320), four bits at a time: bit by bit a
/// list of files takes seconds on the board, a table for whole bytes costs a kilobyte of heap.
/// </summary>
public static class Crc32
{
    // What the polynomial makes of each four bits that are shifted out.
    private static readonly uint[] Nibbles =
    {
        0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158,
        0x5005713C, 0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4,
        0xA00AE278, 0xBDBDF21C,
    };

    /// <summary>The value to start <see cref="Update"/> with.</summary>
    public const uint Start = 0xFFFFFFFF;

    /// <summary>Takes a range in; the CRC is the complement of the last value.</summary>
    public static uint Update(uint crc, byte[] data, int offset, int count)
    {
        uint[] nibbles = Nibbles;
        int end = offset + count;
        for (int i = offset; i < end; i++)
        {
            crc ^= data[i];
            crc = nibbles[crc & 15] ^ (crc >> 4);
            crc = nibbles[crc & 15] ^ (crc >> 4);
        }

        return crc;
    }
}
