namespace Gateway.Cmp;

/// <summary>
/// PKIFailureInfo, RFC 9810 5.2.3: a set of named bits, kept as <c>1 &lt;&lt; bit</c>.
/// </summary>
public static class FailInfo
{
    /// <summary>Bit of badMessageCheck: the protection is wrong.</summary>
    public const int BadMessageCheck = 1;

    /// <summary>Bit of badRequest: not permitted or not supported.</summary>
    public const int BadRequest = 2;

    /// <summary>Bit of badTime: messageTime is not near enough.</summary>
    public const int BadTime = 3;

    /// <summary>Bit of badCertId: no certificate of that identification.</summary>
    public const int BadCertId = 4;

    /// <summary>Bit of badDataFormat: cannot be parsed.</summary>
    public const int BadDataFormat = 5;

    /// <summary>Bit of incorrectData: the data is not what was asked for.</summary>
    public const int IncorrectData = 7;

    /// <summary>Bit of wrongIntegrity: MAC instead of signature or the reverse.</summary>
    public const int WrongIntegrity = 12;

    /// <summary>Bit of badRecipientNonce.</summary>
    public const int BadRecipientNonce = 13;

    /// <summary>Bit of badSenderNonce.</summary>
    public const int BadSenderNonce = 18;

    /// <summary>Bit of signerNotTrusted.</summary>
    public const int SignerNotTrusted = 20;

    /// <summary>Bit of unsupportedVersion: pvno.</summary>
    public const int UnsupportedVersion = 22;

    /// <summary>Number of bits that have a name.</summary>
    public const int Count = 27;

    private static readonly string[] Names =
    {
        "badAlg", "badMessageCheck", "badRequest", "badTime", "badCertId", "badDataFormat",
        "wrongAuthority", "incorrectData", "missingTimeStamp", "badPOP", "certRevoked",
        "certConfirmed",
        "wrongIntegrity", "badRecipientNonce", "timeNotAvailable", "unacceptedPolicy",
        "unacceptedExtension", "addInfoNotAvailable", "badSenderNonce", "badCertTemplate",
        "signerNotTrusted", "transactionIdInUse", "unsupportedVersion", "notAuthorized",
        "systemUnavail", "systemFailure", "duplicateCertReq",
    };

    /// <summary>The name of a bit, 0 to 26.</summary>
    public static string Name(int bit) => Names[bit];

    /// <summary>The names of all bits of a set with commas between, "" for the empty set.</summary>
    public static string Describe(int set)
    {
        string text = "";
        for (int bit = 0; bit < Count; bit++)
        {
            if ((set & (1 << bit)) == 0) continue;
            text += text.Length == 0 ? Names[bit] : ", " + Names[bit];
        }

        return text;
    }
}
