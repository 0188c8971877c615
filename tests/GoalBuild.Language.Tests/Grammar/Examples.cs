using System.Text.RegularExpressions;

namespace GoalBuild.Language.Tests.Grammar;

/// <summary>The code blocks of a page that are goals or parts of goals.</summary>
public static partial class Examples
{
    /// <summary>The blocks marked <c>goal</c>, <c>goal-member</c>, <c>goal-clause</c>, <c>goal-constraint</c> or <c>goal-step</c>.</summary>
    public static IReadOnlyList<Example> In(string page)
    {
        var text = File.ReadAllText(Path.Combine(RepositoryFiles.Root, page)).ReplaceLineEndings("\n");
        return [.. Block().Matches(text).Select(match => new Example(page, text[..match.Index].Count(c => c == '\n') + 1, match.Groups["kind"].Value, match.Groups["text"].Value))];
    }

    [GeneratedRegex("^```(?<kind>goal(?:-[a-z]+)?)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    public sealed record Example(string Page, int Line, string Kind, string Text)
    {
        /// <summary>A whole goal with the example in its place; what stands around it is in order.</summary>
        public string Whole => Kind switch
        {
            "goal" => Text,
            "goal-member" => Goal(Text),
            "goal-clause" => Goal($"verify {{\n{Text}}}"),
            "goal-constraint" => Goal($"constrain {{\n{Text}}}"),
            "goal-step" => Goal($"agent {{\n{Text}}}"),
            _ => throw new NotSupportedException($"{Page}({Line}): no example is called {Kind}."),
        };

        public override string ToString() => $"{Page}({Line})";

        private static string Goal(string member)
        {
            var objective = member.StartsWith("objective", StringComparison.Ordinal) ? "" : "objective \"Every clause holds.\"\n";
            return $"goal example {{\n{objective}constrain {{ only \"src/**\" }}\nverify {{ build \"App.sln\" }}\n{member}}}\n";
        }
    }
}
