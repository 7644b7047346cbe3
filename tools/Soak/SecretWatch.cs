using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Gateway.Soak;

/// <summary>
/// Looks for secrets where none may be: on the console, in messages, in flash. A private key is
/// looked for as bytes, hex and base64.
/// </summary>
internal sealed class SecretWatch
{
    // The latest keys are the ones that are handled.
    private const int KeysMax = 4;

    private readonly KeyPool _pool;
    private readonly byte[] _macSecret;
    private readonly List<byte[]> _patterns = [];
    private readonly List<string> _texts = [];
    private int _known = -1;

    public SecretWatch(KeyPool pool, string macSecret)
    {
        _pool = pool;
        _macSecret = Encoding.UTF8.GetBytes(macSecret);
    }

    /// <summary>Refuses bytes that hold a secret.</summary>
    /// <exception cref="SoakViolation">They do.</exception>
    public void Look(ReadOnlySpan<byte> bytes, string where)
    {
        Refresh();
        foreach (byte[] pattern in _patterns)
        {
            if (bytes.IndexOf(pattern) >= 0)
                throw new SoakViolation("secret", $"a secret stands open in {where}");
        }
    }

    /// <summary>Refuses text that holds a secret.</summary>
    /// <exception cref="SoakViolation">It does.</exception>
    public void Look(string text, string where)
    {
        if (text.Length == 0) return;
        Refresh();
        foreach (string secret in _texts)
        {
            if (text.Contains(secret, StringComparison.OrdinalIgnoreCase))
                throw new SoakViolation("secret", $"a secret stands open on {where}");
        }
    }

    private void Refresh()
    {
        if (_known == _pool.Secrets.Count) return;
        _known = _pool.Secrets.Count;
        _patterns.Clear();
        _texts.Clear();
        _patterns.Add(_macSecret);
        _texts.Add(Encoding.UTF8.GetString(_macSecret));
        foreach (byte[] secret in _pool.Secrets.TakeLast(KeysMax))
        {
            _patterns.Add(secret);
            _texts.Add(Convert.ToHexString(secret));
            // Without the characters at its ends, which depend on what stands beside it.
            _texts.Add(Convert.ToBase64String(secret)[2..^4]);
        }
    }
}
