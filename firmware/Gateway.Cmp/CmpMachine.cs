using System;
using Gateway.Asn1;
using Gateway.Core;

namespace Gateway.Cmp;

/// <summary>
/// One transaction of a CMP end entity (RFC 9483 4): request, answer, polling, confirmation, errors
/// both ways. What it is about is the <see cref="CmpOperation"/>'s.
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
/// Any call is harmless in any state. An instance serves once. The transitions stand in
/// <see cref="CmpTable"/>; here stand the actions. What tells the events of an answer apart stands
/// in <see cref="AnswerExamination"/>.
/// </summary>
public sealed class CmpMachine
{
    /// <summary><see cref="DeadlineMs"/> when nothing is due.</summary>
    public const long NoDeadline = long.MaxValue;

    private const int SnapshotVersion = 2;

    // Told a wait for pkiConf from one for the answer and knew nothing else.
    private const int SnapshotVersion1 = 1;

    // Where a snapshot was taken.
    private const int StageAnswer = 0;
    private const int StageConfirmationPoll = 1;
    private const int StageConfirmation = 2;
    private const int StageDone = 3;
    private const int SecondsPerHour = 3600;
    private const string NotConfirmed = " The granted certificate is not confirmed: apply again.";

    // The receipt of a refusal or an error message changes nothing: it is not awaited for long.
    private const int ReceiptTimeoutMs = 10000;

    // A server that cannot be reached at the moment may have the answer later. One that says
    // "again at once" for ever is asked after as many seconds as polls were sent, up to this.
    private const int PollAgainSeconds = 60;
    private readonly CmpTransaction _transaction;
    private readonly AnswerExamination _examination;
    private readonly IRandom _random;
    private CmpSettings _settings;
    private CmpEvent _onPrepared = CmpEvent.Prepared;
    private bool _isKeyDerived;
    private byte[] _body;
    private byte[] _sent;
    private bool _isPoll;
    private int _attemptsLeft;
    private int _retryDelayMs;
    private bool _isRetryPending;
    private int _polledId;
    private bool _isPolledForContents;
    private long _utcSeconds = UtcTime.Unknown;
    private long _ownDeadlineMs = NoDeadline;
    private long _totalDeadlineMs = NoDeadline;
    private long _totalMs;
    private CmpFault _fault;

    /// <summary>A machine that has not started; neither argument may change any more.</summary>
    public CmpMachine(CmpSettings settings, CmpOperation operation, IRandom random)
    {
        bool isComplete = settings.Recipient != null && settings.KeyEngine != null
            && settings.Protection != null && settings.TrustAnchors != null;
        if (!isComplete) throw new ArgumentException("settings");
        _settings = settings;
        _random = random;
        Operation = operation;
        _totalMs = settings.TotalTimeoutSeconds * 1000L;
        _transaction = new CmpTransaction(settings, random);
        _examination = new AnswerExamination(settings, _transaction, operation);
    }

    /// <summary>What it is about, with the results after <see cref="CmpOutcome.Done"/>.</summary>
    public CmpOperation Operation { get; }

    /// <summary>Where it stands.</summary>
    public CmpState State { get; private set; }

    /// <summary>Whether it is over.</summary>
    public bool IsFinished => State == CmpState.Finished;

    /// <summary>Whether the CA has not decided yet and nothing is under way.</summary>
    public bool IsWaiting => State == CmpState.WaitingForAnswer
        || State == CmpState.WaitingForConfirmation;

    /// <summary>
    /// Whether certConf is ready to be sent: from here on the CA may take the certificate for ours,
    /// so that it must be kept first, see <see cref="Snapshot"/>.
    /// </summary>
    public bool IsConfirming =>
        State == CmpState.AwaitingConfirmation && Outgoing != null && !_isPoll;

    /// <summary>
    /// messageTime of the last answer whose protection was right, or UtcTime.Unknown.
    /// </summary>
    public long AnswerTime => _examination.AuthenticTime;

    /// <summary>How it ended; <see cref="CmpOutcome.None"/> before.</summary>
    public CmpOutcome Outcome { get; private set; }

    /// <summary>
    /// One line for the operator: what happened and what to do; "" before the end. Texts of the CA
    /// in it are reduced to printable ASCII and bounded.
    /// </summary>
    public string Reason { get; private set; } = "";

    /// <summary>Whether it ended because the time for the whole of it was over.</summary>
    public bool IsOutOfTime { get; private set; }

    /// <summary>The transactionID, for logs.</summary>
    public byte[] TransactionId => _transaction.TransactionId;

