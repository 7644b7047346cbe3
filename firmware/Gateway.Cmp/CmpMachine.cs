using System;
using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Cmp;

/// <summary>
/// One enrolment: ir, ip, certConf, pkiConf (RFC 9483 4.1.1) with a password-based MAC (4.1.5).
/// No socket, clock or thread: whoever owns it drives it so:
/// <code>
/// machine.Start(nowMs, utcSeconds);
/// while (!machine.IsFinished)
/// {
///     if (machine.Work(nowMs)) continue;          // one bounded piece of computing
///     if (machine.Outgoing != null) { POST it; machine.OutgoingTaken(nowMs); }
///     on an answer: machine.Receive(...); on none: machine.TransportFailed(...);
///     machine.Tick(nowMs);                        // at the latest at machine.DeadlineMs
/// }
/// </code>
/// Any call is harmless in any state. An instance enrols once. The transitions stand in
/// <see cref="CmpTable"/>; here stand the actions and what tells the events apart.
/// </summary>
public sealed class CmpMachine
{
    /// <summary><see cref="DeadlineMs"/> when nothing is due.</summary>
    public const long NoDeadline = long.MaxValue;

    // RFC 9483 4.1.1: the only certificate request of the message.
    private const int CertReqId = 0;
    private const int BodySizeHint = 2048;

    private const string NotConfirmed = " The granted certificate is not confirmed: apply again.";

    // The receipt of a refusal or an error message changes nothing: it is not awaited for long.
    private const int ReceiptTimeoutMs = 10000;
    private readonly IMessageProtection _protection;
    private readonly CmpTransaction _transaction;
    private readonly byte[] _privateKey;
    private EnrolmentRequest _request;
    private CheckStage _stage;
    private bool _isKeyDerived;
    private byte[] _publicKey;
    private byte[] _body;
    private byte[] _sent;
    private int _attemptsLeft;
    private int _retryDelayMs;
    private bool _isRetryPending;
    private long _utcSeconds = UtcTime.Unknown;
    private PkiMessage _message;
    private int _messageOffset;
    private GrantedCertificate _granted;
    private CmpFault _fault;

    /// <summary>A machine that has not started; the request must not change any more.</summary>
    public CmpMachine(EnrolmentRequest request, IRandom random)
    {
        CheckArguments(request);
        _request = request;
        _privateKey = Bytes.Slice(request.PrivateKey, 0, request.PrivateKey.Length);
        PbmParameters parameters = new PbmParameters();
        parameters.Salt = CmpTransaction.Fresh(random);
        parameters.Owf = request.PbmOwf;
        parameters.Mac = request.PbmMac;
        parameters.Iterations = request.PbmIterations;
        _protection = new PbmProtection(request.Reference, request.Secret, parameters,
            request.PbmIterationsMax);
        _transaction = new CmpTransaction(_protection, request.Recipient, random,
            request.TimeWindowSeconds);
    }

    // What Work does next with an answer.
    private enum CheckStage
    {
        Frame,
        Protection,
        Contents,
        Chain,
    }

    /// <summary>Where it stands.</summary>
    public CmpState State { get; private set; }

    /// <summary>Whether it is over.</summary>
    public bool IsFinished => State == CmpState.Finished;

    /// <summary>How it ended; <see cref="CmpOutcome.None"/> before.</summary>
    public CmpOutcome Outcome { get; private set; }

    /// <summary>
    /// One line for the operator: what happened and what to do; "" before the end. Texts of the CA
    /// in it are reduced to printable ASCII and bounded.
    /// </summary>
    public string Reason { get; private set; } = "";

    /// <summary>Whether <see cref="Work"/> has something to do.</summary>
    public bool NeedsWork => State == CmpState.Preparing
        || State == CmpState.CheckingAnswer || State == CmpState.CheckingConfirmation;

