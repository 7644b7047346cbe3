using System;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Xunit;
using static Gateway.Tests.Inspect.BodyTag;

namespace Gateway.Tests.Inspect;

/// <summary>Each rule that messages show: a transaction that keeps it, and some that break it and
/// no other one. The messages are BouncyCastle's.</summary>
public sealed class RuleTests
{
    private const string Secret = "secret of the test";

    private static readonly Party s_ca = Party.Create("CN=CA");
    private static readonly Party s_old = Party.Create("CN=device", s_ca, seed: "old");
    private static readonly Party s_new = Party.Create("CN=device", s_ca, seed: "new");
    private static readonly Party s_other = Party.Create("CN=other", s_ca);

    [Fact]
    public void A_transaction_with_a_MAC_keeps_all_it_shows() =>
        Assert.Equal([1, 3, 5, 6, 7, 8, 9, 12, 13, 14, 18, 19, 20, 21, 22, 24, 25, 27, 28, 29, 30,
            31, 32, 33], Unbroken(Enrol()).Kept);

    [Fact]
    public void A_transaction_with_signatures_keeps_all_it_shows() =>
        Assert.Equal([1, 2, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 17, 18, 19, 20, 21, 22, 23, 24,
            25, 27, 28, 29, 30, 31, 32, 33], Unbroken(Update()).Kept);

    [Fact]
    public void Rule_1_pvno()
    {
        Keeps(1, Enrol());
        Keeps(1, Enrol(conf: draft =>
        {
            draft.Pvno = 3;
            draft.Content = Content.Confirm(s_new.Hash("SHA-512"), withHashAlg: true);
        }));
        Breaks(1, Enrol(ir: draft => draft.Pvno = 3));
        Breaks(1, Enrol(ir: draft => draft.Pvno = 1));
        Breaks(1, Enrol(ir: draft => draft.Pvno = 4));
    }

    [Fact]
    public void Rule_2_sender_of_a_signed_request()
    {
        Keeps(2, Update());
        Breaks(2, Update(kur: draft => draft.Sender = new GeneralName(new X509Name("CN=x"))));
        Breaks(2, Update(kur: draft => draft.Sender =
            new GeneralName(GeneralName.DnsName, "device")));
    }

    [Fact]
    public void Rule_3_sender_of_a_request_with_a_MAC()
    {
        Keeps(3, Enrol());
        Breaks(3, Enrol(ir: draft => draft.Sender = new GeneralName(new X509Name("CN=hello"))));
        Breaks(3, Enrol(ir: draft => draft.Sender = new GeneralName(new X509Name("O=1234"))));
        Breaks(3, new Talk(s_old, s_ca, new Pbm(Secret)).Ask(Ir, Content.Request(s_new),
            draft => draft.Kid = null));
    }

    [Fact]
    public void Rule_4_key_identifier_of_a_signed_request()
    {
        Keeps(4, Update());
        Breaks(4, Update(kur: draft => draft.Kid = [1], conf: draft => draft.Kid = [1]));
        Breaks(4, Update(kur: draft => draft.Kid = null, conf: draft => draft.Kid = null));
        Party plain = Party.Create("CN=device", s_ca, withIdentifier: false, seed: "plain");
        Assert.DoesNotContain(4, Unbroken(Update(plain)).Kept);
    }

    [Fact]
    public void Rule_5_messageTime()
    {
        Keeps(5, Enrol());
        Breaks(5, Enrol(conf: draft => draft.Time = null));
        Assert.DoesNotContain(5,
            Unbroken(Enrol(ir: draft => draft.Time = null, conf: draft => draft.Time = null)).Kept);
    }

    [Fact]
    public void Rule_6_transactionID()
    {
        Keeps(6, Enrol());
        Breaks(6, One(draft => draft.TransactionId = null));
        Breaks(6, One(draft => draft.TransactionId = new byte[16]));
        Breaks(6, One(draft => draft.TransactionId = draft.TransactionId![1..]));
        Breaks(6, Enrol(conf: draft => draft.TransactionId = draft.SenderNonce), 21);
    }

