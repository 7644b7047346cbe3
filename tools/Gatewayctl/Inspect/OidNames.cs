using System.Collections.Generic;

namespace Gateway.Ctl.Inspect;

/// <summary>Names of object identifiers that are met in CMP messages and certificates.</summary>
internal static class OidNames
{
    private static readonly Dictionary<string, string> s_names = new()
    {
        ["1.2.840.113533.7.66.13"] = "id-PasswordBasedMac",
        ["1.2.840.113533.7.66.30"] = "id-DHBasedMac",
        ["1.2.840.113533.7.66.16"] = "id-KemBasedMac",
        ["1.2.840.113549.1.5.14"] = "id-PBMAC1",
        ["1.2.840.113549.1.5.12"] = "id-PBKDF2",
        ["1.3.6.1.5.5.8.1.2"] = "hmac-SHA1",
        ["1.2.840.113549.2.7"] = "id-hmacWithSHA1",
        ["1.2.840.113549.2.9"] = "id-hmacWithSHA256",
        ["1.2.840.113549.2.10"] = "id-hmacWithSHA384",
        ["1.2.840.113549.2.11"] = "id-hmacWithSHA512",
        ["1.3.14.3.2.26"] = "id-sha1",
        ["2.16.840.1.101.3.4.2.1"] = "id-sha256",
        ["2.16.840.1.101.3.4.2.2"] = "id-sha384",
        ["2.16.840.1.101.3.4.2.3"] = "id-sha512",
        ["1.2.840.113549.1.1.1"] = "rsaEncryption",
        ["1.2.840.113549.1.1.5"] = "sha1WithRSAEncryption",
        ["1.2.840.113549.1.1.8"] = "id-mgf1",
        ["1.2.840.113549.1.1.10"] = "id-RSASSA-PSS",
        ["1.2.840.113549.1.1.11"] = "sha256WithRSAEncryption",
        ["1.2.840.113549.1.1.12"] = "sha384WithRSAEncryption",
        ["1.2.840.113549.1.1.13"] = "sha512WithRSAEncryption",
        ["1.2.840.10045.2.1"] = "id-ecPublicKey",
        ["1.2.840.10045.3.1.7"] = "secp256r1",
        ["1.3.132.0.34"] = "secp384r1",
        ["1.3.132.0.35"] = "secp521r1",
        ["1.2.840.10045.4.1"] = "ecdsa-with-SHA1",
        ["1.2.840.10045.4.3.2"] = "ecdsa-with-SHA256",
        ["1.2.840.10045.4.3.3"] = "ecdsa-with-SHA384",
        ["1.2.840.10045.4.3.4"] = "ecdsa-with-SHA512",
        ["1.3.101.112"] = "id-Ed25519",
        ["2.16.840.1.101.3.4.3.17"] = "id-ml-dsa-44",
        ["2.16.840.1.101.3.4.3.18"] = "id-ml-dsa-65",
        ["2.16.840.1.101.3.4.3.19"] = "id-ml-dsa-87",
        ["1.3.6.1.5.5.7.4.1"] = "id-it-caProtEncCert",
        ["1.3.6.1.5.5.7.4.2"] = "id-it-signKeyPairTypes",
        ["1.3.6.1.5.5.7.4.6"] = "id-it-currentCRL",
        ["1.3.6.1.5.5.7.4.13"] = "id-it-implicitConfirm",
        ["1.3.6.1.5.5.7.4.14"] = "id-it-confirmWaitTime",
        ["1.3.6.1.5.5.7.4.15"] = "id-it-origPKIMessage",
        ["1.3.6.1.5.5.7.4.17"] = "id-it-caCerts",
        ["1.3.6.1.5.5.7.4.18"] = "id-it-rootCaKeyUpdate",
        ["1.3.6.1.5.5.7.4.19"] = "id-it-certReqTemplate",
        ["1.3.6.1.5.5.7.4.20"] = "id-it-rootCaCert",
        ["1.3.6.1.5.5.7.4.21"] = "id-it-certProfile",
        ["1.3.6.1.5.5.7.4.22"] = "id-it-crlStatusList",
        ["1.3.6.1.5.5.7.4.23"] = "id-it-crls",
        ["1.3.6.1.5.5.7.5.1.1"] = "id-regCtrl-regToken",
        ["1.3.6.1.5.5.7.5.1.2"] = "id-regCtrl-authenticator",
        ["1.3.6.1.5.5.7.5.1.5"] = "id-regCtrl-oldCertID",
        ["1.3.6.1.5.5.7.5.1.11"] = "id-regCtrl-algId",
        ["1.3.6.1.5.5.7.5.1.12"] = "id-regCtrl-rsaKeyLen",
        ["1.3.6.1.5.5.7.3.1"] = "id-kp-serverAuth",
        ["1.3.6.1.5.5.7.3.2"] = "id-kp-clientAuth",
        ["1.3.6.1.5.5.7.3.3"] = "id-kp-codeSigning",
        ["1.3.6.1.5.5.7.3.4"] = "id-kp-emailProtection",
        ["1.3.6.1.5.5.7.3.9"] = "id-kp-OCSPSigning",
        ["1.3.6.1.5.5.7.3.27"] = "id-kp-cmcCA",
        ["1.3.6.1.5.5.7.3.28"] = "id-kp-cmcRA",
        ["1.3.6.1.5.5.7.1.1"] = "authorityInfoAccess",
        ["1.2.840.113549.1.9.14"] = "extensionRequest",
        ["1.2.840.113549.1.9.7"] = "challengePassword",
        ["1.2.840.113549.1.9.1"] = "emailAddress",
        ["2.16.840.1.113730.1.1"] = "netscape-cert-type",
        ["2.16.840.1.113730.1.13"] = "netscape-comment",
        ["0.9.2342.19200300.100.1.25"] = "domainComponent",
        ["0.9.2342.19200300.100.1.1"] = "userID",
        ["2.5.4.3"] = "commonName",
        ["2.5.4.5"] = "serialNumber",
        ["2.5.4.6"] = "countryName",
        ["2.5.4.7"] = "localityName",
        ["2.5.4.8"] = "stateOrProvinceName",
        ["2.5.4.10"] = "organizationName",
        ["2.5.4.11"] = "organizationalUnitName",
        ["2.5.29.14"] = "subjectKeyIdentifier",
        ["2.5.29.15"] = "keyUsage",
        ["2.5.29.17"] = "subjectAltName",
        ["2.5.29.18"] = "issuerAltName",
        ["2.5.29.19"] = "basicConstraints",
        ["2.5.29.20"] = "cRLNumber",
        ["2.5.29.21"] = "reasonCode",
        ["2.5.29.24"] = "invalidityDate",
        ["2.5.29.31"] = "cRLDistributionPoints",
        ["2.5.29.32"] = "certificatePolicies",
        ["2.5.29.35"] = "authorityKeyIdentifier",
        ["2.5.29.37"] = "extKeyUsage",
    };

    private static readonly Dictionary<string, string> s_short = new()
    {
        ["2.5.4.3"] = "CN",
        ["2.5.4.6"] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "ST",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["2.5.4.5"] = "serialNumber",
        ["1.2.840.113549.1.9.1"] = "emailAddress",
        ["0.9.2342.19200300.100.1.25"] = "DC",
        ["0.9.2342.19200300.100.1.1"] = "UID",
    };

    /// <summary><c>name (1.2.3)</c>, or the dotted form alone.</summary>
    public static string Describe(string oid) =>
        s_names.TryGetValue(oid, out string? name) ? $"{name} ({oid})" : oid;

    /// <summary>The name alone, or the dotted form.</summary>
    public static string Name(string oid) => s_names.GetValueOrDefault(oid, oid);

    /// <summary>Label of a name attribute: <c>CN</c>, <c>ST</c>, or the dotted form.</summary>
    public static string Short(string oid) => s_short.GetValueOrDefault(oid, oid);
}
