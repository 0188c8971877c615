using System.Globalization;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using Sprache;

namespace GoalBuild.Language.Syntax.Grammar;

/// <summary>
/// Numbers, with the units and bounds of their places. A wrong unit or a number out of bounds is reported here, where the place is
/// known, and does not fail the parser: the statement goes on with a number that the place can take.
/// </summary>
internal static class Quantities
{
    /// <summary>Ten thousand days: far more than any run, far less than <see cref="TimeSpan"/> holds.</summary>
    private const decimal MostMilliseconds = 10_000m * 24 * 60 * 60 * 1000;

    private static readonly Unit[] Counts = [Unit.None];
    private static readonly Unit[] Percents = [Unit.Percent];
    private static readonly Unit[] Times = [Unit.Milliseconds, Unit.Seconds, Unit.Minutes, Unit.Hours, Unit.Days];
    private static readonly Unit[] Amounts = [Unit.Dollars];

    private static readonly Unit[] All = Enum.GetValues<Unit>();

    /// <summary>Any number with any unit.</summary>
    /// <param name="what">The words before it, for messages.</param>
    public static Parser<Quantity> Any(string what) =>
        Checked("a number such as 200ms", what, "a number with no unit, a unit right behind it (%, ms, s, m, h, d, k, M, KB or MB), or '$' before it", All, (quantity, _) => quantity);

    /// <summary>A whole number.</summary>
    /// <param name="what">The words before it, for messages.</param>
    /// <param name="least">The smallest that makes sense.</param>
    /// <param name="most">The largest.</param>
    public static Parser<Quantity> Count(string what, long least = 1, long most = int.MaxValue) =>
        Checked("a number such as 3", what, "a plain number, such as 3, 3k or 2M", Counts, (quantity, state) =>
            IsWhole(quantity, state)
                ? InRange(quantity, state, what, least, most)
                : Report(quantity, state, DiagnosticCatalogue.OutOfRange, $"'{what}' takes a whole number, found {Shown(quantity, state)}", least));

    /// <summary>An exit code: digits, with a <c>-</c> before them where Windows gives such codes.</summary>
    /// <param name="what">The words before it, for messages.</param>
    public static Parser<Quantity> ExitCode(string what)
    {
        const string Wanted = "an exit code, such as 0, 3 or -1";
        return Checked("a number such as 3", what, Wanted, Counts, (quantity, state) =>
            IsWhole(quantity, state) && char.IsAsciiDigit(state.TextOf(quantity.Span)[^1])
                ? InRange(quantity, state, what, int.MinValue, int.MaxValue)
                : Report(quantity, state, DiagnosticCatalogue.WrongUnit, $"'{what}' takes {Wanted}; found {Shown(quantity, state)}", 0));
    }

    /// <summary>A percentage from 0 to 100.</summary>
    /// <param name="what">The words before it, for messages.</param>
    public static Parser<Quantity> Percent(string what) =>
        Checked("a percentage such as 80%", what, "a percentage, such as 80%", Percents, (quantity, state) => InRange(quantity, state, what, 0, 100, "%"));

    /// <summary>A time longer than nothing; <see cref="Time"/> gives it.</summary>
    /// <param name="what">The words before it, for messages.</param>
    public static Parser<Quantity> Duration(string what) =>
        Checked("a time such as 10m", what, "a time (ms, s, m, h or d), such as 90s or 10m", Times, (quantity, state) =>
            quantity.Value <= 0
                ? Report(quantity, state, DiagnosticCatalogue.OutOfRange, $"'{what}' takes a time longer than 0, found {Shown(quantity, state)}", 1)
                : quantity.Value > MostMilliseconds / Factor(quantity.Unit)
                    ? Report(quantity, state, DiagnosticCatalogue.OutOfRange, $"'{what}' takes at most 10000d, found {Shown(quantity, state)}", 1)
                    : quantity);

    /// <summary>An amount of money, 0 or more.</summary>
    /// <param name="what">The words before it, for messages.</param>
    public static Parser<Quantity> Money(string what) =>
        Checked("an amount such as $10", what, "an amount in dollars, such as $12.50", Amounts, (quantity, _) => quantity);

