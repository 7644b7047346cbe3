using Gateway.Asn1;

namespace Gateway.Cmp;

/// <summary>
/// The body of certConf with one CertStatus, RFC 9810 5.3.18 and RFC 9483 4.1.1.
/// <code>
/// CertStatus ::= SEQUENCE { certHash OCTET STRING, certReqId INTEGER,
///     statusInfo PKIStatusInfo OPTIONAL, hashAlg [0] AlgorithmIdentifier OPTIONAL }
/// </code>
/// </summary>
public static class CertConfWriter
{
    /// <summary>Writes the body, with its context tag, that accepts the certificate.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="certHash">Hash of the whole certificate.</param>
    /// <param name="certReqId">certReqId of the answer.</param>
    /// <param name="hashOid">Identifier of the hash when the certificate's signature algorithm does
    /// not tell it (then pvno is 3, RFC 9810 5.3.18), else null.</param>
    public static void WriteAcceptance(DerWriter writer, byte[] certHash, int certReqId,
        byte[] hashOid)
    {
        Begin(writer, certHash, certReqId);
        PkiStatusInfo.Write(writer, PkiStatus.Accepted, null, -1);
        End(writer, hashOid);
    }

    /// <summary>
    /// Writes the body that rejects the certificate, with a text and a failInfo bit.
    /// </summary>
    public static void WriteRejection(DerWriter writer, byte[] certHash, int certReqId,
        byte[] hashOid, string text, int failBit)
    {
        Begin(writer, certHash, certReqId);
        PkiStatusInfo.Write(writer, PkiStatus.Rejection, text, failBit);
        End(writer, hashOid);
    }

    private static void Begin(DerWriter writer, byte[] certHash, int certReqId)
    {
        writer.Begin(Tag.ContextConstructed(BodyType.CertConf));
        writer.Begin(Tag.Sequence);
        writer.Begin(Tag.Sequence);
        writer.OctetString(certHash);
        writer.Integer(certReqId);
    }

    private static void End(DerWriter writer, byte[] hashOid)
    {
        if (hashOid != null)
        {
            writer.Begin(Tag.ContextConstructed(0));
            writer.Begin(Tag.Sequence);
            writer.Oid(hashOid);
            writer.End();
            writer.End();
        }

        writer.End();
        writer.End();
        writer.End();
    }
}
