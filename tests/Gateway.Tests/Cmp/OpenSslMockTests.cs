using Gateway.Cmp;
using Gateway.Tests.Support;
using Xunit;

namespace Gateway.Tests.Cmp;

/// <summary>Whole exchanges over HTTP with OpenSSL's mock server.</summary>
public class OpenSslMockTests
{
    private static readonly byte[] Issued =
        TestCa.Issue(Enrolling.Subject, TestCa.DevicePublicKey, Enrolling.AltName);

    public OpenSslMockTests() => OpenSsl.RequireOrSkip();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 4)]
    public void Enrols(int owf, int mac)
    {
        using OpenSslMock mock = new(Issued, BouncyPeer.Secret);
        CmpMachine machine = mock.Enrol(request =>
        {
            request.PbmOwf = (Gateway.Crypto.HashAlgorithm)owf;
            request.PbmMac = (Gateway.Crypto.HashAlgorithm)mac;
            request.PbmIterations = CmpLimits.PbmIterationsDefault;
        });
        Assert.Equal("The certificate is granted and confirmed.", machine.Reason);
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
        Assert.Equal(Issued, machine.Granted().Certificate);
        Assert.Equal(TestCa.Root.RawData, Assert.Single(machine.Granted().CaCertificates));
        Assert.True(machine.Granted().IssuerVerified);
        Assert.Equal(4, mock.Messages.Count);
        Assert.Equal(BodyType.PkiConf, PkiMessage.Parse(mock.Messages[3], 0,
            mock.Messages[3].Length).Body);
    }

    [Fact]
    public void EnrolsTwiceAtTheSameServer()
    {
        using OpenSslMock mock = new(Issued, BouncyPeer.Secret, "-grant_implicitconf");
        Assert.Equal(CmpOutcome.Done, mock.Enrol().Outcome);
        Assert.Equal(CmpOutcome.Done, mock.Enrol().Outcome);
    }

    [Fact]
    public void GrantedWithModsIsTaken()
    {
        byte[] other = TestCa.Issue(Enrolling.Recipient, TestCa.DevicePublicKey, null);
        using OpenSslMock mock = new(other, BouncyPeer.Secret, "-pkistatus", "1");
        CmpMachine machine = mock.Enrol();
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
        Assert.Equal(2, machine.Granted().Differences.Length);
    }

    [Fact]
    public void ARejectionIsReported()
    {
        using OpenSslMock mock = new(Issued, BouncyPeer.Secret, "-pkistatus", "2", "-failure", "9",
            "-statusstring", "proof is missing");
        CmpMachine machine = mock.Enrol();
        Assert.Equal(CmpOutcome.Rejected, machine.Outcome);
        Assert.Equal("The CA rejected the request: badPOP (proof is missing).", machine.Reason);
        Assert.Equal(2, mock.Messages.Count);
    }

    [Fact]
    public void ItIsPolledUntilTheCertificateComes()
    {
        using OpenSslMock mock = new(Issued, BouncyPeer.Secret, "-poll_count", "2", "-check_after",
            "1");
        CmpMachine machine = mock.Enrol();
        Assert.Equal(CmpOutcome.Done, machine.Outcome);
        Assert.Equal(2, machine.PollsSent);
    }

    [Fact]
    public void AnErrorMessageIsReported()
    {
        using OpenSslMock mock = new(Issued, BouncyPeer.Secret, "-send_error");
        CmpMachine machine = mock.Enrol();
        Assert.Equal(CmpOutcome.ErrorFromServer, machine.Outcome);
        Assert.StartsWith("The CA reports an error: ", machine.Reason);
    }

    [Fact]
    public void AWrongSecretIsReported()
    {
        using OpenSslMock mock = new(Issued, "not the secret");
        CmpMachine machine = mock.Enrol();
        Assert.Equal(CmpOutcome.BadProtection, machine.Outcome);
        Assert.StartsWith(
            "The MAC of the answer is wrong: check the reference value and the secret. "
            + "Not verified, it says: rejection: badRequest (", machine.Reason);
        Assert.Contains("wrong pbm value", machine.Reason);
    }

    [Theory]
    [InlineData(false, CmpOutcome.NotProtected)]
    [InlineData(true, CmpOutcome.ErrorFromServer)]
    public void AnUnprotectedErrorIsBelievedByPolicyAlone(bool policy, CmpOutcome outcome)
    {
        using OpenSslMock mock = new(Issued, "not the secret", "-send_unprot_err");
        CmpMachine machine = mock.Enrol(request => request.Settings.AcceptUnprotectedErrors = policy);
        Assert.Equal(outcome, machine.Outcome);
        Assert.Contains("wrong pbm value", machine.Reason);
    }

    [Fact]
    public void AnUnprotectedGrantIsRefused()
    {
        using OpenSslMock mock = new(Issued, BouncyPeer.Secret, "-send_unprotected");
        Assert.Equal(CmpOutcome.NotProtected, mock.Enrol().Outcome);
    }

    [Fact]
    public void ACertificateForAnotherKeyIsRefusedAndTheRefusalUnderstood()
    {
        byte[] other = TestCa.Issue(Enrolling.Subject,
            TestCa.OtherRoot.PublicKey.ExportSubjectPublicKeyInfo(), null);
        using OpenSslMock mock = new(other, BouncyPeer.Secret);
        Assert.Equal(CmpOutcome.WrongKey, mock.Enrol().Outcome);
        Assert.Equal(4, mock.Messages.Count);
        Assert.Equal(BodyType.CertConf, PkiMessage.Parse(mock.Messages[2], 0,
            mock.Messages[2].Length).Body);
        Assert.Equal(BodyType.PkiConf, PkiMessage.Parse(mock.Messages[3], 0,
            mock.Messages[3].Length).Body);
    }
}
