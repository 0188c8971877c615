using System.Collections.Concurrent;
using System.Globalization;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Environments;
using GoalBuild.Verification.Testing;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary>What the clauses <c>test</c> and <c>coverage</c> have in common: they build a project and run the tests of what was built.</summary>
public abstract class TestsTask : ClauseTask
{
    /// <summary>The project, solution or folder as the goal names it.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>Whether the build succeeded.</summary>
    public bool Succeeded { get; set; }

    /// <summary>What the target Build returned.</summary>
    public ITaskItem[] Outputs { get; set; } = [];

    /// <summary>Absolute path of the SDK.</summary>
    [Required]
    public string Sdk { get; set; } = "";

    /// <summary>Runs each assembly's tests once, a few assemblies at a time, and gives the runs in the order of the assemblies.</summary>
    /// <param name="runner">Runs them.</param>
    /// <param name="assemblies">The assemblies.</param>
    /// <param name="request">Makes the request for an assembly.</param>
    /// <param name="cancellation">Ends every test, then throws.</param>
    private protected static async Task<IReadOnlyList<TestRun>> RunAllAsync(
        TestRunner runner, IReadOnlyList<TestAssembly> assemblies, Func<TestAssembly, TestRequest> request, CancellationToken cancellation)
    {
        var runs = new ConcurrentDictionary<TestAssembly, TestRun>();
        // Each assembly takes two processes or three, and tests run in parallel within it.
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount / 2), CancellationToken = cancellation };
        await Parallel.ForEachAsync(assemblies, options, async (assembly, cancelled) =>
            runs[assembly] = await runner.RunAsync(assembly, request(assembly), cancelled).ConfigureAwait(false)).ConfigureAwait(false);
        return [.. assemblies.Select(assembly => runs[assembly])];
    }

    /// <summary>Runs the tests of what was built, or says why there are none to run.</summary>
    /// <param name="run">Runs them and judges what came out.</param>
    private protected async Task<Verdict> WithTestsAsync(Func<TestRunner, IReadOnlyList<TestAssembly>, Task<Verdict>> run)
    {
        if (!Succeeded)
        {
            return Fails("It does not build, so that no test ran.");
        }

        var assemblies = TestProjects.Among(Outputs);
        if (assemblies.Count == 0)
        {
            if (!TestProjects.AreDescribed(Outputs))
            {
                return Unknown($"Which projects of '{Project}' hold tests could not be found out: they did not import GoalBuild.TestProjects.targets. Use SDK-style projects, and see that the file lies beside GoalBuild.Verification.dll.");
            }

            return Fails($"'{Project}' holds no test project: reference Microsoft.NET.Test.Sdk and a test framework, or set IsTestProject to true.");
        }

        try
        {
            return await run(new TestRunner(new DotnetHost(Sdk, EnvironmentVariables) { Container = Image.Length == 0 ? null : Container.Of(Image, Workspace, ImageNetwork), Folders = [Results] }, Results), assemblies).ConfigureAwait(false);
        }
        catch (ContainerException e)
        {
            return Unknown(e.Message);
        }
        catch (TestsCannotRunException e)
        {
            return Unknown(Sentence(e.Message));
        }
    }

    /// <summary>What names of the files of one run start with.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="assemblies">All assemblies of the clause.</param>
    /// <param name="round">The number of the run, from 1.</param>
    /// <param name="rounds">How many runs there are.</param>
    private protected string RunStem(TestAssembly assembly, IReadOnlyList<TestAssembly> assemblies, int round, int rounds)
    {
        var parts = new List<string> { Stem };
        if (assemblies.Count > 1)
        {
            // Two projects of one name, and frameworks of one project, differ by their number.
            parts.Add(FileStem.Of(assemblies.ToList().IndexOf(assembly) + 1, assembly.DisplayName));
        }

        if (rounds > 1)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"run{round}"));
        }

        return string.Join('.', parts);
    }

    /// <summary>The files that runs left, relative to the evidence folder.</summary>
    /// <param name="runs">The runs.</param>
    private protected ValueList<string> ArtifactsOf(IEnumerable<TestRun> runs) =>
        runs.SelectMany(run => run.Artifacts).Select(path => Path.GetRelativePath(Results, path).Replace('\\', '/')).ToValueList();

    /// <summary>A reason as a sentence.</summary>
    /// <param name="reason">The reason, without capital and full stop.</param>
    private protected static string Sentence(string reason) =>
        reason.Length == 0 ? reason : char.ToUpperInvariant(reason[0]) + reason[1..] + (reason[^1] is '.' or '!' or '?' ? "" : ".");
}
