using System;
using System.Collections.Generic;
using Gateway.Hal;
using Gateway.Hal.Sim;

namespace Gateway.Tests.Procedure;

/// <summary>
/// A flash that remembers what it held before each write and deletion, so that a power cut in any
/// of them can be tried without doing again all that came before.
/// </summary>
internal sealed class RecordingFlash(MemoryFlash flash) : IFlash
{
    private readonly List<(MemoryFlash Before, Action<IFlash> Change)> _operations = [];

    /// <summary>Writes and deletions so far.</summary>
    public int Count => _operations.Count;

    /// <summary>
    /// What a board without power cuts had before that operation; Count: what it has now.
    /// </summary>
    public MemoryFlash Before(int operation) =>
        operation == Count ? flash.Copy() : _operations[operation].Before.Copy();

    /// <summary>What is left of the flash when the power fails in that operation.</summary>
    public MemoryFlash AfterCut(int operation, PowerCut cut)
    {
        MemoryFlash left = Before(operation);
        try
        {
            _operations[operation].Change(new PowerCutFlash(left, 1, cut));
        }
        catch (PowerCutException)
        {
            return left;
        }

        throw new InvalidOperationException("the power was not cut");
    }

    public byte[] Read(string name) => flash.Read(name);

    public FlashResult Write(string name, byte[] data, int offset, int count)
    {
        byte[] record = data.AsSpan(offset, count).ToArray();
        _operations.Add((flash.Copy(), f => f.Write(name, record, 0, record.Length)));
        return flash.Write(name, data, offset, count);
    }

    public FlashResult Delete(string name)
    {
        _operations.Add((flash.Copy(), f => f.Delete(name)));
        return flash.Delete(name);
    }

    public string[] List() => flash.List();
}
