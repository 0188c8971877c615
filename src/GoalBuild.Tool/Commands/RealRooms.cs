using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Fixers;
using GoalBuild.Agent.Loop;
using GoalBuild.Language;
using GoalBuild.Language.Analysis;
using GoalBuild.Verification.Engine;

namespace GoalBuild.Tool.Commands;

/// <summary>The real libraries.</summary>
internal static class RealRooms
{
    /// <summary>Names them, and loads none: each function does when it is called.</summary>
    /// <param name="clock">The clock of verdicts and runs.</param>
    public static Rooms Create(TimeProvider clock) => new()
    {
        Check = Check,
        Verifier = () => new MSBuildVerifier(clock),
        Run = (request, progress, cancellation) => WithLoopAsync(clock, loop => loop.RunAsync(request, progress, cancellation)),
        Resume = (request, progress, cancellation) => WithLoopAsync(clock, loop => loop.ResumeAsync(request, progress, cancellation)),
    };

    /// <summary>Reads a goal file and analyses it against the tree that it lies in.</summary>
    /// <param name="stream">The file's bytes.</param>
    /// <param name="path">The file's absolute path.</param>
    internal static ParseResult Check(Stream stream, string path) => GoalLanguage.Check(stream, path, AnalysisContext.ForFile(path, Path.Exists, FilesIn));

    private static string[]? FilesIn(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that may not be listed is none to judge; verifying says more.
            return null;
        }
    }

    private static async Task<IReadOnlyList<RunResult>> WithLoopAsync(TimeProvider clock, Func<RunLoop, Task<IReadOnlyList<RunResult>>> work)
    {
        using var verifier = new MSBuildVerifier(clock);
        return await work(new RunLoop(verifier, step => ExecutorTable.Of(step, Repairs.All, clock), clock)).ConfigureAwait(false);
    }
}
