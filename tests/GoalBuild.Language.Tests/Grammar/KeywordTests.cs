using System.Text.Json;
using System.Text.RegularExpressions;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Tests.Grammar;

/// <summary>The table of keywords, the EBNF, the TextMate grammar and the language reference hold the same words.</summary>
public partial class KeywordTests
{
    private static IEnumerable<string> Words => Keywords.All;

    [Test]
    public void The_ebnf_has_the_words_of_the_table_and_no_other()
    {
        // Units and percentiles are parts of a number, not words.
        string[] partsOfNumbers = [.. Ebnf.Read(RepositoryFiles.Grammar("goal.ebnf")).Rules.Where(rule => rule.Name is "count" or "duration" or "size" or "percentile").SelectMany(rule => rule.Terminals)];
        var terminals = Ebnf.Read(RepositoryFiles.Grammar("goal.ebnf")).Terminals.Where(terminal => char.IsLetter(terminal[0])).Except(partsOfNumbers);
        Assert.That(terminals, Is.EquivalentTo(Words));
    }

    [Test]
    public void The_textmate_grammar_has_the_words_of_the_table_and_no_other()
    {
        var patterns = TextMateTests.PatternsOf(JsonDocument.Parse(File.ReadAllText(TextMateGrammar.FilePath)).RootElement);
        var words = patterns.SelectMany(pattern => KeywordGroup().Matches(pattern)).SelectMany(match => match.Groups["words"].Value.Split('|')).Except(["ms", "s", "m", "h", "d", "k", "ims"]).Distinct();
        Assert.That(words, Is.EquivalentTo(Words));
    }

    [TestCaseSource(nameof(Words))]
    public void A_word_stands_in_the_language_reference(string word) =>
        Assert.That(File.ReadAllText(RepositoryFiles.Grammar("README.md")), Does.Match($@"`[^`\n]*(?<![\w.-]){Regex.Escape(word)}(?![\w.-])[^`\n]*`"));

    [TestCaseSource(nameof(Words))]
    public void A_word_is_coloured_in_its_statement(string word)
    {
        var statement = Keywords.Statements.First(statement => statement.Keyword == word || statement.Words.Contains(word));
        var pieces = TextMateGrammar.Shared.Tokenise(InPlace(statement.Place, SampleOf(statement.Usage, word)));
        Assert.That(pieces.Where(piece => piece.Text == word).Select(piece => piece.Scope), Has.Some.Match(@"^(storage\.type|keyword\.|constant\.language)"), () => string.Join('\n', pieces));
    }

    private static string InPlace(Place place, string statement) => place switch
    {
        Place.File => statement,
        Place.Goal => $"goal a {{ {statement} }}",
        Place.Phase => $"goal a {{ phase b {{ {statement} }} }}",
        Place.Clauses => $"goal a {{ verify {{ {statement} }} }}",
        Place.Constraints => $"goal a {{ constrain {{ {statement} }} }}",
        Place.Environment => $"goal a {{ environment b {{ {statement} }} }}",
        Place.Budget => $"goal a {{ budget {{ {statement} }} }}",
        Place.Agent => $"goal a {{ agent {{ {statement} }} }}",
        _ => $"goal a {{ evidence {{ {statement} }} }}",
    };

    /// <summary>The usage with values in place of their names, and of each choice the word where it is one of them.</summary>
    private static string SampleOf(string usage, string word)
    {
        var text = usage.Replace("…", "\"x\"", StringComparison.Ordinal).Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        text = Choice().Replace(text, match => match.Value.Split('|').Contains(word) ? word : match.Value.Replace('|', ' '));
        return Value().Replace(text, match => match.Value switch
        {
            "PATTERN" => "/x/",
            "OP" => ">=",
            "D" => "3s",
            "N" or "NUMBER" => "3",
            _ => "\"x\"",
        });
    }

    [GeneratedRegex(@"\((?:\?:)?(?<words>[a-z]+(?:-[a-z]+)?(?:\|[a-z]+(?:-[a-z]+)?)*)\)")]
    private static partial Regex KeywordGroup();

    [GeneratedRegex(@"[\w-]+(?:\|[\w-]+)+")]
    private static partial Regex Choice();

    [GeneratedRegex(@"(?<![\w])[A-Z]+(?![\w])")]
    private static partial Regex Value();
}
