using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>
/// Sees code outside the tests that begins to ask whether it is being tested: by the name of the process or of a loaded assembly, by the stack, by a variable of the
/// environment, or by a switch that is named so. Code that merely speaks of test frameworks is none.
/// </summary>
internal static class TestAwareness
{
    private static readonly string[] Hosts = ["testhost", "vstest", "nunit", "xunit", "mstest", "testingplatform", "testplatform", "unittest", "dotnet-test", "resharpertest"];

    private static readonly HashSet<string> Questions =
        ["ProcessName", "FriendlyName", "GetEntryAssembly", "GetAssemblies", "GetCallingAssembly", "CommandLine", "GetCommandLineArgs", "StackTrace", "GetFrames", "ProcessPath", "BaseDirectory", "MainModule", "GetType", "Load"];

    private static readonly HashSet<string> Switches =
        ["IsTestEnvironment", "TestEnvironment", "IsTestRun", "IsTesting", "IsUnderTest", "UnderTest", "IsRunningTests", "RunningTests", "IsRunningInTest", "IsRunningUnderTest", "IsUnitTest", "InUnitTest", "IsUnitTestRunning", "IsInTest", "InTest", "IsTestMode", "TestMode", "UnitTestDetector", "IsTestHost"];

    /// <summary>The questions that a change adds to a file.</summary>
    /// <param name="text">The file.</param>
    public static IEnumerable<TestFlaw> Added(ChangedText text)
    {
        if (!text.After.Contains("est", StringComparison.OrdinalIgnoreCase) && !text.After.Contains("nit", StringComparison.OrdinalIgnoreCase))
        {
            yield break;
        }

        var known = Asked(text.Before).Select(found => found.Question).ToList();
        foreach (var (question, line) in Asked(text.After).Where(found => !known.Remove(found.Question)))
        {
            yield return new TestFlaw(text.Path, line, DiagnosticCatalogue.TestAware, question, $"the code asks whether it is being tested: {question}");
        }
    }

    private static IEnumerable<(string Question, int Line)> Asked(string text)
    {
        if (text.Length == 0)
        {
            yield break;
        }

        var root = CSharpFile.Parse(text);
        foreach (var condition in root.DescendantNodes().Select(ConditionOf).OfType<ExpressionSyntax>())
        {
            if (Asks(condition, root))
            {
                yield return (string.Join(' ', condition.ToString().Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)), CSharpFile.LineOf(root, condition.SpanStart));
            }
        }
    }

    private static ExpressionSyntax? ConditionOf(SyntaxNode node) => node switch
    {
        IfStatementSyntax branch => branch.Condition,
        ConditionalExpressionSyntax choice => choice.Condition,
        WhileStatementSyntax loop => loop.Condition,
        SwitchStatementSyntax choice => choice.Expression,
        SwitchExpressionSyntax choice => choice.GoverningExpression,
        VariableDeclaratorSyntax { Initializer.Value: { } value } => value,
        PropertyDeclarationSyntax { ExpressionBody.Expression: { } value } => value,
        ReturnStatementSyntax { Expression: { } value } => value,
        _ => null,
    };

    private static bool Asks(ExpressionSyntax condition, SyntaxNode root)
    {
        var names = condition.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Select(name => name.Identifier.ValueText).ToList();
        var texts = condition.DescendantTokens().Where(token => token.Value is string).Select(token => token.ValueText).ToList();

        // A switch of the code's own that it declares for something else, such as a mode of a test bench, is declared where it is asked.
        var isCondition = condition.Parent is IfStatementSyntax or ConditionalExpressionSyntax or WhileStatementSyntax;
        return (isCondition && names.Exists(Switches.Contains))
            || (names.Exists(Questions.Contains) && texts.Exists(value => Array.Exists(Hosts, host => value.Contains(host, StringComparison.OrdinalIgnoreCase))))
            || (names.Exists(name => name is "GetEnvironmentVariable" or "GetEnvironmentVariables") && texts.Exists(value => IsOfTests(value)));
    }

    private static bool IsOfTests(string variable) =>
        variable.Split('_', '.', ':').Any(part => part.Equals("TEST", StringComparison.OrdinalIgnoreCase) || part.Equals("TESTS", StringComparison.OrdinalIgnoreCase) || part.Equals("TESTING", StringComparison.OrdinalIgnoreCase))
        || Array.Exists(Hosts, host => variable.Contains(host, StringComparison.OrdinalIgnoreCase))
        || variable is "CI" or "GITHUB_ACTIONS" or "TF_BUILD";
}
