using System.Text;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Completion;

/// <summary>A statement with places to fill in, in the snippet syntax of the Language Server Protocol.</summary>
internal static class StatementSnippet
{
    /// <summary>The snippet of a statement: what has to stand, and its block.</summary>
    /// <param name="usage">The statement.</param>
    public static string Of(StatementUsage usage)
    {
        var text = new StringBuilder(usage.Keyword);
        var number = 0;
        foreach (var element in StatementShape.Of(usage).Elements.Where(element => !element.IsOption))
        {
            text.Append(' ');
            var words = element.Alternatives.Select(alternative => alternative[0].Words.Count > 0 ? alternative[0].Text : null).ToList();
            if (words is [{ } word])
            {
                text.Append(word);
            }
            else if (words.All(choice => choice is not null))
            {
                text.Append($"${{{++number}|{string.Join(',', words)}|}}");
            }
            else
            {
                text.Append(Value(element.Alternatives[^1][0].Text, ref number));
            }
        }

        if (usage.Usage.EndsWith('{'))
        {
            text.Append($" {{\n\t${{0}}\n}}");
        }

        return text.ToString();
    }

    private static string Value(string kind, ref int number) => kind switch
    {
        "=" or "/" => kind,
        "OP" => $"${{{++number}|>=,>,<=,<,==|}}",
        "N%" => $"${{{++number}:80}}%",
        "$N" => $"\\$${{{++number}:10}}",
        "N" => $"${{{++number}:1}}",
        "D" => $"${{{++number}:30m}}",
        "NUMBER" => $"${{{++number}:0}}",
        "pNN" => $"${{{++number}:p95}}",
        "PATTERN" => $"/${{{++number}}}/",
        "NAME" => $"${{{++number}:name}}",
        _ => $"\"${{{++number}}}\"",
    };
}
