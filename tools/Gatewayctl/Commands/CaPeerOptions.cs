using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using Gateway.LabCa;

namespace Gateway.Ctl.Commands;

/// <summary>What the lab CA does beyond the plain enrolment: chain, signatures, polling,
/// information, misbehaviour.</summary>
internal sealed record CaPeerSettings
{
    public CaKeyAlgorithm? SignerKey { get; init; }

    public LabCaSigner Signer { get; init; }

    public LabCaTemplate? Template { get; init; }

    public IReadOnlyList<byte[]> ClientAnchors { get; init; } = [];

    public IReadOnlyList<MisbehaviourOrder> Misbehaviours { get; init; } = [];
}

/// <summary>The options of <c>gatewayctl ca</c> that make <see cref="CaPeerSettings"/>.</summary>
internal sealed class CaPeerOptions
{
    private const int PaddingMax = 8000;
    private const int CountMax = 1_000_000;
    private const long AnchorBytesMax = 64 * 1024;

    private readonly Option<int?> _chain = Number("--chain",
        "CA certificates of a new CA: 1 is a root that issues, 4 a root with three CAs below it",
        1, LabCaOptions.ChainLengthMax);

    private readonly Option<int?> _padding = Number("--padding",
        "Bytes by which the CA certificates of a new CA are longer, for large answers", 0,
        PaddingMax);

    private readonly Option<string> _signer = new("--signer")
    {
        Description = "Who signs answers: ca, or ra with a certificate of the CA",
        HelpName = "ca|ra",
        DefaultValueFactory = _ => "ca",
    };

    private readonly Option<string?> _signerKey = new("--signer-key")
    {
        Description = "Key of the RA [default: the kind that the CA has]",
        HelpName = "ALGORITHM",
    };

    private readonly Option<bool> _signAll = Switch("--sign-all",
        "Answer MAC-protected requests under a signature too");

    private readonly Option<bool> _pss = Switch("--pss",
        "RSA signatures of answers are RSASSA-PSS");

    private readonly Option<bool> _omitNull = Switch("--omit-null",
        "Leave the NULL parameters of RSA signatures out of protectionAlg");

    private readonly Option<string[]> _anchors = new("--client-anchor")
    {
        Description = "Certificate (DER or PEM) of another authority whose clients may sign "
            + "requests; may be given again",
        HelpName = "F",
    };

    private readonly Option<bool> _anyOldCertId = Switch("--any-old-cert-id",
        "Do not compare oldCertID of kur with the protection certificate");

    private readonly Option<bool> _newKeyOnly = Switch("--new-key-only",
        "Refuse kur with the old key");

    private readonly Option<int?> _poll = Number("--poll",
        "Certificates come only after this many pollReq", 0, CountMax);

    private readonly Option<int?> _delayed = Number("--delayed-polls",
        "Any answer comes only after this many pollReq with certReqId -1", 0, CountMax);

    private readonly Option<int?> _checkAfter = Number("--check-after",
        "Seconds that pollRep tells clients to wait [default: 1]", 0, int.MaxValue);

    private readonly Option<bool> _firstNonce = Switch("--first-nonce",
        "The answer that ends polling has the first request's nonce, not the last pollReq's");

    private readonly Option<bool> _confirmTime = Switch("--confirm-time",
        "Tell in confirmWaitTime until when certConf is expected");

    private readonly Option<string?> _template = new("--template")
    {
        Description = "What certReqTemplate says: the fixed part of the subject, O=BB,OU=Lab",
        HelpName = "NAME",
    };

    private readonly Option<string?> _templateKey = new("--template-key")
    {
        Description = "Key that certReqTemplate asks for: rsa:3072, ec:p256",
        HelpName = "ALGORITHM",
    };

    private readonly Option<string[]> _profiles = new("--cert-profile")
    {
        Description = "Certificate profile that requests may name; may be given again "
            + "[default: any]",
        HelpName = "NAME",
    };

    private readonly Option<bool> _rollover = Switch("--rollover",
        "Announce the next root key (folder rollover), answer rootCaCert with it");

