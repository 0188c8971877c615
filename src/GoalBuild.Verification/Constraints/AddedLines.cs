namespace GoalBuild.Verification.Constraints;

/// <summary>A line that a change adds.</summary>
/// <param name="Path">The file.</param>
/// <param name="Number">Its number in the file as it is now, from 1.</param>
/// <param name="Text">The line, without the line break.</param>
internal sealed record AddedLine(string Path, int Number, string Text);

/// <summary>Finds what a change adds: what only moved, within a file or to another one of the change, is not added.</summary>
internal static class AddedLines
{
    /// <summary>The lines that the files have more often than before, white space at both ends aside.</summary>
    /// <param name="texts">The files.</param>
    public static IReadOnlyList<AddedLine> Of(IReadOnlyList<ChangedText> texts)
    {
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in texts.SelectMany(text => Lines(text.Before)))
        {
            left[line.Trim()] = left.GetValueOrDefault(line.Trim()) + 1;
        }

        var added = new List<AddedLine>();
        foreach (var text in texts)
        {
            var number = 0;
            foreach (var line in Lines(text.After))
            {
                number++;
                if (left.GetValueOrDefault(line.Trim()) is > 0 and var count)
                {
                    left[line.Trim()] = count - 1;
                }
                else
                {
                    added.Add(new AddedLine(text.Path, number, line));
                }
            }
        }

        return added;
    }

    /// <summary>The lines of a text; a line break at its end begins no further line.</summary>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<string> Lines(string text)
    {
        var lines = text.Split('\n');
        return [.. (lines[^1].Length == 0 ? lines.AsSpan(0, lines.Length - 1) : lines).ToArray().Select(line => line.TrimEnd('\r'))];
    }
}
