using GoalBuild.Agent.Executors;
using GoalBuild.Language;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Tests.Support;

/// <summary>A goal, and verdicts of every kind about it.</summary>
internal static class Sample
{
    public const string Root = "/work/shop";

    public const string Source = """
        goal "webhooks" {
            objective "Webhooks are signed."
            require "signatures are validated" {
                test "tests/Shop.Tests" filter "FullyQualifiedName~Signature"
            }
            verify {
                build "Shop.sln" warnings as errors
                coverage "tests/Shop.Tests" of "src/Payments/**" >= 80%
                run "npx --no-install tsc --noEmit --project web/tsconfig.json --pretty false"
                lint "Shop.sln"
            }
        }
        """;

    public static GoalView View { get; } = new(
        "webhooks",
        "webhooks.goal",
        Root + "/webhooks.goal",
        Root,
        new LinePosition(1, 1),
        [
            new ClauseView("test tests/Shop.Tests filter FullyQualifiedName~Signature", new LinePosition(4, 9), "signatures are validated"),
            new ClauseView("build Shop.sln", new LinePosition(7, 9), null),
            new ClauseView("coverage tests/Shop.Tests of src/Payments/**", new LinePosition(8, 9), null),
            new ClauseView("run npx --no-install tsc --noEmit --project web/tsconfig.json --pretty false", new LinePosition(9, 9), null),
            new ClauseView("lint Shop.sln", new LinePosition(10, 9), null),
        ]);

    public static ValueList<Verdict> Verdicts { get; } =
    [
        new(View.Clauses[0].Name, VerdictStatus.Fails, "3 of 214 tests failed")
        {
            Duration = TimeSpan.FromSeconds(12.34),
            Figures = [new Figure("tests", 214, "", null), new Figure("failed", 3, "", 0)],
            Findings =
            [
                new Finding(FindingKind.Test, "Expected: True\n  But was: False") { Test = "Rejects_a_replayed_signature", File = "tests/Shop.Tests/SignatureTests.cs", Line = 48, Column = 9, Details = "at Shop.Tests.SignatureTests.Rejects_a_replayed_signature() in SignatureTests.cs:line 48" },
                new Finding(FindingKind.Test, "System.TimeoutException : error XY1: it took too long") { Test = "Accepts_a_signature_that_is_five_minutes_old_and_no_older_than_that_by_a_second" },
                .. Enumerable.Range(1, 5).Select(number => new Finding(FindingKind.Test, $"case {number}, 100% wrong") { Test = "Cases", File = "tests/Shop.Tests/CaseTests.cs", Line = 10 + number }),
            ],
            Artifacts = ["01-test.trx"],
        },
        new(View.Clauses[1].Name, VerdictStatus.Holds, "0 warnings") { Duration = TimeSpan.FromSeconds(8.1), Figures = [new Figure("warnings", 0, "", 0)] },
        new(View.Clauses[2].Name, VerdictStatus.Fails, "coverage 71.4% of 80%")
        {
            Duration = TimeSpan.FromSeconds(75),
            Figures = [new Figure("coverage", 71.4m, "%", 80)],
            Findings = [new Finding(FindingKind.Coverage, "12 of 90 lines are covered") { File = "src/Payments/Replay.cs" }],
        },
        new(View.Clauses[3].Name, VerdictStatus.Unknown, "The command 'npx' was not found. Install it, or put it on the PATH.") { Duration = TimeSpan.FromSeconds(0.02) },
        new(View.Clauses[4].Name, VerdictStatus.Holds, "nothing to change") { Reused = true },
    ];

    public static GoalSummary NotMet { get; } = new(View, ExitCode.NotMet, "not-met", "")
    {
        Run = "20261122-103000-000-verify",
        Verdicts = Verdicts,
        Duration = TimeSpan.FromSeconds(80),
        EvidenceDirectory = Root + "/.goal/runs/webhooks/20261122-103000-000-verify",
        Next = ["dotnet goal run webhooks.goal", "dotnet goal verify webhooks.goal --clause \"build Shop.sln\""],
    };

    public static GoalSummary Met { get; } = new(View, ExitCode.Met, "met", "")
    {
        Run = "20261122-103000-1a2b",
        Verdicts = Verdicts.Select(verdict => verdict with { Status = VerdictStatus.Holds, Reason = "as asked", Findings = [] }).ToValueList(),
        Turns = 3,
        Spent = new Spending(12_345, 10_000, 2_345, 0.1234m),
        Duration = TimeSpan.FromSeconds(192),
        EvidenceDirectory = Root + "/.goal/runs/webhooks/20261122-103000-1a2b",
        PatchFile = Root + "/.goal/runs/webhooks/20261122-103000-1a2b/result.patch",
        Isolated = true,
        ChangedFiles = ["src/Payments/Replay.cs", "src/Payments/Signature.cs"],
        Next = ["git apply .goal/runs/webhooks/20261122-103000-1a2b/result.patch"],
    };

    public static GoalSummary Stalled { get; } = NotMet with
    {
        ExitCode = ExitCode.Stalled,
        Outcome = "stalled",
        Code = "GOAL6002",
        Message = "Every executor of the ladder has done what it can. These clauses need a model: test, coverage. Set OPENAI_API_KEY, or add an executor to 'agent'.",
        Turns = 2,
        Next = ["dotnet goal resume webhooks.goal"],
    };

    /// <summary>A goal file in memory, with these diagnostics.</summary>
    public static GoalSource File(params Diagnostic[] diagnostics)
    {
        var source = new SourceText(Root + "/webhooks.goal", Source.ReplaceLineEndings("\n"));
        return new GoalSource("webhooks.goal", new ParseResult(source, new GoalFile([]), diagnostics));
    }
}
