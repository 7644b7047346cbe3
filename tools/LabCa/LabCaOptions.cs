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

    /// <summary>Whether a text is a name for <see cref="Subject"/>.</summary>
    /// <returns>null when it is, else the reason in one line.</returns>
    public static string? CheckSubject(string text) =>
        DistinguishedName.TryParse(text, out _, out string reason) ? null : reason;

    /// <summary>Called once a message, from any thread, never with a secret.</summary>
    public Action<LabCaLogLine>? Log { get; init; }
}
