using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>An answer as it goes out, and what the log says about it.</summary>
internal sealed record CmpAnswer(
    byte[] Body, int HttpStatus, string TransactionId, string Request, string Result,
        bool Chunked = false);

/// <summary>
/// The CA's side of CMP, without a network: a message in, a message out. One message at a time;
/// every fault of the
/// client ends in an error or rejection with a failInfo.
/// </summary>
internal sealed class CmpResponder
{
    private const int TransactionIdLengthMin = 16;
    private const int TransactionIdLengthMax = 64;
    private const int NonceLength = 16;
    private const int TextLengthMax = 200;
    private const int StatusAccepted = 0;
    private const int StatusGrantedWithMods = 1;
    private const int StatusRejection = 2;

    private readonly Lock _gate = new();
    private readonly LabCaOptions _options;
    private readonly CaStore _store;
    private readonly CertificateAuthority _authority;
    private readonly SecureRandom _random;
    private readonly MisbehaviourList _misbehaviours;
    private readonly CmpReplyEncoder _encoder;
    private readonly Dictionary<string, CmpTransaction> _transactions = [];
    private readonly CmpCertificate _caCertificate;

    public CmpResponder(LabCaOptions options, CaStore store, CertificateAuthority authority,
        SecureRandom random,
        MisbehaviourList misbehaviours)
    {
        _options = options;
        _store = store;
        _authority = authority;
        _random = random;
        _misbehaviours = misbehaviours;
        _encoder = new CmpReplyEncoder(authority, options, misbehaviours);
        _caCertificate = new CmpCertificate(authority.Certificate.CertificateStructure);
    }

    /// <summary>What was issued so far.</summary>
    public ImmutableList<IssuedCertificate> Issued
    {
        get
        {
            lock (_gate)
            {
                ExpireTransactions();
                return _store.Issued;
            }
        }
    }

    /// <summary>Answers one message.</summary>
    public CmpAnswer Respond(byte[] raw)
    {
        lock (_gate)
        {
            CmpRequest? request = CmpRequest.Parse(raw, out string reason);
            CmpReply reply = request is null
                ? Error(null, null, CmpFailInfo.BadDataFormat, reason, httpStatus: 400)
                : Decide(request);
            string id = request is null || request.TransactionText.Length == 0
                ? "-" : request.TransactionText[..Math.Min(8, request.TransactionText.Length)];
            byte[] body = _encoder.Encode(reply, out bool chunked);
            return new CmpAnswer(body, reply.HttpStatus, id, request?.BodyName ?? "?", reply.Result,
                chunked);
        }
    }

    private CmpReply Decide(CmpRequest request)
    {
        ReplyProtection? protection = null;
        try
        {
            ExpireTransactions();
            CheckHeader(request);
            protection = CheckProtection(request);
            if (_misbehaviours.Take(MisbehaviourKind.ErrorMessage) is { } error)
                return Error(request, protection, error.FailInfo, error.Text);
            if (_misbehaviours.Take(MisbehaviourKind.UnprotectedError) is { } bare)
                return Error(request, null, bare.FailInfo, bare.Text);
            CheckRecipient(request);
            return Dispatch(request, protection);
        }
        catch (WrongMacException wrong)
        {
            return Error(request, _options.ProtectWrongMacErrors ? wrong.Protection : null,
                CmpFailInfo.BadMessageCheck, "wrong MAC");
        }
        catch (CmpRefusedException refused)
        {
            return Error(request, protection, refused.FailInfo, refused.Message);
        }
        catch (Exception fault) when (CmpRequest.IsFormatFault(fault))
        {
            return Error(request, protection, CmpFailInfo.BadDataFormat,
                "the message does not fit its ASN.1 types");
        }
    }

