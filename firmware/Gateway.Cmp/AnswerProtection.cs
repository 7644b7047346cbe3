using Gateway.Asn1;

namespace Gateway.Cmp;

/// <summary>
/// Checks the protection of the answers of one transaction: a MAC with the secret of the request,
/// or a signature; which kinds are allowed follows from the request and the policy (RFC 9483 3.2).
/// </summary>
internal sealed class AnswerProtection
{
    private readonly CmpSettings _settings;
    private readonly SignatureCheck _signatures;
    private IProtectionCheck _check;
    private ProtectionVerdict _early;

    internal AnswerProtection(CmpSettings settings)
    {
        _settings = settings;
        _signatures = new SignatureCheck(settings);
    }

    /// <summary>The verdict on the message.</summary>
    internal ProtectionVerdict Verdict => _check == null ? _early : _check.Verdict;

    /// <summary>A phrase that explains the verdict, or "".</summary>
    internal string Detail => _check == null ? "" : _check.Detail;

    /// <summary>Progress of a key derivation, 0 to 100.</summary>
    internal int Percent => _check == null ? 0 : _check.Percent;

    /// <summary>Whether the message has a MAC.</summary>
    internal bool IsMac { get; private set; }

    /// <summary>
    /// Trusts certificates for the rest of the transaction (caPubs under a MAC, RFC 9810 5.3.2).
    /// </summary>
    internal void AddAnchors(byte[][] certificates) => _signatures.AddAnchors(certificates);

    /// <summary>Starts to check a message, whose buffer must stay as it is.</summary>
    internal void Begin(PkiMessage message, long utcSeconds)
    {
        _check = null;
        _early = ProtectionVerdict.Absent;
        IsMac = false;
        PkiHeader header = message.Header;

        // RFC 9810 5.1.3: both or neither.
        if (!message.HasProtection || header.ProtectionAlgorithmLength == 0) return;
        IsMac = HasMacAlgorithm(message);
        IProtectionCheck macs = _settings.Protection.MacCheck;
        bool isAllowed = IsMac ? macs != null : macs == null || _settings.AcceptSignatureAnswers;
        if (!isAllowed)
        {
            _early = ProtectionVerdict.OtherKind;
            return;
        }

        _signatures.SetTime(utcSeconds);
        _check = IsMac ? macs : _signatures;
        _check.BeginVerify(message);
    }

    /// <summary>One step of the check; true while there is more to do.</summary>
    internal bool Step() => _check != null && _check.StepVerify();

    private static bool HasMacAlgorithm(PkiMessage message)
    {
        DerReader reader = new DerReader(message.Buffer, message.Header.ProtectionAlgorithmOffset,
            message.Header.ProtectionAlgorithmLength);
        MacParameters parameters = MacParameters.Read(reader);
        return parameters != null || !reader.IsOk;
    }
}
