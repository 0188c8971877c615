using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace GoalBuild.Ledger;

public sealed partial class RunLedger
{
    private static readonly SqlText RunColumns = new("id, goal_file, goal, state, root, isolated, start_tree, started_at, goal_text, command, end_tree, code, message, ended_at, elapsed_ms, resumed_at");

    /// <summary>A name for a new run.</summary>
    /// <param name="clock">Gives the time in the name.</param>
    public static string NewRunId(TimeProvider clock) =>
        $"{clock.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture)}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}";

    /// <summary>Records that a run begins, before it does anything.</summary>
    /// <param name="run">The run.</param>
    public void BeginRun(LedgerRun run) => Write($"""
        INSERT INTO runs (id, goal_file, goal, goal_text, state, command, root, isolated, start_tree, started_at, resumed_at)
        VALUES ({run.Id}, {run.Goal.File}, {run.Goal.Name}, {run.GoalText}, {run.State.ToString()}, {run.Command}, {run.Root},
                {run.Isolated}, {run.StartTree}, {Time(run.StartedAt)}, {Time(run.StartedAt)})
        """);

    /// <summary>Records the snapshot of the start and the tree that the run works in, once that tree is ready; where an earlier stretch ended no longer counts then.</summary>
    /// <param name="run">The run.</param>
    /// <param name="startTree">The snapshot.</param>
    /// <param name="root">Absolute path of the tree.</param>
    public void SetStart(string run, string startTree, string root) =>
        Write($"UPDATE runs SET start_tree = {startTree}, root = {root}, end_tree = NULL WHERE id = {run}");

    /// <summary>Records the files that the copy of an isolated run is to be made of, before it is made.</summary>
    /// <param name="run">The run.</param>
    /// <param name="tree">The snapshot.</param>
    public void SetEnd(string run, string tree) => Write($"UPDATE runs SET end_tree = {tree} WHERE id = {run}");

    /// <summary>Records that a run goes on after an interruption.</summary>
    /// <param name="run">The run.</param>
    /// <param name="elapsed">Time spent in all earlier stretches.</param>
    /// <param name="goalText">The goal file's text that it goes on by.</param>
    /// <param name="at">Now, in UTC.</param>
    public void ResumeRun(string run, TimeSpan elapsed, string goalText, DateTimeOffset at) => Write($"""
        UPDATE runs SET state = {nameof(RunState.Running)}, code = NULL, message = '', ended_at = NULL,
            elapsed_ms = {(long)elapsed.TotalMilliseconds}, goal_text = {goalText}, resumed_at = {Time(at)}
        WHERE id = {run}
        """);

    /// <summary>Records how a run ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="state">Where it stands now.</param>
    /// <param name="code">The code that goes with it, or null.</param>
    /// <param name="message">Why; one line.</param>
    /// <param name="endTree">Snapshot of the tree, or null where none could be taken.</param>
    /// <param name="elapsed">Time spent in all stretches.</param>
    /// <param name="at">Now, in UTC.</param>
    public void EndRun(string run, RunState state, string? code, string message, string? endTree, TimeSpan elapsed, DateTimeOffset at) => Write($"""
        UPDATE runs SET state = {state.ToString()}, code = {code}, message = {message}, end_tree = {endTree},
            elapsed_ms = {(long)elapsed.TotalMilliseconds}, ended_at = {Time(at)}
        WHERE id = {run}
        """);

    /// <summary>One run, or null.</summary>
    /// <param name="id">Its name.</param>
    public LedgerRun? Run(string id) => Runs($"SELECT {RunColumns} FROM runs WHERE id = {id}").SingleOrDefault();

    /// <summary>The runs of a goal, newest first.</summary>
    /// <param name="goal">The goal.</param>
    public IReadOnlyList<LedgerRun> RunsOf(GoalKey goal) =>
        Runs($"SELECT {RunColumns} FROM runs WHERE goal_file = {goal.File} AND goal = {goal.Name} ORDER BY id DESC");

    /// <summary>All runs, newest first.</summary>
    public IReadOnlyList<LedgerRun> AllRuns() => Runs($"SELECT {RunColumns} FROM runs ORDER BY id DESC");

    /// <summary>The runs that have not ended, newest first: those that are under way, and those that were cut off.</summary>
    public IReadOnlyList<LedgerRun> OpenRuns() => Runs($"SELECT {RunColumns} FROM runs WHERE ended_at IS NULL ORDER BY id DESC");

    /// <summary>Forgets a run, with its turns, events, verdicts and costs.</summary>
    /// <param name="id">Its name.</param>
    public void DeleteRun(string id) => Write($"DELETE FROM runs WHERE id = {id}");

    /// <summary>The tree as it was when work on a goal began, or null; it stays until <see cref="DeleteBaseline"/>.</summary>
    /// <param name="goal">The goal.</param>
    public string? Baseline(GoalKey goal) =>
        Read($"SELECT tree FROM baselines WHERE goal_file = {goal.File} AND goal = {goal.Name}", reader => reader.GetString(0)).SingleOrDefault();

    /// <summary>Records the tree as it was when work on a goal began, unless one is recorded already.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="tree">The snapshot.</param>
    /// <param name="at">Now, in UTC.</param>
    /// <returns>The snapshot that counts.</returns>
    public string EnsureBaseline(GoalKey goal, string tree, DateTimeOffset at)
    {
        Write($"INSERT INTO baselines (goal_file, goal, tree, at) VALUES ({goal.File}, {goal.Name}, {tree}, {Time(at)}) ON CONFLICT DO NOTHING");
        return Baseline(goal)!;
    }

    /// <summary>Every snapshot that a baseline names.</summary>
    public IReadOnlyList<string> AllBaselines() => Read($"SELECT tree FROM baselines", reader => reader.GetString(0));

    /// <summary>Forgets the baseline of a goal: its next run takes a new one.</summary>
    /// <param name="goal">The goal.</param>
    public void DeleteBaseline(GoalKey goal) => Write($"DELETE FROM baselines WHERE goal_file = {goal.File} AND goal = {goal.Name}");

    private List<LedgerRun> Runs(FormattableString sql) => Read(sql, reader => new LedgerRun(
        reader.GetString(0),
        new GoalKey(reader.GetString(1), reader.GetString(2)),
        Enum.Parse<RunState>(reader.GetString(3)),
        reader.GetString(4),
        reader.GetBoolean(5),
        reader.GetString(6),
        TimeAt(reader, 7)!.Value)
    {
        GoalText = reader.GetString(8),
        Command = reader.GetString(9),
        EndTree = TextAt(reader, 10),
        Code = TextAt(reader, 11),
        Message = reader.GetString(12),
        EndedAt = TimeAt(reader, 13),
        Elapsed = TimeSpan.FromMilliseconds(reader.GetInt64(14)),
        ResumedAt = TimeAt(reader, 15)!.Value,
    });

    private static string? TextAt(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? TimeAt(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : DateTimeOffset.Parse(reader.GetString(column), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}
