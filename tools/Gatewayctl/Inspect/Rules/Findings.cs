using System.Collections.Generic;
using Gateway.LabCa;

namespace Gateway.Ctl.Inspect.Rules;

/// <summary>Where a message breaks a rule, and how.</summary>
/// <param name="File">Which message.</param>
/// <param name="Offset">Bytes from the start of its DER.</param>
/// <param name="Reason">One sentence.</param>
internal sealed record Breach(string File, int Offset, string Reason);

/// <summary>What the messages say about one rule.</summary>
internal sealed class Findings(CmpRule rule)
{
    private readonly List<Breach> _breaches = [];

    public CmpRule Rule => rule;

    /// <summary>Whether anything could be said.</summary>
    public bool IsJudged { get; private set; }

    public IReadOnlyList<Breach> Breaches => _breaches;

    public bool IsBroken => _breaches.Count > 0;

    public void Kept() => IsJudged = true;

    public void Broken(MessageView message, DerNode at, string reason) =>
        Broken(message.File, at.Offset, reason);

    public void Broken(string file, int offset, string reason)
    {
        IsJudged = true;
        _breaches.Add(new Breach(file, offset, SafeText.OneLine(reason, 300)));
    }

    /// <summary>Kept when true.</summary>
    public void Judge(bool keeps, MessageView message, DerNode at, string reason)
    {
        if (keeps)
            Kept();
        else
            Broken(message, at, reason);
    }
}
