namespace GoalBuild.Verification.Testing;

/// <summary>One run of the tests of one assembly.</summary>
/// <param name="Assembly">The tests.</param>
/// <param name="ExitCode">The exit code of the process that ran them.</param>
public sealed record TestRun(TestAssembly Assembly, int ExitCode)
{
    /// <summary>Exit code of Microsoft.Testing.Platform for a run without any test.</summary>
    private const int ZeroTests = 8;

    private static readonly string[] HostFaults = ["The active test run was aborted", "Testhost process", "Test host process", "Could not find testhost"];

    /// <summary>What the results file says, or null where there is none, or a damaged one.</summary>
    public TestReport? Report { get; init; }

    /// <summary>The end of what the process printed. It is shown, and never believed.</summary>
    public string Output { get; init; } = "";

    /// <summary>What is wrong with the results file; null where it could be read.</summary>
    public string? ResultsProblem { get; init; }

    /// <summary>Absolute paths of the files that are kept: the log of the output, the results, then coverage reports.</summary>
    public IReadOnlyList<string> Artifacts { get; init; } = [];

    /// <summary>The evidence folder, relative to the workspace's root, of the earlier run of the same binaries that this is, whose results stand; null for a run of now.</summary>
    public string? ReusedFrom { get; init; }

    /// <summary>What measured coverage, or null.</summary>
    public string? Collector { get; init; }

    /// <summary>Why the run proves nothing, whatever its tests say: the host crashed, or ended in another way than it should; null for a run that went to its end.</summary>
    public string? Fault
    {
        get
        {
            if (Report is null)
            {
                return $"the tests of {Assembly.DisplayName} ended with exit code {ExitCode}{In(LastFrame(Output))} and left {ResultsProblem ?? "no results"}";
            }

            // Adapters log failures of tests as errors of the run too; only what the platform says of the host is a fault of the run.
            var host = Report.Errors.FirstOrDefault(error => HostFaults.Any(fault => error.StartsWith(fault, StringComparison.OrdinalIgnoreCase)));
            if (host is not null)
            {
                var how = host.Contains("crashed", StringComparison.OrdinalIgnoreCase) ? "crashed" : "stopped";
                return $"the test host of {Assembly.DisplayName} {how}{In(LastFrame(host + "\n" + Report.Output + "\n" + Output))}: {FirstLine(host)}";
            }

            return ExitCode == 0 || Report.Failed > 0 || (ExitCode == ZeroTests && Report.Executed == 0)
                ? null
                : $"the tests of {Assembly.DisplayName} ended with exit code {ExitCode} although none failed{(Report.Errors is [var error, ..] ? $": {FirstLine(error)}" : "")}";
        }
    }

    private static string In(string? method) => method is null ? "" : $" in {method}";

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    /// <summary>
    /// The method of a crash's stack that belongs to neither the runtime nor a test framework: with it a reader finds the test. The last such
    /// frame of the first stack is the test itself; helpers that it calls come before it.
    /// </summary>
    private static string? LastFrame(string text)
    {
        string? last = null;
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            var open = line.IndexOf('(', StringComparison.Ordinal);
            if (open < 0 || !line.StartsWith("at ", StringComparison.Ordinal))
            {
                continue;
            }

            var method = line[3..open].Trim();
            var foreign = method.StartsWith("System.", StringComparison.Ordinal) || method.StartsWith("NUnit.", StringComparison.Ordinal)
                || method.StartsWith("Xunit.", StringComparison.Ordinal) || method.StartsWith("Microsoft.", StringComparison.Ordinal) || method.StartsWith("Internal.", StringComparison.Ordinal);
            if (!foreign)
            {
                last = method;
            }
            else if (last is not null)
            {
                break;
            }
        }

        return last;
    }
}
