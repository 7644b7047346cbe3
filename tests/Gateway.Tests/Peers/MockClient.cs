using System;
using System.Text;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Crypto;
using Gateway.Pki;
using Gateway.Tests.Crypto;
using Org.BouncyCastle.Asn1.X509;
using GeneralNames = Org.BouncyCastle.Asn1.X509.GeneralNames;

namespace Gateway.Tests.Peers;

/// <summary>How the gateway is set up for a request to the mock server.</summary>
internal sealed class MockClient
{
    internal const string DnsName = "gateway.example";
    internal const string Reference = "1234";
    internal const string Secret = "example secret";
    private const int Seed = 20260102;

    private static readonly byte[] Subject = new X509Name("CN=hello").GetDerEncoded();

    private static readonly byte[] AltName = new GeneralNames(
        new GeneralName(GeneralName.DnsName, DnsName)).GetDerEncoded();

    private readonly MockPki _pki;
    private readonly string _command;
    private readonly bool _isSigned;

    internal MockClient(MockPki pki, string command, bool isSigned)
    {
        _pki = pki;
        _command = command;
        _isSigned = isSigned;
        Settings.Recipient = new X509Name("CN=Root").GetDerEncoded();
        Settings.KeyEngine = new ManagedKeyEngine(new SeededRandom(Seed));
        if (isSigned) Trust("root.pem");
    }

    internal CmpSettings Settings { get; } = new();

    internal string OwnReference { get; set; } = Reference;

    internal string OwnSecret { get; set; } = Secret;

    /// <summary>File of a certificate that signs instead of the gateway's own, or null.</summary>
    internal string? Stranger { get; set; }

    internal SignatureAlgorithm SignatureAlgorithm { get; set; } = SignatureAlgorithm.RsaSha256;

    internal HashAlgorithm Owf { get; set; } = HashAlgorithm.Sha256;

    internal HashAlgorithm Mac { get; set; } = HashAlgorithm.Sha256;

    internal bool UsesPbmac1 { get; set; }

    internal int Iterations { get; set; } = CmpLimits.PbmIterationsMin;

    internal int IterationsMax { get; set; } = CmpLimits.PbmIterationsMaxDefault;

    /// <summary>Trusts the certificates of these files and no others.</summary>
    internal void Trust(params string[] names) =>
        Settings.TrustAnchors = Array.ConvertAll(names, _pki.Certificate);

    /// <summary>Lets the certificate of that file alone sign answers.</summary>
    internal void Name(string name) => Settings.VerificationCertificate = _pki.Certificate(name);

    internal CmpMachine Machine()
    {
        SeededRandom random = new(Seed);
        Settings.Protection = Protection(random);
        return new CmpMachine(Settings, Operation(), random);
    }

    private IMessageProtection Protection(IRandom random)
    {
        if (_isSigned)
        {
            return new SignatureProtection(Settings.KeyEngine,
                Stranger == null ? _pki.DeviceKey : _pki.StrangerKey,
                _pki.Certificate(Stranger ?? "device.pem"), [], SignatureAlgorithm);
        }

        byte[] salt = CmpTransaction.Fresh(random);
        MacParameters parameters = UsesPbmac1
            ? Pbmac1Parameters.With(Mac, salt, Iterations)
            : new PbmParameters { Salt = salt, Owf = Owf, Mac = Mac, Iterations = Iterations };
        return new MacProtection(Encoding.UTF8.GetBytes(OwnReference),
            Encoding.UTF8.GetBytes(OwnSecret), parameters, IterationsMax);
    }

    private CmpOperation Operation() => _command switch
    {
        "ir" => Certificate(CertificateRequestKind.Initial),
        "cr" => Certificate(CertificateRequestKind.Certification),
        "kur" => Certificate(CertificateRequestKind.KeyUpdate),
        "p10cr" => Certificate(CertificateRequestKind.Pkcs10),
        "rr" => new RevocationOperation(_pki.Certificate("device.pem"), 1),
        "genm caCerts" => General(GeneralRequest.CaCertificates, null),
        "genm rootCaCert" => General(GeneralRequest.RootCaUpdate, _pki.Certificate("root.pem")),
        "genm certReqTemplate" => General(GeneralRequest.CertificateTemplate, null),
        "genm crlStatusList" => General(GeneralRequest.Crls,
            new X509Name("CN=Root").GetDerEncoded()),
        _ => throw new ArgumentException(_command),
    };

    private static GeneralOperation General(GeneralRequest what, byte[]? subject) =>
        new(what, subject, UtcTime.Unknown);

    private CertificateOperation Certificate(CertificateRequestKind kind) => new(kind,
        new CertificateRequest
        {
            Subject = Subject,
            SubjectAltName = AltName,
            PrivateKey = _pki.NewKey,
            SignatureAlgorithm = SignatureAlgorithm.RsaSha256,
            OldCertificate = kind == CertificateRequestKind.KeyUpdate
                ? _pki.Certificate("device.pem") : null,
        });
}
