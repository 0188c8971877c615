using System.Text;
using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>
/// What names stand for in a test: constants and fields of its class, its locals that are set once, its parameters. Syntax alone decides, so a name
/// that is set twice stands for itself.
/// </summary>
/// <param name="outer">The scope around it, or null.</param>
internal sealed class Scope(Scope? outer)
{
    private const int MostDepth = 8;

    private readonly Dictionary<string, (SyntaxNode Node, Scope Scope, TypeSyntax? Type)?> _values = new(StringComparer.Ordinal);

    /// <summary>Lets a name stand for an expression.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The expression.</param>
    /// <param name="scope">The scope in which the expression is read.</param>
    /// <param name="type">The declared type, for <c>new()</c>; or null.</param>
    public void Set(string name, SyntaxNode value, Scope scope, TypeSyntax? type = null) => _values[name] = (value, scope, type);

    /// <summary>Lets a name stand for itself, whatever it stands for further out.</summary>
    /// <param name="name">The name.</param>
    public void Hide(string name) => _values[name] = null;

    /// <summary>Follows a name, step by step, to the expression that it stands for.</summary>
    /// <param name="node">An expression.</param>
    /// <returns>The expression and the scope in which it is read; the same ones where it is no name, or one that stands for itself.</returns>
    public (SyntaxNode Node, Scope Scope) Follow(SyntaxNode node)
    {
        var scope = this;
        for (var depth = 0; depth < MostDepth; depth++)
        {
            node = Bare(node);
            if (node is not IdentifierNameSyntax name || scope.Find(name.Identifier.ValueText) is not { } found)
            {
                break;
            }

            (node, scope) = (found.Node, found.Scope);
        }

        return (node, scope);
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="node">The expression, or null for nothing.</param>
    /// <param name="path">What is done with it in the end, such as <c>.Count</c>; empty for nothing.</param>
    public Term Of(SyntaxNode? node, string path = "")
    {
        if (node is null)
        {
            return path.Length == 0 ? Term.None : Term.Of(path);
        }

        if (node is ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 0, Body: { } body })
        {
            node = body is BlockSyntax { Statements: [ExpressionStatementSyntax { Expression: { } only }] } ? only : body;
        }

        var text = new StringBuilder();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var literals = new List<string>();
        var hasName = false;
        Write(node, 0, text, names, literals, ref hasName);
        text.Append(path);
        return new Term(text.ToString().TrimEnd(), names, literals, !hasName, Root(node), path.Length == 0 ? Last(node) : path[(path.LastIndexOf('.') + 1)..])
        {
            Written = CSharpFile.TextOf(node) + path,
            Inputs = Inputs(node, 0),
        };
    }

    private (SyntaxNode Node, Scope Scope, TypeSyntax? Type)? Find(string name) => _values.TryGetValue(name, out var value) ? value : outer?.Find(name);

