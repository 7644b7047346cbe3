using Gateway.Config;

namespace Gateway.Cli;

/// <summary>Certificate requests.</summary>
public interface IEnrolmentService
{
    /// <summary>
    /// Why a text cannot be the subject of an authority (unknown attribute, bad value), one
    /// sentence
    /// without <c>Error:</c>, or null.
    /// </summary>
    string CheckCaName(string caName);

    /// <summary>
    /// The job of <c>pki cmp initial-request</c> with the settings of this configuration, which is
    /// a copy made for it. Nothing that is asked for is missing in the session. Success prints
    /// nothing that stays. Never null.
    /// </summary>
    IShellJob InitialRequest(Configuration configuration, string sessionName);
}