    [Fact]
    public void Rule_7_nonces()
    {
        Keeps(7, Enrol());
        Breaks(7, One(draft => draft.SenderNonce = null));
        Breaks(7, One(draft => draft.SenderNonce = draft.SenderNonce![1..]));
        Breaks(7, One(draft => draft.SenderNonce = new byte[16]));
        Breaks(7, One(draft => draft.SenderNonce = []));
        Breaks(7, One(draft => draft.RecipNonce = draft.SenderNonce));
        Breaks(7, Enrol(conf: draft => draft.RecipNonce = null));
        Breaks(7, Enrol(conf: draft => draft.RecipNonce = draft.TransactionId));
        Breaks(7, Enrol(conf: draft => draft.SenderNonce = draft.RecipNonce));
        Breaks(7, new Talk(s_old, s_ca, new Pbm(Secret)).Ask(
            CertConf, Content.Confirm(s_new.Hash("SHA-256"))));
    }

    [Fact]
    public void Rule_8_both_halves_of_the_protection()
    {
        Keeps(8, Enrol());
        Breaks(8, One(draft => draft.Protector = null));
        Breaks(8, One(draft => draft.Written = (true, false)));
        Breaks(8, One(draft => draft.Written = (false, true)));
    }

    [Fact]
    public void Rule_9_same_credentials()
    {
        Keeps(9, Update());
        Breaks(9, Update(conf: draft =>
        {
            draft.Protector = s_new;
            draft.Kid = s_new.KeyIdentifier;
            draft.ExtraCerts = [s_new.Certificate];
        }));
        Breaks(9, Enrol(conf: draft => draft.Protector = new Pbmac1(Secret)));
        Breaks(9, Enrol(conf: draft =>
        {
            draft.Kid = [0x35];
            draft.Sender = new GeneralName(new X509Name("CN=5"));
        }));
    }

    [Fact]
    public void Rule_10_protection_certificate_comes_first()
    {
        Keeps(10, Update());
        Keeps(10, Update(kur: draft => draft.ExtraCerts = [s_old.Certificate, s_ca.Certificate]));
        Breaks(10, Update(kur: draft => draft.ExtraCerts = []));
        Breaks(10, new Talk(s_old, s_ca).Ask(Cr, Content.Request(s_new), draft =>
            draft.ExtraCerts = [s_ca.Certificate, s_old.Certificate]), 2, 4);
    }

    [Fact]
    public void Rule_11_implicitConfirm()
    {
        Action<Draft> offer = draft => draft.Info.Add(Content.ImplicitConfirm());
        Keeps(11, One(offer));
        Keeps(11, One(offer).Answer(Ip, Content.Reply(s_new), offer));
        Breaks(11, One().Answer(Ip, Content.Reply(s_new), offer));
        Breaks(11, One(draft => draft.Info.Add(Content.ImplicitConfirm(DerBoolean.True))));
        Breaks(11, One(draft => draft.Info.Add(
            new InfoTypeAndValue(CmpObjectIdentifiers.it_implicitConfirm))));
        Breaks(11, Enrol(conf: offer));
    }

    [Fact]
    public void Rule_12_one_request()
    {
        Keeps(12, One());
        Breaks(12, One(draft => draft.Content = Content.Request(s_new, count: 2)));
        Breaks(12, One(draft => draft.Content = Content.Request(s_new, count: 0)));
        Breaks(12, One(draft => draft.Content = Content.Request(s_new, id: 1)));
        Breaks(12, One(draft => draft.Content = Content.Request(s_new, id: -1)));
    }

    [Fact]
    public void Rule_13_template()
    {
        Keeps(13, One());
        Keeps(13, One(draft => draft.Content = Content.Request(s_new, version: 2)));
        Breaks(13, One(draft => draft.Content = Content.Request(s_new, version: 0)));
        Breaks(13, One(draft => draft.Content = Content.Request(s_new, subject: null)));
        Breaks(13, One(draft => draft.Content = Content.Request(s_new, withKey: false)));
    }

