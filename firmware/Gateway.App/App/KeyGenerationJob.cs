using Gateway.Cli;
using Gateway.Core;
using Gateway.Hal;
using Gateway.Store;

namespace Gateway.App;

/// <summary>Makes a key pair step by step and stores it at the end.</summary>
internal sealed class KeyGenerationJob : IShellJob
{
    private readonly IKeyGeneration _generation;
    private readonly IKeyEngine _engine;
    private readonly KeyStore _keys;
    private readonly StoredKey _key;
    private int _shownPercent = -1;

    /// <summary>
    /// A job for one key pair; the generation is null when the engine lacks that size.
    /// </summary>
    public KeyGenerationJob(IKeyGeneration generation, IKeyEngine engine, KeyStore keys,
        StoredKey key)
    {
        _generation = generation;
        _engine = engine;
        _keys = keys;
        _key = key;
    }

    /// <inheritdoc/>
    public bool Succeeded { get; private set; }

    /// <inheritdoc/>
    public bool Step(long nowMs, IShellOutput output)
    {
        if (_generation == null)
        {
            output.Line("Error: The key engine cannot make such a key pair; choose another size.");
            return false;
        }

        if (_generation.Step())
        {
            ShowProgress(output);
            return true;
        }

        Keep(output);
        return false;
    }

    /// <inheritdoc/>
    public void Cancel(IShellOutput output)
    {
        if (_generation != null) _generation.Cancel();
        output.Line("Error: The generation was cancelled; no key pair was stored.");
    }

    private void ShowProgress(IShellOutput output)
    {
        if (_generation.Percent == _shownPercent) return;
        _shownPercent = _generation.Percent;
        output.Progress(_shownPercent.ToString() + " % (Ctrl+C cancels)");
    }

    private void Keep(IShellOutput output)
    {
        byte[] privateKey = _generation.TakePrivateKey();
        if (privateKey == null)
        {
            output.Line("Error: The generation failed; no key pair was stored. Try again.");
            return;
        }

        _key.PublicKey = _engine.PublicKey(privateKey);
        FlashResult result = _keys.Write(_key, privateKey);
        Bytes.Wipe(privateKey);
        Succeeded = result == FlashResult.Ok;
        if (!Succeeded)
        {
            output.Line("Error: The key pair was not stored: " + FlashText.Of(result) + ".");
        }
    }
}
