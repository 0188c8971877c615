using CsCheck;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;

namespace GoalBuild.Agent.Tests;

/// <summary>What holds whatever executors do: the run ends, harms nothing, and says what it did.</summary>
[TestFixture, Category("Slow")]
internal sealed class LoopPropertyTests
{
    private static readonly (string File, string Word)[] Clauses = [("a.txt", "one"), ("b.txt", "two"), ("src/c.txt", "three")];

    // Mostly it goes on.
    private static readonly TurnEnd[] Ends = [TurnEnd.Worked, TurnEnd.Worked, TurnEnd.Worked, TurnEnd.Exhausted, TurnEnd.Failed, TurnEnd.Blocked];

    private enum Act
    {
        Repair,
        Break,
        Delete,
        Add,
        TouchProtected,
        DeleteProtected,
        TouchGoal,
        Throw,
    }

    // The files that hold at the start; and for each turn what is done to which file, how it is said to end, and whether it is said what was tried.
    private static readonly Gen<(bool[] Start, ((Act Act, int File)[] Acts, TurnEnd End, bool Tells)[] Turns)> Scripts = Gen.Select(
        Gen.Bool.Array[Clauses.Length],
        Gen.Select(
            Gen.Select(Gen.Enum<Act>(), Gen.Int[0, Clauses.Length - 1]).Array[0, 4],
            Gen.Int[0, Ends.Length - 1].Select(i => Ends[i]),
            Gen.Bool).Array[1, 6]);

    [Test]
    public void Whatever_executors_do_the_run_ends_harms_nothing_and_tells_what_is_broken() => Scripts.Sample(
        script => Check(script.Start, script.Turns),
        iter: 25,
        threads: 1);

    private static void Check(bool[] start, ((Act Act, int File)[] Acts, TurnEnd End, bool Tells)[] turns)
    {
        using var folder = new TempFolder();
        folder.With("guard/g.txt", "guarded").With("words.goal", "// the goal\n").With("other.txt", "committed");
        for (var i = 0; i < Clauses.Length; i++)
        {
            folder.With(Clauses[i].File, start[i] ? Clauses[i].Word : "nothing");
        }

        folder.Committed().With("other.txt", "uncommitted");
        var repository = StateOf(folder);
        var holding = Holding(folder);
        var goal = Goals.Of(Clauses) with
        {
            Constraints = [new ProtectConstraint([new Text("guard/**")])],
            Budget = new Budget { Turns = 8 },
            Agent = new Language.Model.Agent([new FixStep(new Text("first")), new FixStep(new Text("second"))]),
        };
        var taken = 0;
        var loop = new RunLoop(new FileVerifier(), step => new ScriptedExecutor(step.Description, turn => Take(folder, turn, turns[taken++ % turns.Length])), TimeProvider.System);
        var result = loop.RunAsync(Goals.Request(folder.Path, goal), null, default).GetAwaiter().GetResult().Single();

        Assert.That(Holding(folder), Is.GreaterThanOrEqualTo(holding), "never fewer clauses than at the start");
        Assert.That(result.Outcome == RunOutcome.Met, Is.EqualTo(Holding(folder) == Clauses.Length && result.Outcome is not (RunOutcome.Blocked or RunOutcome.BudgetSpent)), $"{result.Outcome}: {result.Message}");
        Assert.That(result.Outcome, Is.AnyOf(RunOutcome.Met, RunOutcome.Stalled, RunOutcome.Blocked, RunOutcome.BudgetSpent));
        Assert.That((folder.Text("guard/g.txt"), folder.Text("words.goal"), folder.Text("other.txt")), Is.EqualTo(("guarded", "// the goal\n", "uncommitted")));
        Assert.That(StateOf(folder), Is.EqualTo(repository), "HEAD, index, branches and stashes are the user's");
        using var ledger = RunLedger.OpenExisting(folder.State)!;
        Assert.That(ledger.TurnsOf(result.Run).Select(turn => turn.State), Has.None.EqualTo(TurnState.Started).And.None.EqualTo(TurnState.Undoing));
        Assert.That(ledger.TurnsOf(result.Run).Count(turn => turn.Counted), Is.EqualTo(result.Turns).And.LessThanOrEqualTo(8));
    }

    private static TurnResult Take(TempFolder folder, Turn turn, ((Act Act, int File)[] Acts, TurnEnd End, bool Tells) script)
    {
        foreach (var (act, index) in script.Acts)
        {
            var (file, word) = Clauses[index];
            switch (act)
            {
                case Act.Repair: folder.With(file, word); break;
                case Act.Break: folder.With(file, $"broken in turn {turn.Number}"); break;
                case Act.Delete: File.Delete(folder[file]); break;
                case Act.Add: folder.With($"new/{index}.txt", $"{turn.Number}"); break;
                case Act.TouchProtected: folder.With("guard/g.txt", "touched"); break;
                case Act.DeleteProtected: Directory.Delete(folder["guard"], recursive: true); folder.With("guard", "a file in its place"); break;
                case Act.TouchGoal: folder.With("words.goal", "// easier\n"); break;
                default: throw new InvalidOperationException("no luck");
            }

            if (File.Exists(folder["guard"]))
            {
                // What came in the place of the folder would make every later act of the turn fail.
                break;
            }
        }

        return new TurnResult(script.End, "did") { Attempts = script.Tells ? [$"{turn.Number}"] : [] };
    }

    private static int Holding(TempFolder folder) => Clauses.Count(clause => File.Exists(folder[clause.File]) && folder.Text(clause.File).Contains(clause.Word, StringComparison.Ordinal));

    private static string StateOf(TempFolder folder) =>
        folder.Git("rev-parse", "HEAD") + folder.Git("symbolic-ref", "HEAD") + folder.Git("ls-files", "--stage") + folder.Git("for-each-ref") + folder.Git("stash", "list")
        + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(folder[".git/index"])));
}
