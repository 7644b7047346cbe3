using System.Collections.Generic;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Security;

namespace Gateway.LabCa;

/// <summary>A request with what is known of its sender and its transaction.</summary>
internal sealed record CmpCall(
    CmpRequest Request, RequestOrigin Origin, CmpTransaction Transaction);

/// <summary>What answers one kind of body.</summary>
internal interface ICmpBody
{
    /// <summary>The answer; throws <see cref="CmpRefusedException"/> for an error
    /// message.</summary>
    CmpReply Answer(CmpCall call);
}

/// <summary>A reply that has been decided on but not encoded: it can be sent again.</summary>
internal sealed record CmpReply
{
    /// <summary>The request, null when it could not be parsed.</summary>
    public CmpRequest? Request { get; init; }

    public required PkiBody Body { get; init; }

    public required byte[] SenderNonce { get; init; }

    /// <summary>recipNonce when it is not the request's senderNonce.</summary>
    public byte[]? RecipNonce { get; init; }

    public ReplyProtection? Protection { get; init; }

    /// <summary>generalInfo of the header.</summary>
    public IReadOnlyList<InfoTypeAndValue> GeneralInfo { get; init; } = [];

    /// <summary>Whether the CA's certificates are sent along.</summary>
    public bool WithChain { get; init; }

    /// <summary>Whether it is an error or a rejection.</summary>
    public bool IsNegative { get; init; }

    public int HttpStatus { get; init; } = 200;

    /// <summary>For the log.</summary>
    public required string Result { get; init; }
}

/// <summary>Makes replies of every kind.</summary>
internal sealed class CmpReplies(SecureRandom random)
{
    public const int Accepted = 0;
    public const int GrantedWithMods = 1;
    public const int Rejection = 2;
    public const int Waiting = 3;
    public const int TextLengthMax = 200;

    private const int NonceLength = 16;

    /// <summary>An error message; unprotected where there is no protection.</summary>
    public CmpReply Error(CmpRequest? request, ReplyProtection? protection, CmpFailInfo failInfo,
        string text, int httpStatus = 200) => new()
        {
            Request = request,
            Body = new PkiBody(PkiBody.TYPE_ERROR,
                new ErrorMsgContent(Status(Rejection, text, failInfo))),
            SenderNonce = SecureRandom.GetNextBytes(random, NonceLength),
            Protection = protection,
            IsNegative = true,
            HttpStatus = httpStatus,
            Result = $"error {failInfo.Name()}: {text}",
        };

    /// <summary>An answer with a body.</summary>
    public CmpReply Answer(CmpCall call, int bodyType, Asn1Encodable content, string result) =>
        new()
        {
            Request = call.Request,
            Body = new PkiBody(bodyType, content),
            SenderNonce = SecureRandom.GetNextBytes(random, NonceLength),
            Protection = call.Origin.Reply,
            Result = result,
        };

    /// <summary>A status with a text, and failInfo where there is one.</summary>
    public static PkiStatusInfo Status(int status, string text, CmpFailInfo? failInfo = null)
    {
        var words = new PkiFreeText(SafeText.OneLine(text, TextLengthMax));
        return failInfo is null ? new PkiStatusInfo(status, words)
            : new PkiStatusInfo(status, words,
                new PkiFailureInfo(CmpFailInfos.ToBitString(failInfo.Value)));
    }

    /// <summary>The client's reason in one line, null when it accepts.</summary>
    public static string? RejectionText(PkiStatusInfo? status)
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
}
