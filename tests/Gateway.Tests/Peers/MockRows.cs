using System.Collections.Generic;
using System.Linq;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Crypto;

namespace Gateway.Tests.Peers;

/// <summary>The table: every mode that the mock server's options allow, and how it ends.</summary>
internal static class MockRows
{
    private const string Granted = "The certificate is granted and confirmed.";
    private const string GrantedBut =
        "The certificate is granted and confirmed, with differences: ";

    private const string Revoked = "The certificate is revoked.";
    private const string Answered = "The CA has answered.";
    private const string Refusal = "The CA rejected the request: ";
    private const string ErrorLine = "The CA reports an error: ";
    private const string Unfit = "The CA's status does not fit a request: ";

    // RFC 9810 5.2.3, PKIFailureInfo, in the order of its bits.
    private static readonly string[] Failures =
    [
        "badAlg", "badMessageCheck", "badRequest", "badTime", "badCertId", "badDataFormat",
        "wrongAuthority", "incorrectData", "missingTimeStamp", "badPOP", "certRevoked",
        "certConfirmed", "wrongIntegrity", "badRecipientNonce", "timeNotAvailable",
        "unacceptedPolicy", "unacceptedExtension", "addInfoNotAvailable", "badSenderNonce",
        "badCertTemplate", "signerNotTrusted", "transactionIdInUse", "unsupportedVersion",
        "notAuthorized", "systemUnavail", "systemFailure", "duplicateCertReq",
    ];

    private static readonly string[] CertificateRequests = ["ir", "cr", "kur", "p10cr"];
    private static readonly string[] GeneralRequests =
        ["genm caCerts", "genm rootCaCert", "genm certReqTemplate", "genm crlStatusList"];

    private static readonly ClientChange WrongSecret = new("a wrong secret",
        client => client.OwnSecret = "another secret");

    private static readonly ClientChange WrongReference = new("a wrong reference",
        client => client.OwnReference = "4321");

    private static readonly ClientChange Offers = new("offers implicitConfirm",
        client => client.Settings.OfferImplicitConfirm = true);

    private static readonly ClientChange BelievesErrors = new("accepts unprotected errors",
        client => client.Settings.AcceptUnprotectedErrors = true);

    private static readonly ClientChange WrongSecretBelievesErrors =
        new("a wrong secret, accepts unprotected errors", client =>
        {
            WrongSecret.Apply(client);
            BelievesErrors.Apply(client);
        });

    private static readonly ClientChange TrustsRoot = new("trusts root.pem",
        client => client.Trust("root.pem"));

    private static readonly ClientChange TrustsOther = new("trusts other.pem alone",
        client => client.Trust("other.pem"));

    internal static IReadOnlyList<MockRow> All { get; } = new[]
    {
        Requests(), Macs(), Signatures(), Polling(), ImplicitConfirmation(), Statuses(),
        FailureBits(), Errors(), Unprotected(), Acceptance(), Certificates(), Limits(), General(),
    }.SelectMany(rows => rows).ToList();

    private static IEnumerable<MockRow> Requests()
    {
        const string Topic = "Requests";
        foreach (bool isSigned in new[] { false, true })
        {
            foreach (string request in CertificateRequests)
            {
                yield return new(Topic, isSigned, request, "", null, Grant(request))
                {
                    IsIssuerVerified = isSigned,
                };
            }

            yield return new(Topic, isSigned, "rr", "", null, Revocation());
        }

        yield return new(Topic, false, "ir", "", new("sends pvno 3",
            client => client.Settings.UsesVersion3 = true),
            Error("ir", ErrorLine + "rejection: "), Grant("ir"));
        yield return new(Topic, false, "ir", "", new("names a certProfile",
            client => client.Settings.CertificateProfile = "profile1"), Grant("ir"));
    }

