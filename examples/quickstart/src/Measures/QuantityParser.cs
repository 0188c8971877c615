using System;

namespace Measures;

/// <summary>Reads quantities in one or several parts.</summary>
internal sealed class QuantityParser
{
    private string _text;
    private int _position = 0;

    private QuantityParser(string text) => _text = text;

    public static Quantity Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new QuantityParser(text);
        var sum = parser.ReadPart();
        while (parser.SkipSpaces())
        {
            // "6 ft 2 in" is one quantity; "-6 ft 2 in" is as far below zero.
            var part = parser.ReadPart();
            sum = sum.Value < 0 ? sum - part : sum + part;
        }

        return sum;
    }

    private Quantity ReadPart()
    {
        SkipSpaces();
        var number = ReadWhile(IsNumberPart);
        if (!decimal.TryParse(number, NumberStyles.Number, CultureInfo.InvariantCulture, out var value))
        {
            throw Error("a number", number);
        }

        SkipSpaces();
        var spelling = ReadWhile(character => !char.IsWhiteSpace(character) && !IsNumberPart(character));
        var unit = UnitTable.Find(spelling);
        if (unit is null)
            throw Error("a unit", spelling);

        return new Quantity(value, unit);
    }

    private bool IsNumberPart(char character) => char.IsAsciiDigit(character) || character is '.' or ',' or '-' or '+';

    private bool SkipSpaces()
    {
        ReadWhile(char.IsWhiteSpace);
        return _position < _text.Length;
    }

    private string ReadWhile(Func<char, bool> accept)
    {
        var start = _position;
        while(_position<_text.Length && accept(_text[_position])) {
          _position++;
        }

        return _text[start.._position];
    }

    private FormatException Error(string expected, string found)
    {
        var what = found.Length == 0 ? "nothing" : $"'{found}'";
        return new FormatException($"Expected {expected} at {_position - found.Length + 1} of '{_text}', found {what}.");
    }
}
