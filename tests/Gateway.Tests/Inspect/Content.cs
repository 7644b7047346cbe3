using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;

namespace Gateway.Tests.Inspect;

/// <summary>Bodies by BouncyCastle, right unless a test wants otherwise.</summary>
internal static class Content
{
    public const int IncorrectData = 7;

    public static Asn1Encodable Request(Party key, string? subject = "CN=device", int id = 0,
        Asn1Encodable? popo = null, Party? oldCertificate = null, int? version = null,
        bool withKey = true, int count = 1)
    {
        var template = new CertTemplateBuilder();
        if (version is { } number)
            template.SetVersion(number);
        if (subject is not null)
            template.SetSubject(new X509Name(subject));
        if (withKey)
            template.SetSubjectPublicKeyInfo(key.PublicKey);
        var parts = new Asn1EncodableVector(DerInteger.ValueOf(id), template.Build());
        if (oldCertificate is not null)
            parts.Add(new DerSequence(new AttributeTypeAndValue(
                CrmfObjectIdentifiers.id_regCtrl_oldCertID, CertIdOf(oldCertificate))));
        var request = new DerSequence(parts);
        popo ??= Signature(key, request.GetDerEncoded());
        var message = new DerSequence(request, popo);
        var all = new Asn1EncodableVector();
        for (int i = 0; i < count; i++)
            all.Add(message);
        return new DerSequence(all);
    }

    public static Asn1Encodable Signature(Party key, byte[] data, Asn1Encodable? input = null)
    {
        var parts = new Asn1EncodableVector(
            key.Algorithm, new DerBitString(key.Compute(data)));
        return input is null ? new DerTaggedObject(false, 1, new DerSequence(parts))
            : new DerTaggedObject(false, 1, new DerSequence(
                new DerTaggedObject(false, 0, input), parts[0], parts[1]));
    }

    public static Asn1Encodable RaVerified => new DerTaggedObject(false, 0, DerNull.Instance);

    public static Asn1Encodable Pkcs10(Party key, Party? signer = null)
    {
        var info = new CertificationRequestInfo(key.Name, key.PublicKey, DerSet.Empty);
        return new CertificationRequest(info, key.Algorithm,
            new DerBitString((signer ?? key).Compute(info.GetDerEncoded())));
    }

    public static CertId CertIdOf(Party party) => new(
        new GeneralName(party.Certificate.Issuer), party.Certificate.SerialNumber);

    public static Asn1Encodable Status(int status, int? failInfo = null)
    {
        var parts = new Asn1EncodableVector(DerInteger.ValueOf(status));
        if (failInfo is { } bit)
            parts.Add(new PkiFailureInfo(new DerBitString(
                [(byte)(0x80 >> bit)], 7 - bit)));
        return new DerSequence(parts);
    }

    public static Asn1Encodable Reply(Party? issued, int status = 0, int id = 0,
        int? failInfo = null, Party? caPubs = null, int count = 1)
    {
        var parts = new Asn1EncodableVector(DerInteger.ValueOf(id), Status(status, failInfo));
        if (issued is not null)
            parts.Add(new DerSequence(new DerTaggedObject(true, 0, issued.Certificate)));
        var all = new Asn1EncodableVector();
        for (int i = 0; i < count; i++)
            all.Add(new DerSequence(parts));
        return caPubs is null ? new DerSequence(new DerSequence(all))
            : new DerSequence(
                new DerTaggedObject(true, 1, new DerSequence(caPubs.Certificate)),
                new DerSequence(all));
    }

    public static Asn1Encodable Confirm(byte[] hash, int id = 0, Asn1Encodable? status = null,
        bool withHashAlg = false, int count = 1)
    {
        var parts = new Asn1EncodableVector(new DerOctetString(hash), DerInteger.ValueOf(id));
        if (status is not null)
            parts.Add(status);
        if (withHashAlg)
            parts.Add(new DerTaggedObject(true, 0,
                new AlgorithmIdentifier(NistObjectIdentifiers.IdSha512)));
        var all = new Asn1EncodableVector();
        for (int i = 0; i < count; i++)
            all.Add(new DerSequence(parts));
        return new DerSequence(all);
    }

    public static Asn1Encodable PollRequest(int id, int count = 1)
    {
        var all = new Asn1EncodableVector();
        for (int i = 0; i < count; i++)
            all.Add(new DerSequence(DerInteger.ValueOf(id)));
        return new DerSequence(all);
    }

    public static Asn1Encodable PollReply(int id, int checkAfter) =>
        new DerSequence(new DerSequence(DerInteger.ValueOf(id), DerInteger.ValueOf(checkAfter)));

    public static Asn1Encodable Error(int status = 2) => new DerSequence(Status(status));

    public static InfoTypeAndValue ImplicitConfirm(Asn1Encodable? value = null) =>
        new(CmpObjectIdentifiers.it_implicitConfirm, value ?? DerNull.Instance);
}

/// <summary>Tags of bodies, BouncyCastle's numbers.</summary>
internal static class BodyTag
{
    public const int Ir = PkiBody.TYPE_INIT_REQ;
    public const int Ip = PkiBody.TYPE_INIT_REP;
    public const int Cr = PkiBody.TYPE_CERT_REQ;
    public const int Cp = PkiBody.TYPE_CERT_REP;
    public const int P10cr = PkiBody.TYPE_P10_CERT_REQ;
    public const int Kur = PkiBody.TYPE_KEY_UPDATE_REQ;
    public const int Kup = PkiBody.TYPE_KEY_UPDATE_REP;
    public const int Rr = PkiBody.TYPE_REVOCATION_REQ;
    public const int Rp = PkiBody.TYPE_REVOCATION_REP;
    public const int PkiConf = PkiBody.TYPE_CONFIRM;
    public const int Genm = PkiBody.TYPE_GEN_MSG;
    public const int Genp = PkiBody.TYPE_GEN_REP;
    public const int Error = PkiBody.TYPE_ERROR;
    public const int CertConf = PkiBody.TYPE_CERT_CONFIRM;
    public const int PollReq = PkiBody.TYPE_POLL_REQ;
    public const int PollRep = PkiBody.TYPE_POLL_REP;
}
