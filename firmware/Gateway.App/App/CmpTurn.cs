namespace Gateway.App;

/// <summary>
/// Lets one transaction at a time use HTTP and the heap that its messages need: the job in the
/// foreground or the one in the background.
/// </summary>
internal sealed class CmpTurn
{
    private object _owner;

    /// <summary>Takes the turn, or keeps it; false while it is another's.</summary>
    public bool TryTake(object taker)
    {
        if (_owner == null) _owner = taker;
        return _owner == taker;
    }

    /// <summary>Gives the turn back; harmless when it is another's.</summary>
    public void Release(object taker)
    {
        if (_owner == taker) _owner = null;
    }
}
