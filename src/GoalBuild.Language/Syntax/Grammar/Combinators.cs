using Sprache;

namespace GoalBuild.Language.Syntax.Grammar;

/// <summary>
/// Sprache's combinators as this grammar uses them; being in the grammar's own namespace they come before Sprache's. Those collect in
/// each result what was expected, as strings, also where all is well; here <see cref="ParserState"/> knows it, so that reading a
/// goal makes few objects besides the goal.
/// </summary>
internal static class Combinators
{
    /// <summary>Makes another value of what was read.</summary>
    public static Parser<TTo> Select<TFrom, TTo>(this Parser<TFrom> parser, Func<TFrom, TTo> convert) => input =>
    {
        var result = parser(input);
        return result.WasSuccessful ? Result.Success(convert(result.Value), result.Remainder) : Tokens.Fail<TTo>(result.Remainder);
    };

    /// <summary>Goes on with a second parser, which may depend on what the first one has read.</summary>
    public static Parser<TSecond> Then<TFirst, TSecond>(this Parser<TFirst> first, Func<TFirst, Parser<TSecond>> second) => input =>
    {
        var result = first(input);
        return result.WasSuccessful ? second(result.Value)(result.Remainder) : Tokens.Fail<TSecond>(result.Remainder);
    };

    /// <summary>What <c>from … from … select</c> is made of.</summary>
    public static Parser<TTo> SelectMany<TFirst, TSecond, TTo>(this Parser<TFirst> parser, Func<TFirst, Parser<TSecond>> second, Func<TFirst, TSecond, TTo> join) => input =>
    {
        var result = parser(input);
        if (!result.WasSuccessful)
        {
            return Tokens.Fail<TTo>(result.Remainder);
        }

        var next = second(result.Value)(result.Remainder);
        return next.WasSuccessful ? Result.Success(join(result.Value, next.Value), next.Remainder) : Tokens.Fail<TTo>(next.Remainder);
    };

    /// <summary>Tries the second parser where the first one fails at its first token.</summary>
    public static Parser<T> XOr<T>(this Parser<T> first, Parser<T> second) => input =>
    {
        var result = first(input);
        return result.WasSuccessful || result.Remainder.Position != input.Position ? result : second(input);
    };
}
