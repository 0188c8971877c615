using System.Globalization;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Linting;

/// <summary>Runs <c>dotnet format</c>, to find out what it would change or to change it.</summary>
/// <param name="host">Starts it.</param>
public sealed class DotnetFormat(DotnetHost host)
{
    /// <summary>Exit code of <c>dotnet format --verify-no-changes</c> when something would change.</summary>
    private const int WouldChange = 2;

    /// <summary>Runs it.</summary>
    /// <param name="request">What to format.</param>
    /// <param name="cancellation">Ends it with its whole process tree, then throws.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<FormatResult> RunAsync(FormatRequest request, CancellationToken cancellation)
    {
        Directory.CreateDirectory(request.ReportDirectory);
        var report = Path.Combine(request.ReportDirectory, FormatReport.FileName);
        File.Delete(report);
        var said = new FormatOutput();
        var ended = await host.RunAsync(request.Arguments(host.Formatter), Path.GetDirectoryName(request.Project)!, cancellation, onLine: said.Add).ConfigureAwait(false);
        ValueList<FormatChange> changes = [];
        string? problem = File.Exists(report) ? null : "dotnet format wrote no report";
        try
        {
            changes = problem is null ? FormatReport.Read(await File.ReadAllBytesAsync(report, cancellation).ConfigureAwait(false)) : [];
        }
        catch (InvalidDataException e)
        {
            problem = e.Message;
        }

        return new FormatResult(changes, ProblemOf(ended.ExitCode, said, request, changes.Count) ?? problem) { Output = ended.Output };
    }

    /// <summary>Why the result proves nothing. The formatter reports success when a project does not load, so its words are read.</summary>
    /// <param name="exitCode">What it ended with.</param>
    /// <param name="said">What it said.</param>
    /// <param name="request">What it was to do.</param>
    /// <param name="changes">How many changes its report tells of.</param>
    internal static string? ProblemOf(int exitCode, FormatOutput said, FormatRequest request, int changes)
    {
        var wouldChange = exitCode == WouldChange && request.VerifyOnly;
        return said.LoadFailure
            ?? (exitCode != 0 && !wouldChange ? string.Create(CultureInfo.InvariantCulture, $"dotnet format ended with exit code {exitCode}: {said.LastLine}")
            : !said.ReadFiles ? $"dotnet format found no file in '{Path.GetFileName(request.Project)}'"
            : wouldChange && changes == 0 ? string.Create(CultureInfo.InvariantCulture, $"dotnet format would change something (exit code {exitCode}), and its report does not say what")
            : null);
    }
}

/// <summary>What a run of <c>dotnet format</c> came to.</summary>
/// <param name="Changes">What it changed, or would change; findings that it cannot repair itself are among them. When it repairs white space, it tells one change for each file, at its start.</param>
/// <param name="Problem">Why the changes cannot be relied on, or null: a project that did not load, a run that broke off.</param>
public sealed record FormatResult(ValueList<FormatChange> Changes, string? Problem)
{
    /// <summary>The end of what it printed.</summary>
    public string Output { get; init; } = "";
}
