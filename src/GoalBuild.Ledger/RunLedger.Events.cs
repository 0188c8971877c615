using System.Globalization;

namespace GoalBuild.Ledger;

public sealed partial class RunLedger
{
    private static readonly SqlText VerdictColumns = new("run, turn, final, clause, status, reason, at, tree, fingerprint, reused, duration_ms, data");

    /// <summary>Records something that happened.</summary>
    /// <param name="happened">The event.</param>
    public void AddEvent(LedgerEvent happened) => Write($"""
        INSERT INTO events (run, turn, at, kind, data)
        VALUES ({happened.Run}, {happened.Turn}, {Time(happened.At)}, {happened.Kind}, {happened.Data})
        """);

    /// <summary>The events of a run, in order.</summary>
    /// <param name="run">The run.</param>
    public IReadOnlyList<LedgerEvent> EventsOf(string run) => EventsAfter(run, 0);

    /// <summary>The events of a run that were recorded after one of them, in order.</summary>
    /// <param name="run">The run.</param>
    /// <param name="after">That event's number; 0 for all.</param>
    public IReadOnlyList<LedgerEvent> EventsAfter(string run, long after) => Read(
        $"SELECT run, turn, at, kind, data, id FROM events WHERE run = {run} AND id > {after} ORDER BY id",
        reader => new LedgerEvent(reader.GetString(0), reader.GetInt32(1), TimeAt(reader, 2)!.Value, reader.GetString(3), reader.GetString(4)) { Id = reader.GetInt64(5) });

    /// <summary>Records the verdicts of one verification, all or none.</summary>
    /// <param name="verdicts">The verdicts, in the order of the goal.</param>
    public void AddVerdicts(IEnumerable<LedgerVerdict> verdicts) => Together(() =>
    {
        foreach (var verdict in verdicts)
        {
            Write($"""
                INSERT INTO verdicts (run, turn, final, tree, clause, status, reason, fingerprint, reused, duration_ms, at, data)
                VALUES ({verdict.Run}, {verdict.Turn}, {verdict.Final}, {verdict.Tree}, {verdict.Clause}, {verdict.Status}, {verdict.Reason},
                        {verdict.Fingerprint}, {verdict.Reused}, {(long)verdict.Duration.TotalMilliseconds}, {Time(verdict.At)}, {verdict.Data})
                """);
        }
    });

    /// <summary>All verdicts of a run, in the order in which they were found.</summary>
    /// <param name="run">The run.</param>
    public IReadOnlyList<LedgerVerdict> VerdictsOf(string run) =>
        Verdicts($"SELECT {VerdictColumns} FROM verdicts WHERE run = {run} ORDER BY id");

    /// <summary>The newest verdict of each clause of a run, in the order of the goal.</summary>
    /// <param name="run">The run.</param>
    public IReadOnlyList<LedgerVerdict> NewestVerdictsOf(string run) => Verdicts(
        $"SELECT {VerdictColumns} FROM verdicts WHERE id IN (SELECT MAX(id) FROM verdicts WHERE run = {run} GROUP BY clause) ORDER BY id");

    /// <summary>Records what a step spent.</summary>
    /// <param name="cost">What was spent.</param>
    public void AddCost(LedgerCost cost) => Write($"""
        INSERT INTO costs (run, turn, executor, tokens_in, tokens_out, tokens_cached, dollars, at)
        VALUES ({cost.Run}, {cost.Turn}, {cost.Executor}, {cost.TokensIn}, {cost.TokensOut}, {cost.TokensCached},
                {cost.Dollars.ToString(CultureInfo.InvariantCulture)}, {Time(cost.At)})
        """);

    /// <summary>What the steps of a run spent, in order.</summary>
    /// <param name="run">The run.</param>
    public IReadOnlyList<LedgerCost> CostsOf(string run) => Read(
        $"SELECT run, turn, executor, tokens_in, tokens_out, dollars, at, tokens_cached FROM costs WHERE run = {run} ORDER BY id",
        reader => new LedgerCost(
            reader.GetString(0),
            reader.GetInt32(1),
            reader.GetString(2),
            reader.GetInt64(3),
            reader.GetInt64(4),
            decimal.Parse(reader.GetString(5), CultureInfo.InvariantCulture),
            TimeAt(reader, 6)!.Value)
        {
            TokensCached = reader.GetInt64(7),
        });

    private List<LedgerVerdict> Verdicts(FormattableString sql) => Read(sql, reader => new LedgerVerdict(
        reader.GetString(0),
        reader.GetInt32(1),
        reader.GetBoolean(2),
        reader.GetString(3),
        reader.GetString(4),
        reader.GetString(5),
        TimeAt(reader, 6)!.Value)
    {
        Tree = reader.GetString(7),
        Fingerprint = reader.GetString(8),
        Reused = reader.GetBoolean(9),
        Duration = TimeSpan.FromMilliseconds(reader.GetInt64(10)),
        Data = reader.GetString(11),
    });
}
