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
    private readonly byte[] _response;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly int _timeoutMs;
    private bool _isDone;
    private int _status;
    private int _count;
    private string _contentType = "";
    private HttpFailure _failure;

    public SocketHttpExchange(byte[] response, int timeoutMs)
    {
        _response = response;
        _timeoutMs = timeoutMs;
    }

    public bool IsDone
    {
        get
        {
            lock (_gate)
            {
                return _isDone;
            }
        }
    }

    public int Status
    {
        get
        {
            lock (_gate)
            {
                return _status;
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public string ContentType
    {
        get
        {
            lock (_gate)
            {
                return _contentType;
            }
        }
    }

    public HttpFailure Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure;
            }
        }
    }

    /// <summary>Bytes that a body may have.</summary>
    public int Capacity => _response.Length;

    public void Cancel()
    {
        Fail(HttpFailure.Cancelled);
        _cancellation.Cancel();
    }

    /// <summary>Runs the work under the exchange's deadline.</summary>
    public void Start(Func<CancellationToken, Task> work)
    {
        _cancellation.CancelAfter(_timeoutMs);
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

    public void TakeHead(int status, string contentType)
    {
        lock (_gate)
        {
            if (_isDone) return;
            _status = status;
            _contentType = contentType;
        }
    }

    /// <summary>Appends to the response buffer; false when there is no room.</summary>
    public bool TakeBody(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_isDone) return true;
            if (bytes.Length > _response.Length - _count) return false;
            bytes.CopyTo(_response.AsSpan(_count));
            _count += bytes.Length;
            return true;
        }
    }

    public void Complete() => End(HttpFailure.None);

    /// <summary>Ends the exchange; harmless when it has ended.</summary>
    public void Fail(HttpFailure failure) => End(failure);

    private void End(HttpFailure failure)
    {
        lock (_gate)
        {
            if (_isDone) return;
            _failure = failure;
            _isDone = true;
        }
    }
}
