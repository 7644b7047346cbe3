using System;
using System.Collections.Generic;
using Org.BouncyCastle.Asn1.Cmp;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;

namespace Gateway.Tests.Cmp;

/// <summary>
/// Makes a peer answer one message late: it says that it waits, is polled some times, and gives
/// then what it would have given at once.
/// </summary>
internal sealed class WaitingPeer
{
    private readonly BouncyPeer _peer;
    private BcMessage? _late;

    internal WaitingPeer(BouncyPeer peer)
    {
        _peer = peer;
        peer.BodyFor = Body;
        Action<HeaderParts> bend = peer.Bend;
        peer.Bend = parts =>
        {
            bend(parts);
            if (IsFinal && UsesFirstNonce)
            {
                parts.RecipientNonce = _late!.Header.SenderNonce.GetOctets();
            }
        };
    }

    /// <summary>Type of the message that is answered late.</summary>
    internal int LateType { get; init; } = PkiBody.TYPE_INIT_REQ;

    /// <summary>Whether an error says so, not a response with its status.</summary>
    internal bool IsWholeMessage { get; init; }

    /// <summary>How many pollRep come before the answer.</summary>
    internal int Polls { get; set; } = 2;

    internal int CheckAfter { get; init; } = 30;

    internal string? Reason { get; init; }

    /// <summary>The final answer has the nonce of the message that was late.</summary>
    internal bool UsesFirstNonce { get; init; }

    /// <summary>certReqId of pollRep, if not the one that was asked about.</summary>
    internal int? AnsweredId { get; init; }

    /// <summary>certReqId of the polls that came.</summary>
    internal List<int> PolledIds { get; } = [];

    internal bool IsFinal { get; private set; }

    private PkiBody Body(BcMessage message)
    {
        IsFinal = false;
        if (message.Body.Type == PkiBody.TYPE_POLL_REQ) return Polled(message);
        if (message.Body.Type != LateType || _late != null) return _peer.DefaultBody(message);
        _late = message;
        return IsWholeMessage
            ? PeerBodies.Error(PeerBodies.Waiting, "patience")
            : PeerBodies.Status(PeerBodies.AnswerType(LateType),
                LateType == PkiBody.TYPE_P10_CERT_REQ ? -1 : 0, PeerBodies.Waiting);
    }

    private PkiBody Polled(BcMessage message)
    {
        int id = PeerBodies.PolledId(message);
        PolledIds.Add(id);
        if (Polls-- > 0) return PeerBodies.PollRep(AnsweredId ?? id, CheckAfter, Reason);
        IsFinal = true;
        return _peer.DefaultBody(_late!);
    }
}
