namespace Gateway.Cmp;

/// <summary>
/// What RFC 9811 asks of the HTTP exchange, as far as no socket is needed for it.
/// </summary>
public static class CmpHttp
{
    /// <summary>Content-Type of requests and answers, RFC 9811 3.2.</summary>
    public const string ContentType = "application/pkixcmp";

    /// <summary>
    /// Judges an answer: null when its body is to be given to the machine, else one line for
    /// <see cref="CmpMachine.TransportFailed"/>.
    /// </summary>
    /// <param name="status">HTTP status code.</param>
    /// <param name="contentType">Content-Type without parameters, lower case, or "".</param>
    /// <param name="count">Bytes of the body.</param>
    public static string Judge(int status, string contentType, int count)
    {
        // RFC 9811 3.1: a PKIMessage may come with any 2xx, 4xx or 5xx; a redirect is not followed.
        bool redirect = status >= 300 && status < 400;
        if (!redirect && status >= 200 && contentType == ContentType && count > 0) return null;
        if (status == 404) return "HTTP status 404: the CA has nothing at this path, check the URL";
        if (redirect)
        {
            return "HTTP status " + status.ToString()
                + ": redirects are not followed, check the URL";
        }

        if (status < 200 || status > 299) return "HTTP status " + status.ToString();
        if (count == 0) return "the HTTP answer is empty";
        return "the HTTP answer is not a CMP message (Content-Type \""
            + TextGuard.Clean(contentType)
            + "\")";
    }
}