    private static void CheckHeader(CmpRequest request)
    {
        if (!request.Header.Pvno.TryGetIntValueExact(out int pvno) || pvno is not (2 or 3))
            throw new CmpRefusedException(CmpFailInfo.UnsupportedVersion, "pvno is not 2 or 3");
        int length = request.TransactionId?.Length ?? 0;
        if (length is < TransactionIdLengthMin or > TransactionIdLengthMax)
            throw new CmpRefusedException(CmpFailInfo.BadDataFormat, request.TransactionId is null
                ? "transactionID is missing"
                : $"transactionID has {length} bytes, "
                    + $"not {TransactionIdLengthMin} to {TransactionIdLengthMax}");
        if (request.SenderNonce is null || request.SenderNonce.Length < NonceLength)
            throw new CmpRefusedException(CmpFailInfo.BadSenderNonce,
                $"senderNonce is missing or shorter than {NonceLength} bytes");
    }

    private ReplyProtection CheckProtection(CmpRequest request)
    {
        if (request.Header.ProtectionAlg is null || request.Protection is null)
            throw new CmpRefusedException(CmpFailInfo.NotAuthorized,
                "the message is not protected");
        PasswordBasedMac mac = PasswordBasedMac.FromRequest(request.Header.ProtectionAlg, _options);
        if (request.SenderKid is null)
            throw new CmpRefusedException(CmpFailInfo.BadMessageCheck,
                "senderKID, the reference, is missing");
        if (!_options.References.TryGetValue(request.Reference, out byte[]? secret))
            throw new CmpRefusedException(CmpFailInfo.NotAuthorized, "unknown reference "
                + SafeText.OneLine(request.Reference, 40));

        byte[] salt = _transactions.TryGetValue(request.TransactionText,
            out CmpTransaction? transaction)
            ? transaction.Salt : NewRandom();
        var protection = new ReplyProtection(mac.WithSalt(salt), secret, request.Reference);
        byte[] expected = mac.Compute(secret, request.ProtectedPart());
        if (!CryptographicOperations.FixedTimeEquals(expected, request.Protection))
            throw new WrongMacException(protection);
        return protection;
    }

    private void CheckRecipient(CmpRequest request)
    {
        GeneralName recipient = request.Header.Recipient;
        if (!_options.RequireRecipient)
            return;
        if (recipient.TagNo == GeneralName.DirectoryName)
        {
            X509Name name = X509Name.GetInstance(recipient.Name);
            if (name.IsEmpty || name.Equivalent(_authority.Name, inOrder: true))
                return;
            throw new CmpRefusedException(CmpFailInfo.WrongAuthority, "the recipient is "
                + DistinguishedName.Format(name) + ", this CA is "
                    + DistinguishedName.Format(_authority.Name));
        }

        throw new CmpRefusedException(CmpFailInfo.WrongAuthority,
            "the recipient is no directory name");
    }

    private CmpReply Dispatch(CmpRequest request, ReplyProtection protection)
    {
        byte[] hash = SHA256.HashData(request.Raw);
        _transactions.TryGetValue(request.TransactionText, out CmpTransaction? transaction);
        if (transaction is not null && transaction.Reference != request.Reference)
            throw new CmpRefusedException(CmpFailInfo.NotAuthorized,
                "the transaction belongs to another reference");
        if (transaction?.LastReply is not null
            && hash.AsSpan().SequenceEqual(transaction.LastRequestHash))
            return transaction.LastReply; // The client did not get the answer and asks again.

        CmpReply reply;
        switch (request.BodyType)
        {
            case PkiBody.TYPE_INIT_REQ:
            case PkiBody.TYPE_CERT_REQ:
            case PkiBody.TYPE_P10_CERT_REQ:
                transaction = Begin(request, protection, transaction);
                reply = Enrol(request, protection, transaction);
                break;
            case PkiBody.TYPE_CERT_CONFIRM:
                reply = Confirm(request, protection, Continue(request, transaction));
                break;
            case PkiBody.TYPE_ERROR:
                reply = TakeError(request, protection, Continue(request, transaction));
                break;
            case PkiBody.TYPE_GEN_MSG:
                return Information(request, protection);
            case PkiBody.TYPE_POLL_REQ:
                throw new CmpRefusedException(CmpFailInfo.BadRequest,
                    "nothing is waiting to be polled for");
            default:
                throw new CmpRefusedException(CmpFailInfo.BadRequest, request.BodyName
                    + " is not supported by this CA");
        }

        transaction!.LastRequestHash = hash;
        transaction.LastReply = reply;
        return reply;
    }

