using System.Text.RegularExpressions;

namespace GoalBuild.Authoring.Notes;

/// <summary>
/// Takes notes apart: Markdown or plain text with headings or bold labels, lists of every kind, paragraphs, tables and code. Every word of them comes out in an
/// item or in what leads to one, but for the headings that say which part begins.
/// </summary>
internal sealed partial class NotesReader
{
    private readonly List<NoteItem> _items = [];
    private readonly string[] _lines;

    // Items of lists whose label begins a part for what is nested in them: how far they are indented, and the part before.
    private readonly Stack<(int Indent, NoteSection Section)> _outer = new();

    private NoteSection _section = NoteSection.Objective;
    private bool _isPreamble = true;
    private NoteItem? _open;
    private int _openIndent;
    private bool _afterBlank;

    // What leads to the items that follow, and whether one of them has said it.
    private NoteItem? _lead;
    private int _leadIndent;
    private bool _leadIsHeading;
    private bool _leadIsUsed;

    private NotesReader(string text) => _lines = text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>Reads notes.</summary>
    /// <param name="text">The notes.</param>
    public static IReadOnlyList<NoteItem> Read(string text) => new NotesReader(text).Read();

    private List<NoteItem> Read()
    {
        for (var index = FrontMatter(); index < _lines.Length; index++)
        {
            var line = _lines[index].TrimEnd();
            var quoted = Quotation().Match(line).Length;
            var text = line[quoted..];
            if (Fence().Match(text.TrimEnd()) is { Success: true } fence)
            {
                index = Code(index, fence.Groups["marks"].Value);
            }
            else if (text.TrimStart().StartsWith("<!--", StringComparison.Ordinal))
            {
                index = Comment(index);
            }
            else
            {
                Line(index, text, quoted);
            }
        }

        Close();
        EndLead();
        return _items;
    }

    private void Line(int index, string text, int quoted)
    {
        var indent = text.Length - text.TrimStart().Length;
        var column = quoted + indent + 1;
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            _afterBlank = true;
            if (_open is { IsListed: false })
            {
                Close();
            }

            return;
        }

        if (Rule().IsMatch(trimmed))
        {
            Close();
        }
        else if (Heading().Match(trimmed) is { Success: true } heading)
        {
            BeginPart(heading.Groups["text"].Value, index, column, heading.Groups["marks"].Length == 1);
        }
        else if (index + 1 < _lines.Length && Underline().IsMatch(_lines[index + 1]) && _open is null && !Bullet().IsMatch(text))
        {
            BeginPart(trimmed, index, column, _lines[index + 1].TrimStart()[0] == '=');
            _lines[index + 1] = "";
        }
        else if (trimmed[0] == '|' && trimmed.Length > 1)
        {
            TableRow(index, trimmed, column);
        }
        else if (Bullet().Match(text) is { Success: true } bullet)
        {
            Listed(index, bullet, quoted);
        }
        else if (_open is null || !(_open.IsListed && _afterBlank && indent <= _openIndent) && Label(trimmed) is null)
        {
            Continue(index, trimmed, column, indent);
        }
        else
        {
            Close();
            Continue(index, trimmed, column, indent);
        }

