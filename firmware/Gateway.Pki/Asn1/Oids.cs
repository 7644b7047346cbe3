namespace Gateway.Asn1;

/// <summary>
/// Object identifiers by their content octets. A static array costs heap on the board, so the ones
/// of a series (extensions, name attributes, CMP information types) are made by number.
/// </summary>
public static class Oids
{
    /// <summary>rsaEncryption: 1.2.840.113549.1.1.1.</summary>
    public static readonly byte[] RsaEncryption =
    {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01,
    };

    /// <summary>sha1WithRSAEncryption: 1.2.840.113549.1.1.5.</summary>
    public static readonly byte[] Sha1WithRsa =
    {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x05,
    };

    /// <summary>sha256WithRSAEncryption: 1.2.840.113549.1.1.11.</summary>
    public static readonly byte[] Sha256WithRsa =
    {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B,
    };

    /// <summary>sha384WithRSAEncryption: 1.2.840.113549.1.1.12.</summary>
    public static readonly byte[] Sha384WithRsa =
    {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0C,
    };

    /// <summary>sha512WithRSAEncryption: 1.2.840.113549.1.1.13.</summary>
    public static readonly byte[] Sha512WithRsa =
    {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0D,
    };

    /// <summary>id-ecPublicKey: 1.2.840.10045.2.1.</summary>
    public static readonly byte[] EcPublicKey =
    {
        0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01,
    };

    /// <summary>secp256r1: 1.2.840.10045.3.1.7.</summary>
    public static readonly byte[] EcP256 =
    {
        0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07,
    };

    /// <summary>secp384r1: 1.3.132.0.34.</summary>
    public static readonly byte[] EcP384 =
    {
        0x2B, 0x81, 0x04, 0x00, 0x22,
    };

    /// <summary>ecdsa-with-SHA256: 1.2.840.10045.4.3.2.</summary>
    public static readonly byte[] EcdsaWithSha256 =
    {
        0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02,
    };

    /// <summary>ecdsa-with-SHA384: 1.2.840.10045.4.3.3.</summary>
    public static readonly byte[] EcdsaWithSha384 =
    {
        0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x03,
    };

    /// <summary>ecdsa-with-SHA512: 1.2.840.10045.4.3.4.</summary>
    public static readonly byte[] EcdsaWithSha512 =
    {
        0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x04,
    };

    /// <summary>id-sha1: 1.3.14.3.2.26.</summary>
    public static readonly byte[] Sha1 =
    {
        0x2B, 0x0E, 0x03, 0x02, 0x1A,
    };

    /// <summary>id-sha256: 2.16.840.1.101.3.4.2.1.</summary>
    public static readonly byte[] Sha256 =
    {
        0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01,
    };

    /// <summary>id-sha384: 2.16.840.1.101.3.4.2.2.</summary>
    public static readonly byte[] Sha384 =
    {
        0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02,
    };

    /// <summary>id-sha512: 2.16.840.1.101.3.4.2.3.</summary>
    public static readonly byte[] Sha512 =
    {
        0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03,
    };

    /// <summary>HMAC-SHA1 as RFC 4210 names it: 1.3.6.1.5.5.8.1.2.</summary>
    public static readonly byte[] HmacSha1 =
    {
        0x2B, 0x06, 0x01, 0x05, 0x05, 0x08, 0x01, 0x02,
    };

    /// <summary>id-hmacWithSHA1 of PKCS #5: 1.2.840.113549.2.7.</summary>
    public static readonly byte[] HmacWithSha1 =
    {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x07,
    };

    /// <summary>id-hmacWithSHA256: 1.2.840.113549.2.9.</summary>
    public static readonly byte[] HmacWithSha256 =
    {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x09,
    };

    /// <summary>id-hmacWithSHA384: 1.2.840.113549.2.10.</summary>
    public static readonly byte[] HmacWithSha384 =
    {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x0A,
    };

    /// <summary>id-hmacWithSHA512: 1.2.840.113549.2.11.</summary>
    public static readonly byte[] HmacWithSha512 =
    {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x0B,
    };

