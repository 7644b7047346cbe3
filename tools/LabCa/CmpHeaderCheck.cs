using System.Linq;
using Org.BouncyCastle.Asn1.X509;

namespace Gateway.LabCa;

/// <summary>What must be right in a header (RFC 9483 3.5).</summary>
internal sealed class CmpHeaderCheck(LabCaOptions options, X509Name caName)
{
    private const int TransactionIdLengthMin = 16;
    private const int TransactionIdLengthMax = 64;
    private const int NonceLength = 16;

    /// <summary>Version, transaction and nonce: what an answer needs.</summary>
    public static void CheckForm(CmpRequest request)
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

    /// <summary>Whether the message is for this CA, after its protection was checked.</summary>
    public void CheckRecipient(CmpRequest request)
    {
        GeneralName recipient = request.Header.Recipient;
        if (!options.RequireRecipient)
            return;
        if (recipient.TagNo != GeneralName.DirectoryName)
            throw new CmpRefusedException(CmpFailInfo.WrongAuthority,
                "the recipient is no directory name");
        X509Name name = X509Name.GetInstance(recipient.Name);
        if (!name.IsEmpty && !name.Equivalent(caName, inOrder: true))
            throw new CmpRefusedException(CmpFailInfo.WrongAuthority, "the recipient is "
                + DistinguishedName.Format(name) + ", this CA is "
                    + DistinguishedName.Format(caName));
    }

    /// <summary>Whether the profile that the header or the path names is one of the CA's.</summary>
    public void CheckProfile(CmpRequest request, string? ofPath)
    {
        foreach (string? profile in new[] { request.CertProfile, ofPath })
        {
            if (profile is not null && options.CertProfiles.Count > 0
                && !options.CertProfiles.Contains(profile))
                throw new CmpRefusedException(CmpFailInfo.UnacceptedPolicy,
                    "unknown certificate profile " + SafeText.OneLine(profile, 40));
        }
    }
}
