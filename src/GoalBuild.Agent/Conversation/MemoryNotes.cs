using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GoalBuild.Agent.Conversation;

/// <summary>The text of the memory: what people wrote around it, one paragraph of what is old, and the notes, oldest first.</summary>
/// <param name="Head">What stands before the first note, as it is.</param>
/// <param name="Old">The oldest notes in short, put together; empty where there are none.</param>
/// <param name="Notes">The notes, each with its date and what people wrote below it.</param>
internal sealed partial record MemoryNotes(string Head, string Old, IReadOnlyList<string> Notes)
{
    private const string Title = "# What was learnt about this repository\n\nNotes of GoalBuild's runs, for the next ones. Correct, shorten and commit them.\n\n";
    private const string OldStart = "- Earlier: ";
    private const int MostOfOld = 2_000, MostOfShort = 120;

    /// <summary>Reads the file's text.</summary>
    /// <param name="text">The text; empty for none.</param>
    public static MemoryNotes Parse(string text)
    {
        if (text.Trim().Length == 0)
        {
            return new MemoryNotes(Title, "", []);
        }

        var (head, notes) = (new StringBuilder(), new List<string>());
        foreach (var line in text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("- ", StringComparison.Ordinal))
            {
                notes.Add(line);
            }
            else if (notes.Count == 0)
            {
                head.Append(line).Append('\n');
            }
            else
            {
                notes[^1] += $"\n{line}";
            }
        }

        var old = notes.Where(note => note.StartsWith(OldStart, StringComparison.Ordinal)).Select(note => note[OldStart.Length..]).ToList();
        return new MemoryNotes(head.ToString(), string.Join(' ', old), [.. notes.Where(note => !note.StartsWith(OldStart, StringComparison.Ordinal))]);
    }

    /// <summary>Whether a note says what is here already, but for case, white space and punctuation.</summary>
    /// <param name="note">The note, without a date.</param>
    public bool Knows(string note) => Notes.Any(known => Key(WithoutDate(known)) == Key(note)) || (Key(note).Length > 0 && Key(Old).Contains(Key(note), StringComparison.Ordinal));

    /// <summary>The notes with one more.</summary>
    /// <param name="note">The note, in one line.</param>
    /// <param name="date">When it was learnt.</param>
    public MemoryNotes With(string note, DateOnly date) => this with { Notes = [.. Notes, string.Create(CultureInfo.InvariantCulture, $"- {date:yyyy-MM-dd}: {note}")] };

    /// <summary>The notes in no more characters than allowed: the oldest shrink to their first words in one paragraph, whose own oldest go at last.</summary>
    /// <param name="most">Most characters of the whole.</param>
    public MemoryNotes Fold(int most)
    {
        var folded = this;
        while (folded.Length > most && folded.Notes.Count > 1)
        {
            var old = $"{folded.Old} {Short(WithoutDate(folded.Notes[0]))}".Trim();
            folded = folded with { Old = old.Length <= MostOfOld ? old : $"… {old[^MostOfOld..].TrimStart()}", Notes = [.. folded.Notes.Skip(1)] };
        }

        return folded;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Head + (Old.Length > 0 ? $"{OldStart}{Old}\n" : "") + string.Concat(Notes.Select(note => note + "\n"));

    private int Length => Head.Length + (Old.Length > 0 ? OldStart.Length + Old.Length + 1 : 0) + Notes.Sum(note => note.Length + 1);

    private static string WithoutDate(string note) => Date().Replace(note[2..], "");

    private static string Short(string note)
    {
        var line = note.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return (line.Length <= MostOfShort ? line : $"{line[..MostOfShort]}…") + ".";
    }

    private static string Key(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d: ", RegexOptions.CultureInvariant)]
    private static partial Regex Date();
}
