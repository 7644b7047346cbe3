using Gateway.Asn1;

namespace Gateway.Cmp;

/// <summary>
/// Elements of generalInfo, <c>InfoTypeAndValue ::= SEQUENCE { infoType OBJECT IDENTIFIER,
/// infoValue ANY OPTIONAL }</c> (RFC 9810 5.1.1).
/// </summary>
public static class GeneralInfoWriter
{
    private const int InfoCertificateProfile = 21;

    /// <summary>Writes implicitConfirm with its NULL, RFC 9810 5.1.1.1.</summary>
    public static void ImplicitConfirm(DerWriter writer)
    {
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.InfoType(PkiHeader.InfoImplicitConfirm));
        writer.Null();
        writer.End();
    }

    /// <summary>Writes certProfile with one name, RFC 9810 5.1.1.4.</summary>
    public static void CertificateProfile(DerWriter writer, string name)
    {
        writer.Begin(Tag.Sequence);
        writer.Oid(Oids.InfoType(InfoCertificateProfile));
        writer.Begin(Tag.Sequence);
        writer.Utf8String(name);
        writer.End();
        writer.End();
    }
}
