using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace Gateway.Tests.House;

/// <summary>
/// A portable assembly: one list of sources (.projitems), a host project (.csproj) and a board
/// project
/// (.nfproj with its packages.config) beside it.
/// </summary>
internal sealed class PortableProject
{
    private const string HereMacro = "$(MSBuildThisFileDirectory)";

    private PortableProject(string itemsPath)
    {
        ItemsPath = itemsPath;
        Name = Path.GetFileNameWithoutExtension(itemsPath);
        Folder = Path.GetDirectoryName(itemsPath)!.Replace('\\', '/');
    }

    /// <summary>Assembly name.</summary>
    public string Name { get; }

    /// <summary>Folder of all its files.</summary>
    public string Folder { get; }

    /// <summary>Path of the list of sources.</summary>
    public string ItemsPath { get; }

    /// <summary>Path of the host project.</summary>
    public string HostPath => $"{Folder}/{Name}.csproj";

    /// <summary>Path of the board project.</summary>
    public string BoardPath => $"{Folder}/{Name}.nfproj";

    /// <summary>Path of the board project's list of packages.</summary>
    public string PackagesPath => $"{Folder}/packages.config";

    /// <summary>Every portable assembly of the checkout, those that others need first.</summary>
    public static IReadOnlyList<PortableProject> All()
    {
        Dictionary<string, PortableProject> left = Repository.Files("firmware", ".projitems")
            .Concat(Repository.Files("hal", ".projitems"))
            .Select(path => new PortableProject(path))
            .ToDictionary(project => project.Name);
        List<PortableProject> ordered = [];
        while (left.Count > 0)
        {
            List<PortableProject> ready = left.Values
                .Where(p => !HostReferences(p.HostPath).Any(left.ContainsKey)).ToList();
            if (ready.Count == 0)
            {
                throw new InvalidDataException(
                    "references in a circle: " + string.Join(", ", left.Keys));
            }

            foreach (PortableProject project in ready) left.Remove(project.Name);
            ordered.AddRange(ready);
        }

        return ordered;
    }

    /// <summary>Names of the projects that a project file refers to.</summary>
    public static IReadOnlyList<string> HostReferences(string projectPath) =>
        Includes(XDocument.Parse(Repository.Read(projectPath)), "ProjectReference")
            .Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/')))
            .ToList();

    /// <summary>Values of Include of all items of a kind.</summary>
    public static IEnumerable<string> Includes(XDocument project, string kind) =>
        project.Descendants().Where(e => e.Name.LocalName == kind)
            .Select(e => e.Attribute("Include")?.Value ?? "");

    /// <summary>Paths that a list of sources names, duplicates included.</summary>
    public static IReadOnlyList<string> SourcesOf(string itemsText, string folder) =>
        Includes(XDocument.Parse(itemsText), "Compile")
            .Select(include => include.StartsWith(HereMacro)
                ? Repository.Resolve(folder, include[HereMacro.Length..])
                : include)
            .ToList();

    /// <summary>The sources, in the order of the list.</summary>
    public IReadOnlyList<string> Sources() => SourcesOf(Repository.Read(ItemsPath), Folder);

    /// <summary>The board project.</summary>
    public XDocument Board() => XDocument.Parse(Repository.Read(BoardPath));

    /// <summary>Names of the platform's assemblies that the board project refers to.</summary>
    public IReadOnlyList<string> BoardAssemblies() => Includes(Board(), "Reference").ToList();

    /// <summary>Packages of the board project: name and version.</summary>
    public IReadOnlyDictionary<string, string> Packages() =>
        XDocument.Parse(Repository.Read(PackagesPath)).Descendants("package")
            .ToDictionary(p => p.Attribute("id")!.Value, p => p.Attribute("version")!.Value);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
