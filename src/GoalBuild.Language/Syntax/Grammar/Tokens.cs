using GoalBuild.Language.Model;
using Sprache;

namespace GoalBuild.Language.Syntax.Grammar;

/// <summary>The smallest parsers: one token each. They fail at the token's start, and record what they wanted.</summary>
internal static class Tokens
{
    private static readonly Expectation Comma = new(",", true);

    /// <summary><c>=</c></summary>
    public static readonly Parser<Token> Assign = Sign(TokenKind.Assign, "=");

    /// <summary><c>/</c> between two numbers.</summary>
    public static readonly Parser<Token> Slash = Sign(TokenKind.Slash, "/");

    /// <summary>A pattern.</summary>
    public static readonly Parser<Pattern> Pattern = One("a pattern such as /error: \\d+/", token => token.Kind == TokenKind.Pattern, ReadPattern);

    /// <summary>A comparison; the expectation names all five.</summary>
    public static readonly Parser<Operator> Comparison = One("a comparison ('>=', '>', '<=', '<' or '==')", token => token.Kind is >= TokenKind.AtLeast and <= TokenKind.EqualTo, input => new Operator((Comparison)(input.Token.Kind - TokenKind.AtLeast)));

    /// <summary>A keyword.</summary>
    /// <param name="word">The keyword.</param>
    public static Parser<Token> Word(string word) => input =>
    {
        var place = (TokenInput)input;
        return IsWord(place, word) ? Result.Success(place.Token, place.Next) : Fail<Token>(place, new Expectation(word, true));
    };

    /// <summary>Whether a keyword stands at a place.</summary>
    public static bool IsWord(TokenInput place, string word) => place.Token.Kind == TokenKind.Word && place.Text.SequenceEqual(word);

    /// <summary>A string of either form.</summary>
    /// <param name="what">What the string says, with its article.</param>
    public static Parser<Text> String(string what) => One($"{what} in double quotes", token => token.IsString, ReadText);

    /// <summary>A bare name or a string: what the language reference calls NAME.</summary>
    /// <param name="what">What is named, with its article.</param>
    public static Parser<Text> Name(string what) => One(what, token => token.Kind == TokenKind.Word || token.IsString, ReadText);

    /// <summary>One or more, separated by commas.</summary>
    /// <param name="item">What the list holds.</param>
    public static Parser<ValueList<Text>> List(Parser<Text> item) => input =>
    {
        var texts = new List<Text>();
        while (true)
        {
            var result = item(input);
            if (!result.WasSuccessful)
            {
                return Fail<ValueList<Text>>(result.Remainder);
            }

            texts.Add(result.Value);
            var place = (TokenInput)result.Remainder;
            if (place.Token.Kind != TokenKind.Comma)
            {
                place.State.Expect(place.Position, Comma);
                return Result.Success(texts.ToValueList(), place);
            }

            input = place.Next;
        }
    };

    /// <summary>One token of a kind, read into a value.</summary>
    /// <param name="what">The expectation.</param>
    /// <param name="accepts">Whether the token is of that kind.</param>
    /// <param name="read">Reads the value.</param>
    public static Parser<T> One<T>(string what, Predicate<Token> accepts, Func<TokenInput, T> read) => input =>
    {
        var place = (TokenInput)input;
        return accepts(place.Token) ? Result.Success(read(place), place.Next) : Fail<T>(place, new Expectation(what, false));
    };

    /// <summary>A failure at a place, whose expectation is recorded.</summary>
    public static IResult<T> Fail<T>(TokenInput place, Expectation expectation)
    {
        place.State.Expect(place.Position, expectation);
        return Fail<T>(place);
    }

    /// <summary>A failure whose expectations are recorded already.</summary>
    public static IResult<T> Fail<T>(IInput place) => Result.Failure<T>(place, "", []);

    private static Parser<Token> Sign(TokenKind kind, string text) => input =>
    {
        var place = (TokenInput)input;
        return place.Token.Kind == kind ? Result.Success(place.Token, place.Next) : Fail<Token>(place, new Expectation(text, true));
    };

    private static Text ReadText(TokenInput place) =>
        new(place.Token.Kind == TokenKind.Word ? place.Text.ToString() : StringLiteral.Read(place.Token.Kind, place.Text)) { Span = place.Token.Span };

    private static Pattern ReadPattern(TokenInput place)
    {
        // A pattern that is not closed was reported by the scanner, and is read as far as its line goes.
        var text = place.Text[1..];
        var end = text.LastIndexOf('/');
        var options = PatternOptions.None;
        foreach (var flag in end < 0 ? default : text[(end + 1)..])
        {
            options |= flag switch
            {
                'i' => PatternOptions.IgnoreCase,
                'm' => PatternOptions.Multiline,
                's' => PatternOptions.Singleline,
                _ => PatternOptions.None,
            };
        }

        return new Pattern((end < 0 ? text : text[..end]).ToString(), options) { Span = place.Token.Span };
    }
}

/// <summary>A comparison as a reference, so that Sprache's generic code is compiled once for all results.</summary>
/// <param name="Comparison">The comparison.</param>
internal sealed record Operator(Comparison Comparison);
