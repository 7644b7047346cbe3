using System;

namespace Gateway.LabCa;

/// <summary>Where a CA keeps its files; names are relative, with <c>/</c> between folders.</summary>
internal interface ICaFiles : IDisposable
{
    /// <summary>Where they are, for messages.</summary>
    string Place { get; }

    /// <summary>Whether they outlive the process, so that an index is worth writing.</summary>
    bool AreKept { get; }

    /// <summary>A file; null when it is not there.</summary>
    byte[]? Read(string name);

    /// <summary>Writes a whole file, readable by its owner only when it is secret.</summary>
    void Write(string name, byte[] content, bool secret = false);
}
