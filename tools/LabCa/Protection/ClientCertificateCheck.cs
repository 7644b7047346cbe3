using System;
using System.Linq;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>Whether the certificate that protects a request may do so (RFC 9483 3.5).</summary>
internal sealed class ClientCertificateCheck(LabCaOptions options, CaStore store,
    CertificateAuthority authority)
{
    private const int PathLengthMax = 8;

    private readonly X509Certificate[] _anchors =
        [.. authority.Chain, .. options.ClientAnchors.Select(der => new X509Certificate(der))];

    /// <summary>Refuses a certificate that does not name the sender, may not sign or is not
    /// trusted.</summary>
    public void Check(CmpRequest request, X509Certificate certificate)
    {
        GeneralName sender = request.Header.Sender;
        if (sender.TagNo != GeneralName.DirectoryName
            || !X509Name.GetInstance(sender.Name).Equivalent(certificate.SubjectDN, inOrder: true))
            throw new CmpRefusedException(CmpFailInfo.BadMessageCheck,
                "the sender is not the subject of the protection certificate");
        if (request.SenderKid is { } kid && CertificateFacts.KeyId(certificate) is { } own
            && !kid.AsSpan().SequenceEqual(own))
            throw new CmpRefusedException(CmpFailInfo.BadMessageCheck,
                "senderKID is not the key identifier of the protection certificate");
        if (!CertificateFacts.MaySign(certificate))
            throw Distrust("has a key usage without digitalSignature");
        DateTime now = options.Clock.GetUtcNow().UtcDateTime;
        if (!certificate.IsValid(now))
            throw Distrust(now < certificate.NotBefore ? "is not valid yet" : "has expired");
        CheckIssued(request, certificate);
    }

    private void CheckIssued(CmpRequest request, X509Certificate certificate)
    {
        string serial = SerialNumbers.Text(certificate.SerialNumber);
        IssuedCertificate? entry = store.Issued.Find(one => one.Serial == serial);
        if (entry is not null && entry.Der.AsSpan().SequenceEqual(certificate.GetEncoded()))
        {
            // A certificate that revoked itself may still poll for the answer.
            bool isPoll = request.BodyType == PkiBody.TYPE_POLL_REQ;
            bool maySign = entry.Status == CertificateStatus.Valid
                || (entry.Status == CertificateStatus.Revoked && isPoll);
            if (!maySign)
                throw Distrust(entry.Status == CertificateStatus.Pending
                    ? "waits for its certConf" : "is revoked");
            return;
        }

        if (!LeadsToAnchor(certificate, request.ExtraCerts))
            throw Distrust("was not issued by this CA and leads to no anchor");
    }

    private bool LeadsToAnchor(X509Certificate certificate, X509Certificate[] sent)
    {
        X509Certificate current = certificate;
        for (int depth = 0; depth < PathLengthMax; depth++)
        {
            if (_anchors.Any(anchor => Issued(anchor, current)))
                return true;
            X509Certificate? above = sent.FirstOrDefault(one => CertificateFacts.IsCa(one)
                && one.IsValid(options.Clock.GetUtcNow().UtcDateTime) && Issued(one, current));
            if (above is null)
                return false;
            current = above;
        }

        return false;
    }

    private static bool Issued(X509Certificate issuer, X509Certificate certificate)
    {
        try
        {
            return issuer.SubjectDN.Equivalent(certificate.IssuerDN, inOrder: true)
                && certificate.IsSignatureValid(issuer.GetPublicKey());
        }
        catch (Exception fault) when (CmpRequest.IsFormatFault(fault))
        {
            return false;
        }
    }

    private static CmpRefusedException Distrust(string why) =>
        new(CmpFailInfo.SignerNotTrusted, "the protection certificate " + why);
}
