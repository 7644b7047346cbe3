using System.Collections;
using Gateway.Config;
using Gateway.Core;
using Gateway.Store;

namespace Gateway.App;

/// <summary>What the sessions did since the start, in RAM.</summary>
internal sealed class CmpStatistics
{
    /// <summary>Most sessions that are counted; the one counted first is forgotten.</summary>
    public const int SessionsMax = 16;

    private readonly ArrayList _sessions = new ArrayList();

    /// <summary>The counters of a session; never null.</summary>
    public SessionStatistics Of(string sessionName)
    {
        SessionStatistics found = Find(sessionName);
        if (found != null) return found;
        if (_sessions.Count == SessionsMax) _sessions.RemoveAt(0);
        found = new SessionStatistics(sessionName);
        _sessions.Add(found);
        return found;
    }

    /// <summary>The counters of a session, or null when it has done nothing.</summary>
    public SessionStatistics Find(string sessionName)
    {
        foreach (SessionStatistics session in _sessions)
        {
            if (RecordName.IsSame(session.Name, sessionName)) return session;
        }

        return null;
    }

    /// <summary>
    /// Prints a session, all when the name is null: the configured ones, and those that counted
    /// something before they were removed.
    /// </summary>
    public void Print(Configuration configuration, string sessionName, ITextSink output)
    {
        foreach (SessionSettings session in configuration.Sessions)
        {
            if (IsMeant(session.Name, sessionName)) Of(session.Name).Print(output);
        }

        foreach (SessionStatistics session in _sessions)
        {
            bool isGone = configuration.FindSession(session.Name) == null;
            if (isGone && IsMeant(session.Name, sessionName)) session.Print(output);
        }
    }

    /// <summary>Counts a session anew, all when the name is null.</summary>
    public void Reset(string sessionName)
    {
        for (int i = _sessions.Count - 1; i >= 0; i--)
        {
            SessionStatistics session = (SessionStatistics)_sessions[i];
            if (IsMeant(session.Name, sessionName)) _sessions.RemoveAt(i);
        }
    }

    private static bool IsMeant(string name, string wanted) =>
        wanted == null || RecordName.IsSame(name, wanted);
}