    private CmpTransaction Begin(CmpRequest request, ReplyProtection protection,
        CmpTransaction? known)
    {
        string id = request.TransactionText;
        if (known is not null || _store.Issued.Any(entry => entry.TransactionId == id))
            throw new CmpRefusedException(CmpFailInfo.TransactionIdInUse,
                "the transactionID was used before");
        _ = EnrolmentRequest.ReadCertReqId(request);
        if (_transactions.Count >= _options.TransactionsMax)
        {
            CmpTransaction? oldest = _transactions.Values
                .Where(candidate => candidate.PendingSerial is null).MinBy(candidate =>
                    candidate.Deadline);
            if (oldest is null)
                throw new CmpRefusedException(CmpFailInfo.SystemUnavail,
                    "too many transactions wait for their certConf");
            _transactions.Remove(oldest.Id);
        }

        var transaction = new CmpTransaction
        {
            Id = id,
            Reference = request.Reference,
            Salt = PbmSalt(protection),
            Deadline = Now + _options.ConfirmTimeout,
        };
        _transactions.Add(id, transaction);
        return transaction;
    }

    private static byte[] PbmSalt(ReplyProtection protection) =>
        PbmParameter.GetInstance(protection.Mac.Algorithm.Parameters).Salt.GetOctets();

    private static CmpTransaction Continue(CmpRequest request, CmpTransaction? transaction)
    {
        if (transaction?.LastReply is null)
            throw new CmpRefusedException(CmpFailInfo.BadRequest, "no such transaction");
        if (!transaction.LastReply.SenderNonce.AsSpan().SequenceEqual(request.RecipNonce))
            throw new CmpRefusedException(CmpFailInfo.BadRecipientNonce,
                "recipNonce is not the last senderNonce of this CA");
        return transaction;
    }

    private CmpReply Enrol(CmpRequest request, ReplyProtection protection,
        CmpTransaction transaction)
    {
        int bodyType = request.BodyType == PkiBody.TYPE_INIT_REQ ? PkiBody.TYPE_INIT_REP
            : PkiBody.TYPE_CERT_REP;
        DerInteger certReqId = EnrolmentRequest.ReadCertReqId(request);
        try
        {
            if (_misbehaviours.Take(MisbehaviourKind.Reject) is { } reject)
                throw new CmpRefusedException(reject.FailInfo, reject.Text);
            EnrolmentRequest enrolment = EnrolmentRequest.Read(request, _authority.Name);
            return Issue(request, protection, transaction, enrolment, bodyType);
        }
        catch (CmpRefusedException refused)
        {
            var response = new CertResponse(certReqId,
                Status(StatusRejection, refused.Message, refused.FailInfo));
            return NewReply(request, protection, bodyType, new CertRepMessage(null, [response]),
                $"{CmpBodies.Name(bodyType)} rejection {refused.FailInfo.Name()}: "
                    + refused.Message);
        }
    }

