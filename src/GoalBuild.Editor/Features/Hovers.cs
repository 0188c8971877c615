using System.Globalization;
using System.Text;
using GoalBuild.Editor.Documents;
using GoalBuild.Editor.Protocol;
using GoalBuild.Editor.Reference;
using GoalBuild.Editor.Tree;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Features;

/// <summary>What to show at the pointer: what a word means, what a name stands for, why there is a diagnostic, and what was found out last of a clause.</summary>
/// <param name="verdicts">The last verdicts.</param>
/// <param name="clock">Says how long ago that was.</param>
internal sealed class Hovers(LastVerdicts verdicts, TimeProvider clock)
{
    private const int MostFindings = 3;

    /// <summary>What to show, or null.</summary>
    /// <param name="document">The document.</param>
    /// <param name="position">The place.</param>
    public Hover? At(GoalDocument document, TextPosition position)
    {
        var offset = document.OffsetOf(position);
        var outline = document.Outline;
        if (outline.TokenAt(offset) is not { } token)
        {
            return null;
        }

        var parts = new List<string>();
        var statement = outline.StatementAt(offset);
        if (NamedThing.At(document, offset) is { Declaration: var declaration } thing && token.Start != declaration.Span.Start)
        {
            parts.Add(Declared(document, thing));
        }
        else if (statement is { Place: { } place })
        {
            parts.AddRange(Meaning(outline, statement, place, token));
        }

        if (statement is not null && Verdict(document, statement) is { } verdict)
        {
            parts.Add(verdict);
        }

        parts.AddRange(document.Checked.Diagnostics.Where(diagnostic => diagnostic.Span.Start <= offset && offset <= diagnostic.Span.End).Select(Explained));
        return parts.Count == 0 ? null : new Hover(new MarkupContent(string.Join("\n\n---\n\n", parts)), document.RangeOf(token.Span));
    }

    private static IEnumerable<string> Meaning(Outline outline, Statement statement, Place place, Token token)
    {
        var words = statement.Tokens.Where(other => other.Kind == TokenKind.Word).Select(outline.TextOf).ToList();
        var keyword = outline.TextOf(statement.Keyword);
        var usages = Keywords.Statements.Where(usage => usage.Place == place && usage.Keyword == keyword).ToList();

        // Of 'keep tests' and 'keep api' the one that has the words that are written.
        if (usages.MaxBy(usage => usage.Words.Intersect(words).Count() * 100 - usage.Words.Count) is not { } usage)
        {
            yield break;
        }

        var word = token.Kind == TokenKind.Word ? outline.TextOf(token) : "";
        if (token.Start != statement.Keyword.Start && LanguageReference.Shared.Option(usage, word) is { } option)
        {
            yield return $"`{word}`: {option}";
            yield break;
        }

        yield return $"```goal\n{usage.Usage}\n```";
        if (LanguageReference.Shared.Meaning(usage) is { } meaning)
        {
            yield return meaning;
        }
    }

    private static string Declared(GoalDocument document, NamedThing thing)
    {
        var statement = document.Outline.Statements.LastOrDefault(statement => statement.Span.Start <= thing.Declaration.Span.Start && thing.Declaration.Span.End <= statement.Span.End);
        var text = statement is null ? $"{thing.Kind} {thing.Declaration.Value}" : document.Source.Text.Substring(statement.Span.Start, statement.Span.Length);
        return $"````goal\n{(thing.Kind == "environment" ? text : text.Split('{')[0].TrimEnd())}\n````";
    }

    private string? Verdict(GoalDocument document, Statement statement)
    {
        var found = document.Checked.File.Goals
            .SelectMany(goal => GoalClause.Of(goal).Select(clause => (Goal: goal, Clause: clause)))
            .FirstOrDefault(pair => pair.Clause.Clause.Span.Start == statement.Span.Start);
        if (found.Goal is null || !verdicts.Of(document, found.Goal).TryGetValue(found.Clause.Name, out var verdict))
        {
            return null;
        }

        var text = new StringBuilder($"**{verdict.Status}**, {verdict.Age(clock.GetUtcNow())}{(verdict.IsOfEarlierText ? ", before the goal file was changed" : "")}: {Escaped(verdict.Reason)}");
        foreach (var finding in verdict.Findings.Take(MostFindings))
        {
            var where = finding.File is null ? "" : $" ({finding.File}{(finding.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $":{line}") : "")})";
            text.Append($"\n- {Escaped($"{finding.Test ?? finding.Code} {finding.Message.Split('\n')[0]}{where}".Trim())}");
        }

        return text.ToString();
    }

    private static string Explained(Diagnostic diagnostic)
    {
        var descriptor = DiagnosticCatalogue.All.FirstOrDefault(descriptor => descriptor.Code == diagnostic.Code);
        return descriptor is null ? diagnostic.Code : $"`{descriptor.Code}` {descriptor.Cause}\n\n{descriptor.Cure}";
    }

    // What tests and compilers say is no Markdown.
    private static string Escaped(string text) => string.Concat(text.Select(c => c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '#' or '|' ? $"\\{c}" : c.ToString()));
}
