using Gateway.Asn1;

namespace Gateway.Cmp;

/// <summary>Turns what is wrong with an answer into lines for the operator.</summary>
internal static class AnswerCheck
{
    /// <summary>The fault of bytes that are no message.</summary>
    internal static CmpFault Malformed(PkiMessage message, int offset)
    {
        string what = message.Error == PkiMessageError.TooLong
            ? "The answer is " + message.ErrorText
            : "The answer is not a CMP message (byte " + (message.ErrorOffset - offset).ToString()
                + ", " + message.ErrorText + ")";
        return new CmpFault(CmpOutcome.ProtocolViolation, FailInfo.BadDataFormat, what + ".");
    }

    /// <summary>The fault of a body that cannot be read.</summary>
    internal static CmpFault MalformedBody(int bodyType, DerError error) =>
        new CmpFault(CmpOutcome.ProtocolViolation, FailInfo.BadDataFormat, "The CA's "
            + BodyType.Name(bodyType) + " is malformed (" + DerErrors.Text(error) + ").");

    /// <summary>The fault of a protected answer that breaks a rule.</summary>
    internal static CmpFault Violation(int failBit, string reason) =>
        new CmpFault(CmpOutcome.ProtocolViolation, failBit, reason);

    /// <summary>The fault of a protection that is not right.</summary>
    /// <param name="message">The answer.</param>
    /// <param name="verdict">What is wrong.</param>
    /// <param name="detail">A phrase that explains it, or "".</param>
    /// <param name="isMacExpected">Whether the request had a MAC.</param>
    internal static CmpFault Protection(PkiMessage message, ProtectionVerdict verdict,
        string detail, bool isMacExpected)
    {
        CmpOutcome outcome = CmpOutcome.ProtocolViolation;
        int failBit = FailInfo.BadMessageCheck;
        string text;
        switch (verdict)
        {
            case ProtectionVerdict.Wrong:
                outcome = CmpOutcome.BadProtection;
                text = isMacExpected
                    ? "The MAC of the answer is wrong: check the reference value and the secret."
                    : "The signature of the answer is wrong; try again.";
                break;
            case ProtectionVerdict.Absent:
                outcome = CmpOutcome.NotProtected;
                text = "The answer is not protected and is not believed.";
                break;
            case ProtectionVerdict.OtherKind:
                outcome = CmpOutcome.NotProtected;
                failBit = FailInfo.WrongIntegrity;
                text = OtherKind(isMacExpected);
                break;
            case ProtectionVerdict.UnknownAlgorithm:
                text = "The protection of the answer uses an algorithm that is not supported.";
                break;
            case ProtectionVerdict.WeakAlgorithm:
                text = "The signature of the answer uses SHA-1; 'cmp-request accept sha1' allows"
                    + " that.";
                break;
            case ProtectionVerdict.IterationsOutOfRange:
                text = "The MAC of the answer asks for a number of iterations outside " + detail
                    + "; 'cmp-request mac-iterations-max' sets the limit.";
                break;
            case ProtectionVerdict.NoSigner:
            case ProtectionVerdict.OtherSigner:
            case ProtectionVerdict.SignerNotTrusted:
                outcome = CmpOutcome.SignerNotTrusted;
                failBit = FailInfo.SignerNotTrusted;
                text = Signer(verdict, detail);
                break;
            default:
                text = "The parameters of the answer's protection are malformed.";
                break;
        }

        string said = UnverifiedText(message);
        bool isAllowable = verdict == ProtectionVerdict.Absent && said.Length > 0;
        if (isAllowable) said += " 'cmp-request accept unprotected-error' believes that.";
        return new CmpFault(outcome, failBit, text + said);
    }

    /// <summary>
    /// What a negative answer says although nobody vouches for it: it helps to find the reason, and
    /// is marked. "" when the answer is not negative.
    /// </summary>
    internal static string UnverifiedText(PkiMessage message)
    {
        string text = "";
        if (message.Body == BodyType.Error)
        {
            ErrorMessage error = ErrorMessage.Parse(message.Buffer, message.BodyOffset,
                message.BodyLength);
            if (error.Error == DerError.None) text = error.Describe();
        }
        else if (message.Body == BodyType.Ip || message.Body == BodyType.Cp
            || message.Body == BodyType.Kup)
        {
            CertRepMessage ip = CertRepMessage.Parse(message.Buffer, message.BodyOffset,
                message.BodyLength);
            bool negative = ip.Error == DerError.None && ip.ResponseCount > 0
                && ip.Status.Status == PkiStatus.Rejection;
            if (negative) text = ip.Status.Describe();
        }
        else if (message.Body == BodyType.Rp)
        {
            PkiStatusInfo status = RevocationOperation.StatusOf(message);
            if (status != null && status.Status == PkiStatus.Rejection) text = status.Describe();
        }

        return text.Length == 0 ? "" : " Not verified, it says: " + text + ".";
    }

    /// <summary>Whether it is an error message or a rejection.</summary>
    internal static bool IsNegative(PkiMessage message) => UnverifiedText(message).Length > 0;

    // RFC 9483 3.2: the answer is protected as the request was.
    private static string OtherKind(bool isMacExpected) => isMacExpected
        ? "The answer is signed, the request had a MAC; 'cmp-request accept signature-answer'"
            + " allows that."
        : "The answer has a MAC, the request was signed.";

    private static string Signer(ProtectionVerdict verdict, string detail)
    {
        if (verdict == ProtectionVerdict.NoSigner)
        {
            return "The answer is signed, but the signer's certificate is not there: import it, or"
                + " name it with 'cmp-request verification-cert'.";
        }

        if (verdict == ProtectionVerdict.OtherSigner && detail.Length > 0)
        {
            return "The answer does not come from the certificate that 'cmp-request "
                + detail + "' names.";
        }

        return verdict == ProtectionVerdict.OtherSigner
            ? "The answer's sender or senderKID does not belong to a certificate that could have"
                + " signed it."
            : "The signer of the answer is not trusted (" + detail
                + "): import the CA certificate that vouches for it, or name the signer's with"
                + " 'cmp-request verification-cert'.";
    }
}
