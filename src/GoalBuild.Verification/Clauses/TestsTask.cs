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
    private const string TrxEnding = ".trx";

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

    /// <summary>Runs each assembly's tests once, those of a few projects at a time and of one project's frameworks one after another, and gives the runs in the order of the assemblies.</summary>
    /// <param name="runner">Runs them.</param>
    /// <param name="assemblies">The assemblies.</param>
    /// <param name="request">Makes the request for an assembly.</param>
    /// <param name="mayReuse">Whether an earlier run of the same binaries will do.</param>
    /// <param name="cancellation">Ends every test, then throws.</param>
    private protected async Task<IReadOnlyList<TestRun>> RunAllAsync(
        TestRunner runner, IReadOnlyList<TestAssembly> assemblies, Func<TestAssembly, TestRequest> request, bool mayReuse, CancellationToken cancellation)
    {
        var runs = new ConcurrentDictionary<TestAssembly, TestRun>();
        // Each assembly takes two processes or three, and tests run in parallel within it.
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount / 2), CancellationToken = cancellation };
        await Parallel.ForEachAsync(assemblies.GroupBy(assembly => assembly.Project, StringComparer.Ordinal), options, async (frameworks, cancelled) =>
        {
            // The frameworks of a project have the same tests, with the same files and ports.
            foreach (var assembly in frameworks)
            {
                // What a container's image holds is not known from its name: a run in it stands for no other, and none for it.
                var run = mayReuse && Image.Length == 0 ? RunOrReuseAsync(runner, assembly, request(assembly), cancelled) : runner.RunAsync(assembly, request(assembly), cancelled);
                runs[assembly] = await run.ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        return [.. assemblies.Select(assembly => runs[assembly])];
    }

    /// <summary>The run of an assembly's tests, made now, or earlier by the same binaries with the same files around them.</summary>
    /// <param name="runner">Runs them.</param>
    /// <param name="assembly">The assembly.</param>
    /// <param name="request">What to run.</param>
    /// <param name="cancellation">Ends the tests, then throws.</param>
    private async Task<TestRun> RunOrReuseAsync(TestRunner runner, TestAssembly assembly, TestRequest request, CancellationToken cancellation)
    {
        var known = FromEngine<Func<string, string, IReadOnlyList<string>>>()?.Invoke(assembly.Path, HowOf(assembly, request)) ?? [];
        var keep = FromEngine<Action<string, string, IReadOnlyList<string>>>();
        if (known is [var same, var from, _, ..] && Earlier(assembly, request, known.Skip(2)) is { } earlier)
        {
            Progress($"{assembly.DisplayName}: the same binaries ran before");
            keep!(same, from, earlier.Artifacts);
            return earlier with { ReusedFrom = from };
        }

        var run = await runner.RunAsync(assembly, request, cancellation).ConfigureAwait(false);
        if (known is [var key, ..] && IsClean(run))
        {
            // The results first, as they are looked for.
            keep!(key, "", [.. run.Artifacts.OrderByDescending(file => file.EndsWith(TrxEnding, StringComparison.Ordinal))]);
        }

        return run;
    }

    /// <summary>What decides how tests run, in lines.</summary>
    private string HowOf(TestAssembly assembly, TestRequest request) => string.Join(
        '\n',
        [
            Sdk, assembly.Project, assembly.Framework, assembly.IsTestingPlatformApplication ? "application" : "library",
            $"filter {request.Filter}", $"settings {assembly.Settings}", assembly.Settings is { } settings && File.Exists(settings) ? File.ReadAllText(settings) : "", .. Variables,
        ]);

    private static bool IsClean(TestRun run) => run is { Fault: null, Report: { Executed: > 0, Failed: 0, Errors.Count: 0 } };

    private TestRun? Earlier(TestAssembly assembly, TestRequest request, IEnumerable<string> files)
    {
        try
        {
            var copies = new List<string>();
            foreach (var file in files)
            {
                copies.Add(Path.Combine(Results, request.Stem + Path.GetExtension(file)));
                if (copies[^1] != file)
                {
                    File.Copy(file, copies[^1], overwrite: true);
                }
            }

            var run = new TestRun(assembly, 0) { Report = TrxReader.Read(copies[0]), Artifacts = copies };
            return IsClean(run) ? run : null;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // What cannot be read or copied is made anew.
            return null;
        }
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