    private static IEnumerable<MockRow> Macs()
    {
        const string Topic = "MAC";
        (HashAlgorithm Owf, HashAlgorithm Mac, string Name)[] kinds =
        [
            (HashAlgorithm.Sha1, HashAlgorithm.Sha1, "PBM, SHA-1, HMAC-SHA1"),
            (HashAlgorithm.Sha256, HashAlgorithm.Sha1, "PBM, SHA-256, HMAC-SHA1"),
            (HashAlgorithm.Sha384, HashAlgorithm.Sha384, "PBM, SHA-384, HMAC-SHA384"),
            (HashAlgorithm.Sha512, HashAlgorithm.Sha512, "PBM, SHA-512, HMAC-SHA512"),
        ];
        foreach (var kind in kinds)
        {
            yield return new(Topic, false, "ir", "", new(kind.Name, client =>
            {
                client.Owf = kind.Owf;
                client.Mac = kind.Mac;
            }), Grant("ir"));
        }

        yield return new(Topic, false, "ir", "", new("PBM, 1000 iterations",
            client => client.Iterations = 1000), Grant("ir"));
        yield return new(Topic, false, "ir", "", new("allows 400 iterations",
            client => client.IterationsMax = 400), new Ending("ir ip",
                CmpOutcome.ProtocolViolation, "a number of iterations outside 100 to 400;"));
        yield return new(Topic, false, "ir", "", new("PBMAC1",
            client => client.UsesPbmac1 = true), Error("ir", ErrorLine + "rejection: "),
            Grant("ir"));
        foreach (string request in CertificateRequests.Append("rr").Append("genm caCerts"))
        {
            yield return new(Topic, false, request, "", WrongSecret, new Ending(
                Sent(request) + " error", CmpOutcome.BadProtection,
                "The MAC of the answer is wrong: check the reference value and the secret."
                    + " Not verified, it says: "));
        }

        yield return new(Topic, false, "ir", "", WrongReference, Grant("ir"));
        yield return new(Topic, false, "ir", "-srv_ref 4321", null, Grant("ir"));
        foreach (string option in new[] { "-mac hmac-sha256", "-digest sha512" })
        {
            yield return new(Topic, false, "ir", option, null, Grant("ir"));
        }
    }

    private static IEnumerable<MockRow> Signatures()
    {
        const string Topic = "Signatures";
        const string Rsa = "-srv_cert server-rsa.pem -srv_key server-rsa.key";
        const string Untrusted = "The signer of the answer is not trusted (";
        const string NoIssuer = Untrusted + "the certificate of CN=Server has no known issuer)";
        foreach (string request in CertificateRequests.Append("rr").Append("genm caCerts"))
        {
            yield return new(Topic, true, request, Rsa, null, Success(request));
        }

        yield return new(Topic, true, "kur", Rsa + " -digest sha512", null, Grant("kur"));
        foreach (SignatureAlgorithm algorithm in new[]
        {
            SignatureAlgorithm.RsaSha384, SignatureAlgorithm.RsaSha512,
        })
        {
            yield return new(Topic, true, "kur", "", new("signs with " + algorithm,
                client => client.SignatureAlgorithm = algorithm), Grant("kur"));
        }

        yield return new(Topic, true, "kur", "-srv_key server-locked.key -srv_keypass env:"
            + MockPki.KeyPasswordVariable, null, Grant("kur"));
        yield return new(Topic, true, "kur",
            "-srv_cert server-sub.pem -srv_untrusted sub.pem", null, Grant("kur"));
        yield return new(Topic, true, "kur", "-srv_cert server-sub.pem", null,
            Unsure("kur", CmpOutcome.SignerNotTrusted, NoIssuer));
        yield return new(Topic, true, "kur", "-srv_cert server-other.pem", null,
            Unsure("kur", CmpOutcome.SignerNotTrusted, NoIssuer));
        yield return new(Topic, true, "kur", "-srv_cert server-expired.pem", null,
            Unsure("kur", CmpOutcome.SignerNotTrusted,
                Untrusted + "the certificate of CN=Server has expired)"));
        yield return new(Topic, true, "kur", "-srv_cert server-enciphering.pem", null,
            Unsure("kur", CmpOutcome.SignerNotTrusted,
                Untrusted + "its key usage lacks digitalSignature)"));
        yield return new(Topic, true, "kur", "", TrustsOther,
            Unsure("kur", CmpOutcome.SignerNotTrusted, "has no known issuer)"));
        yield return new(Topic, true, "kur", "", new("names server-ec.pem, trusts nobody",
            client =>
            {
                client.Trust();
                client.Name("server-ec.pem");
            }), Grant("kur"));
        yield return new(Topic, true, "kur", "", new("names server-rsa.pem", client =>
            client.Name("server-rsa.pem")), Unsure("kur", CmpOutcome.SignerNotTrusted,
                "The answer does not come from the certificate"));
        yield return new(Topic, true, "kur", "-srv_cert server-expired.pem",
            new("names server-expired.pem", client => client.Name("server-expired.pem")),
            Unsure("kur", CmpOutcome.SignerNotTrusted, "is not valid at the time of the clock"));
        foreach (string name in new[] { "stranger.pem", "stranger-expired.pem" })
        {
            yield return new(Topic, true, "kur", "", new("signs with " + name,
                client => client.Stranger = name), Error("kur", ErrorLine + "rejection: "));
        }

        yield return new(Topic, true, "kur", "-srv_trusted other.pem", null,
            Error("kur", ErrorLine + "rejection: "));
        yield return new(Topic, true, "kur", "-accept_unprotected", null, Unsure("kur",
            CmpOutcome.NotProtected, "The answer has a MAC, the request was signed."))
        {
            IsServerOther = true,
        };
        yield return new(Topic, false, "ir", "-accept_unprotected", TrustsRoot, Unsure("ir",
            CmpOutcome.NotProtected, "The answer is signed, the request had a MAC;"))
        {
            IsServerOther = true,
        };
        yield return new(Topic, false, "ir", "-accept_unprotected",
            new("accepts signed answers, trusts root.pem", client =>
            {
                client.Trust("root.pem");
                client.Settings.AcceptSignatureAnswers = true;
            }), Grant("ir"))
        {
            IsServerOther = true,
        };
    }

