using System.Collections.Generic;
using Gateway.Hal;

namespace Gateway.Tests.Procedure;

/// <summary>A body that passed.</summary>
/// <param name="IsSent">By the board; otherwise to it.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record Passed(bool IsSent, byte[] Body);

/// <summary>A transport that remembers the bodies of requests and answers in order.</summary>
internal sealed class TappedHttp(IHttpTransport inner) : IHttpTransport
{
    private readonly List<Passed> _passed = [];
    private Exchange? _last;

    /// <summary>Whether an answer is still to come.</summary>
    public bool IsPending => _last is { IsOver: false };

    /// <summary>What has passed since the start or the last call.</summary>
    public Passed[] Take()
    {
        Passed[] passed = [.. _passed];
        _passed.Clear();
        return passed;
    }

    public IHttpExchange Post(string url, string contentType, byte[] request, int offset,
        int count, byte[] response, HttpTimeouts timeouts)
    {
        _passed.Add(new Passed(true, request[offset..(offset + count)]));
        _last = new Exchange(_passed, response,
            inner.Post(url, contentType, request, offset, count, response, timeouts));
        return _last;
    }

    public void CloseIdle() => inner.CloseIdle();

    private sealed class Exchange(List<Passed> passed, byte[] response, IHttpExchange inner)
        : IHttpExchange
    {
        private bool _isTaken;
        private bool _isCancelled;

        public bool IsOver => _isCancelled || inner.IsDone;

        public bool IsDone
        {
            get
            {
                if (!inner.IsDone) return false;
                if (!_isTaken && inner.Failure == HttpFailure.None)
                    passed.Add(new Passed(false, response[..inner.Count]));
                _isTaken = true;
                return true;
            }
        }

        public int Status => inner.Status;

        public int Count => inner.Count;

        public string ContentType => inner.ContentType;

        public string Location => inner.Location;

        public HttpFailure Failure => inner.Failure;

        public void Cancel()
        {
            _isCancelled = true;
            inner.Cancel();
        }
    }
}
