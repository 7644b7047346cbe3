using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Cmp;

/// <summary>
/// Examines one answer, a bounded piece a step: form, version, transaction and nonces, protection,
/// time, body, and what the body says to the operation. RFC 9483 3.5 has the time before the
/// protection; here it comes behind it, so that nobody but the CA can say that the clock is wrong.
/// </summary>
internal sealed class AnswerExamination
{
    // RFC 9483 4.4: certReqId of a pollReq for a whole message.
    private const int WholeMessage = -1;
    private readonly CmpSettings _settings;
    private readonly CmpTransaction _transaction;
    private readonly CmpOperation _operation;
    private readonly AnswerProtection _protection;
    private readonly AnswerContext _context = new AnswerContext();
    private Stage _stage;
    private PkiMessage _message;
    private int _offset;
    private CmpFault _wrongTime;
    private bool _awaitsConfirmation;
    private bool _isPolling;
    private bool _isPolledForContents;
    private int _polledId;
    private bool _isDone;

    internal AnswerExamination(CmpSettings settings, CmpTransaction transaction,
        CmpOperation operation)
    {
        _settings = settings;
        _transaction = transaction;
        _operation = operation;
        _protection = new AnswerProtection(settings);
    }

    private enum Stage
    {
        Frame,
        Protection,
        Contents,
        Operation,
    }

    /// <summary>What the answer is, once <see cref="Step"/> returned false.</summary>
    internal CmpEvent Event { get; private set; }

    /// <summary>What is wrong with it, or null.</summary>
    internal CmpFault Fault { get; private set; }

    /// <summary>messageTime of the last answer whose protection was right.</summary>
    internal long AuthenticTime { get; private set; } = UtcTime.Unknown;

    /// <summary>checkAfter of a pollRep.</summary>
    internal int CheckAfterSeconds { get; private set; }

    /// <summary>What a pollRep gives as its reason, or "".</summary>
    internal string PollReason { get; private set; } = "";

    /// <summary>certReqId to poll with, after status waiting.</summary>
    internal int WaitingId { get; private set; }

    /// <summary>Whether a response waits, not a whole message.</summary>
    internal bool IsContentsWaiting { get; private set; }

    /// <summary>Progress of a key derivation, 0 to 100.</summary>
    internal int Percent => _protection.Percent;

    /// <summary>Starts; the buffer must stay as it is until <see cref="Step"/> returned
    /// false.</summary>
    /// <param name="buffer">Holds the answer.</param>
    /// <param name="offset">Where it starts.</param>
    /// <param name="count">Its length in bytes.</param>
    /// <param name="utcSeconds">The present time, or UtcTime.Unknown.</param>
    /// <param name="awaitsConfirmation">Whether pkiConf is awaited, not the answer.</param>
    internal void Begin(byte[] buffer, int offset, int count, long utcSeconds,
        bool awaitsConfirmation)
    {
        _message = PkiMessage.Parse(buffer, offset, count);
        _offset = offset;
        _awaitsConfirmation = awaitsConfirmation;
        _context.Message = _message;
        _context.Settings = _settings;
        _context.Protection = _protection;
        _context.UtcSeconds = utcSeconds;
        _stage = Stage.Frame;
        _isDone = false;
        Fault = null;
    }

    /// <summary>Says that answers may be pollRep from now on.</summary>
    /// <param name="certReqId">What is polled for.</param>
    /// <param name="isForContents">Whether a response waits, not a whole message.</param>
    internal void StartPolling(int certReqId, bool isForContents)
    {
        _isPolling = true;
        _polledId = certReqId;
        _isPolledForContents = isForContents;
    }

    /// <summary>Says that a message of another kind was sent.</summary>
    internal void StopPolling() => _isPolling = false;

    /// <summary>Does one piece; true while there is more.</summary>
    internal bool Step()
    {
        switch (_stage)
        {
            case Stage.Frame:
                CheckFrame();
                break;
            case Stage.Protection:
                if (!_protection.Step()) CheckProtection();
                break;
            case Stage.Contents:
                CheckContents();
                break;
            default:
                Take(_operation.StepExamine(_context));
                break;
        }

        if (!_isDone) return true;
        _message = null;
        _context.Message = null;
        return false;
    }

    private void CheckFrame()
    {
        if (_message.Error != PkiMessageError.None)
        {
            End(CmpEvent.Unauthentic, AnswerCheck.Malformed(_message, _offset));
            return;
        }

        // Where the clocks disagree, neither can say whether the signer is valid now: who it is
        // must be seen without, or a wrong clock could never learn the right time.
        _wrongTime = _transaction.CheckTime(_message.Header.MessageTime, _context.UtcSeconds);
        _protection.Begin(_message, _wrongTime == null ? _context.UtcSeconds : UtcTime.Unknown);
        bool isUnprotected = _protection.Verdict == ProtectionVerdict.Absent;
        if (isUnprotected && !_settings.AcceptUnprotectedErrors
            && AnswerCheck.IsNegative(_message))
        {
            // A CA that could not read the request has no nonces to send: its text says more.
            CheckProtection();
            return;
        }

        CmpFault wrong = _transaction.CheckHeader(_message, _isPolling);
        if (wrong != null) End(CmpEvent.Unauthentic, wrong);
        else if (_protection.Verdict == ProtectionVerdict.Pending) _stage = Stage.Protection;
        else CheckProtection();
    }

