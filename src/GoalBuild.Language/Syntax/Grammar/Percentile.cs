using System.Globalization;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using Sprache;

namespace GoalBuild.Language.Syntax.Grammar;

/// <summary><c>p95</c>: a word to the scanner, a number to a latency clause.</summary>
internal static class Percentile
{
    /// <summary>Reads a percentile from 1 to 100.</summary>
    public static readonly Parser<Quantity> Parser = input =>
    {
        var place = (TokenInput)input;
        if (place.Token.Kind != TokenKind.Word || !TryRead(place.Text, out var value))
        {
            return Tokens.Fail<Quantity>(place, new Expectation("a percentile such as p95", false));
        }

        if (value is < 1 or > 100)
        {
            place.State.Diagnostics.Report(DiagnosticCatalogue.OutOfRange, place.Token.Span, $"A percentile is from p1 to p100, found {Characters.Show(place.Text)}");
            value = 50;
        }

        return Result.Success(new Quantity(value, Unit.Percent) { Span = place.Token.Span }, place.Next);
    };

    private static bool TryRead(ReadOnlySpan<char> text, out decimal value)
    {
        value = 0;
        return text.Length > 1 && text[0] == 'p' && char.IsAsciiDigit(text[^1])
            && decimal.TryParse(text[1..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }
}
