using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Gateway.Tests.House;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Gateway.Tests.DeviceApi;

/// <summary>
/// Compiles sources as the board's build does: C# 10, no nullable context, Release, and nothing to
/// refer to
/// but the reference surface of nanoFramework's assemblies in tests/DeviceApi/Surface.
/// </summary>
internal static class DeviceCompiler
{
    /// <summary>Folder of the surface, one file an assembly.</summary>
    public const string SurfaceFolder = "tests/DeviceApi/Surface";

    private const string CoreAssembly = "mscorlib";

    private static readonly CSharpParseOptions ParseOptions = new(
        LanguageVersion.CSharp10, DocumentationMode.None);

    private static readonly CSharpCompilationOptions CompilationOptions = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        checkOverflow: false,
        allowUnsafe: false,
        deterministic: true,
        nullableContextOptions: NullableContextOptions.Disable);

    private static readonly Lazy<IReadOnlyDictionary<string, CSharpCompilation>> LazySurface =
        new(CompileSurface);

    private static readonly Lazy<IReadOnlyDictionary<string, CSharpCompilation>> LazyPortable =
        new(CompilePortable);

    /// <summary>The reference surface by the name of its assembly.</summary>
    public static IReadOnlyDictionary<string, CSharpCompilation> Surface => LazySurface.Value;

    /// <summary>Every portable assembly, compiled against what its board project refers
    /// to.</summary>
    public static IReadOnlyDictionary<string, CSharpCompilation> Portable => LazyPortable.Value;

    /// <summary>Compiles texts (path, text) against other compilations.</summary>
    public static CSharpCompilation Compile(
        string name,
        IEnumerable<(string Path, string Text)> sources,
        IEnumerable<CSharpCompilation> references) =>
        CSharpCompilation.Create(
            name,
            sources.Select(s => CSharpSyntaxTree.ParseText(s.Text, ParseOptions, s.Path)),
            references.Select(r => r.ToMetadataReference()),
            CompilationOptions);

    /// <summary>Compiles one text against the whole surface.</summary>
    public static CSharpCompilation CompileSnippet(string text) =>
        Compile("Snippet", [("Snippet.cs", text)], Surface.Values);

    /// <summary>What the compiler and the rules on constructs have against a compilation, in
    /// order.</summary>
    public static IReadOnlyList<Finding> Check(CSharpCompilation compilation)
    {
        List<Finding> findings = ForbiddenConstructs.In(compilation);
        HashSet<(string, int, int)> known =
            findings.Select(f => (f.File, f.Line, f.Column)).ToHashSet();
        foreach (Diagnostic error in Errors(compilation, out _))
        {
            Finding finding = Finding.At(error.Location, Reason(error));
            if (error.Location == Location.None)
                finding = finding with { File = compilation.AssemblyName! };
            if (known.Add((finding.File, finding.Line, finding.Column))) findings.Add(finding);
        }

        return findings.OrderBy(f => f.File, StringComparer.Ordinal)
            .ThenBy(f => f.Line).ThenBy(f => f.Column).ToList();
    }

    /// <summary>The image of a compilation; throws when it has errors.</summary>
    public static byte[] Image(CSharpCompilation compilation)
    {
        List<Diagnostic> errors = Errors(compilation, out byte[] image);
        return errors.Count == 0 ? image : throw new InvalidOperationException(
            $"{compilation.AssemblyName} does not compile for the device; {errors.Count} errors,"
            + " as " + Finding.At(errors[0].Location, Reason(errors[0])));
    }

    private static List<Diagnostic> Errors(CSharpCompilation compilation, out byte[] image)
    {
        // Some members that the compiler calls by itself (Monitor.Enter, InitializeArray) are
        // missed at emit only.
        using MemoryStream stream = new();
        EmitResult result = compilation.Emit(
            stream, options: new EmitOptions(runtimeMetadataVersion: "v4.0.30319"));
        image = stream.ToArray();
        return compilation.GetDiagnostics().Concat(result.Diagnostics)
            .Where(d => d.Severity == DiagnosticSeverity.Error)
            .DistinctBy(d => (d.Id, d.Location))
            .ToList();
    }

    private static string Reason(Diagnostic error)
    {
        string message = error.GetMessage(CultureInfo.InvariantCulture);

        // A member that one of our own types lacks is a plain mistake: advice on the platform would
        // mislead.
        bool ours = error.Id is "CS0117" or "CS1061" && !IsOfPlatform(Advice.FirstName(message));
        return $"{error.Id}: {message}" + (ours ? "" : $" ({Advice.ForMessage(message)})");
    }

    private static bool IsOfPlatform(string type) =>
        SyntaxFacts.GetKeywordKind(type) != SyntaxKind.None
        || type.EndsWith(']')
        || Surface.Values.Any(s => s.ContainsSymbolsWithName(type, SymbolFilter.Type));

    private static Dictionary<string, CSharpCompilation> CompileSurface()
    {
        Dictionary<string, CSharpCompilation> surface = [];
        IEnumerable<string> files = Repository.Files(SurfaceFolder, ".cs")
            .OrderBy(file => Path.GetFileNameWithoutExtension(file) == CoreAssembly ? 0 : 1);
        foreach (string file in files)
        {
            string name = Path.GetFileNameWithoutExtension(file);
            IEnumerable<CSharpCompilation> core =
                name == CoreAssembly ? [] : [surface[CoreAssembly]];
            surface[name] = Compile(name, [(file, Repository.Read(file))], core);
        }

        return surface;
    }

    private static Dictionary<string, CSharpCompilation> CompilePortable()
    {
        Dictionary<string, CSharpCompilation> compiled = [];
        foreach (PortableProject project in PortableProject.All())
        {
            compiled[project.Name] = Compile(
                project.Name,
                project.Sources().Select(path => (path, Repository.Read(path))),
                project.BoardAssemblies().Select(name => Surface[name])
                    .Concat(PortableProject.HostReferences(project.BoardPath)
                        .Select(name => compiled[name])));
        }

        return compiled;
    }
}
