using System;

namespace Gateway.LabCa;

/// <summary>One way to fail, with its parameters; made by the methods below.</summary>
public sealed record Misbehaviour
{
    private Misbehaviour(MisbehaviourKind kind) => Kind = kind;

    /// <summary>Which way.</summary>
    public MisbehaviourKind Kind { get; private init; }

    internal CmpFailInfo FailInfo { get; private init; }

    internal string Text { get; private init; } = "";

    internal int Number { get; private init; }

    internal bool Chunked { get; private init; }

    internal int Seconds { get; private init; }

    internal TimeSpan Time { get; private init; }

    /// <summary>The answer's MAC is wrong.</summary>
    public static Misbehaviour WrongMac { get; } = new(MisbehaviourKind.WrongMac);

    /// <summary>recipNonce is not the client's senderNonce.</summary>
    public static Misbehaviour WrongNonce { get; } = new(MisbehaviourKind.WrongNonce);

    /// <summary>transactionID is another one.</summary>
    public static Misbehaviour WrongTransactionId { get; } =
        new(MisbehaviourKind.WrongTransactionId);

    /// <summary>The certificate is for another key.</summary>
    public static Misbehaviour CertificateForAnotherKey { get; } =
        new(MisbehaviourKind.CertificateForAnotherKey);

    /// <summary>ip without caPubs.</summary>
    public static Misbehaviour NoCaPubs { get; } = new(MisbehaviourKind.NoCaPubs);

    /// <summary>Bytes that are no DER.</summary>
    public static Misbehaviour GarbageAnswer { get; } = new(MisbehaviourKind.GarbageAnswer);

    /// <summary>The connection is closed without an answer.</summary>
    public static Misbehaviour DropConnection { get; } = new(MisbehaviourKind.DropConnection);

    /// <summary>Nothing until the client gives up.</summary>
    public static Misbehaviour NeverAnswer { get; } = new(MisbehaviourKind.NeverAnswer);

    /// <summary>A rejection in ip or cp.</summary>
    public static Misbehaviour Reject(CmpFailInfo failInfo, string text) =>
        new(MisbehaviourKind.Reject) { FailInfo = failInfo, Text = text };

    /// <summary>A protected error message.</summary>
    public static Misbehaviour ErrorMessage(CmpFailInfo failInfo, string text) =>
        new(MisbehaviourKind.ErrorMessage) { FailInfo = failInfo, Text = text };

    /// <summary>An unprotected error message.</summary>
    public static Misbehaviour UnprotectedError(CmpFailInfo failInfo, string text) =>
        new(MisbehaviourKind.UnprotectedError) { FailInfo = failInfo, Text = text };

    /// <summary>An HTTP status without a CMP message.</summary>
    public static Misbehaviour HttpStatus(int status) =>
        new(MisbehaviourKind.HttpStatus) { Number = status };

    /// <summary>The first bytes of the answer.</summary>
    public static Misbehaviour TruncatedAnswer(int bytes) =>
        new(MisbehaviourKind.TruncatedAnswer) { Number = bytes };

    /// <summary>The first bytes of the announced answer, then a closed connection.</summary>
    public static Misbehaviour CutConnection(int bytes) =>
        new(MisbehaviourKind.CutConnection) { Number = bytes };

    /// <summary>An answer of at least so many bytes, with Content-Length or chunked.</summary>
    public static Misbehaviour OversizedAnswer(int bytes, bool chunked = false) =>
        new(MisbehaviourKind.OversizedAnswer) { Number = bytes, Chunked = chunked };

    /// <summary>The right answer after a time.</summary>
    public static Misbehaviour Delay(TimeSpan time) => new(MisbehaviourKind.Delay) { Time = time };

    /// <summary>The certificate comes after so many pollReq.</summary>
    public static Misbehaviour Poll(int polls, int checkAfter = 1) =>
        new(MisbehaviourKind.Poll) { Number = polls, Seconds = checkAfter };

    /// <summary>The answer comes after so many pollReq, an error with status waiting
    /// before.</summary>
    public static Misbehaviour DelayedDelivery(int polls, int checkAfter = 1) =>
        new(MisbehaviourKind.DelayedDelivery) { Number = polls, Seconds = checkAfter };

    /// <summary>pollRep names another certReqId.</summary>
    public static Misbehaviour WrongPollId { get; } = new(MisbehaviourKind.WrongPollId);

    /// <summary>The response names another certReqId.</summary>
    public static Misbehaviour WrongCertReqId { get; } = new(MisbehaviourKind.WrongCertReqId);

    /// <summary>cp in place of ip, ip in place of cp or kup.</summary>
    public static Misbehaviour WrongBodyType { get; } = new(MisbehaviourKind.WrongBodyType);

    /// <summary>Two responses in one message.</summary>
    public static Misbehaviour TwoResponses { get; } = new(MisbehaviourKind.TwoResponses);