    private static IEnumerable<MockRow> Polling()
    {
        const string Topic = "Polling";
        foreach (bool isSigned in new[] { false, true })
        {
            foreach (string request in CertificateRequests)
            {
                foreach (int polls in new[] { 0, 1, 3 })
                {
                    foreach (int checkAfter in new[] { 0, 1 })
                    {
                        yield return new(Topic, isSigned, request, "-poll_count " + polls
                            + " -check_after " + checkAfter, null, Polled(request, polls));
                    }
                }
            }
        }

        // OpenSSL 3.0 lets nobody wait for these; later versions delay the whole message.
        foreach (string request in new[] { "rr", "genm certReqTemplate" })
        {
            foreach (int polls in new[] { 1, 3 })
            {
                yield return new(Topic, false, request, "-poll_count " + polls, null,
                    Success(request), Delayed(request, polls));
            }
        }

        yield return new(Topic, false, "ir", "-poll_count 1 -grant_implicitconf", Offers,
            new Ending("ir ip pollReq ip", CmpOutcome.Done, Granted));
        yield return new(Topic, false, "ir", "-poll_count 1 -pkistatus 2", null,
            new Ending("ir ip pollReq ip", CmpOutcome.Rejected, Refusal + "no reason given."));
        yield return new(Topic, false, "ir", "-poll_count 1 -pkistatus 3", null,
            new Ending("ir ip pollReq ip error pkiConf", CmpOutcome.ProtocolViolation,
                "The CA answered pollReq with status waiting instead of pollRep."));
    }

    private static IEnumerable<MockRow> ImplicitConfirmation()
    {
        const string Topic = "Implicit confirmation";
        foreach (bool isSigned in new[] { false, true })
        {
            foreach (string request in CertificateRequests)
            {
                yield return new(Topic, isSigned, request, "-grant_implicitconf", Offers,
                    new Ending(request + " " + Answer(request), CmpOutcome.Done, Granted));
            }
        }

        yield return new(Topic, false, "ir", "-grant_implicitconf", null, Grant("ir"));
        yield return new(Topic, false, "ir", "", Offers, Grant("ir"));
    }

