using System;
using System.Globalization;
using System.Linq;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect.Rules;

/// <summary>What the end entity checks in an answer: rules 18 to 22, 25, 27 to 29.</summary>
internal static class AnswerRules
{
    /// <summary>How far the two clocks may be apart.</summary>
    public static readonly TimeSpan ClockWindow = TimeSpan.FromMinutes(5);

    public static void KnownBody(Exchange exchange, Findings findings)
    {
        foreach (MessageView message in exchange.Messages)
            findings.Judge(message.Role != Role.Other, message, message.Body,
                $"{message.Name} is no body that an end entity meets");
    }

    public static void Version(Exchange exchange, Findings findings)
    {
        foreach (MessageView answer in exchange.Answers)
            findings.Judge(answer.Pvno is 2 or 3, answer, answer.PvnoNode,
                $"pvno is {Basic.ShowInteger(answer.PvnoNode)}, neither 2 nor 3");
    }

    public static void Sender(Exchange exchange, Findings findings)
    {
        foreach (MessageView answer in exchange.Answers)
        {
            if (answer.Kind != ProtectionKind.Signature)
            {
                findings.Kept();
                continue;
            }

            if (exchange.SignersOf(answer).FirstOrDefault() is not { } signer)
                continue;
            if (!HeaderRules.IsSubject(answer.Sender, signer))
                findings.Broken(answer, answer.Sender,
                    "sender is not the subject of the first certificate in extraCerts");
            else
                findings.Judge(answer.SenderKid is null
                    || signer.SubjectKeyIdentifier() is not { } identifier
                    || answer.SenderKid.Content.Span.SequenceEqual(identifier.Span),
                    answer, answer.SenderKid ?? answer.Header,
                    "senderKID is not the key identifier of the protection certificate");
        }
    }

    public static void Nonces(Exchange exchange, Findings findings)
    {
        foreach (MessageView answer in exchange.Answers)
        {
            DerNode header = answer.Header;
            MessageView? request = exchange.RequestBefore(answer);
            if (answer.TransactionId is null)
                findings.Broken(answer, header, "transactionID is missing");
            else if (answer.SenderNonce is null)
                findings.Broken(answer, header, "senderNonce is missing");
            else if (answer.SenderNonce.ContentLength < HeaderRules.RandomLength)
                findings.Broken(answer, answer.SenderNonce, "senderNonce has "
                    + $"{answer.SenderNonce.ContentLength} bytes, fewer than "
                    + $"{HeaderRules.RandomLength}");
            else if (answer.RecipNonce is null)
                findings.Broken(answer, header, "recipNonce is missing");
            else if (request is not null
                && !MessageView.Same(request.TransactionId, answer.TransactionId))
                findings.Broken(answer, answer.TransactionId,
                    "transactionID is not that of the request");
            else
                findings.Judge(request is null || IsNonceOf(exchange, request, answer), answer,
                    answer.RecipNonce,
                    $"recipNonce is not the senderNonce of the {request?.Name} before");
        }
    }

    public static void Clock(Exchange exchange, Findings findings)
    {
        foreach (MessageView answer in exchange.Answers)
        {
            DerNode? own = exchange.RequestBefore(answer)?.MessageTime;
            if (own is null || answer.MessageTime is null)
                continue;
            TimeSpan apart = DerValue.Time(answer.MessageTime) - DerValue.Time(own);
            findings.Judge(apart.Duration() <= ClockWindow, answer, answer.MessageTime,
                string.Create(CultureInfo.InvariantCulture,
                    $"messageTime is {apart.Duration().TotalSeconds:0} seconds away from that of "
                    + $"the request, more than {ClockWindow.TotalSeconds:0}"));
        }
    }

    public static void Matches(Exchange exchange, Findings findings)
    {
        foreach (MessageView answer in exchange.Answers)
        {
            MessageView? request = exchange.RequestBefore(answer);
            MessageView? asked = exchange.AskedBefore(answer);
            if (request is null)
                continue;
            int wanted = Bodies.AnswerOf(request.Tag);
            // News after pollReq: the answer to what was asked, when that is among the messages.
            bool late = request.Tag == Bodies.PollReq
                && (asked is null || answer.Tag == Bodies.AnswerOf(asked.Tag));
            findings.Judge(answer.Tag == wanted || answer.Tag == Bodies.Error || late, answer,
                answer.Body, $"{answer.Name} is no answer to {request.Name}");
        }
    }

