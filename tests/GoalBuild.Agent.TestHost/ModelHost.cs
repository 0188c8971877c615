using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Language;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;

namespace GoalBuild.Agent.TestHost;

/// <summary>Runs a goal with its own ladder, in a process that can be killed.</summary>
internal static class ModelHost
{
    /// <summary>Runs or resumes <c>words.goal</c>.</summary>
    /// <param name="resume">Whether an interrupted run goes on; where there is none, one is begun.</param>
    /// <param name="root">The tree.</param>
    public static async Task<int> RunAsync(bool resume, string root)
    {
        var source = new SourceText(Path.Combine(root, "words.goal"), await File.ReadAllTextAsync(Path.Combine(root, "words.goal")));
        var request = new RunRequest(new Workspace(root, Path.Combine(root, ".goal")), source, GoalLanguage.Parse(source).File);
        var loop = new RunLoop(new FileVerifier(), step => ExecutorTable.Of(step, [], TimeProvider.System), TimeProvider.System);
        try
        {
            IReadOnlyList<RunResult> results;
            try
            {
                results = resume ? await loop.ResumeAsync(request, null, CancellationToken.None) : await loop.RunAsync(request, null, CancellationToken.None);
            }
            catch (GoalFaultException fault) when (resume && fault.Descriptor == DiagnosticCatalogue.NothingToResume)
            {
                results = await loop.RunAsync(request, null, CancellationToken.None);
            }

            foreach (var result in results)
            {
                Console.WriteLine($"{result.Goal}: {result.Outcome} {result.Code} {result.Message} after {result.Turns} turns");
            }

            return results.Max(result => result.ExitCode);
        }
        catch (GoalFaultException fault)
        {
            Console.WriteLine(fault.Render());
            return 2;
        }
    }
}
