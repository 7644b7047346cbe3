using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Cmp;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Xunit;
using BcMessage = Org.BouncyCastle.Asn1.Cmp.PkiMessage;
using CertificateRequest =
    System.Security.Cryptography.X509Certificates.CertificateRequest;

namespace Gateway.Tests.Cmp;

/// <summary>
/// Answers that are signed with a certificate that the trusted CA has issued, to somebody else.
/// </summary>
public sealed class ImpostorTests : IDisposable
{
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _rootKey.Dispose();
        _key.Dispose();
    }

    [Theory]
    [InlineData(ClientAuth)]
    [InlineData("1.3.6.1.5.5.7.3.1")]
    [InlineData("1.3.6.1.5.5.7.4.28")]
    [InlineData("2.5.29.37.1")]
    public void AnotherDeviceOfTheSameCaDoesNotSpeakForIt(string purpose)
    {
        CmpMachine machine = Run(Issue("CN=other device", purpose));
        Assert.Equal(CmpOutcome.SignerNotTrusted, machine.Outcome);
        Assert.Contains("for other purposes", machine.Reason);
        Assert.Null(machine.Granted().Certificate);
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.27")]
    [InlineData("1.3.6.1.5.5.7.3.28")]
    [InlineData("2.5.29.37.0")]
    [InlineData(null)]
    public void WhoMayIsBelieved(string? purpose) =>
        Assert.Equal(CmpOutcome.Done, Run(Issue("CN=RA", purpose)).Outcome);

    [Fact]
    public void WhoHasTheCasNameOrIsTrustedHimselfIsBelieved()
    {
        string name = new X500DistinguishedName(Enrolling.Recipient).Name;
        Assert.Equal(CmpOutcome.Done, Run(Issue(name, ClientAuth)).Outcome);
        byte[] server = Issue("CN=server", ClientAuth);
        Assert.Equal(CmpOutcome.Done, Run(server, server).Outcome);
        Assert.Equal(CmpOutcome.Done,
            Run(server, null, r => r.Settings.VerificationCertificate = server).Outcome);
    }

    private CmpMachine Run(byte[] signer, byte[]? anchor = null,
        Action<EnrolmentRequest>? change = null) =>
        Enrolling.Run(request => Answer(request, signer), request =>
        {
            request.Settings.AcceptSignatureAnswers = true;
            request.Settings.TrustAnchors = [anchor ?? Root()];
            change?.Invoke(request);
        });

    private byte[] Answer(byte[] request, byte[] signer)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(signer);
        BouncyPeer peer = new()
        {
            IsProtected = false,
            Bend = parts =>
            {
                parts.Sender = new GeneralName(
                    X509Name.GetInstance(certificate.SubjectName.RawData));
                parts.ProtectionAlgorithm =
                    new AlgorithmIdentifier(new DerObjectIdentifier(EcdsaWithSha256));
            },
        };
        BcMessage message = BouncyPeer.Open(request);
        byte[] part = peer.Seal(message, peer.BodyFor(message));
        DerBitString value = new(_key.SignData(part, HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence));
        Asn1Sequence contents = Asn1Sequence.GetInstance(part);
        return new DerSequence(contents[0], contents[1], new DerTaggedObject(true, 0, value),
            new DerTaggedObject(true, 1, new DerSequence(Asn1Object.FromByteArray(signer))))
            .GetDerEncoded();
    }

    private byte[] Root()
    {
        CertificateRequest request = new("CN=trusted", _rootKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return Sign(request);
    }

    private byte[] Issue(string subject, string? purpose)
    {
        CertificateRequest request = new(subject, _key, HashAlgorithmName.SHA256);
        if (purpose != null)
        {
            request.CertificateExtensions.Add(
                new X509EnhancedKeyUsageExtension(new OidCollection { new(purpose) }, false));
        }

        return Sign(request);
    }

    private byte[] Sign(CertificateRequest request)
    {
        using X509Certificate2 made = request.Create(new X500DistinguishedName("CN=trusted"),
            X509SignatureGenerator.CreateForECDsa(_rootKey), TestCa.Start,
            TestCa.Start.AddYears(1), [1, 2]);
        return made.RawData;
    }
}
