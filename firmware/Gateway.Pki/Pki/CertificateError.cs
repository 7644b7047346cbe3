using Gateway.Asn1;

namespace Gateway.Pki;

/// <summary>Why a certificate was refused; one object can serve several calls.</summary>
public sealed class CertificateError
{
    /// <summary>The reason; None when the certificate was read.</summary>
    public DerError Reason { get; private set; }

    /// <summary>Offset in the buffer of the element that the reason is about.</summary>
    public int Offset { get; private set; }

    /// <summary>The field at fault, as RFC 5280 4.1 names it; empty when there was none.</summary>
    public string Field { get; private set; } = "";

    /// <summary>One line: <c>serialNumber: invalid INTEGER at offset 12</c>.</summary>
    public string Text() =>
        Field + ": " + DerErrors.Text(Reason) + " at offset " + Offset.ToString();

    internal void Set(DerError reason, int offset, string field)
    {
        Reason = reason;
        Offset = offset;
        Field = field;
    }
}
