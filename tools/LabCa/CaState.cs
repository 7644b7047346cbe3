using System;
using System.Collections.Immutable;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>What the CA is and has done: its key, its folder, its revocation list, the messages it
/// got.</summary>
internal sealed class CaState
{
    private const int RequestsMax = 1000;
    private const string Unspecified = "unspecified";

    private static readonly string[] s_reasons =
    [
        Unspecified, "keyCompromise", "cACompromise", "affiliationChanged", "superseded",
        "cessationOfOperation", "certificateHold", "", "removeFromCRL", "privilegeWithdrawn",
        "aACompromise",
    ];

    private readonly LabCaOptions _options;
    private readonly SecureRandom _random;

    public CaState(LabCaOptions options, CaStore store, CertificateAuthority authority,
        SecureRandom random)
    {
        _options = options;
        _random = random;
        Store = store;
        Authority = authority;
        Revocations = new RevocationList(authority, store, options.Clock);
        Update = RootRollover.Load(store);
    }

    public CaStore Store { get; }

    public CertificateAuthority Authority { get; }

    public RevocationList Revocations { get; }

    /// <summary>The announced root CA key update, null without one.</summary>
    public RootUpdate? Update { get; private set; }

    /// <summary>The last messages that could be parsed, oldest first.</summary>
    public ImmutableList<LabCaRequest> Requests { get; private set; } = [];

    /// <summary>Whether a serial number is in use.</summary>
    public bool IsTaken(string serial) => Store.Issued.Exists(entry => entry.Serial == serial);

    /// <summary>Keeps a message for who wants to look at it.</summary>
    public void Record(CmpRequest request, CmpPath path)
    {
        if (Requests.Count >= RequestsMax)
            Requests = Requests.RemoveAt(0);
        Requests = Requests.Add(new LabCaRequest(request.BodyName, request.TransactionText,
            path.Text, request.CertProfile, request.Raw));
    }

    /// <summary>Revokes a certificate and publishes the next list.</summary>
    public void Revoke(string serial, int code)
    {
        string reason = code >= 0 && code < s_reasons.Length ? s_reasons[code] : "";
        Store.SetStatus(serial, CertificateStatus.Revoked,
            "revoked: " + (reason.Length > 0 ? reason : $"reason {code}"),
            SerialNumbers.WholeSeconds(_options.Clock.GetUtcNow()), code);
        Revocations.Renew();
    }

    /// <summary>Issues a certificate that no message asked for, valid at once.</summary>
    public byte[] IssueDirectly(string subject, byte[] publicKey, TimeSpan? validity)
    {
        (DateTimeOffset start, DateTimeOffset end) = Authority.Validity();
        if (validity is { } period)
            (start, end) = period < TimeSpan.Zero ? (start + (2 * period), start + period)
                : (start, start + period);
        var wish = new CertificateWish(DistinguishedName.Parse(subject), null, start, end);
        X509Certificate certificate = Authority.Issue(wish,
            SubjectPublicKeyInfo.GetInstance(Asn1Object.FromByteArray(publicKey)), IsTaken);
        Store.Add(IssuedCertificate.Of(certificate, "", _options.Clock.GetUtcNow()) with
        {
            Reason = "issued directly",
        });
        return certificate.GetEncoded();
    }

    /// <summary>Announces a new root, once.</summary>
    public RootUpdate RollOver() =>
        Update ??= RootRollover.Make(Store, Authority, _options, _random);
}