    /// <summary>Progress of the present key derivation, 0 to 100.</summary>
    public int WorkPercent => NeedsWork ? _protection.Percent : 0;

    /// <summary>The message to be sent by POST, or null. It stays until it is taken.</summary>
    public byte[] Outgoing { get; private set; }

    /// <summary>
    /// When <see cref="Tick"/> is due, on the caller's clock, or <see cref="NoDeadline"/>.
    /// </summary>
    public long DeadlineMs { get; private set; } = NoDeadline;

    /// <summary>
    /// The new certificate, DER; null unless <see cref="CmpOutcome.Enrolled"/>.
    /// </summary>
    public byte[] Certificate { get; private set; }

    /// <summary>
    /// CA certificates to offer, DER, none twice; empty unless enrolled. First the issuers of the
    /// certificate as far as their signatures lead (issuer, its issuer, ...), then the other
    /// caPubs, and when there were no caPubs the self-signed CA certificates of extraCerts.
    /// extraCerts lie outside the MAC: nothing here is trusted until the operator or a fingerprint
    /// says so (RFC 9810 5.3.2).
    /// </summary>
    public byte[][] CaCertificates { get; private set; } = new byte[0][];

    /// <summary>
    /// Whether CaCertificates[0] is the issuer by name and its signature was verified.
    /// </summary>
    public bool IssuerVerified { get; private set; }

    /// <summary>
    /// Where the certificate differs from the request or from what was expected, a line each; empty
    /// when it is as requested.
    /// </summary>
    public string[] GrantedDifferences { get; private set; } = new string[0];

    /// <summary>
    /// Starts; the times are the caller's clock and UtcTime seconds or UtcTime.Unknown.
    /// </summary>
    public void Start(long nowMs, long utcSeconds)
    {
        if (!IsPossible(CmpEvent.Start)) return;
        _utcSeconds = utcSeconds;
        Fire(CmpEvent.Start, nowMs);
    }

    /// <summary>
    /// Does one bounded piece of computing (a slice of a key derivation, or one signature); true
    /// while there is more. While it returns true the range given to <see cref="Receive"/> must not
    /// change.
    /// </summary>
    public bool Work(long nowMs)
    {
        if (State == CmpState.Preparing) WorkOnRequest(nowMs);
        else if (NeedsWork) WorkOnAnswer(nowMs);
        return NeedsWork;
    }

    /// <summary>
    /// Says that <see cref="Outgoing"/> is on its way; the wait for the answer begins.
    /// </summary>
    public void OutgoingTaken(long nowMs)
    {
        if (Outgoing == null) return;
        Outgoing = null;
        DeadlineMs = nowMs + TimeoutMs();
    }

    /// <summary>
    /// Gives the answer's body. The range is read in place until <see cref="Work"/> returns false,
    /// then free again: what is kept is copied.
    /// </summary>
    public void Receive(byte[] buffer, int offset, int count, long nowMs, long utcSeconds)
    {
        if (!IsPossible(CmpEvent.Received)) return;
        _utcSeconds = utcSeconds;
        _messageOffset = offset;
        _message = PkiMessage.Parse(buffer, offset, count);
        Fire(CmpEvent.Received, nowMs);
    }

    /// <summary>
    /// Says that there is no answer; the reason becomes part of the operator's line.
    /// </summary>
    public void TransportFailed(string reason, long nowMs)
    {
        if (!IsPossible(CmpEvent.DeliveryGivenUp) || _isRetryPending) return;
        NoAnswer(CmpEvent.DeliveryGivenUp, CmpOutcome.TransportFailed, reason, nowMs);
    }

    /// <summary>Lets time pass.</summary>
    public void Tick(long nowMs)
    {
        if (nowMs < DeadlineMs || !IsPossible(CmpEvent.TimedOut)) return;
        if (_isRetryPending)
        {
            Fire(CmpEvent.RetryDue, nowMs);
            return;
        }

        NoAnswer(CmpEvent.TimedOut, CmpOutcome.Timeout, "timed out after "
            + (_request.ResponseTimeoutMs / 1000).ToString() + " s", nowMs);
    }

