using System.Text;

namespace GoalBuild.Agent.Sandbox;

/// <summary>A word of a command line.</summary>
/// <param name="Text">Without its quotes.</param>
/// <param name="IsPlain">Whether nothing of it was quoted: only then is it a keyword or an operator.</param>
/// <param name="IsKnown">Whether it is known without running anything: no variable, substitution or pattern is in it.</param>
/// <param name="IsAssignment">Whether it sets a variable.</param>
internal sealed record ShellWord(string Text, bool IsPlain, bool IsKnown, bool IsAssignment);

/// <summary>Reads the words of a POSIX command line.</summary>
/// <param name="text">The command line.</param>
internal sealed class ShellWords(string text)
{
    private readonly List<string> _substituted = [];
    private readonly StringBuilder _word = new();
    private int _at;
    private bool _hasWord;
    private bool _plain = true;
    private bool _known = true;
    private bool _assigns;

    /// <summary>The command lines found in substitutions, once <see cref="Commands"/> was read to its end.</summary>
    public IReadOnlyList<string> Substituted => _substituted;

    /// <summary>The commands between operators; redirections and where they lead are left out.</summary>
    /// <exception cref="ShellSyntaxException">It cannot be taken apart with certainty.</exception>
    public IReadOnlyList<IReadOnlyList<ShellWord>> Commands()
    {
        var commands = new List<IReadOnlyList<ShellWord>>();
        var words = new List<ShellWord>();
        var skipsNext = false;

        void EndWord()
        {
            if (_hasWord && !skipsNext)
            {
                var word = _word.ToString();
                words.Add(new ShellWord(word, _plain, _known || word is "[" or "[[", _assigns));
            }

            skipsNext &= !_hasWord;
            _word.Clear();
            (_hasWord, _plain, _known, _assigns) = (false, true, true, false);
        }

        void EndCommand()
        {
            EndWord();
            if (words.Count > 0)
            {
                commands.Add([.. words]);
                words.Clear();
            }
        }

        while (_at < text.Length)
        {
            var character = text[_at];
            switch (character)
            {
                case ' ' or '\t' or '\r':
                    EndWord();
                    _at++;
                    break;
                case '(' when _hasWord:
                    throw new ShellSyntaxException("it defines a function or an array");
                case '(' when text.AsSpan(_at).StartsWith("((", StringComparison.Ordinal):
                    throw new ShellSyntaxException("it has an arithmetic command");
                case '\n' or ';' or '|' or '(' or ')':
                    EndCommand();
                    _at++;
                    break;
                case '&' when text.AsSpan(_at).StartsWith("&>", StringComparison.Ordinal):
                    EndWord();
                    _at++;
                    break;
                case '&':
                    EndCommand();
                    _at++;
                    break;
                case '<' or '>':
                    skipsNext |= Redirect(EndWord);
                    break;
                case '#' when !_hasWord:
                    while (_at < text.Length && text[_at] != '\n')
                    {
                        _at++;
                    }

                    break;
                default:
                    ReadPart(character);
                    break;
            }
        }

        EndCommand();
        return commands;
    }

    /// <summary>Reads a redirection's operator.</summary>
    /// <returns>Whether the next word says where it leads.</returns>
    private bool Redirect(Action endWord)
    {
        if (text.AsSpan(_at).StartsWith("<<", StringComparison.Ordinal))
        {
            throw new ShellSyntaxException("it has a here-document");
        }

        if (_at + 1 < text.Length && text[_at + 1] == '(')
        {
            // <(command) stands for a file; its command runs all the same.
            _at++;
            _hasWord = true;
            _known = false;
            Substitute();
            return false;
        }

        // The number in front, as in 2>, is part of the operator.
        if (_hasWord && _plain && _word.ToString().All(char.IsAsciiDigit))
        {
            _word.Clear();
            _hasWord = false;
        }

        endWord();
        while (_at < text.Length && text[_at] is ('<' or '>' or '&' or '|'))
        {
            _at++;
        }

        return true;
    }

    private void ReadPart(char character)
    {
        _hasWord = true;
        switch (character)
        {
            case '\'':
                _plain = false;
                var end = text.IndexOf('\'', _at + 1);
                _word.Append(text, _at + 1, (end < 0 ? throw Unclosed("'") : end) - _at - 1);
                _at = end + 1;
                break;
            case '"':
                ReadQuoted();
                break;
            case '\\':
                ReadEscaped();
                break;
            case '$':
                ReadDollar();
                break;
            case '`':
                ReadBackquoted();
                break;
            default:
                _assigns |= character == '=' && _plain && _known && _word.Length > 0 && IsName(_word.ToString());
                _known &= character is not ('*' or '?' or '[' or '{' or '~') || (character == '{' && _word.Length == 0 && IsAlone());
                _word.Append(character);
                _at++;
                break;
        }
    }

