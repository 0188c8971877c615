using GoalBuild.Language.Syntax;

namespace GoalBuild.Editor.Completion;

/// <summary>Reads the tokens of a statement along its shape, and knows what may follow.</summary>
internal sealed class StatementCursor
{
    private readonly StatementShape _shape;
    private readonly HashSet<ShapeElement> _used = [];
    private ShapeElement? _element;
    private IReadOnlyList<ShapeLeaf> _sequence = [];
    private int _at;
    private string _word;

    private StatementCursor(StatementShape shape) => (_shape, _word) = (shape, shape.Usage.Keyword);

    /// <summary>Whether what has to stand is there.</summary>
    public bool IsComplete => _at >= _sequence.Count && Mandatory is null;

    /// <summary>What may follow; several where there is a choice.</summary>
    public IEnumerable<Expected> Next => _at < _sequence.Count
        ? Rivals().Prepend(_sequence).SelectMany(sequence => Expect(sequence[_at]))
        : Startable().SelectMany(element => element.Alternatives).SelectMany(alternative => Expect(alternative[0]));

    private ShapeElement? Mandatory => _shape.Elements.FirstOrDefault(element => !element.IsOption && !_used.Contains(element));

    /// <summary>Reads the tokens of a statement; null where they are no such statement.</summary>
    /// <param name="usage">A statement.</param>
    /// <param name="tokens">The tokens behind the keyword, each with its text.</param>
    public static StatementCursor? Read(StatementUsage usage, IEnumerable<(Token Token, string Text)> tokens)
    {
        var cursor = new StatementCursor(StatementShape.Of(usage));
        return tokens.All(token => cursor.Take(token.Token, token.Text)) ? cursor : null;
    }

    private bool Take(Token token, string text)
    {
        if (token.Kind == TokenKind.Comma)
        {
            // Back to the value, of which there may be several.
            return _at > 0 && _at == _sequence.Count && _sequence[--_at].IsList;
        }

        if (_at < _sequence.Count)
        {
            if (!Accepts(_sequence[_at], token, text) && !TakeRival(token, text))
            {
                return false;
            }

            return Advance(text);
        }

        // Words first: 'in' begins an option, and could be a name.
        foreach (var element in Startable().OrderByDescending(element => element.Alternatives[0][0].Words.Count > 0))
        {
            if (element.Alternatives.FirstOrDefault(alternative => Accepts(alternative[0], token, text)) is { } sequence)
            {
                Begin(element, sequence, 0);
                return Advance(text);
            }
        }

        return false;
    }

    // What a statement is about stands right behind its keyword; options come after it.
    private IEnumerable<ShapeElement> Startable() => _shape.Elements.Count > 0 && _shape.Elements[0] == Mandatory
        ? [Mandatory]
        : _shape.Elements.Where(element => (element.IsOption && !_used.Contains(element)) || element == Mandatory);

    /// <summary>Where two options begin with one word, as <c>in DIR</c> and <c>in ENVIRONMENT</c> do: the other one, as long as only that word was read.</summary>
    private IEnumerable<IReadOnlyList<ShapeLeaf>> Rivals() => _at != 1 || _element is null
        ? []
        : _shape.Elements.Where(element => element.IsOption && !_used.Contains(element)).SelectMany(element => element.Alternatives).Where(other => other.Count > 1 && other[0] == _sequence[0]);

    private bool TakeRival(Token token, string text)
    {
        var rival = Rivals().FirstOrDefault(other => Accepts(other[1], token, text));
        if (rival is null)
        {
            return false;
        }

        _used.Remove(_element!);
        Begin(_shape.Elements.First(element => element.Alternatives.Contains(rival)), rival, 1);
        return true;
    }

    private void Begin(ShapeElement element, IReadOnlyList<ShapeLeaf> sequence, int at)
    {
        (_element, _sequence, _at) = (element, sequence, at);

        // What a command prints may be asked several times.
        if (!sequence.Any(leaf => leaf.Text == "prints"))
        {
            _used.Add(element);
        }
    }

    private bool Advance(string text)
    {
        _word = _sequence[_at++].Words.Count > 0 ? text : _word;
        return true;
    }

    private IEnumerable<Expected> Expect(ShapeLeaf leaf) => leaf.Words.Count > 0
        ? leaf.Words.Select(word => new Expected(word, true, _word))
        : [new Expected(leaf.Text, false, _word)];

    private static bool Accepts(ShapeLeaf leaf, Token token, string text) => leaf.Words.Count > 0
        ? token.Kind == TokenKind.Word && leaf.Words.Contains(text)
        : leaf.Text switch
        {
            "=" => token.Kind == TokenKind.Assign,
            "/" => token.Kind == TokenKind.Slash,
            "OP" => token.Kind is TokenKind.AtLeast or TokenKind.MoreThan or TokenKind.AtMost or TokenKind.LessThan or TokenKind.EqualTo,
            "pNN" or "NAME" or "ENVIRONMENT" => token.Kind == TokenKind.Word || token.IsString,
            "N" or "N%" or "$N" or "D" or "NUMBER" => token.Kind == TokenKind.Number,
            "PATTERN" => token.Kind == TokenKind.Pattern,
            "STRING|PATTERN" => token.IsString || token.Kind == TokenKind.Pattern,
            _ => token.IsString,
        };
}

/// <summary>Something that may follow in a statement.</summary>
/// <param name="Text">The word, the sign, or the kind of value in upper case.</param>
/// <param name="IsWord">Whether it is a word that stands for itself.</param>
/// <param name="Behind">The word before it: the keyword or an option's.</param>
internal sealed record Expected(string Text, bool IsWord, string Behind);
