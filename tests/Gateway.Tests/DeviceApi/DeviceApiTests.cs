using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Gateway.Tests.House;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Gateway.Tests.DeviceApi;

/// <summary>
/// The portable sources compile against what nanoFramework 1.x has and keep to what it can run:
/// docs/device-api.md.
/// </summary>
public class DeviceApiTests(ITestOutputHelper output)
{
    public static TheoryData<string> PortableNames() =>
        [.. PortableProject.All().Select(p => p.Name)];

    public static TheoryData<string> SurfaceNames() =>
        [.. Repository.Files(DeviceCompiler.SurfaceFolder, ".cs")
            .Select(f => Path.GetFileNameWithoutExtension(f))];

    [Theory]
    [MemberData(nameof(PortableNames))]
    public void Portable_sources_keep_to_the_device(string name)
    {
        IReadOnlyList<Finding> findings = DeviceCompiler.Check(DeviceCompiler.Portable[name]);
        Assert.True(findings.Count == 0, "\n" + string.Join("\n", findings));
    }

    [Theory]
    [MemberData(nameof(PortableNames))]
    public void Portable_assembly_fits_the_file_format(string name)
    {
        ImageWeight weight = ImageWeight.Of(DeviceCompiler.Image(DeviceCompiler.Portable[name]));
        output.WriteLine($"{name}: {weight}");
        Assert.True(weight.Breaches.Count == 0, $"{name}: " + string.Join("; ", weight.Breaches));
    }

    [Fact]
    public void There_are_portable_assemblies()
    {
        Assert.Contains("Gateway.Core", DeviceCompiler.Portable.Keys);
        Assert.Contains("Gateway.Hal", DeviceCompiler.Portable.Keys);
    }

    [Theory]
    [MemberData(nameof(SurfaceNames))]
    public void Surface_stands_alone(string name)
    {
        // The host's own libraries must not leak in: the surface refers to nothing but its own
        // core.
        Assert.DoesNotContain(
            DeviceCompiler.Surface[name].GetDiagnostics(TestContext.Current.CancellationToken),
            d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(
            name == "mscorlib" ? [] : ["mscorlib"],
            DeviceCompiler.Surface[name].ReferencedAssemblyNames.Select(a => a.Name));
    }

    [Theory]
    [MemberData(nameof(SurfaceNames))]
    public void Surface_names_version_package_and_source(string name)
    {
        string text = Repository.Read($"{DeviceCompiler.SurfaceFolder}/{name}.cs");
        string version = DeviceCompiler.Surface[name].Assembly.Identity.Version.ToString(3);
        string package = DevicePackages.All[name].Package;
        Assert.Equal(DevicePackages.All[name].Version, version);
        Assert.StartsWith(
            $"// Reference surface of {name}, assembly version {version}.0 (package {package}).\n",
            text);
        Assert.Matches(
            new Regex(@"\n// Checked against: github\.com/nanoframework/\S+, "
                + $@"tag v{Regex.Escape(version)}, \S+\n"),
            text);
    }

    [Theory]
    [MemberData(nameof(SurfaceNames))]
    public void Surface_bodies_only_throw(string name)
    {
        IEnumerable<SyntaxNode> nodes = DeviceCompiler.Surface[name].SyntaxTrees
            .SelectMany(t => t.GetRoot(TestContext.Current.CancellationToken).DescendantNodes());
        Assert.DoesNotContain(
            nodes, n => n is Microsoft.CodeAnalysis.CSharp.Syntax.StatementSyntax);
        Assert.All(
            nodes.OfType<Microsoft.CodeAnalysis.CSharp.Syntax.ArrowExpressionClauseSyntax>(),
            body => Assert.Equal("throw null", body.Expression.ToString()));
    }
}
