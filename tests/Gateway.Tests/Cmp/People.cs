using System.Security.Cryptography;

namespace Gateway.Tests.Cmp;

/// <summary>Who takes part in signed exchanges; the keys are made once.</summary>
internal static class People
{
    private static readonly RSA[] Keys =
        [RSA.Create(2048), RSA.Create(2048), RSA.Create(2048), RSA.Create(2048)];

    /// <summary>The CA that clients trust and that signs its own answers.</summary>
    internal static Identity Root { get; } = Identity.Authority(null, "C=DE, O=Test, CN=CA",
        Keys[0]);

    /// <summary>Another CA that nobody trusts.</summary>
    internal static Identity Stranger { get; } = Identity.Authority(null,
        "C=DE, O=Test, CN=Stranger", Keys[1]);

    /// <summary>The server below the CA.</summary>
    internal static Identity Server { get; } = Identity.Issue(Root, "C=DE, O=Test, CN=Server",
        Keys[1]);

    /// <summary>The certificate with which the device signs its requests.</summary>
    internal static Identity Device { get; } = Identity.Issue(Root,
        "C=cn, ST=jiangsu, O=huawei, OU=info, CN=hello", Keys[2]);

    /// <summary>A key pair that is free for tests.</summary>
    internal static RSA SpareKey => Keys[3];

    internal static ECDsa P256 { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal static ECDsa P384 { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP384);
}