    private void ReadEscaped()
    {
        if (_at + 1 < text.Length && text[_at + 1] == '\n')
        {
            // The line goes on; nothing was there.
            _hasWord = _word.Length > 0 || !_plain;
            _at += 2;
            return;
        }

        _plain = false;
        _word.Append(_at + 1 < text.Length ? text[_at + 1] : throw new ShellSyntaxException("it ends with a backslash"));
        _at += 2;
    }

    private void ReadQuoted()
    {
        _plain = false;
        _at++;
        while (_at < text.Length && text[_at] != '"')
        {
            switch (text[_at])
            {
                case '\\' when _at + 1 < text.Length && text[_at + 1] is '"' or '\\' or '$' or '`' or '\n':
                    _word.Append(text[_at + 1] == '\n' ? "" : text[_at + 1].ToString());
                    _at += 2;
                    break;
                case '$':
                    ReadDollar();
                    break;
                case '`':
                    ReadBackquoted();
                    break;
                default:
                    _word.Append(text[_at]);
                    _at++;
                    break;
            }
        }

        _at = _at < text.Length ? _at + 1 : throw Unclosed("\"");
    }

    private void ReadDollar()
    {
        var next = _at + 1 < text.Length ? text[_at + 1] : ' ';
        if (next is '\'' or '"')
        {
            throw new ShellSyntaxException($"it has a string of the kind ${next}…{next}");
        }

        if (next == '(')
        {
            _at++;
            _known = false;
            Substitute();
            return;
        }

        if (next == '{')
        {
            var end = text.IndexOf('}', _at);
            var inner = text[_at..(end < 0 ? throw Unclosed("${") : end + 1)];

            // A default inside may run commands of its own.
            if (inner.AsSpan(2).IndexOfAny("$`") >= 0)
            {
                throw new ShellSyntaxException($"'{inner}' holds another substitution");
            }

            _word.Append(inner);
            _known = false;
            _at = end + 1;
            return;
        }

        _known &= !(char.IsAsciiLetterOrDigit(next) || next is '_' or '@' or '*' or '#' or '?' or '-' or '$' or '!');
        _word.Append('$');
        _at++;
    }

    /// <summary>Reads <c>(…)</c> behind a <c>$</c>, <c>&lt;</c> or <c>&gt;</c>, and keeps what is in it.</summary>
    private void Substitute()
    {
        if (text.AsSpan(_at).StartsWith("((", StringComparison.Ordinal))
        {
            throw new ShellSyntaxException("it has an arithmetic expansion");
        }

        var start = _at + 1;
        var depth = 0;
        for (; _at < text.Length; _at++)
        {
            switch (text[_at])
            {
                case '\\':
                    _at++;
                    break;
                case '\'':
                    _at = text.IndexOf('\'', _at + 1) is var end and >= 0 ? end : throw Unclosed("'");
                    break;
                case '"' when text.IndexOf('"', _at + 1) is var close && close >= 0 && text.AsSpan(_at + 1, close - _at - 1).IndexOfAny("\\$`") < 0:
                    _at = close;
                    break;
                case '"':
                    throw new ShellSyntaxException("it nests quotes and substitutions");
                case '#' when char.IsWhiteSpace(text[_at - 1]):
                    throw new ShellSyntaxException("it has a comment in a substitution");
                case '(':
                    depth++;
                    break;
                case ')' when --depth == 0:
                    _substituted.Add(text[start.._at]);
                    _word.Append("$(…)");
                    _at++;
                    return;
            }
        }

        throw Unclosed("(");
    }

    private void ReadBackquoted()
    {
        var end = text.IndexOf('`', _at + 1);
        var inner = text[(_at + 1)..(end < 0 ? throw Unclosed("`") : end)];
        if (inner.Contains('\\', StringComparison.Ordinal))
        {
            throw new ShellSyntaxException("it has a backslash between backquotes");
        }

        _substituted.Add(inner);
        _word.Append("$(…)");
        _known = false;
        _at = end + 1;
    }

    private bool IsAlone() => _at + 1 >= text.Length || char.IsWhiteSpace(text[_at + 1]);

    private static bool IsName(string word) => !char.IsAsciiDigit(word[0]) && word.TrimEnd('+').All(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    private static ShellSyntaxException Unclosed(string what) => new($"{what} is not closed");
}
