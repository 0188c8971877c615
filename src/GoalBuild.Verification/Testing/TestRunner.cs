using System.Collections.Concurrent;
using GoalBuild.Verification.Coverage;

namespace GoalBuild.Verification.Testing;

/// <summary>Runs the tests of one assembly and reads what came out. Only the results file is believed; it goes to a folder that tests cannot foresee.</summary>
/// <param name="host">Starts the processes.</param>
/// <param name="evidence">Absolute path of a folder for results; it is made when missing.</param>
public sealed class TestRunner(DotnetHost host, string evidence)
{
    private readonly ConcurrentDictionary<string, TestingPlatformOptions> _options = new();

    /// <summary>Runs the tests once.</summary>
    /// <param name="assembly">The tests.</param>
    /// <param name="request">What to run, and how.</param>
    /// <param name="cancellation">Ends the tests with their whole process tree, then throws.</param>
    /// <exception cref="TestsCannotRunException">They cannot be run as asked; the message says why and what to do.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<TestRun> RunAsync(TestAssembly assembly, TestRequest request, CancellationToken cancellation)
    {
        if (!File.Exists(assembly.Path))
        {
            throw new TestsCannotRunException($"the build of {assembly.DisplayName} left no '{assembly.Path}'");
        }

        var folder = Path.Combine(evidence, $"{request.Stem}.{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        try
        {
            var (command, collector) = assembly.IsTestingPlatformApplication
                ? await TestingPlatformAsync(assembly, request, folder, cancellation).ConfigureAwait(false)
                : VsTest(assembly, request, folder);
            var ended = await host.RunAsync(command.Arguments, command.WorkingDirectory, cancellation, Path.Combine(evidence, request.Stem + ".log")).ConfigureAwait(false);
            var run = Read(new TestRun(assembly, ended.ExitCode) { Output = ended.Output, Collector = collector?.Name }, command.ResultsFile);
            return run with { Artifacts = Keep(folder, command.ResultsFile, request) };
        }
        finally
        {
            Discard(folder);
        }
    }

    private (TestCommand Command, CoverageCollector? Collector) VsTest(TestAssembly assembly, TestRequest request, string folder)
    {
        var collector = request.Coverage ? CoverageCollector.ForVsTest(RestoredPackages.Read(assembly.AssetsFile)) : null;
        return request.Coverage && collector is null
            ? throw NoCollector(assembly, CoverageCollector.VsTestCure)
            : (TestCommand.ForVsTest(assembly, host.TestConsole, request.Filter, collector, folder), collector);
    }

    private async Task<(TestCommand Command, CoverageCollector? Collector)> TestingPlatformAsync(
        TestAssembly assembly, TestRequest request, string folder, CancellationToken cancellation)
    {
        if (!_options.TryGetValue(assembly.Path, out var options))
        {
            var help = await host.RunAsync(["exec", assembly.Path, "--help"], Path.GetDirectoryName(assembly.Project)!, cancellation).ConfigureAwait(false);
            _options[assembly.Path] = options = TestingPlatformOptions.Parse(help.Output);
        }

        var collector = request.Coverage ? CoverageCollector.ForTestingPlatform(options) : null;
        if (request.Coverage && collector is null)
        {
            throw NoCollector(assembly, CoverageCollector.TestingPlatformCure);
        }

        return (TestCommand.ForTestingPlatform(assembly, options, request.Filter, collector, folder, out var problem)
            ?? throw new TestsCannotRunException(problem!), collector);
    }

    private static TestsCannotRunException NoCollector(TestAssembly assembly, string cure) =>
        new($"{assembly.DisplayName} has nothing that measures coverage: '{cure}' in its folder adds it");

    private static TestRun Read(TestRun run, string file)
    {
        if (!File.Exists(file))
        {
            return run;
        }

        try
        {
            return run with { Report = TrxReader.Read(file) };
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return run with { ResultsProblem = $"results that cannot be read ({e.Message})" };
        }
    }

    private static void Discard(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A process that is being killed may still write; what stays lies in the evidence folder, and its name is never used again.
        }
    }

    /// <summary>Moves results and coverage reports out of the folder, under names that say what they are. The log of the output lies there already.</summary>
    private List<string> Keep(string folder, string resultsFile, TestRequest request)
    {
        var kept = new List<string> { Path.Combine(evidence, request.Stem + ".log") };
        Move(resultsFile, ".trx");
        if (request.Coverage)
        {
            var reports = 0;
            // VSTest leaves a second copy of each attachment in a folder named 'In'; merged twice it changes nothing, so the first of each name is kept.
            foreach (var report in Directory.EnumerateFiles(folder, "*.xml", SearchOption.AllDirectories)
                .Where(path => !Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar).Contains("In")).Order(StringComparer.Ordinal).ToList())
            {
                Move(report, reports++ == 0 ? ".cobertura.xml" : $".{reports}.cobertura.xml");
            }
        }

        return kept;

        void Move(string path, string extension)
        {
            if (File.Exists(path))
            {
                var target = Path.Combine(evidence, request.Stem + extension);
                File.Move(path, target, overwrite: true);
                kept.Add(target);
            }
        }
    }
}

/// <summary>What to run of an assembly's tests, and how.</summary>
/// <param name="Stem">What the names of the files that are kept start with; no other run of the same evidence folder has it.</param>
/// <param name="Filter">A filter expression in VSTest's syntax, or null for all tests.</param>
/// <param name="Coverage">Whether coverage is measured.</param>
public sealed record TestRequest(string Stem, string? Filter = null, bool Coverage = false);

/// <summary>Tests cannot be run as asked: the verdict is unknown.</summary>
/// <param name="message">Why, and what to do; without a full stop.</param>
public sealed class TestsCannotRunException(string message) : Exception(message);
