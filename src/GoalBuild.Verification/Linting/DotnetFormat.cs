using System.Globalization;
using System.Text.RegularExpressions;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Linting;

/// <summary>Runs <c>dotnet format</c>, to find out what it would change or to change it.</summary>
/// <param name="host">Starts it.</param>
public sealed partial class DotnetFormat(DotnetHost host)
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
        var ended = await host.RunAsync(request.Arguments(host.Formatter), Path.GetDirectoryName(request.Project)!, cancellation).ConfigureAwait(false);
        ValueList<FormatChange> changes = [];
        string? problem = null;
        try
        {
            changes = File.Exists(report) ? FormatReport.Read(await File.ReadAllBytesAsync(report, cancellation).ConfigureAwait(false)) : [];
        }
        catch (InvalidDataException e)
        {
            problem = e.Message;
        }

        return new FormatResult(changes, problem ?? ProblemOf(ended, request, File.Exists(report))) { Output = ended.Output };
    }

    /// <summary>Why the result proves nothing. The formatter reports success when a project does not load, so its words are read.</summary>
    internal static string? ProblemOf(DotnetResult ended, FormatRequest request, bool reported)
    {
        if (LoadFailure().Match(ended.Output) is { Success: true } failure)
        {
            return $"dotnet format could not load '{Path.GetFileName(failure.Groups["project"].Value)}': {failure.Groups["message"].Value.Trim()}";
        }

        if (ended.ExitCode != 0 && !(ended.ExitCode == WouldChange && request.VerifyOnly))
        {
            return string.Create(CultureInfo.InvariantCulture, $"dotnet format ended with exit code {ended.ExitCode}: {LastLine(ended.Output)}");
        }

        var files = FileCount().Match(ended.Output);
        return !reported ? "dotnet format wrote no report"
            : files.Success && files.Groups["all"].Value != "0" ? null
            : $"dotnet format found no file in '{Path.GetFileName(request.Project)}'";
    }

    private static string LastLine(string output) => output.Split('\n').LastOrDefault(line => line.Trim().Length > 0)?.Trim() ?? "it printed nothing";

    [GeneratedRegex(@"^\s*(?:\[Failure\] )?Msbuild failed when processing the file '(?<project>[^\r\n]*?)' with message: (?<message>[^\r\n]*)", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LoadFailure();

    [GeneratedRegex(@"^\s*Formatted (?<changed>\d+) of (?<all>\d+) files", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileCount();
}

/// <summary>What a run of <c>dotnet format</c> came to.</summary>
/// <param name="Changes">What it changed, or would change; findings that it cannot repair itself are among them. When it repairs white space, it tells one change for each file, at its start.</param>
/// <param name="Problem">Why the changes cannot be relied on, or null: a project that did not load, a run that broke off.</param>
public sealed record FormatResult(ValueList<FormatChange> Changes, string? Problem)
{
    /// <summary>The end of what it printed.</summary>
    public string Output { get; init; } = "";
}
