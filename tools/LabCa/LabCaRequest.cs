namespace Gateway.LabCa;

/// <summary>A message that the CA got.</summary>
/// <param name="Body">Name of its body, for instance <c>ir</c>.</param>
/// <param name="TransactionId">transactionID, lower case hex.</param>
/// <param name="Path">Path of the HTTP request.</param>
/// <param name="CertProfile">Profile that the header names, null for none.</param>
/// <param name="Message">The whole message, DER.</param>
public sealed record LabCaRequest(
    string Body, string TransactionId, string Path, string? CertProfile, byte[] Message);