    private CmpReply Issue(CmpRequest request, ReplyProtection protection,
        CmpTransaction transaction,
        EnrolmentRequest enrolment, int bodyType)
    {
        var changes = new List<string>();
        CertificateWish wish = enrolment.ToWish(_authority.Validity(), changes);
        bool IsTaken(string candidate) => _store.Issued.Any(entry => entry.Serial == candidate);
        X509Certificate certificate = _authority.Issue(wish, enrolment.PublicKey, IsTaken);
        enrolment.CompareExtensions(certificate.CertificateStructure.TbsCertificate.Extensions,
            changes);

        bool implicitConfirm = _options.GrantImplicitConfirm && AsksImplicitConfirm(request);
        string serial = CertificateAuthority.SerialText(certificate.SerialNumber);
        _store.Add(new IssuedCertificate
        {
            Serial = serial,
            Subject = DistinguishedName.Format(certificate.SubjectDN),
            NotBefore = new DateTimeOffset(certificate.NotBefore, TimeSpan.Zero),
            NotAfter = new DateTimeOffset(certificate.NotAfter, TimeSpan.Zero),
            Status = implicitConfirm ? CertificateStatus.Valid : CertificateStatus.Pending,
            Reason = implicitConfirm ? "implicitly confirmed" : "",
            TransactionId = transaction.Id,
            IssuedAt = Now,
            Der = certificate.GetEncoded(),
        });
        transaction.PendingSerial = implicitConfirm ? null : serial;

        if (_misbehaviours.Take(MisbehaviourKind.CertificateForAnotherKey) is not null)
            certificate = _authority.Issue(wish, _authority.StrangersKey(enrolment.PublicKey),
                IsTaken);
        transaction.CertificateDer = certificate.GetEncoded();
        bool withAnchor = bodyType == PkiBody.TYPE_INIT_REP
            && _misbehaviours.Take(MisbehaviourKind.NoCaPubs) is null; // RFC 9483 4.1.2: none in cp
        PkiStatusInfo status = changes.Count == 0 ? new PkiStatusInfo(StatusAccepted)
            : Status(StatusGrantedWithMods, "not as asked: " + string.Join(", ", changes), null);
        var pair = new CertifiedKeyPair(
            new CertOrEncCert(new CmpCertificate(certificate.CertificateStructure)));
        var content = new CertRepMessage(withAnchor ? [_caCertificate] : null,
            [new CertResponse(enrolment.CertReqId, status, pair, null)]);
        string result = $"{CmpBodies.Name(bodyType)} "
            + $"{(changes.Count == 0 ? "accepted" : "grantedWithMods")}, "
            + $"serial {serial}, {DistinguishedName.Format(certificate.SubjectDN)}";
        return NewReply(request, protection, bodyType, content, result, implicitConfirm,
            withChain: true);
    }

    private static bool AsksImplicitConfirm(CmpRequest request) =>
        (request.Header.GetGeneralInfo() ?? [])
        .Any(info => info.InfoType.Equals(CmpObjectIdentifiers.it_implicitConfirm));

    private CmpReply Confirm(CmpRequest request, ReplyProtection protection,
        CmpTransaction transaction)
    {
        if (transaction.PendingSerial is null)
            throw new CmpRefusedException(CmpFailInfo.CertConfirmed,
                "nothing waits for a certConf");
        CertStatus[] statuses = CertConfirmContent.GetInstance(request.Content).ToCertStatusArray();
        if (statuses.Length > 1)
            throw new CmpRefusedException(CmpFailInfo.BadRequest, "more than one CertStatus");

        // An empty list rejects everything (RFC 9810 5.3.18).
        string? rejection = statuses.Length == 0 ? "no CertStatus"
            : RejectionText(statuses[0].StatusInfo);
        if (rejection is null && !HashFits(request, statuses[0], transaction.CertificateDer))
        {
            Close(transaction, CertificateStatus.Revoked, "confirmed with a wrong certHash");
            throw new CmpRefusedException(CmpFailInfo.BadCertId,
                "certHash is not the hash of the certificate");
        }

        string serial = transaction.PendingSerial;
        if (rejection is null)
            Close(transaction, CertificateStatus.Valid, "confirmed");
        else
            Close(transaction, CertificateStatus.Revoked, "rejected by the client: " + rejection);
        return NewReply(request, protection, PkiBody.TYPE_CONFIRM, DerNull.Instance,
            rejection is null
            ? $"pkiconf, serial {serial} is valid"
            : $"pkiconf, serial {serial} is revoked, rejected by the client: {rejection}");
    }

    private static string? RejectionText(PkiStatusInfo? status)
    {
        if (status is null || status.Status.Equals(Org.BouncyCastle.Math.BigInteger.Zero))
            return null;
        var parts = new List<string>();
        if (status.FailInfo is not null)
            parts.AddRange(CmpFailInfos.Names(status.FailInfo.GetBytes()));
        for (int i = 0; i < (status.StatusString?.Count ?? 0) && i < 4; i++)
            parts.Add(SafeText.OneLine(status.StatusString![i].GetString(), TextLengthMax));
        return parts.Count == 0 ? "without a reason" : string.Join(", ", parts);
    }

