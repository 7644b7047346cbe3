using System;
using System.Linq;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Tests.Rules;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.Crmf;
using Org.BouncyCastle.Asn1.X509;
using Xunit;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;

namespace Gateway.Tests.Cmp;

/// <summary>genm and genp: the four questions that an end entity asks.</summary>
public class GeneralMessageTests
{
    private const string Types = PeerBodies.InfoTypes;

    // A CertificateList is only carried here; any SEQUENCE serves.
    private static readonly byte[] Crl = [0x30, 0x03, 0x02, 0x01, 0x07];

    [Theory]
    [InlineData(GeneralRequest.CaCertificates, "17")]
    [InlineData(GeneralRequest.RootCaUpdate, "20")]
    [InlineData(GeneralRequest.CertificateTemplate, "19")]
    [InlineData(GeneralRequest.Crls, "22")]
    [Rule(25)]
    public void Rule25_AnAnswerWithoutValueMeansNothingNew(GeneralRequest what, string type)
    {
        BouncyPeer peer = new();
        GeneralOperation operation = Ask(what);
        CmpMachine machine = Run(peer, operation);
        Assert.Equal((CmpOutcome.Done, "The CA has answered."), (machine.Outcome, machine.Reason));
        Assert.True(IsEmpty(operation));
        BcMessage sent = BouncyPeer.Open(Assert.Single(peer.Received));
        Assert.Equal(PkiBody.TYPE_GEN_MSG, sent.Body.Type);
        Assert.Equal(Types + type, Question(sent)[0].ToString());
    }