        _afterBlank = false;
    }

    private void Continue(int index, string text, int column, int indent)
    {
        if (_open is not null)
        {
            _open = _open with { Text = $"{_open.Text} {Plain(text)}" };
            return;
        }

        if (indent == 0)
        {
            LeaveNested(0);
        }

        if (Label(text) is not { } label)
        {
            // A paragraph that stands behind a list, and not below it, is not led to by what led to the list.
            if (_lead is not null && !_leadIsHeading)
            {
                EndLead();
            }

            Open(index, column, text, isListed: false, indent);
        }
        else if (label.Behind.Length == 0)
        {
            BeginPart(label.Name, index, column, isTitle: false);
        }
        else
        {
            EndLead();
            _section = label.Section;
            _isPreamble = label.Section == NoteSection.Title;

            // "Tests: all pass" and "Never: push" say something only as a whole.
            Open(index, column, Speaking().IsMatch(label.Name) ? text : label.Behind, isListed: false, indent);
        }
    }

    private void Listed(int index, Match bullet, int quoted)
    {
        Close();
        var indent = bullet.Groups["indent"].Length;
        var text = bullet.Groups["text"].Value;
        var column = quoted + bullet.Groups["text"].Index + 1;
        LeaveNested(indent);
        if (_lead is not null && !_leadIsHeading && indent < _leadIndent)
        {
            EndLead();
        }

        if (text.Length == 0)
        {
            return;
        }

        if (Label(text) is { } label)
        {
            _outer.Push((indent, _section));
            _section = label.Section;
            if (label.Behind.Length > 0)
            {
                Open(index, column, text, isListed: true, indent);
            }

            return;
        }

        if (_isPreamble && _section == NoteSection.Objective)
        {
            // A list under nothing but a title says what is asked for.
            _section = NoteSection.Requirements;
        }

        Open(index, column, text, isListed: true, indent);
    }

    private void TableRow(int index, string row, int column)
    {
        Close();
        var text = string.Join(" – ", row.Trim('|').Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        if (TableLine().IsMatch(row) || text.Length == 0)
        {
            return;
        }

        var isHead = index + 1 < _lines.Length && TableLine().IsMatch(_lines[index + 1].Trim());
        if (isHead)
        {
            Add(new NoteItem(NoteSection.Aside, index + 1, column, Plain(text)));
        }
        else
        {
            if (_isPreamble && _section == NoteSection.Objective)
            {
                _section = NoteSection.Requirements;
            }

            Open(index, column, text, isListed: true, 0);
            Close();
        }
    }

    private void BeginPart(string heading, int index, int column, bool isTitle)
    {
        Close();
        EndLead();
        _outer.Clear();
        var text = Plain(heading).Trim();
        if (SectionNames.Find(text) is { } known && !(known == NoteSection.Title))
        {
            (_section, _isPreamble) = (known, false);
        }
        else if (isTitle && !_items.Exists(item => item.Section == NoteSection.Title))
        {
            Add(new NoteItem(NoteSection.Title, index + 1, column, text));
        }
        else
        {
            if (_isPreamble)
            {
                (_section, _isPreamble) = (NoteSection.Requirements, false);
            }

            _lead = new NoteItem(_section, index + 1, column, text.EndsWith(':') ? text : text + ":");
            (_leadIsHeading, _leadIsUsed, _leadIndent) = (true, false, 0);
        }
    }

    private int Code(int start, string marks)
    {
        Close();
        var index = start + 1;
        for (; index < _lines.Length && !(Inner(index) is var line && line.StartsWith(marks, StringComparison.Ordinal) && line.Trim(marks[0]).Length == 0); index++)
        {
            var text = Prompt().Replace(Inner(index), "");
            if (text.Length > 0)
            {
                // What a shell passes over is no command.
                Add(new NoteItem(text[0] == '#' ? NoteSection.Aside : _section, index + 1, 1, text) { IsCode = true, IsListed = true, Lead = Lead() });
            }
        }

        return index;
    }

    private string Inner(int index) => _lines[index][Quotation().Match(_lines[index]).Length..].Trim();

    private int Comment(int start)
    {
        Close();
        var index = start;
        for (; index < _lines.Length; index++)
        {
            var text = _lines[index].Replace("<!--", "", StringComparison.Ordinal).Replace("-->", "", StringComparison.Ordinal).Trim();
            if (text.Length > 0)
            {
                Add(new NoteItem(NoteSection.Aside, index + 1, 1, text));
            }

            if (_lines[index].Contains("-->", StringComparison.Ordinal))
            {
                break;
            }
        }

        return index;
    }

    // What tools keep at the top of a file, of which only the title is about the work.
    private int FrontMatter()
    {
        if (_lines[0].TrimEnd() != "---" || Array.FindIndex(_lines, 1, line => line.TrimEnd() == "---") is not (> 0 and var end) || !_lines[1..end].All(line => line.Trim().Length == 0 || line.Contains(':') || line.TrimStart().StartsWith('-')))
        {
            return 0;
        }

        for (var index = 1; index < end; index++)
        {
            var parts = _lines[index].Split(':', 2, StringSplitOptions.TrimEntries);
            if (parts is ["title" or "name", { Length: > 0 } title])
            {
                Add(new NoteItem(NoteSection.Title, index + 1, 1, title.Trim('"', '\'')));
            }
            else if (_lines[index].Trim().Length > 0)
            {
                Add(new NoteItem(NoteSection.Aside, index + 1, 1, _lines[index].Trim()));
            }
        }

        return end + 1;
    }

    private void Open(int index, int column, string text, bool isListed, int indent)
    {
        Close();
        _open = new NoteItem(_section, index + 1, column, Plain(text)) { IsListed = isListed };
        _openIndent = indent;
    }

    private void Close()
    {
        if (_open is not { } item)
        {
            return;
        }

        _open = null;
        item = item with { Text = item.Text.Trim() };
        if (item.Text.EndsWith(':') && item.Section is not NoteSection.Title)
        {
            if (_lead is not null)
            {
                item = item with { Text = $"{Lead()} {item.Text}".Trim() };
            }

            EndLead();
            _lead = item with { Text = GoesOn().Replace(item.Text, "") };
            (_leadIsHeading, _leadIsUsed, _leadIndent) = (false, false, _openIndent + (item.IsListed ? 1 : 0));
        }
        else if (item.Text.Length > 0)
        {
            Add(item with { Lead = Lead() });
        }
    }

    private string Lead()
    {
        _leadIsUsed |= _lead is not null;
        return _lead?.Text ?? "";
    }

    // A heading or sentence that led to nothing stands for itself.
    private void EndLead()
    {
        if (_lead is { } lead && !_leadIsUsed)
        {
            Add(_leadIsHeading ? lead with { Section = NoteSection.Aside } : lead);
        }

        _lead = null;
    }

    private void LeaveNested(int indent)
    {
        while (_outer.TryPeek(out var outer) && indent <= outer.Indent)
        {
            _section = _outer.Pop().Section;
        }
    }

    private void Add(NoteItem item) => _items.Add(item);

    /// <summary>A label that begins a part, and what stands behind it: <c>**Requirements:**</c>, <c>Objective: do it</c>, or the name alone on its line.</summary>
    private static (string Name, NoteSection Section, string Behind)? Label(string text)
    {
        var plain = Plain(text).Trim();
        if (LabelForm().Match(plain) is { Success: true } label && SectionNames.Find(label.Groups["name"].Value) is { } section)
        {
            return (label.Groups["name"].Value, section, label.Groups["rest"].Value.Trim());
        }

        // Without a colon only where nothing else stands there, and it looks like a heading.
        return (text.StartsWith("**", StringComparison.Ordinal) || text.StartsWith("__", StringComparison.Ordinal) || char.IsUpper(plain.FirstOrDefault())) && !plain.EndsWith('.')
            && SectionNames.Find(plain) is { } bare and not NoteSection.Title ? (plain, bare, "") : null;
    }

    // Emphasis is no content; what stands between backticks is left as it is.
    private static string Plain(string text) => Emphasis().Replace(text, match => match.Groups["code"].Success ? match.Value : match.Groups["text"].Value);

    [GeneratedRegex(@"^(?:\s*>)*\s?(?<=>\s?)|^", RegexOptions.CultureInvariant)]
    private static partial Regex Quotation();

    [GeneratedRegex(@"^\s*(?:[-*+]\s+)?(?<marks>```+|~~~+)[\w#+.-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^(?:[-*_=]\s*){3,}$", RegexOptions.CultureInvariant)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^(?<marks>#{1,6})\s+(?<text>.*?)[\s#]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\s{0,3}(?:={3,}|-{3,})\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Underline();

    [GeneratedRegex(@"^\|?[\s:|-]*-[\s:|-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex TableLine();

    [GeneratedRegex(@"^(?<indent>\s*)(?:[-*+•‣◦–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))\s+(?:\[[ xX✓]?\]\s*)?(?<text>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^(?<name>[\p{L}\d][\p{L}\d '’/.-]{1,40}?)\s*(?::|\s[–—-]\s)(?<rest>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex LabelForm();

    [GeneratedRegex(@"^(?:tests?|testing|checks?|costs?|(?:time|cost) limit|never|do not|don'?t|must not|(?:stop|blocked|ask|escalate|done) (?:when|if)|(?:review|approved) by|files|time ?box)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Speaking();

    // "The service must:" goes on with what stands in the list.
    [GeneratedRegex(@"(?<=\b(?:must|should|shall|will|can|to|has|have|is|are)):$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex GoesOn();

    [GeneratedRegex(@"^[$>%]\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Prompt();

    [GeneratedRegex(@"(?<code>`[^`]*`)|(?<![\w/])(?<mark>\*\*\*|\*\*|__|\*|_)(?=\S)(?<text>[^*`]+?)(?<=\S)\k<mark>(?![\w/])", RegexOptions.CultureInvariant)]
    private static partial Regex Emphasis();
}
