using System.Text.Json;
using System.Text.RegularExpressions;

namespace GoalBuild.Language.Tests.Grammar;

public class TextMateTests
{
    private readonly TextMateGrammar _grammar = TextMateGrammar.Shared;

    [TestCase("goal a { }", "goal", "storage.type")]
    [TestCase("goal build { }", "build", "entity.name.section")]
    [TestCase("goal b after test { }", "test", "entity.name.section")]
    [TestCase("goal b after \"a\" { }", "after", "keyword.control.member")]
    [TestCase("goal a { objective \"x\" }", "objective", "keyword.control.member")]
    [TestCase("goal a { objective \"x\" }", "x", "string.quoted.double")]
    [TestCase("goal a { objective \"a\\n\" }", "\\n", "constant.character.escape")]
    [TestCase("goal a { objective \"a\\q\" }", "\\q", "invalid.illegal.escape")]
    [TestCase("goal a { objective \"\"\"a \"b\" \\n\"\"\" }", "a \"b\" \\n", "string.quoted.triple")]
    [TestCase("goal a { objective \"\"\"\n    text\n    \"\"\" verify { } }", "verify", "keyword.control.member")]
    [TestCase("goal a { objective \"\"\"\"a\"\"\"b\"\"\"\" verify { } }", "verify", "keyword.control.member")]
    [TestCase("goal a { // verify\n}", " verify", "comment.line.double-slash")]
    [TestCase("goal a { /* verify\n { */ verify { } }", " { ", "comment.block")]
    [TestCase("goal a { phase build after lint { } }", "phase", "storage.type")]
    [TestCase("goal a { phase build after lint { } }", "build", "entity.name.section")]
    [TestCase("goal a { phase p { verify { } } evidence { diff } }", "diff", "constant.language")]
    [TestCase("goal a { environment ci { set PATH_2 = \"x\" } }", "PATH_2", "variable.other.environment")]
    [TestCase("goal a { environment ci { framework net10.0 } }", "net10.0", "entity.name")]
    [TestCase("goal a { blocked when \"x\" }", "when", "keyword.control.member")]
    [TestCase("goal a { verify { build \"App.sln\" } }", "build", "keyword.other.clause")]
    [TestCase("goal a { verify { build \"App.sln\" } }", "App.sln", "string.quoted.double")]
    [TestCase("goal a { verify { build \"x\" in lint, ci } }", "lint", "entity.name")]
    [TestCase("goal a { verify { build \"x\" in ci, lint } }", "lint", "entity.name")]
    [TestCase("goal a { verify { build \"x\" warnings as errors } }", "as", "keyword.other.option")]
    [TestCase("goal a { verify { lint style } }", "style", "constant.language")]
    [TestCase("goal a { verify { lint } }", "lint", "keyword.other.clause")]
    [TestCase("goal a { verify { coverage \"t\" branch >= 80% } }", ">=", "keyword.operator.comparison")]
    [TestCase("goal a { verify { coverage \"t\" branch >= 80% } }", "80", "constant.numeric")]
    [TestCase("goal a { verify { coverage \"t\" branch >= 80% } }", "%", "keyword.other.unit")]
    [TestCase("goal a { verify { run \"x\" timeout 90s } }", "s", "keyword.other.unit")]
    [TestCase("goal a { verify { run \"x\" prints /a\\/b \"c/i } }", "a\\/b \"c", "string.regexp")]
    [TestCase("goal a { verify { run \"x\" prints /[/]a/ } }", "[/]a", "string.regexp")]
    [TestCase("goal a { verify { run \"x\" prints /a/i } }", "i", "keyword.other.flags")]
    [TestCase("goal a { verify { measure \"m\" = run \"x\" matching /(?<value>1)/ < 5KB } }", "run", "keyword.other.clause")]
    [TestCase("goal a { verify { measure \"m\" = run \"x\" matching /(?<value>1)/ < 5KB } }", "KB", "keyword.other.unit")]
    [TestCase("goal a { verify { latency \"GET /\" p99.9 < 5ms } }", "p99.9", "constant.numeric.percentile")]
    [TestCase("goal a { verify { file \"x\" unchanged } }", "unchanged", "constant.language")]
    [TestCase("goal a { constrain { keep tests } }", "tests", "keyword.other.constraint")]
    [TestCase("goal a { constrain { network off } }", "off", "constant.language")]
    [TestCase("goal a { constrain { forbid package limit } }", "limit", "entity.name")]
    [TestCase("goal a { constrain { allow packages A, network } }", "network", "entity.name")]
    [TestCase("goal a { constrain { forbid text /x/ in \"y\" } }", "in", "keyword.other.option")]
    [TestCase("goal a { budget { turns 3 cost $2.50 } }", "cost", "keyword.other.limit")]
    [TestCase("goal a { budget { turns 3 cost $2.50 } }", "2.50", "constant.numeric")]
    [TestCase("goal a { agent { model gpt-5 price $1 / $2 } }", "gpt-5", "entity.name")]
    [TestCase("goal a { agent { model gpt-5 price $1 / $2 } }", "/", "keyword.operator.price")]
    [TestCase("goal a { agent { model x effort high key MY_KEY } }", "high", "constant.language")]
    [TestCase("goal a { agent { model x effort high key MY_KEY } }", "MY_KEY", "variable.other.environment")]
    [TestCase("goal a { agent { command \"x\" turns 3 } }", "command", "keyword.other.step")]
    [TestCase("goal größe { }", "größe", "entity.name.section")]
    public void A_piece_has_its_scope(string text, string piece, string scope)
    {
        var pieces = _grammar.Tokenise(text);
        Assert.That(pieces, Has.Some.EqualTo((piece, scope)), () => string.Join(Environment.NewLine, pieces));
    }

