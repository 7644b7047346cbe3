using Gateway.Config;
using Gateway.Store;

namespace Gateway.App;

/// <summary>The settings of a session that a waiting transaction needs, as fields.</summary>
internal static class SessionFields
{
    private const int UnprotectedErrorFlag = 1;
    private const int SignatureAnswerFlag = 2;
    private const int Sha1Flag = 4;
    private const int RedirectFlag = 8;
    private const int ImplicitConfirmFlag = 16;
    private const int Version3Flag = 32;
    private const int OneTimeSecretFlag = 64;

    /// <summary>Writes them in the order of SPEC.md.</summary>
    public static void Write(FieldWriter fields, SessionSettings session)
    {
        WriteText(fields, session.CaName);
        WriteText(fields, session.ServerUrl);
        WriteText(fields, session.KeyPairName);
        WriteText(fields, session.MacReference);
        WriteText(fields, session.MacCipherText);
        WriteText(fields, session.AuthenticationCertificate);
        WriteText(fields, session.CertificateProfile);
        fields.Byte((int)session.Integrity);
        fields.Byte((int)session.SignatureHash);
        fields.Byte(Flags(session));
        fields.Int64(session.MacIterationsMax);
        fields.Int64(session.ResponseTimeoutSeconds);
        fields.Int64(session.TotalTimeoutHours);
        fields.Byte(session.RetryCount);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; the reader tells errors.</summary>
    public static SessionSettings Read(FieldReader fields, string name)
    {
        SessionSettings session = new SessionSettings(name);
        session.CaName = ReadText(fields);
        session.ServerUrl = ReadText(fields);
        session.KeyPairName = ReadText(fields);
        session.MacReference = ReadText(fields);
        session.MacCipherText = ReadText(fields);
        session.AuthenticationCertificate = ReadText(fields);
        session.CertificateProfile = ReadText(fields);
        session.Integrity = (IntegrityAlgorithm)fields.Byte();
        session.SignatureHash = (SignatureHash)fields.Byte();
        int flags = fields.Byte();
        session.AcceptsUnprotectedError = (flags & UnprotectedErrorFlag) != 0;
        session.AcceptsSignatureAnswer = (flags & SignatureAnswerFlag) != 0;
        session.AcceptsSha1 = (flags & Sha1Flag) != 0;
        session.AcceptsRedirect = (flags & RedirectFlag) != 0;
        session.OffersImplicitConfirm = (flags & ImplicitConfirmFlag) != 0;
        session.UsesVersion3 = (flags & Version3Flag) != 0;
        session.ErasesMacSecret = (flags & OneTimeSecretFlag) != 0;
        session.MacIterationsMax = (int)fields.Int64();
        session.ResponseTimeoutSeconds = (int)fields.Int64();
        session.TotalTimeoutHours = (int)fields.Int64();
        session.RetryCount = fields.Byte();
        return session;
    }

    private static int Flags(SessionSettings session) =>
        (session.AcceptsUnprotectedError ? UnprotectedErrorFlag : 0)
        | (session.AcceptsSignatureAnswer ? SignatureAnswerFlag : 0)
        | (session.AcceptsSha1 ? Sha1Flag : 0)
        | (session.AcceptsRedirect ? RedirectFlag : 0)
        | (session.OffersImplicitConfirm ? ImplicitConfirmFlag : 0)
        | (session.UsesVersion3 ? Version3Flag : 0)
        | (session.ErasesMacSecret ? OneTimeSecretFlag : 0);

    // No value is empty, so an empty text stands for an absent one.
    private static void WriteText(FieldWriter fields, string value) => fields.Text(value ?? "");

    private static string ReadText(FieldReader fields)
    {
        string value = fields.Text();
        return value.Length == 0 ? null : value;
    }
}
