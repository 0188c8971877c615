using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Tests;

/// <summary>Reads pieces of goals for tests that are about one of them.</summary>
internal static class Parsing
{
    public static Goal Goal(string members)
    {
        var result = GoalLanguage.Parse(new SourceText("test.goal", $"goal sample {{\n{members}\n}}"));
        Assert.That(result.Diagnostics.Select(diagnostic => diagnostic.Render(result.Source)), Is.Empty);
        return result.File.Goals.Single();
    }

    public static Clause Clause(string clause) => Goal($"verify {{\n{clause}\n}}").Verify.Single();

    public static Constraint Constraint(string constraint) => Goal($"constrain {{\n{constraint}\n}}").Constraints.Single();

    public static AgentStep Step(string step) => Goal($"agent {{\n{step}\n}}").Agent!.Steps.Single();

    public static Text Text(string value) => new(value);

    public static ValueList<Text> Texts(params string[] values) => values.Select(Text).ToValueList();

    /// <summary>What reading the members of a goal gives, as <c>line,column code message</c>, the first member on line 1.</summary>
    public static IReadOnlyList<string> Errors(string members)
    {
        var result = GoalLanguage.Parse(new SourceText("test.goal", $"goal sample {{\n{members}\n}}"));
        return [.. result.Diagnostics.Select(diagnostic =>
        {
            var (line, column) = result.Source.PositionOf(diagnostic.Span.Start);
            return $"{line - 1},{column} {diagnostic.Code} {diagnostic.Message}";
        })];
    }
}
