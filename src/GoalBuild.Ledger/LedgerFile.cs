using System.Globalization;
using GoalBuild.Language.Diagnostics;
using Microsoft.Data.Sqlite;

namespace GoalBuild.Ledger;

/// <summary>The ledger as a file: opened with its settings, checked, and moved aside when damaged.</summary>
internal static class LedgerFile
{
    /// <summary>Opens the file, checks it and brings its tables up to date.</summary>
    /// <param name="path">Absolute path; the file is made when missing.</param>
    /// <exception cref="SqliteException">It is damaged or cannot be written.</exception>
    /// <exception cref="GoalFaultException">GOAL0020: a newer version wrote it.</exception>
    public static SqliteConnection Open(string path)
    {
        // Without pooling the file is closed when the connection is, and can be moved or deleted.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true, DefaultTimeout = 10 }.ToString());
        try
        {
            connection.Open();
            Pragma(connection, "PRAGMA busy_timeout = 10000");
            // A reader (status) must not hold up the writer (the run), nor the other way round.
            Pragma(connection, "PRAGMA journal_mode = WAL");
            // WAL's usual NORMAL would lose the newest rows when the machine loses power; what a row says is relied on at once.
            Pragma(connection, "PRAGMA synchronous = FULL");
            var check = Pragma(connection, "PRAGMA quick_check(1)");
            if (!string.Equals(check, "ok", StringComparison.Ordinal))
            {
                throw new SqliteException(check, SQLitePCL.raw.SQLITE_CORRUPT);
            }

            var version = LedgerSchema.VersionOf(connection);
            if (version > LedgerSchema.Version)
            {
                throw new GoalFaultException(
                    DiagnosticCatalogue.LedgerTooNew,
                    $"The ledger has schema version {version}, and this version of GoalBuild knows up to {LedgerSchema.Version}. Update GoalBuild, or move the file away to begin a new ledger.")
                {
                    File = path,
                };
            }

            LedgerSchema.Migrate(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Renames a damaged file, with its write-ahead log, to <c>ledger.corrupt-&lt;time&gt;.db</c>.</summary>
    /// <param name="path">Absolute path of the file.</param>
    /// <param name="clock">Gives the time in the name.</param>
    /// <returns>The new path.</returns>
    public static string MoveAside(string path, TimeProvider clock)
    {
        var folder = Path.GetDirectoryName(path)!;
        var time = clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var aside = Path.Combine(folder, $"ledger.corrupt-{time}.db");
        for (var i = 2; File.Exists(aside); i++)
        {
            aside = Path.Combine(folder, $"ledger.corrupt-{time}-{i}.db");
        }

        File.Move(path, aside);
        foreach (var suffix in new[] { "-wal", "-shm" })
        {
            if (File.Exists(path + suffix))
            {
                File.Move(path + suffix, aside + suffix);
            }
        }

        return aside;
    }

    private static string? Pragma(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant of this file.
        command.CommandText = pragma;
#pragma warning restore CA2100
        return command.ExecuteScalar()?.ToString();
    }
}