    /// <summary>A time's length; it is exact to the tick.</summary>
    public static TimeSpan Time(this Quantity quantity) => TimeSpan.FromTicks((long)(quantity.Value * Factor(quantity.Unit) * TimeSpan.TicksPerMillisecond));

    private static decimal Factor(Unit unit) => unit switch
    {
        Unit.Seconds => 1000,
        Unit.Minutes => 60 * 1000,
        Unit.Hours => 60 * 60 * 1000,
        Unit.Days => 24 * 60 * 60 * 1000,
        _ => 1,
    };

    private static Parser<Quantity> Number(string expectation) => Tokens.One(expectation, token => token.Kind == TokenKind.Number, place =>
    {
        _ = NumberLiteral.Read(place.Text, out var value, out var unit);
        return new Quantity(value, unit) { Span = place.Token.Span };
    });

    private static Parser<Quantity> Checked(string expectation, string what, string wanted, Unit[] units, Func<Quantity, ParserState, Quantity> check)
    {
        var number = Number(expectation);
        return input =>
        {
            var result = number(input);
            if (!result.WasSuccessful)
            {
                return result;
            }

            var place = (TokenInput)input;
            var quantity = result.Value;
            var kept = NumberLiteral.Read(place.Text, out _, out _) switch
            {
                NumberProblem.TooLarge => Report(quantity, place.State, DiagnosticCatalogue.NumberTooLarge, $"The number {Shown(quantity, place.State)} is too large; the largest is {NumberLiteral.Largest:0}", 1),

                // '80 %' is one mistake, which the scanner has reported at the sign.
                NumberProblem.Malformed when place.Text.IndexOfAny(" \t\r\n") >= 0 => quantity with { Value = 1 },
                NumberProblem.Malformed => Report(quantity, place.State, DiagnosticCatalogue.NumberMalformed, $"{Wrong(quantity)}{Meant(place.Text, units)}", 1, NumberGuess.All(place.Text, units)),

                _ when Array.IndexOf(units, quantity.Unit) < 0 => Report(quantity, place.State, DiagnosticCatalogue.WrongUnit, $"{Wrong(quantity)}{Meant(place.Text, units)}", 1, NumberGuess.All(place.Text, units)),
                _ => check(quantity, place.State),
            };
            return ReferenceEquals(kept, quantity) ? result : Result.Success(kept with { Unit = Array.IndexOf(units, kept.Unit) < 0 ? units[0] : kept.Unit }, result.Remainder);

            string Wrong(Quantity quantity) => $"'{what}' takes {wanted}; found {Shown(quantity, place.State)}";
        };
    }

    private static string Meant(ReadOnlySpan<char> text, Unit[] units) => NumberGuess.For(text, units) is { } meant ? $"; did you mean {meant}?" : "";

    private static Quantity InRange(Quantity quantity, ParserState state, string what, decimal least, decimal most, string unit = "")
    {
        if (quantity.Value >= least && quantity.Value <= most)
        {
            return quantity;
        }

        var bounds = quantity.Value < least ? $"at least {Plain(least)}{unit}" : $"at most {Plain(most)}{unit}";
        return Report(quantity, state, DiagnosticCatalogue.OutOfRange, $"'{what}' takes {bounds}, found {Shown(quantity, state)}", least);
    }

    private static Quantity Report(Quantity quantity, ParserState state, DiagnosticDescriptor descriptor, string message, decimal instead, ValueList<string>? replacements = null)
    {
        state.Diagnostics.Report(descriptor, quantity.Span, message, replacements);
        return quantity with { Value = instead };
    }

    /// <summary>Whether a number is written as one that counts: with no decimals but before <c>k</c> and <c>M</c>.</summary>
    private static bool IsWhole(Quantity quantity, ParserState state)
    {
        var text = state.TextOf(quantity.Span);
        return decimal.IsInteger(quantity.Value) && (!char.IsAsciiDigit(text[^1]) || !text.Contains('.'));
    }

    private static string Plain(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Shown(Quantity quantity, ParserState state) =>
        Characters.Show(state.TextOf(quantity.Span));
}
