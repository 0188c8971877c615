using GoalBuild.Language;
using GoalBuild.Language.Analysis;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Tool.Commands;

/// <summary>Reads the value of <c>--budget</c>: what stands in a <c>budget</c> block of the language, read by the language itself.</summary>
internal static class BudgetOption
{
    private const string Before = "goal \"x\" { objective \"x\" verify { run \"x\" } budget { ";
    private const string Example = "Write it as in a 'budget' block: \"turns 40\", \"time 30m cost $2\" or \"tokens 2M\".";

    /// <summary>Reads the value.</summary>
    /// <param name="text">The value, or null where the option was not given.</param>
    /// <returns>The caps; null where the option was not given.</returns>
    /// <exception cref="GoalFaultException">GOAL0030: it is no budget; the message says what was found and what was expected.</exception>
    public static Budget? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        // What would end the block, or hide its end, is no part of a budget.
        if (text.IndexOfAny(['{', '}', '"', '/', '#', '\n', '\r']) is >= 0 and var at)
        {
            throw Wrong(text, $"found '{(char.IsControl(text[at]) ? "a line break" : text[at])}', expected caps");
        }

        var path = Path.GetFullPath("budget.goal");
        var parsed = GoalLanguage.Check(new SourceText(path, $"{Before}{text} }} }}"), AnalysisContext.ForFile(path, _ => true));
        var diagnostic = parsed.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        if (diagnostic is not null)
        {
            throw Wrong(text, Lower(diagnostic.Message.TrimEnd('.')));
        }

        return parsed.File.Goals[0].Budget switch
        {
            { Attempts: not null } => throw Wrong(text, "found 'attempts', which limits tries of clauses and cannot be raised; expected turns, tokens, cost or time"),
            { } budget when budget is { Turns: null, Tokens: null, Cost: null, Time: null } => throw Wrong(text, "found no cap, expected turns, tokens, cost or time"),
            var budget => budget ?? throw Wrong(text, "found no cap, expected turns, tokens, cost or time"),
        };
    }

    private static string Lower(string message) => message.Length > 0 ? char.ToLowerInvariant(message[0]) + message[1..] : message;

    private static GoalFaultException Wrong(string text, string why) => new(DiagnosticCatalogue.CommandLineWrong, $"'--budget' is '{text.ReplaceLineEndings(" ")}': {why}. {Example}");
}
