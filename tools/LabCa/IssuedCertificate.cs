using System;
using System.Text.Json.Serialization;

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

    /// <summary>Refused by the client, or not confirmed in time.</summary>
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

    /// <summary>The certificate; empty when its file is lost.</summary>
    [JsonIgnore]
    public byte[] Der { get; init; } = [];
}
