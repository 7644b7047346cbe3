using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gateway.Tests.DeviceApi;
using Xunit;

namespace Gateway.Tests.House;

/// <summary>
/// Lists of sources, board projects and the solution tell the same story; no build on a desk would
/// notice otherwise.
/// </summary>
public class BoardProjectTests
{
    private const string BoardProjectType = "{11A8DD76-328B-46DF-9F39-F559912D0360}";
    private const string SystemPath = "$(NanoFrameworkProjectSystemPath)";

    public static TheoryData<string> PortableNames() =>
        [.. PortableProject.All().Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(PortableNames))]
    public void List_of_sources_is_what_stands_in_the_folder(string name)
    {
        PortableProject project = Project(name);
        List<string> breaches = ListBreaches(FilesOf(project), project.Sources());
        Assert.True(breaches.Count == 0, project.ItemsPath + ":\n" + string.Join("\n", breaches));
    }

    [Fact]
    public void List_check_bites()
    {
        Assert.Empty(ListBreaches(["a.cs", "b.cs"], ["b.cs", "a.cs"]));
        Assert.Equal(["b.cs is not in the list"], ListBreaches(["a.cs", "b.cs"], ["a.cs"]));
        Assert.Equal(
            ["b.cs is in the list and not in the folder"],
            ListBreaches(["a.cs"], ["a.cs", "b.cs"]));
        Assert.Equal(["a.cs stands twice in the list"], ListBreaches(["a.cs"], ["a.cs", "a.cs"]));
        Assert.Equal(
            ["x/Sub/A.cs", "B.cs"],
            PortableProject.SourcesOf(
                """
                <Project>
                  <Compile Include="$(MSBuildThisFileDirectory)Sub\A.cs" /><Compile Include="B.cs" />
                </Project>
                """,
                "x"));
    }

    [Theory]
    [MemberData(nameof(PortableNames))]
    public void Host_and_board_project_compile_the_same_list(string name)
    {
        PortableProject project = Project(name);
        XDocument host = XDocument.Parse(Repository.Read(project.HostPath));
        XDocument board = project.Board();
        string list = name + ".projitems";
        Assert.Equal([list], Imports(host).Where(i => i.EndsWith(".projitems")));
        Assert.Equal(
            [
                SystemPath + "NFProjectSystem.Default.props",
                SystemPath + "NFProjectSystem.props",
                list,
                SystemPath + "NFProjectSystem.CSharp.targets",
            ],
            Imports(board));
        Assert.Empty(PortableProject.Includes(host, "Compile"));
        Assert.Empty(PortableProject.Includes(board, "Compile"));
        Assert.Empty(PortableProject.Includes(host, "PackageReference"));
        Assert.DoesNotContain(host.Descendants(), e => e.Name.LocalName == "PropertyGroup");
        Assert.Contains(
            Imports(host),
            i => Repository.Resolve(project.Folder, i) == "firmware/Portable.props");
    }

    [Theory]
    [MemberData(nameof(PortableNames))]
    public void Host_and_board_project_agree(string name)
    {
        PortableProject project = Project(name);
        XDocument board = project.Board();
        Assert.Equal(
            PortableProject.HostReferences(project.HostPath).Order(),
            PortableProject.HostReferences(project.BoardPath).Order());
        Assert.All(
            PortableProject.Includes(board, "ProjectReference"),
            include => Assert.True(
                include.EndsWith(".nfproj")
                && Repository.Has(Repository.Resolve(project.Folder, include)),
                include));
        Assert.Equal(name, Value(board, "AssemblyName"));
        Assert.Equal("10", Value(board, "LangVersion"));
        Assert.Equal("v1.0", Value(board, "TargetFrameworkVersion"));
        Assert.Equal(
            BoardProjectType + ";{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}",
            Value(board, "ProjectTypeGuids"));
    }

    [Theory]
    [MemberData(nameof(PortableNames))]
    public void Packages_are_those_of_the_table(string name)
    {
        PortableProject project = Project(name);
        IReadOnlyDictionary<string, string> packages = project.Packages();
        Assert.Equal(
            project.BoardAssemblies().Select(a => DevicePackages.All[a].Package).Order(),
            packages.Keys.Order());
        Assert.Contains("nanoFramework.CoreLibrary", packages.Keys);
        foreach (string assembly in project.BoardAssemblies())
        {
            (string package, string version) = DevicePackages.All[assembly];
            Assert.Equal(version, packages[package]);
            string hint = project.Board().Descendants()
                .Where(e => e.Name.LocalName == "Reference")
                .Single(e => e.Attribute("Include")!.Value == assembly).Elements()
                .Single(e => e.Name.LocalName == "HintPath").Value;
            Assert.Equal(
                $"packages/{package}.{version}/lib/{assembly}.dll",
                Repository.Resolve(project.Folder, hint));
        }
    }

    [Fact]
    public void Every_surface_has_its_row_in_the_table() => Assert.Equal(
        DevicePackages.All.Keys.Order(), DeviceCompiler.Surface.Keys.Order());

    [Theory]
    [MemberData(nameof(PortableNames))]
    public void Solution_has_the_board_project_and_does_not_build_it(string name)
    {
        PortableProject project = Project(name);
        string path = project.BoardPath.Replace('/', '\\');
        string solution = Repository.Read("Gateway.sln");
        Match entry = Regex.Match(
            solution,
            $@"^Project\(""{Regex.Escape(BoardProjectType)}""\) = ""[^""]+"", "
                + $@"""{Regex.Escape(path)}"", ""(\{{[0-9A-F-]+\}})""",
            RegexOptions.Multiline);
        Assert.True(entry.Success, project.BoardPath + " is not in Gateway.sln");
        string id = entry.Groups[1].Value;
        Assert.Equal(Value(project.Board(), "ProjectGuid"), id);
        Assert.Contains(id + ".Release|Any CPU.ActiveCfg", solution);
        Assert.DoesNotContain(id + ".Debug|Any CPU.Build.0", solution);
        Assert.DoesNotContain(id + ".Release|Any CPU.Build.0", solution);
    }

    [Fact]
    public void Solution_names_each_project_once()
    {
        string solution = Repository.Read("Gateway.sln");
        Regex entry = new(
            @"^Project\(""[^""]+""\) = .*""(\{[0-9A-F-]+\})""\r?$", RegexOptions.Multiline);
        List<string> ids = entry.Matches(solution)
            .Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        string[] projects = [.. new[] { "firmware", "hal", "tests", "tools" }
            .SelectMany(f => Repository.Files(f, "proj"))
            .Where(f => f.EndsWith(".csproj") || f.EndsWith(".nfproj"))];
        Assert.NotEmpty(projects);
        Assert.All(projects, p => Assert.Contains(
            $"\"{p.Replace('/', '\\')}\"", solution));
    }

    private static PortableProject Project(string name) =>
        PortableProject.All().Single(p => p.Name == name);

    /// <summary>Sources of a project's folder, without those of projects below it.</summary>
    private static IEnumerable<string> FilesOf(PortableProject project)
    {
        string[] others = [.. Repository.Files(project.Folder, "proj")
            .Select(p => p[..p.LastIndexOf('/')])
            .Where(folder => folder != project.Folder)];
        return Repository.Files(project.Folder, ".cs")
            .Where(f => !others.Any(o => f.StartsWith(o + "/")));
    }

    private static List<string> ListBreaches(IEnumerable<string> folder, IReadOnlyList<string> list)
    {
        List<string> files = [.. folder];
        List<string> breaches = [.. files.Except(list).Select(f => f + " is not in the list")];
        breaches.AddRange(
            list.Except(files).Select(f => f + " is in the list and not in the folder"));
        breaches.AddRange(list.GroupBy(f => f).Where(g => g.Count() > 1)
            .Select(g => g.Key + " stands twice in the list"));
        return breaches;
    }

    private static IEnumerable<string> Imports(XDocument project) =>
        project.Descendants().Where(e => e.Name.LocalName == "Import")
            .Select(e => e.Attribute("Project")!.Value);

    private static string Value(XDocument project, string property) =>
        project.Descendants().Single(e => e.Name.LocalName == property).Value;
}
