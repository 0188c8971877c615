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

    /// <summary>Any number with any unit.</summary>
    public static readonly Parser<Quantity> Any = Number("a number such as 200ms");

    /// <summary>A whole number.</summary>
    /// <param name="what">The words before it, for messages.</param>
    /// <param name="least">The smallest that makes sense.</param>
    /// <param name="most">The largest.</param>
    public static Parser<Quantity> Count(string what, long least = 1, long most = int.MaxValue) =>
        Checked("a number such as 3", what, "a plain number, such as 3, 3k or 2M", Counts, (quantity, state) =>
            decimal.IsInteger(quantity.Value)
                ? InRange(quantity, state, what, least, most)
                : Report(quantity, state, DiagnosticCatalogue.OutOfRange, $"'{what}' takes a whole number, found {Shown(quantity, state)}", least));

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
            var place = (TokenInput)input;

            // What the scanner could not read it has reported.
            if (!result.WasSuccessful || NumberLiteral.Read(place.Text, out _, out _) != NumberProblem.None)
            {
                return result.WasSuccessful ? Result.Success(result.Value with { Value = 1, Unit = units[0] }, result.Remainder) : result;
            }

            var quantity = result.Value;

            // '80 %' is one mistake, which the scanner has reported at the sign.
            if (place.Next.Token.Kind == TokenKind.Bad)
            {
                return Result.Success(quantity with { Value = 1, Unit = units[0] }, result.Remainder);
            }

            var kept = Array.IndexOf(units, quantity.Unit) >= 0
                ? check(quantity, place.State)
                : Report(quantity, place.State, DiagnosticCatalogue.WrongUnit, $"'{what}' takes {wanted}; found {Shown(quantity, place.State)}", 1) with { Unit = units[0] };
            return ReferenceEquals(kept, quantity) ? result : Result.Success(kept, result.Remainder);
        };
    }

    private static Quantity InRange(Quantity quantity, ParserState state, string what, decimal least, decimal most, string unit = "")
    {
        if (quantity.Value >= least && quantity.Value <= most)
        {
            return quantity;
        }

        var bounds = quantity.Value < least ? $"at least {Plain(least)}{unit}" : $"at most {Plain(most)}{unit}";
        return Report(quantity, state, DiagnosticCatalogue.OutOfRange, $"'{what}' takes {bounds}, found {Shown(quantity, state)}", least);
    }

    private static Quantity Report(Quantity quantity, ParserState state, DiagnosticDescriptor descriptor, string message, decimal instead)
    {
        state.Diagnostics.Report(descriptor, quantity.Span, message);
        return quantity with { Value = instead };
    }

    private static string Plain(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Shown(Quantity quantity, ParserState state) =>
        Characters.Show(state.TextOf(new Token(TokenKind.Number, 0, quantity.Span.Start, quantity.Span.Length)));
}
