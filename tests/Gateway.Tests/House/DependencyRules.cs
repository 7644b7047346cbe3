using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gateway.Tests.House;

/// <summary>
/// What each layer may use. The tables are the design: whoever adds an arrow adds it here, with a
/// reason.
/// </summary>
internal static class DependencyRules
{
    /// <summary>Portable assemblies: what each project refers to, no more and no less.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Assemblies =
        new Dictionary<string, string[]>
    {
        ["Gateway.Hal"] = [],
        ["Gateway.Core"] = [],
        ["Gateway.Crypto"] = ["Gateway.Core"],
        ["Gateway.Pki"] = ["Gateway.Core", "Gateway.Crypto"],
        ["Gateway.Cmp"] = ["Gateway.Core", "Gateway.Crypto", "Gateway.Pki"],
        ["Gateway.Shell"] = ["Gateway.Core"],
        ["Gateway.Store"] = ["Gateway.Core", "Gateway.Crypto", "Gateway.Hal"],
        ["Gateway.App"] =
        [
            "Gateway.Core", "Gateway.Crypto", "Gateway.Pki", "Gateway.Cmp", "Gateway.Shell",
            "Gateway.Store", "Gateway.Hal",
        ],
    };

    /// <summary>Namespaces of the portable sources: which others of them each may use.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Namespaces =
        new Dictionary<string, string[]>
    {
        ["Gateway.Hal"] = [],
        ["Gateway.Core"] = [],
        ["Gateway.Crypto"] = ["Gateway.Core"],
        ["Gateway.Asn1"] = ["Gateway.Core"],
        ["Gateway.Pki"] = ["Gateway.Core", "Gateway.Crypto", "Gateway.Asn1"],
        ["Gateway.Cmp"] = ["Gateway.Core", "Gateway.Crypto", "Gateway.Asn1", "Gateway.Pki"],
        ["Gateway.Config"] = ["Gateway.Core"],
        ["Gateway.Cli"] = ["Gateway.Core", "Gateway.Config"],
        ["Gateway.Store"] = ["Gateway.Core", "Gateway.Crypto", "Gateway.Hal"],
        ["Gateway.App"] =
        [
            "Gateway.Core", "Gateway.Crypto", "Gateway.Asn1", "Gateway.Pki", "Gateway.Cmp",
            "Gateway.Config", "Gateway.Cli", "Gateway.Store", "Gateway.Hal",
        ],
    };

    /// <summary>Namespaces with threads; every other one gets time, randomness and bytes as
    /// arguments.</summary>
    public static readonly string[] Impure = ["Gateway.App", "Gateway.Store"];

    private static readonly string[] PlatformNamespaces =
    [
        "System", "System.Text", "System.Collections", "System.Diagnostics",
        "System.Runtime.CompilerServices",
    ];

    private static readonly string[] ThreadNamespaces = ["System.Threading"];

    private static readonly string[] HiddenInputs =
        ["DateTime", "DateTimeOffset", "Environment", "Random", "Console", "Stopwatch", "Timer"];

    /// <summary>Every arrow in a compilation that the tables do not have.</summary>
    public static IReadOnlyList<Finding> Breaches(CSharpCompilation compilation)
    {
        List<Finding> findings = [];
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
            findings.AddRange(Breaches(tree, compilation.GetSemanticModel(tree)));
        return findings;
    }

    private static IEnumerable<Finding> Breaches(SyntaxTree tree, SemanticModel model)
    {
        BaseNamespaceDeclarationSyntax? space = tree.GetRoot().DescendantNodes()
            .OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault();
        if (space == null)
        {
            if (tree.GetRoot().ChildNodes().Any(n => n is MemberDeclarationSyntax))
                yield return Finding.At(tree.GetRoot().GetLocation(), "no namespace");
            yield break;
        }

        string? layer = Layer(space.Name.ToString());
        if (layer == null)
        {
            yield return Finding.At(
                space.Name.GetLocation(),
                $"{space.Name} is no layer: give it a row in DependencyRules.Namespaces");
            yield break;
        }

        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
        {
            string? reason = node switch
            {
                UsingDirectiveSyntax directive => ReasonOfUsing(layer, directive),
                SimpleNameSyntax name when !name.Ancestors().Any(a => a is UsingDirectiveSyntax) =>
                    ReasonOfName(layer, name, model),
                LockStatementSyntax when !Impure.Contains(layer) =>
                    $"{layer} has no threads, hence no lock",
                MemberDeclarationSyntax member
                    when !Impure.Contains(layer) && IsGlobalState(member) =>
                    $"{layer} keeps no global state (use const, static readonly or an instance)",
                _ => null,
            };
            if (reason != null) yield return Finding.At(node.GetLocation(), reason);
        }
    }

    private static string? ReasonOfUsing(string layer, UsingDirectiveSyntax directive)
    {
        string used = directive.NamespaceOrType.ToString();
        if (directive.Alias != null || directive.StaticKeyword != default) return null;
        return ReasonOfNamespace(layer, used);
    }

    private static string? ReasonOfName(string layer, SimpleNameSyntax name, SemanticModel model)
    {
        ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
        INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        if (type?.ContainingNamespace == null) return null;
        if (symbol is ILocalSymbol or IParameterSymbol or ILabelSymbol) return null;
        string space = type.ContainingNamespace.ToDisplayString();
        if (space == "System" && HiddenInputs.Contains(type.Name))
            return $"{layer} must not use {type.Name}: take its value as an argument";
        return ReasonOfNamespace(layer, space);
    }

    private static string? ReasonOfNamespace(string layer, string used)
    {
        string? target = Layer(used);
        if (target != null)
        {
            return target == layer || Namespaces[layer].Contains(target)
                ? null
                : $"{layer} must not use {target}";
        }

        if (used == "Gateway") return null;
        bool allowed = PlatformNamespaces.Contains(used)
            || (Impure.Contains(layer) && ThreadNamespaces.Contains(used));
        return allowed ? null : $"{layer} must not use {used}";
    }

    private static bool IsGlobalState(MemberDeclarationSyntax member)
    {
        if (!member.Modifiers.Any(SyntaxKind.StaticKeyword)) return false;
        return member switch
        {
            FieldDeclarationSyntax field => !field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword),
            EventFieldDeclarationSyntax => true,
            PropertyDeclarationSyntax property =>
                property.AccessorList?.Accessors.Any(IsAutomaticSetter) ?? false,
            _ => false,
        };
    }

    private static bool IsAutomaticSetter(AccessorDeclarationSyntax accessor) =>
        accessor.IsKind(SyntaxKind.SetAccessorDeclaration)
        && accessor.Body == null && accessor.ExpressionBody == null;

    /// <summary>The row of the table that a namespace belongs to, itself or above it.</summary>
    private static string? Layer(string space) => Namespaces.Keys.FirstOrDefault(
        key => space == key || space.StartsWith(key + ".", StringComparison.Ordinal));
}
