using System;

namespace Gateway.Hal;

/// <summary>What a POST of HTTP/1.1 sends (RFC 9112 3).</summary>
public static class HttpRequest
{
    /// <summary>
    /// Head and body in one array: the body's range is copied. The connection is left open, which
    /// is what HTTP/1.1 means when nothing is said.
    /// </summary>
    public static byte[] Post(HttpUrl url, string contentType, byte[] body, int offset, int count)
    {
        string head = "POST " + url.Target + " HTTP/1.1\r\nHost: " + url.Authority
            + "\r\nContent-Type: " + contentType
            + "\r\nContent-Length: " + count.ToString() + "\r\n\r\n";
        byte[] message = new byte[head.Length + count];
        for (int i = 0; i < head.Length; i++) message[i] = (byte)head[i];
        Array.Copy(body, offset, message, head.Length, count);
        return message;
    }
}
