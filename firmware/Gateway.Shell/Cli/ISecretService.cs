namespace Gateway.Cli;

/// <summary>Seals secrets with the device key, so that a configuration can hold them.</summary>
public interface ISecretService
{
    /// <summary>
    /// Cipher text of a secret for the configuration: printable ASCII without blanks, quotes and
    /// question marks, framed as <c>%@%#…%@%#</c>, at most
    /// <see cref="Config.ConfigurationSchema.CipherTextLengthMax"/> characters for a secret of
    /// <see cref="Config.ConfigurationSchema.SecretLengthMax"/>. Null when it cannot be sealed now.
    /// The caller wipes the plain text.
    /// </summary>
    string Seal(byte[] plainText);

    /// <summary>Whether this board can open a cipher text.</summary>
    bool CanOpen(string cipherText);

    /// <summary>
    /// Whether provisioning left a secret for this reference value that is still there.
    /// </summary>
    bool IsProvisioned(string reference);
}
