using System.Globalization;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Tool.Commands;

/// <summary>Where bundles of evidence lie: <c>.goal/runs/&lt;goal&gt;/&lt;run&gt;/</c>.</summary>
internal static class EvidenceFolder
{
    /// <summary>How many verifications of a goal are kept: each build makes one.</summary>
    private const int KeptVerifications = 10;

    /// <summary>The folder of all runs of a goal.</summary>
    /// <param name="source">The goal's file.</param>
    /// <param name="goal">The goal's name.</param>
    public static string OfGoal(GoalSource source, string goal) => RunFolders.OfGoal(source.Workspace.StateDirectory, source.KeyOf(goal));

    /// <summary>A fresh name for a verification: its time in UTC, so that names sort by age.</summary>
    /// <param name="at">When it begins.</param>
    public static string NewVerification(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture) + RunFolders.VerifySuffix;

    /// <summary>The folder of the newest bundle of a goal, or null.</summary>
    /// <param name="source">The goal's file.</param>
    /// <param name="goal">The goal's name.</param>
    public static string? Newest(GoalSource source, string goal) => All(source, goal).FirstOrDefault(HasBundle);

    /// <summary>
    /// The folders of a goal's bundles, newest first. The newest is the one whose bundle was written last: a run that goes on after an
    /// interruption keeps the folder that is named for its start, and verifications may lie between.
    /// </summary>
    /// <param name="source">The goal's file.</param>
    /// <param name="goal">The goal's name.</param>
    public static IReadOnlyList<string> All(GoalSource source, string goal)
    {
        var folder = OfGoal(source, goal);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).OrderByDescending(WrittenAt).ThenByDescending(path => Path.GetFileName(path), StringComparer.Ordinal)]
            : [];
    }

    /// <summary>Deletes the oldest verifications beyond those that are kept. A folder that cannot be deleted now is left for the next time.</summary>
    /// <param name="source">The goal's file.</param>
    /// <param name="goal">The goal's name.</param>
    public static void Prune(GoalSource source, string goal)
    {
        foreach (var old in All(source, goal).Where(path => path.EndsWith(RunFolders.VerifySuffix, StringComparison.Ordinal)).Skip(KeptVerifications))
        {
            try
            {
                Directory.Delete(old, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It is history, and costs only room.
            }
        }
    }

    /// <summary>Writes a bundle.</summary>
    /// <param name="request">What it is made of.</param>
    /// <param name="directory">The run's folder.</param>
    /// <exception cref="GoalFaultException">GOAL0009: it cannot be written.</exception>
    public static void Write(EvidenceRequest request, string directory)
    {
        try
        {
            EvidenceWriter.Write(EvidenceBuilder.Build(request with { ToolVersion = ToolVersion.Value }, directory), directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoalFaultException(DiagnosticCatalogue.NotWritable, $"The evidence in {directory} cannot be read: {error.Message.ReplaceLineEndings(" ")} Make the folder readable, then try again.", error);
        }
    }

    // The bundle is the last that is written. A folder without one is as old as its newest entry.
    private static DateTime WrittenAt(string directory) => HasBundle(directory)
        ? File.GetLastWriteTimeUtc(Path.Combine(directory, EvidenceWriter.JsonFile))
        : Directory.GetLastWriteTimeUtc(directory);

    private static bool HasBundle(string directory) => File.Exists(Path.Combine(directory, EvidenceWriter.JsonFile));
}
