using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Gateway.Tests.House;

/// <summary>The checkout that the tests run in; paths are relative to its root, with
/// slashes.</summary>
internal static class Repository
{
    private static readonly string[] BuildFolders = ["bin", "obj", "artifacts", "packages"];

    /// <summary>Absolute path of the folder that holds Gateway.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Whole text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Whether a file exists.</summary>
    public static bool Has(string path) => File.Exists(Path.Combine(Root, path));

    /// <summary>Files below a folder by their ending, without what a build leaves there;
    /// sorted.</summary>
    public static IEnumerable<string> Files(string folder, string ending)
    {
        string start = Path.Combine(Root, folder);
        if (!Directory.Exists(start)) return [];
        return Directory.EnumerateFiles(start, "*" + ending, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Intersect(BuildFolders).Any())
            .Order(StringComparer.Ordinal);
    }

    /// <summary>A path with its <c>..</c> and backslashes resolved, seen from a folder of the
    /// checkout.</summary>
    public static string Resolve(string folder, string path)
    {
        string full = Path.GetFullPath(Path.Combine(Root, folder, path.Replace('\\', '/')));
        return Path.GetRelativePath(Root, full).Replace('\\', '/');
    }

    private static string FindRoot()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at != null && !File.Exists(Path.Combine(at.FullName, "Gateway.sln"))) at = at.Parent;
        if (at != null) return at.FullName;
        throw new InvalidOperationException("no Gateway.sln above " + AppContext.BaseDirectory);
    }
}
