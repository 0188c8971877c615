using GoalBuild.Language;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Verification.Tests.Evidence;

/// <summary>A run with everything that a bundle can hold.</summary>
internal static class SampleBundle
{
    public const string Goal = """"
        goal "shop | webhooks" {
            objective """
                Webhooks are signed.
                *Nothing* else changes.
                """
            require "signatures are validated" { test "tests/Shop.Tests" filter "Category=Signature" }
            require "nothing proves this" { judge "it is nice" }
            verify { build "Shop.sln" warnings as errors  run "echo a|b `c`" }
            constrain {
                only "src/**"
                keep api "src/Shop/Shop.csproj"
                "use the existing logging framework"
            }
            phase "second" { objective "More." verify { file "a.txt" exists } }
        }
        """";

    public static readonly DateTimeOffset Started = new(2026, 11, 22, 10, 30, 0, TimeSpan.Zero);

    public static EvidenceRequest Request(string root, string mode = "run")
    {
        var parsed = GoalLanguage.Parse(new SourceText(Path.Combine(root, "shop.goal"), Goal.ReplaceLineEndings("\n")));
        var goal = parsed.File.Goals[0];
        var names = GoalClause.Of(goal).Select(clause => clause.Name).ToList();
        return new EvidenceRequest(new Workspace(root, Path.Combine(root, ".goal")), parsed.Source, goal, "20261122-103000-000-1a2b", mode, "stalled", "2 of 5 clauses hold after 2 turns. GOAL6002: no executor is left.")
        {
            Verdicts =
            [
                new Verdict(names[0], VerdictStatus.Fails, "3 of 214 tests failed")
                {
                    At = Started,
                    Duration = TimeSpan.FromSeconds(12.3),
                    Fingerprint = "abc",
                    Figures = [new Figure("tests", 214, "", 1), new Figure("failed", 3, "", null)],
                    Findings = [new Finding(FindingKind.Test, "Expected: <1>\n  But was: <2>") { Test = "Adds_1", File = "tests/Shop.Tests/A.cs", Line = 4, Column = 9, Details = "at A.Adds_1()\nat B" }, .. Enumerable.Range(1, 25).Select(number => new Finding(FindingKind.Test, $"case {number}"))],
                    Artifacts = ["01-test.trx"],
                },
                new Verdict(names[2], VerdictStatus.Holds, "0 warnings") { At = Started, Duration = TimeSpan.FromSeconds(75), Reused = true },
                new Verdict(names[3], VerdictStatus.Holds, "exit code 0") { At = Started },
            ],
            Turns =
            [
                new EvidenceTurn(1, "fixers", "kept", "formatted 1 file", 2, 1200) { Changed = ["src/A.cs"] },
                new EvidenceTurn(2, "model \"m\"", "undone", "GOAL5002: src/B.cs is protected.", null, 300) { Changed = ["src/B.cs"], Spent = new EvidenceSpending(12_345, 10_000, 2_345, 0.1234m) },
            ],
            Spent = new EvidenceSpending(12_345, 10_000, 2_345, 0.1234m),
            Broken = new Dictionary<string, string>(),
            Started = Started,
            Finished = Started.AddMinutes(2),
            ToolVersion = "0.1.0",
        };
    }
}
