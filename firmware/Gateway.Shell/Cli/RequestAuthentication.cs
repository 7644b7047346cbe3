using Gateway.Config;

namespace Gateway.Cli;

/// <summary>
/// How a session authenticates what it sends: by its MAC secret or by a signature.
/// </summary>
public static class RequestAuthentication
{
    /// <summary>
    /// Whether a request has a MAC. An update is signed always (RFC 9483 4.1.3). Where the operator
    /// has not chosen, a first request has a MAC when there is a reference value, another one only
    /// when there is no certificate to sign with.
    /// </summary>
    public static bool UsesMac(SessionSettings session, RequestKind kind)
    {
        if (kind == RequestKind.KeyUpdate) return false;
        if (session.OriginAuthentication != OriginAuthentication.Unset)
        {
            return session.OriginAuthentication == OriginAuthentication.Mac;
        }

        return session.MacReference != null
            && (kind == RequestKind.Initial || session.AuthenticationCertificate == null);
    }

    /// <summary>Whether a general message has a MAC: as a request for a certificate.</summary>
    public static bool UsesMacForGeneral(SessionSettings session) =>
        UsesMac(session, RequestKind.Certification);

    /// <summary>
    /// Whether a revocation request has a MAC; the certificate itself signs it otherwise
    /// (RFC 9483 4.2).
    /// </summary>
    public static bool UsesMacForRevocation(SessionSettings session) =>
        session.OriginAuthentication == OriginAuthentication.Mac;
}
