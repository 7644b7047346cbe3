using System;
using System.Collections.Generic;
using System.Linq;
using Gateway.Cmp;
using Gateway.Tests.Cmp;
using Org.BouncyCastle.Asn1.Cmp;
using Xunit;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;

namespace Gateway.Tests.Rules;

/// <summary>
/// What a client sent in one good transaction, to be bent and judged: a rule is shown to be
/// noticed by breaking it and nothing else.
/// </summary>
internal sealed class SentTalk
{
    private readonly byte[]?[] _nonces;

    private SentTalk(BouncyPeer peer)
    {
        Peer = peer;
        Messages = peer.Received.Select(SentRules.Decode).ToList();
        _nonces = Messages.Select((_, i) => i == 0 ? null
            : SentRules.Decode(peer.Sent[i - 1]).Header.SenderNonce.GetOctets()).ToArray();
    }

    internal BouncyPeer Peer { get; }

    internal List<BcMessage> Messages { get; }

    internal BcMessage Request => Messages[0];

    internal BcMessage CertConf => Messages[1];

    /// <summary>A transaction that succeeds.</summary>
    internal static SentTalk Of(Action<EnrolmentRequest>? change = null, BouncyPeer? peer = null)
    {
        BouncyPeer answering = peer ?? new BouncyPeer();
        CmpMachine machine = Enrolling.Run(answering.Answer, change);
        Assert.Equal("", machine.Outcome == CmpOutcome.Done ? "" : machine.Reason);
        SentTalk talk = new(answering);
        Assert.Empty(talk.Judge());
        return talk;
    }

    /// <summary>A MAC-protected ir.</summary>
    internal static SentTalk Mac() => Of();

    /// <summary>A signed kur.</summary>
    internal static SentTalk Update() => Of(Enrolling.Update, BouncyPeer.Signing(People.Root));

    /// <summary>The numbers of the rules that the messages break.</summary>
    internal int[] Judge() => Peer.Expected.BrokenBy(Messages, _nonces);

    /// <summary>Changes the header of every message.</summary>
    internal SentTalk Bend(Action<HeaderParts> bend)
    {
        for (int i = 0; i < Messages.Count; i++) Bend(i, bend);
        return this;
    }

    /// <summary>Changes the header of one message.</summary>
    internal SentTalk Bend(int index, Action<HeaderParts> bend)
    {
        BcMessage message = Messages[index];
        HeaderParts parts = HeaderParts.Of(message.Header);
        bend(parts);
        Messages[index] = new BcMessage(parts.Build(), message.Body, message.Protection,
            message.GetExtraCerts());
        return this;
    }

    /// <summary>Changes the body of one message.</summary>
    internal SentTalk Replace(int index, PkiBody body)
    {
        BcMessage message = Messages[index];
        Messages[index] = new BcMessage(message.Header, body, message.Protection,
            message.GetExtraCerts());
        return this;
    }

    /// <summary>Changes extraCerts of every message.</summary>
    internal SentTalk Accompany(params byte[][] certificates)
    {
        for (int i = 0; i < Messages.Count; i++)
        {
            BcMessage message = Messages[i];
            Messages[i] = new BcMessage(message.Header, message.Body, message.Protection,
                certificates.Length == 0 ? null
                    : certificates.Select(PeerBodies.Certificate).ToArray());
        }

        return this;
    }
}
