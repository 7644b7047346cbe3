using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect.Rules;

/// <summary>Hashes by their object identifiers.</summary>
internal static class SignatureHash
{
    private static readonly Dictionary<string, HashAlgorithmName> s_hashes = new()
    {
        ["1.3.14.3.2.26"] = HashAlgorithmName.SHA1,
        ["2.16.840.1.101.3.4.2.1"] = HashAlgorithmName.SHA256,
        ["2.16.840.1.101.3.4.2.2"] = HashAlgorithmName.SHA384,
        ["2.16.840.1.101.3.4.2.3"] = HashAlgorithmName.SHA512,
    };

    private static readonly Dictionary<string, HashAlgorithmName> s_macs = new()
    {
        ["1.3.6.1.5.5.8.1.2"] = HashAlgorithmName.SHA1,
        ["1.2.840.113549.2.7"] = HashAlgorithmName.SHA1,
        ["1.2.840.113549.2.9"] = HashAlgorithmName.SHA256,
        ["1.2.840.113549.2.10"] = HashAlgorithmName.SHA384,
        ["1.2.840.113549.2.11"] = HashAlgorithmName.SHA512,
    };

    // RFC 9481 4.1: Ed25519 goes with SHA-512. Null: the algorithm names no hash.
    private static readonly Dictionary<string, HashAlgorithmName?> s_signatures = new()
    {
        ["1.2.840.113549.1.1.5"] = HashAlgorithmName.SHA1,
        ["1.2.840.113549.1.1.11"] = HashAlgorithmName.SHA256,
        ["1.2.840.113549.1.1.12"] = HashAlgorithmName.SHA384,
        ["1.2.840.113549.1.1.13"] = HashAlgorithmName.SHA512,
        ["1.2.840.10045.4.1"] = HashAlgorithmName.SHA1,
        ["1.2.840.10045.4.3.2"] = HashAlgorithmName.SHA256,
        ["1.2.840.10045.4.3.3"] = HashAlgorithmName.SHA384,
        ["1.2.840.10045.4.3.4"] = HashAlgorithmName.SHA512,
        ["1.3.101.112"] = HashAlgorithmName.SHA512,
        ["2.16.840.1.101.3.4.3.17"] = null,
        ["2.16.840.1.101.3.4.3.18"] = null,
        ["2.16.840.1.101.3.4.3.19"] = null,
        [Oids.RsaPss] = null,
    };

    /// <summary>Lengths that a certHash can have.</summary>
    public static readonly int[] Lengths = [20, 28, 32, 48, 64];

    /// <summary>Whether this is a signature algorithm that can be verified here.</summary>
    public static bool IsSignature(DerNode algorithm) =>
        s_signatures.ContainsKey(MessageView.LeadingOid(algorithm));

    /// <summary>The hash of an AlgorithmIdentifier of a hash, or null.</summary>
    public static HashAlgorithmName? OfHash(DerNode algorithm) =>
        s_hashes.TryGetValue(MessageView.LeadingOid(algorithm), out HashAlgorithmName hash)
            ? hash : null;

    /// <summary>The hash of an AlgorithmIdentifier of an HMAC, or null.</summary>
    public static HashAlgorithmName? OfMac(DerNode algorithm) =>
        s_macs.TryGetValue(MessageView.LeadingOid(algorithm), out HashAlgorithmName hash)
            ? hash : null;

    /// <summary>The hash of a signature algorithm, or null when it has none that is
    /// known.</summary>
    public static HashAlgorithmName? OfSignature(DerNode algorithm)
    {
        string oid = MessageView.LeadingOid(algorithm);
        if (oid == Oids.RsaPss)
            return OfPss(algorithm);
        return s_signatures.GetValueOrDefault(oid);
    }

    // RFC 4055 3.1: [0] hashAlgorithm DEFAULT sha1.
    private static HashAlgorithmName? OfPss(DerNode algorithm)
    {
        if (algorithm.Children.Count < 2)
            return HashAlgorithmName.SHA1;
        DerNode? hash = algorithm.Children[1].Children.FirstOrDefault(one => one.IsContext(0));
        return hash is null ? HashAlgorithmName.SHA1
            : hash.Children.Count == 1 ? OfHash(hash.Children[0]) : null;
    }
}
