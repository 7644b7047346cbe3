using System;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>An answer that is not ready yet.</summary>
internal sealed class WaitingAnswer
{
    /// <summary>What pollReq must name: the certReqId, or -1 for a whole message.</summary>
    public required DerInteger CertReqId { get; init; }

    /// <summary>How many pollReq get a pollRep before the answer.</summary>
    public required int Left { get; set; }

    /// <summary>Seconds that pollRep tells the client to wait.</summary>
    public required int CheckAfter { get; init; }

    /// <summary>senderNonce of the request that is answered at last.</summary>
    public required byte[] FirstNonce { get; init; }

    /// <summary>Makes the answer, given the last pollReq.</summary>
    public required Func<CmpCall, CmpReply> Finish { get; init; }
}

/// <summary>One transaction under way, or over and still remembered.</summary>
internal sealed class CmpTransaction
{
    public required string Id { get; init; }

    /// <summary>Whose it is, see <see cref="RequestOrigin"/>.</summary>
    public required string Owner { get; init; }

    /// <summary>Salt of the CA's MACs, constant through the transaction; empty under a
    /// signature.</summary>
    public required byte[] Salt { get; init; }

    /// <summary>The client's protection certificate, null under a MAC.</summary>
    public X509Certificate? Signer { get; init; }

    /// <summary>When it is forgotten; a certificate still pending is revoked then.</summary>
    public required DateTimeOffset Deadline { get; set; }

    /// <summary>Serial number of the certificate that waits for its certConf; null when nothing is
    /// pending.</summary>
    public string? PendingSerial { get; set; }

    /// <summary>The certificate as the client got it.</summary>
    public byte[] CertificateDer { get; set; } = [];

    /// <summary>certReqId of the request.</summary>
    public DerInteger CertReqId { get; set; } = DerInteger.Zero;

    /// <summary>What pollReq may ask for, null for nothing.</summary>
    public WaitingAnswer? Waiting { get; set; }

    /// <summary>SHA-256 of the last message, to know it again.</summary>
    public byte[] LastRequestHash { get; set; } = [];

    /// <summary>What was answered to it.</summary>
    public CmpReply? LastReply { get; set; }
}
