using System.Globalization;
using GoalBuild.Language.Diagnostics;
using Microsoft.Data.Sqlite;

namespace GoalBuild.Ledger;

/// <summary>The ledger as a file: opened with its settings, checked, and moved aside when damaged.</summary>
internal static class LedgerFile
{
    private const int MostAttempts = 100;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

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
            Check(connection, path);
            LedgerSchema.Migrate(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file to look at it; nothing in it is changed.</summary>
    /// <param name="path">Absolute path of the file.</param>
    /// <returns>The file; or null where nothing has been written to it yet.</returns>
    /// <exception cref="SqliteException">It is damaged or cannot be read.</exception>
    /// <exception cref="GoalFaultException">GOAL0020: a newer version wrote it.</exception>
    public static SqliteConnection? OpenToLook(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 10 }.ToString());
        try
        {
            connection.Open();
            Pragma(connection, "PRAGMA busy_timeout = 10000");
            var version = Check(connection, path);
            if (version == LedgerSchema.Version)
            {
                return connection;
            }

            connection.Dispose();
            // An older one has to be brought up to date, or its rows cannot be read.
            return version == 0 ? null : Open(path);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Does something with the file that no other process may do at the same time.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="path">Absolute path of the file.</param>
    /// <param name="act">What to do.</param>
    /// <exception cref="IOException">Another process does it, and comes to no end.</exception>
    public static T Alone<T>(string path, Func<T> act)
    {
        for (var attempt = 1; ; attempt++)
        {
            FileStream alone;
            try
            {
                alone = new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < MostAttempts)
            {
                Thread.Sleep(BetweenAttempts);
                continue;
            }

            using (alone)
            {
                return act();
            }
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

    private static int Check(SqliteConnection connection, string path)
    {
        var check = Pragma(connection, "PRAGMA quick_check(1)");
        if (!string.Equals(check, "ok", StringComparison.Ordinal))
        {
            throw new SqliteException(check, SQLitePCL.raw.SQLITE_CORRUPT);
        }

        var version = LedgerSchema.VersionOf(connection);
        return version <= LedgerSchema.Version ? version : throw new GoalFaultException(
            DiagnosticCatalogue.LedgerTooNew,
            $"The ledger has schema version {version}, and this version of GoalBuild knows up to {LedgerSchema.Version}. Update GoalBuild, or move the file away to begin a new ledger.")
        {
            File = path,
        };
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
