using System;
using System.Text;

namespace Gateway.Tests.Crypto;

/// <summary>Short forms for vectors.</summary>
internal static class Hex
{
    internal static byte[] Parse(string hex) => Convert.FromHexString(hex.Replace(" ", ""));

    internal static string Of(byte[] data) => Convert.ToHexStringLower(data);

    internal static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    internal static byte[] Repeat(byte value, int count)
    {
        byte[] all = new byte[count];
        Array.Fill(all, value);
        return all;
    }
}
