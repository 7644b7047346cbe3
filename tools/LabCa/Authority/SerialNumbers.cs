using System;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace Gateway.LabCa;

/// <summary>Serial numbers and whole seconds: what certificates are counted and dated by.</summary>
internal static class SerialNumbers
{
    /// <summary>Octets of a serial number, but in the classic profile.</summary>
    public const int ModernLength = 16;

    /// <summary>Octets of a serial number in the classic profile.</summary>
    public const int ClassicLength = 4;

    /// <summary>Positive, and exactly this long.</summary>
    public static BigInteger Draw(SecureRandom random, int length)
    {
        byte[] octets = SecureRandom.GetNextBytes(random, length);
        octets[0] = (byte)((octets[0] & 0x7F) | 0x40);
        return new BigInteger(1, octets);
    }

    /// <summary>Lower case hex, whole octets, as the index and the file names have it.</summary>
    public static string Text(BigInteger serial) =>
        Convert.ToHexStringLower(serial.ToByteArrayUnsigned());

    /// <summary>A time as certificates can say it.</summary>
    public static DateTimeOffset WholeSeconds(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