    /// <summary>grantedWithMods, the certificate has another subject.</summary>
    public static Misbehaviour ChangedSubject(string name) =>
        new(MisbehaviourKind.ChangedSubject) { Text = name };

    /// <summary>grantedWithMods, the certificate has another alternative name.</summary>
    public static Misbehaviour ChangedAlternativeName(string dnsName) =>
        new(MisbehaviourKind.ChangedAlternativeName) { Text = dnsName };

    /// <summary>caPubs in cp and kup.</summary>
    public static Misbehaviour CaPubsEverywhere { get; } = new(MisbehaviourKind.CaPubsEverywhere);

    /// <summary>An encrypted certificate that nobody asked for.</summary>
    public static Misbehaviour EncryptedCertificate { get; } =
        new(MisbehaviourKind.EncryptedCertificate);

    /// <summary>The signature in the certificate is wrong.</summary>
    public static Misbehaviour WrongCertificateSignature { get; } =
        new(MisbehaviourKind.WrongCertificateSignature);

    /// <summary>rp names the issuer with its RDNs in the opposite order.</summary>
    public static Misbehaviour ReorderedRdns { get; } = new(MisbehaviourKind.ReorderedRdns);

    /// <summary>senderNonce has 8 bytes.</summary>
    public static Misbehaviour ShortSenderNonce { get; } = new(MisbehaviourKind.ShortSenderNonce);

    /// <summary>senderNonce is missing.</summary>
    public static Misbehaviour NoSenderNonce { get; } = new(MisbehaviourKind.NoSenderNonce);

    /// <summary>recipNonce is missing.</summary>
    public static Misbehaviour NoRecipNonce { get; } = new(MisbehaviourKind.NoRecipNonce);

    /// <summary>senderKID is the client's own.</summary>
    public static Misbehaviour ReflectedKid { get; } = new(MisbehaviourKind.ReflectedKid);

    /// <summary>protectionAlg without the NULL parameters of RSA.</summary>
    public static Misbehaviour NoNullParameters { get; } = new(MisbehaviourKind.NoNullParameters);

    /// <summary>Another pvno.</summary>
    public static Misbehaviour Pvno(int version) =>
        new(MisbehaviourKind.Pvno) { Number = version };

    /// <summary>messageTime is off.</summary>
    public static Misbehaviour WrongTime(TimeSpan offset) =>
        new(MisbehaviourKind.WrongTime) { Time = offset };

    /// <summary>Errors and rejections are unprotected.</summary>
    public static Misbehaviour UnprotectedNegative { get; } =
        new(MisbehaviourKind.UnprotectedNegative);

    /// <summary>pkiconf is unprotected.</summary>
    public static Misbehaviour UnprotectedConfirm { get; } =
        new(MisbehaviourKind.UnprotectedConfirm);

    /// <summary>The MAC names another number of iterations.</summary>
    public static Misbehaviour Iterations(int count) =>
        new(MisbehaviourKind.Iterations) { Number = count };

    /// <summary>A signature answers a MAC.</summary>
    public static Misbehaviour SignatureAnswer { get; } = new(MisbehaviourKind.SignatureAnswer);

    /// <summary>A MAC, of the first reference, answers a signature.</summary>
    public static Misbehaviour MacAnswer { get; } = new(MisbehaviourKind.MacAnswer);

    /// <summary>A stranger under the CA's name signs the answer.</summary>
    public static Misbehaviour UntrustedSigner { get; } = new(MisbehaviourKind.UntrustedSigner);

    /// <summary>The signer's certificate has expired.</summary>
    public static Misbehaviour ExpiredSigner { get; } = new(MisbehaviourKind.ExpiredSigner);

    /// <summary>The signer's key usage has no digitalSignature.</summary>
    public static Misbehaviour SignerWithoutDigitalSignature { get; } =
        new(MisbehaviourKind.SignerWithoutDigitalSignature);

    /// <summary>The right answer under an HTTP status of 4xx or 5xx.</summary>
    public static Misbehaviour MessageWithStatus(int status) =>
        new(MisbehaviourKind.MessageWithStatus) { Number = status };

    /// <summary>An HTTP redirect in place of the answer.</summary>
    public static Misbehaviour Redirect(int status, string path) =>
        new(MisbehaviourKind.Redirect) { Number = status, Text = path };

    /// <summary>The answer, then octets without an end.</summary>
    public static Misbehaviour EndlessBody { get; } = new(MisbehaviourKind.EndlessBody);

    /// <summary>The answer, an octet at a time.</summary>
    public static Misbehaviour SlowBody(TimeSpan pause) =>
        new(MisbehaviourKind.SlowBody) { Time = pause };

    /// <summary>The client polls for ever.</summary>
    public static Misbehaviour WaitForEver { get; } = Poll(int.MaxValue);

    /// <summary>pollRep tells the client to come again in 68 years.</summary>
    public static Misbehaviour HugeCheckAfter { get; } = Poll(1, int.MaxValue);
}
