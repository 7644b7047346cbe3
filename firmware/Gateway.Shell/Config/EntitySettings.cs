namespace Gateway.Config;

/// <summary>A <c>pki entity</c>: whom a certificate is asked for. Absent values are null.</summary>
public sealed class EntitySettings
{
    /// <summary>An entity without values.</summary>
    public EntitySettings(string name)
    {
        Name = name;
    }

    /// <summary>Name as it was created; looked up without regard to case.</summary>
    public string Name { get; }

    /// <summary>Two letters (C).</summary>
    public string Country { get; set; }

    /// <summary>State or province (ST).</summary>
    public string State { get; set; }

    /// <summary>Locality (L).</summary>
    public string Locality { get; set; }

    /// <summary>Organization (O).</summary>
    public string Organization { get; set; }

    /// <summary>Organizational unit (OU).</summary>
    public string OrganizationUnit { get; set; }

    /// <summary>Common name (CN); no request without it.</summary>
    public string CommonName { get; set; }

    /// <summary>DNS name for the subject alternative name.</summary>
    public string Fqdn { get; set; }

    /// <summary>Dotted IPv4 address for the subject alternative name.</summary>
    public string IpAddress { get; set; }

    /// <summary>Mail address for the subject alternative name.</summary>
    public string Email { get; set; }

    /// <summary>A copy that shares nothing that changes.</summary>
    public EntitySettings Clone() => (EntitySettings)MemberwiseClone();
}
