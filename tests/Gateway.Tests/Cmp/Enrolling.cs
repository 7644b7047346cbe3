using System;
using System.Text;
using Gateway.Cmp;
using Gateway.Core;
using Gateway.Tests.Crypto;
using Org.BouncyCastle.Asn1.X509;

namespace Gateway.Tests.Cmp;

/// <summary>Enrolments of one device, and what they ask for.</summary>
internal static class Enrolling
{
    internal const int Seed = 20260101;

    internal static byte[] Subject { get; } =
        new X509Name("C=cn,ST=jiangsu,O=huawei,OU=info,CN=hello").GetDerEncoded();

    internal static byte[] Recipient { get; } =
        new X509Name("C=cn,ST=beijing,L=SD,O=BB,OU=BB,CN=BB").GetDerEncoded();

    internal static byte[] AltName { get; } = new GeneralNames(new[]
    {
        new GeneralName(GeneralName.IPAddress, "10.2.0.2"),
        new GeneralName(GeneralName.DnsName, "test.abc.com"),
        new GeneralName(GeneralName.Rfc822Name, "user@test.abc.com"),
    }).GetDerEncoded();

    internal static EnrolmentRequest Request() => new()
    {
        Subject = Subject,
        SubjectAltName = AltName,
        Settings = { Recipient = Recipient, KeyEngine = new NetKeyEngine() },
        Reference = Encoding.UTF8.GetBytes(BouncyPeer.Reference),
        Secret = Encoding.UTF8.GetBytes(BouncyPeer.Secret),
        PrivateKey = TestCa.DevicePrivateKey,
        SignatureAlgorithm = SignatureAlgorithm.RsaSha256,
        PbmIterations = 100,
    };

    /// <summary>Lets the device sign; the CA vouches for who answers.</summary>
    internal static void Signed(EnrolmentRequest request)
    {
        request.Signer = People.Device;
        request.Settings.TrustAnchors = [People.Root.Certificate];
    }

    /// <summary>The same as a key update.</summary>
    internal static void Update(EnrolmentRequest request)
    {
        Signed(request);
        request.Kind = CertificateRequestKind.KeyUpdate;
        request.OldCertificate = People.Device.Certificate;
    }

    internal static CmpMachine Machine(Action<EnrolmentRequest>? change = null,
        int seed = Seed)
    {
        EnrolmentRequest request = Request();
        change?.Invoke(request);
        return request.Machine(new SeededRandom(seed));
    }

    /// <summary>Runs to the end; an answer of null is a failed transport.</summary>
    internal static CmpMachine Run(Func<byte[], byte[]?> answer,
        Action<EnrolmentRequest>? change = null, long? utcSeconds = null, int seed = Seed)
    {
        CmpMachine machine = Machine(change, seed);
        Run(machine, answer, utcSeconds ?? TestCa.Now);
        return machine;
    }

    internal static void Run(CmpMachine machine, Func<byte[], byte[]?> answer,
        long utcSeconds) => new Drive(machine, answer, utcSeconds).Run();
}