    public static void OneResponse(Exchange exchange, Findings findings)
    {
        foreach (MessageView answer in exchange.Answers
            .Where(one => Bodies.IsCertResponse(one.Tag)))
        {
            ResponseView[] responses = [.. ResponseView.Of(answer)];
            if (responses.Length != 1)
            {
                findings.Broken(answer, answer.Content,
                    $"{answer.Name} holds {responses.Length} CertResponse, not one");
                continue;
            }

            DerNode id = responses[0].Id;
            int? wanted = exchange.EnrolmentBefore(answer)?.Tag switch
            {
                null => null,
                Bodies.P10cr => -1,
                _ => 0,
            };
            int value = MessageView.Number(id);
            bool right = wanted is null
                ? value == 0 || (value == -1 && answer.Tag == Bodies.Cp) : value == wanted;
            findings.Judge(right, answer, id,
                $"certReqId is {Basic.ShowInteger(id)}, not that of the request");
        }
    }

    public static void Status(Exchange exchange, Findings findings)
    {
        foreach (MessageView answer in exchange.Answers)
        {
            foreach (ResponseView response in ResponseView.Of(answer))
                JudgeStatus(exchange, answer, response, findings);
        }
    }

    public static void IssuedAsWanted(Exchange exchange, Findings findings)
    {
        foreach (MessageView answer in exchange.Answers)
        {
            if (exchange.EnrolmentBefore(answer) is not { } request
                || ResponseView.Of(answer).FirstOrDefault() is not { Certificate: not null } issued)
                continue;
            Wanted wanted = Wanted.Of(request);
            CertificateView certificate = issued.Certificate;
            if (wanted.PublicKey is not null
                && !MessageView.Same(wanted.PublicKey, certificate.PublicKeyInfo))
                JudgeForeignKey(exchange, answer, certificate, findings);
            else if (wanted.Subject is { Children.Count: > 0 })
                findings.Judge(issued.Status.Status != StatusView.Accepted
                    || CertificateView.NamesMatch(wanted.Subject, certificate.Subject), answer,
                    certificate.Subject, "status is accepted, but the subject is not the "
                        + "requested one; that is grantedWithMods");
        }
    }

    // A certificate for another key is refused by certConf, then the rule is kept.
    private static void JudgeForeignKey(Exchange exchange, MessageView answer,
        CertificateView certificate, Findings findings)
    {
        MessageView? next = exchange.RequestAfter(answer);
        ConfirmView? confirm = next is null ? null : ConfirmView.Of(next).FirstOrDefault();
        if (confirm is null)
            findings.Broken(answer, certificate.PublicKeyInfo,
                "the public key of the certificate is not the requested one");
        else
            findings.Judge(
                confirm.Status is { Status: StatusView.Rejection } status
                    && status.SaysIncorrectData(),
                next!, confirm.Node, "the certificate has another public key; it is to be "
                    + "refused with incorrectData");
    }

    private static void JudgeStatus(
        Exchange exchange, MessageView answer, ResponseView response, Findings findings)
    {
        StatusView status = response.Status;
        MessageView? next = exchange.RequestAfter(answer);
        DerNode at = status.Node.Children[0];
        if (status.IsPositive)
            findings.Judge(response.KeyPair is not null, answer, at,
                "the status is positive, but there is no certificate");
        else if (status.Status is not (StatusView.Rejection or StatusView.Waiting))
            findings.Broken(answer, at,
                $"status {Basic.ShowInteger(at)} has no place in {answer.Name}");
        else if (response.KeyPair is not null)
            findings.Broken(answer, response.KeyPair,
                "the status is not positive, but there is a certificate");
        else if (status.Status == StatusView.Rejection)
            findings.Judge(next?.Tag != Bodies.CertConf, next ?? answer, (next ?? answer).Body,
                "certConf after a rejection");
        else
            findings.Judge(next is null || next.Tag is Bodies.PollReq or Bodies.Error,
                next ?? answer, (next ?? answer).Body,
                $"{next?.Name} after status waiting, where pollReq is due");
    }

    // The final answer after polling may name the nonce of what was asked first.
    private static bool IsNonceOf(Exchange exchange, MessageView request, MessageView answer)
    {
        if (MessageView.Same(request.SenderNonce, answer.RecipNonce))
            return true;
        return request.Tag == Bodies.PollReq && answer.Tag != Bodies.PollRep
            && exchange.AskedBefore(answer) is { } asked
            && MessageView.Same(asked.SenderNonce, answer.RecipNonce);
    }
}