    /// <summary>Whether <see cref="Work"/> has something to do.</summary>
    public bool NeedsWork => State == CmpState.Preparing || _body != null || ReadsAnswer;

    /// <summary>Whether the range given to <see cref="Receive"/> is still being read.</summary>
    public bool ReadsAnswer =>
        State == CmpState.CheckingAnswer || State == CmpState.CheckingConfirmation;

    /// <summary>Progress of the present key derivation, 0 to 100.</summary>
    public int WorkPercent => !NeedsWork ? 0 : State == CmpState.Preparing
        ? _settings.Protection.Percent : _examination.Percent;

    /// <summary>The message to be sent by POST, or null. It stays until it is taken.</summary>
    public byte[] Outgoing { get; private set; }

    /// <summary>
    /// When <see cref="Tick"/> is due, on the caller's clock, or <see cref="NoDeadline"/>.
    /// </summary>
    public long DeadlineMs =>
        _ownDeadlineMs < _totalDeadlineMs ? _ownDeadlineMs : _totalDeadlineMs;

    /// <summary>
    /// Seconds until the next pollReq, while <see cref="IsWaiting"/>: checkAfter or more.
    /// </summary>
    public int CheckAfterSeconds { get; private set; }

    /// <summary>Why the CA has not decided yet, as it says, or "".</summary>
    public string WaitingReason { get; private set; } = "";

    /// <summary>pollReq messages that were sent so far.</summary>
    public int PollsSent { get; private set; }

    /// <summary>
    /// Whether it waits because the last pollReq did not get through: nothing is new.
    /// </summary>
    public bool IsPollUndelivered { get; private set; }

    /// <summary>Repetitions after a failed transport so far.</summary>
    public int RetriesSent { get; private set; }

    /// <summary>
    /// Takes up a transaction that was not over when <see cref="Snapshot"/> was taken; null when
    /// the snapshot is damaged or that of an end. Once started it polls, or sends the same certConf
    /// again, at once: the caller has kept the pause.
    /// </summary>
    /// <param name="settings">As they were; the MAC's salt may be new.</param>
    /// <param name="snapshot">What <see cref="Snapshot"/> gave.</param>
    /// <param name="random">Gives nonces.</param>
    public static CmpMachine Resume(CmpSettings settings, byte[] snapshot, IRandom random)
    {
        DerReader reader = Open(snapshot, out int version, out CmpOperation operation);
        if (operation == null) return null;
        CmpMachine machine = new CmpMachine(settings, operation, random);
        machine.Restore(reader, version);
        reader.Leave();
        return reader.End() ? machine : null;
    }

    /// <summary>
    /// The certificate that stands in a snapshot with its company, as after a success; null when
    /// there is none or the snapshot is damaged.
    /// </summary>
    public static CertificateOperation Granted(byte[] snapshot)
    {
        Open(snapshot, out int _, out CmpOperation operation);
        if (operation == null || !operation.IsConfirmable) return null;
        operation.Complete();
        return operation as CertificateOperation;
    }

    // A reader behind the operation; null for the operation when it is damaged.
    private static DerReader Open(byte[] snapshot, out int version, out CmpOperation operation)
    {
        operation = null;
        DerReader reader = new DerReader(snapshot, 0, snapshot.Length);
        reader.Enter(Tag.Sequence);
        version = reader.ReadInt32(Tag.Integer);
        bool isKnown = version == SnapshotVersion || version == SnapshotVersion1;
        if (reader.IsOk && isKnown) operation = CmpOperation.Restore(reader);
        return reader;
    }

    /// <summary>
    /// Starts; the times are the caller's clock and UtcTime seconds or UtcTime.Unknown.
    /// </summary>
    public void Start(long nowMs, long utcSeconds)
    {
        if (!IsPossible(CmpEvent.Start)) return;
        _utcSeconds = utcSeconds;
        _totalDeadlineMs = nowMs + _totalMs;
        Fire(CmpEvent.Start, nowMs);
    }

    /// <summary>
    /// Does one bounded piece of computing (a slice of a key derivation, or one signature); true
    /// while there is more. While it returns true the range given to <see cref="Receive"/> must not
    /// change but by this method.
    /// </summary>
    public bool Work(long nowMs)
    {
        if (State == CmpState.Preparing) Prepare(nowMs);
        else if (_body != null) Protect(nowMs);
        else if (NeedsWork && !_examination.Step()) TakeAnswer(nowMs);
        return NeedsWork;
    }

