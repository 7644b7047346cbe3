using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli;

/// <summary>
/// Certificate requests and what else a CMP session does. Errors are one sentence without
/// <c>Error:</c> that says what happened and what to do; null means success. Jobs work with a
/// configuration that is a copy made for them, have all the settings that they need, print nothing
/// that stays on success, and are never null.
/// </summary>
public interface IEnrolmentService
{
    /// <summary>
    /// Whether the messages of CMP are traced on the console, by lines of jobs and notices.
    /// </summary>
    bool IsTracing { get; set; }

    /// <summary>
    /// Why a text cannot be the subject of an authority (unknown attribute, bad value), or null.
    /// </summary>
    string CheckCaName(string caName);

    /// <summary>
    /// Why a certificate of that name, looked for in the store first and in flash second, cannot
    /// be revoked (there is none, it is not one of this device), or null.
    /// </summary>
    string CheckRevocable(string fileName);

    /// <summary>The job of a certificate request.</summary>
    IShellJob Request(RequestKind kind, Configuration configuration, string sessionName);

    /// <summary>
    /// The job that asks for a revocation, with a reason of RFC 5280 5.3.1 (0 to 10).
    /// </summary>
    IShellJob Revoke(Configuration configuration, string sessionName, string fileName, int reason);

    /// <summary>
    /// The job of a general message; the file holds the root, or the certificate whose CRL is
    /// asked for, and is null for the other kinds.
    /// </summary>
    IShellJob AskGeneral(GeneralKind kind, Configuration configuration, string sessionName,
        string fileName);

    /// <summary>
    /// The job that writes a PKCS#10 request to a file, replacing one there, or in PEM form on the
    /// console when the file name is null.
    /// </summary>
    IShellJob CreatePkcs10(Configuration configuration, string sessionName, string fileName);

    /// <summary>
    /// Prints how the requests of a session stand, of all sessions when the name is null. Prints
    /// nothing for a name that is neither configured nor waits for the authority.
    /// </summary>
    void PrintSessions(Configuration configuration, string sessionName, ITextSink output);

    /// <summary>
    /// Prints what a session counted since the start, all sessions when the name is null. Prints
    /// nothing for a name that is neither configured nor counted anything.
    /// </summary>
    void PrintStatistics(Configuration configuration, string sessionName, ITextSink output);

    /// <summary>
    /// Prints what the automatic update of a session does next and how the last one ended, of all
    /// sessions when the name is null. Prints nothing for a session without it.
    /// </summary>
    void PrintAutoUpdate(Configuration configuration, string sessionName, ITextSink output);

    /// <summary>Counts a session anew, all of them when the name is null.</summary>
    void ResetStatistics(string sessionName);

    /// <summary>
    /// Ends a request that waits for the authority; the session need not be configured any more.
    /// </summary>
    string Stop(string sessionName);
}
