using System.Text;

namespace GoalBuild.Language.Tests.Formatting;

/// <summary>Joins the pieces of a text with random white space, line breaks and comments.</summary>
internal sealed class Scatter(Random random)
{
    private readonly List<string> _comments = [];
    private readonly StringBuilder _text = new();

    /// <summary>The comments written, in order, each with its lines trimmed.</summary>
    public IReadOnlyList<string> Comments => _comments;

    public string Join(IReadOnlyList<string> pieces)
    {
        var lineBreak = random.Next(3) == 0 ? "\r\n" : "\n";
        var noise = random.Next(4);
        foreach (var piece in pieces)
        {
            Gap(noise);
            _text.Append(piece);
        }

        Gap(noise);
        return _text.ToString().Replace("\n", lineBreak, StringComparison.Ordinal);
    }

    private void Gap(int noise)
    {
        _text.Append(random.Next(3) == 0 ? '\n' : ' ');
        for (var i = random.Next(noise + 1); i > 0; i--)
        {
            _text.Append(random.Next(10) switch
            {
                0 => "\n\n\n",
                1 or 2 => "\n",
                3 => "\t",
                4 => "  ",
                5 => Comment($"// {Words()} /* */ \"") + (random.Next(2) == 0 ? "   \n" : "\n"),
                6 => Comment($"// {Words()}") + "\n\n",
                7 => Comment($"/* {Words()} */"),
                8 => Comment($"/* {Words()}\n   {Words()}\n\n\t {Words()} // \"{{ */"),
                _ => " ",
            });
        }
    }

    private string Comment(string comment)
    {
        _comments.Add(Normal(comment));
        return comment;
    }

    private string Words() => $"note {_comments.Count} {(random.Next(2) == 0 ? "}" : "verify {")}";

    /// <summary>A comment without what the formatter may change: the white space around its lines.</summary>
    public static string Normal(string comment) => string.Join('\n', comment.Split('\n').Select(line => line.Trim()));
}
