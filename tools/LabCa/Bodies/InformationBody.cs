using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>Answers genm with genp (RFC 9483 4.3).</summary>
internal sealed class InformationBody(LabCaOptions options, CaState state, CmpReplies replies)
    : ICmpBody
{
    private const int QuestionsMax = 8;

    public CmpReply Answer(CmpCall call)
    {
        InfoTypeAndValue[] asked =
            GenMsgContent.GetInstance(call.Request.Content).ToInfoTypeAndValueArray();
        var known = new List<InfoTypeAndValue>();
        var names = new List<string>();
        foreach (InfoTypeAndValue one in asked.Take(QuestionsMax))
        {
            if (Answer(one) is not var (name, answer))
                continue;
            known.Add(answer);
            names.Add(answer.InfoValue is null ? name + " (nothing new)" : name);
        }

        return replies.Answer(call, PkiBody.TYPE_GEN_REP, new GenRepContent([.. known]),
            known.Count == 0 ? "genp, nothing known of what was asked"
                : "genp, " + string.Join(", ", names));
    }

    private (string Name, InfoTypeAndValue Answer)? Answer(InfoTypeAndValue asked)
    {
        DerObjectIdentifier type = asked.InfoType;
        if (type.Equals(CmpObjectIdentifiers.id_it_caCerts))
            return ("caCerts", new InfoTypeAndValue(type, new DerSequence(
                state.Authority.Chain.Select(one => one.CertificateStructure).ToArray())));
        if (type.Equals(CmpObjectIdentifiers.id_it_rootCaCert))
            return ("rootCaKeyUpdate", new InfoTypeAndValue(
                CmpObjectIdentifiers.id_it_rootCaKeyUpdate, RootUpdate(asked.InfoValue)));
        if (type.Equals(CmpObjectIdentifiers.id_it_certReqTemplate))
            return ("certReqTemplate", new InfoTypeAndValue(type, Template()));
        if (type.Equals(CmpObjectIdentifiers.id_it_crlStatusList))
            return ("crls", new InfoTypeAndValue(CmpObjectIdentifiers.id_it_crls,
                NewerLists(asked.InfoValue)));
        return null;
    }

    private RootCaKeyUpdateContent? RootUpdate(Asn1Encodable? root)
    {
        if (state.Update is not { } update || (root is not null
            && !CmpCertificate.GetInstance(root).Equals(Packed(state.Authority.Root))))
            return null;
        return new RootCaKeyUpdateContent(Packed(update.NewWithNew), Packed(update.NewWithOld),
            Packed(update.OldWithNew));
    }

    private static CmpCertificate Packed(X509Certificate certificate) =>
        new(certificate.CertificateStructure);

    // What is fixed has a value, what the client fills in has an empty one (RFC 9483 4.3.3).
    private CertReqTemplateContent? Template()
    {
        if (options.RequestTemplate is not { } wanted)
            return null;
        var attributes = new Asn1EncodableVector();
        foreach (Asn1Encodable one in Asn1Sequence.GetInstance(
            DistinguishedName.Parse(wanted.Subject).ToAsn1Object()))
            attributes.Add(one);
        attributes.Add(new DerSet(new DerSequence(X509Name.CN, new DerUtf8String(""))));
        CertTemplate template = new CertTemplateBuilder()
            .SetSubject(X509Name.GetInstance(new DerSequence(attributes))).Build();
        return new CertReqTemplateContent(template,
            wanted.Key is null ? null : new DerSequence(KeySpec(wanted.Key)));
    }

    private static AttributeTypeAndValue KeySpec(CaKeyAlgorithm key) => key.Curve is null
        ? new AttributeTypeAndValue(CmpObjectIdentifiers.id_regCtrl_rsaKeyLen,
            DerInteger.ValueOf(key.RsaBits))
        : new AttributeTypeAndValue(CmpObjectIdentifiers.id_regCtrl_algId,
            new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey,
                ECNamedCurveTable.GetOid(key.Curve)));

    private DerSequence? NewerLists(Asn1Encodable? known)
    {
        X509Crl current = state.Revocations.Current;
        bool isNewer = Asn1Sequence.GetInstance(known ?? new DerSequence())
            .Select(CrlStatus.GetInstance)
            .Where(status => IsOurs(status.Source))
            .Any(status => status.ThisUpdate is null
                || status.ThisUpdate.ToDateTime() < current.ThisUpdate);
        return isNewer ? new DerSequence(current.CertificateList) : null;
    }

    private bool IsOurs(CrlSource source) => source.Issuer is null
        || source.Issuer.GetNames().Any(name => name.TagNo == GeneralName.DirectoryName
            && X509Name.GetInstance(name.Name).Equivalent(state.Authority.Name, inOrder: true));
}