    /// <summary>Ends it at once; nothing more is sent.</summary>
    public void Cancel(long nowMs)
    {
        if (!IsPossible(CmpEvent.Cancel)) return;
        Blame(new CmpFault(CmpOutcome.Cancelled, -1, "Cancelled."));
        Fire(CmpEvent.Cancel, nowMs);
    }

    /// <summary>Ends it if it is under way and wipes every secret; the end does this too.</summary>
    public void Wipe()
    {
        Cancel(0);
        _protection.Wipe();
    }

    private static void CheckArguments(EnrolmentRequest request)
    {
        bool isComplete = request.Subject != null && request.Recipient != null
            && request.PrivateKey != null && request.KeyEngine != null;
        if (!isComplete) throw new ArgumentException("incomplete");
        if (!IsSecretSize(request.Reference)) throw new ArgumentException("Reference");
        if (!IsSecretSize(request.Secret)) throw new ArgumentException("Secret");
        bool isBounded = request.PbmIterations >= CmpLimits.PbmIterationsMin
            && request.PbmIterations <= CmpLimits.PbmIterationsLimit
            && request.PbmIterationsMax >= CmpLimits.PbmIterationsMin
            && request.PbmIterationsMax <= CmpLimits.PbmIterationsLimit;
        if (!isBounded) throw new ArgumentException("PbmIterations");
    }

    private static bool IsSecretSize(byte[] value) =>
        value != null && value.Length > 0 && value.Length <= CmpLimits.SecretSizeMax;

    private bool IsPossible(CmpEvent what) => CmpTable.Find(State, what) >= 0;

    private void Fire(CmpEvent what, long nowMs)
    {
        int row = CmpTable.Find(State, what);
        if (row < 0) throw new InvalidOperationException("event " + ((int)what).ToString());
        State = CmpTable.Next(row);
        Do(CmpTable.Action(row), nowMs);
    }

    private void Do(CmpAction action, long nowMs)
    {
        switch (action)
        {
            case CmpAction.Prepare:
                break;
            case CmpAction.SendRequest:
                Send(_request.RequestAttemptsMax, nowMs);
                break;
            case CmpAction.Check:
                Outgoing = null;
                _isRetryPending = false;
                DeadlineMs = NoDeadline;
                _stage = CheckStage.Frame;
                break;
            case CmpAction.WaitToRetry:
                Outgoing = null;
                _isRetryPending = true;
                DeadlineMs = nowMs + _retryDelayMs;
                _retryDelayMs *= 2;
                break;
            case CmpAction.SendAgain:
                // RFC 9811 3.3: what got no HTTP response counts as not delivered. The same bytes,
                // so that the CA can tell a repetition.
                _isRetryPending = false;
                Offer(nowMs);
                break;
            case CmpAction.SendAcceptance:
            case CmpAction.SendRefusal:
                BuildConfirmation();
                Send(_request.ConfirmAttemptsMax, nowMs);
                break;
            case CmpAction.SendError:
                BuildError();
                Send(1, nowMs);
                break;
            case CmpAction.Enrol:
                Enrol();
                break;
            default:
                Outcome = _fault.Outcome;
                Reason = _fault.Reason;
                End();
                break;
        }
    }

    // Building and sending.
    private void WorkOnRequest(long nowMs)
    {
        if (!_isKeyDerived)
        {
            _isKeyDerived = !_protection.StepPrepare();
            return;
        }

        Fire(BuildRequest() ? CmpEvent.Prepared : CmpEvent.Unpreparable, nowMs);
    }

