using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.App;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Hal.Sim;
using Gateway.Store;
using Gateway.Tests.Cmp;
using Gateway.Tests.Crypto;
using Xunit;

namespace Gateway.Tests.App;

/// <summary>
/// The stores of a board and a CA of the platform's classes over P-256: a root, an authority below
/// it, and a certificate of the device.
/// </summary>
internal sealed class CertificateBench : IDisposable
{
    internal const string Mine = "mine.cer";
    internal static readonly DateTimeOffset From = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _rootKey = NewKey();
    private readonly ECDsa _subKey = NewKey();
    private readonly ECDsa _deviceKey = NewKey();
    private int _serial;

    internal CertificateBench(bool isClockSet = true)
    {
        Time = new ManualTimeProvider(From.AddDays(100));
        SimClock clock = isClockSet
            ? SimClock.StartingAt(From.AddDays(100).ToUnixTimeSeconds(), Time)
            : SimClock.Unset(Time);
        Calendar = clock;
        Clock = new BoardClock(clock);
        RecordStore records = new(new MemoryFlash());
        SeededRandom random = new(1);
        Parts = new CmpParts
        {
            Keys = new KeyStore(records, DeviceSecrets.Open(records, [1, 2, 3], random)),
            Certificates = new CertificateStore(records),
            Files = new FileStore(records),
            Clock = Clock,
            Engine = new NetKeyEngine(),
        };
        Root = Issue("CN=root", _rootKey, "CN=root", _rootKey, isCa: true);
        Sub = Issue("CN=sub", _subKey, "CN=root", _rootKey, isCa: true);
    }

    internal ManualTimeProvider Time { get; }

    internal SimClock Calendar { get; }

    internal BoardClock Clock { get; }

    internal CmpParts Parts { get; }

    internal byte[] Root { get; }

    internal byte[] Sub { get; }

    internal Configuration Configuration { get; } = new("Gateway", []);

    public void Dispose()
    {
        _rootKey.Dispose();
        _subKey.Dispose();
        _deviceKey.Dispose();
    }

    internal static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Puts a certificate into the store and the configuration.</summary>
    internal void Import(CertificateKind kind, string name, byte[] der)
    {
        Assert.Equal(FlashResult.Ok,
            Parts.Certificates.Write(kind, name, der, UtcTime.Unknown));
        Configuration.AddImport(kind, name);
    }

    /// <summary>Makes the device's key pair known to its store.</summary>
    internal void StoreKey() => Assert.Equal(FlashResult.Ok, Parts.Keys.Write(
        new StoredKey { Name = "k1", PublicKey = _deviceKey.ExportSubjectPublicKeyInfo() },
        _deviceKey.ExportPkcs8PrivateKey()));

    /// <summary>A certificate of the device, under the authority or the root.</summary>
    internal byte[] IssueMine(bool isUnderSub = true, int days = 365, X509KeyUsageFlags? usage =
        X509KeyUsageFlags.DigitalSignature) => isUnderSub
        ? Issue("CN=device", _deviceKey, "CN=sub", _subKey, days: days, usage: usage)
        : Issue("CN=device", _deviceKey, "CN=root", _rootKey, days: days, usage: usage);

    /// <summary>One more certificate for the root's key, of other dates.</summary>
    internal byte[] IssueRoot(int days) =>
        Issue("CN=root", _rootKey, "CN=root", _rootKey, isCa: true, days: days);

    internal byte[] Issue(string subject, ECDsa key, string issuer, ECDsa issuerKey,
        bool isCa = false, int days = 3650, X509KeyUsageFlags? usage = null)
    {
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        if (isCa)
        {
            request.CertificateExtensions.Add(
                new X509BasicConstraintsExtension(true, false, 0, true));
        }

        if (usage is { } flags)
            request.CertificateExtensions.Add(new X509KeyUsageExtension(flags, true));
        using X509Certificate2 issued = request.Create(new X500DistinguishedName(issuer),
            X509SignatureGenerator.CreateForECDsa(issuerKey), From, From.AddDays(days),
            [0x10, (byte)++_serial]);
        return issued.RawData;
    }

    /// <summary>
    /// A revocation list of the authority or the root with these certificates in it.
    /// </summary>
    internal byte[] List(bool isOfSub, int fromDay, int days, ECDsa? signer = null,
        params byte[][] revoked)
    {
        CertificateRevocationListBuilder list = new();
        foreach (byte[] der in revoked)
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
            list.AddEntry(certificate, From.AddDays(1));
        }

        ECDsa key = signer ?? (isOfSub ? _subKey : _rootKey);
        return list.Build(new X500DistinguishedName(isOfSub ? "CN=sub" : "CN=root"),
            X509SignatureGenerator.CreateForECDsa(key), fromDay + 1, From.AddDays(fromDay + days),
            HashAlgorithmName.SHA256, X509AuthorityKeyIdentifierExtension
                .CreateFromSubjectKeyIdentifier([1, 2, 3, 4]), From.AddDays(fromDay));
    }

    internal void Write(string name, byte[] content) => Assert.Equal(FlashResult.Ok,
        Parts.Files.Write(name, content, UtcTime.Unknown));

    /// <summary>Lines that somebody printed.</summary>
    internal sealed class Lines : Gateway.Cli.IShellOutput
    {
        public List<string> All { get; } = [];

        public void Line(string text) => All.Add(text);

        public void Progress(string text)
        {
        }
    }
}
