using Gateway.Cmp;

namespace Gateway.Tests.Cmp;

/// <summary>
/// A MAC protection that outlives its transactions, so that thousands of them derive its keys
/// once.
/// </summary>
internal sealed class KeptProtection(MacProtection inner) : IMessageProtection
{
    public byte[] Sender => inner.Sender;

    public byte[] SenderKeyId => inner.SenderKeyId;

    public byte[] Algorithm => inner.Algorithm;

    public byte[][] Certificates => inner.Certificates;

    public IProtectionCheck MacCheck => inner.MacCheck;

    public int Percent => inner.Percent;

    public bool StepPrepare() => inner.StepPrepare();

    public byte[] Protect(byte[] buffer, int offset, int count) =>
        inner.Protect(buffer, offset, count);

    public void Wipe()
    {
    }
}
