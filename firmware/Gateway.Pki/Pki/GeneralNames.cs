using Gateway.Asn1;

namespace Gateway.Pki;

/// <summary>
/// <c>GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName</c>, a choice by context tag (RFC 5280
/// 4.2.1.6), read in place.
/// </summary>
public static class GeneralNames
{
    /// <summary>Most names of one list.</summary>
    public const int Max = 64;

    /// <summary>otherName, constructed.</summary>
    public const int OtherName = 0xA0;

    /// <summary>rfc822Name.</summary>
    public const int Email = 0x81;

    /// <summary>dNSName.</summary>
    public const int Dns = 0x82;

    /// <summary>directoryName, explicit and so constructed.</summary>
    public const int DirectoryName = 0xA4;

    /// <summary>uniformResourceIdentifier.</summary>
    public const int Uri = 0x86;

    /// <summary>iPAddress: 4 or 16 octets.</summary>
    public const int IpAddress = 0x87;

    /// <summary>registeredID.</summary>
    public const int RegisteredId = 0x88;

    private const int TagNumberMax = 8;

    /// <summary>Checks GeneralNames, the contents read last, and steps over them.</summary>
    public static bool Read(DerReader reader)
    {
        int names = 0;
        reader.EnterValue();
        reader.Enter(Tag.Sequence);
        do
        {
            if (++names > Max) return reader.Fail(DerError.TooMany);
            if (!ReadOne(reader)) return false;
        }
        while (!reader.AtEnd);
        reader.Leave();
        reader.Leave();
        return reader.IsOk;
    }

    /// <summary>
    /// Text of the first name of that kind (Email, Dns, Uri) that has at least so many labels
    /// between dots; null when there is none. The range is a whole GeneralNames.
    /// </summary>
    public static string FirstText(byte[] buffer, int offset, int count, int kind, int labelsMin)
    {
        if (count == 0) return null;
        DerReader reader = new DerReader(buffer, offset, count);
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            reader.ReadAny();
            if (reader.ValueTag != kind) continue;
            string text = DerText.Decode(
                Tag.Ia5String, buffer, reader.ValueOffset, reader.ValueLength);
            if (text != null && Labels(text) >= labelsMin) return text;
        }

        return null;
    }

    /// <summary>
    /// The names as openssl prints them, commas between; the range is a whole GeneralNames.
    /// </summary>
    public static string ToText(byte[] buffer, int offset, int count)
    {
        DerReader reader = new DerReader(buffer, offset, count);
        return GeneralNameText.Join(reader, Tag.Sequence);
    }

    /// <summary>
    /// Whether one name has that kind and these contents; host and mail names without regard to
    /// case. The range is a whole GeneralNames.
    /// </summary>
    public static bool Contains(
        byte[] buffer, int offset, int count, int kind, byte[] contents)
    {
        if (count == 0) return false;
        DerReader reader = new DerReader(buffer, offset, count);
        reader.Enter(Tag.Sequence);
        while (!reader.AtEnd)
        {
            reader.ReadAny();
            if (reader.ValueTag != kind || reader.ValueLength != contents.Length) continue;
            bool anyCase = kind == Dns || kind == Email;
            bool equal = true;
            for (int i = 0; i < contents.Length && equal; i++)
            {
                int a = buffer[reader.ValueOffset + i];
                int b = contents[i];
                equal = a == b || (anyCase && Lower(a) == Lower(b));
            }

            if (equal) return true;
        }

        return false;
    }

    private static bool ReadOne(DerReader reader)
    {
        int tag = reader.PeekTag();
        switch (tag)
        {
            case IpAddress:
                if (!reader.Read(tag)) return false;
                bool isAddress = reader.ValueLength == 4 || reader.ValueLength == 16;
                return isAddress || reader.Fail(DerError.BadValue);
            case Email:
            case Dns:
            case Uri:
                if (!reader.Read(tag)) return false;
                return DerText.IsIa5(reader.Buffer, reader.ValueOffset, reader.ValueLength)
                    || reader.Fail(DerError.BadString);
            case RegisteredId:
                return reader.ReadOid(tag);
            default:
                if (!reader.ReadAny()) return false;
                bool isChoice = (tag & 0xC0) == 0x80 && (tag & 0x1F) <= TagNumberMax;
                return isChoice || reader.Fail(DerError.UnexpectedTag);
        }
    }

    private static int Lower(int c) => c >= 'A' && c <= 'Z' ? c + 32 : c;

    // A dot at the end is the root's.
    private static int Labels(string name)
    {
        int labels = 1;
        for (int i = 0; i < name.Length - 1; i++)
        {
            if (name[i] == '.') labels++;
        }

        return labels;
    }
}
