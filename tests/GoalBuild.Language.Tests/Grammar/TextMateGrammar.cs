using System.Text;
using TextMateSharp.Grammars;
using TextMateSharp.Internal.Grammars.Reader;
using TextMateSharp.Internal.Themes.Reader;
using TextMateSharp.Internal.Types;
using TextMateSharp.Registry;
using TextMateSharp.Themes;

namespace GoalBuild.Language.Tests.Grammar;

/// <summary>grammar/goal.tmLanguage.json in the engine that editors use (Oniguruma).</summary>
internal sealed class TextMateGrammar
{
    private static readonly TimeSpan LineTime = TimeSpan.FromSeconds(10);

    private static readonly Lazy<TextMateGrammar> Only = new(() => new TextMateGrammar());

    private readonly IGrammar _grammar = new Registry(new Options()).LoadGrammar("source.goal");

    private TextMateGrammar()
    {
    }

    public static TextMateGrammar Shared => Only.Value;

    public static string FilePath => RepositoryFiles.Grammar("goal.tmLanguage.json");

    /// <summary>The pieces of a text with their innermost scope, white space left out; <c>.goal</c> behind each scope is left out too.</summary>
    public IReadOnlyList<(string Text, string Scope)> Tokenise(string text)
    {
        var pieces = new List<(string, string)>();
        IStateStack? state = null;
        foreach (var line in text.Split('\n'))
        {
            var result = _grammar.TokenizeLine(line, state, LineTime);
            state = result.RuleStack;
            foreach (var token in result.Tokens)
            {
                var piece = line[token.StartIndex..Math.Min(token.EndIndex, line.Length)];
                if (!string.IsNullOrWhiteSpace(piece))
                {
                    pieces.Add((piece, InnermostScope(token)));
                }
            }
        }

        return pieces;
    }

    private static string InnermostScope(IToken token)
    {
        var scope = token.Scopes[^1];
        return scope.EndsWith(".goal", StringComparison.Ordinal) ? scope[..^5] : scope;
    }

    private sealed class Options : IRegistryOptions
    {
        public IRawGrammar GetGrammar(string scopeName)
        {
            using var reader = new StreamReader(FilePath);
            return GrammarReader.ReadGrammarSync(reader);
        }

        public ICollection<string> GetInjections(string scopeName) => [];

        public IRawTheme GetTheme(string scopeName) => GetDefaultTheme();

        public IRawTheme GetDefaultTheme()
        {
            using var reader = new StreamReader(new MemoryStream(Encoding.UTF8.GetBytes("""{ "name": "none", "settings": [] }""")));
            return ThemeReader.ReadThemeSync(reader);
        }
    }
}
