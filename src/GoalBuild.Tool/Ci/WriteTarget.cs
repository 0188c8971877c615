using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Ci;

/// <summary>A file that <c>--write KIND=FILE</c> asks for.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="File">The file as it was typed.</param>
internal sealed record WriteTarget(string Kind, string File)
{
    /// <summary>What can be written.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["sarif", "junit", "gitlab", "summary"];

    /// <summary>Reads the value of the option; gives what is wrong with it as the second part.</summary>
    /// <param name="value">The value, such as <c>sarif=goal.sarif</c>.</param>
    public static (WriteTarget? Target, string? Wrong) Read(string value)
    {
        var parts = value.Split('=', 2);
        if (parts.Length == 2 && parts[1].Length > 0 && Kinds.Contains(parts[0], StringComparer.Ordinal))
        {
            return (new WriteTarget(parts[0], parts[1]), null);
        }

        var near = Suggestion.For(parts[0], Kinds);
        return (null, $"'--write' is '{value}'; expected sarif=FILE, junit=FILE, gitlab=FILE or summary=FILE{(near is null || near == parts[0] ? "." : $"; did you mean '{near}'?")}");
    }

    /// <summary>Writes the files.</summary>
    /// <param name="targets">The files.</param>
    /// <param name="host">Says what paths are relative to.</param>
    /// <param name="results">The goals.</param>
    /// <param name="diagnostics">What is wrong with goal files.</param>
    /// <param name="successful">Whether the tool could do what was asked.</param>
    /// <exception cref="GoalFaultException">GOAL0009: a file cannot be written.</exception>
    public static void Write(IEnumerable<WriteTarget> targets, ToolHost host, IReadOnlyList<GoalResult> results, IReadOnlyList<FileDiagnostic> diagnostics, bool successful = true)
    {
        foreach (var target in targets)
        {
            var text = target.Kind switch
            {
                "sarif" => SarifFile.Render(results, diagnostics, successful, ToolVersion.Value),
                "junit" => JUnitFile.Render(results, diagnostics),
                "gitlab" => GitLabQualityFile.Render(results, diagnostics),
                _ => JobSummary.Render(results, diagnostics),
            };
            CompileCommand.Write(Path.GetFullPath(target.File, host.Directory), text);
        }
    }
}
