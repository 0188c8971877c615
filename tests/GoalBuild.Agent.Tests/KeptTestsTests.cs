using System.Xml.Linq;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests;

/// <summary>What ran at the start has to run at the end, whatever the means by which it was left out.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class KeptTestsTests : IDisposable
{
    private const string Source = "namespace Shop; class CartTests { void Adds() {} void Rounds() {} }";
    private readonly TempFolder _folder = new();
    private readonly Watcher _watcher = new();

    public KeptTestsTests() => _folder
        .With("tests/CartTests.cs", Source)
        .With("runs.txt", "Shop.CartTests Adds(1) Passed\nShop.CartTests Adds(2) Passed\nShop.CartTests Rounds Failed\n")
        .With("a.txt", "start")
        .Committed();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task The_start_is_kept_in_the_ledger_and_for_readers()
    {
        var result = await RunAsync([], _ => { });
        using var ledger = RunLedger.Open(_folder.State, TimeProvider.System);
        var kept = ledger.EventsOf(result.Run).Single(happened => happened.Kind == "Baseline").Data;
        Assert.That(kept, Does.Contain("Rounds").And.Contain("\"fails\"").And.Contain(ledger.Run(result.Run)!.StartTree));
        Assert.That(File.ReadAllText(Path.Combine(result.EvidenceDirectory, "baseline.json")), Does.Contain("\"method\": \"Adds\"").And.Contain("\"ran\": 2"));
    }

    [Test]
    public async Task A_test_that_is_filtered_out_breaks_keep_tests_although_every_clause_holds()
    {
        var result = await RunAsync([], _ => Results("Adds(1) Passed", "Adds(2) Passed"));
        Assert.That((result.Outcome, result.Code, result.ExitCode), Is.EqualTo((RunOutcome.ConstraintBroken, "GOAL5020", 5)), result.Message);
        Assert.That(result.Message, Does.Contain("'Shop.CartTests.Rounds' ran at the start and does not run any more"));
        Assert.That((result.Broken.Single().Path, result.Broken.Single().Constraints.Single()), Is.EqualTo(("tests/CartTests.cs", "keep tests")));
    }

    [TestCase("Adds(1) Passed|Adds(2) Passed|Rounds NotExecuted", "is skipped now")]
    [TestCase("Adds(1) Passed|Rounds Passed", "ran 2 cases at the start and 1 now")]
    [TestCase("Adds(1) Passed|Adds(2) Passed|Extra Passed", "does not run any more")]
    public async Task A_lost_test_is_named_with_what_happened_to_it(string now, string expected) =>
        Assert.That(await RunAsync([], _ => Results(now.Split('|'))), Has.Property("Code").EqualTo("GOAL5020").And.Property("Message").Contains(expected));

    [Test]
    public async Task A_verdict_that_stands_from_earlier_and_has_lost_its_results_is_found_anew_so_that_its_tests_are_kept()
    {
        var goal = Goals.Of(("a.txt", "one"));
        var verifier = new ReusingVerifier();
        var result = await RunAsync([], _ => Results("Adds(1) Passed", "Adds(2) Passed"), verifier: verifier, clauses: [.. goal.Verify, new TestClause(new Text("tests"))]);
        Assert.That((result.Outcome, result.Code), Is.EqualTo((RunOutcome.ConstraintBroken, "GOAL5020")), result.Message);
        Assert.That(result.Message, Does.Contain("'Shop.CartTests.Rounds' ran at the start and does not run any more"));
    }

    [Test]
    public async Task A_turn_that_lets_the_test_run_again_meets_the_goal()
    {
        var result = await RunAsync([], _ => Results("Adds(1) Passed", "Adds(2) Passed"), turn =>
        {
            Assert.That(turn.Verdicts.Single().Findings.Single(), Has.Property("Code").EqualTo("GOAL5020").And.Property("File").EqualTo("tests/CartTests.cs"));
            Results("Adds(1) Passed", "Adds(2) Passed", "Rounds Passed");
        });
        Assert.That((result.Outcome, result.Turns), Is.EqualTo((RunOutcome.Met, 2)), result.Message);
    }

    [Test]
    public async Task Other_arguments_a_new_name_and_more_tests_are_no_loss()
    {
        var result = await RunAsync([], _ =>
        {
            _folder.With("tests/CartTests.cs", Source.Replace("Rounds", "Rounds_to_cents", StringComparison.Ordinal));
            Results("Adds(12:31) Passed", "Adds(12:32) Passed", "Rounds_to_cents Passed", "More Passed");
        });
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met), result.Message);
    }

    [Test]
    public async Task Allow_test_removal_lifts_it_for_the_files_that_it_names([Values("tests/Cart*.cs", "tests/Other.cs")] string glob)
    {
        var result = await RunAsync([new AllowTestRemovalConstraint([new Text(glob)])], _ =>
        {
            _folder.With("tests/CartTests.cs", "namespace Shop; class CartTests { void Adds() {} }");
            Results("Adds(1) Passed", "Adds(2) Passed");
        });
        Assert.That(result.Outcome, Is.EqualTo(glob == "tests/Other.cs" ? RunOutcome.ConstraintBroken : RunOutcome.Met), result.Message);
    }

    [Test]
    public async Task A_test_that_failed_before_the_work_began_is_told_apart_from_one_that_fails_now()
    {
        // The clause of words fails as long as the turn does not write the word, and the tests with it.
        ValueList<Verdict> seen = [];
        var result = await RunAsync([], _ => Results("Adds(1) Failed", "Adds(2) Passed", "Rounds Failed"), turn => seen = turn.Verdicts, writes: false);
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Stalled));
        var verdict = seen.Single();
        Assert.That(verdict.Reason, Does.EndWith("1 of them failed before the work began."));
        Assert.That(verdict.Findings.Select(finding => (finding.Test, finding.FailedBefore)), Is.EqualTo(new[] { ("Shop.CartTests.Adds(1)", false), ("Shop.CartTests.Rounds", true) }));
        Assert.That(result.Verdicts.Single().Findings[1].FailedBefore, Is.True);
    }

    private void Results(params string[] lines) => _folder.With("runs.txt", string.Concat(lines.Select(line => $"Shop.CartTests {line}\n")));

    // The first turn acts and lets the clause hold; the second does what it is to do, where there is one.
    private async Task<RunResult> RunAsync(IEnumerable<Constraint> constraints, Action<Turn> first, Action<Turn>? second = null, bool writes = true, IVerifier? verifier = null, ValueList<Clause>? clauses = null)
    {
        var goal = Goals.Of(("a.txt", "one")) with { Agent = null, Constraints = constraints.ToValueList() };
        goal = goal with { Verify = clauses ?? goal.Verify };
        var executor = new ScriptedExecutor("e", turn =>
        {
            if (turn.Number > 2 || (turn.Number == 2 && second is null))
            {
                return new TurnResult(TurnEnd.Exhausted, "did all");
            }

            (turn.Number == 1 ? first : second!)(turn);
            _folder.With("a.txt", writes ? "one" : "other").With("turn.txt", $"{turn.Number}");
            return new TurnResult(TurnEnd.Worked, $"turn {turn.Number}");
        });
        return (await new RunLoop(verifier ?? new ResultsVerifier(), _ => executor, TimeProvider.System).RunAsync(Goals.Request(_folder.Path, goal), _watcher, default)).Single();
    }

    /// <summary>A <see cref="ResultsVerifier"/> whose test clause stands from an earlier verification, without results, wherever it may.</summary>
    private sealed class ReusingVerifier : IVerifier
    {
        private readonly ResultsVerifier _results = new();

        public async Task<VerificationResult> VerifyAsync(VerificationRequest request, IProgress<VerificationEvent>? progress, CancellationToken cancellation)
        {
            var result = await _results.VerifyAsync(request, progress, cancellation);
            var tests = GoalClause.Of(request.Goal).Single(clause => clause.Clause is TestClause).Name;
            var reused = request.Reuse != VerdictReuse.None;
            return result with
            {
                Verdicts = result.Verdicts.Select(verdict => verdict.Clause == tests
                    ? verdict with { Status = VerdictStatus.Holds, Reused = reused, Artifacts = reused ? [] : verdict.Artifacts }
                    : verdict with { Artifacts = [] }).ToValueList(),
            };
        }
    }

    /// <summary>A <see cref="FileVerifier"/> whose clause leaves the results that <c>runs.txt</c> says, and fails with those that failed.</summary>
    private sealed class ResultsVerifier : IVerifier
    {
        private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        private readonly FileVerifier _files = new();

        public async Task<VerificationResult> VerifyAsync(VerificationRequest request, IProgress<VerificationEvent>? progress, CancellationToken cancellation)
        {
            var result = await _files.VerifyAsync(request, progress, cancellation);
            var tests = File.ReadAllLines(Path.Combine(request.Workspace.Root, "runs.txt")).Select(line => line.Split(' ')).ToList();
            var run = new XElement(
                Trx + "TestRun",
                new XElement(Trx + "Results", tests.Select((test, i) => new XElement(Trx + "UnitTestResult", new XAttribute("testId", i), new XAttribute("testName", test[1]), new XAttribute("outcome", test[2])))),
                new XElement(Trx + "TestDefinitions", tests.Select((test, i) => new XElement(Trx + "UnitTest", new XAttribute("id", i), new XElement(Trx + "TestMethod", new XAttribute("className", test[0]), new XAttribute("name", test[1]))))));
            Directory.CreateDirectory(request.EvidenceDirectory);
            await File.WriteAllTextAsync(Path.Combine(request.EvidenceDirectory, "results.trx"), run.ToString(), cancellation);
            var findings = tests.Where(test => test[2] == "Failed").Select(test => new Finding(FindingKind.Test, "failed") { Test = $"{test[0]}.{test[1]}" }).ToValueList();
            return result with
            {
                Verdicts = result.Verdicts.Select(verdict => verdict with { Artifacts = ["results.trx"], Findings = verdict.Status == VerdictStatus.Fails ? findings : [] }).ToValueList(),
            };
        }
    }
}
