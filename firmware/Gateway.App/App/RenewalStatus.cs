namespace Gateway.App;

/// <summary>How the automatic update of a session stands, for people.</summary>
internal sealed class RenewalStatus
{
    /// <summary>The session's name.</summary>
    public string SessionName { get; set; }

    /// <summary>The name of its certificate, or null when it has none.</summary>
    public string CertificateName { get; set; }

    /// <summary>What it is decided by; null when the certificate cannot be read.</summary>
    public RenewalFacts Facts { get; set; }

    /// <summary>The next step; null without facts.</summary>
    public RenewalDecision Next { get; set; }

    /// <summary>What came of it so far.</summary>
    public RenewalHistory History { get; set; }

    /// <summary>
    /// What is under way now, a phrase such as "waiting for the CA"; null when nothing is.
    /// </summary>
    public string UnderWay { get; set; }
}