    /// <summary>
    /// Says that <see cref="Outgoing"/> is on its way; the wait for the answer begins.
    /// </summary>
    public void OutgoingTaken(long nowMs)
    {
        if (Outgoing == null) return;
        Outgoing = null;
        _ownDeadlineMs = nowMs + TimeoutMs();
    }

    /// <summary>
    /// Gives the answer's body. The range is read in place until <see cref="Work"/> returns false,
    /// then free again: what is kept is copied.
    /// </summary>
    public void Receive(byte[] buffer, int offset, int count, long nowMs, long utcSeconds)
    {
        if (_body != null || !IsPossible(CmpEvent.Received)) return;
        _utcSeconds = utcSeconds;
        bool awaitsConfirmation = State == CmpState.AwaitingConfirmation;
        _examination.Begin(buffer, offset, count, utcSeconds, awaitsConfirmation);
        Fire(CmpEvent.Received, nowMs);
    }

    /// <summary>
    /// Says that there is no answer; the reason becomes part of the operator's line.
    /// </summary>
    public void TransportFailed(string reason, long nowMs)
    {
        bool isExpected = _body == null && !_isRetryPending;
        if (!isExpected || !IsPossible(CmpEvent.DeliveryGivenUp)) return;
        NoAnswer(CmpEvent.DeliveryGivenUp, CmpOutcome.TransportFailed, reason, nowMs);
    }

    /// <summary>Lets time pass.</summary>
    public void Tick(long nowMs)
    {
        if (nowMs < DeadlineMs || !IsPossible(CmpEvent.TimedOut)) return;
        if (nowMs >= _totalDeadlineMs) GiveUp(nowMs);
        else if (IsWaiting) Fire(CmpEvent.PollDue, nowMs);
        else if (_isRetryPending) Fire(CmpEvent.RetryDue, nowMs);
        else
        {
            NoAnswer(CmpEvent.TimedOut, CmpOutcome.Timeout, "timed out after "
                + (_settings.ResponseTimeoutMs / 1000).ToString() + " s", nowMs);
        }
    }

    /// <summary>Ends it at once; nothing more is sent.</summary>
    public void Cancel(long nowMs)
    {
        if (!IsPossible(CmpEvent.Cancel)) return;
        Blame(new CmpFault(CmpOutcome.Cancelled, -1, "Cancelled."));
        Fire(CmpEvent.Cancel, nowMs);
    }

    /// <summary>Ends it if it is under way and wipes every secret; the end does this too.</summary>
    public void Wipe() => Cancel(0);

    /// <summary>
    /// What it takes to go on after a restart, or what came of it, without secrets; null unless it
    /// <see cref="IsWaiting"/> or <see cref="IsConfirming"/>, or a certificate is its result.
    /// </summary>
    public byte[] Snapshot(long nowMs)
    {
        int stage = Stage();
        if (stage < 0) return null;
        DerWriter writer = new DerWriter(1024);
        writer.Begin(Tag.Sequence);
        writer.Integer(SnapshotVersion);
        Operation.Save(writer);
        writer.Integer(stage);
        if (stage != StageDone) SaveCourse(writer, stage, nowMs);
        writer.End();
        return writer.ToArray();
    }

    private int Stage()
    {
        if (State == CmpState.WaitingForAnswer) return StageAnswer;
        if (State == CmpState.WaitingForConfirmation) return StageConfirmationPoll;
        if (IsConfirming) return StageConfirmation;
        return Outcome == CmpOutcome.Done && Operation.IsConfirmable ? StageDone : -1;
    }

    private void SaveCourse(DerWriter writer, int stage, long nowMs)
    {
        if (stage == StageConfirmation) writer.OctetString(_sent);
        _transaction.Save(writer);
        writer.Integer(_polledId);
        writer.Boolean(_isPolledForContents);
        writer.Integer(PollsSent);
        writer.Integer(CheckAfterSeconds);

        // The caller keeps the pause before the next start: it counts as spent.
        long dueMs = nowMs > _ownDeadlineMs || !IsWaiting ? nowMs : _ownDeadlineMs;
        long leftMs = _totalDeadlineMs - dueMs;
        writer.Integer(leftMs <= 0 ? 0 : (int)(leftMs / 1000));
    }

