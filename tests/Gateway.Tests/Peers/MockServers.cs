using System;
using System.Collections.Generic;

namespace Gateway.Tests.Peers;

/// <summary>
/// The servers of the table, one for each row: one that served another row before may be about to
/// end, as it does after some requests and whenever a connection breaks.
/// </summary>
public sealed class MockServers : IDisposable
{
    private static readonly Dictionary<string, string> Secrets = new()
    {
        [MockRow.SecretVariable] = MockClient.Secret,
        [MockPki.KeyPasswordVariable] = MockPki.KeyPassword,
    };

    private readonly Lazy<MockPki> _pki = new(() => new MockPki());

    internal MockPki Pki => _pki.Value;

    /// <summary>A server for a row, which the caller disposes of.</summary>
    internal MockServer Start(MockRow row) => new(Pki.Folder, row.ServerOptions(), Secrets);

    /// <summary>Removes the files.</summary>
    public void Dispose()
    {
        if (_pki.IsValueCreated) _pki.Value.Dispose();
    }
}
