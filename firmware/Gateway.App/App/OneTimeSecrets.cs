using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Erases a MAC secret that was good for one certificate, wherever it is: the provisioned one, and
/// the cipher text in every configuration. That a session's secrets are good for one stays: so is
/// the next one.
/// </summary>
internal sealed class OneTimeSecrets
{
    private readonly CmpParts _parts;
    private readonly UnattendedCommit _commit;

    public OneTimeSecrets(CmpParts parts, UnattendedCommit commit)
    {
        _parts = parts;
        _commit = commit;
    }

    /// <summary>
    /// Erases what a confirmed certificate has used up; null when nothing of it is left, else why
    /// not, one sentence. It can be done again.
    /// </summary>
    public string Erase(TransactionPlan plan, ITextSink output)
    {
        if (plan.IsSigned || !TransactionKinds.IsCertificate(plan.Kind)) return null;
        bool wasErased = _parts.Secrets.EraseOneTime(plan.Session);
        string cipherText = plan.Session.MacCipherText;
        bool isInText = plan.Session.ErasesMacSecret && cipherText != null;
        if (isInText)
        {
            string reason = _commit.Apply(configuration => Forget(configuration, cipherText));
            if (reason == null) reason = _commit.DropOlder();
            if (reason != null) return reason;
        }

        if (wasErased || isInText)
        {
            output.Line(" Info: The one-time MAC secret of " + plan.Session.MacReference
                + " was used and is erased.");
        }

        return null;
    }

    private static void Forget(Configuration configuration, string cipherText)
    {
        foreach (SessionSettings session in configuration.Sessions)
        {
            if (session.MacCipherText != cipherText) continue;
            session.MacReference = null;
            session.MacCipherText = null;
        }
    }
}
