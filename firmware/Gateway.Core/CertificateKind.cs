namespace Gateway.Core;

/// <summary>Which side of an identity a certificate stands for.</summary>
public enum CertificateKind
{
    /// <summary>A certificate of an authority: trusted once imported.</summary>
    Ca = 1,

    /// <summary>A certificate of this device, issued for one of its key pairs.</summary>
    Local = 2,
}
