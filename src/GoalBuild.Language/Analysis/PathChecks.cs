using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Analysis;

/// <summary>Paths and globs: relative, with slashes, inside the repository; and projects that exist.</summary>
internal sealed class PathChecks(SourceText source, AnalysisContext context, DiagnosticBag diagnostics)
{
    public void Check(Goal goal)
    {
        CheckGlobs(goal.Context);
        foreach (var clause in Nodes.Clauses(goal))
        {
            CheckClause(clause);
        }

        foreach (var constraint in Nodes.Constraints(goal))
        {
            CheckConstraint(constraint);
        }

        foreach (var fix in Nodes.Steps(goal).OfType<FixStep>())
        {
            CheckPath(fix.Directory, "a folder");
        }
    }

    private void CheckClause(Clause clause)
    {
        CheckProject(clause switch
        {
            BuildClause build => build.Project,
            TestClause test => test.Project,
            CoverageClause coverage => coverage.Project,
            LintClause lint => lint.Project,
            ApiClause api => api.Project,
            AuditClause audit => audit.Project,
            MutationClause mutation => mutation.Project,
            TargetClause target => target.Project,
            _ => null,
        });
        CheckPath(clause switch { RunClause run => run.Directory, MeasureClause measure => measure.Directory, _ => null }, "a folder");
        CheckGlobs(clause switch
        {
            CoverageClause { Of: { } of } => [of],
            FileClause file => [file.Glob],
            JudgeClause judge => judge.Reading,
            _ => [],
        });
    }

    private void CheckConstraint(Constraint constraint)
    {
        CheckProject((constraint as KeepApiConstraint)?.Project);
        CheckGlobs(constraint switch
        {
            OnlyConstraint only => only.Globs,
            ProtectConstraint protect => protect.Globs,
            ForbidTextConstraint forbid => forbid.Globs,
            AllowTestRemovalConstraint allow => allow.Globs,
            AllowChangeConstraint allow => allow.Globs,
            _ => [],
        });
    }

    private void CheckGlobs(IEnumerable<Text> globs)
    {
        foreach (var glob in globs)
        {
            CheckPath(glob, "a glob", glob.Value.StartsWith('!') ? glob.Value[1..] : glob.Value);
        }
    }

    private void CheckProject(Text? project)
    {
        if (project is not { Span.Length: > 0 } || CheckPath(project, "a project") is not { } path)
        {
            return;
        }

        if (context.Exists?.Invoke(path) == false)
        {
            Report(DiagnosticCatalogue.UnknownProject, project, $"There is no project, solution or folder '{Characters.Show(project.Value, 100)}' (looked for '{Characters.Show(path, 200)}' in the repository); correct the path, which is relative to the goal file's folder");
        }
        else if (context.FilesIn?.Invoke(path) is { } files)
        {
            CheckFolder(project, path, FolderProjects.In(files));
        }
    }

    private void CheckFolder(Text project, string path, IReadOnlyList<string> projects)
    {
        if (projects is [var only])
        {
            // Asked for, so that whoever keeps what had to be there keeps it too.
            _ = context.Exists?.Invoke(RepositoryPath.Resolve(path, Path.GetFileName(only)) ?? only);
            return;
        }

        Report(DiagnosticCatalogue.UnknownProject, project, projects.Count == 0
            ? $"There is no project or solution in the folder '{Characters.Show(project.Value, 100)}'; name a project file, or a folder that holds one"
            : $"There are several projects in the folder '{Characters.Show(project.Value, 100)}': {string.Join(", ", projects.Take(5).Select(file => Characters.Show(Path.GetFileName(file), 100)))}; name one of them");
    }

    /// <summary>The path from the repository's root, or null where it is wrong.</summary>
    private string? CheckPath(Text? text, string what, string? path = null)
    {
        path ??= text?.Value;
        if (text is null or { Span.Length: 0 } || path is null)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(path))
        {
            Report(DiagnosticCatalogue.EmptyText, text, $"Found an empty text where {what} is expected; write it, or take the statement out");
        }
        else if (IsAbsolute(path))
        {
            Report(DiagnosticCatalogue.PathAbsolute, text, $"The path '{WrittenPath.Of(source, text).Shown}' is absolute; write it relative to the goal file's folder");
        }
        else if (WrittenPath.Of(source, text) is { Backslash: { } backslash } written)
        {
            Report(DiagnosticCatalogue.Backslash, text, $"The path '{written.Shown}' holds {backslash}; write '{written.WithSlashes}'");
        }
        else if (Characters.IndexOfUnprintable(path) is >= 0 and var at)
        {
            Report(DiagnosticCatalogue.ControlCharacter, text, $"The path '{Characters.Show(path, 100)}' holds the character {Characters.CodePoint(path[at])}, which has no place in a path; take it out");
        }
        else if (RepositoryPath.Resolve(context.GoalDirectory, path) is { } resolved)
        {
            return resolved;
        }
        else
        {
            Report(DiagnosticCatalogue.PathOutside, text, $"The path '{Characters.Show(path, 100)}' leads out of the repository; name a path inside it, or move the goal file");
        }

        return null;
    }

    // A path that starts at a drive, a share or somebody's home is absolute on every platform, whichever this is.
    private static bool IsAbsolute(string path) =>
        path[0] is '/' or '\\' || path.StartsWith("~/", StringComparison.Ordinal) || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]));

    private void Report(DiagnosticDescriptor descriptor, Text text, string message) => diagnostics.Report(descriptor, text.Span, message);
}