    private bool BuildRequest()
    {
        _publicKey = _request.KeyEngine.PublicKey(_privateKey);
        byte[] signature = null;
        byte[] certRequest = null;
        if (_publicKey != null)
        {
            certRequest = CertRequestWriter.Request(CertReqId, _request.Subject, _publicKey,
                _request.SubjectAltName);
            signature = _request.KeyEngine.Sign(_request.SignatureAlgorithm, _privateKey,
                certRequest, 0, certRequest.Length);
        }

        Bytes.Wipe(_privateKey);

        if (signature == null)
        {
            Blame(new CmpFault(CmpOutcome.KeyUnusable, -1,
                "The private key cannot sign the request: create the key pair again."));
            return false;
        }

        DerWriter writer = new DerWriter(BodySizeHint);
        CertRequestWriter.Write(writer, BodyType.Ir, certRequest, _request.SignatureAlgorithm,
            signature);
        _body = writer.ToArray();
        return true;
    }

    private void BuildConfirmation()
    {
        DerWriter writer = new DerWriter(128);
        if (_fault == null)
        {
            CertConfWriter.WriteAcceptance(writer, _granted.Hash, CertReqId, _granted.HashOid);
        }
        else
        {
            CertConfWriter.WriteRejection(writer, _granted.Hash, CertReqId, _granted.HashOid,
                _fault.Reason, _fault.FailBit);
        }

        _body = writer.ToArray();
    }

    private void BuildError()
    {
        DerWriter writer = new DerWriter(256);
        ErrorMessage.Write(writer, _fault.Reason, _fault.FailBit);
        _body = writer.ToArray();
    }

    private void Send(int attempts, long nowMs)
    {
        // RFC 9810 5.3.18: hashAlg in certStatus needs version 3.
        bool needsVersion3 = _granted != null && _granted.HashOid != null;
        int version = needsVersion3 ? PkiHeaderWriter.Version3 : PkiHeaderWriter.Version2;
        _sent = _transaction.Build(_body, version, _utcSeconds);
        _body = null;
        _message = null;
        _attemptsLeft = attempts;
        _retryDelayMs = _request.RetryDelayMs;
        Offer(nowMs);
    }

    private void Offer(long nowMs)
    {
        _attemptsLeft--;
        Outgoing = _sent;
        DeadlineMs = nowMs + TimeoutMs();
    }

    private int TimeoutMs()
    {
        bool awaitsReceipt = State == CmpState.AwaitingRefusalReceipt
            || State == CmpState.AwaitingErrorReceipt;
        bool isCapped = awaitsReceipt && _request.ResponseTimeoutMs > ReceiptTimeoutMs;
        return isCapped ? ReceiptTimeoutMs : _request.ResponseTimeoutMs;
    }

    private void NoAnswer(CmpEvent last, CmpOutcome outcome, string reason, long nowMs)
    {
        if (_attemptsLeft > 0 && IsPossible(CmpEvent.DeliveryFailed))
        {
            Fire(CmpEvent.DeliveryFailed, nowMs);
            return;
        }

        string line = State == CmpState.AwaitingConfirmation
            ? "The CA granted the certificate but did not answer its confirmation (" + reason
                + "): apply again."
            : "No answer from the CA: " + reason + ".";
        Blame(new CmpFault(outcome, -1, line));
        Fire(last, nowMs);
    }

    // Checking an answer, in the order of RFC 9483 3.5.
    private void WorkOnAnswer(long nowMs)
    {
        switch (_stage)
        {
            case CheckStage.Frame:
                CheckFrame(nowMs);
                break;
            case CheckStage.Protection:
                if (!_protection.StepVerify()) CheckProtection(nowMs);
                break;
            case CheckStage.Contents:
                CheckContents(nowMs);
                break;
            default:
                if (!_granted.StepChain(_request.KeyEngine)) Fire(CmpEvent.Granted, nowMs);
                break;
        }
    }

