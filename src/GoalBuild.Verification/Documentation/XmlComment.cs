using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Documentation;

/// <summary>What the XML comments before a declaration are worth.</summary>
internal static class XmlComment
{
    /// <summary>The compiler's code for a comment that is no XML, which it then ignores.</summary>
    private const string NotXml = "CS1570";

    /// <summary>What is wrong with the comment of a member.</summary>
    /// <param name="member">The member.</param>
    /// <returns>A predicate, such as <c>has no XML comment</c>; null where nothing is.</returns>
    public static string? FaultOf(DeclaredMember member)
    {
        if (member.Declaration is ParameterSyntax parameter)
        {
            // A record's property; its comment is the record's <param>.
            var name = parameter.Identifier.ValueText;
            return member.Declarations.OfType<ParameterSyntax>().Select(node => node.Parent?.Parent).OfType<TypeDeclarationSyntax>().SelectMany(CommentsOf)
                .Any(comment => IsInherited(comment) || comment.DescendantNodes().OfType<XmlElementSyntax>().Any(element => IsParam(element, name) && HasContent(element)))
                ? null
                : $"has no XML comment; describe it with <param name=\"{name}\"> in the record's";
        }

        var comments = member.Declarations.SelectMany(CommentsOf).ToList();
        return comments.Exists(HasContent) ? null
            : comments.Exists(IsInherited) ? InheritsFromNothing(member) ? "inherits its XML comment from nothing" : null
            : comments.Exists(comment => comment.ContainsDirectives || IsBroken(comment)) ? "has a comment that is no well-formed XML"
            : comments.Count > 0 ? "has an XML comment without a word in it"
            : "has no XML comment";
    }

    private static IEnumerable<DocumentationCommentTriviaSyntax> CommentsOf(SyntaxNode node) =>
        node.GetLeadingTrivia().Select(trivia => trivia.GetStructure()).OfType<DocumentationCommentTriviaSyntax>();

    private static bool HasContent(DocumentationCommentTriviaSyntax comment) => !IsBroken(comment) && HasContent((SyntaxNode)comment);

    /// <summary>Whether it says anything: a word, a reference, or what another file says.</summary>
    private static bool HasContent(SyntaxNode node) => node.DescendantNodes().Any(part => part switch
    {
        XmlTextSyntax text => text.TextTokens.Any(token => token.IsKind(SyntaxKind.XmlTextLiteralToken) && !string.IsNullOrWhiteSpace(token.ValueText)),
        XmlCDataSectionSyntax data => data.TextTokens.Any(token => !string.IsNullOrWhiteSpace(token.ValueText)),
        XmlEmptyElementSyntax element => element.Name.LocalName.ValueText is "see" or "seealso" or "include" or "paramref" or "typeparamref",
        _ => false,
    });

    private static bool IsInherited(DocumentationCommentTriviaSyntax comment) => !IsBroken(comment) && Inheritance(comment).Any();

    private static IEnumerable<SyntaxNode> Inheritance(DocumentationCommentTriviaSyntax comment) => comment.DescendantNodes().Where(part => part switch
    {
        XmlEmptyElementSyntax element => element.Name.LocalName.ValueText == "inheritdoc",
        XmlElementSyntax element => element.StartTag.Name.LocalName.ValueText == "inheritdoc",
        _ => false,
    });

    /// <summary>Whether there is neither a base, nor an interface, nor a named source to inherit from. A partial type may have its bases in files that tools write.</summary>
    private static bool InheritsFromNothing(DeclaredMember member)
    {
        var holder = member.Symbol is INamedTypeSymbol type ? type : member.Symbol.ContainingType;
        for (; holder is { IsExtension: true }; holder = holder.ContainingType)
        {
        }

        var types = holder?.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<BaseTypeDeclarationSyntax>().ToList() ?? [];
        var hasSource = member.Declarations.SelectMany(CommentsOf).SelectMany(Inheritance)
            .Any(part => part.DescendantNodes().Any(node => node is XmlCrefAttributeSyntax || node is XmlNameAttributeSyntax { Name.LocalName.ValueText: "cref" }));
        return !hasSource && !member.Symbol.IsOverride
            && !types.Exists(declared => declared.BaseList is not null || declared.Modifiers.Any(SyntaxKind.PartialKeyword));
    }

    private static bool IsParam(XmlElementSyntax element, string name) => element.StartTag.Name.LocalName.ValueText == "param"
        && element.StartTag.Attributes.OfType<XmlNameAttributeSyntax>().Any(attribute => attribute.Identifier.Identifier.ValueText == name);

    private static bool IsBroken(DocumentationCommentTriviaSyntax comment) => comment.GetDiagnostics().Any(diagnostic => diagnostic.Id == NotXml);
}
