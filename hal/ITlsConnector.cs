namespace Gateway.Hal;

/// <summary>Opens TLS client connections under the gateway's own identity.</summary>
public interface ITlsConnector
{
    /// <summary>
    /// Connects and completes the handshake; blocks at most <paramref name="timeoutMs"/>
    /// milliseconds.
    /// </summary>
    /// <param name="host">Name that the server's certificate must carry.</param>
    /// <param name="port">TCP port, 1 to 65535.</param>
    /// <param name="certificate">Own certificate, DER.</param>
    /// <param name="privateKey">Own private key, PKCS#8 DER; wiped by the caller.</param>
    /// <param name="authority">The CA certificate to trust, DER.</param>
    /// <param name="timeoutMs">Bound on the whole set-up.</param>
    /// <returns>The connection, or null.</returns>
    ITlsConnection Connect(string host, int port, byte[] certificate, byte[] privateKey,
        byte[] authority, int timeoutMs);
}

/// <summary>An open TLS connection.</summary>
public interface ITlsConnection
{
    /// <summary>Takes what has arrived: 0 when nothing is there, -1 at the end.</summary>
    int Read(byte[] buffer, int offset, int count);

    /// <summary>Sends; returns the bytes taken, -1 when the connection is gone.</summary>
    int Write(byte[] buffer, int offset, int count);

    /// <summary>Closes both ways.</summary>
    void Close();
}
