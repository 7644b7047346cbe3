using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace Gateway.LabCa;

/// <summary>What ir, cr and p10cr have in common: one key, one name, a proof of
/// possession.</summary>
internal sealed class EnrolmentRequest
{
    private const int RsaBitsMax = 8192;
    private const int NoCertReqId = -1;

    private readonly X509Name? _subject;
    private readonly SubjectPublicKeyInfo? _publicKey;
    private readonly X509Extensions? _extensions;
    private readonly OptionalValidity? _validity;

    private EnrolmentRequest(DerInteger certReqId, X509Name? subject,
        SubjectPublicKeyInfo? publicKey,
        X509Extensions? extensions, OptionalValidity? validity, CertId? oldCertificate = null)
    {
        OldCertificate = oldCertificate;
        CertReqId = certReqId;
        _subject = subject;
        _publicKey = publicKey;
        _extensions = extensions;
        _validity = validity;
    }

    public DerInteger CertReqId { get; }

    /// <summary>The control oldCertID, null without it.</summary>
    public CertId? OldCertificate { get; }

    public SubjectPublicKeyInfo PublicKey => _publicKey
        ?? throw new CmpRefusedException(CmpFailInfo.BadCertTemplate, "publicKey is missing");

    /// <summary>certReqId of a request that may yet be refused; more or fewer than one request is
    /// an error.</summary>
    public static DerInteger ReadCertReqId(CmpRequest request)
    {
        if (request.BodyType == PkiBody.TYPE_P10_CERT_REQ)
            return DerInteger.ValueOf(NoCertReqId); // RFC 9483 4.1.4
        CertReqMsg[] messages = CertReqMessages.GetInstance(request.Content).ToCertReqMsgArray();
        if (messages.Length != 1)
            throw new CmpRefusedException(CmpFailInfo.BadRequest,
                $"{messages.Length} CertReqMsg in one message, exactly one is supported");
        return messages[0].CertReq.CertReqID;
    }

    /// <summary>Reads the request and checks issuer, key and proof of possession.</summary>
    public static EnrolmentRequest Read(CmpRequest request, X509Name caName) =>
        request.BodyType == PkiBody.TYPE_P10_CERT_REQ ? ReadPkcs10(request)
            : ReadCrmf(request, caName);

    private static EnrolmentRequest ReadCrmf(CmpRequest request, X509Name caName)
    {
        CertReqMsg message = CertReqMessages.GetInstance(request.Content).ToCertReqMsgArray()[0];
        CertTemplate template = message.CertReq.CertTemplate;
        const CmpFailInfo Bad = CmpFailInfo.BadCertTemplate;
        if (template.SerialNumber is not null)
            throw new CmpRefusedException(Bad, "serialNumber has no place in a template");
        if (template.Issuer is { IsEmpty: false } issuer
            && !issuer.Equivalent(caName, inOrder: true))
            throw new CmpRefusedException(Bad,
                $"the issuer in the template is not {DistinguishedName.Format(caName)}");
        if (template.PublicKey is null)
            throw new CmpRefusedException(Bad, "publicKey is missing in the template");
        AsymmetricKeyParameter key = CheckKey(template.PublicKey);

        ProofOfPossession? popo = message.Pop;
        if (popo is null || popo.Type != ProofOfPossession.TYPE_SIGNING_KEY)
            throw new CmpRefusedException(CmpFailInfo.BadPop,
                "the proof of possession must be a signature");
        PopoSigningKey signature = PopoSigningKey.GetInstance(popo.Object);
        if (signature.PoposkInput is not null)
            throw new CmpRefusedException(CmpFailInfo.BadPop,
                "poposkInput has no place beside a template with a public key");
        CheckSignature(signature.AlgorithmIdentifier, signature.Signature, key,
            request.SignedByNewKey());
        return new EnrolmentRequest(message.CertReq.CertReqID, template.Subject, template.PublicKey,
            template.Extensions, template.Validity, OldCertId(message.CertReq.Controls));
    }

    private static CertId? OldCertId(Controls? controls) =>
        (controls?.ToAttributeTypeAndValueArray() ?? [])
        .Where(control => control.Type.Equals(CmpObjectIdentifiers.regCtrl_oldCertID))
        .Select(control => CertId.GetInstance(control.Value)).FirstOrDefault();

    private static EnrolmentRequest ReadPkcs10(CmpRequest request)
    {
        var csr = new Pkcs10CertificationRequest(request.Content.GetDerEncoded());
        CertificationRequestInfo info = csr.GetCertificationRequestInfo();
        AsymmetricKeyParameter key = CheckKey(info.SubjectPublicKeyInfo);
        CheckSignature(csr.SignatureAlgorithm, csr.Signature, key, request.SignedByNewKey());
        return new EnrolmentRequest(DerInteger.ValueOf(NoCertReqId), info.Subject,
            info.SubjectPublicKeyInfo,
            csr.GetRequestedExtensions(), null);
    }

