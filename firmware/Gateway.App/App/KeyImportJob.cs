using Gateway.Cli;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Pki;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// Reads a private key from a file step by step, tries it with a signature, and stores it at the
/// end.
/// </summary>
internal sealed class KeyImportJob : IShellJob
{
    private const int TrialBytes = 32;

    private readonly PrivateKeyOpening _opening;
    private readonly CmpParts _parts;
    private readonly StoredKey _key;
    private readonly string _fileName;
    private readonly byte[] _trial = new byte[TrialBytes];
    private byte[] _privateKey;
    private byte[] _signature;
    private int _shownPercent = -1;

    public KeyImportJob(PrivateKeyOpening opening, CmpParts parts, StoredKey key, string fileName)
    {
        _opening = opening;
        _parts = parts;
        _key = key;
        _fileName = fileName;
    }

    /// <inheritdoc/>
    public bool Succeeded { get; private set; }

    /// <inheritdoc/>
    public bool Step(long nowMs, IShellOutput output)
    {
        string error = null;
        bool goesOn = true;
        if (_privateKey == null) goesOn = Open(output, out error);
        else if (_signature == null) error = Sign();
        else goesOn = Keep(out error);
        if (error != null) output.Line("Error: " + error);
        if (goesOn && error == null) return true;
        Wipe();
        return false;
    }

    /// <inheritdoc/>
    public void Cancel(IShellOutput output)
    {
        Wipe();
        output.Line("Error: The import was cancelled; no key pair was stored.");
    }

    private bool Open(IShellOutput output, out string error)
    {
        error = null;
        if (_opening.Step(KeyExportJob.IterationsPerStep))
        {
            ShowProgress(output);
            return true;
        }

        _privateKey = _opening.TakeKey();
        if (_privateKey == null)
        {
            error = KeyTransportService.Text(_fileName, _opening.Error);
            return false;
        }

        _key.PublicKey = _parts.Engine.PublicKey(_privateKey);
        if (_key.PublicKey == null)
        {
            error = "The key engine of this board cannot use the kind of key in the file "
                + _fileName + "; import an RSA key.";
            return false;
        }

        output.Progress("Checking the key pair...");
        return true;
    }

    private string Sign()
    {
        _parts.Random.Fill(_trial, 0, TrialBytes);
        _signature =
            _parts.Engine.Sign(TrialAlgorithm(), _privateKey, _trial, 0, TrialBytes);
        return _signature == null ? KeyTransportService.Text(_fileName, KeyFileError.BadKey)
            : null;
    }

    private bool Keep(out string error)
    {
        bool isRight = _parts.Engine.Verify(TrialAlgorithm(), _key.PublicKey, _trial, 0,
            TrialBytes, _signature, 0, _signature.Length);
        error = isRight ? null : KeyTransportService.Text(_fileName, KeyFileError.BadKey);
        if (!isRight) return false;
        FlashResult result = _parts.Keys.Write(_key, _privateKey);
        Succeeded = result == FlashResult.Ok;
        if (!Succeeded) error = "The key pair was not stored: " + FlashText.Of(result) + ".";
        return false;
    }

    private SignatureAlgorithm TrialAlgorithm()
    {
        switch (PrivateKeyInfo.KindOf(_privateKey))
        {
            case PublicKeyKind.EcP256: return SignatureAlgorithm.EcdsaSha256;
            case PublicKeyKind.EcP384: return SignatureAlgorithm.EcdsaSha384;
            default: return SignatureAlgorithm.RsaSha256;
        }
    }

    private void Wipe()
    {
        _opening.Wipe();
        Bytes.Wipe(_privateKey);
    }

    private void ShowProgress(IShellOutput output)
    {
        if (_opening.Percent == _shownPercent) return;
        _shownPercent = _opening.Percent;
        output.Progress("Opening the file... " + _shownPercent.ToString()
            + " % (Ctrl+C cancels)");
    }
}
