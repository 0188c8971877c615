using GoalBuild.Language.Diagnostics;
using Microsoft.Data.Sqlite;

namespace GoalBuild.Ledger;

/// <summary>
/// What is known of every run: one SQLite file, written before the act that it describes is relied on. Every write is
/// synced to the disk before it returns, so that a crash of the machine loses nothing either. Safe for several threads.
/// </summary>
public sealed partial class RunLedger : IDisposable
{
    /// <summary>The ledger's file name in the <c>.goal</c> folder.</summary>
    public const string FileName = "ledger.db";

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly string _path;

    private RunLedger(SqliteConnection connection, string path, string? keptAside)
    {
        _connection = connection;
        _path = path;
        KeptAside = keptAside;
    }

    /// <summary>Where a damaged ledger was moved to when this one was begun in its place, or null; GOAL0008 is to be told.</summary>
    public string? KeptAside { get; }

    /// <summary>Opens the ledger of a workspace, or begins one. A damaged file is moved aside, and a new one begun.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder; it is made when missing.</param>
    /// <param name="clock">Names a damaged file by its time.</param>
    /// <exception cref="GoalFaultException">GOAL0009: it cannot be written. GOAL0020: a newer version wrote it.</exception>
    public static RunLedger Open(string stateDirectory, TimeProvider clock)
    {
        StateFolder.Ensure(stateDirectory);
        var path = Path.Combine(stateDirectory, FileName);
        try
        {
            try
            {
                return new RunLedger(LedgerFile.Open(path), path, null);
            }
            catch (SqliteException exception) when (IsDamage(exception))
            {
                return LedgerFile.Alone(path, () => OpenAnew(path, clock));
            }
        }
        catch (SqliteException exception)
        {
            throw Fault(path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.NotWritable(path, exception);
        }
    }

    /// <summary>Opens the ledger of a workspace to look at it; nothing is changed, and a damaged file stays where it is.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <returns>The ledger, or null where there is none.</returns>
    /// <exception cref="GoalFaultException">GOAL0008: it is damaged. GOAL0009: it cannot be opened. GOAL0020: a newer version wrote it.</exception>
    public static RunLedger? OpenExisting(string stateDirectory)
    {
        var path = Path.Combine(stateDirectory, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return LedgerFile.OpenToLook(path) is { } connection ? new RunLedger(connection, path, null) : null;
        }
        catch (SqliteException exception) when (IsDamage(exception))
        {
            throw new GoalFaultException(
                DiagnosticCatalogue.LedgerCorrupt,
                "The ledger is damaged, and what it knew of earlier runs cannot be read. The next 'dotnet goal run', or 'dotnet goal clear', keeps it aside and begins a new one.",
                exception)
            {
                File = path,
            };
        }
        catch (SqliteException exception)
        {
            throw Fault(path, exception);
        }
    }

    /// <summary>
    /// A number that is another one once anybody else has written: whoever watches asks for it again and again, and reads rows only where it
    /// has changed. It says nothing of what was written through this ledger itself.
    /// </summary>
    public long Version => Read($"PRAGMA data_version", reader => reader.GetInt64(0))[0];

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    // Another process may have put a new ledger in the place of the damaged one meanwhile.
    private static RunLedger OpenAnew(string path, TimeProvider clock)
    {
        try
        {
            return new RunLedger(LedgerFile.Open(path), path, null);
        }
        catch (SqliteException exception) when (IsDamage(exception))
        {
            var aside = LedgerFile.MoveAside(path, clock);
            return new RunLedger(LedgerFile.Open(path), path, aside);
        }
    }

    private static bool IsDamage(SqliteException exception) =>
        exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB;

    private static GoalFaultException Fault(string path, SqliteException exception) =>
        IsDamage(exception)
            ? new GoalFaultException(DiagnosticCatalogue.LedgerCorrupt, $"The ledger was damaged while it was in use: {exception.Message}. Run again: it is then kept aside and a new one begun.", exception) { File = path }
            : StateFolder.NotWritable(path, exception);

    /// <summary>Lets the file grow to so many pages at most: what a full disk looks like to SQLite, for tests.</summary>
    internal void LimitPages(int pages) => Write($"PRAGMA max_page_count = {new SqlText(pages.ToString(System.Globalization.CultureInfo.InvariantCulture))}");

    private int Write(FormattableString sql) => Do(sql, command => command.ExecuteNonQuery());

    private void Together(Action writes)
    {
        lock (_gate)
        {
            try
            {
                using var transaction = _connection.BeginTransaction(deferred: false);
                writes();
                transaction.Commit();
            }
            catch (SqliteException exception)
            {
                throw Fault(_path, exception);
            }
        }
    }

    private List<T> Read<T>(FormattableString sql, Func<SqliteDataReader, T> row) => Do(sql, command =>
    {
        var rows = new List<T>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    });

    // Each hole of the text becomes a parameter, so that nothing that is stored is ever read as SQL; a SqlText is put in as it is.
    private T Do<T>(FormattableString sql, Func<SqliteCommand, T> act)
    {
        lock (_gate)
        {
            try
            {
                using var command = _connection.CreateCommand();
                var names = new object[sql.ArgumentCount];
                for (var i = 0; i < names.Length; i++)
                {
                    if (sql.GetArgument(i) is SqlText text)
                    {
                        names[i] = text.Text;
                        continue;
                    }

                    names[i] = $"$p{i}";
                    command.Parameters.AddWithValue($"$p{i}", sql.GetArgument(i) ?? DBNull.Value);
                }

#pragma warning disable CA2100 // Only names of parameters and constants of this class are filled in.
                command.CommandText = string.Format(System.Globalization.CultureInfo.InvariantCulture, sql.Format, names);
#pragma warning restore CA2100
                return act(command);
            }
            catch (SqliteException exception)
            {
                throw Fault(_path, exception);
            }
        }
    }

    /// <summary>A constant piece of SQL, such as a list of columns.</summary>
    private sealed record SqlText(string Text);
}
