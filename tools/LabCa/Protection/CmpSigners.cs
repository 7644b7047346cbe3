using System;
using System.Collections.Generic;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>Who signs answers: the CA or an RA certificate of its own, and those who must not.
/// They are made when they are first needed, anew at each start.</summary>
internal sealed class CmpSigners(CertificateAuthority authority, LabCaOptions options,
    SecureRandom random)
{
    private static readonly DerObjectIdentifier s_cmcRa = new("1.3.6.1.5.5.7.3.28");

    private readonly Dictionary<string, ReplyProtection> _made = [];

    /// <summary>The signer that a client should trust.</summary>
    public ReplyProtection Regular => options.Signer == LabCaSigner.Ca
        ? Once("ca", () => Protection(authority.Key, authority.Chain))
        : Once("ra", () => Issued("Lab RA", KeyUsage.DigitalSignature, authority.Validity()));

    /// <summary>A stranger under the CA's name.</summary>
    public ReplyProtection Stranger => Once("stranger", () =>
    {
        AsymmetricKeyParameter key = NewKey();
        X509Certificate certificate = new CaCertificateMaker(options, random).Make(
            new CaCertificateOrder(authority.Name, CaKeys.PublicOf(key), authority.Name, key));
        return Protection(key, [certificate]);
    });

    /// <summary>An RA whose certificate ended yesterday.</summary>
    public ReplyProtection Expired => Once("expired", () =>
    {
        (DateTimeOffset start, _) = authority.Validity();
        return Issued("Expired RA", KeyUsage.DigitalSignature,
            (start.AddDays(-2), start.AddDays(-1)));
    });

    /// <summary>An RA whose key usage has no digitalSignature.</summary>
    public ReplyProtection NotForSigning => Once("usage",
        () => Issued("Enciphering RA", KeyUsage.KeyEncipherment, authority.Validity()));

    private ReplyProtection Issued(string name, int usage,
        (DateTimeOffset NotBefore, DateTimeOffset NotAfter) validity)
    {
        AsymmetricKeyParameter key = NewKey();
        var wish = new CertificateWish(DistinguishedName.Parse("O=Lab,CN=" + name), null,
            validity.NotBefore, validity.NotAfter);
        X509Certificate certificate =
            authority.IssueSigner(wish, CaKeys.PublicInfo(key), usage, s_cmcRa);
        return Protection(key, [certificate, .. authority.Chain]);
    }

    private AsymmetricKeyParameter NewKey() => CaKeys.Generate(
        options.SignerKey ?? CaKeys.AlgorithmOf(authority.Key), options, random);

    private SignatureReplyProtection Protection(AsymmetricKeyParameter key,
        IReadOnlyList<X509Certificate> chain) => new(key, chain, random, options);

    private ReplyProtection Once(string which, Func<ReplyProtection> make)
    {
        if (!_made.TryGetValue(which, out ReplyProtection? protection))
            _made[which] = protection = make();
        return protection;
    }
}
