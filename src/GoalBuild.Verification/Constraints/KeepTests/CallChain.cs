using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>One name in a chain of members and calls.</summary>
/// <param name="Name">The name.</param>
/// <param name="Types">Its type arguments.</param>
/// <param name="Arguments">Its arguments; null where it is not called.</param>
internal sealed record ChainLink(string Name, IReadOnlyList<TypeSyntax> Types, IReadOnlyList<ArgumentSyntax>? Arguments);

/// <summary>A chain such as <c>result.Should().Be(3).And.BePositive()</c>, taken apart.</summary>
/// <param name="Start">What it begins with: the first expression that is no member of another.</param>
/// <param name="Links">The names behind it, in order.</param>
/// <param name="Receivers">For each link, the expression in front of it.</param>
internal sealed record CallChain(ExpressionSyntax Start, IReadOnlyList<ChainLink> Links, IReadOnlyList<ExpressionSyntax> Receivers)
{
    /// <summary>Takes an expression apart.</summary>
    /// <param name="expression">The expression.</param>
    public static CallChain Of(ExpressionSyntax expression)
    {
        var links = new List<ChainLink>();
        var receivers = new List<ExpressionSyntax>();
        var current = expression;
        IReadOnlyList<ArgumentSyntax>? arguments = null;
        while (true)
        {
            switch (current)
            {
                case InvocationExpressionSyntax call:
                    arguments = [.. call.ArgumentList.Arguments];
                    current = call.Expression;
                    continue;
                case MemberAccessExpressionSyntax member:
                    links.Insert(0, Link(member.Name, arguments));
                    receivers.Insert(0, member.Expression);
                    arguments = null;
                    current = member.Expression;
                    continue;
                case MemberBindingExpressionSyntax binding when binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>(access => access.WhenNotNull.Span.Contains(binding.Span)) is { } access:
                    links.Insert(0, Link(binding.Name, arguments));
                    receivers.Insert(0, access.Expression);
                    return new CallChain(access.Expression, links, receivers);
                case GenericNameSyntax or IdentifierNameSyntax when arguments is not null:
                    links.Insert(0, Link((SimpleNameSyntax)current, arguments));
                    receivers.Insert(0, current);
                    return new CallChain(current, links, receivers);
                default:
                    return new CallChain(current, links, receivers);
            }
        }
    }

    private static ChainLink Link(SimpleNameSyntax name, IReadOnlyList<ArgumentSyntax>? arguments) =>
        new(name.Identifier.ValueText, name is GenericNameSyntax generic ? [.. generic.TypeArgumentList.Arguments] : [], arguments);
}
