namespace Gateway.Ctl.Inspect;

/// <summary>Parameters of algorithms: RFC 9810 5.1.3, RFC 8018, RFC 4055.</summary>
internal static class AlgorithmSchema
{
    private static readonly Asn1Type s_pbmParameters = new SequenceType("PBMParameter",
        new Field("salt", () => Basic.Octets),
        new Field("owf", () => X509Schema.Algorithm),
        new Field("iterationCount", () => Basic.Integer),
        new Field("mac", () => X509Schema.Algorithm));

    private static readonly Asn1Type s_pbmac1Parameters = new SequenceType("PBMAC1-params",
        new Field("keyDerivationFunc", () => X509Schema.Algorithm),
        new Field("messageAuthScheme", () => X509Schema.Algorithm));

    private static readonly Asn1Type s_pbkdf2Parameters = new SequenceType("PBKDF2-params",
        new Field("salt", () => Basic.Octets),
        new Field("iterationCount", () => Basic.Integer),
        new Field("keyLength", () => Basic.Integer, Optional: true),
        new Field("prf", () => X509Schema.Algorithm, Optional: true));

    private static readonly Asn1Type s_pssParameters = new SequenceType("RSASSA-PSS-params",
        new Field("hashAlgorithm", () => X509Schema.Algorithm, 0, Explicit: true, Optional: true),
        new Field("maskGenAlgorithm", () => X509Schema.Algorithm, 1, Explicit: true,
            Optional: true),
        new Field("saltLength", () => Basic.Integer, 2, Explicit: true, Optional: true),
        new Field("trailerField", () => Basic.Integer, 3, Explicit: true, Optional: true));

    /// <summary>Type of an algorithm's parameters that are neither NULL nor a curve.</summary>
    public static Asn1Type ParametersOf(string oid)
    {
        Asn1Type? known = oid switch
        {
            "1.2.840.113533.7.66.13" => s_pbmParameters,
            "1.2.840.113549.1.5.14" => s_pbmac1Parameters,
            "1.2.840.113549.1.5.12" => s_pbkdf2Parameters,
            "1.2.840.113549.1.1.8" => X509Schema.Algorithm,
            "1.2.840.113549.1.1.10" => s_pssParameters,
            _ => null,
        };
        return known ?? Basic.Any;
    }
}
