using Gateway.Cli;
using Gateway.Config;
using Gateway.Core;

namespace Gateway.Tests.Cli;

/// <summary>A trial whose time stands still.</summary>
internal sealed class FakeTrials(ConfigurationTransaction transaction) : ITrialService
{
    private int _seconds;

    public int TotalSeconds => transaction.IsTrial ? _seconds : 0;

    public int SecondsLeft => TotalSeconds;

    public long EndUtc => transaction.IsTrial
        ? UtcTime.FromCivil(2026, 1, 31, 9, 33, 10) + _seconds : UtcTime.Unknown;

    public string Commit(int seconds)
    {
        _seconds = seconds;
        return transaction.CommitTrial((_, _) => null!);
    }

    public string Abort() => transaction.AbortTrial((_, _) => null!);
}
