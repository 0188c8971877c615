using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Log;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Report.Tests.Support;

/// <summary>A report with something of everything in it.</summary>
public static class ReportSample
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 30, 0, TimeSpan.Zero);

    /// <summary>Makes it.</summary>
    /// <param name="outcome">In the words of the evidence.</param>
    /// <param name="turns">How many turns it has.</param>
    /// <param name="said">What stands behind every text that comes from outside.</param>
    public static RunReport Of(string outcome, int turns, string said = "")
    {
        var isMet = outcome == "met";
        var clauses = Clauses(isMet, said);
        var all = Enumerable.Range(1, turns).Select(number => Turn(number, turns, clauses.Count, isMet, said)).ToList();
        var spent = all.Aggregate(Spending.None, (sum, turn) => sum.Plus(turn.Spent));
        return new RunReport(new EvidenceBundle
        {
            Goal = "webhooks" + said,
            GoalFile = "goals/webhooks.goal" + said,
            GoalHash = new string('a', 64),
            Run = "20261122-103000-000-1a2b",
            Mode = "run",
            Outcome = outcome,
            Summary = (isMet ? "Everything is signed off." : "Every executor of the ladder has done what it can. These clauses are open: test, coverage. 'dotnet goal resume' goes on with a larger budget.") + said,
            Objective = "Webhooks are signed, and a signature that was used once is refused." + said,
            Started = Start,
            Finished = Start.AddMinutes(42).AddSeconds(7),
            Tool = new EvidenceTool("0.1.0", ".NET 10.0.1", "Linux" + said),
            Requirements =
            [
                new EvidenceRequirement("Signatures are validated" + said, isMet ? "holds" : "fails", 3, [.. clauses.Take(2).Select(clause => clause.Name)]),
                new EvidenceRequirement("An expired signature is refused with the reason" + said, "holds", 8, [clauses[2].Name]),
                new EvidenceRequirement("It is fast" + said, "unknown", 12, []),
            ],
            Clauses = clauses,
            Constraints =
            [
                new EvidenceConstraint("only \"src/Payments/**\"" + said, 20, "kept", "Checked against what each turn changed; a turn that breaks it is undone." + said),
                new EvidenceConstraint("network none" + said, 21, "not-checked", "Commands of a model are held to it where they are contained." + said),
                new EvidenceConstraint("advice \"Prefer the standard library.\"" + said, 22, "not-proved", "Advice in words: no check proves it." + said),
            ],
            Reviews =
            [
                new EvidenceReview("security" + said, "the signing code" + said) { Person = "Ada Lovelace" + said, Account = "ada" + said, At = Start.AddHours(1), Tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904", Note = "read it" + said },
                new EvidenceReview("legal" + said, "the notice" + said),
            ],
            Spent = new EvidenceSpending(spent.TokensIn, spent.TokensCached, spent.TokensOut, spent.Dollars),
        })
        {
            Proof = isMet ? ProofState.Proved : ProofState.Open,
            Command = "dotnet goal run goals/webhooks.goal" + said,
            Since = said.Length > 0 ? "a person brought the tree back to turn 2" + said : null,
            HoldingAtStart = 2,
            Turns = all,
            Files =
            [
                new FileDiff(new EvidenceChange("src/Payments/Signature.cs" + said, "changed", 3, 1),
                    ["@@ -10,4 +10,6 @@ public sealed class Signature" + said, " {", "-    return true;" + said, "+    var mac = HMACSHA256.HashData(key, body);" + said, "+    return CryptographicOperations.FixedTimeEquals(mac, signature);", "+    // ä, 漢字, 🙂", " }"], 0),
                new FileDiff(new EvidenceChange("src/Payments/Replay.cs" + said, "added", 2000, 0), ["@@ -0,0 +1,2000 @@", "+namespace Shop.Payments;", "+", "+internal sealed class Replay;"], 1997),
                new FileDiff(new EvidenceChange("docs/a-rather-long-folder-name/with-another-one-in-it/and-a-picture-of-the-flow.png" + said, "added", 0, 0), ["GIT binary patch"], 0),
            ],
            Transcript = [.. Enumerable.Range(1, Math.Min(turns, 300)).SelectMany(turn => Entries(turn, said))],
            TranscriptOlder = turns > 300 ? 4 * (turns - 300) : 0,
            Written = Start.AddHours(2),
        };
    }

    private static List<EvidenceClause> Clauses(bool isMet, string said) =>
    [
        new("test tests/Shop.Tests filter FullyQualifiedName~Signature" + said, "test", 4, 9, isMet ? "holds" : "fails", (isMet ? "214 tests passed" : "3 of 214 tests failed") + said)
        {
            At = Start.AddMinutes(40),
            DurationMs = 12_340,
            Figures = [new EvidenceFigure("tests", 214, "", null), new EvidenceFigure("failed", isMet ? 0 : 3, "", 0)],
            Files = ["01-test.trx" + said],
            Findings = isMet ? [] :
            [
                new EvidenceFinding("test", "error", "Expected: True\n  But was: False" + said) { Test = "Rejects_a_replayed_signature" + said, File = "tests/Shop.Tests/SignatureTests.cs" + said, Line = 48, Column = 9, FailedBefore = true, Details = "at Shop.Tests.SignatureTests.Rejects_a_replayed_signature() in SignatureTests.cs:line 48" + said },
                new EvidenceFinding("build", "error", "The name 'Mac' does not exist in the current context" + said) { Code = "CS0103" + said, File = "src/Payments/Signature.cs", Line = 12 },
                .. Enumerable.Range(1, 30).Select(number => new EvidenceFinding("test", "error", $"case {number}, 100% wrong" + said) { Test = "Cases", File = "tests/Shop.Tests/CaseTests.cs", Line = 10 + number }),
            ],
        },
        new("build Shop.sln" + said, "build", 5, 9, "holds", "0 warnings" + said) { At = Start.AddMinutes(39), DurationMs = 8_100, Phase = "foundation" + said, Figures = [new EvidenceFigure("warnings", 0, "", 0)] },
        new("coverage tests/Shop.Tests of src/Payments/**" + said, "coverage", 9, 9, "holds", "coverage 91.4% of 80%" + said) { At = Start.AddMinutes(12), Reused = true, Figures = [new EvidenceFigure("coverage", 91.4m, "%", 80)] },
        new("judge the error messages" + said, "judge", 10, 9, "holds", "3 of 3 judges found that each message says what was found, what was expected and what to do." + said) { At = Start.AddMinutes(40), DurationMs = 4000 },
        new("latency GET /health" + said, "latency", 13, 9, isMet ? "holds" : "unknown", (isMet ? "p95 12 ms" : "The server did not answer within 30 seconds.") + said),
    ];

    private static ReportTurn Turn(int number, int turns, int clauses, bool isMet, string said)
    {
        var isUndone = number % 7 == 3;
        var last = isMet ? clauses : clauses - 1;
        var holding = number == turns ? last : Math.Min(last, 2 + (number * (last - 2) / Math.Max(1, turns)));
        return new ReportTurn(
            number,
            number == 1 ? "fixers" : "model \"gpt-5\" effort high" + said,
            isUndone ? "undone" : number % 5 == 4 ? "unchanged" : "kept",
            (isUndone ? "GOAL5001: tests/Shop.Tests/SignatureTests.cs may not be changed" : "made the comparison take the same time for every signature, and wrote down why") + said,
            holding,
            number == 1 ? Spending.None : new Spending(18_000 + (number * 7919 % 30_000), 12_000, 900 + (number * 613 % 2_000), 0.02m + (number % 9 * 0.011m)),
            TimeSpan.FromSeconds(20 + (number * 37 % 100)))
        {
            Phase = number <= turns / 2 ? "foundation" + said : "",
        };
    }

    private static IEnumerable<LogEntry> Entries(int turn, string said)
    {
        var at = Start.AddMinutes(turn);
        yield return new LogEntry(at, turn, LogKinds.Told, "These clauses do not hold:\n- test tests/Shop.Tests: 3 of 214 tests failed" + said);
        yield return new LogEntry(at.AddSeconds(4), turn, LogKinds.Said, "The comparison returns early. I will compare in constant time and keep the reason." + said);
        yield return new LogEntry(at.AddSeconds(6), turn, LogKinds.Called, "edit_file src/Payments/Signature.cs" + said) { Tool = "edit_file" + said };
        yield return new LogEntry(at.AddSeconds(7), turn, LogKinds.Returned, (turn % 3 == 0 ? "It is not allowed to change that file." : string.Join('\n', Enumerable.Range(1, 60).Select(line => $"{line,4}  if (left[{line}] < right[{line}] && \"a\" != 'b') {{ return <T>; }}"))) + said) { Tool = "edit_file", IsError = turn % 3 == 0 };
    }
}