    private readonly Option<string[]> _misbehave = new("--misbehave")
    {
        Description = "A way to fail, from the list below; may be given again",
        HelpName = "NAME",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[]
        {
            _chain, _padding, _signer, _signerKey, _signAll, _pss, _omitNull, _anchors,
            _anyOldCertId, _newKeyOnly, _poll, _delayed, _checkAfter, _firstNonce, _confirmTime,
            _template, _templateKey, _profiles, _rollover, _misbehave,
        })
            command.Options.Add(option);
    }

    /// <summary>Whether the next root is to be announced.</summary>
    public bool RollsOver(ParseResult parsed) => parsed.GetValue(_rollover);

    /// <summary>Reads what needs a check of its own.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="settings">The result, when true is returned.</param>
    /// <param name="wrong">What is wrong otherwise, one line.</param>
    public bool TryRead(ParseResult parsed, out CaPeerSettings settings, out string wrong)
    {
        settings = new CaPeerSettings();
        if (!TryReadKey(parsed, _signerKey, out CaKeyAlgorithm? signerKey, out wrong)
            || !TryReadTemplate(parsed, out LabCaTemplate? template, out wrong)
            || !TryReadAnchors(parsed, out List<byte[]> anchors, out wrong)
            || !TryReadMisbehaviours(parsed, out List<MisbehaviourOrder> orders, out wrong))
            return false;
        string signer = parsed.GetRequiredValue(_signer);
        if (signer is not ("ca" or "ra"))
        {
            wrong = $"--signer: '{SafeText.OneLine(signer, 40)}' is neither ca nor ra";
            return false;
        }

        settings = new CaPeerSettings
        {
            SignerKey = signerKey,
            Signer = signer == "ra" ? LabCaSigner.Ra : LabCaSigner.Ca,
            Template = template,
            ClientAnchors = anchors,
            Misbehaviours = orders,
        };
        return true;
    }

    /// <summary>The options of the CA, with what was read.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="settings">From <see cref="TryRead"/>.</param>
    /// <param name="plain">Address, folder, name and the like.</param>
    public LabCaOptions Complete(ParseResult parsed, CaPeerSettings settings, LabCaOptions plain) =>
        new()
        {
            Address = plain.Address,
            Port = plain.Port,
            Directory = plain.Directory,
            References = plain.References,
            Key = plain.Key,
            Subject = plain.Subject,
            Validity = plain.Validity,
            Profile = plain.Profile,
            GrantImplicitConfirm = plain.GrantImplicitConfirm,
            Log = plain.Log,
            ChainLength = parsed.GetValue(_chain),
            CertificatePadding = parsed.GetValue(_padding) ?? 0,
            Signer = settings.Signer,
            SignerKey = settings.SignerKey,
            AnswerBySignature = parsed.GetValue(_signAll),
            AnswerByPss = parsed.GetValue(_pss),
            OmitNullParameters = parsed.GetValue(_omitNull),
            ClientAnchors = settings.ClientAnchors,
            CheckOldCertId = !parsed.GetValue(_anyOldCertId),
            KeyUpdateMayReuseKey = !parsed.GetValue(_newKeyOnly),
            PollCount = parsed.GetValue(_poll) ?? 0,
            DelayedPolls = parsed.GetValue(_delayed) ?? 0,
            CheckAfterSeconds = parsed.GetValue(_checkAfter) ?? 1,
            FinalAnswerToFirstNonce = parsed.GetValue(_firstNonce),
            AnnounceConfirmTime = parsed.GetValue(_confirmTime),
            RequestTemplate = settings.Template,
            CertProfiles = parsed.GetValue(_profiles) ?? [],
        };

    private bool TryReadTemplate(ParseResult parsed, out LabCaTemplate? template,
        out string wrong)
    {
        template = null;
        if (!TryReadKey(parsed, _templateKey, out CaKeyAlgorithm? key, out wrong))
            return false;
        string? subject = parsed.GetValue(_template);
        if (subject is null)
        {
            wrong = key is null ? "" : "--template-key: there is no --template";
            return key is null;
        }

        if (LabCaOptions.CheckSubject(subject) is { } reason)
        {
            wrong = "--template: " + reason;
            return false;
        }

        template = new LabCaTemplate(subject, key);
        return true;
    }

    private static bool TryReadKey(ParseResult parsed, Option<string?> option,
        out CaKeyAlgorithm? key, out string wrong)
    {
        key = null;
        wrong = "";
        if (parsed.GetValue(option) is not { } text)
            return true;
        bool good = CaKeyAlgorithm.TryParse(text, out CaKeyAlgorithm read, out wrong);
        key = read;
        wrong = option.Name + ": " + wrong;
        return good;
    }

    private bool TryReadAnchors(ParseResult parsed, out List<byte[]> anchors, out string wrong)
    {
        anchors = [];
        wrong = "";
        foreach (string path in parsed.GetValue(_anchors) ?? [])
        {
            try
            {
                if (new FileInfo(path).Length > AnchorBytesMax)
                    throw new IOException($"{path} is longer than {AnchorBytesMax} bytes");
                using var certificate = System.Security.Cryptography.X509Certificates
                    .X509CertificateLoader.LoadCertificateFromFile(path);
                anchors.Add(certificate.RawData);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException
                or ArgumentException or System.Security.Cryptography.CryptographicException)
            {
                wrong = "--client-anchor: " + SafeText.OneLine(fault.Message, 200);
                return false;
            }
        }

        return true;
    }

    private bool TryReadMisbehaviours(ParseResult parsed, out List<MisbehaviourOrder> orders,
        out string wrong)
    {
        orders = [];
        wrong = "";
        foreach (string text in parsed.GetValue(_misbehave) ?? [])
        {
            if (!MisbehaviourCatalog.TryParse(text, out MisbehaviourOrder order, out wrong))
            {
                wrong = "--misbehave: " + wrong;
                return false;
            }

            orders.Add(order);
        }

        return true;
    }

    private static Option<bool> Switch(string name, string description) =>
        new(name) { Description = description };

    private static Option<int?> Number(string name, string description, int smallest, int largest)
    {
        Option<int?> option = new(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            string text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
            if (!int.TryParse(text, out int number) || number < smallest || number > largest)
                result.AddError($"{name}: '{SafeText.OneLine(text, 40)}' is not a number "
                    + $"from {smallest} to {largest}");
        });
        return option;
    }
}
