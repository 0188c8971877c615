using System.Text.Json;

namespace GoalBuild.Verification.Testing;

/// <summary>
/// Tells tests that may read the tree from those that cannot. A test that only computes depends on its binaries and the files beside them; one that opens
/// files, starts programs, speaks to servers or finds types by name can depend on anything, also on the sources and programs of projects that it does not refer to.
/// </summary>
/// <remarks>
/// It is asked of every assembly beside the tests, since dependency injection and plug-ins load what nothing refers to. Only test frameworks and what tests are
/// written with are taken on trust: they read files, but only what they are told to, and their types that can be told so count as ways out.
/// </remarks>
internal static class TreeReaders
{
    private static readonly string[] Trusted =
    [
        "Microsoft.TestPlatform.", "Microsoft.VisualStudio.TestPlatform.", "Microsoft.VisualStudio.CodeCoverage.", "Microsoft.CodeCoverage.", "Microsoft.Testing.", "Microsoft.ApplicationInsights.",
        "Microsoft.Extensions.DependencyModel.", "Microsoft.Bcl.AsyncInterfaces.", "Microsoft.DiaSymReader.", "Mono.Cecil.", "Newtonsoft.Json.", "nunit.", "NUnit3.TestAdapter.", "testcentric.", "testhost.",
        "xunit.", "MSTest.", "MSTestAdapter.", "coverlet.", "Moq.", "Castle.Core.", "NSubstitute.", "FakeItEasy.",
        "FluentAssertions.", "AwesomeAssertions.", "Shouldly.", "CsCheck.",
    ];

    // Settings and configurations of the runtime can bring code in that lies elsewhere.
    private static readonly string[] Steering = ["TestAdaptersPaths", "DataCollector", "codebase", "STARTUP_HOOKS", "ADDITIONAL_DEPS", "SHARED_STORE", "ProbingPaths", "PROFILER", "LD_PRELOAD", "DYLD_"];

    /// <summary>Whether the tests of an assembly may read the tree.</summary>
    /// <param name="assembly">Absolute path of the test assembly.</param>
    /// <param name="outputs">Absolute paths of the files beside and below it.</param>
    /// <param name="how">How its tests are run, run settings included.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static bool MayRead(string assembly, IReadOnlyCollection<string> outputs, string how)
    {
        if (IsSteered(how) || outputs.Where(file => file.EndsWith(".runtimeconfig.json", StringComparison.OrdinalIgnoreCase)).Any(file => IsSteered(File.ReadAllText(file)))
            || Projects(Path.ChangeExtension(assembly, ".deps.json")) is not { } projects)
        {
            return true;
        }

        var code = outputs.Where(file => Path.GetExtension(file).ToUpperInvariant() is ".DLL" or ".EXE").ToList();
        var beside = code.Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.OrdinalIgnoreCase)!;
        return code.Any(file => (file == assembly || projects.Contains(Path.GetFileName(file)) || !IsTrusted(Path.GetFileName(file))) && CodeReach.WayOut(file, beside!) is not null);
    }

    private static bool IsSteered(string text) => Array.Exists(Steering, mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase));

    private static bool IsTrusted(string file) => Array.Exists(Trusted, prefix => file.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>The names of the files that projects were built to, or null where it is not known: no project is trusted, whatever its name.</summary>
    private static HashSet<string>? Projects(string dependencies)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(dependencies));
            var projects = json.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == "project").Select(library => library.Name).ToHashSet(StringComparer.Ordinal);
            return json.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
                .Where(library => projects.Contains(library.Name) && library.Value.TryGetProperty("runtime", out _))
                .SelectMany(library => library.Value.GetProperty("runtime").EnumerateObject().Select(file => Path.GetFileName(file.Name)))
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
