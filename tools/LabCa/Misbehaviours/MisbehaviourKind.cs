namespace Gateway.LabCa;

/// <summary>Ways in which the lab CA can fail on demand.</summary>
public enum MisbehaviourKind
{
    /// <summary>The answer's MAC is wrong.</summary>
    WrongMac,

    /// <summary>recipNonce is not the client's senderNonce; the MAC is right.</summary>
    WrongNonce,

    /// <summary>transactionID is another one; the MAC is right.</summary>
    WrongTransactionId,

    /// <summary>The certificate in ip or cp is for a key that the client does not have.</summary>
    CertificateForAnotherKey,

    /// <summary>ip or cp with status rejection.</summary>
    Reject,

    /// <summary>ip without caPubs.</summary>
    NoCaPubs,

    /// <summary>A protected error message in place of the answer.</summary>
    ErrorMessage,

    /// <summary>An unprotected error message in place of the answer.</summary>
    UnprotectedError,

    /// <summary>An HTTP status and no CMP message.</summary>
    HttpStatus,

    /// <summary>The first bytes of the answer as if they were all of it.</summary>
    TruncatedAnswer,

    /// <summary>Content-Length of the whole answer, its first bytes, and a closed
    /// connection.</summary>
    CutConnection,

    /// <summary>Bytes that are no DER.</summary>
    GarbageAnswer,

    /// <summary>The right answer, blown up with more extraCerts.</summary>
    OversizedAnswer,

    /// <summary>The connection is closed without an answer.</summary>
    DropConnection,

    /// <summary>The right answer, late.</summary>
    Delay,

    /// <summary>Nothing until the client gives up.</summary>
    NeverAnswer,

    /// <summary>The certificate comes after so many pollReq.</summary>
    Poll,

    /// <summary>The answer comes after so many pollReq, an error with status waiting
    /// before.</summary>
    DelayedDelivery,

    /// <summary>pollRep names another certReqId.</summary>
    WrongPollId,

    /// <summary>The response names another certReqId.</summary>
    WrongCertReqId,

    /// <summary>cp in place of ip, ip in place of cp or kup.</summary>
    WrongBodyType,

    /// <summary>Two responses in one message.</summary>
    TwoResponses,

    /// <summary>grantedWithMods, the certificate has another subject.</summary>
    ChangedSubject,

    /// <summary>grantedWithMods, the certificate has another alternative name.</summary>
    ChangedAlternativeName,

    /// <summary>caPubs in cp and kup.</summary>
    CaPubsEverywhere,

    /// <summary>An encrypted certificate that nobody asked for.</summary>
    EncryptedCertificate,

    /// <summary>The signature in the certificate is wrong.</summary>
    WrongCertificateSignature,

    /// <summary>rp names the issuer with its RDNs in the opposite order.</summary>
    ReorderedRdns,

    /// <summary>senderNonce has 8 bytes.</summary>
    ShortSenderNonce,

    /// <summary>senderNonce is missing.</summary>
    NoSenderNonce,

    /// <summary>recipNonce is missing.</summary>
    NoRecipNonce,

    /// <summary>senderKID is the client's own.</summary>
    ReflectedKid,

    /// <summary>protectionAlg without the NULL parameters of RSA.</summary>
    NoNullParameters,

    /// <summary>Another pvno.</summary>
    Pvno,

    /// <summary>messageTime is off.</summary>
    WrongTime,

    /// <summary>Errors and rejections are unprotected.</summary>
    UnprotectedNegative,

    /// <summary>pkiconf is unprotected.</summary>
    UnprotectedConfirm,

    /// <summary>The MAC names another number of iterations.</summary>
    Iterations,

    /// <summary>A signature answers a MAC.</summary>
    SignatureAnswer,

    /// <summary>A MAC, of the first reference, answers a signature.</summary>
    MacAnswer,

    /// <summary>A stranger under the CA's name signs the answer.</summary>
    UntrustedSigner,

    /// <summary>The signer's certificate has expired.</summary>
    ExpiredSigner,

    /// <summary>The signer's key usage has no digitalSignature.</summary>
    SignerWithoutDigitalSignature,

    /// <summary>The right answer under an HTTP status of 4xx or 5xx.</summary>
    MessageWithStatus,

    /// <summary>An HTTP redirect in place of the answer.</summary>
    Redirect,

    /// <summary>The answer, then octets without an end.</summary>
    EndlessBody,

    /// <summary>The answer, an octet at a time.</summary>
    SlowBody,
}
