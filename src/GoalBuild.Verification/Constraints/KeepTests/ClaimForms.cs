using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>Knows how assertions are written: NUnit, xUnit, MSTest and TUnit; FluentAssertions, AwesomeAssertions and Shouldly; NSubstitute, Moq and FakeItEasy; Verify.</summary>
internal static class ClaimForms
{
    private static readonly HashSet<string> AssertClasses = ["Assert", "ClassicAssert", "StringAssert", "CollectionAssert", "FileAssert", "DirectoryAssert"];

    /// <summary>The claims of a call; none for one that only holds others or ends a test, null for one that is no assertion by its form.</summary>
    /// <param name="call">The call; of a chain of calls the last.</param>
    /// <param name="scope">What names stand for.</param>
    public static IReadOnlyList<Claim>? Of(InvocationExpressionSyntax call, Scope scope)
    {
        var maker = new ClaimMaker(scope);
        var chain = CallChain.Of(call);
        if (chain.Links.FirstOrDefault(link => link.Name == "Should" || IsShouldly(link.Name)) is { } && (chain.Start is not IdentifierNameSyntax { Identifier.ValueText: "Should" } || chain.Links[0].Name == "Should"))
        {
            return [.. FluentForms.Of(chain, maker)];
        }

        if (IsTUnit(chain))
        {
            return [.. FluentForms.OfTUnit(chain, maker)];
        }

        if (MockForms.Of(chain, call, scope) is { } mocked)
        {
            return mocked;
        }

        if (call.Expression is not MemberAccessExpressionSyntax member)
        {
            return null;
        }

        var receiver = CSharpFile.SimpleName(member.Expression);
        return AssertClasses.Contains(receiver) ? [.. AssertForms.Of(receiver, member.Name, [.. call.ArgumentList.Arguments], maker)]
            : receiver == "Should" && member.Expression is SimpleNameSyntax ? [.. FluentForms.OfStatic(member.Name, [.. call.ArgumentList.Arguments], maker)]
            : receiver is "Skip" or "Assume" or "Warn" && member.Expression is SimpleNameSyntax ? []
            : null;
    }

    /// <summary>Whether a call ends a chain that is one assertion, so that the calls in the chain are none of their own.</summary>
    /// <param name="call">The last call of a chain.</param>
    public static bool IsChain(InvocationExpressionSyntax call) =>
        CallChain.Of(call).Links.Any(link => link.Name == "Should" || IsShouldly(link.Name) || MockForms.IsReceived(link.Name)) || IsTUnit(CallChain.Of(call));

    // await Assert.That(x).IsEqualTo(3)
    private static bool IsTUnit(CallChain chain) => chain is { Start: IdentifierNameSyntax { Identifier.ValueText: "Assert" }, Links: [{ Name: "That", Arguments.Count: > 0 }, _, ..] };

    private static bool IsShouldly(string name) => name.Length > 6 && name.StartsWith("Should", StringComparison.Ordinal) && char.IsUpper(name[6]);
}
