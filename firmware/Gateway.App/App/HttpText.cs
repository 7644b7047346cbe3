using Gateway.Hal;

namespace Gateway.App;

/// <summary>What the operator reads when an HTTP exchange brought no answer.</summary>
public static class HttpText
{
    /// <summary>The reason and what to do, without a final stop.</summary>
    public static string Of(HttpFailure failure)
    {
        switch (failure)
        {
            case HttpFailure.BadUrl:
                return "the URL cannot be used; it must read http://HOST[:PORT][/PATH]";
            case HttpFailure.UnknownHost:
                return "the host name of the URL is unknown; check the URL or the DNS server";
            case HttpFailure.Unreachable:
                return "the CA server is not reachable; check the URL, the cable and the route";
            case HttpFailure.Cancelled: return "cancelled";
            default: return OfPhase(failure);
        }
    }

    private static string OfPhase(HttpFailure failure)
    {
        switch (failure)
        {
            case HttpFailure.ConnectTimedOut:
                return "the CA server did not take the connection in time; check the URL and the"
                    + " route";
            case HttpFailure.SendTimedOut:
                return "the CA server stopped reading the request; try again later";
            case HttpFailure.NoAnswer:
                return "the connection broke before an answer came; check the server URL or ask the"
                    + " CA";
            case HttpFailure.ResponseTimedOut:
                return "the CA server took the request but did not answer in time; try again later";
            case HttpFailure.IdleTimedOut:
                return "the answer stopped in the middle; try again later";
            case HttpFailure.TotalTimedOut:
                return "the exchange with the CA server took too long in all; try again later";
            case HttpFailure.ConnectionLost:
                return "the connection broke before the whole answer was there; try again";
            default: return OfAnswer(failure);
        }
    }

    private static string OfAnswer(HttpFailure failure)
    {
        switch (failure)
        {
            case HttpFailure.TooLong:
                return "the answer is longer than 24 KiB; ask the CA for a shorter chain";
            case HttpFailure.NotHttp:
                return "the server does not speak HTTP/1.1; check the port of the URL";
            case HttpFailure.HeadTooLong:
                return "the HTTP header of the answer is too long; check the server URL";
            case HttpFailure.BadHeader:
                return "the HTTP header of the answer is malformed; check the server URL";
            case HttpFailure.BadFraming:
                return "the HTTP answer contradicts itself about its length; check the server and"
                    + " what is before it";
            default: return "the HTTP exchange failed";
        }
    }
}
