using System.Collections.Generic;
using System.IO;
using System.Linq;
using Gateway.Tests.DeviceApi;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Gateway.Tests.House;

/// <summary>The direction of dependencies, between assemblies and between the namespaces inside
/// them.</summary>
public class DependencyTests
{
    public static TheoryData<string> PortableNames() =>
        [.. PortableProject.All().Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(PortableNames))]
    public void Assembly_refers_to_what_its_layer_may_use(string name)
    {
        PortableProject project = PortableProject.All().Single(p => p.Name == name);
        Assert.Contains(name, DependencyRules.Assemblies.Keys);
        Assert.Equal(
            DependencyRules.Assemblies[name].Order(),
            PortableProject.HostReferences(project.HostPath).Order());
    }

    [Fact]
    public void Table_of_assemblies_has_no_row_too_many() => Assert.Equal(
        PortableProject.All().Select(p => p.Name).Order(), DependencyRules.Assemblies.Keys.Order());

    [Fact]
    public void Simulated_hardware_knows_no_layer_above_the_hal() => Assert.Subset(
        new HashSet<string> { "Gateway.Hal", "Gateway.Core" },
        PortableProject.HostReferences("hal/Sim/Gateway.Hal.Sim.csproj").ToHashSet());

    [Fact]
    public void Lab_authority_shares_no_codec_with_the_firmware() =>
        Assert.Empty(PortableProject.HostReferences("tools/LabCa/Gateway.LabCa.csproj"));

    [Theory]
    [MemberData(nameof(PortableNames))]
    public void Sources_use_only_layers_below(string name)
    {
        IReadOnlyList<Finding> findings = DependencyRules.Breaches(DeviceCompiler.Portable[name]);
        Assert.True(findings.Count == 0, "\n" + string.Join("\n", findings));
    }

    [Theory]
    [MemberData(nameof(PortableNames))]
    public void Sources_stand_in_the_folder_of_their_namespace(string name)
    {
        // firmware/Gateway.Pki/Asn1/Oid.cs is Gateway.Asn1, firmware/Gateway.Pki/Pem.cs is
        // Gateway.Pki.
        PortableProject project = PortableProject.All().Single(p => p.Name == name);
        foreach (string source in project.Sources())
        {
            string below = Path.GetDirectoryName(Path.GetRelativePath(project.Folder, source))!;
            string expected = below.Length == 0
                ? name
                : "Gateway." + below.Replace('\\', '/').Replace('/', '.');
            Assert.True(
                Repository.Read(source).Contains($"namespace {expected};"),
                $"{source}(1,1): not in namespace {expected}");
        }
    }

    [Theory]
    [InlineData("Gateway.Asn1", "using Gateway.Pki;", 2, "Gateway.Asn1 must not use Gateway.Pki")]
    [InlineData("Gateway.Asn1", "class X { Gateway.Pki.Thing t; }", 2, "Gateway.Asn1 must not use Gateway.Pki")]
    [InlineData("Gateway.Asn1", "class X { Pki.Thing t; }", 2, "Gateway.Asn1 must not use Gateway.Pki")]
    [InlineData("Gateway.Asn1", "class X { int M() { return Pki.Thing.Made().Value; } }", 2, "Gateway.Asn1 must not use Gateway.Pki")]
    [InlineData("Gateway.Asn1", "using P = Gateway.Pki.Thing; class X : P { }", 2, "Gateway.Asn1 must not use Gateway.Pki")]
    [InlineData("Gateway.Crypto", "class X { Asn1.Thing t; }", 2, "Gateway.Crypto must not use Gateway.Asn1")]
    [InlineData("Gateway.Config", "class X { Cli.Thing t; }", 2, "Gateway.Config must not use Gateway.Cli")]
    [InlineData("Gateway.Pki", "class X { Cmp.Thing t; }", 2, "Gateway.Pki must not use Gateway.Cmp")]
    [InlineData("Gateway.Cli", "class X { Hal.Thing t; }", 2, "Gateway.Cli must not use Gateway.Hal")]
    [InlineData("Gateway.Hal", "class X { Core.Thing t; }", 2, "Gateway.Hal must not use Gateway.Core")]
    [InlineData("Gateway.Store", "class X { App.Thing t; }", 2, "Gateway.Store must not use Gateway.App")]
    [InlineData("Gateway.Asn1", "using System.IO;", 2, "Gateway.Asn1 must not use System.IO")]
    [InlineData("Gateway.Cmp", "using System.Net;", 2, "Gateway.Cmp must not use System.Net")]
    [InlineData("Gateway.App", "using System.Net.Sockets;", 2, "Gateway.App must not use System.Net.Sockets")]
    [InlineData("Gateway.Cmp", "using System.Threading;", 2, "Gateway.Cmp must not use System.Threading")]
    [InlineData("Gateway.Cmp", "class X { void M() { System.Threading.Thread.Sleep(1); } }", 2, "Gateway.Cmp must not use System.Threading")]
    [InlineData("Gateway.Cmp", "class X { void M() { lock (this) { } } }", 2, "no lock")]
    [InlineData("Gateway.Crypto", "class X { object r = new System.Random(); }", 2, "must not use Random")]
    [InlineData("Gateway.App", "class X { object r = new System.Random(); }", 2, "must not use Random")]
    [InlineData("Gateway.Cli", "class X { void M() { System.Console.WriteLine(); } }", 2, "must not use Console")]
    [InlineData("Gateway.Crypto", "class X { static int cache; }", 2, "no global state")]
    [InlineData("Gateway.Crypto", "class X { static int Cache { get; set; } }", 2, "no global state")]
    [InlineData("Gateway.Else", "class X { }", 1, "is no layer")]
    [InlineData("Gateway", "class X { }", 1, "is no layer")]
    public void Guard_refuses(string space, string code, int line, string reason)
    {
        IReadOnlyList<Finding> findings = Check(space, code);
        Assert.Contains(
            findings,
            f => f.File == "Snippet.cs" && f.Line == line && f.Reason.Contains(reason));
    }

    [Theory]
    [InlineData("Gateway.Pki", "using Gateway.Asn1; class X { Thing t; }")]
    [InlineData("Gateway.Cmp", "class X { Pki.Thing t; int M() { return Pki.Thing.Made().Value; } }")]
    [InlineData("Gateway.Cmp.Inner", "class X { Pki.Thing t; Gateway.Cmp.Thing u; }")]
    [InlineData("Gateway.App", "using System.Threading; class X { void M() { lock (this) { Thread.Sleep(1); } } static int cache; }")]
    [InlineData("Gateway.Cli", "using System; using System.Text; using System.Collections; class X { ArrayList a; StringBuilder b; Exception c; }")]
    [InlineData("Gateway.Crypto", "class X { const int A = 1; static readonly byte[] B = { 1, 2 }; static int C() { return 1; } static int D => 1; }")]
    public void Guard_lets_pass(string space, string code) =>
        Assert.Empty(Check(space, code).Select(f => f.ToString()));

    private static IReadOnlyList<Finding> Check(string space, string code)
    {
        List<(string, string)> sources = [("Snippet.cs", $"namespace {space};\n{code}\n")];
        sources.AddRange(DependencyRules.Namespaces.Keys.Select(layer => (
            layer + ".cs",
            $$"""
            namespace {{layer}};
            public class Thing { public int Value; public static Thing Made() { return null; } }
            """)));
        CSharpCompilation compilation =
            DeviceCompiler.Compile("Snippet", sources, DeviceCompiler.Surface.Values);
        return DependencyRules.Breaches(compilation);
    }
}
