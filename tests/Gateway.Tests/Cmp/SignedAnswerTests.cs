using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Pki;
using Gateway.Tests.Crypto;
using Gateway.Tests.Rules;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Xunit;

namespace Gateway.Tests.Cmp;

/// <summary>
/// Signed requests and answers; signatures of answers are verified by the firmware.
/// </summary>
public class SignedAnswerTests
{
    [Theory]
    [InlineData(SignatureAlgorithm.RsaSha256, "1.2.840.113549.1.1.11")]
    [InlineData(SignatureAlgorithm.RsaSha384, "1.2.840.113549.1.1.12")]
    [InlineData(SignatureAlgorithm.RsaSha512, "1.2.840.113549.1.1.13")]
    public void SignedRequestsVerifyElsewhere(SignatureAlgorithm algorithm, string oid)
    {
        // The peer verifies each with BouncyCastle.
        BouncyPeer peer = BouncyPeer.Signing(People.Root);
        Done(Enrolling.Run(peer.Answer, r =>
        {
            Enrolling.Update(r);
            r.ProtectionAlgorithm = algorithm;
        }));
        Assert.Equal(2, peer.Received.Count);
        Assert.All(peer.Received, der => Assert.Equal(oid,
            BouncyPeer.Open(der).Header.ProtectionAlg.Algorithm.Id));
    }

    [Theory]
    [InlineData("SHA256WITHRSA")]
    [InlineData("SHA384WITHRSA")]
    [InlineData("SHA512WITHRSA")]
    [InlineData("SHA256WITHRSAANDMGF1")]
    [InlineData("SHA384WITHRSAANDMGF1")]
    [InlineData("SHA512WITHRSAANDMGF1")]
    [Rule(23)]
    public void Rule23_SignaturesByRsaAreVerified(string algorithm)
    {
        BouncyPeer peer = BouncyPeer.Signing(People.Server, algorithm, People.Root);
        Done(Enrolling.Run(peer.Answer, Careful));
        BouncyPeer forger = Forging(peer);
        Told.Nobody(Enrolling.Run(forger.Answer, Careful), forger, CmpOutcome.BadProtection,
            "signature");
    }

    [Theory]
    [InlineData(256, "SHA256WITHECDSA")]
    [InlineData(256, "SHA384WITHECDSA")]
    [InlineData(384, "SHA384WITHECDSA")]
    [InlineData(384, "SHA512WITHECDSA")]
    [Rule(23)]
    public void Rule23_SignaturesByEcdsaAreVerified(int bits, string algorithm)
    {
        Identity server = Identity.Issue(People.Root, "CN=ec",
            bits == 256 ? People.P256 : People.P384);
        BouncyPeer peer = BouncyPeer.Signing(server, algorithm, People.Root);
        Done(Enrolling.Run(peer.Answer, Careful));
        BouncyPeer forger = Forging(peer);
        Told.Nobody(Enrolling.Run(forger.Answer, Careful), forger, CmpOutcome.BadProtection,
            "signature");
    }

    [Fact]
    [Rule(23)]
    public void Rule23_AChainOfFourLeadsToTheAnchor()
    {
        Identity upper = Identity.Authority(People.Root, "CN=upper", People.P384);
        Identity lower = Identity.Authority(upper, "CN=lower", People.P256);
        Identity server = Identity.Issue(lower, "CN=server", People.SpareKey);
        BouncyPeer peer = BouncyPeer.Signing(server, "SHA256WITHRSA", lower, upper, People.Root);
        Done(Enrolling.Run(peer.Answer, Careful));

        // In any order, and without the anchor.
        peer = BouncyPeer.Signing(server);
        peer.ExtraCerts = [upper.Certificate, server.Certificate, lower.Certificate];
        Done(Enrolling.Run(peer.Answer, Careful));

        peer = BouncyPeer.Signing(server, "SHA256WITHRSA", lower);
        Told.Nobody(Enrolling.Run(peer.Answer, Careful), peer, CmpOutcome.SignerNotTrusted,
            "not trusted");
    }

    [Fact]
    [Rule(20)]
    public void Rule20_AReflectedOrMissingKeyIdentifierSaysNothing()
    {
        foreach (byte[]? keyId in new[] { People.Device.KeyId(), null, People.Root.KeyId() })
        {
            BouncyPeer peer = BouncyPeer.Signing(People.Root);
            Action<HeaderParts> bend = peer.Bend;
            peer.Bend = parts =>
            {
                bend(parts);
                parts.SenderKeyId = keyId;
            };
            Done(Enrolling.Run(peer.Answer, Enrolling.Update));
        }
    }

