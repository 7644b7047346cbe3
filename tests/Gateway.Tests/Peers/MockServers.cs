using System;
using System.Collections.Generic;
using System.Linq;

namespace Gateway.Tests.Peers;

/// <summary>The servers of the table: rows with the same options have one.</summary>
public sealed class MockServers : IDisposable
{
    private static readonly Dictionary<string, string> Secrets = new()
    {
        [MockRow.SecretVariable] = MockClient.Secret,
        [MockPki.KeyPasswordVariable] = MockPki.KeyPassword,
    };

    private readonly Dictionary<string, MockServer> _running = new();
    private readonly Dictionary<string, int> _rowsLeft = new();
    private readonly Lazy<MockPki> _pki = new(() => new MockPki());

    /// <summary>Counts the rows of each server.</summary>
    public MockServers()
    {
        foreach (MockRow row in MockRows.All.Where(row => !row.IsServerMortal))
        {
            _rowsLeft[row.Server] = _rowsLeft.GetValueOrDefault(row.Server) + 1;
        }
    }

    internal MockPki Pki => _pki.Value;

    /// <summary>A server for a row.</summary>
    internal MockServer Take(MockRow row)
    {
        if (_running.Remove(row.Server, out MockServer? running)) return running;
        return new MockServer(Pki.Folder, row.ServerOptions(), Secrets);
    }

    /// <summary>Takes it back after a row; nobody waits for one that has no row left.</summary>
    internal void Return(MockRow row, MockServer server)
    {
        bool isWanted = !row.IsServerMortal && --_rowsLeft[row.Server] > 0;
        if (isWanted) _running[row.Server] = server;
        else server.Dispose();
    }

    /// <summary>Ends those that are left and removes the files.</summary>
    public void Dispose()
    {
        foreach (MockServer server in _running.Values) server.Dispose();
        if (_pki.IsValueCreated) _pki.Value.Dispose();
    }
}
