using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Ledger;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// Keeps two runs of one goal apart, and two runs in one tree. The lock is the operating system's, on an open file: it is gone
/// with the process, however that ends. A second file says who holds it; its time, renewed each second, says when a
/// process that was killed was last alive.
/// </summary>
public sealed class RunLock : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private const int Attempts = 5;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(40);

    // What the operating system says of a file that another process has locked: ERROR_SHARING_VIOLATION, or EWOULDBLOCK from flock.
    private static readonly int SharingViolation = OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsLinux() ? 11 : 35;

    private readonly FileStream _file;
    private readonly string _holderPath;
    private readonly LockHolder? _dead;
    private readonly CancellationTokenSource _paused = new();
    private Timer? _heartbeat;
    private bool _leaves;

    private RunLock(FileStream file, string holderPath)
    {
        _file = file;
        _holderPath = holderPath;
        if (File.Exists(holderPath))
        {
            LastAlive = new DateTimeOffset(File.GetLastWriteTimeUtc(holderPath), TimeSpan.Zero);
            _dead = ReadHolder(holderPath);
        }
    }

    /// <summary>When the holder before this one was last alive, if it did not let go itself; else null.</summary>
    public DateTimeOffset? LastAlive { get; }

    /// <summary>Cancelled within a beat when somebody asks the holder to pause.</summary>
    public CancellationToken Paused => _paused.Token;

    /// <summary>Asks whoever holds a lock to pause; it does so within a second or two, in its own time.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <param name="key">What is locked.</param>
    /// <returns>Who was asked; null where nobody holds it.</returns>
    /// <exception cref="GoalFaultException">GOAL0009: the folder cannot be written.</exception>
    public static LockHolder? AskToPause(string stateDirectory, string key)
    {
        if (HolderOf(stateDirectory, key) is not { } holder)
        {
            return null;
        }

        var path = PausePath(Paths(stateDirectory, key).Holder);
        try
        {
            File.WriteAllText(path, "");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.NotWritable(path, exception);
        }

        return holder;
    }

    /// <summary>Takes the lock.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <param name="key">What is locked, from <see cref="KeyOf"/> or <see cref="TreeKey"/>.</param>
    /// <param name="holder">Who asks; only what it says is shown to others.</param>
    /// <exception cref="GoalFaultException">GOAL0007: another process holds it. GOAL0009: the folder cannot be written.</exception>
    public static RunLock Acquire(string stateDirectory, string key, LockHolder holder)
    {
        StateFolder.Ensure(stateDirectory);
        var (lockPath, holderPath) = Paths(stateDirectory, key);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(lockPath)!);
            // One who only asks whether it is held (status) holds it for a moment too.
            for (var attempt = 1; ; attempt++)
            {
                if (Open(lockPath) is { } file)
                {
                    return new RunLock(file, holderPath) { Holder = holder };
                }

                if (attempt == Attempts)
                {
                    throw Held(ReadHolder(holderPath), holder);
                }

                Thread.Sleep(BetweenAttempts);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.NotWritable(lockPath, exception);
        }
    }

    /// <summary>Who holds a lock now, or null where nobody does.</summary>
    /// <param name="stateDirectory">Absolute path of the <c>.goal</c> folder.</param>
    /// <param name="key">What is locked.</param>
    public static LockHolder? HolderOf(string stateDirectory, string key)
    {
        var (lockPath, holderPath) = Paths(stateDirectory, key);
        if (!File.Exists(lockPath))
        {
            return null;
        }

        using var file = OpenToLook(lockPath, out var isHeld);
        return isHeld ? ReadHolder(holderPath) ?? new LockHolder(0, "", "", DateTimeOffset.MinValue, "") : null;
    }

    /// <summary>The key of a goal.</summary>
    /// <param name="goal">The goal.</param>
    public static string KeyOf(GoalKey goal) => $"goal-{Hash($"{goal.File}\n{goal.Name}")}";

    /// <summary>The key of a tree that is worked in.</summary>
    /// <param name="root">Absolute path.</param>
    public static string TreeKey(string root) => $"tree-{Hash(root)}";

    private LockHolder Holder { get; init; } = null!;

    /// <summary>Says who holds the lock, and from now on each second that it is still alive. What <see cref="LastAlive"/> said has to be kept elsewhere before.</summary>
    /// <exception cref="GoalFaultException">GOAL0009: it cannot be written.</exception>
    public void Announce()
    {
        try
        {
            // One that was meant for an earlier holder.
            File.Delete(PausePath(_holderPath));
            File.WriteAllText(_holderPath, JsonSerializer.Serialize(Holder, HolderJson.Default.LockHolder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StateFolder.NotWritable(_holderPath, exception);
        }

        _heartbeat = new Timer(_ => Touch(), null, Beat, Beat);
    }

    /// <summary>
    /// Kills what the holder before this one started, if that was killed itself: it would go on writing to the tree. Only what carries that
    /// holder's mark is killed, on this machine, and only where the system lets processes be found by it (Linux).
    /// </summary>
    /// <returns>How many processes that were.</returns>
    public int EndLeftovers() => _dead is { Mark.Length: > 0 } dead && dead.Host == Environment.MachineName && dead.ProcessId != Environment.ProcessId
        ? ProcessTree.KillMarked(dead.Mark)
        : 0;

    /// <summary>When the lock is let go, it looks as if its holder had been killed.</summary>
    public void Leave() => _leaves = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_heartbeat is not null)
        {
            using var stopped = new ManualResetEvent(false);
            if (_heartbeat.Dispose(stopped))
            {
                stopped.WaitOne();
            }

            if (!_leaves)
            {
                File.Delete(_holderPath);
            }

            File.Delete(PausePath(_holderPath));
        }

        _file.Dispose();
        _paused.Dispose();
    }

    private void Touch()
    {
        try
        {
            File.SetLastWriteTimeUtc(_holderPath, DateTime.UtcNow);
            if (File.Exists(PausePath(_holderPath)))
            {
                File.Delete(PausePath(_holderPath));
                // Not here: what is cancelled runs on the thread that cancels, and the heart must go on beating.
                _ = _paused.CancelAsync();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A missed beat makes a resume more careful, no more.
        }
    }

    private static (string Lock, string Holder) Paths(string stateDirectory, string key) =>
        (Path.Combine(stateDirectory, "locks", $"{key}.lock"), Path.Combine(stateDirectory, "locks", $"{key}.json"));

    private static string PausePath(string holderPath) => Path.ChangeExtension(holderPath, ".pause");

    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult == SharingViolation)
        {
            return null;
        }
    }

    // Where nothing may be written (another user's tree, a read-only disk) a status can still be asked for.
    private static FileStream? OpenToLook(string path, out bool isHeld)
    {
        isHeld = false;
        foreach (var access in new[] { FileAccess.ReadWrite, FileAccess.Read })
        {
            try
            {
                return new FileStream(path, FileMode.Open, access, FileShare.None);
            }
            catch (IOException exception) when (exception.HResult == SharingViolation)
            {
                isHeld = true;
                return null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Perhaps it can be read; one that cannot be opened at all is held by nobody that we could tell.
            }
        }

        return null;
    }

    private static LockHolder? ReadHolder(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), HolderJson.Default.LockHolder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static GoalFaultException Held(LockHolder? holder, LockHolder asking) => new(
        DiagnosticCatalogue.RunHeld,
        holder is null
            ? $"Another process runs '{asking.Goal}'. Wait for it, or end it."
            : $"{(holder.Goal == asking.Goal ? $"'{holder.Goal}' is run" : $"'{holder.Goal}' is run in the same tree")} by process {holder.ProcessId} on {holder.Host} since {holder.StartedAt.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)} ({holder.Command}). Wait for it, or end it{(holder.Goal == asking.Goal ? "" : ", or run with --isolate")}.");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}

/// <summary>Who holds a lock.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="Host">The machine.</param>
/// <param name="Goal">The goal that it runs.</param>
/// <param name="StartedAt">Since when, in UTC.</param>
/// <param name="Command">Its command line.</param>
public sealed record LockHolder(int ProcessId, string Host, string Goal, DateTimeOffset StartedAt, string Command)
{
    /// <summary>The mark of everything that the process starts; see <see cref="ProcessTree"/>.</summary>
    public string Mark { get; init; } = "";
}

/// <summary>The JSON of holders, generated at compile time: each run begins with one.</summary>
[JsonSerializable(typeof(LockHolder))]
internal sealed partial class HolderJson : JsonSerializerContext;