    [Test]
    public void A_closing_brace_ends_its_own_block_and_no_other()
    {
        var braces = _grammar.Tokenise("goal a { require \"r}\" { file \"{\" exists } verify { } } goal b { budget { } }")
            .Where(piece => piece.Text is "{" or "}" && piece.Scope.StartsWith("punctuation.section", StringComparison.Ordinal));
        Assert.That(string.Concat(braces.Select(brace => brace.Text)), Is.EqualTo("{{}{}}{{}}"));
        Assert.That(_grammar.Tokenise("goal a { verify { } }\ngoal b { }")[^4], Is.EqualTo(("goal", "storage.type")));
    }

    [Test]
    public void Every_pattern_is_a_regular_expression()
    {
        var patterns = PatternsOf(JsonDocument.Parse(File.ReadAllText(TextMateGrammar.FilePath)).RootElement).ToList();
        Assert.That(patterns, Has.Count.GreaterThan(50));
        foreach (var pattern in patterns)
        {
            // An end pattern may name a group of its begin pattern; on its own it gets one.
            Assert.That(() => new Regex("(?:(x))?" + pattern), Throws.Nothing, pattern);
        }
    }

    [Test]
    public void Every_include_names_a_rule_that_exists_and_every_rule_is_included()
    {
        var root = JsonDocument.Parse(File.ReadAllText(TextMateGrammar.FilePath)).RootElement;
        var rules = root.GetProperty("repository").EnumerateObject().Select(rule => "#" + rule.Name);
        Assert.That(ValuesOf(root, "include").Distinct(), Is.EquivalentTo(rules));
    }

    [Test]
    public void Every_scope_ends_with_the_name_of_the_language()
    {
        var root = JsonDocument.Parse(File.ReadAllText(TextMateGrammar.FilePath)).RootElement;
        Assert.That(ValuesOf(root, "name").Where(scope => scope != "Goal"), Has.All.EndsWith(".goal"));
    }

    internal static IEnumerable<string> PatternsOf(JsonElement element) => new[] { "match", "begin", "end" }.SelectMany(key => ValuesOf(element, key));

    private static IEnumerable<string> ValuesOf(JsonElement element, string key) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property.Name == key && property.Value.ValueKind == JsonValueKind.String ? [property.Value.GetString()!] : ValuesOf(property.Value, key)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => ValuesOf(item, key)),
        _ => [],
    };
}