    private void CheckFrame(long nowMs)
    {
        if (_message.Error != PkiMessageError.None)
        {
            Reject(CmpEvent.Unauthentic, AnswerCheck.Malformed(_message, _messageOffset),
                nowMs);
            return;
        }

        _protection.BeginVerify(_message);
        bool isUnprotected = _protection.Verdict == ProtectionVerdict.Absent;
        if (isUnprotected && !_request.AcceptUnprotectedErrors && AnswerCheck.IsNegative(_message))
        {
            // A CA that could not read the request has no nonces to send: its text says more.
            CheckProtection(nowMs);
            return;
        }

        CmpFault wrong = _transaction.CheckHeader(_message, _utcSeconds);
        if (wrong != null)
        {
            Reject(CmpEvent.Unauthentic, wrong, nowMs);
            return;
        }

        if (_protection.Verdict == ProtectionVerdict.Pending) _stage = CheckStage.Protection;
        else CheckProtection(nowMs);
    }

    private void CheckProtection(long nowMs)
    {
        ProtectionVerdict verdict = _protection.Verdict;
        bool isBelieved = verdict == ProtectionVerdict.Right;
        if (verdict == ProtectionVerdict.Absent && _request.AcceptUnprotectedErrors)
        {
            isBelieved = AnswerCheck.IsNegative(_message);
        }

        if (!isBelieved)
        {
            CmpFault wrong = AnswerCheck.Protection(_message, verdict, _request.PbmIterationsMax);
            Reject(CmpEvent.Unauthentic, wrong, nowMs);
            return;
        }

        _transaction.Accept(_message);
        _stage = CheckStage.Contents;
    }

    private void CheckContents(long nowMs)
    {
        if (_message.Body == BodyType.Error)
        {
            CheckErrorMessage(nowMs);
            return;
        }

        bool awaitsAnswer = State == CmpState.CheckingAnswer;
        int expected = awaitsAnswer ? BodyType.Ip : BodyType.PkiConf;
        if (_message.Body != expected)
        {
            Reject(CmpEvent.Violation, AnswerCheck.Violation(FailInfo.BadRequest,
                "The CA answered with " + BodyType.Name(_message.Body) + " instead of "
                + BodyType.Name(expected) + "."), nowMs);
        }
        else if (awaitsAnswer)
        {
            CheckResponse(nowMs);
        }
        else
        {
            CheckReceipt(nowMs);
        }
    }

    private void CheckErrorMessage(long nowMs)
    {
        ErrorMessage error = ErrorMessage.Parse(_message.Buffer, _message.BodyOffset,
            _message.BodyLength);
        if (error.Error != DerError.None)
        {
            Reject(CmpEvent.Violation, AnswerCheck.MalformedBody(_message.Body, error.Error),
                nowMs);
            return;
        }

        // RFC 9483 4.4: an error with status waiting asks for polling.
        bool isWaiting = error.Status.Status == PkiStatus.Waiting
            && State == CmpState.CheckingAnswer;
        if (isWaiting)
        {
            RejectWaiting(nowMs);
            return;
        }

        Reject(CmpEvent.ErrorMessage, new CmpFault(CmpOutcome.ErrorFromServer, -1,
            "The CA reports an error: " + error.Describe() + "."), nowMs);
    }

    private void CheckReceipt(long nowMs)
    {
        // RFC 9810 5.3.17: the contents are NULL.
        DerReader reader = new DerReader(_message.Buffer, _message.BodyOffset, _message.BodyLength);
        reader.ReadNull();
        if (reader.End())
        {
            Fire(CmpEvent.Confirmed, nowMs);
            return;
        }

        Reject(CmpEvent.Violation, AnswerCheck.MalformedBody(_message.Body, reader.Error),
            nowMs);
    }

