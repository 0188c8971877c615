using System.Text.RegularExpressions;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>
/// Sees code outside the tests that begins to ask whether it is being tested: by the name of the process or of a loaded assembly, by the stack, by a variable of the
/// environment, or by a switch that is named so. Code that merely speaks of test frameworks is none, nor is a setting of tests of another kind, such as the key of
/// a payment service's test account.
/// </summary>
internal static partial class TestAwareness
{
    // Each file that can ask says one of these.
    private static readonly string[] Words = ["est", "nit", "\"CI\"", "GITHUB_ACTIONS", "TF_BUILD"];

    private static readonly string[] Hosts = ["testhost", "vstest", "nunit", "xunit", "mstest", "testingplatform", "testplatform", "unittest", "dotnet-test", "resharpertest"];

    private static readonly HashSet<string> Questions =
        ["ProcessName", "FriendlyName", "GetEntryAssembly", "GetAssemblies", "GetCallingAssembly", "CommandLine", "GetCommandLineArgs", "StackTrace", "GetFrames", "ProcessPath", "BaseDirectory", "MainModule", "GetType", "Load"];

    private static readonly HashSet<string> Switches =
        ["IsTestEnvironment", "TestEnvironment", "IsTestRun", "IsTesting", "IsUnderTest", "UnderTest", "IsRunningTests", "RunningTests", "IsRunningInTest", "IsRunningUnderTest", "IsUnitTest", "InUnitTest", "IsUnitTestRunning", "IsInTest", "InTest", "IsTestMode", "TestMode", "UnitTestDetector", "IsTestHost"];

    /// <summary>The questions that a change adds. One that a file had before, whichever it was, has only moved.</summary>
    /// <param name="texts">The changed files that are no tests.</param>
    public static IEnumerable<TestFlaw> Added(IReadOnlyList<ChangedText> texts)
    {
        var left = new List<string>();
        var open = new List<TestFlaw>();
        foreach (var text in texts)
        {
            var own = Asked(text.Before).Select(found => found.Question).ToList();
            open.AddRange(Asked(text.After).Where(found => !own.Remove(found.Question))
                .Select(found => new TestFlaw(text.Path, found.Line, DiagnosticCatalogue.TestAware, found.Question, $"the code asks whether it is being tested: {found.Question}")));
            left.AddRange(own);
        }

        return open.Where(flaw => !left.Remove(flaw.Subject));
    }

    private static IEnumerable<(string Question, int Line)> Asked(string text)
    {
        if (!Array.Exists(Words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            yield break;
        }

        var root = CSharpFile.Parse(text);
        foreach (var condition in root.DescendantNodes().Select(ConditionOf).OfType<ExpressionSyntax>().Where(Asks))
        {
            yield return (string.Join(' ', condition.ToString().Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)), CSharpFile.LineOf(root, condition.SpanStart));
        }

        // What one configuration leaves out, another one compiles.
        foreach (var (disabled, above) in CSharpFile.DisabledTexts(root))
        {
            foreach (var (question, line) in Asked(disabled))
            {
                yield return (question, line + above);
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

    private static bool Asks(ExpressionSyntax condition)
    {
        var names = condition.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Select(name => name.Identifier.ValueText).ToList();
        var texts = condition.DescendantTokens().Where(token => token.Value is string).Select(token => token.ValueText).ToList();

        // A switch of the code's own that it declares for something else, such as a mode of a test bench, is declared where it is asked.
        var isCondition = condition.Parent is IfStatementSyntax or ConditionalExpressionSyntax or WhileStatementSyntax;
        return (isCondition && names.Exists(Switches.Contains))
            || (names.Exists(Questions.Contains) && texts.Exists(IsHost))
            || (names.Exists(name => name is "GetEnvironmentVariable" or "GetEnvironmentVariables")
                && texts.Exists(value => IsHost(value) || Switch().IsMatch(value)
                    || ((isCondition || IsComparison(condition)) && MaySwitch().IsMatch(value))
                    || (isCondition && value is "CI" or "GITHUB_ACTIONS" or "TF_BUILD")));
    }

    private static bool IsHost(string value) => Array.Exists(Hosts, host => value.Contains(host, StringComparison.OrdinalIgnoreCase));

    // What is compared is a yes or no; what is read with a default is a setting.
    private static bool IsComparison(ExpressionSyntax expression) => expression.DescendantNodesAndSelf().Any(node =>
        node is IsPatternExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression }
        || (node is InvocationExpressionSyntax call && CSharpFile.SimpleName(call.Expression) is "Equals" or "IsNullOrEmpty" or "IsNullOrWhiteSpace" or "Parse" or "TryParse"));

    /// <summary>Names that say nothing but that tests run.</summary>
    [GeneratedRegex(@"^TEST(?:S|ING)?$|(?:^|_)(?:IS|IN|UNDER|RUNNING|UNIT)_?TEST(?:S|ING)?(?:$|_)", RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Switch();

    /// <summary>Names that are switches where they are asked for yes or no: of <c>DATABASE_URL_TEST</c> it is the value that counts.</summary>
    [GeneratedRegex(@"_TEST(?:S|ING)?$|^TEST_?(?:MODE|RUN|RUNNING|RUNNER|ENV|ENVIRONMENT)$", RegexOptions.IgnoreCase, 2000)]
    private static partial Regex MaySwitch();
}
