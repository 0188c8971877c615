using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Linting;

/// <summary>A run of <c>dotnet format</c>.</summary>
/// <param name="Project">Absolute path of a project or solution that is restored.</param>
/// <param name="ReportDirectory">Absolute path of a folder for its report; it is made when missing.</param>
public sealed record FormatRequest(string Project, string ReportDirectory)
{
    /// <summary>Which of its checks run.</summary>
    public LintScope Scope { get; init; }

    /// <summary>The least severity that counts, as the formatter spells it: <c>info</c>, <c>warn</c>, <c>error</c> or <c>hidden</c>; null for its default, <c>warn</c>. White space has none.</summary>
    public string? Severity { get; init; }

    /// <summary>Whether files stay as they are, and what would change is only told.</summary>
    public bool VerifyOnly { get; init; }

    /// <summary>Diagnostics to which style and analyzer fixes are limited; empty for all.</summary>
    public ValueList<string> Diagnostics { get; init; } = [];

    /// <summary>Files or folders to which it is limited, absolute or relative to the project's folder; empty for all.</summary>
    public ValueList<string> Include { get; init; } = [];

    /// <summary>The severity as the formatter spells it, or null where the word is none of its own or of the compiler's.</summary>
    /// <param name="severity">What was asked for: <c>info</c>, <c>warn</c>, <c>warning</c>, <c>error</c>, <c>hidden</c>, <c>suggestion</c>.</param>
    public static string? SpellSeverity(string severity) => severity.ToUpperInvariant() switch
    {
        "INFO" or "SUGGESTION" => "info",
        "WARN" or "WARNING" => "warn",
        "ERROR" => "error",
        "HIDDEN" => "hidden",
        _ => null,
    };

    /// <summary>The arguments of the <c>dotnet</c> host.</summary>
    /// <param name="formatter">Absolute path of the SDK's <c>dotnet-format.dll</c>.</param>
    internal IReadOnlyList<string> Arguments(string formatter)
    {
        List<string> arguments = ["exec", formatter];
        if (Scope != LintScope.All)
        {
            arguments.Add(Scope.ToString().ToLowerInvariant());
        }

        // At this verbosity it says how many files it looked at and which projects did not load; otherwise both look like success.
        arguments.AddRange([Project, "--no-restore", "--verbosity", "diagnostic", "--report", ReportDirectory]);
        if (VerifyOnly)
        {
            arguments.Add("--verify-no-changes");
        }

        if (Severity is not null && Scope != LintScope.Whitespace)
        {
            arguments.AddRange(["--severity", Severity]);
        }

        if (Diagnostics.Count > 0 && Scope != LintScope.Whitespace)
        {
            arguments.AddRange(["--diagnostics", .. Diagnostics]);
        }

        if (Include.Count > 0)
        {
            // The formatter matches what it is given against paths relative to its working directory; an absolute path matches nothing.
            var folder = Path.GetDirectoryName(Project)!;
            arguments.AddRange(["--include", .. Include.Select(path => Path.IsPathRooted(path) ? Path.GetRelativePath(folder, path).Replace('\\', '/') : path)]);
        }

        return arguments;
    }
}
