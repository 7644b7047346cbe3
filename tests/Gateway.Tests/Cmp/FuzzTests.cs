using System;
using System.Collections.Generic;
using System.Linq;
using Gateway.Cmp;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Cmp;
using Org.BouncyCastle.Asn1.X509;
using Xunit;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;

namespace Gateway.Tests.Cmp;

/// <summary>
/// Seeded nonsense in every state: bytes that are no message, messages with spliced parts, and
/// well-protected ones whose bodies are well-formed but wrong. There is always an end.
/// </summary>
public class FuzzTests
{
    private const int Runs = 60;
    private const int OutcomesMin = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void AnySequenceOfAnswersLeadsToAnEnd(int seed)
    {
        Random random = new(seed);
        HashSet<CmpState> struck = [];
        HashSet<CmpOutcome> outcomes = [];
        for (int run = 0; run < Runs; run++)
        {
            CmpMachine machine = OneRun(random, struck);
            Assert.NotEqual("", machine.Reason);
            outcomes.Add(machine.Outcome);
        }

        Assert.True(outcomes.Count >= OutcomesMin, string.Join(' ', outcomes));
        Assert.Contains(CmpState.AwaitingAnswer, struck);
        Assert.Contains(CmpState.AwaitingConfirmation, struck);
        Assert.Contains(CmpState.WaitingForAnswer, struck);
    }

    private static CmpMachine OneRun(Random random, HashSet<CmpState> struck)
    {
        int kind = random.Next(6);
        BouncyPeer peer = kind == 1 ? BouncyPeer.Signing(People.Root) : new();
        bool isLate = random.Next(2) == 0;
        if (isLate)
        {
            _ = new WaitingPeer(peer)
            {
                LateType = RequestType(kind), IsWholeMessage = kind > 3 || random.Next(2) == 0,
                Polls = random.Next(3), CheckAfter = random.Next(100),
            };
        }

        Func<BcMessage, PkiBody> good = peer.BodyFor;
        peer.RawBodyFor = m => random.Next(4) == 0
            ? Nonsense.Bend(good(m).ToAsn1Object(), random).GetDerEncoded() : null;
        CmpMachine machine = Enrolling.Machine(r => Prepare(r, kind), random.Next());
        new Drive(machine, request => random.Next(12) switch
        {
            0 => null,
            1 => Nonsense.Octets(random),
            2 => Nonsense.Splice(peer.Answer(request), random),
            _ => peer.Answer(request),
        })
        {
            TakeOver = (waiting, nowMs) => Strike(waiting, random, nowMs, struck),
        }.Run();
        struck.Add(CmpState.AwaitingAnswer);
        if (machine.Outcome == CmpOutcome.Done && kind < 4)
        {
            struck.Add(CmpState.AwaitingConfirmation);
        }

        return machine;
    }

    // Calls that do not belong to a wait.
    private static CmpMachine Strike(CmpMachine machine, Random random, long nowMs,
        HashSet<CmpState> struck)
    {
        struck.Add(machine.State);
        byte[] octets = Nonsense.Octets(random);
        machine.Receive(octets, 0, octets.Length, nowMs, TestCa.Now);
        machine.TransportFailed("nonsense", nowMs);
        machine.OutgoingTaken(nowMs);
        machine.Start(nowMs, TestCa.Now);
        machine.Work(nowMs);
        return machine;
    }

    private static int RequestType(int kind) => kind switch
    {
        1 => PkiBody.TYPE_KEY_UPDATE_REQ,
        2 => PkiBody.TYPE_CERT_REQ,
        3 => PkiBody.TYPE_P10_CERT_REQ,
        4 => PkiBody.TYPE_REVOCATION_REQ,
        5 => PkiBody.TYPE_GEN_MSG,
        _ => PkiBody.TYPE_INIT_REQ,
    };

    private static void Prepare(EnrolmentRequest request, int kind)
    {
        if (kind == 1) Enrolling.Update(request);
        if (kind == 2) request.Kind = CertificateRequestKind.Certification;
        if (kind == 3) request.Kind = CertificateRequestKind.Pkcs10;
        if (kind == 4) request.Operation = new RevocationOperation(People.Device.Certificate, 1);
        if (kind == 5)
        {
            request.Operation = new GeneralOperation(GeneralRequest.CaCertificates, null!, 0);
        }
    }

    /// <summary>Makes what is wrong.</summary>
    private static class Nonsense
    {
        private const int DepthMax = 6;

        internal static byte[] Octets(Random random)
        {
            byte[] octets = new byte[random.Next(300)];
            random.NextBytes(octets);
            bool looksLikeDer = octets.Length is > 4 and < 131 && random.Next(2) == 0;
            if (looksLikeDer) (octets[0], octets[1]) = (0x30, (byte)(octets.Length - 2));
            return octets;
        }

        // A piece of the message over another piece of it, or out of it.
        internal static byte[] Splice(byte[] message, Random random)
        {
            int from = random.Next(message.Length);
            int count = random.Next(Math.Min(60, message.Length - from));
            int to = random.Next(message.Length);
            byte[] piece = message[from..(from + count)];
            int after = random.Next(2) == 0 ? to : Math.Min(message.Length, to + count);
            return [.. message[..to], .. piece, .. message[after..]];
        }

        // DER again, with one node exchanged, doubled, dropped or changed.
        internal static Asn1Encodable Bend(Asn1Object node, Random random, int depth = 0)
        {
            if (node is Asn1TaggedObject tagged && depth < DepthMax && tagged.IsExplicit())
            {
                return new DerTaggedObject(true, tagged.TagClass, tagged.TagNo,
                    Bend(tagged.GetExplicitBaseObject().ToAsn1Object(), random, depth + 1));
            }

            if (node is not Asn1Sequence sequence || sequence.Count == 0 || depth == DepthMax)
            {
                return Leaf(random);
            }

            List<Asn1Encodable> parts = sequence.ToList();
            int at = random.Next(parts.Count);
            switch (random.Next(8))
            {
                case 0:
                    parts.RemoveAt(at);
                    break;
                case 1:
                    parts.Insert(at, parts[at]);
                    break;
                case 2:
                    parts[at] = Leaf(random);
                    break;
                case 3:
                    parts = Enumerable.Repeat(parts[at], 1 + random.Next(40)).ToList();
                    break;
                default:
                    parts[at] = Bend(parts[at].ToAsn1Object(), random, depth + 1);
                    break;
            }

            return new DerSequence(parts.ToArray());
        }

        private static Asn1Encodable Leaf(Random random)
        {
            switch (random.Next(8))
            {
                case 0: return DerNull.Instance;
                case 1: return DerInteger.ValueOf(random.NextInt64());
                case 2: return DerInteger.ValueOf(random.Next(-2, 8));
                case 3: return new DerUtf8String("\u001b[2Jtext");
                case 4: return new DerBitString(new byte[random.Next(1, 9)], random.Next(8));
                case 5: return new DerOctetString(new byte[random.Next(200)]);
                case 6: return new DerSequence();
                default: return new X509Name("CN=nonsense");
            }
        }
    }
}