    [Fact]
    public void Rule_14_proof_of_possession()
    {
        Keeps(14, One());
        foreach (string signature in new[] { "SHA256WITHRSA", "SHA384WITHRSA",
            "SHA256WITHRSAANDMGF1", "SHA1WITHRSA", "SHA512WITHECDSA" })
        {
            Party key = Party.Create("CN=device", s_ca, signature: signature, seed: signature);
            Keeps(14, One(draft => draft.Content = Content.Request(key)));
        }

        Keeps(14, ByPkcs10());
        Asn1Encodable other = Content.Signature(s_new, [1, 2, 3]);
        Breaks(14, One(draft => draft.Content = Content.Request(s_new, popo: other)));
        Breaks(14, One(draft => draft.Content =
            Content.Request(s_new, popo: Content.RaVerified)));
        Breaks(14, One(draft => draft.Content = new DerSequence(new DerSequence(
            ((Asn1Sequence)((Asn1Sequence)Content.Request(s_new))[0])[0]))));
        Breaks(14, One(draft => draft.Content = Content.Request(s_new,
            popo: Content.Signature(s_new, [1], new DerSequence(
                new DerTaggedObject(true, 0, new GeneralName(s_new.Name)), s_new.PublicKey)))));
        Breaks(14, ByPkcs10(request: Content.Pkcs10(s_new, s_other)));
    }

    [Fact]
    public void Rule_15_oldCertID()
    {
        Keeps(15, Update());
        Breaks(15, Update(kur: draft =>
            draft.Content = Content.Request(s_new, oldCertificate: s_other)));
        Breaks(15, Update(kur: draft => draft.Content = Content.Request(s_new)));
        Breaks(15, new Talk(s_old, s_ca, new Pbm(Secret)).Ask(
            Kur, Content.Request(s_new, oldCertificate: s_old)));
    }

    [Fact]
    public void Rule_16_certReqId_after_p10cr()
    {
        Keeps(16, ByPkcs10());
        Breaks(16, ByPkcs10(confirmId: 0));
        Breaks(16, ByPkcs10(answerId: 0), 27);
    }

    [Fact]
    public void Rule_17_no_caPubs()
    {
        Keeps(17, Update());
        Breaks(17, Update(kup: draft => draft.Content = Content.Reply(s_new, caPubs: s_ca)));
        Assert.DoesNotContain(17, Unbroken(
            Enrol(ip: draft => draft.Content = Content.Reply(s_new, caPubs: s_ca))).Kept);
    }

    [Fact]
    public void Rule_18_one_whole_message_with_a_known_body()
    {
        Keeps(18, One());
        Breaks(18, new Talk(s_old, s_ca).Ask(9, new DerSequence()));
        Breaks(18, new Talk(s_old, s_ca).Ask(20, new DerSequence()));
        InspectRun run = InspectRun.Of([new Talk(s_old, s_ca).Ask(27, DerNull.Instance)
            .Messages[0]]);
        Assert.Equal((1, ""), (run.Code, run.Error));
        Assert.Equal([18], run.Broken);
        Assert.Matches(
            @"0\.der, offset \d+: \[27\] where body of PKIMessage is expected", run.Output);
    }

    [Fact]
    public void Rule_19_pvno_of_an_answer()
    {
        Keeps(19, Enrol(ip: draft => draft.Pvno = 3));
        Breaks(19, Enrol(ip: draft => draft.Pvno = 1));
        Breaks(19, Enrol(ip: draft => draft.Pvno = 4));
    }

    [Fact]
    public void Rule_20_sender_of_an_answer()
    {
        Keeps(20, Update());
        Keeps(20, Update(kup: draft => draft.Kid = null));
        Keeps(20, Update(done: draft => draft.ExtraCerts = []));
        Breaks(20, Update(kup: draft => draft.Sender = new GeneralName(new X509Name("CN=x"))));
        Breaks(20, Update(kup: draft => draft.Kid = [1]));
    }

    [Fact]
    public void Rule_21_transactionID_and_nonces_of_an_answer()
    {
        Keeps(21, Enrol());
        Breaks(21, Enrol(ip: draft => draft.TransactionId = null));
        Breaks(21, Enrol(ip: draft => draft.TransactionId = draft.SenderNonce));
        Breaks(21, Enrol(ip: draft => draft.RecipNonce = null));
        Breaks(21, Enrol(ip: draft => draft.RecipNonce = draft.TransactionId));
        Breaks(21, Enrol(ip: draft => draft.SenderNonce = draft.SenderNonce![1..]));
        Breaks(21, One().Answer(Ip, Content.Reply(s_new), draft => draft.SenderNonce = null));
    }

    [Fact]
    public void Rule_22_messageTime_of_an_answer()
    {
        Keeps(22, Enrol(ip: draft => draft.Time = draft.Time!.Value.AddSeconds(290)));
        Breaks(22, Enrol(ip: draft => draft.Time = draft.Time!.Value.AddSeconds(310)));
        Breaks(22, Enrol(ip: draft => draft.Time = draft.Time!.Value.AddSeconds(-310)));
    }

