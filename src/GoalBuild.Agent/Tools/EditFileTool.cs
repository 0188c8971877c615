using System.Globalization;
using GoalBuild.Agent.Tools.Files;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tools;

/// <summary><c>edit_file</c>: one text of a file replaced by another, or the whole file written.</summary>
internal sealed class EditFileTool : ITool
{
    private const int MostPlaces = 10;

    /// <inheritdoc/>
    public string Name => "edit_file";

    /// <inheritdoc/>
    public string Description => "Replace old by new in a file; old must occur once, or set all. Without old, new becomes the whole file.";

    /// <inheritdoc/>
    public ToolSchema Schema { get; } = new(
        new ToolParameter("path", "string"),
        ToolParameter.Optional("old", "string"),
        new ToolParameter("new", "string"),
        ToolParameter.Optional("all", "boolean"));

    /// <inheritdoc/>
    public async Task<ToolResult> CallAsync(ToolArguments arguments, ToolContext context, CancellationToken cancellation)
    {
        var (path, old, text) = (arguments.Text("path"), arguments.TextOrNull("old") ?? "", arguments.Text("new"));
        var full = context.Files.Writable(path);
        if (Directory.Exists(full))
        {
            return ToolResult.Error($"'{path}' is a folder; expected a file.");
        }

        var before = File.Exists(full) ? await File.ReadAllBytesAsync(full, cancellation).ConfigureAwait(false) : null;
        if (before is null && old.Length > 0)
        {
            return ToolResult.Error($"There is no file '{path}', so nothing in it to replace. Leave out old to create it, or correct the path.");
        }

        if (FileText.Of(before ?? []) is not { } file)
        {
            return ToolResult.Error($"'{path}' is no text; it is not edited.");
        }

        var (edited, done) = old.Length == 0
            ? (Whole(file, text), before is null ? "Created" : "Wrote")
            : Replaced(path, file.Text, old, text, arguments.Flag("all"));
        MaskGuard.Check(file.Text, edited);
        var after = file.Encode(edited);
        if (before is not null && after.AsSpan().SequenceEqual(before))
        {
            return ToolResult.Error($"Nothing would change: '{path}' holds exactly this already.");
        }

        context.Edits.Apply([new FileEdit(context.Files.Relative(full), before, after)]);
        return new ToolResult($"{done} {path} ({Words.Count(TextLine.Of(edited).Count, "line")} now).");
    }

    private static string Whole(FileText file, string text) =>
        file.Text.Length == 0 ? text : TextLine.WithEnding(text, TextLine.EndingOf(TextLine.Of(file.Text)));

    private static (string Text, string Done) Replaced(string path, string text, string old, string replacement, bool all)
    {
        var places = TextPlaces.Find(text, old);
        var lines = TextLine.Of(text);
        if (places.Count == 0)
        {
            var wanted = TextLine.Of(old).ConvertAll(line => line.Text);
            var numbered = wanted.TrueForAll(line => line.Length == 0 || TextPlaces.IsNumbered(line)) ? " Leave out the line numbers of read_file." : "";
            throw new ToolFaultException($"The old text is not in '{path}'.{numbered} {NearestLines.Show(lines.ConvertAll(line => line.Text), wanted)}");
        }

        if (places.Count > 1 && !all)
        {
            var numbers = string.Join(", ", places.Take(MostPlaces).Select(place => LineOf(text, place.Start).ToString(CultureInfo.InvariantCulture)));
            throw new ToolFaultException($"The old text is {places.Count} times in '{path}', in lines {numbers}{(places.Count > MostPlaces ? ", …" : "")}. Give more lines around the one that is meant, or set all=true.");
        }

        var written = TextLine.WithEnding(replacement, TextLine.EndingOf(lines));
        var edited = new System.Text.StringBuilder();
        var from = 0;
        foreach (var (start, end) in places)
        {
            edited.Append(text, from, start - from).Append(written);
            from = end;
        }

        return (edited.Append(text, from, text.Length - from).ToString(), places.Count == 1 ? $"Replaced line {LineOf(text, places[0].Start)} on in" : $"Replaced {places.Count} places in");
    }

    private static int LineOf(string text, int offset) => TextLine.Of(text[..offset]) is var lines && lines.Count > 0 && lines[^1].Ending.Length == 0 ? lines.Count : lines.Count + 1;
}
