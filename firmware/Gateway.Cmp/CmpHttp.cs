namespace Gateway.Cmp;

/// <summary>
/// What RFC 9811 asks of the HTTP exchange, as far as no socket is needed for it.
/// </summary>
public static class CmpHttp
{
    /// <summary>Content-Type of requests and answers, RFC 9811 3.2.</summary>
    public const string ContentType = "application/pkixcmp";

    /// <summary>Most redirects that are followed for one message.</summary>
    public const int RedirectsMax = 3;

    /// <summary>
    /// Judges an answer: null when its body is to be given to the machine, else one line for
    /// <see cref="CmpMachine.TransportFailed"/>. A PKIMessage may come with any 2xx, 4xx or 5xx
    /// (RFC 9811 3.1).
    /// </summary>
    /// <param name="status">HTTP status code.</param>
    /// <param name="contentType">Content-Type without parameters, lower case, or "".</param>
    /// <param name="count">Bytes of the body.</param>
    public static string Judge(int status, string contentType, int count)
    {
        bool mayCarry = status >= 200 && status <= 599 && !IsRedirect(status);
        if (mayCarry && contentType == ContentType && count > 0) return null;
        if (status != 200) return Named(status) + Meaning(status);
        if (count == 0) return "the HTTP answer is empty; check the server URL";
        return "the HTTP answer is not a CMP message (Content-Type \""
            + TextGuard.Clean(contentType)
            + "\"); check the server URL";
    }

    /// <summary>Whether the status sends the client elsewhere (3xx).</summary>
    public static bool IsRedirect(int status) => status >= 300 && status <= 399;

    /// <summary>
    /// Whether the same POST may go to the Location (RFC 9110 15.4); 303 asks for a GET, which no
    /// CMP message is.
    /// </summary>
    public static bool KeepsPost(int status) =>
        status == 301 || status == 302 || status == 307 || status == 308;

    /// <summary>Says why a redirect ends here: one line as <see cref="Judge"/>.</summary>
    /// <param name="status">HTTP status code, 3xx.</param>
    /// <param name="location">The Location as it came, or where it leads; or "".</param>
    /// <param name="isUsable">Whether it leads to an http URL.</param>
    /// <param name="redirects">How many were followed for this message.</param>
    public static string JudgeRedirect(int status, string location, bool isUsable, int redirects)
    {
        if (!KeepsPost(status)) return Named(status) + Meaning(status);
        if (location == "")
        {
            return Named(status) + "the server redirects but does not say where; correct"
                + " 'cmp-request server url'";
        }

        string to = Named(status) + "the server redirects to " + TextGuard.Clean(location);
        if (!isUsable) return to + ", which is no http:// URL; correct 'cmp-request server url'";
        if (redirects >= RedirectsMax)
        {
            return to + " after " + redirects.ToString()
                + " redirects; correct 'cmp-request server url'";
        }

        return to + "; correct 'cmp-request server url' or allow it with"
            + " 'cmp-request accept redirect'";
    }

    private static string Named(int status) => "HTTP status " + status.ToString() + ": ";

    private static string Meaning(int status)
    {
        switch (status)
        {
            case 400: return "the server finds the request malformed; check the server URL";
            case 401: return "the server asks for a login, which CMP has not; ask the CA for"
                + " another URL";
            case 403: return "the server does not admit this device; ask the CA";
            case 404:
            case 410: return "the server has nothing at this path; correct the path of the server"
                + " URL";
            case 405: return "this path takes no request; correct the path of the server URL";
            case 407: return "a proxy asks for a login; ask the network for a way without it";
            case 408: return "the server waited too long for the request; try again";
            case 413: return "the request is too long for the server; ask the CA";
            case 415: return "this path takes no CMP message; correct the path of the server URL";
            case 429: return "the server has too many requests; try again later";
            case 500: return "the server failed; ask the CA, its log says why";
            case 502:
            case 504: return "a gateway before the CA gets no answer from it; try again later";
            case 503: return "the server is not available; try again later";
            default: return MeaningOfClass(status);
        }
    }

    private static string MeaningOfClass(int status)
    {
        switch (status / 100)
        {
            case 2: return "the answer is no CMP message; check the server URL";
            case 3: return "the server answers with another page; correct the path of the server"
                + " URL";
            case 4: return "the server refuses the request; check the server URL";
            case 5: return "the server failed; try again later";
            default: return "no status of an answer; check the server URL";
        }
    }
}
