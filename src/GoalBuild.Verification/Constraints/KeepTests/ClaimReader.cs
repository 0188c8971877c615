using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>Reads the claims that a method of a test file makes, those of the helpers that it calls included where their files are known.</summary>
/// <param name="helpers">Finds the methods of a name that are no tests; empty where none is known.</param>
internal sealed class ClaimReader(Func<string, IReadOnlyList<MethodDeclarationSyntax>> helpers)
{
    private const int MostDepth = 4;

    private static readonly string[] Words = ["Assert", "Should", "Verify", "Receive", "Expect", "Check", "MustHave", "MustNotHave", "Ensure"];

    private readonly Dictionary<MethodDeclarationSyntax, bool> _mayAssert = [];

    /// <summary>The claims of a method that can be reached.</summary>
    /// <param name="method">The method.</param>
    /// <param name="scope">What its parameters, and the members of its class, stand for.</param>
    public IReadOnlyList<Claim> Read(MethodDeclarationSyntax method, Scope scope) => Read(method, scope, DirectiveConditions.At(method), 0);

    // The conditions of #if around the test itself are none of its assertions' own, nor of those of its helpers.
    private List<Claim> Read(MethodDeclarationSyntax method, Scope outer, IReadOnlyList<string> around, int depth)
    {
        var body = (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression;
        if (body is null)
        {
            return [];
        }

        var scope = ScopeReader.OfBody(body, outer);
        var claims = new List<Claim>();
        foreach (var call in body.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Where(call => !IsInsideChain(call)))
        {
            var found = Of(call, scope, around, depth).ToList();
            if (found.Count == 0 || Reach.Guards(call, body) is not { } guards)
            {
                continue;
            }

            var unawaited = IsUnawaited(call, method) ? ["nobody awaits it"] : Array.Empty<string>();
            claims.AddRange(found.Select(claim => claim with
            {
                Guards = [.. DirectiveConditions.Shown(call, around), .. Reach.LeftOutEnds(call, body), .. guards, .. claim.Guards, .. unawaited],
                Line = CSharpFile.LineOf(call, call.SpanStart),
                Written = claim.Written.Length > 0 ? claim.Written : call.ToString(),
            }));
        }

        return claims;
    }

    private IEnumerable<Claim> Of(InvocationExpressionSyntax call, Scope scope, IReadOnlyList<string> around, int depth)
    {
        var known = ClaimForms.Of(call, scope);
        if (known is not null)
        {
            return known;
        }

        var name = CSharpFile.SimpleName(call.Expression);
        var called = depth < MostDepth && IsOwn(call) ? Helper(name, call) : null;
        if (called is null)
        {
            return HelperForms.IsAssertion(call) ? [new Claim(ClaimKinds.Helper, Term.Of(name), scope.Of(call.ArgumentList)) { Written = call.ToString() }] : [];
        }

        return Read(called, Arguments(called, call, scope), around, depth + 1).Select(claim => claim with { Written = call.ToString() });
    }

    private MethodDeclarationSyntax? Helper(string name, InvocationExpressionSyntax call)
    {
        var count = call.ArgumentList.Arguments.Count;
        var fitting = helpers(name).Where(method => Fits(method, count) || (IsExtension(method) && call.Expression is MemberAccessExpressionSyntax && Fits(method, count + 1))).Where(MayAssert).ToList();
        var own = fitting.Where(method => method.Parent is TypeDeclarationSyntax type && call.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText == type.Identifier.ValueText).ToList();
        return own.Count > 0 ? own[0] : fitting.Count > 0 ? fitting[0] : null;
    }

    // Most methods that tests call assert nothing, and need not be read with each call.
    private bool MayAssert(MethodDeclarationSyntax method)
    {
        if (_mayAssert.TryGetValue(method, out var known))
        {
            return known;
        }

        // One that calls itself asserts if it does so elsewhere.
        _mayAssert[method] = false;
        var text = method.ToString();
        return _mayAssert[method] = Array.Exists(Words, word => text.Contains(word, StringComparison.Ordinal))
            || method.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(call => CSharpFile.SimpleName(call.Expression)).Distinct().Any(name => name.Length > 0 && helpers(name).Any(MayAssert));
    }

    private static Scope Arguments(MethodDeclarationSyntax method, InvocationExpressionSyntax call, Scope caller)
    {
        var scope = new Scope(method.Parent is TypeDeclarationSyntax type ? ScopeReader.OfClass(type) : null);
        var passed = call.ArgumentList.Arguments.ToList();
        var parameters = method.ParameterList.Parameters.ToList();
        if (IsExtension(method) && call.Expression is MemberAccessExpressionSyntax member && parameters.Count > passed.Count)
        {
            scope.Set(parameters[0].Identifier.ValueText, member.Expression, caller);
            parameters.RemoveAt(0);
        }

        for (var i = 0; i < parameters.Count; i++)
        {
            var named = passed.Find(argument => argument.NameColon?.Name.Identifier.ValueText == parameters[i].Identifier.ValueText);
            var value = named?.Expression ?? (i < passed.Count && passed[i].NameColon is null ? passed[i].Expression : parameters[i].Default?.Value);
            if (value is null)
            {
                scope.Hide(parameters[i].Identifier.ValueText);
            }
            else
            {
                scope.Set(parameters[i].Identifier.ValueText, value, caller);
            }
        }

        return scope;
    }

    private static bool Fits(MethodDeclarationSyntax method, int count) =>
        method.ParameterList.Parameters.Count >= count && method.ParameterList.Parameters.Count(parameter => parameter.Default is null && !parameter.Modifiers.Any(SyntaxKind.ParamsKeyword)) <= count;

    private static bool IsExtension(MethodDeclarationSyntax method) => method.ParameterList.Parameters is [var first, ..] && first.Modifiers.Any(SyntaxKind.ThisKeyword);

    // A helper is called without a receiver, on this, base or a class, or as an extension of what it looks at.
    private static bool IsOwn(InvocationExpressionSyntax call) => call.Expression is SimpleNameSyntax or MemberAccessExpressionSyntax;

    private static bool IsInsideChain(InvocationExpressionSyntax call) =>
        call.Parent is MemberAccessExpressionSyntax member && member.Expression == call && OutermostOf(member) is { } outer && ClaimForms.IsChain(outer);

    private static InvocationExpressionSyntax? OutermostOf(SyntaxNode node)
    {
        InvocationExpressionSyntax? last = null;
        for (var current = node; current is MemberAccessExpressionSyntax or InvocationExpressionSyntax; current = current.Parent)
        {
            last = current as InvocationExpressionSyntax ?? last;
            if (current.Parent is not (MemberAccessExpressionSyntax or InvocationExpressionSyntax))
            {
                break;
            }
        }

        return last;
    }

    // What throws into a task that is dropped fails no test. NUnit's own ThrowsAsync blocks, and its tests need not be async.
    private static bool IsUnawaited(InvocationExpressionSyntax call, MethodDeclarationSyntax method)
    {
        var name = CSharpFile.SimpleName(call.Expression);
        return name.EndsWith("Async", StringComparison.Ordinal)
            && (name.StartsWith("Throw", StringComparison.Ordinal) || name.StartsWith("NotThrow", StringComparison.Ordinal))
            && method.Modifiers.Any(SyntaxKind.AsyncKeyword)
            && call.Parent is ExpressionStatementSyntax or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } };
    }
}
