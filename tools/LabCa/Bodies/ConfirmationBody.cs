using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.X509;

namespace Gateway.LabCa;

/// <summary>Answers certConf with pkiconf (RFC 9483 4.1.1).</summary>
internal sealed class ConfirmationBody(CmpTransactions transactions, CmpReplies replies) : ICmpBody
{
    public CmpReply Answer(CmpCall call)
    {
        CmpTransaction transaction = call.Transaction;
        if (transaction.PendingSerial is null)
            throw new CmpRefusedException(CmpFailInfo.CertConfirmed,
                "nothing waits for a certConf");
        CertStatus[] statuses =
            CertConfirmContent.GetInstance(call.Request.Content).ToCertStatusArray();
        if (statuses.Length > 1)
            throw new CmpRefusedException(CmpFailInfo.BadRequest, "more than one CertStatus");

        // An empty list rejects everything (RFC 9810 5.3.18).
        string? rejection = statuses.Length == 0 ? "no CertStatus"
            : CmpReplies.RejectionText(statuses[0].StatusInfo);
        if (statuses.Length == 1)
            CheckStatus(call, statuses[0], rejection);
        string serial = transaction.PendingSerial;
        if (rejection is null)
            transactions.Close(transaction, CertificateStatus.Valid, "confirmed");
        else
            transactions.Close(transaction, CertificateStatus.Revoked,
                "rejected by the client: " + rejection);
        return replies.Answer(call, PkiBody.TYPE_CONFIRM, DerNull.Instance,
            rejection is null
            ? $"pkiconf, serial {serial} is valid"
            : $"pkiconf, serial {serial} is revoked, rejected by the client: {rejection}");
    }

    private void CheckStatus(CmpCall call, CertStatus status, string? rejection)
    {
        if (!status.CertReqID.Equals(call.Transaction.CertReqId))
            throw new CmpRefusedException(CmpFailInfo.BadRequest,
                $"certReqId is {status.CertReqID}, not {call.Transaction.CertReqId}");
        if (rejection is not null
            || HashFits(call.Request, status, call.Transaction.CertificateDer))
            return;
        transactions.Close(call.Transaction, CertificateStatus.Revoked,
            "confirmed with a wrong certHash");
        throw new CmpRefusedException(CmpFailInfo.BadCertId,
            "certHash is not the hash of the certificate");
    }

    private static bool HashFits(CmpRequest request, CertStatus status, byte[] certificate)
    {
        HashAlgorithmName hash = CertificateFacts.HashOf(new X509Certificate(certificate));
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
}
