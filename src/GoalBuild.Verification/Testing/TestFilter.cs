using System.Text;

namespace GoalBuild.Verification.Testing;

/// <summary>A filter expression of VSTest, taken apart: <c>property operator value</c>, joined by <c>|</c>, <c>&amp;</c> and parentheses.</summary>
/// <remarks>VSTest, MSTest, NUnit and xUnit.net from 4.0 take the text as it is; only older xUnit.net v3 needs the parts.</remarks>
internal abstract record TestFilter
{
    /// <summary>Takes an expression apart.</summary>
    /// <param name="text">The expression; one without an operator means <c>FullyQualifiedName~text</c>.</param>
    /// <exception cref="FormatException">It is not well formed; the message says where.</exception>
    public static TestFilter Parse(string text)
    {
        var parser = new Parser(text);
        return parser.ParseAll();
    }

    /// <summary>A condition on one property.</summary>
    /// <param name="Property">The property's name as written.</param>
    /// <param name="Operator">How it is compared.</param>
    /// <param name="Value">With what, escapes resolved.</param>
    internal sealed record Term(string Property, TermOperator Operator, string Value) : TestFilter;

    /// <summary>All must hold.</summary>
    internal sealed record All(IReadOnlyList<TestFilter> Parts) : TestFilter;

    /// <summary>One must hold.</summary>
    internal sealed record Any(IReadOnlyList<TestFilter> Parts) : TestFilter;

    /// <summary>The comparisons of VSTest.</summary>
    internal enum TermOperator
    {
        /// <summary><c>=</c></summary>
        Equals,

        /// <summary><c>!=</c></summary>
        NotEquals,

        /// <summary><c>~</c></summary>
        Contains,

        /// <summary><c>!~</c></summary>
        NotContains,
    }

    private sealed class Parser(string text)
    {
        /// <summary>More parentheses within each other than anyone writes; the stack has room for many times as many.</summary>
        private const int DeepestNesting = 200;

        private int _position;
        private int _depth;

        public TestFilter ParseAll()
        {
            var filter = ParseAny();
            return _position == text.Length
                ? filter
                : throw new FormatException($"the filter has an unexpected '{text[_position]}' at character {_position + 1}");
        }

        private TestFilter ParseAny() => ParseList('|', ParseEvery, parts => new Any(parts));

        private TestFilter ParseEvery() => ParseList('&', ParsePrimary, parts => new All(parts));

        private TestFilter ParseList(char separator, Func<TestFilter> parsePart, Func<IReadOnlyList<TestFilter>, TestFilter> join)
        {
            var parts = new List<TestFilter> { parsePart() };
            while (_position < text.Length && text[_position] == separator)
            {
                _position++;
                parts.Add(parsePart());
            }

            return parts is [var single] ? single : join(parts);
        }

        private TestFilter ParsePrimary()
        {
            SkipSpace();
            if (_position < text.Length && text[_position] == '(')
            {
                _position++;
                if (++_depth > DeepestNesting)
                {
                    throw new FormatException($"the filter has more than {DeepestNesting} parentheses within each other");
                }

                var inner = ParseAny();
                _depth--;
                if (_position >= text.Length || text[_position] != ')')
                {
                    throw new FormatException("the filter has a '(' without its ')'");
                }

                _position++;
                SkipSpace();
                return inner;
            }

            return ParseTerm();
        }

        private Term ParseTerm()
        {
            var property = ReadUntil("=~!|&()").Trim();
            var negated = Accept('!');
            if (Accept('='))
            {
                return new Term(property, negated ? TermOperator.NotEquals : TermOperator.Equals, ReadValue());
            }

            if (Accept('~'))
            {
                return new Term(property, negated ? TermOperator.NotContains : TermOperator.Contains, ReadValue());
            }

            return !negated && property.Length > 0
                ? new Term("FullyQualifiedName", TermOperator.Contains, property)
                : throw new FormatException($"the filter lacks a condition such as 'Category=Fast' at character {Math.Min(_position, text.Length) + 1}");
        }

        private string ReadValue()
        {
            var value = ReadUntil("|&()").Trim();
            return value.Length > 0 ? value : throw new FormatException($"the filter lacks a value at character {_position + 1}");
        }

        /// <summary>Reads to one of the characters; a backslash takes away the next character's meaning, as in VSTest.</summary>
        private string ReadUntil(string ends)
        {
            var read = new StringBuilder();
            while (_position < text.Length && !ends.Contains(text[_position], StringComparison.Ordinal))
            {
                if (text[_position] == '\\' && _position + 1 < text.Length)
                {
                    _position++;
                }

                read.Append(text[_position++]);
            }

            return read.ToString();
        }

        private bool Accept(char expected)
        {
            if (_position >= text.Length || text[_position] != expected)
            {
                return false;
            }

            _position++;
            return true;
        }

        private void SkipSpace()
        {
            while (_position < text.Length && char.IsWhiteSpace(text[_position]))
            {
                _position++;
            }
        }
    }
}
