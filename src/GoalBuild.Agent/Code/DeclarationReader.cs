using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Agent.Code;

/// <summary>Reads what a file declares from its syntax; bodies are not entered.</summary>
internal sealed class DeclarationReader
{
    private readonly List<Declaration> _found = [];

    /// <summary>The declarations of a file, in the order of the text.</summary>
    /// <param name="unit">The file.</param>
    public static IReadOnlyList<Declaration> Read(CompilationUnitSyntax unit)
    {
        var reader = new DeclarationReader();
        reader.Members(unit.Members, "", 0);
        return reader._found;
    }

    private void Members(SyntaxList<MemberDeclarationSyntax> members, string container, int depth)
    {
        foreach (var member in members)
        {
            Member(member, container, depth);
        }
    }

    private void Member(MemberDeclarationSyntax member, string container, int depth)
    {
        switch (member)
        {
            case BaseNamespaceDeclarationSyntax space:
                Members(space.Members, Join(container, string.Concat(space.Name.DescendantTokens().Select(token => token.ValueText))), depth);
                break;

            // An extension block has no name; what is in it belongs to the class around it.
            case TypeDeclarationSyntax { Identifier.ValueText.Length: 0 } block:
                Members(block.Members, container, depth);
                break;
            case TypeDeclarationSyntax type:
                Add(type, TypeKind(type), type.Identifier, container, depth, SignatureText.Of(type, End(type.OpenBraceToken, type.SemicolonToken, type)));
                Members(type.Members, Join(container, type.Identifier.ValueText), depth + 1);
                break;
            case EnumDeclarationSyntax list:
                Add(list, DeclarationKind.Enum, list.Identifier, container, depth, SignatureText.Of(list, End(list.OpenBraceToken, list.SemicolonToken, list)));
                foreach (var value in list.Members)
                {
                    Add(value, DeclarationKind.Value, value.Identifier, Join(container, list.Identifier.ValueText), depth + 1, SignatureText.Of(value, value.Span.End), isOpen: true);
                }

                break;
            case DelegateDeclarationSyntax type:
                Add(type, DeclarationKind.Delegate, type.Identifier, container, depth, SignatureText.Of(type, type.SemicolonToken.SpanStart));
                break;
            case BaseMethodDeclarationSyntax method:
                Method(method, container, depth);
                break;
            case BasePropertyDeclarationSyntax property:
                Property(property, container, depth);
                break;
            case BaseFieldDeclarationSyntax field:
                foreach (var variable in field.Declaration.Variables)
                {
                    Add(field, field is EventFieldDeclarationSyntax ? DeclarationKind.Event : DeclarationKind.Field, variable.Identifier, container, depth, SignatureText.Of(field, variable));
                }

                break;
            case GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax function }:
                Add(member, DeclarationKind.Method, function.Identifier, container, depth, SignatureText.Of(member, End(function.Body, function.ExpressionBody, function)));
                break;
        }
    }

    private void Method(BaseMethodDeclarationSyntax method, string container, int depth)
    {
        var (kind, token, name) = method switch
        {
            MethodDeclarationSyntax plain => (DeclarationKind.Method, plain.Identifier, plain.Identifier.ValueText),
            ConstructorDeclarationSyntax constructor => (DeclarationKind.Constructor, constructor.Identifier, constructor.Identifier.ValueText),
            DestructorDeclarationSyntax finalizer => (DeclarationKind.Method, finalizer.Identifier, "~" + finalizer.Identifier.ValueText),
            OperatorDeclarationSyntax symbol => (DeclarationKind.Method, symbol.OperatorToken, "operator " + symbol.OperatorToken.ValueText),
            ConversionOperatorDeclarationSyntax conversion => (DeclarationKind.Method, conversion.OperatorKeyword, "operator " + conversion.Type),
            _ => (DeclarationKind.Method, method.GetFirstToken(), ""),
        };
        var end = method is ConstructorDeclarationSyntax { Initializer: { } initializer } ? initializer.SpanStart : End(method.Body, method.ExpressionBody, method);
        Add(method, kind, token, container, depth, SignatureText.Of(method, end), name, IsExplicit(method));
    }

    private void Property(BasePropertyDeclarationSyntax property, string container, int depth)
    {
        var (kind, token) = property switch
        {
            PropertyDeclarationSyntax plain => (DeclarationKind.Property, plain.Identifier),
            IndexerDeclarationSyntax indexer => (DeclarationKind.Property, indexer.ThisKeyword),
            EventDeclarationSyntax happening => (DeclarationKind.Event, happening.Identifier),
            _ => (DeclarationKind.Property, property.GetFirstToken()),
        };
        Add(property, kind, token, container, depth, SignatureText.Of(property), isExplicit: property.ExplicitInterfaceSpecifier is not null);
    }

    private void Add(
        MemberDeclarationSyntax node, DeclarationKind kind, SyntaxToken token, string container, int depth, string signature, string? name = null, bool isExplicit = false, bool isOpen = false)
    {
        var span = node.SyntaxTree.GetLineSpan(node.Span);
        var isOpenMember = isOpen || isExplicit || node.Modifiers.Any(SyntaxKind.PublicKeyword) || (node.Modifiers.Any(SyntaxKind.ProtectedKeyword) && !node.Modifiers.Any(SyntaxKind.PrivateKeyword)) || node.Parent is InterfaceDeclarationSyntax;
        _found.Add(new Declaration(
            kind,
            name ?? token.ValueText,
            container,
            signature,
            node.SyntaxTree.GetLineSpan(token.Span).StartLinePosition.Line + 1,
            span.EndLinePosition.Line + 1,
            depth,
            isOpenMember)
        {
            IsPrivate = !isOpenMember && depth > 0 && !node.Modifiers.Any(SyntaxKind.InternalKeyword),
        });
    }

    private static DeclarationKind TypeKind(TypeDeclarationSyntax type) => type switch
    {
        InterfaceDeclarationSyntax => DeclarationKind.Interface,
        StructDeclarationSyntax => DeclarationKind.Struct,
        RecordDeclarationSyntax => DeclarationKind.Record,
        _ => DeclarationKind.Class,
    };

    private static bool IsExplicit(BaseMethodDeclarationSyntax method) => method is MethodDeclarationSyntax { ExplicitInterfaceSpecifier: not null };

    private static int End(SyntaxToken brace, SyntaxToken semicolon, SyntaxNode node) =>
        brace.RawKind != 0 && !brace.IsMissing ? brace.SpanStart : semicolon.RawKind != 0 ? semicolon.SpanStart : node.Span.End;

    private static int End(BlockSyntax? body, ArrowExpressionClauseSyntax? expression, SyntaxNode node) =>
        body?.SpanStart ?? expression?.SpanStart ?? (node.GetLastToken() is var last && last.IsKind(SyntaxKind.SemicolonToken) ? last.SpanStart : node.Span.End);

    private static string Join(string container, string name) => container.Length == 0 ? name : $"{container}.{name}";
}
