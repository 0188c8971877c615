using GoalBuild.Editor.Documents;
using GoalBuild.Editor.Protocol;
using GoalBuild.Editor.Tree;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;

namespace GoalBuild.Editor.Features;

/// <summary>A line above each clause that says what was found out last, and above each goal how many of its clauses hold.</summary>
/// <param name="verdicts">The last verdicts.</param>
/// <param name="clock">Says how long ago that was.</param>
internal sealed class Lenses(LastVerdicts verdicts, TimeProvider clock)
{
    /// <summary>The command of this server behind a verdict: it shows all of it.</summary>
    public const string ShowVerdict = "goalbuild.showVerdict";

    /// <summary>Commands of an editor's extension, where it says that it has them: they take the file and the goal.</summary>
    private static readonly (string Title, string Name)[] ExtensionCommands = [("Verify", "goalbuild.verify"), ("Run", "goalbuild.run")];

    /// <summary>The lenses of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="hasCommands">Whether the editor's extension can verify and run goals.</param>
    public IReadOnlyList<CodeLens> Of(GoalDocument document, bool hasCommands)
    {
        var lenses = new List<CodeLens>();
        foreach (var goal in document.Checked.File.Goals)
        {
            var head = document.RangeOf(new SourceSpan(goal.Span.Start, "goal".Length));
            lenses.AddRange((hasCommands ? ExtensionCommands : []).Select(command => new CodeLens(head, new Command(command.Title, command.Name, [document.Path, goal.Name.Value]))));
            var known = verdicts.Of(document, goal);
            var clauses = GoalClause.Of(goal);
            if (known.Count > 0 && clauses.Count > 0)
            {
                var holding = clauses.Count(clause => known.TryGetValue(clause.Name, out var verdict) && verdict.Status == "holds");
                lenses.Add(new CodeLens(head, new Command(Words.Capital(Words.Holding(holding, clauses.Count)), "")));
            }

            lenses.AddRange(clauses.Where(clause => known.ContainsKey(clause.Name)).Select(clause => new CodeLens(
                document.RangeOf(clause.Clause.Span),
                new Command(Title(known[clause.Name]), ShowVerdict, [document.Uri, goal.Name.Value, clause.Name]))));
        }

        return lenses;
    }

    /// <summary>All of a verdict, for a message; null where it is no longer known.</summary>
    /// <param name="document">The document.</param>
    /// <param name="goal">The goal's name.</param>
    /// <param name="clause">The clause's name.</param>
    public MessageParams? Full(GoalDocument document, string goal, string clause) =>
        document.Checked.File.Goals.FirstOrDefault(other => other.Name.Value == goal) is { } found && verdicts.Of(document, found).TryGetValue(clause, out var verdict)
            ? new MessageParams(verdict.Status == "holds" ? 3 : 2, $"{clause}: {verdict.Status}, {verdict.Age(clock.GetUtcNow())}. {verdict.Reason}{string.Concat(verdict.Findings.Take(5).Select(finding => $"\n{finding.Test ?? finding.Code} {finding.Message.Split('\n')[0]}"))}")
            : null;

    private string Title(LastVerdict verdict) =>
        $"{Words.Capital(verdict.Status)}, {verdict.Age(clock.GetUtcNow())}{(verdict.IsOfEarlierText ? ", before the file was changed" : "")}: {verdict.Reason.ReplaceLineEndings(" ")}";
}