    [Fact]
    public void CaCertificatesComeAsTheyAre()
    {
        byte[][] all = [People.Root.Certificate, People.Stranger.Certificate];
        GeneralOperation operation = Ask(GeneralRequest.CaCertificates);
        BouncyPeer peer = Answering(PeerBodies.Sequence(all));
        Assert.Equal(CmpOutcome.Done, Run(peer, operation).Outcome);
        Assert.Equal(all, operation.Elements);
        Assert.Single(Question(BouncyPeer.Open(peer.Received[0])));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void TheUpdateOfARootComesInItsParts(bool hasNewWithOld, bool hasOldWithNew)
    {
        Asn1EncodableVector parts = new(Der(People.Root.Certificate));
        if (hasNewWithOld) parts.Add(new DerTaggedObject(true, 0, Der(People.Server.Certificate)));
        if (hasOldWithNew) parts.Add(new DerTaggedObject(true, 1, Der(People.Device.Certificate)));
        GeneralOperation operation = Ask(GeneralRequest.RootCaUpdate);
        BouncyPeer peer = Answering(new DerSequence(parts));
        Assert.Equal(CmpOutcome.Done, Run(peer, operation).Outcome);
        Assert.Equal(People.Root.Certificate, operation.NewWithNew);
        Assert.Equal(hasNewWithOld ? People.Server.Certificate : null, operation.NewWithOld);
        Assert.Equal(hasOldWithNew ? People.Device.Certificate : null, operation.OldWithNew);
        Assert.Equal(People.Root.Certificate,
            Question(BouncyPeer.Open(peer.Received[0]))[1].ToAsn1Object().GetDerEncoded());
    }

    [Fact]
    public void ATemplateIsReadAsLines()
    {
        X509ExtensionsGenerator extensions = new();
        extensions.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(0x80));
        CertTemplate template = new CertTemplateBuilder()
            .SetSubject(new X509Name("C=DE,O=Test,CN=device"))
            .SetExtensions(extensions.Generate()).Build();
        DerSequence keySpec = new(new DerSequence(
            new DerObjectIdentifier("1.3.6.1.5.5.7.5.1.12"), DerInteger.ValueOf(3072)));
        GeneralOperation operation = Ask(GeneralRequest.CertificateTemplate);
        BouncyPeer peer = Answering(new DerSequence(template, keySpec));
        Assert.Equal(CmpOutcome.Done, Run(peer, operation).Outcome);
        Assert.Equal(
            ["subject: C=DE, O=Test, CN=device", "extension: X509v3 Key Usage",
                "key: RSA, 3072 bits"], operation.Template);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CrlsAreAskedByIssuerAndDate(bool isDated)
    {
        X509Name issuer = new("C=DE,O=Test,CN=CA");
        GeneralOperation operation = new(GeneralRequest.Crls, issuer.GetDerEncoded(),
            isDated ? TestCa.Now : UtcTime.Unknown);
        BouncyPeer peer = Answering(PeerBodies.Sequence([Crl]));
        Assert.Equal(CmpOutcome.Done, Run(peer, operation).Outcome);
        Assert.Equal(Crl, Assert.Single(operation.Elements));
        Asn1Sequence status = Asn1Sequence.GetInstance(Assert.Single(Asn1Sequence.GetInstance(
            Question(BouncyPeer.Open(peer.Received[0]))[1])));
        Asn1TaggedObject source = Asn1TaggedObject.GetInstance(status[0]);
        Assert.Equal(1, source.TagNo);
        Assert.Equal(isDated ? 2 : 1, status.Count);
        if (!isDated) return;
        Assert.Equal(TestCa.Now, new DateTimeOffset(Time.GetInstance(status[1]).ToDateTime(),
            TimeSpan.Zero).ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData(GeneralRequest.CaCertificates)]
    [InlineData(GeneralRequest.RootCaUpdate)]
    [InlineData(GeneralRequest.CertificateTemplate)]
    [InlineData(GeneralRequest.Crls)]
    [Rule(25, Breaks = true)]
    public void Rule25_AnAnswerAboutSomethingElseIsRefused(GeneralRequest what)
    {
        BouncyPeer peer = new();
        peer.BodyFor = m => m.Body.Type == PkiBody.TYPE_GEN_MSG
            ? PeerBodies.Genp(Types + "16", PeerBodies.Sequence([Crl])) : PeerBodies.PkiConf;
        GeneralOperation operation = Ask(what);
        Told.Check(Run(peer, operation), peer, PkiFailureInfo.BadRequest, "something else");
        Assert.True(IsEmpty(operation));
    }

    [Fact]
    [Rule(27, Breaks = true)]
    public void Rule27_MalformedAnswersGiveNothing()
    {
        byte[] certificate = People.Root.Certificate;
        foreach (GeneralRequest what in Enum.GetValues<GeneralRequest>())
        {
            foreach (Asn1Encodable value in Malformed(certificate))
            {
                GeneralOperation operation = Ask(what);
                BouncyPeer peer = Answering(value);
                Told.Check(Run(peer, operation), peer, PkiFailureInfo.BadDataFormat,
                    "genp is malformed");
                Assert.True(IsEmpty(operation));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [Rule(27, Breaks = true)]
    public void Rule27_OneElementForOneQuestion(int count)
    {
        BouncyPeer peer = new();
        Asn1Encodable one = new DerSequence(new DerObjectIdentifier(Types + "17"),
            PeerBodies.Sequence([People.Root.Certificate]));
        peer.BodyFor = m => m.Body.Type == PkiBody.TYPE_GEN_MSG
            ? new PkiBody(PkiBody.TYPE_GEN_REP,
                new DerSequence(Enumerable.Repeat(one, count).ToArray()))
            : PeerBodies.PkiConf;
        GeneralOperation operation = Ask(GeneralRequest.CaCertificates);
        Told.Check(Run(peer, operation), peer, PkiFailureInfo.BadDataFormat, "malformed");
        Assert.True(IsEmpty(operation));
    }

    [Fact]
    public void ImplicitConfirmIsNotOfferedForAQuestion()
    {
        BouncyPeer peer = new();
        CmpMachine machine = Enrolling.Run(peer.Answer, r =>
        {
            r.Settings.OfferImplicitConfirm = true;
            r.Operation = Ask(GeneralRequest.CaCertificates);
        });
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
    }

    [Fact]
    public void AQuestionWithoutItsSubjectIsABugOfTheCaller()
    {
        Assert.Throws<ArgumentException>(() => new GeneralOperation(GeneralRequest.Crls, null!, 0));
        Assert.Throws<ArgumentException>(() =>
            new GeneralOperation(GeneralRequest.CaCertificates, [1], 0));
    }

    private static Asn1Encodable[] Malformed(byte[] certificate) =>
    [
        DerNull.Instance,
        new DerOctetString([1, 2, 3]),
        new DerSequence(Der(certificate), DerNull.Instance),
        new DerSequence(new DerSequence(new DerTaggedObject(true, 5, DerNull.Instance)),
            DerInteger.ValueOf(1)),
        PeerBodies.Sequence(Enumerable.Repeat(certificate, CmpLimits.CertificatesMax + 1)),
    ];

    private static BouncyPeer Answering(Asn1Encodable value)
    {
        BouncyPeer peer = new();
        peer.BodyFor = m => m.Body.Type == PkiBody.TYPE_GEN_MSG
            ? PeerBodies.GenpFor(m, value) : PeerBodies.PkiConf;
        return peer;
    }

    private static GeneralOperation Ask(GeneralRequest what) => new(what, what switch
    {
        GeneralRequest.RootCaUpdate => People.Root.Certificate,
        GeneralRequest.Crls => new X509Name("CN=CA").GetDerEncoded(),
        _ => null!,
    }, UtcTime.Unknown);

    private static bool IsEmpty(GeneralOperation o) => o.Elements.Length == 0
        && o.Template.Length == 0 && o.NewWithNew == null && o.NewWithOld == null
        && o.OldWithNew == null;

    private static Asn1Sequence Question(BcMessage message) => Asn1Sequence.GetInstance(
        Asn1Sequence.GetInstance(message.Body.Content).Single());

    private static Asn1Object Der(byte[] der) => Asn1Object.FromByteArray(der);

    private static CmpMachine Run(BouncyPeer peer, GeneralOperation operation) =>
        Enrolling.Run(peer.Answer, r => r.Operation = operation);
}
