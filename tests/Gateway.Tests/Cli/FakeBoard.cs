using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;

namespace Gateway.Tests.Cli;

/// <summary>
/// A board in memory that behaves as the application's services promise: keys and requests take
/// a few steps, certificates move from files to the store, secrets are sealed and opened.
/// </summary>
internal sealed class FakeBoard
    : IKeyService, ICertificateService, IEnrolmentService, ISecretService,
    IFileService, ISystemService, IRandomService, IConfigurationParticipant
{
    public const int StepsPerJob = 3;

    public SortedDictionary<string, KeyDescription> Keys { get; } =
        new(StringComparer.OrdinalIgnoreCase);

    public SortedDictionary<string, int> Files { get; } =
        new(StringComparer.OrdinalIgnoreCase);

    public HashSet<string> Store { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<string, byte[]> Sealed { get; } = new();

    public HashSet<string> Provisioned { get; } = new();

    public List<string> Calls { get; } = new();

    public string? Saved { get; set; }

    public string? EnrolmentFailure { get; set; }

    public string? CommitRefusal { get; set; }

    public List<string> Pasted { get; } = new();

    /// <summary>Base64 of something that is no certificate.</summary>
    public const string NoCertificate = "NOCERT==";

    public string? CertificateWarning { get; set; }

    public long Now { get; set; } = UtcTime.FromCivil(2026, 1, 31, 9, 33, 10);

    public string? ClockRefusal { get; set; }

    public string[] ClockOutlook { get; set; } = [];

    public ShellServices Services() => new()
    {
        Keys = this, Certificates = this, Enrolment = this, Secrets = this, Files = this,
            System = this, Random = this, KeyTransport = new FakeKeyTransport(this),
    };

    // Keys.
    string[] IKeyService.Names() => Keys.Keys.ToArray();

    public KeyDescription Find(string name) => Keys.GetValueOrDefault(name)!;

    public string WhyInUse(string name) =>
        name == "busy" ? "The key pair busy is being certified; wait." : null!;

    public IShellJob Create(string name, int bits, bool isExportable) =>
        new FakeJob(this, "Generating", null, () =>
        Keys[name] = new KeyDescription
        {
            Name = name, Algorithm = KeyAlgorithm.Rsa, Bits = bits,
            IsExportable = isExportable, CreatedUtc = Now,
            PublicKey = Enumerable.Range(0, 50).Select(i => (byte)i).ToArray(),
        });

    public string Destroy(string name) => Keys.Remove(name) ? null! : "It is gone.";

    // Certificates.
    public CertificateDescription DescribeFile(CertificateKind kind, string fileName,
        out string error)
    {
        error = Files.ContainsKey(fileName) || IsStored(kind, fileName) ? null!
            : "There is no file " + fileName + " in flash; 'dir' lists the files.";
        return error != null ? null! : new CertificateDescription
        {
            Subject = "/C=cn/ST=beijing/L=BB/O=BB/OU=BB/CN=BB",
            Sha1Fingerprint = "2C:2B:C0:31:66:A6:95:A0:7A:AC:EF:3D:37:1C:9A:4D:01:BA:09:4D",
            Sha256Fingerprint = "CA:FC:6B:94:53:E9:E3:D7:D3:E1:F4:75:3F:DB:C4:0F:"
                + "0A:B9:F1:AD:03:0B:A8:0D:EE:73:4A:83:54:EF:1F:81",
            Warning = CertificateWarning!,
        };
    }

    public string Import(CertificateKind kind, string fileName)
    {
        Store.Add(kind + "/" + fileName);
        return null!;
    }

    public bool IsStored(CertificateKind kind, string fileName) =>
        Store.Contains(kind + "/" + fileName);

    public string RemoveStored(CertificateKind kind, string fileName) =>
        Store.Remove(kind + "/" + fileName) ? null! : "It is gone.";

    public string CheckAuthenticationCertificate(string fileName) =>
        IsStored(CertificateKind.Local, fileName) || Files.ContainsKey(fileName) ? null!
            : "There is no certificate " + fileName
                + "; import it with 'pki import-certificate local'.";

    public string CheckVerificationCertificate(string fileName) =>
        IsStored(CertificateKind.Ca, fileName) || IsStored(CertificateKind.Local, fileName)
            || Files.ContainsKey(fileName) ? null!
            : "The file " + fileName + " does not exist; 'dir' lists the files.";

    public string WritePasted(string fileName, byte[] pem)
    {
        Pasted.Add(Encoding.ASCII.GetString(pem));
        string text = Encoding.ASCII.GetString(pem);
        if (text.Contains(NoCertificate)) return "The file " + fileName + " is no certificate.";
        Files[fileName] = pem.Length;
        return null!;
    }

    public string Print(CertificateKind kind, string fileName, ITextSink output)
    {
        bool isCa = kind == CertificateKind.Ca;
        output.Line(isCa
            ? " The x509 object  type is certificate:"
            : " The  x509_obj type is Cert:");
        foreach (string line in Vectors.CertificateText(kind)) output.Line(line);
        output.Line("");
        output.Line("Pki realm name: " + (isCa ? "-" : "-abc"));
        output.Line("Certificate file name: " + fileName);
        output.Line("Certificate peer name: -");
        return null!;
    }

    public string Export(CertificateKind kind, string fileName, string target, bool isPem)
    {
        Calls.Add("export " + kind + " " + fileName + " " + target + (isPem ? " pem" : " der"));
        Files[target] = isPem ? 1500 : 1000;
        return null!;
    }

    public string PrintPem(CertificateKind kind, string fileName, ITextSink output)
    {
        output.Line("-----BEGIN CERTIFICATE-----");
        output.Line("MIIB");
        output.Line("-----END CERTIFICATE-----");
        return null!;
    }

    public IShellJob Validate(CertificateKind kind, string fileName,
        Configuration configuration) => Job("validate " + kind + " " + fileName, configuration);

    public void PrintBrief(Configuration configuration, ITextSink output)
    {
        foreach (ImportedCertificate import in configuration.Imports)
            output.Line(ImportedCertificate.Word(import.Kind) + " " + import.FileName);
    }

    /// <summary>Whether the heap of the board gives nothing more.</summary>
    public bool IsExhausted { get; set; }

    // Requests.
    public string CheckCaName(string caName)
    {
        if (IsExhausted) throw new OutOfMemoryException();
        return caName.Contains("XX=") ? "The attribute XX is not known." : null!;
    }

    public bool IsTracing { get; set; }

    /// <summary>A session of this name has a CA that takes its time.</summary>
    public const string SlowSession = "slow";

    /// <summary>Sessions whose request waits for the CA, with its short name.</summary>
    public SortedDictionary<string, string> Waiting { get; } =
        new(StringComparer.OrdinalIgnoreCase);

    public int StatisticsCount { get; private set; }

    public IShellJob Request(RequestKind kind, Configuration configuration, string sessionName)
    {
        string word = kind == RequestKind.Initial ? "ir" : kind == RequestKind.KeyUpdate ? "kur"
            : "cr";
        return Job(kind + " " + sessionName, configuration, () =>
        {
            StatisticsCount++;
            if (sessionName == SlowSession)
            {
                Waiting[sessionName] = word;
                return;
            }

            if (kind == RequestKind.Initial) Files[sessionName + "_ca1.cer"] = 1234;
            Files[sessionName + "_" + word + ".cer"] = 1357;
        });
    }

    public IShellJob Revoke(Configuration configuration, string sessionName, string fileName,
        int reason) => Job("rr " + sessionName + " " + fileName + " " + reason, configuration);

    public IShellJob AskGeneral(GeneralKind kind, Configuration configuration,
        string sessionName, string fileName) =>
        Job(kind + " " + sessionName + " " + (fileName ?? "-"), configuration);

    public IShellJob CreatePkcs10(Configuration configuration, string sessionName,
        string fileName) =>
        Job("pkcs10 " + sessionName + " " + (fileName ?? "-"), configuration, () =>
        {
            if (fileName != null) Files[fileName] = 1000;
        });

    public string CheckRevocable(string fileName) =>
        CheckAuthenticationCertificate(fileName);

    public void PrintSessions(Configuration configuration, string sessionName,
        ITextSink output)
    {
        foreach (SessionSettings session in configuration.Sessions)
        {
            bool isMeant = sessionName == null
                || session.Name.Equals(sessionName, StringComparison.OrdinalIgnoreCase);
            if (isMeant && !Waiting.ContainsKey(session.Name)) PrintIdle(session.Name, output);
        }

        foreach ((string name, string word) in Waiting)
        {
            bool isMeant = sessionName == null
                || name.Equals(sessionName, StringComparison.OrdinalIgnoreCase);
            if (isMeant) PrintWaiting(name, word, output);
        }
    }

    public void PrintStatistics(Configuration configuration, string sessionName,
        ITextSink output)
    {
        if (configuration.Sessions.Count == 0) return;
        if (sessionName != null && configuration.FindSession(sessionName) == null) return;
        output.Line(" CMP Statistics: " + (sessionName ?? "all") + " " + StatisticsCount);
    }

    public void PrintAutoUpdate(Configuration configuration, string sessionName,
        ITextSink output)
    {
        foreach (SessionSettings session in configuration.Sessions)
        {
            bool isMeant = session.IsAutoUpdateEnabled && (sessionName == null
                || session.Name.Equals(sessionName, StringComparison.OrdinalIgnoreCase));
            if (isMeant) output.Line(" CMP Automatic Update: " + session.Name);
        }
    }

    public void ResetStatistics(string sessionName) => StatisticsCount = 0;

    public string Stop(string sessionName) => Waiting.Remove(sessionName) ? null!
        : "No request of CMP session " + sessionName + " waits for the CA.";

    private static void PrintIdle(string name, ITextSink output)
    {
        output.Line(" CMP Transaction Information:");
        output.Line("   Session name         : " + name);
        output.Line("   State                : idle");
        output.Line("   Last result          : -");
    }

    private static string Operation(string word) => word switch
    {
        "ir" => "initial-request", "kur" => "keyupdate-request", _ => "certificate-request",
    };

    private static void PrintWaiting(string name, string word, ITextSink output)
    {
        output.Line(" CMP Transaction Information:");
        output.Line("   Session name         : " + name);
        output.Line("   State                : waiting");
        output.Line("   Operation            : " + Operation(word));
        output.Line("   Transaction ID       : 00112233445566778899AABBCCDDEEFF");
        output.Line("   Polls so far         : 2");
        output.Line("   Next poll in         : 58 s");
        output.Line("   Given up in          : 167 h");
        output.Line("   Last result          : waiting, 2026-01-31 09:30:00 UTC");
    }

    private FakeJob Job(string call, Configuration configuration, Action? end = null)
    {
        Calls.Add(call + "\n" + ConfigurationText.ToText(configuration));
        return new FakeJob(this, "Requesting", EnrolmentFailure, end ?? (() => { }));
    }

    // Secrets.
    public string Seal(byte[] plainText)
    {
        if (NotReady != null) return null!;
        string cipher = "%@%#" + (Sealed.Count + 1).ToString("D4") + "fake%@%#";
        Sealed[cipher] = plainText.ToArray();
        return cipher;
    }

    public bool CanOpen(string cipherText) => Sealed.ContainsKey(cipherText);

    public bool IsProvisioned(string reference) => Provisioned.Contains(reference);

    // Random generator.
    public string? NotReady { get; set; }

    public byte[]? Seed { get; private set; }

    public string WhyNotReady() => NotReady!;

    public string AddSeed(byte[] seed)
    {
        Seed = seed.ToArray();
        return null!;
    }

    void IRandomService.Print(ITextSink output) => output.Line("   State: seeded");

    // Files.
    public int AreaSizeBytes => 98304;

    public FileDescription[] List() => Files
        .Select(file => new FileDescription
        {
            Name = file.Key, SizeBytes = file.Value,
            WrittenUtc = file.Key.StartsWith("old") ? UtcTime.Unknown : Now,
        })
        .ToArray();

    public string Print(string fileName, ITextSink output)
    {
        if (fileName.EndsWith(".cer")) return "The file " + fileName + " is no text.";
        output.Line("The text of " + fileName);
        return null!;
    }

    public int SizeOf(string fileName) => Files.TryGetValue(fileName, out int size) ? size : -1;

    string IFileService.Delete(string fileName) => Files.Remove(fileName) ? null! : "It is gone.";

    // System.
    public void PrintVersion(ITextSink output)
    {
        output.Line("Gateway 0.1.0, fake board");
        output.Line("Key engine: fake");
    }

    public long UtcNow() => Now;

    public void PrintClock(ITextSink output)
    {
        output.Line(UtcTime.ToText(Now) + " UTC");
        output.Line("Time source: SNTP");
    }

    public string WhyNoClock(long utcSeconds) => ClockRefusal!;

    public long SecondsBack(long utcSeconds) => Now - utcSeconds;

    public string[] ClockWarnings(long utcSeconds) => ClockOutlook;

    public string SetClock(long utcSeconds)
    {
        Now = utcSeconds;
        return null!;
    }

    public bool HasLink(string portName) => portName.EndsWith("1");

    public string SavedConfiguration() => Saved!;

    public string SaveConfiguration(string text)
    {
        Saved = text;
        return null!;
    }

    public string Reboot()
    {
        Calls.Add("reboot");
        return null!;
    }

    // Commit.
    public string Prepare(Configuration running, Configuration candidate) => CommitRefusal!;

    public void Apply(Configuration running, Configuration candidate) => Calls.Add("apply");

    public void Abort() => Calls.Add("abort");

    private sealed class FakeJob(FakeBoard board, string verb, string? failure, Action end)
        : IShellJob
    {
        private int left = StepsPerJob;

        public bool Succeeded { get; private set; }

        public bool Step(long nowMs, IShellOutput output)
        {
            if (board.IsExhausted) throw new OutOfMemoryException();
            output.Progress(verb + " " + left);
            if (--left > 0) return true;
            if (failure != null)
            {
                output.Line("Error: " + failure);
                return false;
            }

            end();
            Succeeded = true;
            return false;
        }

        public void Cancel(IShellOutput output)
        {
            board.Calls.Add("cancel");
            output.Line("Error: Cancelled by Ctrl+C; nothing was changed.");
        }
    }
}
