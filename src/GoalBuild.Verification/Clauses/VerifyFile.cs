using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Fingerprints;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>file GLOB exists|missing|changed|unchanged|contains STRING|matches PATTERN</c></summary>
internal sealed class FileKind : ClauseKind<FileClause>
{
    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(FileClause clause, ClauseContext context) =>
    [
        context.Verify(
            nameof(VerifyFile),
            ("Glob", clause.Glob.Value),
            ("Asked", clause.Condition.ToString()),
            ("Contains", clause.Contains?.Value),
            ("Matches", clause.Matches?.ToString())),
    ];

    /// <inheritdoc/>
    protected override ClauseReads Reads(FileClause clause, ClauseContext context) =>
        new ClauseReads.Files(clause.Glob.Value, IsCompared(clause));

    private static bool IsCompared(FileClause clause) => clause.Condition is FileCondition.Changed or FileCondition.Unchanged;
}

/// <summary>Judges the files of a glob.</summary>
public sealed class VerifyFile : ClauseTask
{
    // A text is looked for in files up to this size; one that is larger was generated, and reading it would cost more than it tells.
    private const long MaxBytes = 64 * 1024 * 1024;

    private const int MaxListed = 20;

    /// <summary>Relative to the goal's folder; <c>!</c> in front takes all files but those.</summary>
    [Required]
    public string Glob { get; set; } = "";

    /// <summary>What is asked; a name of <see cref="FileCondition"/>.</summary>
    [Required]
    public string Asked { get; set; } = "";

    /// <summary>The text to find.</summary>
    public string? Contains { get; set; }

    /// <summary>The pattern to find, <c>/regex/flags</c>.</summary>
    public string? Matches { get; set; }

