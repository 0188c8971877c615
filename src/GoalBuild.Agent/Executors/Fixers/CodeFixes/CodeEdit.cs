using GoalBuild.Language.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes;

/// <summary>What a repair proposes for one file.</summary>
/// <param name="Path">The file's absolute path.</param>
/// <param name="Summary">What it does, for people, such as <c>using System.Linq</c>.</param>
internal abstract record CodeEdit(string Path, string Summary);

/// <summary>Adds a using directive where the file's style wants it.</summary>
/// <param name="Path">The file's absolute path.</param>
/// <param name="Namespace">The namespace, with dots.</param>
internal sealed record AddUsing(string Path, string Namespace) : CodeEdit(Path, $"using {Namespace}");

/// <summary>Replaces some text.</summary>
/// <param name="Path">The file's absolute path.</param>
/// <param name="Summary">What it does, for people.</param>
/// <param name="Changes">The changes, in the order of the file, not overlapping.</param>
internal sealed record ChangeText(string Path, string Summary, ValueList<TextChange> Changes) : CodeEdit(Path, Summary)
{
    /// <summary>One change.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="summary">What it does, for people.</param>
    /// <param name="span">What is replaced.</param>
    /// <param name="text">What comes instead.</param>
    public static ChangeText Of(SyntaxTree tree, string summary, TextSpan span, string text) =>
        new(tree.FilePath, summary, [new TextChange(span, text)]);
}
