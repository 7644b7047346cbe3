using Gateway.Hal;

namespace Gateway.Soak;

/// <summary>The network's time as a world has it: right, wrong or not to be had.</summary>
internal sealed class FaultyNetworkTime(SimulatedTime time) : INetworkTime
{
    private const int AnswerMs = 40;

    private int _asked;

    /// <summary>How wrong it is, in seconds.</summary>
    public long OffsetSeconds { get; set; }

    /// <summary>Whether nobody answers.</summary>
    public bool IsSilent { get; set; }

    public bool IsDone { get; private set; } = true;

    public string Failure { get; private set; } = null!;

    public long UtcSeconds => time.UtcSeconds + _answeredOffset;

    private long _answeredOffset;

    public void Ask(string server, int timeoutMs)
    {
        int number = ++_asked;
        IsDone = false;
        Failure = null!;
        bool isSilent = IsSilent;
        long offset = OffsetSeconds;
        time.After(isSilent ? timeoutMs : AnswerMs, () =>
        {
            if (number != _asked) return;
            IsDone = true;
            _answeredOffset = offset;
            if (isSilent) Failure = "no answer came";
        });
    }
}
