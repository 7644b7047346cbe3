using System;
using System.Collections.Generic;

namespace Gateway.LabCa;

/// <summary>The files of a CA that is gone with its process.</summary>
internal sealed class MemoryCaFiles : ICaFiles
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public string Place => "memory";

    public bool AreKept => false;

    public byte[]? Read(string name) => _files.GetValueOrDefault(name);

    public void Write(string name, byte[] content, bool secret = false) =>
        _files[name] = [.. content];

    public void Dispose()
    {
    }
}
