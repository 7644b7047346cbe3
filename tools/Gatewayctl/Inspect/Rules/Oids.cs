namespace Gateway.Ctl.Inspect.Rules;

/// <summary>Object identifiers that rules ask for.</summary>
internal static class Oids
{
    public const string PasswordBasedMac = "1.2.840.113533.7.66.13";
    public const string Pbmac1 = "1.2.840.113549.1.5.14";
    public const string Pbkdf2 = "1.2.840.113549.1.5.12";
    public const string KemBasedMac = "1.2.840.113533.7.66.16";
    public const string RsaPss = "1.2.840.113549.1.1.10";
    public const string ImplicitConfirm = "1.3.6.1.5.5.7.4.13";
    public const string ConfirmWaitTime = "1.3.6.1.5.5.7.4.14";
    public const string OldCertId = "1.3.6.1.5.5.7.5.1.5";
    public const string CommonName = "2.5.4.3";
    public const string SubjectKeyIdentifier = "2.5.29.14";
    public const string KeyUsage = "2.5.29.15";
}
