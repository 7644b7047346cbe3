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
            case HttpFailure.TimedOut:
                return "the CA server did not answer in time; try again later";
            case HttpFailure.ConnectionLost:
                return "the connection broke before the whole answer was there; try again";
            case HttpFailure.TooLong:
                return "the answer is longer than 24 KiB; ask the CA for a shorter chain";
            case HttpFailure.NotHttp:
                return "the server does not speak HTTP; check the port of the URL";
            case HttpFailure.Cancelled: return "cancelled";
            default: return "the HTTP exchange failed";
        }
    }
}
