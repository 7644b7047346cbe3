using System.Globalization;
using System.Linq;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect.Rules;

/// <summary>Polling: rules 34 and 35.</summary>
internal static class PollingRules
{
    private const int WholeMessage = -1;

    // messageTime has whole seconds.
    private const int ClockGrainSeconds = 1;

    public static void Polling(Exchange exchange, Findings findings)
    {
        foreach (MessageView message in exchange.Messages
            .Where(one => one.Tag is Bodies.PollReq or Bodies.PollRep))
        {
            if (message.Content.Children.Count != 1)
            {
                findings.Broken(message, message.Content,
                    $"{message.Name} holds {message.Content.Children.Count} entries, not one");
                continue;
            }

            DerNode id = message.Content.Children[0].Children[0];
            int? waiting = WaitingId(exchange, message);
            int value = MessageView.Number(id);
            bool right = waiting is null ? value is 0 or WholeMessage : value == waiting;
            if (!right)
                findings.Broken(message, id, $"certReqId is {Basic.ShowInteger(id)}, not that "
                    + "of what is waited for");
            else
                findings.Judge(HasWaited(exchange, message, out string reason), message,
                    message.MessageTime ?? message.Header, reason);
        }
    }

    public static void DelayedDelivery(Exchange exchange, Findings findings)
    {
        foreach (MessageView error in exchange.Answers
            .Where(one => one.Tag == Bodies.Error && IsWaiting(one)))
        {
            if (exchange.RequestAfter(error) is { } next)
                findings.Judge(next.Tag is Bodies.PollReq or Bodies.Error, next, next.Body,
                    $"{next.Name} after an error with status waiting, where pollReq is due");
        }
    }

    /// <summary>Whether a status of the message tells to wait.</summary>
    public static bool IsWaiting(MessageView message) =>
        StatusView.Of(message).Any(one => one.Status == StatusView.Waiting);

    private static int? WaitingId(Exchange exchange, MessageView message)
    {
        MessageView? answer = exchange.Answers.LastOrDefault(
            one => one.Index < message.Index && IsWaiting(one));
        if (answer is null)
            return null;
        return answer.Tag == Bodies.Error ? WholeMessage
            : MessageView.Number(ResponseView.Of(answer).First().Id);
    }

    // The own clock alone: the request before was sent earlier than its answer came.
    private static bool HasWaited(Exchange exchange, MessageView message, out string reason)
    {
        reason = "";
        if (message.Tag != Bodies.PollReq
            || exchange.AnswerBefore(message) is not { Tag: Bodies.PollRep } answer
            || exchange.RequestBefore(message)?.MessageTime is not { } before
            || message.MessageTime is null
            || answer.Content.Children.Count == 0)
            return true;
        int seconds = MessageView.Number(answer.Content.Children[0].Children[1]);
        double waited = (DerValue.Time(message.MessageTime) - DerValue.Time(before)).TotalSeconds;
        reason = string.Create(CultureInfo.InvariantCulture,
            $"pollReq after {waited:0} seconds, checkAfter is {seconds}");
        return waited >= seconds - ClockGrainSeconds;
    }
}
