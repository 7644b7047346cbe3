using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>CertRepMessage with a certificate in it, rightly or with the misbehaviours in
/// force.</summary>
internal sealed class CertificateReply(CertificateAuthority authority,
    MisbehaviourList misbehaviours)
{
    private bool Takes(MisbehaviourKind kind) => misbehaviours.Take(kind) is not null;

    /// <summary>The body to answer with.</summary>
    public int BodyType(int right) => !Takes(MisbehaviourKind.WrongBodyType) ? right
        : right == PkiBody.TYPE_INIT_REP ? PkiBody.TYPE_CERT_REP : PkiBody.TYPE_INIT_REP;

    /// <summary>The wish with another subject or alternative name, where that is in
    /// force.</summary>
    public CertificateWish Changed(CertificateWish wish, List<string> changes)
    {
        if (misbehaviours.Take(MisbehaviourKind.ChangedSubject) is { } subject)
        {
            wish = wish with { Subject = DistinguishedName.Parse(subject.Text) };
            changes.Add("subject");
        }

        if (misbehaviours.Take(MisbehaviourKind.ChangedAlternativeName) is { } name)
        {
            var names = new GeneralNames(new GeneralName(GeneralName.DnsName, name.Text));
            wish = wish with
            {
                AlternativeName = new Extension(X509Extensions.SubjectAlternativeName,
                    DerBoolean.False, new DerOctetString(names.GetDerEncoded())),
            };
            changes.Add("subject alternative name");
        }

        return wish;
    }

    /// <summary>The content of ip, cp or kup.</summary>
    public CertRepMessage Build(int bodyType, DerInteger certReqId, PkiStatusInfo status,
        X509Certificate certificate)
    {
        DerInteger id = Takes(MisbehaviourKind.WrongCertReqId)
            ? new DerInteger(certReqId.Value.Add(BigInteger.One)) : certReqId;
        var response = new CertResponse(id, status, new CertifiedKeyPair(Pack(certificate)), null);
        int count = Takes(MisbehaviourKind.TwoResponses) ? 2 : 1;
        return new CertRepMessage(WithAnchor(bodyType)
            ? [new CmpCertificate(authority.Root.CertificateStructure)] : null,
            [.. Enumerable.Repeat(response, count)]);
    }

    // caPubs belong into ip alone (RFC 9483 4.1.2).
    private bool WithAnchor(int bodyType) => bodyType == PkiBody.TYPE_INIT_REP
        ? !Takes(MisbehaviourKind.NoCaPubs) : Takes(MisbehaviourKind.CaPubsEverywhere);

    private CertOrEncCert Pack(X509Certificate certificate)
    {
        X509CertificateStructure structure = certificate.CertificateStructure;
        if (Takes(MisbehaviourKind.EncryptedCertificate))
            return new CertOrEncCert(new EncryptedKey(new EncryptedValue(null,
                new AlgorithmIdentifier(NistObjectIdentifiers.IdAes128Cbc), null, null, null,
                new DerBitString(certificate.GetEncoded()))));
        if (Takes(MisbehaviourKind.WrongCertificateSignature))
        {
            byte[] signature = structure.Signature.GetOctets();
            signature[^1] ^= 1;
            structure = new X509CertificateStructure(structure.TbsCertificate,
                structure.SignatureAlgorithm, new DerBitString(signature));
        }

        return new CertOrEncCert(new CmpCertificate(structure));
    }
}
