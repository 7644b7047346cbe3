using System.Text;
using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>Secrets of the configuration and of provisioning.</summary>
internal sealed class SecretService : ISecretService
{
    private const string Frame = "%@%#";

    private readonly DeviceSecrets _secrets;
    private readonly MacSecretStore _provisioned;

    public SecretService(DeviceSecrets secrets, MacSecretStore provisioned)
    {
        _secrets = secrets;
        _provisioned = provisioned;
    }

    /// <inheritdoc/>
    public string Seal(byte[] plainText)
    {
        byte[] box = _secrets.SealForConfiguration(plainText);
        if (box == null) return null;
        return Frame + new string(Base64.Encode(box, 0, box.Length)) + Frame;
    }

    /// <inheritdoc/>
    public bool CanOpen(string cipherText)
    {
        byte[] secret = Open(cipherText);
        Bytes.Wipe(secret);
        return secret != null;
    }

    /// <inheritdoc/>
    public bool IsProvisioned(string reference) => _provisioned.Has(reference);

    /// <summary>The MAC secret of a session (the caller wipes it), or null when neither the
    /// configuration's cipher text nor provisioning yields one on this board.</summary>
    public byte[] OpenMacSecret(SessionSettings session) => session.MacCipherText == null
        ? _provisioned.Open(session.MacReference) : Open(session.MacCipherText);

    /// <summary>
    /// Erases the provisioned secret of a session whose certificate is confirmed, when the secret
    /// or the session says that it serves once; true when it was erased.
    /// </summary>
    public bool EraseOneTime(SessionSettings session)
    {
        string reference = session.MacReference;
        if (reference == null || session.MacCipherText != null) return false;
        bool isMeant = session.ErasesMacSecret || _provisioned.IsOneTime(reference);
        return isMeant && _provisioned.Has(reference)
            && _provisioned.Delete(reference) == FlashResult.Ok;
    }

    private byte[] Open(string cipherText)
    {
        int length = cipherText.Length - (2 * Frame.Length);
        if (length <= 0 || !cipherText.StartsWith(Frame) || !cipherText.EndsWith(Frame))
        {
            return null;
        }

        char[] text = cipherText.Substring(Frame.Length, length).ToCharArray();
        byte[] box = Base64.Decode(text, text.Length);
        return box == null ? null : _secrets.OpenFromConfiguration(box);
    }
}
