using System.Globalization;
using System.Text.RegularExpressions;
using GoalBuild.Agent.Tools.Files;

namespace GoalBuild.Agent.Tools.Patches;

/// <summary>
/// Reads the <c>*** Begin Patch</c> format. Models wrap it in code fences and here-documents, forget its first and last line, and mix in what unified
/// diffs have; all that is taken as long as it says which lines are meant.
/// </summary>
internal sealed partial class PatchParser
{
    private const string Begin = "*** Begin Patch", End = "*** End Patch", EndOfFile = "*** End of File", MoveTo = "*** Move to:";

    private static readonly (string Text, PatchAct Act)[] Headers = [("*** Add File:", PatchAct.Add), ("*** Delete File:", PatchAct.Delete), ("*** Update File:", PatchAct.Update)];

    private readonly List<string> _lines;
    private readonly List<PatchFile> _files = [];
    private PatchFile? _file;
    private PatchHunk? _hunk;

    private PatchParser(List<string> lines) => _lines = lines;

    /// <summary>Reads a patch.</summary>
    /// <param name="patch">As the model wrote it.</param>
    /// <returns>Its files, in order; at least one.</returns>
    /// <exception cref="ToolFaultException">It is no patch; the message names the line.</exception>
    public static IReadOnlyList<PatchFile> Parse(string patch)
    {
        var lines = TextLine.Of(patch).ConvertAll(line => line.Text);
        if (!lines.Any(line => line.TrimEnd() == End))
        {
            // What closes a fence or a here-document begins like no line of a patch.
            while (lines.Count > 0 && Closing().IsMatch(lines[^1]))
            {
                lines.RemoveAt(lines.Count - 1);
            }
        }

        var parser = new PatchParser(lines);
        for (var i = 0; i < lines.Count; i++)
        {
            parser.Read(i);
        }

        return parser._files.Count > 0
            ? parser._files
            : throw new ToolFaultException($"The patch names no file. Expected '{Begin}', then '*** Update File: path', then lines that begin with '@@', ' ', '-' or '+', then '{End}'.");
    }

    private void Read(int index)
    {
        var line = _lines[index];
        if (line.TrimEnd() is Begin or End)
        {
            (_file, _hunk) = (null, null);
        }
        else if (Headers.FirstOrDefault(header => line.StartsWith(header.Text, StringComparison.Ordinal)) is { Text: { } text, Act: var act })
        {
            _file = new PatchFile(act, PathOf(line[text.Length..], index));
            _hunk = null;
            _files.Add(_file);
        }
        else if (_file is null)
        {
            // Fences, the shell's here-document, a word before or after: not part of the patch.
        }
        else if (line.StartsWith("***", StringComparison.Ordinal))
        {
            ReadMark(line, index);
        }
        else
        {
            ReadContent(line, index);
        }
    }

    private void ReadMark(string line, int index)
    {
        if (line.TrimEnd() == EndOfFile)
        {
            if (_hunk is not null)
            {
                _hunk.IsAtEnd = true;
                _hunk = null;
            }
        }
        else if (line.StartsWith(MoveTo, StringComparison.Ordinal) && _file is { Act: PatchAct.Update, Hunks.Count: 0 })
        {
            _file.MoveTo = PathOf(line[MoveTo.Length..], index);
        }
        else
        {
            throw Fault(index, $"begins with '***', but is none of '*** Add File:', '*** Delete File:', '*** Update File:', '{MoveTo}' (behind Update File) and '{EndOfFile}'");
        }
    }

    private void ReadContent(string line, int index)
    {
        switch (_file!.Act)
        {
            case PatchAct.Add when line.StartsWith('+'):
                _file.Lines.Add(line[1..]);
                break;
            case PatchAct.Add when line.Trim().Length == 0:
                // One between two lines of the file was meant as a line of it; one before the next file was not.
                if (index + 1 < _lines.Count && _lines[index + 1].StartsWith('+'))
                {
                    _file.Lines.Add("");
                }

                break;
            case PatchAct.Add:
                throw Fault(index, $"belongs to the new file '{_file.Path}', but does not begin with '+'");
            case PatchAct.Delete when line.Trim().Length == 0 || line.StartsWith('-'):
                break;
            case PatchAct.Delete:
                throw Fault(index, $"follows '*** Delete File: {_file.Path}', which takes no lines");
            default:
                ReadHunkLine(line, index);
                break;
        }
    }

    private void ReadHunkLine(string line, int index)
    {
        if (line.StartsWith("@@", StringComparison.Ordinal))
        {
            ReadMarker(line[2..], index);
        }
        else if (line.StartsWith('\\') || (_hunk is null && IsDiffHeader(index)))
        {
            // "\ No newline at end of file" and the like: a file's last line stays ended as it is.
        }
        else if (_hunk is not null || line.Trim().Length > 0)
        {
            _hunk ??= NewHunk(index);
            _hunk.Lines.Add(line.Length > 0 && line[0] is HunkLine.Added or HunkLine.Removed or HunkLine.Kept ? new HunkLine(line[0], line[1..]) : new HunkLine(HunkLine.Kept, line));
        }
    }

    private void ReadMarker(string text, int index)
    {
        if (_hunk is null or { Lines.Count: > 0 })
        {
            _hunk = NewHunk(index);
        }

        if (Unified().Match(text) is { Success: true } match)
        {
            _hunk.Hint = int.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var line) ? line : null;
            return;
        }

        var marker = text.EndsWith("@@", StringComparison.Ordinal) ? text[..^2] : text;
        if (marker.Trim().Length > 0)
        {
            _hunk.Markers.Add(marker.StartsWith(' ') ? marker[1..] : marker);
        }
    }

    private PatchHunk NewHunk(int index)
    {
        var hunk = new PatchHunk(_file!.Hunks.Count + 1, index + 1);
        _file.Hunks.Add(hunk);
        return hunk;
    }

    private bool IsDiffHeader(int index) => _lines[index] switch
    {
        var line when line.StartsWith("--- ", StringComparison.Ordinal) => index + 1 < _lines.Count && _lines[index + 1].StartsWith("+++ ", StringComparison.Ordinal),
        var line when line.StartsWith("+++ ", StringComparison.Ordinal) => _lines[index - 1].StartsWith("--- ", StringComparison.Ordinal),
        var line => line.StartsWith("diff --git ", StringComparison.Ordinal) || line.StartsWith("index ", StringComparison.Ordinal),
    };

    private string PathOf(string text, int index) => text.Trim().Trim('`', '"', '\'') is { Length: > 0 } path ? path : throw Fault(index, "names no path");

    private ToolFaultException Fault(int index, string what) =>
        new($"Line {index + 1} of the patch, '{TextLine.Cut(_lines[index], 100)}', {what}. Nothing was changed.");

    [GeneratedRegex(@"^\s*(?:```\w*|[A-Z_]{2,})?\s*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Closing();

    [GeneratedRegex(@"^ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Unified();
}
