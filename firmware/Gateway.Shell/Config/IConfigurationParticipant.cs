namespace Gateway.Config;

/// <summary>
/// Carries a committed configuration out: ports, stores, the saved text. All participants prepare
/// before any applies, so a commit takes effect everywhere or nowhere.
/// </summary>
public interface IConfigurationParticipant
{
    /// <summary>
    /// Does everything that can fail. Returns null, or why the commit cannot be carried out, one
    /// sentence without <c>Error:</c>; a participant that returned a reason is not aborted.
    /// </summary>
    string Prepare(Configuration running, Configuration candidate);

    /// <summary>Puts into effect what was prepared; cannot fail.</summary>
    void Apply(Configuration running, Configuration candidate);

    /// <summary>Undoes what was prepared, because a later participant refused.</summary>
    void Abort();
}
