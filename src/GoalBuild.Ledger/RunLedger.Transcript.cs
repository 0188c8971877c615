using Microsoft.Data.Sqlite;

namespace GoalBuild.Ledger;

public sealed partial class RunLedger
{
    private static readonly SqlText EntryColumns = new("run, turn, step, at, kind, data, id");

    /// <summary>Records entries of a conversation, and what they cost; all or none, so that nothing that was paid for is paid again or counted twice.</summary>
    /// <param name="entries">The entries, in order.</param>
    /// <param name="cost">What an answer among them cost, or null.</param>
    public void AddTranscript(IReadOnlyList<LedgerEntry> entries, LedgerCost? cost = null) => Together(() =>
    {
        foreach (var entry in entries)
        {
            Write($"""
                INSERT INTO transcript (run, turn, step, at, kind, data)
                VALUES ({entry.Run}, {entry.Turn}, {entry.Step}, {Time(entry.At)}, {entry.Kind}, {entry.Data})
                """);
        }

        if (cost is not null)
        {
            AddCost(cost);
        }
    });

    /// <summary>The conversation of one step of a run, in order.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">Index of the step in the ladder.</param>
    public IReadOnlyList<LedgerEntry> TranscriptOf(string run, int step) =>
        Read($"SELECT {EntryColumns} FROM transcript WHERE run = {run} AND step = {step} ORDER BY id", Entry);

    /// <summary>All conversations of a run, in the order in which they took place.</summary>
    /// <param name="run">The run.</param>
    /// <param name="after">Only what was recorded after the entry of this number; 0 for all.</param>
    public IReadOnlyList<LedgerEntry> TranscriptAfter(string run, long after) =>
        Read($"SELECT {EntryColumns} FROM transcript WHERE run = {run} AND id > {after} ORDER BY id", Entry);

    /// <summary>The newest entry of a run, or null.</summary>
    /// <param name="run">The run.</param>
    public LedgerEntry? NewestEntryOf(string run) =>
        Read($"SELECT {EntryColumns} FROM transcript WHERE run = {run} ORDER BY id DESC LIMIT 1", Entry) is [var newest] ? newest : null;

    /// <summary>The newest entries of a run, in the order in which they took place.</summary>
    /// <param name="run">The run.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<LedgerEntry> NewestTranscriptOf(string run, int most) =>
        [.. Read($"SELECT {EntryColumns} FROM transcript WHERE run = {run} ORDER BY id DESC LIMIT {most}", Entry).AsEnumerable().Reverse()];

    /// <summary>How many entries the conversations of a run have.</summary>
    /// <param name="run">The run.</param>
    public int TranscriptLengthOf(string run) => Read($"SELECT COUNT(*) FROM transcript WHERE run = {run}", reader => reader.GetInt32(0))[0];

    private static LedgerEntry Entry(SqliteDataReader reader) =>
        new(reader.GetString(0), reader.GetInt32(1), reader.GetInt32(2), TimeAt(reader, 3)!.Value, reader.GetString(4), reader.GetString(5)) { Id = reader.GetInt64(6) };
}