    private static SyntaxNode Bare(SyntaxNode node) => node switch
    {
        ParenthesizedExpressionSyntax inner => Bare(inner.Expression),
        AwaitExpressionSyntax inner => Bare(inner.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } inner => Bare(inner.Operand),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "GetAwaiter" or "GetResult" } inner } => Bare(inner.Expression),
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } => name,
        _ => node,
    };

    private List<string> Inputs(SyntaxNode expression, int depth)
    {
        var (node, scope) = Follow(expression);
        var inputs = new List<string>();
        if (depth > 32)
        {
            return inputs;
        }

        SyntaxNode? receiver = node switch
        {
            InvocationExpressionSyntax call => call.Expression,
            MemberAccessExpressionSyntax member => member.Expression,
            ElementAccessExpressionSyntax element => element.Expression,
            ConditionalAccessExpressionSyntax access => access.Expression,
            CastExpressionSyntax cast => cast.Expression,
            BinaryExpressionSyntax binary => binary.Left,
            _ => null,
        };
        if (receiver is not null)
        {
            inputs.AddRange(scope.Inputs(receiver, depth + 1));
        }

        BaseArgumentListSyntax? list = node switch
        {
            InvocationExpressionSyntax call => call.ArgumentList,
            ElementAccessExpressionSyntax element => element.ArgumentList,
            BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
            _ => null,
        };
        foreach (var argument in list?.Arguments ?? default)
        {
            var value = scope.Follow(argument.Expression).Node;
            if (value is LiteralExpressionSyntax or PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax })
            {
                inputs.Add(CSharpFile.TextOf(value));
            }
        }

        if (node is BinaryExpressionSyntax { Right: var right })
        {
            inputs.AddRange(scope.Inputs(right, depth + 1));
        }

        return inputs;
    }

    private string Last(SyntaxNode node) => Follow(node).Node switch
    {
        InvocationExpressionSyntax call => CSharpFile.SimpleName(call.Expression),
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => "",
    };

    private string Root(SyntaxNode node)
    {
        var scope = this;
        for (var steps = 0; steps < 64; steps++)
        {
            node = Bare(node);
            switch (node)
            {
                case InvocationExpressionSyntax invocation: node = invocation.Expression; break;
                case MemberAccessExpressionSyntax member: node = member.Expression; break;
                case ElementAccessExpressionSyntax element: node = element.Expression; break;
                case ConditionalAccessExpressionSyntax conditional: node = conditional.Expression; break;
                case CastExpressionSyntax cast: node = cast.Expression; break;
                case ObjectCreationExpressionSyntax creation: return CSharpFile.SimpleName(creation.Type);
                case IdentifierNameSyntax name when scope.Find(name.Identifier.ValueText) is { } found:
                    if (found.Node is ImplicitObjectCreationExpressionSyntax && found.Type is not null)
                    {
                        return CSharpFile.SimpleName(found.Type);
                    }

                    (node, scope) = (found.Node, found.Scope);
                    break;
                case SimpleNameSyntax name: return name.Identifier.ValueText;
                default: return "";
            }
        }

        return "";
    }

    private void Write(SyntaxNode node, int depth, StringBuilder text, HashSet<string> names, List<string> literals, ref bool hasName)
    {
        node = Bare(node);
        if (node is IdentifierNameSyntax name && IsUse(name) && depth < MostDepth && Find(name.Identifier.ValueText) is { } found)
        {
            if (found.Node is ImplicitObjectCreationExpressionSyntax created && found.Type is not null)
            {
                text.Append("new ");
                found.Scope.Write(found.Type, depth + 1, text, names, literals, ref hasName);
                foreach (var child in created.ChildNodes())
                {
                    found.Scope.Write(child, depth + 1, text, names, literals, ref hasName);
                }
            }
            else
            {
                found.Scope.Write(found.Node, depth + 1, text, names, literals, ref hasName);
            }

            return;
        }

        if (node is LambdaExpressionSyntax lambda && Inner(lambda) is { } inner)
        {
            text.Append("=> ");
            inner.Write(lambda.Body, depth, text, names, literals, ref hasName);
            return;
        }

        foreach (var child in node.ChildNodesAndTokens())
        {
            if (child.AsNode() is { } inside)
            {
                // A named argument is the argument.
                if (inside is not NameColonSyntax || node is not ArgumentSyntax)
                {
                    Write(inside, depth, text, names, literals, ref hasName);
                }

                continue;
            }

            var token = child.AsToken();
            text.Append(CSharpFile.TextOf(token)).Append(' ');
            if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                names.Add(token.ValueText);
                hasName |= !(node.Parent is MemberAccessExpressionSyntax { Expression: PredefinedTypeSyntax } || token.ValueText == "nameof");
            }
            else if (token.Value is not null && !token.IsKind(SyntaxKind.IdentifierToken) && node is LiteralExpressionSyntax or InterpolatedStringTextSyntax)
            {
                literals.Add(CSharpFile.TextOf(token));
            }
        }
    }

    // What the parameters of a lambda are called makes no difference.
    private Scope? Inner(LambdaExpressionSyntax lambda)
    {
        string[] names = lambda switch
        {
            SimpleLambdaExpressionSyntax simple => [simple.Parameter.Identifier.ValueText],
            ParenthesizedLambdaExpressionSyntax list => [.. list.ParameterList.Parameters.Select(parameter => parameter.Identifier.ValueText)],
            _ => [],
        };
        if (names.Length == 0)
        {
            return null;
        }

        var inner = new Scope(this);
        foreach (var name in names)
        {
            inner.Set(name, SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression, SyntaxFactory.Token(SyntaxKind.DefaultKeyword)), inner);
        }

        return inner;
    }

    // A name behind a dot, before a colon or in an initializer is the name of a member.
    private static bool IsUse(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax member => member.Expression == name,
        NameColonSyntax or NameEqualsSyntax or MemberBindingExpressionSyntax or QualifiedNameSyntax => false,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left != name,
        InvocationExpressionSyntax invocation => invocation.Expression != name,
        TypeArgumentListSyntax or ObjectCreationExpressionSyntax => false,
        _ => true,
    };
}
