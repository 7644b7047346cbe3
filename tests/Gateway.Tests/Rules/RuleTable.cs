using System.Collections.Generic;

namespace Gateway.Tests.Rules;

/// <summary>
/// The rules that an end entity keeps, in our words, with the clause that they come from as far as
/// it is sure.
/// </summary>
internal static class RuleTable
{
    private const string Sending = "Sending";
    private const string Receiving = "Receiving, in this order";
    private const string Processing = "Processing";
    private const string Errors = "Errors";
    private const string Http = "HTTP";

    internal sealed record Rule(string Group, int Number, string Text, string Clause);

    internal static IReadOnlyList<Rule> All { get; } =
    [
        new(Sending, 1, "Version 2, and 3 only where a feature needs it or it is configured.",
            "RFC 9483 3.1"),
        new(Sending, 2, "Who signs is named as sender by the subject of its certificate.",
            "RFC 9483 3.1"),
        new(Sending, 3, "With a MAC, sender is a name whose CN is the reference value, and so is"
            + " senderKID.", "RFC 9483 3.1"),
        new(Sending, 4, "With a signature, senderKID is the subject key identifier of the signer.",
            "RFC 9483 3.1"),
        new(Sending, 5, "messageTime is there while the clock is known.", "RFC 9483 3.1"),
        new(Sending, 6, "One random transactionID of 128 bits for the whole transaction.",
            "RFC 9483 3.1"),
        new(Sending, 7, "A fresh senderNonce of 128 bits in each message; recipNonce repeats the"
            + " peer's last one and is absent at first.", "RFC 9483 3.1"),
        new(Sending, 8, "protectionAlg and protection come together.", "RFC 9810 5.1.3"),
        new(Sending, 9, "The same credentials and algorithm throughout; certConf is never signed"
            + " with the new key.", "RFC 9483 3.2"),
        new(Sending, 10, "extraCerts of a signed message begins with the signer's certificate and"
            + " goes on with its chain.", "RFC 9483 3.3"),
        new(Sending, 11, "implicitConfirm is offered where configured alone, with NULL.",
            "RFC 9810 5.1.1.1"),
        new(Sending, 12, "One request a message, with certReqId 0.", "RFC 9483 4.1.1"),
        new(Sending, 13, "The template has subject and public key, and no version but 2.",
            "RFC 9483 4.1.1"),
        new(Sending, 14, "The new key proves its possession by a signature over the request;"
            + " raVerified is never claimed.", "RFC 9483 4.1.1, RFC 4211 4.1"),
        new(Sending, 15, "kur is signed with the certificate that it updates and names it in"
            + " oldCertID.", "RFC 9483 4.1.3, RFC 4211 6.5"),
        new(Sending, 16, "After p10cr, certReqId is -1 in answer and certConf.", "RFC 9483 4.1.4"),
        new(Sending, 17, "caPubs belongs into ip; in cp and kup it is an error.",
            "RFC 9483 4.1.2, 4.1.3"),
        new(Receiving, 18, "One whole DER message of a known body, else badDataFormat.",
            "RFC 9483 3.5"),
        new(Receiving, 19, "Version 2 or 3, else unsupportedVersion.", "RFC 9483 3.5"),
        new(Receiving, 20, "sender and recipient are there; a signer is the sender, by name and"
            + " key identifier.", "RFC 9483 3.5"),
        new(Receiving, 21, "transactionID and recipNonce are ours, senderNonce has 128 bits or"
            + " more; after polling the first nonce counts too.", "RFC 9483 3.5, 4.4"),
        new(Receiving, 22, "messageTime is near the clock while that is known, else badTime.",
            "RFC 9483 3.5"),
        new(Receiving, 23, "The protection is right over the bytes as received; a signer leads to"
            + " a trust anchor and may sign.", "RFC 9483 3.5"),
        new(Receiving, 24, "A MAC is answered by a MAC and a signature by a signature, unless the"
            + " policy lets a signature answer a MAC.", "RFC 9483 3.2"),
        new(Receiving, 25, "The body answers the request that was sent.", "RFC 9483 3.5"),
        new(Receiving, 26, "caPubs of an ip with a MAC are anchors for this transaction only.",
            "RFC 9810 5.3.2"),
        new(Processing, 27, "One response to the one request, with its identifier.",
            "RFC 9483 4.1.1"),
        new(Processing, 28, "A grant goes on, a rejection ends without certConf, waiting polls.",
            "RFC 9483 4.1.1"),
        new(Processing, 29, "The certificate is for our key, else certConf refuses it with"
            + " incorrectData; other differences are reported.", "RFC 9483 4.1.1"),
        new(Processing, 30, "certConf is sent unless its absence was offered and granted.",
            "RFC 9483 4.1.1"),
        new(Processing, 31, "certHash uses the hash of the certificate's signature, or names"
            + " another in hashAlg with version 3.", "RFC 9810 5.3.18"),
        new(Processing, 32, "certConf has one status; an acceptance has no failInfo.",
            "RFC 9483 4.1.1"),
        new(Processing, 33, "Only a protected pkiConf for our nonce confirms.", "RFC 9483 4.1.1"),
        new(Processing, 34, "pollReq names what waits (-1: a whole message), not before checkAfter,"
            + " not beyond the whole time.", "RFC 9483 4.4"),
        new(Processing, 35, "A protected error with status waiting starts polling.",
            "RFC 9483 4.4"),
        new(Errors, 36, "A known peer that breaks a rule is told so, once, protected as before.",
            "RFC 9483 3.6"),
        new(Errors, 37, "A received error is believed when it is protected; others only by policy.",
            "RFC 9483 3.6"),
        new(Errors, 38, "What got no HTTP answer was not delivered: the same bytes again, with"
            + " growing pauses.", "RFC 9811 3.3"),
        new(Http, 39, "POST of application/pkixcmp; success is 200 with such an answer.",
            "RFC 9811 3"),
        new(Http, 40, "A CMP message counts with any status of 2xx, 4xx and 5xx.", "RFC 9811 3"),
        new(Http, 41, "Redirects are followed by policy alone.", "RFC 9811 3"),
        new(Http, 42, "The path is the operator's.", "RFC 9811 3"),
        new(Http, 43, "A body is bounded before it is read; its end is known, not guessed.",
            "RFC 9112 6"),
    ];
}
