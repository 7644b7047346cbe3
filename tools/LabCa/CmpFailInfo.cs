using System.Collections.Generic;
using System.Numerics;
using Org.BouncyCastle.Asn1;

namespace Gateway.LabCa;

/// <summary>PKIFailureInfo, the numbers are the bits (RFC 9810 5.2.3).</summary>
public enum CmpFailInfo
{
    /// <summary>Unknown or unsupported algorithm.</summary>
    BadAlg = 0,

    /// <summary>The protection does not verify.</summary>
    BadMessageCheck = 1,

    /// <summary>The transaction is not permitted or supported.</summary>
    BadRequest = 2,

    /// <summary>messageTime too far from the CA's time.</summary>
    BadTime = 3,

    /// <summary>No certificate matches.</summary>
    BadCertId = 4,

    /// <summary>The data has the wrong format.</summary>
    BadDataFormat = 5,

    /// <summary>The request names another authority.</summary>
    WrongAuthority = 6,

    /// <summary>The data is incorrect.</summary>
    IncorrectData = 7,

    /// <summary>A timestamp is missing.</summary>
    MissingTimeStamp = 8,

    /// <summary>The proof of possession failed.</summary>
    BadPop = 9,

    /// <summary>The certificate is already revoked.</summary>
    CertRevoked = 10,

    /// <summary>The certificate is already confirmed.</summary>
    CertConfirmed = 11,

    /// <summary>The wrong kind of protection.</summary>
    WrongIntegrity = 12,

    /// <summary>recipNonce missing or wrong.</summary>
    BadRecipientNonce = 13,

    /// <summary>No time source.</summary>
    TimeNotAvailable = 14,

    /// <summary>Policy not accepted.</summary>
    UnacceptedPolicy = 15,

    /// <summary>Extension not accepted.</summary>
    UnacceptedExtension = 16,

    /// <summary>Additional information is not available.</summary>
    AddInfoNotAvailable = 17,

    /// <summary>senderNonce missing or too short.</summary>
    BadSenderNonce = 18,

    /// <summary>The template is invalid or lacks something.</summary>
    BadCertTemplate = 19,

    /// <summary>The signer is unknown or not trusted.</summary>
    SignerNotTrusted = 20,

    /// <summary>The transactionID is in use.</summary>
    TransactionIdInUse = 21,

    /// <summary>pvno is not supported.</summary>
    UnsupportedVersion = 22,

    /// <summary>The sender may not make this request.</summary>
    NotAuthorized = 23,

    /// <summary>The CA is not available now.</summary>
    SystemUnavail = 24,

    /// <summary>The CA failed.</summary>
    SystemFailure = 25,

    /// <summary>The certificate exists already.</summary>
    DuplicateCertReq = 26,
}

/// <summary>Names and encoding of <see cref="CmpFailInfo"/>.</summary>
public static class CmpFailInfos
{
    private static readonly string[] s_names =
    [
        "badAlg", "badMessageCheck", "badRequest", "badTime", "badCertId", "badDataFormat",
            "wrongAuthority",
        "incorrectData", "missingTimeStamp", "badPOP", "certRevoked", "certConfirmed",
            "wrongIntegrity",
        "badRecipientNonce", "timeNotAvailable", "unacceptedPolicy", "unacceptedExtension",
            "addInfoNotAvailable",
        "badSenderNonce", "badCertTemplate", "signerNotTrusted", "transactionIdInUse",
            "unsupportedVersion",
        "notAuthorized", "systemUnavail", "systemFailure", "duplicateCertReq",
    ];

    /// <summary>The name in the ASN.1 module; <c>bit N</c> for a bit without one.</summary>
    public static string Name(int bit) => bit >= 0 && bit < s_names.Length ? s_names[bit]
        : $"bit {bit}";

    /// <summary>The name in the ASN.1 module.</summary>
    public static string Name(this CmpFailInfo info) => Name((int)info);

    // A named bit list ends with its last one bit (X.690 11.2.2).
    internal static DerBitString ToBitString(CmpFailInfo info)
    {
        byte[] octets = new byte[(int)info / 8 + 1];
        octets[^1] = (byte)(0x80 >> ((int)info % 8));
        return new DerBitString(octets, BitOperations.TrailingZeroCount(octets[^1]));
    }

    /// <summary>Names of the bits that are set.</summary>
    public static IEnumerable<string> Names(byte[] octets)
    {
        for (int bit = 0; bit < octets.Length * 8; bit++)
        {
            if ((octets[bit / 8] & (0x80 >> (bit % 8))) != 0)
                yield return Name(bit);
        }
    }
}