    private static IEnumerable<MockRow> Statuses()
    {
        const string Topic = "Status";
        foreach (bool isSigned in new[] { false, true })
        {
            foreach (string request in CertificateRequests)
            {
                yield return Status(isSigned, request, 0, Grant(request));
                yield return Status(isSigned, request, 1,
                    Grant(request, GrantedBut + "the CA changed something unnamed."));
                yield return Status(isSigned, request, 2, Refused(request));
                yield return Status(isSigned, request, 3, NeverReady(request));
                yield return Status(isSigned, request, 4,
                    Violation(request, Unfit + "revocationWarning."));
                yield return Status(isSigned, request, 5,
                    Violation(request, Unfit + "revocationNotification."));
                yield return Status(isSigned, request, 6,
                    Violation(request, Unfit + "keyUpdateWarning."));
            }

            foreach (int status in new[] { 0, 1, 4, 5 })
            {
                yield return Status(isSigned, "rr", status, Revocation());
            }

            yield return Status(isSigned, "rr", 2, Refused("rr"));
            yield return Status(isSigned, "rr", 3, NeverReady("rr"));
            yield return Status(isSigned, "rr", 6, Violation("rr", Unfit + "keyUpdateWarning."));
        }

        MockRow Status(bool isSigned, string request, int status, Ending ending) =>
            new(Topic, isSigned, request, "-pkistatus " + status, null, ending);
    }

    private static IEnumerable<MockRow> FailureBits()
    {
        const string Topic = "Failure bits and text";
        for (int bit = 0; bit < Failures.Length; bit++)
        {
            yield return new(Topic, false, "ir", "-pkistatus 2 -failure " + bit, null,
                Refused("ir", Failures[bit] + "."));
        }

        yield return new(Topic, false, "ir", "-pkistatus 2 -failurebits 0", null, Refused("ir"));
        yield return new(Topic, false, "ir", "-pkistatus 2 -failurebits 516", null,
            Refused("ir", "badRequest, badPOP."));
        yield return new(Topic, false, "ir", "-pkistatus 2 -failurebits 134217727", null,
            Refused("ir", string.Join(", ", Failures) + "."));
        const string Text = " -statusstring 'ask the operator'";
        yield return new(Topic, false, "ir", "-pkistatus 2" + Text, null,
            Refused("ir", "ask the operator."));
        yield return new(Topic, false, "kur", "-pkistatus 2 -failure 4" + Text, null,
            Refused("kur", "badCertId (ask the operator)."));
        yield return new(Topic, false, "rr", "-pkistatus 2 -failure 10" + Text, null,
            Refused("rr", "certRevoked (ask the operator)."));
        yield return new(Topic, false, "ir", "-pkistatus 1" + Text, null,
            Grant("ir", GrantedBut + "the CA says: ask the operator."));
        yield return new(Topic, false, "ir", "-failure 9", null, Grant("ir"));
        yield return new(Topic, false, "ir", "-pkistatus 0" + Text, null, Grant("ir"));
    }

    private static IEnumerable<MockRow> Errors()
    {
        const string Topic = "Error messages";
        foreach (bool isSigned in new[] { false, true })
        {
            foreach (string request in CertificateRequests.Append("rr").Concat(GeneralRequests))
            {
                yield return new(Topic, isSigned, request, "-send_error", null,
                    Error(request, ErrorLine + "rejection: "));
            }
        }
    }

    private static IEnumerable<MockRow> Unprotected()
    {
        const string Topic = "Unprotected answers";
        const string NotBelieved = "The answer is not protected and is not believed.";
        const string Said = NotBelieved + " Not verified, it says: rejection";
        foreach (bool isSigned in new[] { false, true })
        {
            foreach (string request in CertificateRequests.Append("rr").Append("genm caCerts"))
            {
                yield return new(Topic, isSigned, request, "-send_unprotected", null,
                    Unsure(request, CmpOutcome.NotProtected, NotBelieved));
            }

            foreach (string request in CertificateRequests.Append("rr"))
            {
                const string Options = "-send_unprot_err -pkistatus 2";
                yield return new(Topic, isSigned, request, Options, null,
                    Unsure(request, CmpOutcome.NotProtected, Said));
                yield return new(Topic, isSigned, request, Options, BelievesErrors,
                    Refused(request));
            }
        }

        yield return new(Topic, false, "ir", "-send_unprotected", BelievesErrors,
            Unsure("ir", CmpOutcome.NotProtected, NotBelieved));
        yield return new(Topic, false, "ir", "-send_unprotected -pkistatus 2", BelievesErrors,
            Refused("ir"));
        yield return new(Topic, false, "ir", "-send_unprot_err", null, Grant("ir"));
        yield return new(Topic, false, "ir", "-send_unprot_err", WrongSecret,
            new Ending("ir error", CmpOutcome.NotProtected, Said));
        yield return new(Topic, false, "ir", "-send_unprot_err", WrongSecretBelievesErrors,
            Error("ir", ErrorLine + "rejection"));
        yield return new(Topic, false, "genm caCerts", "-send_unprot_err -send_error", null,
            new Ending("genm error", CmpOutcome.NotProtected, Said));
        yield return new(Topic, false, "genm caCerts", "-send_unprot_err -send_error",
            BelievesErrors, Error("genm caCerts", ErrorLine + "rejection"));
    }

