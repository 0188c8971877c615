using GoalBuild.Agent.Loop;
using GoalBuild.Ledger;
using GoalBuild.Verification;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Report.Tests.Support;

/// <summary>A tree with a ledger, and a run in it that grows turn by turn as the loop writes it.</summary>
public sealed class RunFolder : IDisposable
{
    /// <summary>The goal of all runs.</summary>
    public const string GoalText = """
        goal "webhooks" {
            objective "Webhooks are signed."
            require "signatures are validated" { run "true" as "it runs" }
            verify { file "a.txt" exists as "it is there" }
            constrain { only "src/**" }
            budget { turns 2000 tokens 100000000 }
        }
        """;

    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 30, 0, TimeSpan.Zero);

    /// <summary>Makes the tree.</summary>
    public RunFolder()
    {
        Path = Directory.CreateTempSubdirectory("goal-report-").FullName;
        Workspace = new Workspace(Path, System.IO.Path.Combine(Path, Workspace.StateDirectoryName));
        Ledger = RunLedger.Open(Workspace.StateDirectory, TimeProvider.System);
    }

    /// <summary>Absolute path of the tree.</summary>
    public string Path { get; }

    /// <summary>The tree.</summary>
    public Workspace Workspace { get; }

    /// <summary>Its ledger, as a run has it open.</summary>
    public RunLedger Ledger { get; }

    /// <summary>The goal of its runs.</summary>
    public static GoalKey Goal { get; } = new("webhooks.goal", "webhooks");

    /// <summary>Begins a run.</summary>
    /// <param name="start">Snapshot of the tree.</param>
    /// <returns>Its name.</returns>
    public string Begin(string start = "")
    {
        var run = RunLedger.NewRunId(TimeProvider.System);
        Ledger.BeginRun(new LedgerRun(run, Goal, RunState.Running, Path, false, start, Start) { GoalText = GoalText, Command = "dotnet goal run" });
        Verified(run, 0, 0);
        return run;
    }

    /// <summary>Takes a turn: it starts, says and calls something, is verified and kept.</summary>
    /// <param name="run">The run.</param>
    /// <param name="number">The turn's number.</param>
    /// <param name="holding">How many of the two clauses hold after it.</param>
    /// <param name="said">What the model says.</param>
    /// <param name="after">Snapshot of the tree behind it, or null.</param>
    public void Take(string run, int number, int holding, string said = "I look.", string? after = null)
    {
        var at = Start.AddSeconds(number);
        var turn = new LedgerTurn(run, number, 0, "model \"gpt-5\"", TurnState.Started, "", at);
        Ledger.BeginTurn(turn);
        Ledger.AddTranscript(
            [
                Entry("told", new { text = "Clauses do not hold." }),
                Entry("answered", new { contents = $$"""[{"type":"text","text":{{System.Text.Json.JsonSerializer.Serialize(said)}}}]""", end = "stop", tokensIn = 20_000, tokensOut = 900 }),
                Entry("called", new { id = "1", name = "read_file", arguments = """{"path":"src/A.cs"}""" }),
                Entry("returned", new { id = "1", name = "read_file", text = string.Concat(Enumerable.Repeat("    var a = new List<int>();\n", 60)), isError = false }),
            ],
            new LedgerCost(run, number, turn.Executor, 20_000, 900, 0.031m, at) { TokensCached = 12_000 });
        Verified(run, number, holding);
        if (after is not null)
        {
            Ledger.SetTurnWork(turn, after, "", []);
        }

        Ledger.EndTurn(turn, TurnState.Kept, $"turn {number} did something", at.AddSeconds(1));

        LedgerEntry Entry(string kind, object data) => new(run, number, 0, at, kind, System.Text.Json.JsonSerializer.Serialize(data));
    }

    /// <summary>Ends a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="state">How.</param>
    public void End(string run, RunState state) => Ledger.EndRun(run, state, null, "It is over.", null, TimeSpan.FromMinutes(3), Start.AddMinutes(3));

    /// <summary>Leaves the evidence of a verification.</summary>
    /// <param name="goal">The goal's name.</param>
    /// <param name="id">The verification's.</param>
    /// <param name="outcome">In the words of the evidence.</param>
    /// <returns>Its folder.</returns>
    public string Verified(string goal, string id, string outcome)
    {
        var folder = System.IO.Path.Combine(RunFolders.Claim(Workspace.StateDirectory, Goal with { Name = goal }), id);
        EvidenceWriter.Write(
            new EvidenceBundle
            {
                Goal = goal,
                GoalFile = Goal.File,
                GoalHash = new string('a', 64),
                Run = id,
                Mode = "verify",
                Outcome = outcome,
                Summary = "1 of 2 clauses holds.",
                Started = Start,
                Finished = Start.AddSeconds(3),
                Tool = new EvidenceTool("1.0", ".NET 10.0.1", "Linux"),
                Clauses = [new EvidenceClause("it runs", "run", 3, 1, "holds", "as asked"), new EvidenceClause("it is there", "file", 4, 1, "fails", "not yet")],
            },
            folder);
        return folder;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Ledger.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    private void Verified(string run, int turn, int holding)
    {
        string[] clauses = ["it runs", "it is there"];
        Ledger.AddVerdicts(clauses.Select((clause, index) => new LedgerVerdict(run, turn, false, clause, index < holding ? "holds" : "fails", index < holding ? "as asked" : "not yet", Start.AddSeconds(turn))
        {
            Data = VerdictJson.Write(new Verdict(clause, index < holding ? VerdictStatus.Holds : VerdictStatus.Fails, index < holding ? "as asked" : "not yet")),
        }));
        Ledger.AddEvent(new LedgerEvent(run, turn, Start.AddSeconds(turn), "VerificationFinished", $$"""{"final":false,"holding":{{holding}},"clauses":2,"open":[]}"""));
    }
}
