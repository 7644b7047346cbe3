using System;
using System.IO;
using System.Security.Cryptography;

namespace Gateway.Ctl;

/// <summary>Secrets come from files, never from arguments.</summary>
internal static class SecretFile
{
    /// <summary>Longest secret, in bytes.</summary>
    public const int BytesMax = 128;

    /// <summary>Reads a secret; one line break at the end is left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="secret">Its bytes, to be wiped by the caller.</param>
    /// <param name="wrong">Why not.</param>
    public static bool TryRead(string path, out byte[] secret, out string wrong)
    {
        secret = [];
        wrong = "";
        byte[] buffer = new byte[BytesMax + 3];
        try
        {
            using FileStream file = File.OpenRead(path);
            int read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            int length = WithoutLineBreak(buffer, read);
            if (length is > 0 and <= BytesMax)
                secret = buffer[..length];
            else
                wrong = length == 0 ? $"{path} is empty"
                    : $"the secret in {path} is longer than {BytesMax} bytes";
        }
        catch (Exception fault) when (
            fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            wrong = $"cannot read the secret: {fault.Message}";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }

        return wrong.Length == 0;
    }

    private static int WithoutLineBreak(byte[] buffer, int length)
    {
        if (length == 0 || buffer[length - 1] != '\n')
            return length;
        return length > 1 && buffer[length - 2] == '\r' ? length - 2 : length - 1;
    }
}
