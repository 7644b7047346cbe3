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
    internal static CmpFault Protection(PkiMessage message, ProtectionVerdict verdict,
        int iterationsMax)
    {
        string said = UnverifiedText(message);
        switch (verdict)
        {
            case ProtectionVerdict.Wrong:
                return new CmpFault(CmpOutcome.BadMac, FailInfo.BadMessageCheck,
                    "The MAC of the answer is wrong: check the reference value and the secret."
                    + said);
            case ProtectionVerdict.Absent:
                return new CmpFault(CmpOutcome.NotProtected, FailInfo.BadMessageCheck,
                    "The answer is not protected and is not believed." + said);
            case ProtectionVerdict.OtherKind:
                // RFC 9483 3.2: the answer to a MAC-protected request has a MAC.
                return new CmpFault(CmpOutcome.NotProtected, FailInfo.WrongIntegrity,
                    "The answer is not protected with a password-based MAC as the request was."
                    + said);
            case ProtectionVerdict.UnknownAlgorithm:
                return new CmpFault(CmpOutcome.ProtocolViolation, FailInfo.BadMessageCheck,
                    "The MAC of the answer uses an algorithm that is not supported." + said);
            case ProtectionVerdict.IterationsOutOfRange:
                return new CmpFault(CmpOutcome.ProtocolViolation, FailInfo.BadMessageCheck,
                    "The MAC of the answer asks for a number of iterations outside "
                    + CmpLimits.PbmIterationsMin.ToString() + " to " + iterationsMax.ToString()
                    + "." + said);
            default:
                return new CmpFault(CmpOutcome.ProtocolViolation, FailInfo.BadMessageCheck,
                    "The parameters of the answer's MAC are malformed.");
        }
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
        else if (message.Body == BodyType.Ip)
        {
            CertRepMessage ip = CertRepMessage.Parse(message.Buffer, message.BodyOffset,
                message.BodyLength);
            bool negative = ip.Error == DerError.None && ip.ResponseCount > 0
                && ip.Status.Status == PkiStatus.Rejection;
            if (negative) text = ip.Status.Describe();
        }

        return text.Length == 0 ? "" : " Not verified, it says: " + text + ".";
    }

    /// <summary>Whether it is an error message or a rejection.</summary>
    internal static bool IsNegative(PkiMessage message) => UnverifiedText(message).Length > 0;
}
