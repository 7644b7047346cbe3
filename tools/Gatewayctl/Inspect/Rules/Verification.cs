namespace Gateway.Ctl.Inspect.Rules;

/// <summary>Outcome of a check of a MAC or a signature.</summary>
/// <param name="IsKnown">False when it could not be computed.</param>
/// <param name="IsValid">Whether the value is right.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Signer">Which certificate's key it was; -1 for none.</param>
internal sealed record Verification(bool IsKnown, bool IsValid, string Reason, int Signer)
{
    public static readonly Verification Unknown = new(false, false, "", -1);

    public static Verification Valid(int signer) => new(true, true, "", signer);

    public static Verification Invalid(string reason) => new(true, false, reason, -1);
}
