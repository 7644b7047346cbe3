namespace Gateway.Asn1;

/// <summary>Identifier octets (X.690 8.1.2), with the constructed bit where DER wants it.</summary>
public static class Tag
{
    /// <summary>BOOLEAN.</summary>
    public const int Boolean = 0x01;

    /// <summary>INTEGER.</summary>
    public const int Integer = 0x02;

    /// <summary>BIT STRING.</summary>
    public const int BitString = 0x03;

    /// <summary>OCTET STRING.</summary>
    public const int OctetString = 0x04;

    /// <summary>NULL.</summary>
    public const int Null = 0x05;

    /// <summary>OBJECT IDENTIFIER.</summary>
    public const int Oid = 0x06;

    /// <summary>ENUMERATED.</summary>
    public const int Enumerated = 0x0A;

    /// <summary>UTF8String.</summary>
    public const int Utf8String = 0x0C;

    /// <summary>NumericString.</summary>
    public const int NumericString = 0x12;

    /// <summary>PrintableString.</summary>
    public const int PrintableString = 0x13;

    /// <summary>TeletexString (T61String).</summary>
    public const int TeletexString = 0x14;

    /// <summary>IA5String.</summary>
    public const int Ia5String = 0x16;

    /// <summary>UTCTime.</summary>
    public const int UtcTime = 0x17;

    /// <summary>GeneralizedTime.</summary>
    public const int GeneralizedTime = 0x18;

    /// <summary>VisibleString (ISO646String).</summary>
    public const int VisibleString = 0x1A;

    /// <summary>UniversalString.</summary>
    public const int UniversalString = 0x1C;

    /// <summary>BMPString.</summary>
    public const int BmpString = 0x1E;

    /// <summary>SEQUENCE and SEQUENCE OF.</summary>
    public const int Sequence = 0x30;

    /// <summary>SET and SET OF.</summary>
    public const int Set = 0x31;

    /// <summary>The constructed bit.</summary>
    public const int ConstructedBit = 0x20;

    /// <summary>Context-specific primitive tag [number], 0 to 30.</summary>
    public static int Context(int number) => 0x80 | number;

    /// <summary>Context-specific constructed tag [number], 0 to 30.</summary>
    public static int ContextConstructed(int number) => 0xA0 | number;

    /// <summary>Whether the identifier octet says constructed.</summary>
    public static bool IsConstructed(int tag) => (tag & ConstructedBit) != 0;
}
