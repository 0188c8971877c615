using GoalBuild.Editor.Documents;
using GoalBuild.Editor.Protocol;
using GoalBuild.Editor.Tree;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Features;

/// <summary>What can be done at a place: correct what was mistyped, give a number its unit, add what a goal lacks, and trace clauses to requirements.</summary>
internal static class CodeActions
{
    private const string QuickFix = "quickfix";
    private const string Refactor = "refactor";

    /// <summary>Test projects that are offered as proof of a requirement; a list for choosing from.</summary>
    private const int MostProjects = 4;

    /// <summary>The actions for a stretch of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="range">The stretch.</param>
    public static IReadOnlyList<CodeAction> Of(GoalDocument document, TextRange range)
    {
        var (start, end) = (document.OffsetOf(range.Start), document.OffsetOf(range.End));
        var diagnostics = document.Checked.Diagnostics.Where(diagnostic => diagnostic.Span.Start <= end && start <= diagnostic.Span.End).ToList();
        return [.. diagnostics.SelectMany(diagnostic => Fixes(document, diagnostic)), .. Budget(document, start), .. Trace(document, start)];
    }

    private static IEnumerable<CodeAction> Fixes(GoalDocument document, Diagnostic diagnostic)
    {
        var shown = document.Shown(diagnostic);
        var isFirst = true;
        foreach (var replacement in diagnostic.Replacements)
        {
            yield return new CodeAction($"Change to {replacement}", QuickFix, document.Edit(new TextEdit(document.RangeOf(diagnostic.Span), replacement))) { Diagnostics = [shown], IsPreferred = isFirst ? true : null };
            isFirst = false;
        }

        foreach (var (title, edit) in Additions(document, diagnostic))
        {
            yield return new CodeAction(title, QuickFix, document.Edit(edit)) { Diagnostics = [shown] };
        }
    }

    private static IEnumerable<(string Title, TextEdit Edit)> Additions(GoalDocument document, Diagnostic diagnostic)
    {
        var statement = document.Outline.StatementAt(diagnostic.Span.Start);
        if (diagnostic.Code == DiagnosticCatalogue.UnknownEnvironment.Code)
        {
            var name = document.Source.Text.Substring(diagnostic.Span.Start, diagnostic.Span.Length);
            if (Goal(document, diagnostic.Span.Start) is { } goal)
            {
                yield return ($"Declare the environment {name}", Insertion.AtEnd(document, goal, [$"environment {name} {{", "    configuration Release", "}"], apart: true));
            }
        }
        else if (statement is { BodyEnd: not null })
        {
            var projects = new RepositoryFiles(document.Path).Projects().ToList();
            var tests = projects.Where(project => project.Contains("Test", StringComparison.OrdinalIgnoreCase)).Take(MostProjects).ToList();
            if (diagnostic.Code == DiagnosticCatalogue.UnprovenRequirement.Code)
            {
                foreach (var line in tests.Select(test => $"test {Names.Quote(test)}").DefaultIfEmpty("run \"…\""))
                {
                    yield return ($"Prove it with {line}", Insertion.AtEnd(document, statement, [line], apart: false));
                }
            }
            else if (diagnostic.Code == DiagnosticCatalogue.NoConstraints.Code)
            {
                yield return ("Add constraints", Insertion.AtEnd(document, statement, ["constrain {", "    only \"src/**\", \"tests/**\"", "    keep tests", "}"], apart: true));
            }
            else if (diagnostic.Code == DiagnosticCatalogue.NoVerification.Code)
            {
                var clauses = projects.Take(1).Select(project => $"    build {Names.Quote(project)}").Concat(tests.Take(1).Select(test => $"    test {Names.Quote(test)}"));
                yield return ("Add a verification", Insertion.AtEnd(document, statement, ["verify {", .. clauses.DefaultIfEmpty("    run \"…\""), "}"], apart: true));
            }
            else if (diagnostic.Code == DiagnosticCatalogue.NoObjective.Code)
            {
                yield return ("Add an objective", Insertion.AtEnd(document, statement, ["objective \"What is true when the goal is met.\""], apart: true));
            }
        }
    }

