using System;
using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Cmp;

/// <summary>What an answer means to the operation that it answers.</summary>
internal enum AnswerKind
{
    /// <summary>There is more to compute.</summary>
    Working = 0,

    /// <summary>The operation has reached its aim, nothing is to be confirmed.</summary>
    Done = 1,

    /// <summary>A certificate for our key is granted and is to be confirmed.</summary>
    Granted = 2,

    /// <summary>A certificate for another key is granted.</summary>
    OtherKey = 3,

    /// <summary>The CA rejects the request.</summary>
    Rejected = 4,

    /// <summary>The CA has not decided yet.</summary>
    Waiting = 5,

    /// <summary>The answer breaks a rule.</summary>
    Violation = 6,
}

/// <summary>A believed answer and what it takes to judge it.</summary>
internal sealed class AnswerContext
{
    internal PkiMessage Message;
    internal CmpSettings Settings;
    internal AnswerProtection Protection;
    internal long UtcSeconds;
}

/// <summary>
/// What a transaction is about: builds the body of the request and reads that of the answer. The
/// messages around it (polling, confirmation, errors) are the machine's.
/// </summary>
public abstract class CmpOperation
{
    private const int KindCertificate = 0;
    private const int KindRevocation = 1;
    private const int KindGeneral = 2;

    /// <summary>The request's body, one of <see cref="BodyType"/>.</summary>
    public abstract int RequestBody { get; }

    /// <summary>The body that answers it.</summary>
    public abstract int AnswerBody { get; }

    /// <summary>Whether it asks for a certificate, which is confirmed at the end.</summary>
    internal virtual bool AsksForCertificate => false;

    /// <summary>certReqId of the answer and of polling; -1 where there is none.</summary>
    internal virtual int CertReqId => -1;

    /// <summary>What is wrong, after a negative <see cref="AnswerKind"/>.</summary>
    internal CmpFault Fault { get; set; }

    /// <summary>A line for the operator at success.</summary>
    internal abstract string Success { get; }

    /// <summary>
    /// DER of the request's body with its context tag; null with <see cref="Fault"/>.
    /// </summary>
    internal abstract byte[] Build(CmpSettings settings);

    /// <summary>Starts to judge an answer of type <see cref="AnswerBody"/>.</summary>
    internal abstract AnswerKind Examine(AnswerContext context);

    /// <summary>One further step after <see cref="AnswerKind.Working"/>.</summary>
    internal virtual AnswerKind StepExamine(AnswerContext context) =>
        throw new InvalidOperationException("no step");

    /// <summary>Body of certConf: acceptance, or rejection for a fault.</summary>
    internal virtual byte[] Confirmation(CmpFault fault) =>
        throw new InvalidOperationException("no certificate");

    /// <summary>Whether there is a granted certificate that certConf can be about.</summary>
    internal virtual bool IsConfirmable => false;

    /// <summary>Whether certConf needs pvno 3 (RFC 9810 5.3.18).</summary>
    internal virtual bool NeedsVersion3 => false;

    /// <summary>Hands the results over: the transaction succeeded.</summary>
    internal virtual void Complete()
    {
    }

    /// <summary>Overwrites secrets and forgets what is not handed over.</summary>
    internal virtual void Wipe()
    {
    }

    /// <summary>Writes what a wait must keep; never a secret.</summary>
    internal void Save(DerWriter writer)
    {
        writer.Begin(Tag.Sequence);
        writer.Integer(this is CertificateOperation ? KindCertificate
            : this is RevocationOperation ? KindRevocation : KindGeneral);
        SaveFields(writer);
        writer.End();
    }

    /// <summary>Reads what <see cref="Save"/> wrote; null when it is damaged.</summary>
    internal static CmpOperation Restore(DerReader reader)
    {
        reader.Enter(Tag.Sequence);
        int kind = reader.ReadInt32(Tag.Integer);
        CmpOperation operation = null;
        if (!reader.IsOk) return null;
        if (kind == KindCertificate) operation = CertificateOperation.RestoreFields(reader);
        else if (kind == KindRevocation) operation = RevocationOperation.RestoreFields(reader);
        else if (kind == KindGeneral) operation = GeneralOperation.RestoreFields(reader);
        reader.Leave();
        return reader.IsOk ? operation : null;
    }

    /// <summary>Writes the fields of a kind of operation.</summary>
    internal abstract void SaveFields(DerWriter writer);

    /// <summary>Notes a violation.</summary>
    internal AnswerKind Violate(int failBit, string reason)
    {
        Fault = AnswerCheck.Violation(failBit, reason);
        return AnswerKind.Violation;
    }

    /// <summary>Notes an answer whose body cannot be read.</summary>
    internal AnswerKind Malformed(PkiMessage message, DerError error)
    {
        Fault = AnswerCheck.MalformedBody(message.Body, error);
        return AnswerKind.Violation;
    }

    /// <summary>
    /// Notes a status that is none of success, as all answers with a status have it.
    /// </summary>
    internal AnswerKind Refuse(PkiStatusInfo status)
    {
        if (status.Status == PkiStatus.Waiting) return AnswerKind.Waiting;
        if (status.Status != PkiStatus.Rejection)
        {
            return Violate(FailInfo.BadDataFormat,
                "The CA's status does not fit a request: " + status.Describe() + ".");
        }

        Fault = new CmpFault(CmpOutcome.Rejected, -1,
            "The CA rejected the request: " + status.DescribeReason() + ".");
        return AnswerKind.Rejected;
    }
}