    private static IEnumerable<MockRow> Acceptance()
    {
        const string Topic = "What the server accepts";
        yield return new(Topic, false, "ir", "-accept_unprotected", null, Grant("ir"));
        yield return new(Topic, false, "ir", "-accept_unprotected", WrongSecret, Unsure("ir",
            CmpOutcome.BadProtection, "The MAC of the answer is wrong:"));
        yield return new(Topic, false, "ir", "-accept_raverified", null, Grant("ir"));
        yield return new(Topic, true, "kur", "-accept_raverified", null, Grant("kur"));
        yield return new(Topic, false, "ir", "-accept_unprot_err", null, Grant("ir"));
        yield return new(Topic, false, "ir", "-accept_unprot_err -pkistatus 4", null,
            Violation("ir", Unfit + "revocationWarning."));
    }

    private static IEnumerable<MockRow> Certificates()
    {
        const string Topic = "Certificates";
        const string Unverified =
            GrantedBut + "its issuer is not verified: the certificate of CN=hello has no known"
                + " issuer.";
        yield return new(Topic, false, "ir", "-rsp_capubs root.pem", null, Grant("ir"))
        {
            IsIssuerVerified = true,
        };
        yield return new(Topic, false, "ir", "-rsp_extracerts root.pem", null, Grant("ir"))
        {
            IsIssuerVerified = true,
        };
        yield return new(Topic, false, "ir", "-rsp_capubs root.pem -rsp_extracerts other.pem", null,
            Grant("ir"))
        {
            IsIssuerVerified = true,
        };
        yield return new(Topic, false, "ir", "-rsp_capubs other.pem", null,
            Grant("ir", Unverified))
        {
            IsIssuerVerified = false,
        };
        yield return new(Topic, false, "ir", "", TrustsRoot, Grant("ir"))
        {
            IsIssuerVerified = true,
        };
        yield return new(Topic, false, "ir", "", TrustsOther, Grant("ir", Unverified))
        {
            IsIssuerVerified = false,
        };
        foreach (string request in new[] { "cr", "kur", "p10cr" })
        {
            yield return new(Topic, false, request,
                "-rsp_capubs root.pem -rsp_extracerts root.pem", null, Grant(request))
            {
                IsIssuerVerified = true,
            };
        }

        const string Sub = "-rsp_cert new-sub.pem ";
        yield return new(Topic, false, "ir", Sub + "-rsp_extracerts sub.pem -rsp_capubs root.pem",
            null, Grant("ir"))
        {
            IsIssuerVerified = true,
        };
        yield return new(Topic, true, "cr", Sub + "-rsp_extracerts sub.pem", null, Grant("cr"))
        {
            IsIssuerVerified = true,
        };
        yield return new(Topic, true, "cr", Sub.TrimEnd(), null, Grant("cr", Unverified))
        {
            IsIssuerVerified = false,
        };
        foreach (string hash in new[] { "sha384", "sha512" })
        {
            yield return new(Topic, false, "ir", "-rsp_cert new-" + hash + ".pem", null,
                Grant("ir"));
        }

        // Ed25519 names no hash: certConf has to, which OpenSSL 3.0 cannot read.
        yield return new(Topic, false, "ir", "-rsp_cert new-edwards.pem", null,
            Unconfirmed("ir"), Grant("ir"));
        yield return new(Topic, false, "ir", "-rsp_cert new-renamed.pem", null,
            Grant("ir", GrantedBut + "the subject is CN=renamed."));
        yield return new(Topic, false, "ir", "-rsp_cert new-renamed.pem -pkistatus 1", null,
            Grant("ir", GrantedBut + "the subject is CN=renamed."));
        foreach (string request in CertificateRequests)
        {
            yield return new(Topic, false, request, "-rsp_cert new-for-another.pem", null,
                new Ending(Confirmed(request), CmpOutcome.WrongKey,
                    "The CA's certificate is for another public key; it was refused."));
        }

        // OpenSSL 3.0 takes it for the one that is to be replaced or revoked as well.
        foreach (string request in new[] { "kur", "rr" })
        {
            yield return new(Topic, false, request, Sub.TrimEnd(), null,
                Error(request, ErrorLine + "rejection: "), Success(request));
        }
    }

