using System;
using System.Collections.Generic;
using System.Linq;

namespace Gateway.LabCa;

/// <summary>The transactions that are remembered, bounded in number and time.</summary>
internal sealed class CmpTransactions(LabCaOptions options, CaStore store)
{
    private readonly Dictionary<string, CmpTransaction> _all = [];

    private DateTimeOffset Now => options.Clock.GetUtcNow();

    /// <summary>The transaction of a message, null for a new one.</summary>
    public CmpTransaction? Find(CmpRequest request) =>
        _all.GetValueOrDefault(request.TransactionText);

    /// <summary>Starts a transaction.</summary>
    public CmpTransaction Begin(CmpRequest request, RequestOrigin origin)
    {
        string id = request.TransactionText;
        if (_all.ContainsKey(id) || store.Issued.Any(entry => entry.TransactionId == id))
            throw new CmpRefusedException(CmpFailInfo.TransactionIdInUse,
                "the transactionID was used before");
        if (_all.Count >= options.TransactionsMax)
            ForgetOldest();

        var transaction = new CmpTransaction
        {
            Id = id,
            Owner = origin.Owner,
            Salt = origin.Salt,
            Signer = origin.Signer,
            Deadline = Now + options.ConfirmTimeout,
        };
        _all.Add(id, transaction);
        return transaction;
    }

    private void ForgetOldest()
    {
        CmpTransaction? oldest = _all.Values
            .Where(candidate => candidate.PendingSerial is null)
            .MinBy(candidate => candidate.Deadline);
        if (oldest is null)
            throw new CmpRefusedException(CmpFailInfo.SystemUnavail,
                "too many transactions wait for their certConf");
        _all.Remove(oldest.Id);
    }

    /// <summary>The transaction that a message goes on with, after a check of its nonce.</summary>
    public static CmpTransaction Continue(CmpRequest request, CmpTransaction? transaction)
    {
        if (transaction?.LastReply is null)
            throw new CmpRefusedException(CmpFailInfo.BadRequest, "no such transaction");
        if (!transaction.LastReply.SenderNonce.AsSpan().SequenceEqual(request.RecipNonce))
            throw new CmpRefusedException(CmpFailInfo.BadRecipientNonce,
                "recipNonce is not the last senderNonce of this CA");
        return transaction;
    }

    /// <summary>Gives a transaction its full time again.</summary>
    /// <param name="transaction">Which.</param>
    /// <param name="seconds">Time beyond, in seconds.</param>
    public void Extend(CmpTransaction transaction, int seconds) =>
        transaction.Deadline = Now + options.ConfirmTimeout + TimeSpan.FromSeconds(seconds);

    /// <summary>Settles the certificate that waits for its certConf.</summary>
    public void Close(CmpTransaction transaction, CertificateStatus status, string reason)
    {
        if (transaction.PendingSerial is not null)
            store.SetStatus(transaction.PendingSerial, status, reason,
                status == CertificateStatus.Revoked ? Now : null);
        transaction.PendingSerial = null;
    }

    /// <summary>Forgets what is over time.</summary>
    public void Expire()
    {
        DateTimeOffset now = Now;
        foreach (CmpTransaction transaction in _all.Values.Where(one => one.Deadline <= now)
            .ToArray())
        {
            Close(transaction, CertificateStatus.Revoked, "not confirmed in time");
            _all.Remove(transaction.Id);
        }
    }
}
