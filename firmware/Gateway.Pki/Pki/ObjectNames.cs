using Gateway.Asn1;

namespace Gateway.Pki;

/// <summary>Names of object identifiers as openssl prints them, else dotted text.</summary>
public static class ObjectNames
{
    /// <summary>Dotted text; <c>OID.</c> and hex when it is no identifier.</summary>
    public static string Text(byte[] buffer, int offset, int count)
    {
        string text = Oids.ToText(buffer, offset, count);
        return text ?? "OID." + Core.Bytes.ToHex(buffer, offset, count, '\0');
    }

    /// <summary>Name of a signature or public key algorithm.</summary>
    public static string Algorithm(byte[] buffer, int offset, int count)
    {
        string text = Text(buffer, offset, count);
        switch (text)
        {
            case "1.2.840.113549.1.1.1": return "rsaEncryption";
            case "1.2.840.113549.1.1.4": return "md5WithRSAEncryption";
            case "1.2.840.113549.1.1.5": return "sha1WithRSAEncryption";
            case "1.2.840.113549.1.1.10": return "rsassaPss";
            case "1.2.840.113549.1.1.11": return "sha256WithRSAEncryption";
            case "1.2.840.113549.1.1.12": return "sha384WithRSAEncryption";
            case "1.2.840.113549.1.1.13": return "sha512WithRSAEncryption";
            case "1.2.840.10045.2.1": return "id-ecPublicKey";
            case "1.2.840.10045.4.1": return "ecdsa-with-SHA1";
            case "1.2.840.10045.4.3.2": return "ecdsa-with-SHA256";
            case "1.2.840.10045.4.3.3": return "ecdsa-with-SHA384";
            case "1.2.840.10045.4.3.4": return "ecdsa-with-SHA512";
            case "1.3.101.112": return "ED25519";
            case "1.3.101.113": return "ED448";
            default: return text;
        }
    }

    /// <summary>Name of an extension.</summary>
    public static string Extension(byte[] buffer, int offset, int count)
    {
        switch (Oids.ExtensionNumber(buffer, offset, count))
        {
            case 9: return "X509v3 Subject Directory Attributes";
            case ExtensionId.SubjectKeyIdentifier: return "X509v3 Subject Key Identifier";
            case ExtensionId.KeyUsage: return "X509v3 Key Usage";
            case 16: return "X509v3 Private Key Usage Period";
            case ExtensionId.SubjectAltName: return "X509v3 Subject Alternative Name";
            case ExtensionId.IssuerAltName: return "X509v3 Issuer Alternative Name";
            case ExtensionId.BasicConstraints: return "X509v3 Basic Constraints";
            case ExtensionId.NameConstraints: return "X509v3 Name Constraints";
            case ExtensionId.CrlDistributionPoints: return "X509v3 CRL Distribution Points";
            case ExtensionId.CertificatePolicies: return "X509v3 Certificate Policies";
            case 33: return "X509v3 Policy Mappings";
            case ExtensionId.AuthorityKeyIdentifier: return "X509v3 Authority Key Identifier";
            case 36: return "X509v3 Policy Constraints";
            case ExtensionId.ExtendedKeyUsage: return "X509v3 Extended Key Usage";
            case 46: return "X509v3 Freshest CRL";
            case 54: return "X509v3 Inhibit Any Policy";
        }

        string text = Text(buffer, offset, count);
        switch (text)
        {
            case AuthorityInformationAccess: return "Authority Information Access";
            case "1.3.6.1.5.5.7.1.11": return "Subject Information Access";
            case "1.3.6.1.5.5.7.1.24": return "TLS Feature";
            case "1.3.6.1.5.5.7.48.1.5": return "OCSP No Check";
            case NetscapeCertType: return "Netscape Cert Type";
            case NetscapeComment: return "Netscape Comment";
            default: return text;
        }
    }

    internal const string AuthorityInformationAccess = "1.3.6.1.5.5.7.1.1";
    internal const string NetscapeCertType = "2.16.840.1.113730.1.1";
    internal const string NetscapeComment = "2.16.840.1.113730.1.13";

    /// <summary>Name of a key purpose.</summary>
    internal static string KeyPurpose(byte[] buffer, int offset, int count)
    {
        switch (Oids.PkixNumber(3, buffer, offset, count))
        {
            case 1: return "TLS Web Server Authentication";
            case 2: return "TLS Web Client Authentication";
            case 3: return "Code Signing";
            case 4: return "E-mail Protection";
            case 5: return "IPSec End System";
            case 6: return "IPSec Tunnel";
            case 7: return "IPSec User";
            case 8: return "Time Stamping";
            case 9: return "OCSP Signing";
            case 17: return "ipsec Internet Key Exchange";
        }

        string text = Text(buffer, offset, count);
        switch (text)
        {
            case "2.5.29.37.0": return "Any Extended Key Usage";
            case "1.3.6.1.4.1.311.20.2.2": return "Microsoft Smartcard Login";
            default: return text;
        }
    }

    /// <summary>Name of an access method.</summary>
    internal static string AccessMethod(byte[] buffer, int offset, int count)
    {
        switch (Oids.PkixNumber(48, buffer, offset, count))
        {
            case 1: return "OCSP";
            case 2: return "CA Issuers";
            case 3: return "AD Time Stamping";
            case 5: return "CA Repository";
            default: return Text(buffer, offset, count);
        }
    }
}