    private static IEnumerable<MockRow> Limits()
    {
        const string Topic = "A server that ends";
        yield return new(Topic, false, "ir", "-max_msgs 1", null, Unconfirmed("ir"));
        yield return new(Topic, false, "ir", "-max_msgs 2", null, Grant("ir"));
        yield return new(Topic, false, "ir", "-max_msgs 1 -grant_implicitconf", Offers,
            new Ending("ir ip", CmpOutcome.Done, Granted));
        yield return new(Topic, false, "rr", "-max_msgs 1", null, Revocation());
    }

    private static IEnumerable<MockRow> General()
    {
        const string Topic = "General messages";
        foreach (bool isSigned in new[] { false, true })
        {
            foreach (string request in new[] { "genm caCerts", "genm certReqTemplate" })
            {
                yield return new(Topic, isSigned, request, "", null, Success(request));
            }

            // OpenSSL 3.0 sends back what it was sent.
            foreach (string request in new[] { "genm rootCaCert", "genm crlStatusList" })
            {
                yield return new(Topic, isSigned, request, "", null,
                    Violation(request, "about something else than what was asked for."),
                    Success(request));
            }
        }

        yield return new(Topic, false, "genm caCerts", "-rsp_capubs root.pem", null,
            Success("genm caCerts"));
    }

    private static string Sent(string request) => request.Split(' ')[0];

    private static string Answer(string request) => Sent(request) switch
    {
        "ir" => "ip",
        "kur" => "kup",
        "rr" => "rp",
        "genm" => "genp",
        _ => "cp",
    };

    private static string Exchange(string request) => Sent(request) + " " + Answer(request);

    private static string Confirmed(string request) => Exchange(request) + " certConf pkiConf";

    private static Ending Grant(string request, string reason = Granted) =>
        new(Confirmed(request), CmpOutcome.Done, reason);

    private static Ending Unconfirmed(string request) =>
        new(Exchange(request) + " certConf certConf certConf", CmpOutcome.TransportFailed,
            "The CA granted the certificate but did not acknowledge its confirmation (");

    private static Ending Revocation() => new("rr rp", CmpOutcome.Done, Revoked);

    private static Ending Success(string request) => Sent(request) switch
    {
        "rr" => Revocation(),
        "genm" => new Ending("genm genp", CmpOutcome.Done, Answered),
        _ => Grant(request),
    };

    private static Ending Polled(string request, int polls)
    {
        if (polls == 0) return Grant(request);
        string pauses = string.Concat(Enumerable.Repeat("pollReq pollRep ", polls - 1));
        return new(Exchange(request) + " " + pauses + "pollReq " + Answer(request)
            + " certConf pkiConf", CmpOutcome.Done, Granted);
    }

    private static Ending Delayed(string request, int polls)
    {
        string pauses = string.Concat(Enumerable.Repeat("pollReq pollRep ", polls - 1));
        return Success(request) with
        {
            Messages = Sent(request) + " error " + pauses + "pollReq " + Answer(request),
        };
    }

    private static Ending Refused(string request, string why = "no reason given.") =>
        new(Exchange(request), CmpOutcome.Rejected, Refusal + why);

    private static Ending Violation(string request, string reason) =>
        new(Exchange(request) + " error pkiConf", CmpOutcome.ProtocolViolation, reason);

    private static Ending Unsure(string request, CmpOutcome outcome, string reason) =>
        new(Exchange(request), outcome, reason);

    private static Ending Error(string request, string reason) =>
        new(Sent(request) + " error", CmpOutcome.ErrorFromServer, reason);

    private static Ending NeverReady(string request) => new(Exchange(request) + " pollReq error",
        CmpOutcome.ErrorFromServer, ErrorLine + "rejection: ");
}