    private void CheckResponse(long nowMs)
    {
        CertRepMessage response = CertRepMessage.Parse(_message.Buffer, _message.BodyOffset,
            _message.BodyLength);
        CmpFault wrong = null;
        if (response.Error != DerError.None)
        {
            wrong = AnswerCheck.MalformedBody(_message.Body, response.Error);
        }
        else if (response.ResponseCount != 1 || response.CertReqId != CertReqId)
        {
            wrong = AnswerCheck.Violation(FailInfo.BadDataFormat,
                "The CA did not answer exactly the one request (certReqId).");
        }

        if (wrong == null) CheckStatus(response, nowMs);
        else Reject(CmpEvent.Violation, wrong, nowMs);
    }

    private void CheckStatus(CertRepMessage response, long nowMs)
    {
        switch (response.Status.Status)
        {
            case PkiStatus.Accepted:
            case PkiStatus.GrantedWithMods:
                CheckCertificate(response, nowMs);
                break;
            case PkiStatus.Rejection:
                Reject(CmpEvent.Rejected, new CmpFault(CmpOutcome.Rejected, -1,
                    "The CA rejected the request: " + response.Status.DescribeReason() + "."),
                    nowMs);
                break;
            case PkiStatus.Waiting:
                RejectWaiting(nowMs);
                break;
            default:
                Reject(CmpEvent.Violation, AnswerCheck.Violation(FailInfo.BadDataFormat,
                    "The CA's status does not fit a request: " + response.Status.Describe() + "."),
                    nowMs);
                break;
        }
    }

    private void CheckCertificate(CertRepMessage response, long nowMs)
    {
        CmpFault wrong = null;
        if (response.CertificateLength == 0)
        {
            wrong = AnswerCheck.Violation(FailInfo.BadDataFormat, response.IsEncrypted
                ? "The CA sent an encrypted certificate, which is not supported."
                : "The CA granted a certificate but sent none.");
        }
        else
        {
            _granted = new GrantedCertificate(_message, response);
            wrong = _granted.Read();
        }

        if (wrong != null)
        {
            _granted = null;
            Reject(CmpEvent.Violation, wrong, nowMs);
            return;
        }

        if (!_granted.IsFor(_publicKey))
        {
            Reject(CmpEvent.OtherKey, new CmpFault(CmpOutcome.WrongKey,
                FailInfo.IncorrectData,
                "The CA's certificate is for another public key; it was refused."), nowMs);
            return;
        }

        _granted.Compare(_request.Subject, _request.SubjectAltName, _utcSeconds);
        _stage = CheckStage.Chain;
    }

    private void RejectWaiting(long nowMs) =>
        Reject(CmpEvent.Waiting, new CmpFault(CmpOutcome.WaitingNotSupported, -1,
            "The CA has not decided yet and wants to be polled, which is not supported: "
            + "apply again later."), nowMs);

    private void Reject(CmpEvent what, CmpFault wrong, long nowMs)
    {
        bool isAfterGrant = State == CmpState.CheckingConfirmation;
        Blame(isAfterGrant
            ? new CmpFault(wrong.Outcome, wrong.FailBit, wrong.Reason + NotConfirmed)
            : wrong);
        Fire(what, nowMs);
    }

    // The first fault is the one that is told: what follows from it explains nothing.
    private void Blame(CmpFault wrong)
    {
        if (_fault == null) _fault = wrong;
    }

    private void Enrol()
    {
        Certificate = _granted.Der;
        CaCertificates = _granted.CaCertificates();
        IssuerVerified = _granted.IssuerVerified;
        GrantedDifferences = _granted.Differences();
        Outcome = CmpOutcome.Enrolled;
        Reason = GrantedDifferences.Length == 0
            ? "The certificate is granted and confirmed."
            : "The certificate is granted and confirmed, with differences: "
                + GrantedDifferences[0] + ".";
        End();
    }

    private void End()
    {
        Outgoing = null;
        _sent = null;
        _message = null;
        _granted = null;
        DeadlineMs = NoDeadline;
        _isRetryPending = false;
        _protection.Wipe();
        Bytes.Wipe(_privateKey);
        _request = null;
    }
}