    [Fact]
    [Rule(20, Breaks = true)]
    public void Rule20_AnotherKeyIdentifierOrSenderIsRefused()
    {
        Action<HeaderParts>[] bends =
        {
            parts => parts.SenderKeyId = People.Stranger.KeyId(),
            parts => parts.SenderKeyId = [1],
            parts => parts.Sender = new GeneralName(new X509Name("C=DE,O=Test,CN=CA")),
            parts => parts.Sender = new GeneralName(new X509Name("CN=Cb,O=Test,C=DE")),
            parts => parts.Sender = new GeneralName(GeneralName.DnsName, "ca.example"),
        };
        foreach (Action<HeaderParts> wrong in bends)
        {
            BouncyPeer peer = BouncyPeer.Signing(People.Root);
            Action<HeaderParts> bend = peer.Bend;
            peer.Bend = parts =>
            {
                bend(parts);
                wrong(parts);
            };
            Told.Nobody(Enrolling.Run(peer.Answer, Enrolling.Update), peer,
                CmpOutcome.SignerNotTrusted, "sender or senderKID");
        }
    }

    [Fact]
    public void WithoutExtraCertsTheAnchorItselfMayBeTheSigner()
    {
        BouncyPeer peer = BouncyPeer.Signing(People.Root);
        peer.ExtraCerts = [];
        Done(Enrolling.Run(peer.Answer, Enrolling.Update));
        peer = BouncyPeer.Signing(People.Server);
        peer.ExtraCerts = [];
        Told.Nobody(Enrolling.Run(peer.Answer, Enrolling.Update), peer,
            CmpOutcome.SignerNotTrusted, "is not there");
    }

