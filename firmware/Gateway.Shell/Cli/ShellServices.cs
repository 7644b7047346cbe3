namespace Gateway.Cli;

/// <summary>
/// What the shell needs from the application; all of it is set before a terminal is made.
/// </summary>
public sealed class ShellServices
{
    /// <summary>Key pairs.</summary>
    public IKeyService Keys { get; set; }

    /// <summary>Files with private keys.</summary>
    public IKeyTransportService KeyTransport { get; set; }

    /// <summary>Certificates.</summary>
    public ICertificateService Certificates { get; set; }

    /// <summary>Certificate requests.</summary>
    public IEnrolmentService Enrolment { get; set; }

    /// <summary>Secrets.</summary>
    public ISecretService Secrets { get; set; }

    /// <summary>Files in flash.</summary>
    public IFileService Files { get; set; }

    /// <summary>The board.</summary>
    public ISystemService System { get; set; }

    /// <summary>The configuration on trial.</summary>
    public ITrialService Trials { get; set; }
}
