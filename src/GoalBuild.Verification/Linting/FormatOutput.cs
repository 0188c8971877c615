using System.Text.RegularExpressions;

namespace GoalBuild.Verification.Linting;

/// <summary>
/// What <c>dotnet format</c> says while it runs, line by line: at the verbosity that is needed it prints far more than is kept, and one line of it
/// decides whether its success can be believed.
/// </summary>
internal sealed partial class FormatOutput
{
    private readonly Lock _lock = new();

    /// <summary>The first project that did not load, with the reason; or null.</summary>
    public string? LoadFailure { get; private set; }

    /// <summary>Whether it looked at any file.</summary>
    public bool ReadFiles { get; private set; }

    /// <summary>The last line that says anything.</summary>
    public string LastLine { get; private set; } = "it printed nothing";

    /// <summary>Takes a line, from any thread.</summary>
    /// <param name="line">The line, without its end.</param>
    public void Add(string line)
    {
        lock (_lock)
        {
            if (line.Trim() is { Length: > 0 } text)
            {
                LastLine = text;
            }

            if (LoadFailureLine().Match(line) is { Success: true } failure)
            {
                LoadFailure ??= $"dotnet format could not load '{Path.GetFileName(failure.Groups["project"].Value)}': {failure.Groups["message"].Value.Trim()}";
            }

            if (FileCountLine().Match(line) is { Success: true } files)
            {
                ReadFiles = files.Groups["all"].Value != "0";
            }
        }
    }

    [GeneratedRegex(@"^\s*(?:\[Failure\] )?Msbuild failed when processing the file '(?<project>.*?)' with message: (?<message>.*)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LoadFailureLine();

    [GeneratedRegex(@"^\s*Formatted (?<changed>\d+) of (?<all>\d+) files", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileCountLine();
}
