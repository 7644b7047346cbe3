using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Threading;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Security;

namespace Gateway.LabCa;

/// <summary>An answer as it goes out, and what the log says about it.</summary>
internal sealed record CmpAnswer(
    byte[] Body, int HttpStatus, string TransactionId, string Request, string Result,
        bool Chunked = false);

/// <summary>
/// The CA's side of CMP, without a network: a message in, a message out. One message at a time;
/// every fault of the client ends in an error or rejection with a failInfo.
/// </summary>
internal sealed class CmpResponder
{
    private const int LoggedIdLength = 8;

    private readonly Lock _gate = new();
    private readonly LabCaOptions _options;
    private readonly CaState _state;
    private readonly CmpTransactions _transactions;
    private readonly CmpReplies _replies;
    private readonly MisbehaviourList _misbehaviours;
    private readonly CmpHeaderCheck _header;
    private readonly RequestProtection _protection;
    private readonly CmpReplyEncoder _encoder;
    private readonly DelayedDelivery _delivery;
    private readonly Dictionary<int, ICmpBody> _first = [];
    private readonly Dictionary<int, ICmpBody> _following = [];

    public CmpResponder(LabCaOptions options, CaState state, SecureRandom random,
        MisbehaviourList misbehaviours)
    {
        _options = options;
        _state = state;
        _misbehaviours = misbehaviours;
        CertificateAuthority authority = state.Authority;
        var signers = new CmpSigners(authority, options, random);
        _transactions = new CmpTransactions(options, state.Store);
        _replies = new CmpReplies(random);
        _header = new CmpHeaderCheck(options, authority.Name);
        _protection = new RequestProtection(options, _transactions, signers,
            new ClientCertificateCheck(options, state.Store, authority), random);
        _encoder = new CmpReplyEncoder(authority, options, misbehaviours, signers);
        _delivery = new DelayedDelivery(options, misbehaviours, _replies);

        var enrolment = new EnrolmentBody(options, state, _replies, misbehaviours);
        foreach (int type in EnrolmentBody.Types)
            _first.Add(type, enrolment);
        _first.Add(PkiBody.TYPE_GEN_MSG, new InformationBody(options, state, _replies));
        _first.Add(PkiBody.TYPE_REVOCATION_REQ,
            new RevocationBody(state, _replies, misbehaviours));
        _following.Add(PkiBody.TYPE_CERT_CONFIRM, new ConfirmationBody(_transactions, _replies));
        _following.Add(PkiBody.TYPE_ERROR, new ClientErrorBody(_transactions, _replies));
        _following.Add(PkiBody.TYPE_POLL_REQ,
            new PollBody(options, _transactions, _replies, misbehaviours));
    }

    /// <summary>What was issued so far.</summary>
    public ImmutableList<IssuedCertificate> Issued
    {
        get
        {
            lock (_gate)
            {
                _transactions.Expire();
                return _state.Store.Issued;
            }
        }
    }

    /// <summary>Does something with the CA between two messages.</summary>
    public T Locked<T>(Func<CaState, T> what)
    {
        lock (_gate)
            return what(_state);
    }

    /// <summary>Answers one message.</summary>
    /// <param name="raw">The message.</param>
    /// <param name="path">Where it came in.</param>
    public CmpAnswer Respond(byte[] raw, CmpPath path)
    {
        lock (_gate)
        {
            CmpRequest? request = CmpRequest.Parse(raw, out string reason);
            if (request is not null)
                _state.Record(request, path);
            CmpReply reply = request is null
                ? _replies.Error(null, null, CmpFailInfo.BadDataFormat, reason, httpStatus: 400)
                : Decide(request, path);
            string id = request is null || request.TransactionText.Length == 0
                ? "-" : request.TransactionText[..Math.Min(LoggedIdLength,
                    request.TransactionText.Length)];
            byte[] body = _encoder.Encode(reply, out bool chunked);
            return new CmpAnswer(body, reply.HttpStatus, id, request?.BodyName ?? "?",
                reply.Result, chunked);
        }
    }

    private CmpReply Decide(CmpRequest request, CmpPath path)
    {
        ReplyProtection? protection = null;
        try
        {
            _transactions.Expire();
            CmpHeaderCheck.CheckForm(request);
            RequestOrigin origin = _protection.Check(request);
            protection = origin.Reply;
            if (_misbehaviours.Take(MisbehaviourKind.ErrorMessage) is { } error)
                return _replies.Error(request, protection, error.FailInfo, error.Text);
            if (_misbehaviours.Take(MisbehaviourKind.UnprotectedError) is { } bare)
                return _replies.Error(request, null, bare.FailInfo, bare.Text);
            _header.CheckRecipient(request);
            _header.CheckProfile(request, path.Profile);
            return Dispatch(request, origin);
        }
        catch (ProtectionRefusedException wrong)
        {
            return _replies.Error(request,
                wrong.WrongMac && !_options.ProtectWrongMacErrors ? null : wrong.Reply,
                wrong.FailInfo, wrong.Message);
        }
        catch (CmpRefusedException refused)
        {
            return _replies.Error(request, protection, refused.FailInfo, refused.Message);
        }
        catch (Exception fault) when (CmpRequest.IsFormatFault(fault))
        {
            return _replies.Error(request, protection, CmpFailInfo.BadDataFormat,
                "the message does not fit its ASN.1 types");
        }
    }

    private CmpReply Dispatch(CmpRequest request, RequestOrigin origin)
    {
        byte[] hash = SHA256.HashData(request.Raw);
        CmpTransaction? transaction = _transactions.Find(request);
        if (transaction is not null && transaction.Owner != origin.Owner)
            throw new CmpRefusedException(CmpFailInfo.NotAuthorized,
                "the transaction belongs to another sender");
        if (transaction?.LastReply is not null
            && hash.AsSpan().SequenceEqual(transaction.LastRequestHash))
            return transaction.LastReply; // The client did not get the answer and asks again.

        CmpReply reply;
        if (_first.TryGetValue(request.BodyType, out ICmpBody? first))
        {
            if (EnrolmentBody.IsEnrolment(request.BodyType))
                _ = EnrolmentRequest.ReadCertReqId(request); // Refused before anything starts.
            transaction = _transactions.Begin(request, origin);
            reply = first.Answer(new CmpCall(request, origin, transaction));
        }
        else if (_following.TryGetValue(request.BodyType, out ICmpBody? following))
        {
            transaction = CmpTransactions.Continue(request, transaction);
            reply = following.Answer(new CmpCall(request, origin, transaction));
        }
        else
        {
            throw new CmpRefusedException(CmpFailInfo.BadRequest, request.BodyName
                + " is not supported by this CA");
        }

        reply = _delivery.Delay(new CmpCall(request, origin, transaction), reply);
        transaction.LastRequestHash = hash;
        transaction.LastReply = reply;
        return reply;
    }
}
