using GoalBuild.Agent.Conversation;
using GoalBuild.Language;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Conversation;

/// <summary>Verdicts on a goal of four clauses, and the brief of them.</summary>
internal static class Brief
{
    /// <summary>Counts as the bound does that holds for any tokenizer.</summary>
    public static int Bytes(string text) => System.Text.Encoding.UTF8.GetByteCount(text);

    public static readonly SourceText Source = new(
        "/work/sample.goal",
        "goal \"sample\" {\n    verify {\n        build \"App.sln\" warnings as errors\n        test \"App.Tests\" at least 3\n        coverage \"App.Tests\" >= 80%\n        lint \"App.sln\"\n    }\n}\n");

    public static readonly IReadOnlyList<GoalClause> Clauses = GoalClause.Of(GoalLanguage.Parse(Source).File.Goals.Single());

    public const string Build = "build App.sln", Test = "test App.Tests", Coverage = "coverage App.Tests", Lint = "lint App.sln";

    public static VerdictBrief Of(params Verdict[] verdicts) => new(verdicts, Clauses, Source);

    public static string Render(this VerdictBrief brief, int bytes = 100_000) => brief.Render(new Allowance(bytes, Bytes));

    public static Verdict Holds(string clause) => new(clause, VerdictStatus.Holds, "It holds.");

    public static Verdict Fails(string clause, params Finding[] findings) => new(clause, VerdictStatus.Fails, "It fails.") { Findings = [.. findings] };

    public static Finding Error(string code, string message, string file = "src/A.cs", int line = 1) => new(FindingKind.Build, message) { Code = code, File = file, Line = line };

    public static Finding Warning(string code, string message) => Error(code, message) with { IsError = false };

    public static Finding FailedTest(string name, string message = "Expected: 1\nBut was: 2") =>
        new(FindingKind.Test, message) { Test = name, File = "tests/ATests.cs", Line = 7, Details = "   at ATests.One() in tests/ATests.cs:line 7" };
}
