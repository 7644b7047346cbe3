using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Pki;

/// <summary>
/// What certificates and CRLs have in common (RFC 5280 4.1.1, 5.1.1): an algorithm inside of what
/// is signed, the same behind it, and the signature.
/// </summary>
internal sealed class SignatureFields
{
    private int _innerOffset;
    private int _innerLength;

    /// <summary>The algorithm; None when it is not known here.</summary>
    internal SignatureAlgorithm Algorithm { get; private set; }

    /// <summary>Start of the algorithm's object identifier (content octets).</summary>
    internal int OidOffset { get; private set; }

    /// <summary>Length of the algorithm's object identifier.</summary>
    internal int OidLength { get; private set; }

    /// <summary>Start of the signature.</summary>
    internal int Offset { get; private set; }

    /// <summary>Length of the signature.</summary>
    internal int Length { get; private set; }

    /// <summary>Reads the algorithm inside of what is signed.</summary>
    internal bool ReadInner(DerReader reader)
    {
        _innerOffset = reader.Position;
        Algorithm = AlgorithmIdentifiers.ReadSignature(reader);
        _innerLength = reader.Position - _innerOffset;
        return reader.IsOk;
    }

    /// <summary>Reads what follows; the name of the field that is wrong, or null.</summary>
    internal string ReadOuter(DerReader reader)
    {
        if (!ReadAlgorithm(reader)) return "signatureAlgorithm";
        return ReadValue(reader) ? null : "signatureValue";
    }

    // RFC 5280 4.1.1.2, 5.1.1.2: the same identifier as inside.
    private bool ReadAlgorithm(DerReader reader)
    {
        if (!reader.Read(Tag.Sequence)) return false;
        if (!DistinguishedName.Equal(reader.Buffer, reader.TlvOffset, reader.TlvLength,
            reader.Buffer, _innerOffset, _innerLength))
        {
            return reader.Fail(DerError.BadValue);
        }

        reader.EnterValue();
        reader.ReadOid();
        OidOffset = reader.ValueOffset;
        OidLength = reader.ValueLength;
        reader.LeaveRest();
        return reader.IsOk;
    }

    private bool ReadValue(DerReader reader)
    {
        if (!reader.ReadBitString(Tag.BitString)) return false;
        if (reader.UnusedBits != 0) return reader.Fail(DerError.BadBitString);
        Offset = reader.ValueOffset;
        Length = reader.ValueLength;
        return true;
    }
}
