using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GoalBuild.Ledger;

namespace GoalBuild.Tool.Agents;

/// <summary>How often a session was kept from stopping; a file of its own in <c>.goal/hooks/</c>, since each stop is a new process.</summary>
internal sealed class HookCounter
{
    /// <summary>How many sessions are remembered.</summary>
    private const int MostSessions = 200;

    private readonly string _folder;
    private readonly string _stateDirectory;
    private readonly string _file;

    /// <summary>Finds the counter of a session.</summary>
    /// <param name="stateDirectory">Absolute path of <c>.goal</c>.</param>
    /// <param name="agent">The agent's name.</param>
    /// <param name="session">The session's name. It is the agent's text, so that it is hashed and never taken for a path.</param>
    public HookCounter(string stateDirectory, string agent, string session)
    {
        _stateDirectory = stateDirectory;
        _folder = Path.Combine(stateDirectory, "hooks");
        _file = Path.Combine(_folder, $"{agent}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session)))[..32]}");
    }

    /// <summary>Counts one more, before the agent is told: what cannot be counted may not be answered.</summary>
    /// <returns>How many it are, this one included.</returns>
    /// <exception cref="IOException">It cannot be written, or says no number.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public int Next()
    {
        StateFolder.Ensure(_stateDirectory);
        Directory.CreateDirectory(_folder);
        var count = 0;
        if (File.Exists(_file) && (!int.TryParse(File.ReadAllText(_file), NumberStyles.None, CultureInfo.InvariantCulture, out count) || count == int.MaxValue))
        {
            throw new IOException($"The counter {_file} says no number. Delete it.");
        }

        File.WriteAllText(_file, (++count).ToString(CultureInfo.InvariantCulture));
        foreach (var old in new DirectoryInfo(_folder).EnumerateFiles().OrderByDescending(file => file.LastWriteTimeUtc).Skip(MostSessions))
        {
            old.Delete();
        }

        return count;
    }

    /// <summary>Begins anew: the goal is met.</summary>
    public void Clear()
    {
        if (File.Exists(_file))
        {
            File.Delete(_file);
        }
    }
}
