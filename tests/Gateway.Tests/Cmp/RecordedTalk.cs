using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Tests.Crypto;
using Gateway.Tests.House;
using Org.BouncyCastle.Asn1.Cmp;

namespace Gateway.Tests.Cmp;

/// <summary>
/// A transaction of a fixed seed whose answers stand in <c>tests/Vectors/Cmp/recorded-*.der</c>;
/// the last of them is the one to be changed. With RECORD_VECTORS=1 in the environment the answers
/// are made anew and written.
/// </summary>
internal sealed class RecordedTalk
{
    private const int Iterations = 100;
    private const int Seed = 9483;
    private const string Prefix = "recorded-";
    private static readonly bool IsRecording =
        Environment.GetEnvironmentVariable("RECORD_VECTORS") == "1";

    private static readonly Lazy<Parties> Shared = new(Parties.Load);
    private static readonly NetKeyEngine Engine = new();
    private readonly Action<EnrolmentRequest> _change;
    private readonly Func<Parties, BouncyPeer>? _peer;
    private IMessageProtection? _kept;

    private RecordedTalk(string name, string[] files, Action<EnrolmentRequest> change,
        Func<Parties, BouncyPeer>? peer)
    {
        Name = name;
        _change = change;
        _peer = peer;
        if (IsRecording) Record(files);
        Answers = files.Select(Read).ToArray();
    }

    internal string Name { get; }

    /// <summary>What the server sends, in order.</summary>
    internal byte[][] Answers { get; }

    internal byte[] Last => Answers[^1];

    /// <summary>All of them, by the name of their last answer.</summary>
    internal static IReadOnlyDictionary<string, Func<RecordedTalk>> All { get; } =
        new Dictionary<string, Func<RecordedTalk>>
        {
            ["ip"] = () => new RecordedTalk("ip", ["ip"], _ => { }, p => p.Granting()),
            ["pkiconf"] = () =>
                new RecordedTalk("pkiconf", ["ip", "pkiconf"], _ => { }, p => p.Granting()),
            ["pollrep"] = () => new RecordedTalk("pollrep", ["waiting", "pollrep"], _ => { }, p =>
            {
                BouncyPeer peer = p.Granting();
                _ = new WaitingPeer(peer) { Reason = "manual approval" };
                return peer;
            }),
            ["kup"] = () => new RecordedTalk("kup", ["kup"], r =>
            {
                r.Kind = CertificateRequestKind.KeyUpdate;
                r.Signer = Shared.Value.Device;
                r.OldCertificate = Shared.Value.Device.Certificate;
                r.Settings.TrustAnchors = [Shared.Value.Root.Certificate];
            }, p => p.Signing()),
            ["rp"] = () => new RecordedTalk("rp", ["rp"], r => r.Operation =
                new RevocationOperation(Shared.Value.Device.Certificate, 4), p => p.Granting()),
            ["genp"] = () => new RecordedTalk("genp", ["genp"], r => r.Operation =
                new GeneralOperation(GeneralRequest.CaCertificates, null!, 0), p =>
            {
                BouncyPeer peer = p.Granting();
                peer.BodyFor = m => PeerBodies.GenpFor(m,
                    PeerBodies.Sequence([p.Root.Certificate]));
                return peer;
            }),
        };

    /// <summary>The client, always the same to the byte; its key derivation is done once.</summary>
    internal CmpMachine Machine()
    {
        EnrolmentRequest request = Enrolling.Request();
        request.PrivateKey = Shared.Value.NewKey;
        request.Settings.KeyEngine = Engine;
        request.PbmIterations = Iterations;
        _change(request);
        if (request.Signer == null)
        {
            _kept ??= new KeptProtection(new MacProtection(request.Reference, request.Secret,
                new PbmParameters
                {
                    Salt = Encoding.ASCII.GetBytes("client's salt..."),
                    Owf = HashAlgorithm.Sha256,
                    Mac = HashAlgorithm.Sha256,
                    Iterations = Iterations,
                }, CmpLimits.PbmIterationsMaxDefault));
            request.Settings.Protection = _kept;
        }

        return request.Machine(new SeededRandom(Seed));
    }

    /// <summary>Runs it with another last answer; a wait counts as an end.</summary>
    internal Drive Run(byte[] last)
    {
        int count = 0;
        CmpMachine machine = Machine();
        Drive drive = new(machine, _ =>
        {
            int index = count++;
            return index < Answers.Length - 1 ? Answers[index]
                : index == Answers.Length - 1 ? last : null;
        })
        {
            TakeOver = (waiting, nowMs) =>
            {
                waiting.Cancel(nowMs);
                return waiting;
            },
        };
        drive.Run();
        return drive;
    }

    private static string PathOf(string file) => Path.Combine(Repository.Root, "tests", "Vectors",
        "Cmp", Prefix + file + ".der");

    private static byte[] Read(string file) => IsRecording ? File.ReadAllBytes(PathOf(file))
        : Captures.Read(Prefix + file);

    private void Record(string[] files)
    {
        BouncyPeer peer = _peer!(Shared.Value);
        int count = 0;
        new Drive(Machine(), request =>
        {
            byte[] answer = peer.Answer(request);
            if (count < files.Length) File.WriteAllBytes(PathOf(files[count++]), answer);
            return answer;
        }).Run();
    }

    /// <summary>The keys and certificates of the recorded messages; they protect nothing.</summary>
    private sealed class Parties
    {
        private Parties(Identity root, Identity device, Identity server, byte[] newKey)
        {
            Root = root;
            Device = device;
            Server = server;
            NewKey = newKey;
        }

        internal Identity Root { get; }

        internal Identity Device { get; }

        internal Identity Server { get; }

        /// <summary>The private key that a certificate is asked for.</summary>
        internal byte[] NewKey { get; }

        internal static Parties Load()
        {
            if (IsRecording && !File.Exists(PathOf("root"))) Make();
            return new Parties(Load("root"), Load("device"), Load("server"), Read("newkey"));
        }

        internal BouncyPeer Granting() => new()
        {
            Iterations = Iterations,
            CaPubs = [Root.Certificate],
            Issue = template => Root.Certify(template),
        };

        internal BouncyPeer Signing()
        {
            BouncyPeer peer = BouncyPeer.Signing(Server, "SHA256WITHRSA", Root);
            peer.Issue = template => Root.Certify(template);
            return peer;
        }

        private static Identity Load(string name) =>
            Identity.Of(Read(name), Read(name + "key"));

        private static void Make()
        {
            Write("root", People.Root);
            Write("device", People.Device);
            Write("server", People.Server);
            File.WriteAllBytes(PathOf("newkey"), TestCa.DevicePrivateKey);
        }

        private static void Write(string name, Identity identity)
        {
            File.WriteAllBytes(PathOf(name), identity.Certificate);
            File.WriteAllBytes(PathOf(name + "key"), identity.PrivateKey);
        }
    }
}
