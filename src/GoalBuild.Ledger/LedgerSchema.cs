using Microsoft.Data.Sqlite;

namespace GoalBuild.Ledger;

/// <summary>The tables of the ledger, by version; <c>PRAGMA user_version</c> says which version a file has.</summary>
internal static class LedgerSchema
{
    // Each entry takes the file from the version of its index to the next one. Entries are never edited once released.
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE runs (
            id TEXT PRIMARY KEY,
            goal_file TEXT NOT NULL,
            goal TEXT NOT NULL,
            goal_text TEXT NOT NULL,
            state TEXT NOT NULL,
            code TEXT,
            message TEXT NOT NULL DEFAULT '',
            command TEXT NOT NULL,
            root TEXT NOT NULL,
            isolated INTEGER NOT NULL,
            start_tree TEXT NOT NULL,
            end_tree TEXT,
            started_at TEXT NOT NULL,
            resumed_at TEXT NOT NULL,
            ended_at TEXT,
            elapsed_ms INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX runs_by_goal ON runs (goal_file, goal, id);
        CREATE TABLE turns (
            run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            step INTEGER NOT NULL,
            executor TEXT NOT NULL,
            state TEXT NOT NULL,
            counted INTEGER NOT NULL,
            phase TEXT NOT NULL,
            holding_before INTEGER NOT NULL,
            before TEXT NOT NULL,
            after TEXT,
            summary TEXT NOT NULL,
            code TEXT,
            attempts TEXT NOT NULL,
            verdicts TEXT NOT NULL,
            started_at TEXT NOT NULL,
            ended_at TEXT,
            PRIMARY KEY (run, number)
        ) STRICT;
        CREATE TABLE events (
            id INTEGER PRIMARY KEY,
            run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
            turn INTEGER NOT NULL,
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            data TEXT NOT NULL
        ) STRICT;
        CREATE INDEX events_by_run ON events (run, id);
        CREATE TABLE verdicts (
            id INTEGER PRIMARY KEY,
            run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
            turn INTEGER NOT NULL,
            final INTEGER NOT NULL,
            tree TEXT NOT NULL,
            clause TEXT NOT NULL,
            status TEXT NOT NULL,
            reason TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            reused INTEGER NOT NULL,
            duration_ms INTEGER NOT NULL,
            at TEXT NOT NULL,
            data TEXT NOT NULL
        ) STRICT;
        CREATE INDEX verdicts_by_run ON verdicts (run, id);
        CREATE TABLE costs (
            id INTEGER PRIMARY KEY,
            run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
            turn INTEGER NOT NULL,
            executor TEXT NOT NULL,
            tokens_in INTEGER NOT NULL,
            tokens_out INTEGER NOT NULL,
            dollars TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX costs_by_run ON costs (run, id);
        CREATE TABLE baselines (
            goal_file TEXT NOT NULL,
            goal TEXT NOT NULL,
            tree TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (goal_file, goal)
        ) STRICT;
        """,
        """
        CREATE TABLE transcript (
            id INTEGER PRIMARY KEY,
            run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
            turn INTEGER NOT NULL,
            step INTEGER NOT NULL,
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            data TEXT NOT NULL
        ) STRICT;
        CREATE INDEX transcript_by_run ON transcript (run, id);
        ALTER TABLE costs ADD COLUMN tokens_cached INTEGER NOT NULL DEFAULT 0;
        """,
    ];

    /// <summary>The version that this program writes.</summary>
    public static int Version => Steps.Length;

    /// <summary>Brings an open file up to <see cref="Version"/>, all of it or nothing.</summary>
    /// <param name="connection">The file, not newer than <see cref="Version"/>.</param>
    public static void Migrate(SqliteConnection connection)
    {
        if (VersionOf(connection) == Version)
        {
            return;
        }

        // Two processes may open a new file at once: the one that waits here finds the work done.
        using var transaction = connection.BeginTransaction(deferred: false);
        for (var version = VersionOf(connection); version < Version; version++)
        {
            Execute(connection, $"{Steps[version]} PRAGMA user_version = {version + 1};");
        }

        transaction.Commit();
    }

    /// <summary>The version that a file has; 0 for a new one.</summary>
    /// <param name="connection">The file.</param>
    public static int VersionOf(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
