using Gateway.Config;
using Gateway.Core;

namespace Gateway.Cli.Commands;

/// <summary>Prints the settings of a CMP session, defaults included.</summary>
internal static class SessionDisplay
{
    internal static void Print(SessionSettings session, ITextSink output)
    {
        output.Line(" CMP Session Information:");
        Value(output, "Session name", session.Name);
        Value(output, "Entity name", session.EntityName);
        Value(output, "CA name", session.CaName);
        Value(output, "Server URL", session.ServerUrl);
        Value(output, "RSA key pair", session.KeyPairName);
        Value(output, "Regenerate key pair", Regeneration(session));
        Value(output, "MAC reference value", session.MacReference);
        Value(output, "MAC secret value", Secret(session));
        Value(output, "One-time secret", session.ErasesMacSecret ? "yes" : "no");
        Value(output, "Integrity algorithm", SessionChoices.Word(session.Integrity));
        Value(output, "Authentication cert", session.AuthenticationCertificate);
        Value(output, "Auto-update", session.IsAutoUpdateEnabled ? "enabled" : "disabled");
        Value(output, "Update expire-time", session.ExpirePercent.ToString() + "%");
        PrintPolicies(session, output);
    }

    /// <summary>A labelled value, <c>-</c> when there is none.</summary>
    internal static void Value(ITextSink output, string label, string value)
    {
        const int LabelWidth = 21;
        output.Line("   " + Text.Pad(label, LabelWidth) + ": " + (value == null ? "-" : value));
    }

    private static void PrintPolicies(SessionSettings session, ITextSink output)
    {
        Value(output, "Authentication by", SessionChoices.Word(session.OriginAuthentication));
        Value(output, "Signature algorithm", SessionChoices.Word(session.SignatureHash));
        Value(output, "Verification cert", session.VerificationCertificate);
        Value(output, "Also accepted", Accepted(session));
        Value(output, "Implicit confirm", session.OffersImplicitConfirm ? "offered" : "no");
        Value(output, "CMP version", session.UsesVersion3 ? "3" : "2");
        Value(output, "Certificate profile", session.CertificateProfile);
        Value(output, "MAC iterations max", session.MacIterationsMax.ToString());
        Value(output, "Response timeout", session.ResponseTimeoutSeconds.ToString() + " s");
        Value(output, "Total timeout", session.TotalTimeoutHours.ToString() + " h");
        Value(output, "Retry count", session.RetryCount.ToString());
    }

    private static string Regeneration(SessionSettings session)
    {
        if (!session.RegeneratesKeyPair) return "no";
        return session.RegenerateBits == 0 ? "yes"
            : "yes, " + session.RegenerateBits.ToString() + " bits";
    }

    private static string Secret(SessionSettings session)
    {
        if (session.MacReference == null) return null;
        return session.MacCipherText == null ? "provisioned" : LineTokens.SecretMask;
    }

    private static string Accepted(SessionSettings session)
    {
        string words = (session.AcceptsUnprotectedError ? ", unprotected-error" : "")
            + (session.AcceptsSignatureAnswer ? ", signature-answer" : "")
            + (session.AcceptsSha1 ? ", sha1" : "")
            + (session.AcceptsRedirect ? ", redirect" : "");
        return words.Length == 0 ? null : words.Substring(2);
    }
}
