using System.IO;
using Xunit;

namespace Gateway.Tests.Cmp;

/// <summary>The messages in tests/Vectors/Cmp, which are part of the test assembly.</summary>
internal static class Captures
{
    internal static byte[] Read(string name)
    {
        using Stream? stream =
            typeof(Captures).Assembly.GetManifestResourceStream("Cmp/" + name + ".der");
        Assert.NotNull(stream);
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
