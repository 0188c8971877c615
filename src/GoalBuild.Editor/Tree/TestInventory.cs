using System.Collections.Concurrent;
using GoalBuild.Verification;
using GoalBuild.Verification.Testing;

namespace GoalBuild.Editor.Tree;

/// <summary>The names of tests that a verification has run, from the results that its evidence keeps.</summary>
internal sealed class TestInventory
{
    /// <summary>The newest results are those of the tests as they are now; older ones only cost time.</summary>
    private const int MostFiles = 20;

    private readonly ConcurrentDictionary<string, (DateTime WrittenAt, IReadOnlyList<string> Names)> _read = new(StringComparer.Ordinal);

    /// <summary>The names, ordered, each once; empty where nothing was verified yet.</summary>
    /// <param name="goalPath">Absolute path of the goal file.</param>
    public IReadOnlyList<string> Names(string goalPath)
    {
        var runs = Path.Combine(Workspace.ForGoalFile(goalPath).StateDirectory, "runs");
        try
        {
            return !Directory.Exists(runs) ? [] :
                [.. new DirectoryInfo(runs).EnumerateFiles("*.trx", SearchOption.AllDirectories)
                    .OrderByDescending(file => file.LastWriteTimeUtc)
                    .Take(MostFiles)
                    .SelectMany(Read)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Evidence that is pruned while it is looked at.
            return [];
        }
    }

    private IReadOnlyList<string> Read(FileInfo file)
    {
        if (_read.TryGetValue(file.FullName, out var read) && read.WrittenAt == file.LastWriteTimeUtc)
        {
            return read.Names;
        }

        IReadOnlyList<string> names = [];
        try
        {
            // The arguments of a parametrised test are no part of what a filter takes.
            names = [.. TrxReader.Read(file.FullName).Results.Select(result => result.Name.Split('(')[0].Trim()).Where(name => name.Length > 0)];
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // Results of a run that crashed.
        }

        _read[file.FullName] = (file.LastWriteTimeUtc, names);
        return names;
    }
}
