using Gateway.Cli;

namespace Gateway.App;

/// <summary>A question for the successor of an imported CA certificate.</summary>
internal sealed class AuthorityPlan
{
    /// <summary>The session that asks.</summary>
    public string SessionName { get; set; }

    /// <summary>What is asked for: a root's update, or the CA's certificates.</summary>
    public GeneralKind Kind { get; set; }

    /// <summary>The name of the certificate that ends.</summary>
    public string FileName { get; set; }

    /// <summary>That certificate, DER.</summary>
    public byte[] Certificate { get; set; }

    /// <summary>When to ask, on the board's clock.</summary>
    public long DueMs { get; set; }
}

/// <summary>A CA certificate to be imported by itself.</summary>
internal sealed class AuthorityImport
{
    /// <summary>A certificate (DER) under a name of the store.</summary>
    public AuthorityImport(string fileName, byte[] der)
    {
        FileName = fileName;
        Der = der;
    }

    /// <summary>Its name in the store.</summary>
    public string FileName { get; }

    /// <summary>DER.</summary>
    public byte[] Der { get; }
}
