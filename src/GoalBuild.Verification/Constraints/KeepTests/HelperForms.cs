using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>Tells by their names which calls assert something although the method is not known.</summary>
internal static class HelperForms
{
    private static readonly string[] Verbs = ["Assert", "Verify", "Expect", "Check", "Ensure", "Should"];

    /// <summary>Whether a call is named as an assertion and made as one: without a receiver, or on a class that is named so.</summary>
    /// <param name="call">The call.</param>
    public static bool IsAssertion(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => HasVerb(name.Identifier.ValueText),
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax, Name: var name } => HasVerb(name.Identifier.ValueText),
        MemberAccessExpressionSyntax { Expression: SimpleNameSyntax receiver, Name: var name } => HasVerb(name.Identifier.ValueText) && IsHelperClass(receiver.Identifier.ValueText),
        _ => false,
    };

    private static bool HasVerb(string name) =>
        Array.Exists(Verbs, verb => name.StartsWith(verb, StringComparison.Ordinal) && (name.Length == verb.Length || char.IsUpper(name[verb.Length]) || name[verb.Length] == '_'));

    private static bool IsHelperClass(string name) =>
        name.Length > 0 && char.IsUpper(name[0])
        && Array.Exists(["Assert", "Verifier", "Verify", "Helper", "Helpers", "Expect", "Check", "Should", "Approvals"], word => name.Contains(word, StringComparison.Ordinal));
}
