using Gateway.Core;

namespace Gateway.Config;

/// <summary>Writes a session as the commands that make it.</summary>
internal static class SessionText
{
    private const string Request = " cmp-request ";

    internal static void Write(SessionSettings session, ITextSink sink)
    {
        sink.Line("pki cmp session " + session.Name);
        if (session.CaName != null) sink.Line(Request + "ca-name \"" + session.CaName + "\"");
        Value(sink, "authentication-cert ", session.AuthenticationCertificate);
        Value(sink, "entity ", session.EntityName);
        Value(sink, "server url ", session.ServerUrl);
        Line(sink, "rsa local-key-pair ", KeyPair(session));
        Line(sink, "message-authentication-code ", Mac(session));
        Flag(sink, "one-time-secret", session.ErasesMacSecret);
        if (session.Integrity != IntegrityAlgorithm.HmacSha256)
        {
            Line(sink, "integrity-algorithm ", SessionChoices.Word(session.Integrity));
        }

        if (session.IsAutoUpdateEnabled) sink.Line(" certificate auto-update enable");
        if (session.ExpirePercent != SessionSettings.ExpirePercentDefault)
        {
            sink.Line(" certificate update expire-time " + session.ExpirePercent.ToString());
        }

        WritePolicies(session, sink);
        WriteLimits(session, sink);
    }

    private static void WritePolicies(SessionSettings session, ITextSink sink)
    {
        Line(sink, "origin-authentication-method ",
            SessionChoices.Word(session.OriginAuthentication));
        Value(sink, "verification-cert ", session.VerificationCertificate);
        if (session.SignatureHash != SignatureHash.Sha256)
        {
            Line(sink, "signature-algorithm ", SessionChoices.Word(session.SignatureHash));
        }

        Flag(sink, "accept unprotected-error", session.AcceptsUnprotectedError);
        Flag(sink, "accept signature-answer", session.AcceptsSignatureAnswer);
        Flag(sink, "accept sha1", session.AcceptsSha1);
        Flag(sink, "accept redirect", session.AcceptsRedirect);
        Flag(sink, "implicit-confirm", session.OffersImplicitConfirm);
        Flag(sink, "version 3", session.UsesVersion3);
        Value(sink, "certificate-profile ", session.CertificateProfile);
    }

    private static void WriteLimits(SessionSettings session, ITextSink sink)
    {
        Number(sink, "mac-iterations-max ", session.MacIterationsMax,
            SessionSettings.MacIterationsDefault);
        Number(sink, "response-timeout ", session.ResponseTimeoutSeconds,
            SessionSettings.ResponseTimeoutDefault);
        Number(sink, "total-timeout ", session.TotalTimeoutHours,
            SessionSettings.TotalTimeoutDefault);
        Number(sink, "retry-count ", session.RetryCount, 0);
    }

    private static void Value(ITextSink sink, string command, string value) =>
        ConfigurationText.Value(sink, Request + command, value);

    private static void Line(ITextSink sink, string command, string arguments)
    {
        if (arguments != null) sink.Line(Request + command + arguments);
    }

    private static void Flag(ITextSink sink, string command, bool isSet)
    {
        if (isSet) sink.Line(Request + command);
    }

    private static void Number(ITextSink sink, string command, int value, int usual)
    {
        if (value != usual) sink.Line(Request + command + value.ToString());
    }

    private static string KeyPair(SessionSettings session)
    {
        if (session.KeyPairName == null || !session.RegeneratesKeyPair) return session.KeyPairName;
        string regenerate = session.KeyPairName + " regenerate";
        return session.RegenerateBits == 0 ? regenerate
            : regenerate + " " + session.RegenerateBits.ToString();
    }

    private static string Mac(SessionSettings session) =>
        session.MacReference == null || session.MacCipherText == null ? session.MacReference
            : session.MacReference + " " + session.MacCipherText;
}
