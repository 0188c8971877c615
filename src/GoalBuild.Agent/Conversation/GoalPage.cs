using System.Globalization;
using System.Text;
using GoalBuild.Language;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Conversation;

/// <summary>
/// A goal as it stands on the disk, word for word. It is read anew for each request, so that nothing that a conversation forgets changes what is asked; while the
/// file cannot be read, or is being written, the last good text stands.
/// </summary>
/// <param name="workspace">The tree.</param>
/// <param name="source">The text that the run started from, with the file's absolute path.</param>
/// <param name="goalName">The goal's name.</param>
internal sealed class GoalPage(Workspace workspace, SourceText source, string goalName)
{
    private GoalText? _last;

    /// <summary>Reads the goal.</summary>
    /// <exception cref="InvalidOperationException">The text that the run started from has no such goal.</exception>
    public GoalText Read() => _last = FromDisk() ?? _last ?? Of(source.Text) ?? throw new InvalidOperationException($"'{source.Path}' has no goal '{goalName}'.");

    private GoalText? FromDisk()
    {
        try
        {
            using var stream = File.OpenRead(source.Path);
            return Of(GoalLanguage.Parse(stream, source.Path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A goal that was made without a text, as tests make it, has none of its own either.
    private GoalText? Of(string text) => Of(GoalLanguage.Parse(new SourceText(source.Path, text)));

    private GoalText? Of(ParseResult result)
    {
        var goal = result.HasErrors ? null : result.File.Goals.FirstOrDefault(goal => goal.Name.Value == goalName);
        if (goal is null)
        {
            return null;
        }

        string Words(Node node) => result.Source.Text.Substring(node.Span.Start, node.Span.Length);
        int Line(Node node) => result.Source.PositionOf(node.Span.Start).Line;
        return new GoalText(
            workspace.RelativePath(source.Path),
            Words(goal),
            goal,
            [.. goal.BlockedWhen.Select(condition => condition.Value)],
            [.. goal.Constraints.Concat(goal.Phases.SelectMany(phase => phase.Constraints)).Select(constraint => new WrittenConstraint(Words(constraint), Line(constraint)))]);
    }
}

/// <summary>A goal, word for word.</summary>
/// <param name="File">Its file, relative to the workspace's root.</param>
/// <param name="Text">The goal as it is written, from its first word to its last brace.</param>
/// <param name="Goal">What it says.</param>
/// <param name="BlockedWhen">The conditions under which only a person can go on.</param>
/// <param name="Constraints">The constraints of the goal and its phases, in the order of the file.</param>
internal sealed record GoalText(string File, string Text, Goal Goal, IReadOnlyList<string> BlockedWhen, IReadOnlyList<WrittenConstraint> Constraints)
{
    /// <summary>The page for a model.</summary>
    /// <param name="stop">What it is to do when a condition of <c>blocked when</c> holds, up to the conditions.</param>
    public string Render(string stop = "Stop and call report_blocked when one of these holds:")
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"The goal, from {File}:\n{Text}\n");
        if (Constraints.Count > 0)
        {
            page.Append("Constraints; a change that breaks one is undone:\n");
            foreach (var constraint in Constraints)
            {
                page.Append(CultureInfo.InvariantCulture, $"- {constraint.Text} ({Path.GetFileName(File)}:{constraint.Line})\n");
            }
        }

        if (BlockedWhen.Count > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"{stop}\n");
            foreach (var condition in BlockedWhen)
            {
                page.Append(CultureInfo.InvariantCulture, $"- {condition}\n");
            }
        }

        return page.ToString();
    }
}

/// <summary>A constraint as it is written.</summary>
/// <param name="Text">Its words.</param>
/// <param name="Line">Its line in the goal file, from 1.</param>
internal sealed record WrittenConstraint(string Text, int Line);
