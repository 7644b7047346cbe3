using System;
using System.Threading;
using System.Threading.Tasks;

namespace Gateway.Hal.Sim;

/// <summary>
/// An exchange that runs on the thread pool and is polled by the board. Once it is done nothing
/// of it changes, and the response buffer is the caller's again.
/// </summary>
internal sealed class SocketHttpExchange : IHttpExchange
{
    private readonly Lock _gate = new();
    private readonly HttpAnswer _answer;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly int _totalMs;
    private ITimer? _total;
    private ITimer? _phase;
    private bool _isDone;
    private HttpFailure _failure;

    /// <summary>An exchange that has not started; the timeouts are read here.</summary>
    public SocketHttpExchange(byte[] response, HttpTimeouts timeouts, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(timeouts.ConnectMs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(timeouts.ResponseMs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(timeouts.IdleMs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(timeouts.TotalMs);
        _answer = new HttpAnswer(response);
        _time = time;
        ConnectMs = timeouts.ConnectMs;
        ResponseMs = timeouts.ResponseMs;
        IdleMs = timeouts.IdleMs;
        _totalMs = timeouts.TotalMs;
    }

    public bool IsDone => Read(() => _isDone);

    public int Status => Read(() => _answer.Status);

    public int Count => Read(() => _answer.Count);

    public string ContentType => Read(() => _answer.ContentType);

    public string Location => Read(() => _answer.Location);

    public HttpFailure Failure => Read(() => _failure);

    /// <summary>Bound on the connecting.</summary>
    public int ConnectMs { get; }

    /// <summary>Bound on the wait for the answer's first byte.</summary>
    public int ResponseMs { get; }

    /// <summary>Bound on the wait for any other byte.</summary>
    public int IdleMs { get; }

    /// <summary>Whether a byte of the answer has come.</summary>
    public bool HasBegun => Read(() => _answer.HasBegun);

    /// <summary>Whether there is nothing more to read for it.</summary>
    public bool IsAnswered => Read(() => _isDone || _answer.IsDone);

    /// <summary>Whether the answer leaves its connection usable.</summary>
    public bool KeepsConnection => Read(() => _answer.KeepsConnection);

    public void Cancel() => GiveUp(HttpFailure.Cancelled);

    /// <summary>Runs the work under the bound on the whole exchange.</summary>
    public void Start(Func<CancellationToken, Task> work)
    {
        lock (_gate)
        {
            _total = Timer(HttpFailure.TotalTimedOut, _totalMs);
        }

        _ = Task.Run(async () =>
        {
            try
            {
                await work(_cancellation.Token).ConfigureAwait(false);
            }
            finally
            {
                // A bug in the work must not leave the board waiting for ever.
                Fail(HttpFailure.ConnectionLost);
            }
        });
    }

    /// <summary>
    /// Begins a phase, or one more wait of it: the exchange fails so when it lasts so long.
    /// </summary>
    public void Enter(HttpFailure failure, int boundMs)
    {
        lock (_gate)
        {
            if (_isDone) return;
            _phase?.Dispose();
            _phase = Timer(failure, boundMs);
        }
    }

    /// <summary>Takes bytes of the answer; returns how many belong to it.</summary>
    public int Take(byte[] bytes, int count)
    {
        lock (_gate)
        {
            return _isDone ? 0 : _answer.Take(bytes, 0, count);
        }
    }

    /// <summary>Says that the server has closed; nothing changes before the first byte.</summary>
    public void TakeClose()
    {
        lock (_gate)
        {
            if (!_isDone && _answer.HasBegun) _answer.Close();
        }
    }

    /// <summary>Ends it as the answer says; false when it had ended otherwise before.</summary>
    public bool Complete()
    {
        lock (_gate)
        {
            if (_isDone) return false;
            End(_answer.Failure);
            return true;
        }
    }

    /// <summary>Ends the exchange; harmless when it has ended.</summary>
    public void Fail(HttpFailure failure)
    {
        lock (_gate)
        {
            if (!_isDone) End(failure);
        }
    }

    private T Read<T>(Func<T> what)
    {
        lock (_gate)
        {
            return what();
        }
    }

    private ITimer Timer(HttpFailure failure, int boundMs) => _time.CreateTimer(
        _ => GiveUp(failure), null, TimeSpan.FromMilliseconds(boundMs), Timeout.InfiniteTimeSpan);

    private void GiveUp(HttpFailure failure)
    {
        Fail(failure);
        _cancellation.Cancel();
    }

    private void End(HttpFailure failure)
    {
        _failure = failure;
        _isDone = true;
        _total?.Dispose();
        _phase?.Dispose();
    }
}
