using GoalBuild.Verification.Evidence;

namespace GoalBuild.Report.Reading;

/// <summary>Reads a patch as what is shown of it: bounded, however large it is.</summary>
internal static class DiffReader
{
    // One generated file must not take the room of all others, nor one minified line that of its file.
    private const int MostOfFile = 60_000;
    private const int MostOfLine = 400;
    private const int MostOfAll = 500_000;

    /// <summary>Reads the patch.</summary>
    /// <param name="patch">The patch, in git's format.</param>
    public static IReadOnlyList<FileDiff> Read(TextReader patch)
    {
        var shown = new List<(List<string> Lines, int Size, int LeftOut)>();
        var all = 0;
        var changes = PatchReader.Changes(patch, (file, line) =>
        {
            while (shown.Count <= file)
            {
                shown.Add(([], 0, 0));
            }

            var (lines, size, leftOut) = shown[file];
            var cut = line.Length <= MostOfLine ? line : $"{line[..MostOfLine]} … and {line.Length - MostOfLine} more characters";

            // What is left out is the end of a file, and not lines out of its middle.
            if (leftOut > 0 || size + cut.Length > MostOfFile || all + cut.Length > MostOfAll)
            {
                shown[file] = (lines, size, leftOut + 1);
                return;
            }

            lines.Add(cut);
            all += cut.Length + 1;
            shown[file] = (lines, size + cut.Length + 1, 0);
        });
        return [.. changes.Select((change, index) => index < shown.Count ? new FileDiff(change, shown[index].Lines, shown[index].LeftOut) : new FileDiff(change, [], 0))];
    }
}
