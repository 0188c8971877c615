using System.Buffers;
using System.Text;

namespace GoalBuild.Report.Html;

/// <summary>
/// Writes HTML, element by element. Every text and every attribute's value passes through <see cref="SafeText"/> and is encoded; names of elements
/// and attributes are the caller's own words, and never come from outside.
/// </summary>
internal sealed class HtmlWriter
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'");

    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = [];

    /// <summary>How many characters were written.</summary>
    public int Length => _text.Length;

    /// <summary>Begins an element; disposing what is given ends it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="attributes">Its attributes; one without a value is left out, one with an empty one is written as its name alone.</param>
    public Element Open(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        _text.Append('>');
        _open.Push(name);
        return new Element(this);
    }

    /// <summary>An element with nothing in it but text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its text.</param>
    /// <param name="attributes">As for <see cref="Open"/>.</param>
    public HtmlWriter Leaf(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        _text.Append('>');
        Text(text);
        _text.Append("</").Append(name).Append('>');
        return this;
    }

    /// <summary>An element that can have nothing in it, such as <c>meta</c>, or a shape of a drawing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="attributes">As for <see cref="Open"/>.</param>
    public HtmlWriter Empty(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Start(name, attributes);
        _text.Append("/>");
        return this;
    }

    /// <summary>Text.</summary>
    /// <param name="text">The text, as it is to be read.</param>
    public HtmlWriter Text(string text)
    {
        Encode(SafeText.Of(text));
        return this;
    }

    /// <summary>A line break in the source, where it makes no difference to the page: for those who read that.</summary>
    public HtmlWriter Line()
    {
        _text.Append('\n');
        return this;
    }

    /// <summary>The document type, a style sheet or a script: text of this assembly's own, written as it is.</summary>
    /// <param name="own">The text.</param>
    public HtmlWriter Own(string own)
    {
        _text.Append(own);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Start(string name, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        _text.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
        {
            if (value is null)
            {
                continue;
            }

            _text.Append(' ').Append(attribute);
            if (value.Length > 0)
            {
                _text.Append("=\"");
                Encode(SafeText.Of(value));
                _text.Append('"');
            }
        }
    }

    private void Encode(string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAny(Special) is >= 0 and var at)
        {
            _text.Append(rest[..at]).Append(rest[at] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", _ => "&#39;" });
            rest = rest[(at + 1)..];
        }

        _text.Append(rest);
    }

    private void Close() => _text.Append("</").Append(_open.Pop()).Append('>');

    /// <summary>An element that was begun.</summary>
    /// <param name="writer">Writes it.</param>
    internal readonly struct Element(HtmlWriter writer) : IDisposable
    {
        /// <summary>Ends it.</summary>
        public void Dispose() => writer.Close();
    }
}
