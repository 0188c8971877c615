using System.Text.RegularExpressions;

namespace GoalBuild.Language.Tests.Grammar;

/// <summary>The rules of an EBNF file: what each names, and which terminals stand in it. Comments and special sequences are passed over.</summary>
internal sealed partial class Ebnf
{
    private Ebnf(IReadOnlyList<Rule> rules) => Rules = rules;

    public IReadOnlyList<Rule> Rules { get; }

    public IEnumerable<string> Terminals => Rules.SelectMany(rule => rule.Terminals).Distinct();

    public static Ebnf Read(string path)
    {
        var rules = new List<Rule>();
        var tokens = Tokens().Matches(File.ReadAllText(path));
        Rule? rule = null;
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (token.Groups["name"].Success)
            {
                if (rule is null)
                {
                    rule = new Rule(token.Value, [], []);
                    i++;
                    Assert.That(tokens[i].Value, Is.EqualTo("="), $"what follows the rule name '{token.Value}'");
                }
                else
                {
                    rule.References.Add(token.Value);
                }
            }
            else if (token.Groups["terminal"].Success)
            {
                Assert.That(rule, Is.Not.Null, $"the terminal {token.Value} stands outside any rule");
                rule!.Terminals.Add(token.Groups["terminal"].Value);
            }
            else if (token.Value == ";")
            {
                rules.Add(rule!);
                rule = null;
            }
            else
            {
                Assert.That(token.Groups["odd"].Success, Is.False, $"'{token.Value}' at offset {token.Index} is no EBNF");
            }
        }

        Assert.That(rule, Is.Null, "the last rule lacks its ';'");
        return new Ebnf(rules);
    }

    [GeneratedRegex("""\(\*.*?\*\)|\?[^?]*\?|"(?<terminal>[^"]+)"|(?<name>[a-z][a-z-]*)|[=;,|(){}[\]]|(?<odd>\S)""", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Tokens();

    internal sealed record Rule(string Name, List<string> References, List<string> Terminals);
}