    /// <summary>id-PasswordBasedMac: 1.2.840.113533.7.66.13.</summary>
    public static readonly byte[] PasswordBasedMac =
    {
        0x2A, 0x86, 0x48, 0x86, 0xF6, 0x7D, 0x07, 0x42, 0x0D,
    };

    /// <summary>id-PBKDF2: 1.2.840.113549.1.5.12.</summary>
    public static readonly byte[] Pbkdf2 =
    {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0C,
    };

    /// <summary>id-PBMAC1: 1.2.840.113549.1.5.14.</summary>
    public static readonly byte[] Pbmac1 =
    {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0E,
    };

    /// <summary>id-regCtrl-oldCertID: 1.3.6.1.5.5.7.5.1.5.</summary>
    public static readonly byte[] OldCertId =
    {
        0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x05, 0x01, 0x05,
    };

    /// <summary>emailAddress: 1.2.840.113549.1.9.1.</summary>
    public static readonly byte[] EmailAddress =
    {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x01,
    };

    /// <summary>n of id-mgf1 in <see cref="Pkcs1"/>.</summary>
    public const int Mgf1 = 8;

    /// <summary>n of id-RSASSA-PSS in <see cref="Pkcs1"/>.</summary>
    public const int RsaSsaPss = 10;

    /// <summary>n of extensionRequest in <see cref="Pkcs9"/>.</summary>
    public const int ExtensionRequest = 14;

    private const int TextLengthMax = 256;
    private const long SubidentifierMax = 0xFFFFFFFFFFFF;

    /// <summary>Extension id-ce n: 2.5.29.n, n below 128 (see <see cref="ExtensionId"/>).</summary>
    public static byte[] Extension(int number) => new byte[] { 0x55, 0x1D, (byte)number };

    /// <summary>Name attribute id-at n: 2.5.4.n, n below 128.</summary>
    public static byte[] Attribute(int number) => new byte[] { 0x55, 0x04, (byte)number };

    /// <summary>CMP information type id-it n: 1.3.6.1.5.5.7.4.n, n below 128.</summary>
    public static byte[] InfoType(int number) => Pkix(4, number);

    /// <summary>id-pkix arc.number: 1.3.6.1.5.5.7.arc.number, both below 128.</summary>
    public static byte[] Pkix(int arc, int number) =>
        new byte[] { 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, (byte)arc, (byte)number };

    /// <summary>anyExtendedKeyUsage: 2.5.29.37.0.</summary>
    public static byte[] AnyKeyPurpose => new byte[] { 0x55, 0x1D, 0x25, 0x00 };

    /// <summary>PKCS #1 n: 1.2.840.113549.1.1.n, n below 128.</summary>
    public static byte[] Pkcs1(int number) => Pkcs(1, number);

    /// <summary>PKCS #9 n: 1.2.840.113549.1.9.n, n below 128.</summary>
    public static byte[] Pkcs9(int number) => Pkcs(9, number);

    /// <summary>PKCS #arc n: 1.2.840.113549.1.arc.n, both below 128.</summary>
    public static byte[] Pkcs(int arc, int number) =>
        new byte[] { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, (byte)arc, (byte)number };

    /// <summary>Bag type n of PKCS #12: 1.2.840.113549.1.12.10.1.n, RFC 7292 A.</summary>
    public static byte[] Pkcs12Bag(int number) => new byte[]
    {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01, (byte)number,
    };

    /// <summary>x509Certificate of a certBag: 1.2.840.113549.1.9.22.1, RFC 7292 4.2.3.</summary>
    public static byte[] X509CertificateBag => new byte[]
    {
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x16, 0x01,
    };

    /// <summary>NIST cipher n: 2.16.840.1.101.3.4.1.n, n below 128.</summary>
    public static byte[] NistCipher(int number) =>
        new byte[] { 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, (byte)number };