    [Fact]
    public void Rule_23_signature()
    {
        Keeps(23, Update());
        foreach (string signature in new[] { "SHA256WITHRSA", "SHA256WITHRSAANDMGF1" })
            Keeps(23, Update(ca: Party.Create("CN=CA", signature: signature, seed: signature)));
        Keeps(23, Update(ca: Party.Create("CN=CA", usage: 0)));
        Breaks(23, Update(kup: draft => draft.Protector = s_other));
        Breaks(23, Update(kup: draft => draft.Protector = null));
        Breaks(23, Update(ca: Party.Create("CN=CA", usage: KeyUsage.KeyCertSign)));
    }

    [Fact]
    public void Rule_23_MAC()
    {
        System.IO.DirectoryInfo folder = System.IO.Directory.CreateTempSubdirectory("inspect");
        string right = InspectRun.Write(folder, "right", Bytes(Secret + "\n"));
        string wrong = InspectRun.Write(folder, "wrong", Bytes("another secret"));
        foreach (IProtector mac in new IProtector[] { new Pbm(Secret), new Pbmac1(Secret) })
        {
            byte[][] messages = Enrol(mac: mac).Messages;
            Assert.Contains(23, Unbroken(messages, "--secret-file", right).Kept);
            Assert.Equal([23], InspectRun.Of(messages, "--secret-file", wrong).Broken);
            Assert.DoesNotContain(23, Unbroken(messages).Kept);
        }

        byte[][] many = Enrol(mac: new Pbmac1(Secret, 1_000_001)).Messages;
        Assert.Contains("iterationCount is not 1 to 1000000",
            InspectRun.Of([many[0]], "--secret-file", right).Output);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Rule_24_kind_of_protection()
    {
        Keeps(24, Enrol());
        Breaks(24, Enrol(ip: SignedByCa));
        Breaks(24, Update(kup: draft => draft.Protector = new Pbm(Secret)));
    }

    [Fact]
    public void Rule_25_body_of_an_answer()
    {
        Keeps(25, Enrol());
        Breaks(25, One().Answer(Cp, Content.Reply(s_new)));
        Breaks(25, One().Answer(PkiConf, DerNull.Instance));
        Keeps(25, One().Answer(Error, Content.Error()));
    }

    [Fact]
    public void Rule_27_one_response()
    {
        Keeps(27, Enrol());
        Breaks(27, Enrol(ip: draft => draft.Content = Content.Reply(s_new, id: 1)));
        Breaks(27, Enrol(ip: draft => draft.Content = Content.Reply(s_new, id: -1)));
        Breaks(27, Enrol(ip: draft => draft.Content = Content.Reply(s_new, count: 2)));
        Breaks(27, One().Answer(Ip, Content.Reply(null, count: 0)));
    }

    [Fact]
    public void Rule_28_status()
    {
        Keeps(28, Enrol());
        Keeps(28, One().Answer(Ip, Content.Reply(null, 2, failInfo: 0)));
        Breaks(28, One().Answer(Ip, Content.Reply(null)));
        Breaks(28, One().Answer(Ip, Content.Reply(s_new, 2)));
        Breaks(28, One().Answer(Ip, Content.Reply(s_new, 5)));
        Breaks(28, One().Answer(Ip, Content.Reply(null, 2))
            .Ask(CertConf, Content.Confirm(new byte[32])));
        Breaks(28, One().Answer(Ip, Content.Reply(null, 3))
            .Ask(CertConf, Content.Confirm(new byte[32])));
    }

    [Fact]
    public void Rule_29_certificate_as_requested()
    {
        Keeps(29, Enrol());
        Keeps(29, One().Answer(Ip, Content.Reply(s_other)).Ask(CertConf, Content.Confirm(
            s_other.Hash("SHA-256"), status: Content.Status(2, Content.IncorrectData))));
        Breaks(29, One().Answer(Ip, Content.Reply(s_other)));
        Breaks(29, One().Answer(Ip, Content.Reply(s_other)).Ask(
            CertConf, Content.Confirm(s_other.Hash("SHA-256"))));
        Breaks(29, One().Answer(Ip, Content.Reply(s_other)).Ask(CertConf, Content.Confirm(
            s_other.Hash("SHA-256"), status: Content.Status(2, 0))));
        Action<Draft> renamed = draft => draft.Content = Content.Request(s_new, "CN=wanted");
        Breaks(29, One(renamed).Answer(Ip, Content.Reply(s_new)));
        Keeps(29, One(renamed).Answer(Ip, Content.Reply(s_new, 1)));
    }

    [Fact]
    public void Rule_30_certConf_is_sent()
    {
        Action<Draft> implicitly = draft => draft.Info.Add(Content.ImplicitConfirm());
        Keeps(30, Enrol());
        Breaks(30, One().Answer(Ip, Content.Reply(s_new)).Ask(PollReq, Content.PollRequest(0)));
        Breaks(30, Enrol(ir: implicitly, ip: implicitly));
        Breaks(30, Enrol(ip: draft => draft.Info.Add(new InfoTypeAndValue(
            CmpObjectIdentifiers.it_confirmWaitTime,
            new DerGeneralizedTime("20260504115900Z")))));
        Keeps(30, Enrol(ip: draft => draft.Info.Add(new InfoTypeAndValue(
            CmpObjectIdentifiers.it_confirmWaitTime,
            new DerGeneralizedTime("20260504120100Z")))));
    }

    [Fact]
    public void Rule_31_certHash()
    {
        Keeps(31, Enrol());
        Breaks(31, Enrol(conf: draft => draft.Content = Content.Confirm(s_old.Hash("SHA-256"))));
        Breaks(31, Enrol(conf: draft => draft.Content = Content.Confirm(s_new.Hash("SHA-1"))));
        Breaks(31, Enrol(conf: draft => draft.Content = Content.Confirm([1, 2, 3])));
        Breaks(31, Enrol(conf: draft => draft.Content =
            Content.Confirm(s_new.Hash("SHA-512"), withHashAlg: true)));
    }

    [Fact]
    public void Rule_32_one_status()
    {
        byte[] hash = s_new.Hash("SHA-256");
        Keeps(32, Enrol());
        Keeps(32, Enrol(conf: draft => draft.Content =
            Content.Confirm(hash, status: Content.Status(0))));
        Breaks(32, Enrol(conf: draft => draft.Content = Content.Confirm(hash, count: 2)));
        Breaks(32, Enrol(conf: draft => draft.Content = Content.Confirm(hash, count: 0)));
        Breaks(32, Enrol(conf: draft => draft.Content =
            Content.Confirm(hash, status: Content.Status(0, 0))));
        Breaks(32, Enrol(ip: draft => draft.Content = Content.Reply(s_new, failInfo: 2)));
    }

    [Fact]
    public void Rule_33_pkiConf()
    {
        Keeps(33, Enrol());
        Breaks(33, Enrol(done: draft => draft.Protector = null));
        Breaks(33, Enrol(done: draft => draft.RecipNonce = draft.TransactionId), 21);
    }

    [Fact]
    public void Rule_34_polling()
    {
        Keeps(34, Polled());
        Keeps(34, Polled().Ask(CertConf, Content.Confirm(s_new.Hash("SHA-256"))));
        Keeps(21, Polled(final: (draft, talk) => draft.RecipNonce = talk.FirstNonce));
        Breaks(34, Polled(waits: 5));
        Breaks(34, Polled(id: -1));
        Breaks(34, Waiting().Ask(PollReq, Content.PollRequest(0, count: 2)));
        Breaks(34, Waiting().Ask(PollReq, Content.PollRequest(0))
            .Answer(PollRep, Content.PollReply(3, 1)));
    }

    [Fact]
    public void Rule_35_error_with_status_waiting()
    {
        Talk delayed() => One().Answer(Error, Content.Error(3));
        Keeps(35, delayed().Ask(PollReq, Content.PollRequest(-1))
            .Answer(Ip, Content.Reply(s_new)));
        Breaks(34, delayed().Ask(PollReq, Content.PollRequest(0)));
        Breaks(35, delayed().Ask(CertConf, Content.Confirm(new byte[32])));
    }

    [Fact]
    public void Rule_36_own_error()
    {
        Talk answered() => One().Answer(Ip, Content.Reply(s_new));
        Keeps(36, answered().Ask(Error, Content.Error()).Answer(PkiConf, DerNull.Instance));
        Breaks(36, answered().Ask(Error, Content.Error(), draft => draft.Protector = null), 8);
        Breaks(36, answered().Ask(Error, Content.Error(), draft =>
        {
            draft.Protector = s_old;
            draft.Sender = new GeneralName(s_old.Name);
            draft.Kid = s_old.KeyIdentifier;
            draft.ExtraCerts = [s_old.Certificate];
        }), 9);
        Breaks(36, answered().Ask(Error, Content.Error()).Answer(PkiConf, DerNull.Instance)
            .Ask(CertConf, Content.Confirm(s_new.Hash("SHA-256"))));
    }

    [Fact]
    public void Rule_37_received_error()
    {
        Keeps(37, One().Answer(Error, Content.Error()));
        Breaks(37, One().Answer(Error, Content.Error(), draft => draft.Protector = null));
        Breaks(37, One().Answer(Error, Content.Error()).Ask(
            CertConf, Content.Confirm(s_new.Hash("SHA-256"))));
    }

    private static Talk Enrol(Action<Draft>? ir = null, Action<Draft>? ip = null,
        Action<Draft>? conf = null, Action<Draft>? done = null, IProtector? mac = null) =>
        new Talk(s_old, s_ca, mac ?? new Pbm(Secret)).Ask(Ir, Content.Request(s_new), ir)
            .Answer(Ip, Content.Reply(s_new), ip)
            .Ask(CertConf, Content.Confirm(s_new.Hash("SHA-256")), conf)
            .Answer(PkiConf, DerNull.Instance, done);

    private static Talk One(Action<Draft>? change = null) =>
        new Talk(s_old, s_ca, new Pbm(Secret)).Ask(Ir, Content.Request(s_new), change);

    private static Talk Update(Party? device = null, Action<Draft>? kur = null,
        Action<Draft>? kup = null, Action<Draft>? conf = null, Action<Draft>? done = null,
        Party? ca = null) =>
        new Talk(device ?? s_old, ca ?? s_ca)
            .Ask(Kur, Content.Request(s_new, oldCertificate: device ?? s_old), kur)
            .Answer(Kup, Content.Reply(s_new), kup)
            .Ask(CertConf, Content.Confirm(s_new.Hash("SHA-256")), conf)
            .Answer(PkiConf, DerNull.Instance, done);

    private static Talk ByPkcs10(
        int answerId = -1, int confirmId = -1, Asn1Encodable? request = null) =>
        new Talk(s_old, s_ca).Ask(P10cr, request ?? Content.Pkcs10(s_new))
            .Answer(Cp, Content.Reply(s_new, id: answerId))
            .Ask(CertConf, Content.Confirm(s_new.Hash("SHA-256"), id: confirmId));

    private static Talk Waiting() => One().Answer(Ip, Content.Reply(null, 3));

    private static Talk Polled(
        int waits = 20, int id = 0, Action<Draft, Talk>? final = null)
    {
        Talk talk = Waiting();
        return talk.Ask(PollReq, Content.PollRequest(id))
            .Answer(PollRep, Content.PollReply(id, 20)).Wait(waits)
            .Ask(PollReq, Content.PollRequest(id))
            .Answer(Ip, Content.Reply(s_new), draft => final?.Invoke(draft, talk));
    }

    private static void SignedByCa(Draft draft)
    {
        draft.Protector = s_ca;
        draft.Kid = s_ca.KeyIdentifier;
        draft.ExtraCerts = [s_ca.Certificate];
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    private static void Keeps(int rule, Talk talk) => Assert.Contains(rule, Unbroken(talk).Kept);

    private static InspectRun Unbroken(Talk talk) => Unbroken(talk.Messages);

    private static InspectRun Unbroken(byte[][] messages, params string[] options)
    {
        InspectRun run = InspectRun.Of(messages, ["--rules-only", .. options]);
        Assert.True(run.Code == 0 && run.Error.Length == 0 && !run.Broken.Any(),
            run.Output + run.Error);
        return run;
    }

    private static void Breaks(int rule, Talk talk, params int[] also)
    {
        InspectRun run = InspectRun.Of(talk.Messages, "--rules-only");
        Assert.True(
            run.Code == 1 && run.Error.Length == 0
                && run.Broken.SequenceEqual(also.Append(rule).Order()),
            $"rule {rule}\n{run.Output}{run.Error}");
        Assert.Matches(@"\n {13}\d\.der, offset \d+: [^\n]+\n", run.Output);
    }
}
