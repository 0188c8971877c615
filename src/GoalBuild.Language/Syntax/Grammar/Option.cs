using GoalBuild.Language.Diagnostics;
using Sprache;

namespace GoalBuild.Language.Syntax.Grammar;

/// <summary>Goes on reading a statement behind the first word of an option, and gives the statement with the option in it.</summary>
/// <typeparam name="T">The statement's record.</typeparam>
/// <param name="statement">The statement so far.</param>
/// <param name="place">Behind the option's first word.</param>
internal delegate IResult<T> OptionBody<T>(T statement, TokenInput place);

/// <summary>A part of a statement that may be left out, such as <c>at least N</c>.</summary>
/// <typeparam name="T">The statement's record.</typeparam>
/// <param name="Words">Its words, the first of which nothing else in the statement starts with.</param>
/// <param name="Body">Reads what follows the first word.</param>
internal sealed record Option<T>(string Words, OptionBody<T> Body)
{
    /// <summary>The first word.</summary>
    public string First { get; } = Words.Split(' ')[0];

    /// <summary>Options that exclude each other share a slot.</summary>
    public string Slot { get; init; } = Words;

    /// <summary>Whether it may stand in the statement more than once.</summary>
    public bool Repeats { get; init; }
}

/// <summary>Makes options and joins them to a statement.</summary>
internal static class Option
{
    /// <summary>Words and a value behind them.</summary>
    public static Option<T> Of<T, TValue>(string words, Parser<TValue> value, Func<T, TValue, T> apply)
    {
        var behind = Behind(words, value);
        return new Option<T>(words, (statement, place) =>
        {
            var result = behind(place);
            return result.WasSuccessful ? Result.Success(apply(statement, result.Value), result.Remainder) : Tokens.Fail<T>(result.Remainder);
        });
    }

    /// <summary>Words alone.</summary>
    public static Option<T> Of<T>(string words, Func<T, T> apply)
    {
        var rest = words.Split(' ')[1..];
        var behind = rest.Length == 0 ? null : Words(rest);
        return new Option<T>(words, (statement, place) =>
        {
            var result = behind?.Invoke(place);
            return result is null or { WasSuccessful: true }
                ? Result.Success(apply(statement), result?.Remainder ?? place)
                : Tokens.Fail<T>(result.Remainder);
        });
    }

    /// <summary>Reads a statement's options, in any order, each at most once unless it repeats.</summary>
    /// <param name="head">The statement before its options.</param>
    /// <param name="options">The options; their first words differ.</param>
    public static Parser<T> With<T>(this Parser<T> head, params Option<T>[] options) => input =>
    {
        var result = head(input);
        return result.WasSuccessful ? ReadAll(result, options) : result;
    };

    private static IResult<T> ReadAll<T>(IResult<T> head, Option<T>[] options)
    {
        var result = head;
        var taken = 0;
        while (true)
        {
            var place = (TokenInput)result.Remainder;
            var index = IndexOf(options, place);
            if (index < 0)
            {
                Expect(options, taken, place);
                return result;
            }

            var option = options[index];
            if (!option.Repeats && IsTaken(options, taken, option))
            {
                place.State.Diagnostics.Report(DiagnosticCatalogue.GivenTwice, place.Token.Span, $"Found '{option.Words}', but '{option.Slot}' is given already in this statement; keep one of the two");
            }

            // What repeats without end is not read to its end once enough is wrong with it.
            if (place.State.Diagnostics.IsFull)
            {
                return Tokens.Fail<T>(place);
            }

            taken |= 1 << index;
            result = option.Body(result.Value, place.Next);
            if (!result.WasSuccessful)
            {
                return result;
            }
        }
    }

    private static int IndexOf<T>(Option<T>[] options, TokenInput place)
    {
        if (place.Token.Kind == TokenKind.Word)
        {
            for (var i = 0; i < options.Length; i++)
            {
                if (place.Text.SequenceEqual(options[i].First))
                {
                    return i;
                }
            }
        }

        return -1;
    }

    private static bool IsTaken<T>(Option<T>[] options, int taken, Option<T> option)
    {
        for (var i = 0; i < options.Length; i++)
        {
            if ((taken & (1 << i)) != 0 && options[i].Slot == option.Slot)
            {
                return true;
            }
        }

        return false;
    }

    private static void Expect<T>(Option<T>[] options, int taken, TokenInput place)
    {
        foreach (var option in options)
        {
            if (option.Repeats || !IsTaken(options, taken, option))
            {
                place.State.Expect(place.Position, new Expectation(option.Words, true));
            }
        }
    }

    private static Parser<TValue> Behind<TValue>(string words, Parser<TValue> value)
    {
        var rest = words.Split(' ')[1..];
        return rest.Length == 0 ? value : Words(rest).Then(_ => value);
    }

    private static Parser<Token> Words(string[] words) => words.Select(Tokens.Word).Aggregate((first, second) => first.Then(_ => second));
}