    private static AsymmetricKeyParameter CheckKey(SubjectPublicKeyInfo publicKey)
    {
        AsymmetricKeyParameter key;
        try
        {
            key = PublicKeyFactory.CreateKey(publicKey);
        }
        catch (Exception fault) when (CmpRequest.IsFormatFault(fault))
        {
            throw new CmpRefusedException(CmpFailInfo.BadCertTemplate,
                "the public key cannot be read");
        }

        switch (key)
        {
            case RsaKeyParameters rsa
                when rsa.Modulus.BitLength is < CaKeyAlgorithm.RsaBitsMin or > RsaBitsMax:
                throw new CmpRefusedException(CmpFailInfo.BadCertTemplate,
                    $"an RSA key of {rsa.Modulus.BitLength} bits, "
                        + $"{CaKeyAlgorithm.RsaBitsMin} to {RsaBitsMax} are accepted");
            case RsaKeyParameters:
            case ECPublicKeyParameters ec when SecObjectIdentifiers.SecP256r1.Equals(
                ec.PublicKeyParamSet)
                || SecObjectIdentifiers.SecP384r1.Equals(ec.PublicKeyParamSet):
                return key;
            default:
                throw new CmpRefusedException(CmpFailInfo.BadAlg,
                    "the public key is neither RSA nor EC on P-256 or P-384");
        }
    }

    private static void CheckSignature(
        AlgorithmIdentifier algorithm, DerBitString signature, AsymmetricKeyParameter key,
            byte[] signed)
    {
        SignatureCheck.Require(algorithm, "a proof of possession");
        bool good = SignatureCheck.Verify(algorithm, key, signed, signature.GetOctets());
        if (!good)
            throw new CmpRefusedException(CmpFailInfo.BadPop,
                "the signature is not by the key in the request");
    }

    /// <summary>What is to be certified, within what the CA gives.</summary>
    /// <param name="limit">Longest validity.</param>
    /// <param name="changes">What the client gets otherwise than asked.</param>
    /// <param name="formerSubject">Subject when the template has none, or null.</param>
    public CertificateWish ToWish((DateTimeOffset NotBefore, DateTimeOffset NotAfter) limit,
        List<string> changes, X509Name? formerSubject = null)
    {
        X509Name? subject = _subject is null || _subject.IsEmpty ? formerSubject : _subject;
        if (subject is null)
            throw new CmpRefusedException(CmpFailInfo.BadCertTemplate, "subject is missing");
        (DateTimeOffset start, DateTimeOffset end) = limit;
        DateTimeOffset? wantedStart = ToOffset(_validity?.NotBefore);
        DateTimeOffset? wantedEnd = ToOffset(_validity?.NotAfter);
        if (wantedStart >= wantedEnd)
            throw new CmpRefusedException(CmpFailInfo.BadCertTemplate,
                "the validity ends before it starts");
        DateTimeOffset givenStart = wantedStart > start && wantedStart < end ? wantedStart.Value
            : start;
        DateTimeOffset givenEnd = wantedEnd < end && wantedEnd > givenStart ? wantedEnd.Value : end;
        if ((wantedStart ?? givenStart) != givenStart || (wantedEnd ?? givenEnd) != givenEnd)
            changes.Add("validity");
        return new CertificateWish(subject, ReadAlternativeName(), givenStart, givenEnd);
    }

    private Extension? ReadAlternativeName()
    {
        X509Extension? extension = _extensions?.GetExtension(X509Extensions.SubjectAlternativeName);
        if (extension is null)
            return null;
        try
        {
            GeneralNames names = GeneralNames.GetInstance(extension.GetParsedValue());
            if (names.GetNames().Length == 0)
                throw new CmpRefusedException(CmpFailInfo.BadCertTemplate,
                    "the subject alternative name is empty");
        }
        catch (Exception fault) when (CmpRequest.IsFormatFault(fault))
        {
            throw new CmpRefusedException(CmpFailInfo.BadCertTemplate,
                "the subject alternative name cannot be read");
        }

        return new Extension(X509Extensions.SubjectAlternativeName,
            extension.IsCritical ? DerBoolean.True : DerBoolean.False, extension.Value);
    }

    /// <summary>Adds the extensions that were asked for and are missing or different in the
    /// certificate.</summary>
    public void CompareExtensions(X509Extensions? issued, List<string> changes)
    {
        foreach (DerObjectIdentifier oid in _extensions?.GetExtensionOids() ?? [])
        {
            X509Extension? given = issued?.GetExtension(oid);
            if (given is null || !given.Equals(_extensions!.GetExtension(oid)))
                changes.Add("extension " + oid.Id);
        }
    }

    private static DateTimeOffset? ToOffset(Time? time) =>
        time is null ? null : new DateTimeOffset(time.ToDateTime(), TimeSpan.Zero);
}
