using System;
using System.Collections.Generic;
using System.Linq;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect.Rules;

/// <summary>Messages of one transaction in their order.</summary>
internal sealed class Exchange
{
    private readonly byte[]? _secret;
    private readonly Dictionary<int, Verification> _verified = [];

    /// <summary>An exchange.</summary>
    /// <param name="messages">In the order in which they were sent; at least one.</param>
    /// <param name="secret">Of the MAC, or null when it is not known.</param>
    public Exchange(IReadOnlyList<MessageView> messages, byte[]? secret)
    {
        Messages = messages;
        _secret = secret;
        Role last = Role.Other;
        for (int i = 0; i < messages.Count; i++)
        {
            messages[i].Index = i;
            // Both sides send errors; what follows an answer comes from the end entity.
            if (messages[i].Tag == Bodies.Error)
                messages[i].Role = last == Role.Answer ? Role.Request : Role.Answer;
            last = messages[i].Role;
        }
    }

    public IReadOnlyList<MessageView> Messages { get; }

    public IEnumerable<MessageView> Requests => Messages.Where(one => one.Role == Role.Request);

    public IEnumerable<MessageView> Answers => Messages.Where(one => one.Role == Role.Answer);

    public MessageView? RequestBefore(MessageView message) =>
        Requests.LastOrDefault(one => one.Index < message.Index);

    public MessageView? AnswerBefore(MessageView message) =>
        Answers.LastOrDefault(one => one.Index < message.Index);

    public MessageView? RequestAfter(MessageView message) =>
        Requests.FirstOrDefault(one => one.Index > message.Index);

    /// <summary>The request for a certificate that a later message belongs to.</summary>
    public MessageView? EnrolmentBefore(MessageView message) => Requests.LastOrDefault(
        one => one.Index < message.Index && Bodies.IsEnrolment(one.Tag));

    /// <summary>The last request before a message that was no question for news.</summary>
    public MessageView? AskedBefore(MessageView message) => Requests.LastOrDefault(
        one => one.Index < message.Index && one.Tag != Bodies.PollReq);

    /// <summary>The certificate that a certConf speaks of, with the answer that brought
    /// it.</summary>
    public (MessageView Answer, ResponseView Response)? IssuedBefore(MessageView message)
    {
        MessageView? answer = Answers.LastOrDefault(one => one.Index < message.Index
            && ResponseView.Of(one).Any(response => response.Certificate is not null));
        return answer is null ? null
            : (answer, ResponseView.Of(answer).First(one => one.Certificate is not null));
    }

    /// <summary>Whether the protection is what it should be; each message is computed
    /// once.</summary>
    public Verification Verify(MessageView message)
    {
        if (!_verified.TryGetValue(message.Index, out Verification? result))
        {
            result = Compute(message);
            _verified[message.Index] = result;
        }

        return result;
    }

    /// <summary>Certificates for the protection: a peer need not repeat them.</summary>
    public IReadOnlyList<CertificateView> SignersOf(MessageView message) =>
        Messages.Take(message.Index + 1).LastOrDefault(one => one.Role == message.Role
            && one.ExtraCerts.Count > 0)?.ExtraCerts ?? [];

    private Verification Compute(MessageView message)
    {
        if (message.Kind == ProtectionKind.None)
            return Verification.Unknown;
        DerNode algorithm = message.ProtectionAlg!;
        byte[] value = DerValue.BitString(message.Protection!, out int unused);
        if (unused != 0)
            return Verification.Invalid("the protection has unused bits");
        return message.Kind == ProtectionKind.Mac
            ? MacCheck.Verify(algorithm, _secret, message.ProtectedPart(), value)
            : SignatureCheck.VerifyWithAny(
                SignersOf(message), algorithm, message.ProtectedPart(), value);
    }
}
