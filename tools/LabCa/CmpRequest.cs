using System;
using System.Formats.Asn1;
using System.IO;
using System.Linq;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>Names of CMP bodies (RFC 9810 5.1.2); the index is the tag.</summary>
public static class CmpBodies
{
    private static readonly string[] s_names =
    [
        "ir", "ip", "cr", "cp", "p10cr", "popdecc", "popdecr", "kur", "kup", "krr", "krp", "rr",
            "rp", "ccr", "ccp",
        "ckuann", "cann", "rann", "crlann", "pkiconf", "nested", "genm", "genp", "error",
            "certConf", "pollReq",
        "pollRep",
    ];

    /// <summary>The name in the ASN.1 module, or <c>body N</c>.</summary>
    public static string Name(int tag) => tag >= 0 && tag < s_names.Length ? s_names[tag]
        : $"body {tag}";
}

/// <summary>A message from a client: DER checked, taken apart by BouncyCastle, with the received
/// bytes at hand.</summary>
internal sealed class CmpRequest
{
    private readonly DerNode _root;

    private CmpRequest(byte[] raw, DerNode root, PkiMessage message)
    {
        Raw = raw;
        _root = root;
        Header = message.Header;
        BodyType = message.Body.Type;
        Content = message.Body.Content;
        Protection = message.Protection?.GetOctets();
        TransactionId = Header.TransactionID?.GetOctets();
        SenderNonce = Header.SenderNonce?.GetOctets();
        RecipNonce = Header.RecipNonce?.GetOctets();
        SenderKid = Header.SenderKID?.GetOctets();
        ExtraCerts = [.. (message.GetExtraCerts() ?? []).Select(one =>
            new X509Certificate(one.X509v3PKCert))];
        GeneralInfo = Header.GetGeneralInfo() ?? [];
        CertProfile = GeneralInfo
            .Where(info => info.InfoType.Equals(CmpObjectIdentifiers.id_it_certProfile))
            .Select(info => DerUtf8String.GetInstance(
                Asn1Sequence.GetInstance(info.InfoValue)[0]).GetString()).FirstOrDefault();
    }

    public byte[] Raw { get; }

    public PkiHeader Header { get; }

    public int BodyType { get; }

    public Asn1Encodable Content { get; }

    public byte[]? Protection { get; }

    public byte[]? TransactionId { get; }

    public byte[]? SenderNonce { get; }

    public byte[]? RecipNonce { get; }

    public byte[]? SenderKid { get; }

    public X509Certificate[] ExtraCerts { get; }

    public InfoTypeAndValue[] GeneralInfo { get; }

    /// <summary>The first certificate profile that the header names, null for none
    /// (RFC 9810 5.1.1.4).</summary>
    public string? CertProfile { get; }

    public string BodyName => CmpBodies.Name(BodyType);

    /// <summary>The whole transactionID in hex, empty without one.</summary>
    public string TransactionText => Convert.ToHexStringLower(TransactionId ?? []);

    /// <summary>senderKID as text: the reference of the shared secret.</summary>
    public string Reference => Encoding.UTF8.GetString(SenderKid ?? []);

    /// <summary>Parses a message; null and a reason when it is none.</summary>
    public static CmpRequest? Parse(byte[] raw, out string reason)
    {
        DerError? error = DerTree.Parse(raw, 0, out DerNode? root);
        if (error is not null)
        {
            reason = $"offset {error.Offset}: {error.Reason}";
            return null;
        }

        try
        {
            PkiMessage message = PkiMessage.GetInstance(Asn1Object.FromByteArray(raw));
            reason = "";
            return new CmpRequest(raw, root!, message);
        }
        catch (Exception fault) when (IsFormatFault(fault))
        {
            reason = "well-formed DER, but no PKIMessage";
            return null;
        }
    }

    /// <summary>The exceptions by which BouncyCastle reports content that does not fit its
    /// type.</summary>
    public static bool IsFormatFault(Exception fault) => fault is ArgumentException or IOException
        or InvalidCastException or FormatException or InvalidOperationException
        or NotSupportedException
        or ArithmeticException or IndexOutOfRangeException or NullReferenceException
        or GeneralSecurityException or SecurityUtilityException
        or Org.BouncyCastle.Crypto.CryptoException;

    /// <summary>ProtectedPart around the received header and body (RFC 9810 5.1.3).</summary>
    public byte[] ProtectedPart()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(_root.Children[0].Encoded.Span);
            writer.WriteEncodedValue(_root.Children[1].Encoded.Span);
        }

        return writer.Encode();
    }

    /// <summary>The received bytes of what a proof of possession signs: CertRequest, or
    /// certificationRequestInfo.</summary>
    public byte[] SignedByNewKey()
    {
        DerNode body = _root.Children[1].Children[0];
        DerNode node = BodyType == PkiBody.TYPE_P10_CERT_REQ ? body.Children[0]
            : body.Children[0].Children[0];
        return node.Encoded.ToArray();
    }
}
