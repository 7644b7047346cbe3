using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>What a kur must say beyond a cr (RFC 9483 4.1.3).</summary>
internal sealed class KeyUpdateCheck(LabCaOptions options, X509Name caName)
{
    /// <summary>Refuses a request that updates another certificate than the one that signs
    /// it.</summary>
    public void Check(EnrolmentRequest enrolment, X509Certificate signer)
    {
        if (options.CheckOldCertId)
            CheckOldCertId(enrolment.OldCertificate, signer);
        bool same = enrolment.PublicKey.Equals(
            signer.CertificateStructure.SubjectPublicKeyInfo);
        if (same && !options.KeyUpdateMayReuseKey)
            throw new CmpRefusedException(CmpFailInfo.BadCertTemplate,
                "the key is that of the old certificate");
    }

    private void CheckOldCertId(CertId? old, X509Certificate signer)
    {
        if (old is null)
            throw new CmpRefusedException(CmpFailInfo.BadCertId, "oldCertID is missing");
        bool fits = old.Issuer.TagNo == GeneralName.DirectoryName
            && X509Name.GetInstance(old.Issuer.Name).Equivalent(signer.IssuerDN, inOrder: true)
            && old.SerialNumber.HasValue(signer.SerialNumber);
        if (!fits)
            throw new CmpRefusedException(CmpFailInfo.BadCertId,
                "oldCertID is not the protection certificate");
        if (!signer.IssuerDN.Equivalent(caName, inOrder: true))
            throw new CmpRefusedException(CmpFailInfo.BadCertId,
                "the old certificate is of another CA");
    }
}