    [Fact]
    public void LaterMessagesMayLeaveTheSignerOut()
    {
        BouncyPeer peer = BouncyPeer.Signing(People.Server);
        int count = 0;
        Done(Enrolling.Run(request =>
        {
            if (count++ == 1) peer.ExtraCerts = [];
            return peer.Answer(request);
        }, Enrolling.Update));
        Assert.Equal(2, count);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void TheVerificationCertificateAloneMaySign(bool isNamed, bool isTaken)
    {
        // Trusted as it is, though no path leads to it; nobody else is, though a path does.
        BouncyPeer peer = BouncyPeer.Signing(isNamed ? People.Stranger : People.Server);
        peer.ExtraCerts = isNamed ? [] : peer.ExtraCerts;
        CmpMachine machine = Enrolling.Run(peer.Answer, r =>
        {
            Enrolling.Update(r);
            r.Settings.VerificationCertificate = People.Stranger.Certificate;
        });
        if (isTaken) Done(machine);
        else Told.Nobody(machine, peer, CmpOutcome.SignerNotTrusted, "verification-cert");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(23, Breaks = true)]
    public void Rule23_AnExpiredSignerIsRefusedWhileTheClockIsKnown(bool isNamed)
    {
        Identity late = Identity.Issue(People.Root, "CN=late", People.SpareKey,
            d => d.NotAfter = TestCa.Start.AddDays(1));
        BouncyPeer peer = BouncyPeer.Signing(late, "SHA256WITHRSA", People.Root);
        void Change(EnrolmentRequest r)
        {
            Enrolling.Update(r);
            if (isNamed) r.Settings.VerificationCertificate = late.Certificate;
        }

        Told.Nobody(Enrolling.Run(peer.Answer, Change), peer, CmpOutcome.SignerNotTrusted,
            isNamed ? "not valid" : "expired");
        Done(Enrolling.Run(BouncyPeer.Signing(late, "SHA256WITHRSA", People.Root).Answer, Change,
            UtcTime.Unknown));
    }

    /// <summary>Signers that may not sign, by what is wrong with them.</summary>
    public static TheoryData<string> BadSigners =>
        new(Defects().Keys.Where(k => k != "sha1").ToArray());

    [Theory]
    [MemberData(nameof(BadSigners))]
    [Rule(23, Breaks = true)]
    public void Rule23_ASignerThatMayNotSignIsRefused(string defect)
    {
        Identity[] chain = Defects()[defect]();
        BouncyPeer peer = BouncyPeer.Signing(chain[0], "SHA256WITHRSA", chain[1..]);
        Told.Nobody(Enrolling.Run(peer.Answer, Enrolling.Update), peer,
            CmpOutcome.SignerNotTrusted, "not trusted");
    }

    [Fact]
    public void ASignerWithoutKeyUsageMaySign()
    {
        Identity plain = Identity.Issue(People.Root, "CN=plain", People.SpareKey,
            d => d.KeyUsage = null);
        Done(Enrolling.Run(BouncyPeer.Signing(plain).Answer, Enrolling.Update));
    }

    [Theory]
    [InlineData("SHA224WITHRSA")]
    [InlineData("RIPEMD160WITHRSA")]
    [InlineData("MD5WITHRSA")]
    [Rule(23, Breaks = true)]
    public void Rule23_UnknownSignatureAlgorithmsAreRefused(string algorithm)
    {
        BouncyPeer peer = BouncyPeer.Signing(People.Root, algorithm);
        Told.Nobody(Enrolling.Run(peer.Answer, Enrolling.Update), peer,
            CmpOutcome.ProtocolViolation, "not supported");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sha1CountsByPolicyAlone(bool isAllowed)
    {
        BouncyPeer peer = BouncyPeer.Signing(People.Root, "SHA1WITHRSA");
        CmpMachine machine = Enrolling.Run(peer.Answer, r =>
        {
            Careful(r);
            r.Settings.AcceptSha1 = isAllowed;
        });
        if (isAllowed) Done(machine);
        else Told.Nobody(machine, peer, CmpOutcome.ProtocolViolation, "SHA-1");
        Identity[] chain = Defects()["sha1"]();
        peer = BouncyPeer.Signing(chain[0], "SHA256WITHRSA", chain[1..]);
        machine = Enrolling.Run(peer.Answer, r =>
        {
            Careful(r);
            r.Settings.AcceptSha1 = isAllowed;
        });
        if (isAllowed) Done(machine);
        else Told.Nobody(machine, peer, CmpOutcome.SignerNotTrusted, "not trusted");
    }

    [Fact]
    [Rule(24)]
    public void Rule24_ASignedAnswerToAMacCountsWhereThePolicySaysSo()
    {
        BouncyPeer peer = BouncyPeer.Signing(People.Server, "SHA256WITHRSA", People.Root);
        Done(Enrolling.Run(peer.Answer, r =>
        {
            r.Settings.AcceptSignatureAnswers = true;
            r.Settings.TrustAnchors = [People.Root.Certificate];
        }));

        // The policy trusts nobody by itself.
        peer = BouncyPeer.Signing(People.Server, "SHA256WITHRSA", People.Root);
        Told.Nobody(Enrolling.Run(peer.Answer, r => r.Settings.AcceptSignatureAnswers = true),
            peer, CmpOutcome.SignerNotTrusted, "not trusted");
    }

    [Fact]
    [Rule(24, Breaks = true)]
    public void Rule24_ASignedAnswerToAMacIsRefusedWithoutThePolicy()
    {
        BouncyPeer peer = BouncyPeer.Signing(People.Server, "SHA256WITHRSA", People.Root);
        Told.Nobody(Enrolling.Run(peer.Answer,
            r => r.Settings.TrustAnchors = [People.Root.Certificate]), peer,
            CmpOutcome.NotProtected, "accept signature-answer");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(24, Breaks = true)]
    public void Rule24_AMacNeverAnswersASignature(bool isPbmac1)
    {
        BouncyPeer peer = new()
        {
            CaPubs = [], Protection = isPbmac1 ? new PeerPbmac1() : null,
        };
        Told.Nobody(Enrolling.Run(peer.Answer, r =>
        {
            Enrolling.Update(r);
            r.Settings.AcceptSignatureAnswers = true;
            r.Settings.AcceptUnprotectedErrors = true;
        }), peer, CmpOutcome.NotProtected, "the request was signed");
    }

    [Fact]
    [Rule(26, Breaks = true)]
    public void Rule26_CaPubsUnderASignatureVouchForNobody()
    {
        // ip signed by one CA brings another as caPubs, which then signs pkiConf.
        BouncyPeer peer = BouncyPeer.Signing(People.Root);
        peer.CaPubs = [People.Stranger.Certificate];
        BouncyPeer other = BouncyPeer.Signing(People.Stranger);
        int count = 0;
        CmpMachine machine = Enrolling.Run(
            request => count++ == 0 ? peer.Answer(request)
                : other.Seal(BouncyPeer.Open(request), PeerBodies.PkiConf), Enrolling.Signed);
        Told.Nobody(machine, peer, CmpOutcome.SignerNotTrusted, "not trusted");
    }

    [Fact]
    [Rule(26)]
    public void Rule26_CaPubsUnderAMacVouchForTheRestOfTheTransaction()
    {
        BouncyPeer peer = new() { CaPubs = [People.Stranger.Certificate] };
        BouncyPeer other = BouncyPeer.Signing(People.Stranger);
        int count = 0;
        byte[] Answer(byte[] request) => count++ == 0 ? peer.Answer(request)
            : other.Seal(BouncyPeer.Open(request), PeerBodies.PkiConf);
        Done(Enrolling.Run(Answer, r => r.Settings.AcceptSignatureAnswers = true));

        // The next transaction knows nothing of it.
        other = BouncyPeer.Signing(People.Stranger);
        Told.Nobody(Enrolling.Run(other.Answer, r => r.Settings.AcceptSignatureAnswers = true),
            other, CmpOutcome.SignerNotTrusted, "not trusted");
    }

    [Theory]
    [InlineData(CertificateRequestKind.Initial)]
    [InlineData(CertificateRequestKind.Certification)]
    public void OtherRequestsAreSignedTooAndNameNoOldCertificate(CertificateRequestKind kind)
    {
        BouncyPeer peer = BouncyPeer.Signing(People.Root);
        Done(Enrolling.Run(peer.Answer, r =>
        {
            Enrolling.Signed(r);
            r.Kind = kind;
        }));
    }

    private static Dictionary<string, Func<Identity[]>> Defects() => new()
    {
        ["stranger"] = () => [People.Stranger],
        ["key usage"] = () => [Identity.Issue(People.Root, "CN=x", People.SpareKey,
            d => d.KeyUsage = X509KeyUsageFlags.KeyEncipherment)],
        ["critical extension"] = () => [Identity.Issue(People.Root, "CN=x", People.SpareKey,
            d => d.CriticalOid = "1.2.3.4")],
        ["not yet valid"] = () => [Identity.Issue(People.Root, "CN=x", People.SpareKey,
            d => d.NotBefore = TestCa.Start.AddDays(60))],
        ["too many CAs"] = () =>
        {
            Identity upper = Identity.Authority(People.Root, "CN=upper", People.P384,
                d => d.HasPathLength = true);
            Identity lower = Identity.Authority(upper, "CN=lower", People.P256);
            return [Identity.Issue(lower, "CN=x", People.SpareKey), lower, upper];
        },
        ["issuer is no CA"] = () =>
        {
            Identity no = Identity.Issue(People.Root, "CN=no", People.P256);
            return [Identity.Issue(no, "CN=x", People.SpareKey), no];
        },
        ["issuer may not sign certificates"] = () =>
        {
            Identity no = Identity.Authority(People.Root, "CN=no", People.P256,
                d => d.KeyUsage = X509KeyUsageFlags.DigitalSignature);
            return [Identity.Issue(no, "CN=x", People.SpareKey), no];
        },
        ["issuer has expired"] = () =>
        {
            Identity no = Identity.Authority(People.Root, "CN=no", People.P256,
                d => d.NotAfter = TestCa.Start.AddDays(1));
            return [Identity.Issue(no, "CN=x", People.SpareKey), no];
        },
        ["issuer has a critical extension"] = () =>
        {
            Identity no = Identity.Authority(People.Root, "CN=no", People.P256,
                d => d.CriticalOid = "1.2.3.4");
            return [Identity.Issue(no, "CN=x", People.SpareKey), no];
        },
        ["forged issuer"] = () =>
        {
            Identity no = Identity.Authority(null, People.Root.Name, People.P256);
            return [Identity.Issue(no, "CN=x", People.SpareKey), no];
        },
        ["sha1"] = () => [Identity.Issue(People.Root, "CN=x", People.SpareKey,
            d => d.Hash = HashAlgorithmName.SHA1)],
    };

    // The firmware's own engine verifies.
    private static void Careful(EnrolmentRequest request)
    {
        Enrolling.Update(request);
        request.Settings.KeyEngine = new NetKeyEngine
        {
            Verifier = new ManagedKeyEngine(new SeededRandom(1)),
        };
    }

    // The same peer, which changes the nonce after it has signed.
    private static BouncyPeer Forging(BouncyPeer good) => new()
    {
        Protection = new ForgedSignature(good.Protection!),
        CaPubs = [],
        ExtraCerts = good.ExtraCerts,
        Bend = good.Bend,
    };

    private sealed class ForgedSignature(IPeerProtection good) : IPeerProtection
    {
        public AlgorithmIdentifier Algorithm => good.Algorithm;

        public byte[] Protect(byte[] data)
        {
            byte[] other = (byte[])data.Clone();
            other[^1] ^= 1;
            return good.Protect(other);
        }
    }

    private static void Done(CmpMachine machine) => Assert.Equal(
        (CmpOutcome.Done, ""), (machine.Outcome,
            machine.Outcome == CmpOutcome.Done ? "" : machine.Reason));
}
