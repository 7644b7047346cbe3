namespace Gateway.App;

/// <summary>What the renewal of a certificate does next.</summary>
internal enum RenewalStep
{
    /// <summary>Nothing, ever.</summary>
    None = 0,

    /// <summary>The next key pair is made.</summary>
    MakeKey = 1,

    /// <summary>
    /// An update, signed with the current certificate (kur); for the current key pair where the
    /// next one is wanted and not there.
    /// </summary>
    Update = 2,

    /// <summary>A new application with the MAC secret (ir).</summary>
    ApplyAnew = 3,

    /// <summary>A general message, for the time that the answer tells.</summary>
    AskTime = 4,
}
