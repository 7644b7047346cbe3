using System;
using System.Collections.Generic;
using System.Linq;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Hal.Sim;
using Gateway.LabCa;
using Gateway.Store;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.X509;

namespace Gateway.Soak;

/// <summary>The identity that a flash holds.</summary>
/// <param name="Name">Name of its certificate.</param>
/// <param name="Certificate">DER.</param>
/// <param name="NotBefore">Seconds since 1970 UTC.</param>
/// <param name="NotAfter">Seconds since 1970 UTC.</param>
/// <param name="Serial">Serial number, lower case hex.</param>
internal sealed record FlashIdentity(string Name, byte[] Certificate, long NotBefore,
    long NotAfter, string Serial);

/// <summary>
/// Judges the identity in a flash as the next start would find it: the saved configuration names a
/// certificate, it is there, its private key is there and fits, and it verifies to the CA.
/// </summary>
internal sealed class IdentityCheck
{
    private const string ImportLine = "pki import-certificate local filename ";
    private const string AuthenticationLine = " cmp-request authentication-cert ";

    private readonly byte[] _chipId;
    private readonly IKeyEngine _engine;
    private readonly byte[] _authorityPoint;
    private readonly Dictionary<string, FlashIdentity> _verified = [];

    public IdentityCheck(byte[] chipId, IKeyEngine engine, byte[] authorityCertificate)
    {
        _chipId = chipId;
        _engine = engine;
        X509Certificate authority = new(authorityCertificate);
        _authorityPoint = ((ECPublicKeyParameters)authority.GetPublicKey()).Q.GetEncoded();
    }

    /// <summary>The identity of a flash; null with the reason when there is none.</summary>
    public FlashIdentity? Read(MemoryFlash flash, out string reason)
    {
        RecordStore records = new(flash);
        string? text = new ConfigurationStore(records).Read();
        reason = "there is no saved configuration";
        if (text is null) return null;
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries);
        string? wanted = Value(text.Split('\n'), AuthenticationLine);
        string[] imported = [.. lines.Where(l => l.StartsWith(ImportLine, StringComparison.Ordinal))
            .Select(l => l[ImportLine.Length..])];
        reason = "the saved configuration imports no local certificate";
        if (imported.Length == 0) return null;
        string name = wanted ?? imported[^1];
        return Examine(flash, records, name, out reason);
    }

    private static string? Value(string[] lines, string start) => lines
        .Where(l => l.StartsWith(start, StringComparison.Ordinal))
        .Select(l => l[start.Length..].Trim()).FirstOrDefault();

    private FlashIdentity? Examine(MemoryFlash flash, RecordStore records, string name,
        out string reason)
    {
        byte[]? der = new CertificateStore(records).Read(CertificateKind.Local, name);
        reason = $"the certificate {name} is not in the store";
        if (der is null) return null;
        FlashIdentity? identity = Parse(name, der);
        reason = $"the certificate {name} cannot be read or is not the CA's";
        if (identity is null) return null;
        reason = $"the private key of {name} is not there or does not fit";
        return HasKey(flash, der) ? identity : null;
    }

    private FlashIdentity? Parse(string name, byte[] der)
    {
        string id = name + "/" + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(der));
        if (_verified.TryGetValue(id, out FlashIdentity? known)) return known;
        X509Certificate certificate;
        try
        {
            certificate = new X509Certificate(der);
        }
        catch (Exception e) when (e is ArgumentException or System.IO.IOException
            or Org.BouncyCastle.Security.Certificates.CertificateException)
        {
            return null;
        }

        if (!P256Ecdsa.Verify(_authorityPoint, certificate.GetTbsCertificate(),
            certificate.GetSignature()))
        {
            return null;
        }

        return _verified[id] = new FlashIdentity(name, der,
            new DateTimeOffset(certificate.NotBefore, TimeSpan.Zero).ToUnixTimeSeconds(),
            new DateTimeOffset(certificate.NotAfter, TimeSpan.Zero).ToUnixTimeSeconds(),
            Convert.ToHexStringLower(certificate.SerialNumber.ToByteArrayUnsigned()));
    }

    // On a copy: opening a flash without a device key would write one.
    private bool HasKey(MemoryFlash flash, byte[] der)
    {
        RecordStore records = new(flash.Copy());
        DeviceSecrets? secrets = DeviceSecrets.Open(records, _chipId,
            new HmacDrbg(new byte[48], 384, [], _chipId));
        if (secrets is null) return false;
        byte[] publicKey = new X509Certificate(der).SubjectPublicKeyInfo.GetDerEncoded();
        byte[]? privateKey = new KeyStore(records, secrets).OpenPrivateKeyFor(publicKey);
        if (privateKey is null) return false;
        byte[] probe = [1, 2, 3];
        bool isEc = publicKey.Length < 100;
        SignatureAlgorithm algorithm =
            isEc ? SignatureAlgorithm.EcdsaSha256 : SignatureAlgorithm.RsaSha256;
        byte[]? signature = _engine.Sign(algorithm, privateKey, probe, 0, probe.Length);
        return signature is not null && _engine.Verify(algorithm, publicKey, probe, 0,
            probe.Length, signature, 0, signature.Length);
    }
}