    private static bool HashFits(CmpRequest request, CertStatus status, byte[] certificate)
    {
        HashAlgorithmName hash = HashAlgorithmName.SHA256;
        if (status.HashAlg is not null)
        {
            if (request.Header.Pvno.IntValueExact < 3)
                throw new CmpRefusedException(CmpFailInfo.BadRequest, "hashAlg needs pvno 3");
            hash = status.HashAlg.Algorithm.Id switch
            {
                "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
                "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
                "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
                _ => throw new CmpRefusedException(CmpFailInfo.BadAlg, "hashAlg is not supported"),
            };
        }

        return CryptographicOperations.HashData(hash,
            certificate).AsSpan().SequenceEqual(status.CertHash.GetOctets());
    }

    private CmpReply TakeError(CmpRequest request, ReplyProtection protection,
        CmpTransaction transaction)
    {
        string text = RejectionText(ErrorMsgContent.GetInstance(request.Content).PkiStatusInfo)
            ?? "without a reason";
        if (transaction.PendingSerial is not null)
            Close(transaction, CertificateStatus.Revoked, "error from the client: " + text);
        return NewReply(request, protection, PkiBody.TYPE_CONFIRM, DerNull.Instance,
            "pkiconf, the client reports: " + text);
    }

    private CmpReply Information(CmpRequest request, ReplyProtection protection)
    {
        InfoTypeAndValue[] asked =
            GenMsgContent.GetInstance(request.Content).ToInfoTypeAndValueArray();
        InfoTypeAndValue[] known = [.. asked
            .Where(info => info.InfoType.Equals(CmpObjectIdentifiers.id_it_caCerts)).Take(1)
            .Select(info => new InfoTypeAndValue(info.InfoType, new DerSequence(_caCertificate)))];
        return NewReply(request, protection, PkiBody.TYPE_GEN_REP, new GenRepContent(known),
            known.Length == 0 ? "genp, nothing known of what was asked" : "genp, caCerts");
    }

    private void Close(CmpTransaction transaction, CertificateStatus status, string reason)
    {
        if (transaction.PendingSerial is not null)
            _store.SetStatus(transaction.PendingSerial, status, reason);
        transaction.PendingSerial = null;
    }

    private void ExpireTransactions()
    {
        DateTimeOffset now = Now;
        foreach (CmpTransaction transaction in _transactions.Values.Where(one =>
            one.Deadline <= now).ToArray())
        {
            Close(transaction, CertificateStatus.Revoked, "not confirmed in time");
            _transactions.Remove(transaction.Id);
        }
    }

    private CmpReply Error(CmpRequest? request, ReplyProtection? protection, CmpFailInfo failInfo,
        string text,
        int httpStatus = 200) => new()
        {
            Request = request,
            Body = new PkiBody(PkiBody.TYPE_ERROR,
                new ErrorMsgContent(Status(StatusRejection, text, failInfo))),
            SenderNonce = NewRandom(),
            Protection = protection,
            HttpStatus = httpStatus,
            Result = $"error {failInfo.Name()}: {text}",
        };

    private CmpReply NewReply(CmpRequest request, ReplyProtection protection, int bodyType,
        Asn1Encodable content,
        string result, bool implicitConfirm = false, bool withChain = false) => new()
        {
            Request = request,
            Body = new PkiBody(bodyType, content),
            SenderNonce = NewRandom(),
            Protection = protection,
            ImplicitConfirm = implicitConfirm,
            WithChain = withChain,
            Result = result,
        };

    private static PkiStatusInfo Status(int status, string text, CmpFailInfo? failInfo)
    {
        var words = new PkiFreeText(SafeText.OneLine(text, TextLengthMax));
        return failInfo is null ? new PkiStatusInfo(status, words)
            : new PkiStatusInfo(status, words,
                new PkiFailureInfo(CmpFailInfos.ToBitString(failInfo.Value)));
    }

    private DateTimeOffset Now => _options.Clock.GetUtcNow();

    private byte[] NewRandom() => SecureRandom.GetNextBytes(_random, NonceLength);

    private sealed class WrongMacException(ReplyProtection protection) : Exception("wrong MAC")
    {
        public ReplyProtection Protection { get; } = protection;
    }
}
