using System;
using System.Linq;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Tests.Crypto;
using Xunit;

namespace Gateway.Tests.Cmp;

/// <summary>certReqTemplate of a CA that means harm.</summary>
public class HostileTemplateTests
{
    private static readonly byte[] SubjectField = [0xA5, 0x02, 0x30, 0x00];
    private static readonly byte[] KeyField = [0xA6, 0x00];

    [Fact]
    public void AFieldThatComesOverAndOverIsRefused()
    {
        GeneralOperation operation = Ask(Repeat(KeyField, 10000), CmpOutcome.ProtocolViolation);
        Assert.InRange(operation.Template.Length, 0, 1);
        operation = Ask(Repeat(SubjectField, 2), CmpOutcome.ProtocolViolation);
        Assert.InRange(operation.Template.Length, 0, 1);
    }

    [Fact]
    public void FieldsOutOfOrderAreRefused() =>
        Ask([.. KeyField, .. SubjectField], CmpOutcome.ProtocolViolation);

    [Fact]
    public void FieldsInOrderAreRead() => Assert.Equal(["subject: ", "public key: given"],
        Ask([.. SubjectField, .. KeyField], CmpOutcome.Done).Template);

    private static byte[] Repeat(byte[] field, int count) =>
        Enumerable.Repeat(field, count).SelectMany(octets => octets).ToArray();

    private static GeneralOperation Ask(byte[] fields, CmpOutcome outcome)
    {
        // 1.3.6.1.5.5.7.4.19: certReqTemplate.
        byte[] type = [0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x04, 0x13];
        byte[] template = BouncyPeer.Wrap(0x30, BouncyPeer.Wrap(0x30, fields));
        byte[] info = BouncyPeer.Wrap(0x30, [.. type, .. template]);
        BouncyPeer peer = new()
        {
            RawBodyFor = _ => BouncyPeer.Wrap(0xB6, BouncyPeer.Wrap(0x30, info)),
        };
        EnrolmentRequest request = Enrolling.Request();
        SeededRandom random = new(Enrolling.Seed);
        request.Settings.Protection = request.Protection(random);
        GeneralOperation operation = new(GeneralRequest.CertificateTemplate, null!,
            UtcTime.Unknown);
        CmpMachine machine = new(request.Settings, operation, random);
        int calls = 0;
        Enrolling.Run(machine, sent => calls++ == 0 ? peer.Answer(sent) : null, TestCa.Now);
        Assert.Equal(outcome, machine.Outcome);
        return operation;
    }
}
