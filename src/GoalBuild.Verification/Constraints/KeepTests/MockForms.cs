using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>Assertions about calls: NSubstitute's <c>Received</c>, Moq's <c>Verify</c>, FakeItEasy's <c>MustHaveHappened</c>.</summary>
internal static class MockForms
{
    private static readonly HashSet<string> Wild = ["IsAny", "Any", "AnyType", "_", "Ignored", "IsAnyType"];

    /// <summary>Whether a name begins an assertion about a call that follows.</summary>
    /// <param name="name">The name.</param>
    public static bool IsReceived(string name) => name is "Received" or "DidNotReceive" or "ReceivedWithAnyArgs" or "DidNotReceiveWithAnyArgs";

    /// <summary>The claim of a chain, or null where it is none about calls.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="call">The last call of it.</param>
    /// <param name="scope">What names stand for.</param>
    public static IReadOnlyList<Claim>? Of(CallChain chain, InvocationExpressionSyntax call, Scope scope)
    {
        if (chain.Links.Count == 0)
        {
            return null;
        }

        var last = chain.Links[^1];
        if (chain.Links.FirstOrDefault(link => IsReceived(link.Name)) is { } received)
        {
            return [Claim($"{received.Name}({Text(received.Arguments)})", call)];
        }

        if (last.Name.StartsWith("MustHaveHappened", StringComparison.Ordinal) || last.Name == "MustNotHaveHappened")
        {
            return [Claim($"{last.Name}({Text(last.Arguments)})", call)];
        }

        // Of Moq, on a mock: Verify(m => m.Send("a"), Times.Once). Verify.NET's Verify(x) has no receiver.
        return last.Name is "Verify" or "VerifyAll" or "VerifyNoOtherCalls" or "VerifySet" or "VerifyGet" or "VerifyAdd" && call.Expression is MemberAccessExpressionSyntax && chain.Start is not IdentifierNameSyntax { Identifier.ValueText: "Verifier" }
            ? [Claim($"{last.Name}({Text(last.Arguments?.Skip(1).Where(argument => argument.Expression is not LiteralExpressionSyntax { Token.Value: string }))})", call)]
            : null;

        Claim Claim(string how, InvocationExpressionSyntax whole)
        {
            var term = scope.Of(whole);
            return new Claim(ClaimKinds.Call, Term.Of(how), term) { Modifiers = [.. whole.DescendantNodes().OfType<SimpleNameSyntax>().Where(name => Wild.Contains(name.Identifier.ValueText)).Select(_ => "any argument")] };
        }
    }

    private static string Text(IEnumerable<ArgumentSyntax>? arguments) => string.Join(", ", (arguments ?? []).Select(CSharpFile.TextOf)).Replace(" ", "", StringComparison.Ordinal).Replace("()", "", StringComparison.Ordinal);
}
