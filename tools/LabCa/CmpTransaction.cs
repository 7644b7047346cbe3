using System;

namespace Gateway.LabCa;

/// <summary>One enrolment under way, or over and still remembered.</summary>
internal sealed class CmpTransaction
{
    public required string Id { get; init; }

    public required string Reference { get; init; }

    /// <summary>Salt of the CA's MACs, constant through the transaction.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>When it is forgotten; a certificate still pending is revoked then.</summary>
    public required DateTimeOffset Deadline { get; set; }

    /// <summary>Serial number of the certificate that waits for its certConf; null when nothing is
    /// pending.</summary>
    public string? PendingSerial { get; set; }

    /// <summary>The certificate as the client got it.</summary>
    public byte[] CertificateDer { get; set; } = [];

    /// <summary>SHA-256 of the last message, to know it again.</summary>
    public byte[] LastRequestHash { get; set; } = [];

    /// <summary>What was answered to it.</summary>
    public CmpReply? LastReply { get; set; }
}
