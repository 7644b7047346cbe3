using System;
using System.Text.Json.Serialization;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>Where an issued certificate stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CertificateStatus>))]
public enum CertificateStatus
{
    /// <summary>Issued; the client has not confirmed it yet.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>Confirmed, or confirmed implicitly.</summary>
    [JsonStringEnumMemberName("valid")]
    Valid,

    /// <summary>Revoked by request, refused by the client, or not confirmed in time.</summary>
    [JsonStringEnumMemberName("revoked")]
    Revoked,
}

/// <summary>One line of the CA's index.</summary>
public sealed record IssuedCertificate
{
    /// <summary>Serial number, lower case hex, whole octets.</summary>
    public required string Serial { get; init; }

    /// <summary>Subject in one line.</summary>
    public required string Subject { get; init; }

    /// <summary>First moment of validity.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Last moment of validity.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Where it stands.</summary>
    public required CertificateStatus Status { get; init; }

    /// <summary>Why it stands there, one line.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Transaction that asked for it, lower case hex.</summary>
    public required string TransactionId { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>When it was revoked.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>CRLReason of a revocation (RFC 5280 5.3.1).</summary>
    public int? RevocationCode { get; init; }

    /// <summary>The certificate; empty when its file is lost.</summary>
    [JsonIgnore]
    public byte[] Der { get; init; } = [];

    /// <summary>The line of a certificate that was just issued.</summary>
    internal static IssuedCertificate Of(X509Certificate certificate, string transactionId,
        DateTimeOffset issuedAt) => new()
        {
            Serial = SerialNumbers.Text(certificate.SerialNumber),
            Subject = DistinguishedName.Format(certificate.SubjectDN),
            NotBefore = new DateTimeOffset(certificate.NotBefore, TimeSpan.Zero),
            NotAfter = new DateTimeOffset(certificate.NotAfter, TimeSpan.Zero),
            Status = CertificateStatus.Valid,
            TransactionId = transactionId,
            IssuedAt = issuedAt,
            Der = certificate.GetEncoded(),
        };
}
