using System.Collections.Generic;
using Gateway.Tests.House;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Gateway.Tests.DeviceApi;

/// <summary>
/// What the C# compiler accepts and nanoFramework 1.x cannot run, or runs differently without a
/// word.
/// </summary>
internal sealed class ForbiddenConstructs : CSharpSyntaxWalker
{
    private readonly SemanticModel _model;
    private readonly List<Finding> _findings = [];

    private ForbiddenConstructs(SemanticModel model)
        : base(SyntaxWalkerDepth.Token) => _model = model;

    /// <summary>Every forbidden construct of a compilation.</summary>
    public static List<Finding> In(CSharpCompilation compilation)
    {
        List<Finding> findings = [];
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            ForbiddenConstructs walker = new(compilation.GetSemanticModel(tree));
            walker.Visit(tree.GetRoot());
            walker.RefuseConditionalSources(tree.GetRoot());
            findings.AddRange(walker._findings);
        }

        return findings;
    }

    public override void VisitTypeParameterList(TypeParameterListSyntax node) =>
        Refuse(
            node,
            "a generic declaration breaks at run time (declare one for each type, or use object)");

    public override void VisitGenericName(GenericNameSyntax node)
    {
        string name = node.Identifier.Text;
        Refuse(node, $"the generic {name}<> breaks at run time ({Advice.ForName(name)})");
    }

    public override void VisitIdentifierName(IdentifierNameSyntax node)
    {
        if (_model.GetSymbolInfo(node).Symbol is IMethodSymbol { IsGenericMethod: true })
            Refuse(
                node,
                "a call of a generic method has no effect at run time (write one for each type)");
        if (_model.GetTypeInfo(node).Type?.TypeKind == TypeKind.Dynamic
            && node.Identifier.Text == "dynamic")
            Refuse(node, "dynamic needs a runtime binder (use a type)");
        RefuseEnumText(node);
        base.VisitIdentifierName(node);
    }

    public override void VisitAnonymousObjectCreationExpression(
        AnonymousObjectCreationExpressionSyntax node) =>
        Refuse(node, "an anonymous type is a generic class (declare a class)");

    public override void VisitQueryExpression(QueryExpressionSyntax node) =>
        Refuse(node, "a query needs LINQ and generics (write the loop)");

    public override void VisitArrayRankSpecifier(ArrayRankSpecifierSyntax node)
    {
        if (node.Rank > 1)
            Refuse(node, "a multi-dimensional array crashes the runtime (use an array of arrays)");
        base.VisitArrayRankSpecifier(node);
    }

    public override void VisitStackAllocArrayCreationExpression(
        StackAllocArrayCreationExpressionSyntax node) =>
        Refuse(node, "stackalloc throws at run time (use a field or an array)");

    public override void VisitImplicitStackAllocArrayCreationExpression(
        ImplicitStackAllocArrayCreationExpressionSyntax node) =>
        Refuse(node, "stackalloc throws at run time (use a field or an array)");

    public override void VisitFixedStatement(FixedStatementSyntax node) =>
        Refuse(node, "fixed breaks the metadata processor (index the array)");

    public override void VisitUnsafeStatement(UnsafeStatementSyntax node) =>
        Refuse(node, "unsafe code breaks the metadata processor (index the array)");

    public override void VisitPointerType(PointerTypeSyntax node) =>
        Refuse(node, "pointers break the metadata processor (index the array)");

    public override void VisitFunctionPointerType(FunctionPointerTypeSyntax node) =>
        Refuse(node, "function pointers break the metadata processor (declare a delegate)");

    public override void VisitStructDeclaration(StructDeclarationSyntax node)
    {
        Refuse(node.Identifier, "copying a struct can alias it at run time (use a class)");
        base.VisitStructDeclaration(node);
    }

    public override void VisitRecordDeclaration(RecordDeclarationSyntax node) =>
        Refuse(node.Identifier, "a record needs generics (use a class)");

    public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        if (!node.Modifiers.Any(SyntaxKind.StaticKeyword))
        {
            Refuse(
                node.Identifier,
                "captures of a local function are a mutable struct (make it static, or a method)");
        }

        base.VisitLocalFunctionStatement(node);
    }

    public override void VisitCheckedExpression(CheckedExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.CheckedExpression)) RefuseChecked(node);
        base.VisitCheckedExpression(node);
    }

    public override void VisitCheckedStatement(CheckedStatementSyntax node)
    {
        if (node.IsKind(SyntaxKind.CheckedStatement)) RefuseChecked(node);
        base.VisitCheckedStatement(node);
    }

    public override void VisitYieldStatement(YieldStatementSyntax node) =>
        Refuse(node, "yield does not exist there (return an array or an ArrayList)");

    public override void VisitAwaitExpression(AwaitExpressionSyntax node) =>
        Refuse(node, "await does not exist there (publish the next deadline and poll)");

    public override void VisitTupleExpression(TupleExpressionSyntax node) =>
        Refuse(node, "a tuple is a generic struct (use a class or an out argument)");

    public override void VisitTupleType(TupleTypeSyntax node) =>
        Refuse(node, "a tuple is a generic struct (use a class or an out argument)");

    public override void VisitParenthesizedVariableDesignation(
        ParenthesizedVariableDesignationSyntax node) =>
        Refuse(node, "deconstruction needs tuples (use an out argument)");

    public override void VisitNullableType(NullableTypeSyntax node) =>
        Refuse(node, "a nullable type is a generic struct (use a sentinel value or a flag)");

    public override void VisitPredefinedType(PredefinedTypeSyntax node)
    {
        if (node.Keyword.IsKind(SyntaxKind.DecimalKeyword))
            Refuse(node, "decimal does not exist there (use long with its unit in the name)");
    }

    public override void VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.Utf8StringLiteralExpression))
            Refuse(node, "a u8 literal needs Span (use Encoding.UTF8.GetBytes or a byte array)");
        if (node.Token.Value is decimal)
            Refuse(node, "decimal does not exist there (use long with its unit in the name)");
    }

    public override void VisitRangeExpression(RangeExpressionSyntax node) =>
        Refuse(node, "Range does not exist there (use Substring or Bytes.Slice)");

    public override void VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.IndexExpression))
            Refuse(node, "Index does not exist there (count from Length)");
        base.VisitPrefixUnaryExpression(node);
    }

    public override void VisitToken(SyntaxToken token)
    {
        switch (token.Kind())
        {
            case SyntaxKind.VolatileKeyword:
                Refuse(token, "volatile does not exist there (use lock or Interlocked)");
                break;
            case SyntaxKind.UnsafeKeyword:
                Refuse(token, "unsafe code breaks the metadata processor (index the array)");
                break;
            case SyntaxKind.AsyncKeyword:
                Refuse(token, "async does not exist there (publish the next deadline and poll)");
                break;
        }

        base.VisitToken(token);
    }

    public override void VisitInterpolation(InterpolationSyntax node)
    {
        RefuseIfEnum(node.Expression);
        base.VisitInterpolation(node);
    }

    public override void VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.AddExpression) && IsText(node))
        {
            RefuseIfEnum(node.Left);
            RefuseIfEnum(node.Right);
        }

        base.VisitBinaryExpression(node);
    }

    public override void VisitAssignmentExpression(AssignmentExpressionSyntax node)
    {
        if (node.IsKind(SyntaxKind.AddAssignmentExpression) && IsText(node.Left))
            RefuseIfEnum(node.Right);
        base.VisitAssignmentExpression(node);
    }

    public override void VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        if (_model.GetSymbolInfo(node).Symbol is IMethodSymbol method
            && method.ContainingType.Name is "String" or "StringBuilder")
        {
            foreach (ArgumentSyntax argument in node.ArgumentList.Arguments)
            {
                // Only a boxed enum becomes text there; a cast one is a number on purpose.
                if (_model.GetTypeInfo(argument.Expression).ConvertedType?.SpecialType
                    == SpecialType.System_Object) RefuseIfEnum(argument.Expression);
            }
        }

        base.VisitInvocationExpression(node);
    }

    private void RefuseConditionalSources(SyntaxNode root)
    {
        foreach (SyntaxTrivia trivia in root.DescendantTrivia())
        {
            if (trivia.IsKind(SyntaxKind.IfDirectiveTrivia))
            {
                Refuse(
                    trivia.GetLocation(),
                    "#if hides code from one build (put the difference behind a HAL interface)");
            }
        }
    }

    private void RefuseChecked(SyntaxNode node) =>
        Refuse(node, "checked never throws at run time (compare before you compute)");

    private void RefuseEnumText(IdentifierNameSyntax name)
    {
        if (name.Identifier.Text != "ToString") return;
        if (name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            RefuseIfEnum(access.Expression);
    }

    private void RefuseIfEnum(ExpressionSyntax expression)
    {
        if (_model.GetTypeInfo(expression).Type is { } type
            && (type.TypeKind == TypeKind.Enum || type.SpecialType == SpecialType.System_Enum))
        {
            Refuse(
                expression,
                $"{type.Name} as text is a number at run time (switch over the values)");
        }
    }

    private bool IsText(ExpressionSyntax expression) =>
        _model.GetTypeInfo(expression).Type?.SpecialType == SpecialType.System_String;

    private void Refuse(SyntaxNode node, string reason) => Refuse(node.GetLocation(), reason);

    private void Refuse(SyntaxToken token, string reason) => Refuse(token.GetLocation(), reason);

    private void Refuse(Location location, string reason) =>
        _findings.Add(Finding.At(location, reason));
}