    /// <inheritdoc/>
    protected override async Task<Verdict> VerifyAsync(CancellationToken cancellation)
    {
        var condition = Enum.Parse<FileCondition>(Asked);
        if (condition is FileCondition.Changed or FileCondition.Unchanged)
        {
            return JudgeChange(condition, cancellation);
        }

        IReadOnlyList<GlobEntry> entries;
        try
        {
            entries = GlobFiles.Find(Workspace, GoalDirectory, Glob, cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unknown($"Which files match '{Glob}' cannot be known: {exception.Message}");
        }

        var files = entries.Select(entry => entry.Path).ToList();
        switch (condition)
        {
            case FileCondition.Exists:
                return files.Count > 0
                    ? Holds(files.Count == 1 ? $"{DisplayPath(files[0])} exists." : $"{Words.Count(files.Count, "file")} exist.") with { Figures = Count(files.Count) }
                    : Fails($"No file matches '{Glob}'.") with { Figures = Count(0) };
            case FileCondition.Missing:
                return files.Count == 0
                    ? Holds($"No file matches '{Glob}'.") with { Figures = Count(0) }
                    : Fails($"{Words.Count(files.Count, "file")} {(files.Count == 1 ? "matches" : "match")} '{Glob}', and none should: {DisplayPath(files[0])}{(files.Count > 1 ? " …" : "")}", Listed(files, "It should not exist.")) with { Figures = Count(files.Count) };
            case FileCondition.Contains or FileCondition.Matches:
                return files.Count == 0 ? Fails($"No file matches '{Glob}'.") : await SearchAsync(entries, cancellation).ConfigureAwait(false);
            default:
                throw new InvalidOperationException($"There is no condition {Asked}.");
        }
    }

    private async Task<Verdict> SearchAsync(IReadOnlyList<GlobEntry> files, CancellationToken cancellation)
    {
        var what = Contains is not null ? $"contains \"{Contains}\"" : $"matches {Matches}";
        var regex = Matches is null ? null : ClausePattern.Parse(Matches);
        var skipped = new List<Finding>();
        foreach (var (path, leadsOut) in files)
        {
            var name = DisplayPath(path);
            var (text, problem) = leadsOut
                ? (null, new Finding(FindingKind.File, "It is a link that leads out of the repository or nowhere, and was not read."))
                : await ReadAsync(path, cancellation).ConfigureAwait(false);
            if (text is null)
            {
                skipped.Add(problem! with { File = name });
                continue;
            }

            try
            {
                // A goal is written on one system and verified on another: line breaks are compared as one.
                text = text.ReplaceLineEndings("\n");
                var index = regex is null ? text.IndexOf(Contains!.ReplaceLineEndings("\n"), StringComparison.Ordinal) : regex.Match(text) is { Success: true } match ? match.Index : -1;
                if (index >= 0)
                {
                    return Holds(string.Create(CultureInfo.InvariantCulture, $"{name}({text.AsSpan(0, index).Count('\n') + 1}) {what}."));
                }
            }
            catch (RegexMatchTimeoutException)
            {
                return Unknown(ClausePattern.Backtracks(Matches!));
            }
        }

        return skipped.Count == files.Count || skipped.Exists(finding => finding.IsError)
            ? Unknown($"Whether a file of '{Glob}' {what} is not known: {Words.Count(skipped.Count, "file")} could not be searched.") with { Findings = [.. skipped] }
            : Fails($"{(files.Count == 1 ? DisplayPath(files[0].Path) + " does not" : $"None of {Words.Count(files.Count, "file")} of '{Glob}'")} {(files.Count == 1 ? what.Replace("contains", "contain", StringComparison.Ordinal).Replace("matches", "match", StringComparison.Ordinal) : what)}.", skipped);
    }

    /// <summary>The text of a file, or why it was not read.</summary>
    private static async Task<(string? Text, Finding? Problem)> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            if (FileStat.KindOf(path) != EntryKind.Regular)
            {
                return Skipped("It is a pipe, a socket or a device, and was not read.", isError: true);
            }

            if (new FileInfo(path).Length > MaxBytes)
            {
                return Skipped(string.Create(CultureInfo.InvariantCulture, $"It is larger than {MaxBytes / (1024 * 1024)} MB and was not searched."), isError: false);
            }

            var text = await File.ReadAllTextAsync(path, cancellation).ConfigureAwait(false);
            return text.Contains('\0', StringComparison.Ordinal) ? Skipped("It is binary and was not searched.", isError: false) : (text, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Skipped($"It could not be read: {exception.Message}", isError: true);
        }

        static (string?, Finding?) Skipped(string message, bool isError) => (null, new Finding(FindingKind.File, message) { IsError = isError });
    }

    private Verdict JudgeChange(FileCondition condition, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (FromEngine<IReadOnlySet<string>>() is not { } changes)
        {
            return Unknown("There is no baseline to compare with. A run takes one when it starts; 'dotnet goal run' it.");
        }

        var set = new Constraints.GlobSet([Glob], FindingPath.Of(Workspace, GoalDirectory), !OperatingSystem.IsLinux());
        var changed = changes.Where(set.Contains).Order(StringComparer.Ordinal).Select(path => Path.Combine(Workspace, path)).ToList();
        if (condition == FileCondition.Changed)
        {
            return changed.Count > 0
                ? Holds($"{DisplayPath(changed[0])}{(changed.Count > 1 ? $" and {Words.Count(changed.Count - 1, "other file")}" : "")} changed since the baseline.") with { Figures = Count(changed.Count) }
                : Fails($"No file of '{Glob}' changed since the baseline.") with { Figures = Count(0) };
        }

        return changed.Count == 0
            ? Holds($"No file of '{Glob}' changed since the baseline.") with { Figures = Count(0) }
            : Fails($"{Words.Count(changed.Count, "file")} of '{Glob}' changed since the baseline, and none should: {DisplayPath(changed[0])}{(changed.Count > 1 ? " …" : "")}", Listed(changed, "It changed since the baseline.")) with { Figures = Count(changed.Count) };
    }

    private static ValueList<Figure> Count(int count) => [new Figure("files", count, "", null)];

    private IEnumerable<Finding> Listed(IReadOnlyList<string> files, string message) =>
        files.Take(MaxListed).Select(path => new Finding(FindingKind.File, message) { File = DisplayPath(path) });
}
