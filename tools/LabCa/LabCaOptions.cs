using System;
using System.Collections.Generic;
using System.Net;

namespace Gateway.LabCa;

/// <summary>Which extensions the CA puts into its certificates.</summary>
public enum LabCaProfile
{
    /// <summary>What today's validators expect: basicConstraints, key usages, key identifiers,
    /// 16-byte serial numbers.</summary>
    Modern,

    /// <summary>
    /// As older device CAs print them: the CA certificate has serial 2, a key usage that is not
    /// critical and Netscape
    /// extensions; an issued certificate carries the subject alternative name only, and a serial
    /// number of four bytes.
    /// </summary>
    Classic,
}

/// <summary>Who signs the answers of the CA.</summary>
public enum LabCaSigner
{
    /// <summary>The CA with its own key.</summary>
    Ca,

    /// <summary>An RA with a certificate of the CA: digitalSignature, id-kp-cmcRA.</summary>
    Ra,
}

/// <summary>What the CA tells clients that ask how to fill in a request (RFC 9483 4.3.3).</summary>
/// <param name="Subject">Fixed part of the subject, for instance <c>O=BB,OU=Lab</c>; an empty CN
/// for the client to fill in follows.</param>
/// <param name="Key">Key that the client should make, null for any.</param>
public sealed record LabCaTemplate(string Subject, CaKeyAlgorithm? Key);

/// <summary>What a lab CA is started with.</summary>
public sealed class LabCaOptions
{
    /// <summary>Name of a CA whose folder is new, when none is given.</summary>
    public const string DefaultSubject = "C=cn,ST=beijing,L=SD,O=BB,OU=BB,CN=BB";

    /// <summary>Address to listen at.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port, 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>Folder that keeps key, certificates and index; made when missing. One server at a
    /// time.</summary>
    public required string Directory { get; init; }

    /// <summary>Reference values with their MAC secrets.</summary>
    public IReadOnlyDictionary<string, byte[]> References { get; init; } = new Dictionary<string,
        byte[]>();

    /// <summary>Key of a new CA (default RSA-3072); with an existing folder null or the
    /// same.</summary>
    public CaKeyAlgorithm? Key { get; init; }

    /// <summary>Name of a new CA (default <see cref="DefaultSubject"/>), in the given order; with
    /// an existing folder null or the same.</summary>
    public string? Subject { get; init; }

    /// <summary>How long issued certificates are valid.</summary>
    public ValidityPeriod Validity { get; init; } = ValidityPeriod.Days(365);

    /// <summary>How far notBefore lies in the past, for clocks that are a little slow.</summary>
    public TimeSpan Backdate { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Extensions and serial numbers.</summary>
    public LabCaProfile Profile { get; init; } = LabCaProfile.Modern;

    /// <summary>Grants implicitConfirm to clients that ask for it; otherwise they must send
    /// certConf.</summary>
    public bool GrantImplicitConfirm { get; init; }

    /// <summary>How long a certificate may wait for its certConf before it is revoked.</summary>
    public TimeSpan ConfirmTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether a request with a wrong MAC is answered under the MAC (as OpenSSL does) or
    /// unprotected.</summary>
    public bool ProtectWrongMacErrors { get; init; } = true;

    /// <summary>Whether the recipient of a request must be this CA's name (attribute order counts)
    /// or empty.</summary>
    public bool RequireRecipient { get; init; } = true;

    /// <summary>Fewest iterations of the password-based MAC that a client may use.</summary>
    public int MacIterationsMin { get; init; } = 100;

    /// <summary>Most iterations of the password-based MAC that a client may ask for.</summary>
    public int MacIterationsMax { get; init; } = 100_000;

    /// <summary>How many transactions are remembered at a time.</summary>
    public int TransactionsMax { get; init; } = 1024;

    /// <summary>Source of time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Makes keys, serial numbers, salts and nonces repeatable. For tests: such a CA
    /// protects nothing.</summary>
    public byte[]? RandomSeed { get; init; }

    /// <summary>Most CA certificates in a chain.</summary>
    public const int ChainLengthMax = 8;

    /// <summary>CA certificates of a new CA: 1 (default) for a root that issues, more for a root
    /// with CAs between; with an existing folder null or the same.</summary>
    public int? ChainLength { get; init; }

    /// <summary>Bytes by which the CA certificates are longer than need be, for large
    /// answers.</summary>
    public int CertificatePadding { get; init; }

    /// <summary>Answers everything under a signature, MAC-protected requests too.</summary>
    public bool AnswerBySignature { get; init; }

    /// <summary>Who signs.</summary>
    public LabCaSigner Signer { get; init; } = LabCaSigner.Ca;

    /// <summary>Key of the RA, null for the kind that the CA has.</summary>
    public CaKeyAlgorithm? SignerKey { get; init; }

    /// <summary>RSA signatures of answers are RSASSA-PSS.</summary>
    public bool AnswerByPss { get; init; }

    /// <summary>Leaves the NULL parameters of RSA signatures out of protectionAlg.</summary>
    public bool OmitNullParameters { get; init; }

    /// <summary>Certificates (DER) of other authorities whose clients may sign requests, for
    /// instance a manufacturer's.</summary>
    public IReadOnlyList<byte[]> ClientAnchors { get; init; } = [];

    /// <summary>Whether oldCertID in kur must be the protection certificate.</summary>
    public bool CheckOldCertId { get; init; } = true;

    /// <summary>Whether kur may keep the old key.</summary>
    public bool KeyUpdateMayReuseKey { get; init; } = true;

    /// <summary>How many pollReq a certificate takes; 0 to issue at once.</summary>
    public int PollCount { get; init; }

    /// <summary>How many pollReq the answer to any request takes (delayed delivery); 0 to answer
    /// at once.</summary>
    public int DelayedPolls { get; init; }

    /// <summary>checkAfter in pollRep, in seconds.</summary>
    public int CheckAfterSeconds { get; init; } = 1;

    /// <summary>recipNonce of the answer that ends polling is the first request's senderNonce, not
    /// the last pollReq's.</summary>
    public bool FinalAnswerToFirstNonce { get; init; }

    /// <summary>Tells in confirmWaitTime until when certConf is expected.</summary>
    public bool AnnounceConfirmTime { get; init; }

    /// <summary>What certReqTemplate says, null for nothing.</summary>
    public LabCaTemplate? RequestTemplate { get; init; }

    /// <summary>Certificate profiles that requests may name; empty to take any.</summary>
    public IReadOnlyCollection<string> CertProfiles { get; init; } = [];

    /// <summary>Whether a text is a name for <see cref="Subject"/>.</summary>
    /// <returns>null when it is, else the reason in one line.</returns>
    public static string? CheckSubject(string text) =>
        DistinguishedName.TryParse(text, out _, out string reason) ? null : reason;

    /// <summary>Called once a message, from any thread, never with a secret.</summary>
    public Action<LabCaLogLine>? Log { get; init; }
}
