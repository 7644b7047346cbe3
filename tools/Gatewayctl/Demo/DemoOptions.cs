namespace Gateway.Ctl.Demo;

/// <summary>What <c>gatewayctl demo</c> was asked for.</summary>
/// <param name="Folder">Where everything is kept; null makes a temporary folder.</param>
/// <param name="KeyBits">Bits of the RSA key; null as documented.</param>
/// <param name="IsProvisioned">Whether the board has the MAC secret from provisioning.</param>
/// <param name="IsFull">Whether there is a second renewal, and a revocation at the end.</param>
public sealed record DemoOptions(
    string? Folder, int? KeyBits, bool IsProvisioned, bool IsFull = false);
