namespace Gateway.Pki;

/// <summary>How a distinguished name is written.</summary>
public enum NameStyle
{
    /// <summary><c>C=cn, ST=jiangsu, O="Org, x"</c>: certificate texts.</summary>
    Comma = 0,

    /// <summary><c>/C=cn/ST=jiangsu/O=Org, x</c>: one-line forms.</summary>
    Slash = 1,
}
