using GoalBuild.Language.Diagnostics;
using Microsoft.Data.Sqlite;

namespace GoalBuild.Ledger.Tests;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RunLedgerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly GoalKey Goal = new("src/auth.goal", "auth ä");

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"goalbuild ledger {Guid.NewGuid():N}", ".goal");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    private string Db => Path.Combine(_folder, RunLedger.FileName);

    private RunLedger Open() => RunLedger.Open(_folder, TimeProvider.System);

    private static LedgerRun NewRun(string id) => new(id, Goal, RunState.Running, "/tree", true, "tree0", Now) { GoalText = "goal", Command = "dotnet goal run" };

    private static LedgerTurn NewTurn(string run, int number) => new(run, number, 1, "fixers", TurnState.Started, "tree0", Now) { Phase = "p", HoldingBefore = 2 };

    [Test]
    public void The_folder_ignores_itself_before_anything_else_is_in_it()
    {
        using var ledger = Open();
        Assert.That(File.ReadAllText(Path.Combine(_folder, ".gitignore")), Is.EqualTo("*\n!memory.md\n"));
        Assert.That(ledger.KeptAside, Is.Null);
    }

    [Test]
    public void What_is_written_is_read_back_by_another_process_at_once()
    {
        using var writer = Open();
        using var reader = Open();
        writer.BeginRun(NewRun("r1"));
        Assert.That(reader.Run("r1"), Is.EqualTo(NewRun("r1") with { ResumedAt = Now }));

        writer.BeginTurn(NewTurn("r1", 1));
        Assert.That(reader.TurnsOf("r1")[0].State, Is.EqualTo(TurnState.Started));
        writer.SetTurnWork(NewTurn("r1", 1), "tree1", "did it", ["a", "b'; DROP TABLE runs"]);
        writer.EndTurn(NewTurn("r1", 1), TurnState.Kept, "did it", Now.AddSeconds(2), verdicts: "hash");
        var turn = reader.TurnsOf("r1").Single();
        Assert.That((turn.State, turn.After, turn.Summary, turn.Verdicts, turn.Counted, turn.EndedAt, turn.Phase, turn.HoldingBefore), Is.EqualTo((TurnState.Kept, "tree1", "did it", "hash", true, Now.AddSeconds(2), "p", 2)));
        Assert.That(turn.Attempts, Is.EqualTo(new[] { "a", "b'; DROP TABLE runs" }));

        writer.AddEvent(new LedgerEvent("r1", 1, Now, "TurnKept", "{}"));
        Assert.That(reader.EventsOf("r1").Single(), Is.EqualTo(new LedgerEvent("r1", 1, Now, "TurnKept", "{}") { Id = 1 }));
        var cost = new LedgerCost("r1", 1, "model", 100, 20, 0.0125m, Now);
        writer.AddCost(cost);
        Assert.That(reader.CostsOf("r1").Single(), Is.EqualTo(cost));
    }

    [Test]
    public void The_newest_verdict_of_each_clause_counts()
    {
        using var ledger = Open();
        ledger.BeginRun(NewRun("r1"));
        var a = new LedgerVerdict("r1", 0, false, "build", "fails", "1 error", Now) { Tree = "t", Fingerprint = "f", Reused = true, Duration = TimeSpan.FromSeconds(1), Data = "{\"x\":1}" };
        ledger.AddVerdicts([a, a with { Clause = "test" }]);
        ledger.AddVerdicts([a with { Turn = 1, Status = "holds" }]);
        Assert.That(ledger.VerdictsOf("r1"), Has.Count.EqualTo(3));
        Assert.That(ledger.NewestVerdictsOf("r1"), Is.EquivalentTo(new[] { a with { Clause = "test" }, a with { Turn = 1, Status = "holds" } }));
    }

    [Test]
    public void A_baseline_stays_until_it_is_forgotten()
    {
        using var ledger = Open();
        Assert.That(ledger.EnsureBaseline(Goal, "t1", Now), Is.EqualTo("t1"));
        Assert.That(ledger.EnsureBaseline(Goal, "t2", Now), Is.EqualTo("t1"));
        ledger.DeleteBaseline(Goal);
        Assert.That(ledger.Baseline(Goal), Is.Null);
    }

    [Test]
    public void A_run_ends_resumes_and_is_forgotten_with_all_that_belongs_to_it()
    {
        using var ledger = Open();
        ledger.BeginRun(NewRun("r1"));
        ledger.BeginTurn(NewTurn("r1", 1));
        ledger.EndRun("r1", RunState.Stalled, "GOAL6002", "no more", "tree9", TimeSpan.FromSeconds(5), Now.AddSeconds(5));
        var ended = ledger.Run("r1")!;
        Assert.That((ended.State, ended.Code, ended.EndTree, ended.Elapsed, ended.CanResume), Is.EqualTo((RunState.Stalled, "GOAL6002", "tree9", TimeSpan.FromSeconds(5), true)));
        ledger.ResumeRun("r1", TimeSpan.FromSeconds(5), "new text", Now.AddHours(1));
        var resumed = ledger.Run("r1")!;
        Assert.That((resumed.State, resumed.EndTree, resumed.GoalText, resumed.ResumedAt), Is.EqualTo((RunState.Running, "tree9", "new text", Now.AddHours(1))));
        ledger.DeleteRun("r1");
        Assert.That((ledger.AllRuns().Count, ledger.TurnsOf("r1").Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void A_file_that_is_no_ledger_is_kept_aside_and_a_new_one_begun()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Db, new string('x', 10_000));
        using var ledger = RunLedger.Open(_folder, new FixedClock());
        Assert.That(Path.GetFileName(ledger.KeptAside), Is.EqualTo("ledger.corrupt-20261122-120000.db"));
        Assert.That(File.ReadAllText(ledger.KeptAside!), Has.Length.EqualTo(10_000));
        ledger.BeginRun(NewRun("r1"));
        Assert.That(ledger.AllRuns(), Has.Count.EqualTo(1));
    }

    [Test]
    public void A_ledger_with_a_damaged_page_is_kept_aside()
    {
        using (var ledger = Open())
        {
            for (var i = 0; i < 200; i++)
            {
                ledger.BeginRun(NewRun($"r{i}") with { GoalText = new string('g', 500) });
            }
        }

        using (var file = File.OpenWrite(Db))
        {
            file.Position = 4096 * 6;
            file.Write(new byte[4096 * 12]);
        }

        using var next = Open();
        Assert.That(next.KeptAside, Is.Not.Null);
        Assert.That(next.AllRuns(), Is.Empty);
    }

    [Test]
    public void Who_only_looks_leaves_a_damaged_ledger_where_it_is_and_says_so()
    {
        Directory.CreateDirectory(_folder);
        Assert.That(RunLedger.OpenExisting(_folder), Is.Null);
        File.WriteAllText(Db, new string('x', 10_000));
        Assert.That(() => RunLedger.OpenExisting(_folder), Throws.TypeOf<GoalFaultException>().With.Property("Descriptor").Property("Code").EqualTo("GOAL0008").And.Message.Contains("dotnet goal run"));
        Assert.That(Directory.GetFiles(_folder).Select(Path.GetFileName), Is.EqualTo(new[] { "ledger.db" }));
        File.WriteAllText(Db, "");
        Assert.That(RunLedger.OpenExisting(_folder), Is.Null, "another process has just begun it");
    }

    [Test]
    public void Who_only_looks_sees_what_a_run_writes_and_cannot_write()
    {
        using var writer = Open();
        writer.BeginRun(NewRun("r1"));
        using var reader = RunLedger.OpenExisting(_folder)!;
        writer.BeginRun(NewRun("r2"));
        Assert.That(reader.AllRuns(), Has.Count.EqualTo(2));
        Assert.That(() => reader.DeleteRun("r1"), Throws.TypeOf<GoalFaultException>());
    }

    [Test]
    public void Of_several_processes_that_find_a_ledger_damaged_one_keeps_it_aside()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Db, new string('x', 10_000));
        var opened = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).Select(_ => Open()).ToList();
        Assert.That(opened.Count(ledger => ledger.KeptAside is not null), Is.EqualTo(1));
        opened[0].BeginRun(NewRun("r1"));
        Assert.That(opened.Select(ledger => ledger.AllRuns().Count), Is.All.EqualTo(1));
        opened.ForEach(ledger => ledger.Dispose());
        Assert.That(Directory.GetFiles(_folder, "ledger.corrupt*.db"), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_full_disk_is_said_clearly_and_leaves_the_ledger_whole()
    {
        using (var ledger = Open())
        {
            ledger.BeginRun(NewRun("r1"));
            ledger.LimitPages(40);
            var fault = Assert.Throws<GoalFaultException>(() =>
            {
                for (var i = 0; ; i++)
                {
                    ledger.AddEvent(new LedgerEvent("r1", 0, Now, "Filling", new string('x', 20_000)));
                }
            });
            Assert.That(fault!.Render(), Does.Contain("error GOAL0009").And.Contain("ledger.db").And.Contain("Free some space"));
        }

        using var next = Open();
        Assert.That(next.KeptAside, Is.Null);
        Assert.That(next.EventsOf("r1"), Is.Not.Empty);
        next.AddEvent(new LedgerEvent("r1", 0, Now, "After", "{}"));
    }

    [Test]
    public void A_folder_that_cannot_be_made_is_said_clearly()
    {
        var parent = Path.GetDirectoryName(_folder)!;
        Directory.CreateDirectory(parent);
        File.WriteAllText(_folder, "a file where the folder should be");
        Assert.That(() => Open(), Throws.TypeOf<GoalFaultException>().With.Property("Descriptor").Property("Code").EqualTo("GOAL0009"));
    }

    [Test]
    public void A_ledger_of_a_newer_version_is_left_alone()
    {
        Open().Dispose();
        using (var connection = new SqliteConnection($"Data Source={Db};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 999";
            command.ExecuteNonQuery();
        }

        Assert.That(() => Open(), Throws.TypeOf<GoalFaultException>().With.Property("Descriptor").Property("Code").EqualTo("GOAL0020"));
        Assert.That(Directory.GetFiles(_folder, "ledger.corrupt*"), Is.Empty);
    }

    [Test]
    public void Two_processes_may_begin_a_ledger_at_once()
    {
        var opened = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).Select(_ => Open()).ToList();
        Assert.That(opened.Select(ledger => ledger.KeptAside), Is.All.Null);
        opened.ForEach(ledger => ledger.Dispose());
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