    /// <summary>A budget, on the line that a goal or phase without one begins.</summary>
    private static IEnumerable<CodeAction> Budget(GoalDocument document, int offset)
    {
        var line = document.Source.PositionOf(offset).Line;
        foreach (var statement in document.Outline.Statements.Where(statement => statement.BodyEnd is not null && document.Source.PositionOf(statement.Keyword.Start).Line == line))
        {
            var kind = document.Outline.TextOf(statement.Keyword);
            var hasBudget = document.Outline.Statements.Any(other => other.Parent == statement && document.Outline.TextOf(other.Keyword) == "budget");
            if (kind is "goal" or "phase" && !hasBudget)
            {
                yield return new CodeAction($"Add a budget to the {kind}", Refactor, document.Edit(Insertion.AtEnd(document, statement, ["budget { turns 20  time 30m }"], apart: true)));
            }
        }
    }

    /// <summary>Moves a clause of a <c>verify</c> block to a requirement: one of its goal or phase, or a new one.</summary>
    private static IEnumerable<CodeAction> Trace(GoalDocument document, int offset)
    {
        var outline = document.Outline;
        if (outline.StatementAt(offset) is not { Place: Place.Clauses, Parent: { Parent: { } owner, BodyEnd: not null } verify } clause || outline.TextOf(verify.Keyword) != "verify")
        {
            yield break;
        }

        var text = document.Source.Text;
        var written = text.Substring(clause.Span.Start, clause.Span.Length);
        var isLast = outline.Statements.Count(other => other.Parent == verify) == 1;
        var gone = new TextEdit(document.RangeOf(WholeLines(text, isLast ? verify.Span : clause.Span)), "");
        foreach (var requirement in outline.Statements.Where(other => other.Parent == owner && other.BodyEnd is not null && outline.TextOf(other.Keyword) == "require"))
        {
            var title = requirement.Tokens.Count > 1 ? outline.TextOf(requirement.Tokens[1]) : "";
            yield return new CodeAction($"Trace to the requirement {Characters.Show(title)}", Refactor, document.Edit(gone, Insertion.AtEnd(document, requirement, [written], apart: false)));
        }

        var (indent, newLine) = (Insertion.Indent(text, verify.Keyword.Start), Insertion.NewLine(text));
        var name = document.Checked.File.Goals.SelectMany(GoalClause.Of).FirstOrDefault(other => other.Clause.Span.Start == clause.Span.Start)?.Name ?? written;
        var block = $"require {Names.Quote($"{Characters.Show(name)} holds")} {{{newLine}{indent}    {written}{newLine}{indent}}}";
        yield return new CodeAction("Trace to a new requirement", Refactor, isLast
            ? document.Edit(new TextEdit(document.RangeOf(verify.Span), block))
            : document.Edit(new TextEdit(document.RangeOf(new SourceSpan(verify.Span.Start, 0)), $"{block}{newLine}{newLine}{indent}"), gone));
    }

    private static Statement? Goal(GoalDocument document, int offset)
    {
        var statement = document.Outline.StatementAt(offset);
        while (statement?.Parent is { } parent)
        {
            statement = parent;
        }

        return statement is { BodyEnd: not null } ? statement : null;
    }

    /// <summary>A span with the rest of its lines where nothing but white space stands on them.</summary>
    private static SourceSpan WholeLines(string text, SourceSpan span)
    {
        var start = Insertion.LineStart(text, span.Start);
        var next = text.IndexOf('\n', span.End);
        var end = next < 0 ? text.Length : next + 1;
        return text.AsSpan(start, span.Start - start).IsWhiteSpace() && text.AsSpan(span.End, end - span.End).IsWhiteSpace() ? SourceSpan.FromBounds(start, end) : span;
    }
}