    private void CheckProtection()
    {
        ProtectionVerdict verdict = _protection.Verdict;
        bool isBelieved = verdict == ProtectionVerdict.Right;
        if (verdict == ProtectionVerdict.Absent && _settings.AcceptUnprotectedErrors)
        {
            isBelieved = AnswerCheck.IsNegative(_message);
        }

        if (!isBelieved)
        {
            End(CmpEvent.Unauthentic, AnswerCheck.Protection(_message, verdict,
                _protection.Detail, _settings.Protection.MacCheck != null));
            return;
        }

        if (verdict == ProtectionVerdict.Right) AuthenticTime = _message.Header.MessageTime;
        if (_wrongTime != null)
        {
            End(CmpEvent.Unauthentic, _wrongTime);
            return;
        }

        _transaction.Accept(_message);
        _stage = Stage.Contents;
    }

    private void CheckContents()
    {
        int expected = _awaitsConfirmation ? BodyType.PkiConf : _operation.AnswerBody;
        if (_message.Body == BodyType.Error)
        {
            CheckErrorMessage();
        }
        else if (_message.Body == BodyType.PollRep && _isPolling)
        {
            CheckPollResponse();
        }
        else if (_message.Body != expected)
        {
            End(CmpEvent.Violation, AnswerCheck.Violation(FailInfo.BadRequest,
                "The CA answered with " + BodyType.Name(_message.Body) + " instead of "
                + BodyType.Name(expected) + "."));
        }
        else if (_awaitsConfirmation)
        {
            CheckReceipt();
        }
        else
        {
            Take(_operation.Examine(_context));
        }
    }

    private void Take(AnswerKind kind)
    {
        switch (kind)
        {
            case AnswerKind.Working:
                _stage = Stage.Operation;
                break;
            case AnswerKind.Done:
                End(CmpEvent.Answered, null);
                break;
            case AnswerKind.Granted:
                // RFC 9483 4.1.1: only what was offered can be granted.
                bool isConfirmed =
                    _settings.OfferImplicitConfirm && _message.Header.ImplicitConfirm;
                End(isConfirmed ? CmpEvent.Answered : CmpEvent.Granted, null);
                break;
            case AnswerKind.OtherKey:
                End(CmpEvent.OtherKey, _operation.Fault);
                break;
            case AnswerKind.Rejected:
                End(CmpEvent.Rejected, _operation.Fault);
                break;
            case AnswerKind.Waiting:
                Wait(_operation.CertReqId, true);
                break;
            default:
                End(CmpEvent.Violation, _operation.Fault);
                break;
        }
    }

    private void CheckErrorMessage()
    {
        ErrorMessage error = ErrorMessage.Parse(_message.Buffer, _message.BodyOffset,
            _message.BodyLength);
        if (error.Error != DerError.None)
        {
            End(CmpEvent.Violation, AnswerCheck.MalformedBody(_message.Body, error.Error));
            return;
        }

        // RFC 9483 4.4: the whole message comes later. Nobody unknown may say so.
        bool isProtected = _protection.Verdict == ProtectionVerdict.Right;
        if (error.Status.Status == PkiStatus.Waiting && isProtected)
        {
            Wait(WholeMessage, false);
            return;
        }

        End(CmpEvent.ErrorMessage, new CmpFault(CmpOutcome.ErrorFromServer, -1,
            "The CA reports an error: " + error.Describe() + "."));
    }

    // RFC 9483 4.4: first a whole message may be late, then its contents; no third time.
    private void Wait(int certReqId, bool isForContents)
    {
        bool isAgain = _isPolling && (_isPolledForContents || !isForContents);
        if (isAgain)
        {
            End(CmpEvent.Violation, AnswerCheck.Violation(FailInfo.BadRequest,
                "The CA answered pollReq with status waiting instead of pollRep."));
            return;
        }

        WaitingId = certReqId;
        IsContentsWaiting = isForContents;
        End(CmpEvent.Waiting, null);
    }

    private void CheckPollResponse()
    {
        PollResponse response = PollResponse.Parse(_message.Buffer, _message.BodyOffset,
            _message.BodyLength);
        if (response.Error != DerError.None)
        {
            End(CmpEvent.Violation, AnswerCheck.MalformedBody(_message.Body, response.Error));
            return;
        }

        if (response.CertReqId != _polledId)
        {
            End(CmpEvent.Violation, AnswerCheck.Violation(FailInfo.BadDataFormat,
                "The CA's pollRep is about another request (certReqId)."));
            return;
        }

        CheckAfterSeconds = response.CheckAfterSeconds;
        PollReason = response.Reason;
        End(CmpEvent.PollLater, null);
    }

    private void CheckReceipt()
    {
        // RFC 9810 5.3.17: the contents are NULL.
        DerReader reader = new DerReader(_message.Buffer, _message.BodyOffset,
            _message.BodyLength);
        reader.ReadNull();
        if (reader.End()) End(CmpEvent.Confirmed, null);
        else End(CmpEvent.Violation, AnswerCheck.MalformedBody(_message.Body, reader.Error));
    }

    private void End(CmpEvent what, CmpFault wrong)
    {
        Event = what;
        Fault = wrong;
        _isDone = true;
    }
}