    /// <summary>n when the content octets are id-ce n, else -1.</summary>
    public static int ExtensionNumber(byte[] buffer, int offset, int count) =>
        count == 3 && buffer[offset] == 0x55 && buffer[offset + 1] == 0x1D
            ? buffer[offset + 2] : -1;

    /// <summary>n when the content octets are id-at n, else -1.</summary>
    public static int AttributeNumber(byte[] buffer, int offset, int count) =>
        count == 3 && buffer[offset] == 0x55 && buffer[offset + 1] == 0x04
            ? buffer[offset + 2] : -1;

    /// <summary>n when the content octets are CMP's id-it n, else -1.</summary>
    public static int InfoTypeNumber(byte[] buffer, int offset, int count) =>
        PkixNumber(4, buffer, offset, count);

    /// <summary>n when the content octets are id-pkix arc.n, else -1.</summary>
    public static int PkixNumber(int arc, byte[] buffer, int offset, int count)
    {
        bool isPkix = count == 8 && buffer[offset] == 0x2B && buffer[offset + 1] == 0x06
            && buffer[offset + 2] == 0x01 && buffer[offset + 3] == 0x05
            && buffer[offset + 4] == 0x05 && buffer[offset + 5] == 0x07
            && buffer[offset + 6] == arc;
        return isPkix ? buffer[offset + 7] : -1;
    }

    /// <summary>Whether the content octets keep X.690 8.19.2.</summary>
    public static bool IsValid(byte[] buffer, int offset, int count)
    {
        if (count <= 0) return false;
        bool starts = true;
        for (int i = 0; i < count; i++)
        {
            int octet = buffer[offset + i];
            if (starts && octet == 0x80) return false;
            starts = octet < 0x80;
        }

        return starts;
    }

    /// <summary>Dotted text; null when invalid or an arc has more than 48 bits.</summary>
    public static string ToText(byte[] buffer, int offset, int count)
    {
        if (!IsValid(buffer, offset, count)) return null;
        string text = "";
        long value = 0;
        for (int i = 0; i < count; i++)
        {
            int octet = buffer[offset + i];
            value = (value << 7) | (long)(octet & 0x7F);
            if (value > SubidentifierMax) return null;
            if (octet >= 0x80) continue;
            if (text.Length == 0)
            {
                // X.690 8.19.4: the first two arcs share a sub-identifier.
                int root = value < 40 ? 0 : value < 80 ? 1 : 2;
                text = root.ToString() + "." + (value - (root * 40)).ToString();
            }
            else
            {
                text += "." + value.ToString();
            }

            value = 0;
        }

        return text;
    }

    /// <summary>Content octets of a dotted text; null when it is none.</summary>
    public static byte[] FromText(string text)
    {
        if (text == null || text.Length > TextLengthMax) return null;
        byte[] content = new byte[text.Length + 1];
        int length = 0;
        int arcs = 0;
        long root = 0;
        int at = 0;
        while (at <= text.Length)
        {
            int start = at;
            long value = 0;
            while (at < text.Length && text[at] >= '0' && text[at] <= '9')
            {
                value = (value * 10) + (text[at++] - '0');
                if (value > SubidentifierMax) return null;
            }

            bool hasLeadingZero = at - start > 1 && text[start] == '0';
            if (at == start || hasLeadingZero || (at < text.Length && text[at] != '.')) return null;
            at++;
            arcs++;
            if (arcs == 1)
            {
                root = value;
                continue;
            }

            if (arcs == 2)
            {
                if (root > 2 || (root < 2 && value > 39)) return null;
                value += root * 40;
            }

            length = Append(content, length, value);
        }

        return arcs < 2 ? null : Core.Bytes.Slice(content, 0, length);
    }

    // Base 128, most significant first. Digits and dots are never fewer than the octets.
    private static int Append(byte[] content, int length, long value)
    {
        int octets = 1;
        while (value >> (7 * octets) != 0) octets++;
        for (int i = octets - 1; i >= 0; i--)
        {
            int octet = (int)(value >> (7 * i)) & 0x7F;
            content[length++] = (byte)(i == 0 ? octet : octet | 0x80);
        }

        return length;
    }
}
