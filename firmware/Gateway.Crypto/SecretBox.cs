using System;
using System.Text;
using Gateway.Core;

namespace Gateway.Crypto;

/// <summary>
/// Secrets at rest: AES-128-CBC, then HMAC-SHA256 over all that precedes the tag.
/// <code>
/// box      = version(1) || iv(16) || ciphertext(16n, n >= 1) || tag(32)
/// keys     = HKDF-SHA256(salt = empty, IKM = device key, info = "gateway secret box 1", 48 bytes)
///          = encryption key(16) || MAC key(32)
/// tag      = HMAC-SHA256(MAC key, purpose length(1) || purpose(UTF-8) || the box up to the tag)
/// </code>
/// The plain text is padded as PKCS#7 does. A box opens only under the purpose that sealed it.
/// </summary>
public static class SecretBox
{
    /// <summary>Length of a device key, in bytes.</summary>
    public const int DeviceKeyBytes = 32;

    /// <summary>Longest plain text, in bytes.</summary>
    public const int PlainBytesMax = 16384;

    /// <summary>Longest purpose, in bytes of UTF-8.</summary>
    public const int PurposeBytesMax = 64;

    private const byte Version = 1;
    private const int VersionBytes = 1;
    private const int IvBytes = Aes.BlockBytes;
    private const int EncryptionKeyBytes = 16;
    private const int TagBytes = 32;
    private const int HeaderBytes = VersionBytes + IvBytes;
    private const int OverheadBytes = HeaderBytes + TagBytes;
    private const string KeyLabel = "gateway secret box 1";

    /// <summary>Length of the box around a plain text, in bytes.</summary>
    public static int SealedLength(int plainBytes) =>
        OverheadBytes + (((plainBytes / Aes.BlockBytes) + 1) * Aes.BlockBytes);

    /// <summary>Seals a plain text with a fresh IV.</summary>
    public static byte[] Seal(byte[] deviceKey, string purpose, IRandom random, byte[] plain)
    {
        if (plain.Length > PlainBytesMax) throw new ArgumentException("plain");
        byte[] keys = DeriveKeys(deviceKey);
        byte[] iv = new byte[IvBytes];
        random.Fill(iv, 0, IvBytes);
        byte[] padded = AesCbc.Pad(plain);
        byte[] encryptionKey = Bytes.Slice(keys, 0, EncryptionKeyBytes);
        Aes cipher = new Aes(encryptionKey);
        AesCbc.Encrypt(cipher, iv, padded, 0, padded.Length);
        cipher.Wipe();
        Bytes.Wipe(encryptionKey);

        byte[] box = new byte[OverheadBytes + padded.Length];
        box[0] = Version;
        Array.Copy(iv, 0, box, VersionBytes, IvBytes);
        Array.Copy(padded, 0, box, HeaderBytes, padded.Length);
        ComputeTag(keys, purpose, box, box.Length - TagBytes, box, box.Length - TagBytes);
        Bytes.Wipe(keys);
        return box;
    }

    /// <summary>
    /// The plain text (the caller wipes it); null when the box is malformed, was changed, or was
    /// sealed under another key or purpose.
    /// </summary>
    public static byte[] Open(byte[] deviceKey, string purpose, byte[] box)
    {
        int cipherBytes = box == null ? 0 : box.Length - OverheadBytes;
        if (cipherBytes < Aes.BlockBytes || cipherBytes % Aes.BlockBytes != 0) return null;
        if (cipherBytes > PlainBytesMax + Aes.BlockBytes || box[0] != Version) return null;

        byte[] keys = DeriveKeys(deviceKey);
        byte[] tag = new byte[TagBytes];
        int tagAt = box.Length - TagBytes;
        ComputeTag(keys, purpose, box, tagAt, tag, 0);
        bool right = Bytes.EqualConstantTime(tag, 0, box, tagAt, TagBytes);
        byte[] plain = right ? Decrypt(keys, box, cipherBytes) : null;
        Bytes.Wipe(keys);
        return plain;
    }

    private static byte[] Decrypt(byte[] keys, byte[] box, int cipherBytes)
    {
        byte[] padded = Bytes.Slice(box, HeaderBytes, cipherBytes);
        byte[] encryptionKey = Bytes.Slice(keys, 0, EncryptionKeyBytes);
        Aes cipher = new Aes(encryptionKey);
        AesCbc.Decrypt(cipher, Bytes.Slice(box, VersionBytes, IvBytes), padded, 0, cipherBytes);
        cipher.Wipe();
        Bytes.Wipe(encryptionKey);
        int length = AesCbc.UnpaddedLength(padded, 0, cipherBytes);
        byte[] plain = length < 0 ? null : Bytes.Slice(padded, 0, length);
        Bytes.Wipe(padded);
        return plain;
    }

    private static byte[] DeriveKeys(byte[] deviceKey)
    {
        if (deviceKey.Length != DeviceKeyBytes) throw new ArgumentException("device key");
        byte[] extracted = Hkdf.Extract(HashAlgorithm.Sha256, new byte[0], deviceKey);
        byte[] keys = Hkdf.Expand(HashAlgorithm.Sha256, extracted, Encoding.UTF8.GetBytes(KeyLabel),
            EncryptionKeyBytes + TagBytes);
        Bytes.Wipe(extracted);
        return keys;
    }

    private static void ComputeTag(byte[] keys, string purpose, byte[] box, int count, byte[] tag,
        int tagOffset)
    {
        byte[] label = Encoding.UTF8.GetBytes(purpose);
        if (label.Length > PurposeBytesMax) throw new ArgumentException("purpose");
        byte[] length = new byte[] { (byte)label.Length };
        Hmac hmac = new Hmac(HashAlgorithm.Sha256, keys, EncryptionKeyBytes, TagBytes);
        hmac.Update(length, 0, 1);
        hmac.Update(label, 0, label.Length);
        hmac.Update(box, 0, count);
        hmac.Finish(tag, tagOffset);
        hmac.Wipe();
    }
}
