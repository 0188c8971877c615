using GoalBuild.Verification.Coverage;

namespace GoalBuild.Verification.Testing;

/// <summary>The command line that runs the tests of one assembly. The executable is the <c>dotnet</c> host.</summary>
/// <param name="Arguments">The arguments.</param>
/// <param name="WorkingDirectory">Absolute path.</param>
/// <param name="ResultsFile">Absolute path of the results file that it writes.</param>
internal sealed record TestCommand(IReadOnlyList<string> Arguments, string WorkingDirectory, string ResultsFile)
{
    /// <summary>The name of the results file in its folder.</summary>
    public const string ResultsFileName = "results.trx";

    // xUnit.net's own '-filter' takes its query language; with two dashes it is VSTest's syntax in every framework.
    private static readonly string[] VsTestFilterOptions = ["--filter", "-filterVSTest"];

    /// <summary>The command for a VSTest project.</summary>
    /// <param name="assembly">The tests.</param>
    /// <param name="vstest">Absolute path of the SDK's <c>vstest.console.dll</c>.</param>
    /// <param name="filter">A filter expression, or null.</param>
    /// <param name="collector">What measures coverage, or null.</param>
    /// <param name="folder">Absolute path of an empty folder for results.</param>
    public static TestCommand ForVsTest(TestAssembly assembly, string vstest, string? filter, CoverageCollector? collector, string folder)
    {
        List<string> arguments =
        [
            "exec", vstest, assembly.Path, "--nologo",
            $"--logger:trx;LogFileName={ResultsFileName}",
            $"--ResultsDirectory:{folder}",
        ];
        if (assembly.Settings is not null)
        {
            arguments.Add($"--Settings:{assembly.Settings}");
        }

        if (filter is not null)
        {
            arguments.Add($"--TestCaseFilter:{filter}");
        }

        arguments.AddRange(collector?.Arguments ?? []);
        return new TestCommand(arguments, Path.GetDirectoryName(assembly.Project)!, Path.Combine(folder, ResultsFileName));
    }

    /// <summary>The command for an application of Microsoft.Testing.Platform, xUnit.net's own runner included.</summary>
    /// <param name="assembly">The tests.</param>
    /// <param name="options">The options that it takes.</param>
    /// <param name="filter">A filter expression in VSTest's syntax, or null.</param>
    /// <param name="collector">What measures coverage, or null.</param>
    /// <param name="folder">Absolute path of an empty folder for results.</param>
    /// <param name="problem">Why there is no command, and what to do; null where there is one.</param>
    public static TestCommand? ForTestingPlatform(
        TestAssembly assembly, TestingPlatformOptions options, string? filter, CoverageCollector? collector, string folder, out string? problem)
    {
        var file = Path.Combine(folder, ResultsFileName);
        List<string> arguments = ["exec", assembly.Path];
        if (options.Has("--report-trx"))
        {
            arguments.AddRange(["--results-directory", folder, "--report-trx", "--report-trx-filename", ResultsFileName]);
        }
        else if (options.Has("--report-xunit-trx"))
        {
            arguments.AddRange(["--results-directory", folder, "--report-xunit-trx", "--report-xunit-trx-filename", ResultsFileName]);
        }
        else if (options.Has("-result-trx") || options.Has("-trx"))
        {
            arguments.AddRange([options.Has("-result-trx") ? "-result-trx" : "-trx", file, "-noColor"]);
        }
        else
        {
            problem = $"{assembly.DisplayName} cannot write its results as TRX: add the package with 'dotnet add package Microsoft.Testing.Extensions.TrxReport'";
            return null;
        }

        if (options.Has("--progress"))
        {
            arguments.AddRange(["--progress", "off"]);
        }
        else if (options.Has("--no-progress"))
        {
            arguments.Add("--no-progress");
        }

        if (assembly.Settings is not null && options.Has("--settings"))
        {
            arguments.AddRange(["--settings", assembly.Settings]);
        }

        if (filter is not null && !AddFilter(assembly, options, filter, arguments, out problem))
        {
            return null;
        }

        arguments.AddRange(collector?.Arguments ?? []);
        problem = null;
        return new TestCommand(arguments, Path.GetDirectoryName(assembly.Project)!, file);
    }

    private static bool AddFilter(TestAssembly assembly, TestingPlatformOptions options, string filter, List<string> arguments, out string? problem)
    {
        problem = null;
        var option = VsTestFilterOptions.FirstOrDefault(options.Has);
        if (option is not null)
        {
            arguments.AddRange([option, filter]);
            return true;
        }

        if (!options.Has("--filter-method") && !options.Has("-method"))
        {
            problem = $"{assembly.DisplayName} takes no filter such as '{filter}': its test framework has no option '--filter'; leave the filter out";
            return false;
        }

        try
        {
            var translated = XunitFilter.Translate(filter, native: !options.Has("--filter-method"));
            if (translated.Where((_, i) => i % 2 == 0).FirstOrDefault(name => !options.Has(name)) is { } missing)
            {
                problem = $"{assembly.DisplayName} has no option '{missing}', which the filter '{filter}' needs; filter by FullyQualifiedName or by a trait";
                return false;
            }

            arguments.AddRange(translated);
            return true;
        }
        catch (FormatException e)
        {
            problem = $"{assembly.DisplayName}: {e.Message}";
            return false;
        }
    }
}