    private void Restore(DerReader reader, int version)
    {
        int stage = version == SnapshotVersion ? reader.ReadInt32(Tag.Integer)
            : reader.ReadBoolean() ? StageConfirmationPoll : StageAnswer;
        bool isPossible = stage == StageAnswer || (Operation.IsConfirmable
            && (stage == StageConfirmationPoll || stage == StageConfirmation));
        if (!isPossible) reader.Fail(DerError.BadValue);
        _onPrepared = stage == StageAnswer ? CmpEvent.PreparedToPoll
            : stage == StageConfirmation ? CmpEvent.PreparedToConfirm
            : CmpEvent.PreparedToPollConfirmation;
        if (stage == StageConfirmation)
        {
            reader.ReadOctetString(Tag.OctetString);
            _sent = reader.ValueBytes();
        }

        _transaction.Restore(reader);
        _polledId = reader.ReadInt32(Tag.Integer);
        _isPolledForContents = reader.ReadBoolean();
        PollsSent = reader.ReadInt32(Tag.Integer);
        CheckAfterSeconds = reader.ReadInt32(Tag.Integer);
        _totalMs = reader.ReadInt32(Tag.Integer) * 1000L;
    }

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
                Send(_body, _settings.RequestAttemptsMax);
                break;
            case CmpAction.Check:
                Outgoing = null;
                _isRetryPending = false;
                _ownDeadlineMs = NoDeadline;
                break;
            case CmpAction.WaitToRetry:
                Outgoing = null;
                _isRetryPending = true;
                _ownDeadlineMs = nowMs + _retryDelayMs + Jitter(_retryDelayMs);
                _retryDelayMs *= 2;
                break;
            case CmpAction.SendAgain:
                // RFC 9811 3.3: what got no HTTP response counts as not delivered. The same bytes,
                // so that the CA can tell a repetition.
                _isRetryPending = false;
                RetriesSent++;
                Offer(nowMs);
                break;
            case CmpAction.SendPoll:
                SendPoll();
                break;
            case CmpAction.WaitToPoll:
                Outgoing = null;
                _isRetryPending = false;
                _ownDeadlineMs = nowMs + (CheckAfterSeconds * 1000L);
                break;
            case CmpAction.SendAcceptance:
            case CmpAction.SendRefusal:
                _examination.StopPolling();
                Send(Operation.Confirmation(_fault), _settings.ConfirmAttemptsMax);
                break;
            case CmpAction.RepeatAcceptance:
                // The same bytes: a CA that has seen them knows them again.
                _attemptsLeft = _settings.ConfirmAttemptsMax;
                _retryDelayMs = _settings.RetryDelayMs;
                Offer(nowMs);
                break;
            case CmpAction.SendError:
                _examination.StopPolling();
                Send(ErrorBody(), 1);
                break;
            case CmpAction.Complete:
                Complete();
                break;
            default:
                Outcome = _fault.Outcome;
                Reason = _fault.Reason;
                End();
                break;
        }
    }

    // Building and sending.
    private void Prepare(long nowMs)
    {
        if (!_isKeyDerived)
        {
            _isKeyDerived = !_settings.Protection.StepPrepare();
            return;
        }

        if (_onPrepared == CmpEvent.Prepared)
        {
            _body = Operation.Build(_settings);
            if (_body == null)
            {
                Blame(Operation.Fault);
                Fire(CmpEvent.Unpreparable, nowMs);
                return;
            }
        }

        Fire(_onPrepared, nowMs);
    }

    private void Send(byte[] body, int attempts)
    {
        _body = body;
        _isPoll = false;
        _ownDeadlineMs = NoDeadline;
        _attemptsLeft = attempts;
        _retryDelayMs = _settings.RetryDelayMs;
    }

    private void SendPoll()
    {
        DerWriter writer = new DerWriter(32);
        PollRequest.Write(writer, _polledId);
        Send(writer.ToArray(), _settings.ConfirmAttemptsMax);
        _isPoll = true;
        IsPollUndelivered = false;
        PollsSent++;
        _examination.StartPolling(_polledId, _isPolledForContents);
    }

    private byte[] ErrorBody()
    {
        DerWriter writer = new DerWriter(256);
        ErrorMessage.Write(writer, _fault.Reason, _fault.FailBit);
        return writer.ToArray();
    }

    private void Protect(long nowMs)
    {
        // RFC 9483 3.1: 2, unless a feature needs 3.
        bool isVersion3 = _settings.UsesVersion3 || Operation.NeedsVersion3;
        bool isRequest = _sent == null && !_isPoll;
        _sent = _transaction.Build(_body, isVersion3 ? PkiHeaderWriter.Version3
            : PkiHeaderWriter.Version2, _settings.TellsTime ? _utcSeconds : UtcTime.Unknown,
            isRequest ? GeneralInfo() : null, _isPoll);
        _body = null;
        if (_sent != null)
        {
            Offer(nowMs);
            return;
        }

        Blame(new CmpFault(CmpOutcome.KeyUnusable, -1, "The private key of the certificate that"
            + " protects the messages cannot sign them."));
        Fire(CmpEvent.Unpreparable, nowMs);
    }

    private byte[] GeneralInfo()
    {
        bool offers = _settings.OfferImplicitConfirm && Operation.AsksForCertificate;
        string profile = _settings.CertificateProfile;
        if (!offers && profile == null) return null;
        DerWriter writer = new DerWriter(128);
        if (offers) GeneralInfoWriter.ImplicitConfirm(writer);
        if (profile != null) GeneralInfoWriter.CertificateProfile(writer, profile);
        return writer.ToArray();
    }

    private void Offer(long nowMs)
    {
        _attemptsLeft--;
        Outgoing = _sent;
        _ownDeadlineMs = nowMs + TimeoutMs();
    }

    private int TimeoutMs()
    {
        bool awaitsReceipt = State == CmpState.AwaitingRefusalReceipt
            || State == CmpState.AwaitingErrorReceipt;
        bool isCapped = awaitsReceipt && _settings.ResponseTimeoutMs > ReceiptTimeoutMs;
        return isCapped ? ReceiptTimeoutMs : _settings.ResponseTimeoutMs;
    }

    // Up to a quarter, so that a thousand devices do not come back at the same moment.
    private int Jitter(int delayMs)
    {
        byte[] octet = new byte[1];
        _random.Fill(octet, 0, 1);
        return (int)((long)delayMs * octet[0] / 1024);
    }

    private void NoAnswer(CmpEvent last, CmpOutcome outcome, string reason, long nowMs)
    {
        if (_attemptsLeft > 0 && IsPossible(CmpEvent.DeliveryFailed))
        {
            Fire(CmpEvent.DeliveryFailed, nowMs);
            return;
        }

        if (_isPoll && IsPossible(CmpEvent.PollUndelivered))
        {
            if (CheckAfterSeconds < PollAgainSeconds) CheckAfterSeconds = PollAgainSeconds;
            IsPollUndelivered = true;
            WaitingReason = "no answer: " + reason;
            Fire(CmpEvent.PollUndelivered, nowMs);
            return;
        }

        string line = State == CmpState.AwaitingConfirmation
            ? "The CA granted the certificate but did not acknowledge its confirmation (" + reason
                + ")."
            : "No answer from the CA: " + reason + ".";
        Blame(new CmpFault(outcome, -1, line));
        Fire(last, nowMs);
    }

    private void GiveUp(long nowMs)
    {
        IsOutOfTime = true;
        Blame(new CmpFault(CmpOutcome.Timeout, -1, "The CA did not finish within "
            + Span(_settings.TotalTimeoutSeconds) + ": apply again."));
        Fire(CmpEvent.TimedOut, nowMs);
    }

    private static string Span(int seconds) => seconds % SecondsPerHour == 0
        ? (seconds / SecondsPerHour).ToString() + " h" : seconds.ToString() + " s";

    private void TakeAnswer(long nowMs)
    {
        CmpFault wrong = _examination.Fault;
        CmpEvent what = _examination.Event;
        if (wrong != null)
        {
            bool isAfterGrant = State == CmpState.CheckingConfirmation;
            Blame(isAfterGrant
                ? new CmpFault(wrong.Outcome, wrong.FailBit, wrong.Reason + NotConfirmed)
                : wrong);
        }

        if (what == CmpEvent.Waiting)
        {
            _polledId = _examination.WaitingId;
            _isPolledForContents = _examination.IsContentsWaiting;
        }
        else if (what == CmpEvent.PollLater)
        {
            int pause = PollsSent < PollAgainSeconds ? PollsSent : PollAgainSeconds;
            bool isSoon = _examination.CheckAfterSeconds < pause;
            CheckAfterSeconds = isSoon ? pause : _examination.CheckAfterSeconds;
            WaitingReason = _examination.PollReason;
        }

        Fire(what, nowMs);
    }

    // The first fault is the one that is told: what follows from it explains nothing.
    private void Blame(CmpFault wrong)
    {
        if (_fault == null) _fault = wrong;
    }

    private void Complete()
    {
        Operation.Complete();
        Outcome = CmpOutcome.Done;
        Reason = Operation.Success;
        End();
    }

    private void End()
    {
        Outgoing = null;
        _body = null;
        _sent = null;
        _ownDeadlineMs = NoDeadline;
        _totalDeadlineMs = NoDeadline;
        _isRetryPending = false;
        if (_settings != null) _settings.Protection.Wipe();
        Operation.Wipe();
        _settings = null;
    }
}
