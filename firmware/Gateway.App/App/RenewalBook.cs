using System.Collections;
using Gateway.Core;
using Gateway.Store;

namespace Gateway.App;

/// <summary>
/// What came of the renewals of every session, in RAM: a restart begins anew, and nothing is
/// written for a retry.
/// </summary>
internal sealed class RenewalBook
{
    private readonly ArrayList _sessions = new ArrayList();
    private readonly IRandom _random;
    private readonly long _startMs;

    /// <summary>An empty book; the board's time at the start.</summary>
    public RenewalBook(IRandom random, long startMs)
    {
        _random = random;
        _startMs = startMs;
    }

    /// <summary>The history of a session; never null.</summary>
    public RenewalHistory Of(string sessionName)
    {
        foreach (RenewalHistory session in _sessions)
        {
            if (RecordName.IsSame(session.SessionName, sessionName)) return session;
        }

        if (_sessions.Count == CmpStatistics.SessionsMax) _sessions.RemoveAt(0);
        RenewalHistory history = new RenewalHistory(sessionName, Octet(), _startMs);
        _sessions.Add(history);
        return history;
    }

    /// <summary>A random octet for the next attempt; 0 while there is none.</summary>
    public int Octet()
    {
        RandomSource source = _random as RandomSource;
        if (source != null && source.WhyNotReady() != null) return 0;
        byte[] octet = new byte[1];
        _random.Fill(octet, 0, 1);
        return octet[0];
    }
}
