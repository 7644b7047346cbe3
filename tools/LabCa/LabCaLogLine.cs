using System;
using System.Globalization;

namespace Gateway.LabCa;

/// <summary>What became of one message.</summary>
/// <param name="Time">When, by the CA's clock.</param>
/// <param name="Peer">Address and port of the client.</param>
/// <param name="TransactionId">First 8 hex digits of the transactionID, <c>-</c> without
/// one.</param>
/// <param name="Request">Body type (<c>ir</c>, <c>certConf</c>) or HTTP request line.</param>
/// <param name="Result">Body type of the answer and what matters in it, or the HTTP status.</param>
public sealed record LabCaLogLine(
    DateTimeOffset Time, string Peer, string TransactionId, string Request, string Result)
{
    /// <summary>One line, without a line break.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z {Peer} {TransactionId} {Request} -> {Result}");
}
