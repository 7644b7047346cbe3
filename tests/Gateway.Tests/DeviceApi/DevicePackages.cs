using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Gateway.Tests.House;

namespace Gateway.Tests.DeviceApi;

/// <summary>The platform's assemblies with package and version: the table in
/// docs/device-api.md.</summary>
internal static partial class DevicePackages
{
    /// <summary>Package and version by the name of the assembly.</summary>
    public static IReadOnlyDictionary<string, (string Package, string Version)> All { get; } =
        Row().Matches(Repository.Read("docs/device-api.md")).ToDictionary(
            row => row.Groups[1].Value,
            row => (row.Groups[2].Value, row.Groups[3].Value));

    [GeneratedRegex(@"^\| `([\w.]+)` \| `([\w.]+)` \| ([\d.]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
