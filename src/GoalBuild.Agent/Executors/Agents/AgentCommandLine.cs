using System.Text.RegularExpressions;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Executors.Agents;

/// <summary>Another agent's command line, with the prompt in its place.</summary>
/// <param name="Text">The command line for the shell.</param>
/// <param name="TakesInput">Whether the prompt goes to the standard input.</param>
internal sealed partial record AgentCommandLine(string Text, bool TakesInput)
{
    /// <summary>Fills in <c>{prompt}</c> and <c>{prompt-file}</c>.</summary>
    /// <param name="command">As it stands in the goal. Quotes right around a placeholder are taken for part of it.</param>
    /// <param name="prompt">The prompt.</param>
    /// <param name="file">Absolute path of the file with the prompt.</param>
    public static AgentCommandLine Of(string command, string prompt, string file)
    {
        // cmd ends a line at a line break, however it is quoted.
        var argument = OperatingSystem.IsWindows() ? $"Read the file {file} and do what it says." : prompt;
        var text = Placeholder().Replace(command, match => Quoted(match.Groups["file"].Success ? file : argument));
        return new AgentCommandLine(text, TakesInput: !Placeholder().IsMatch(command));
    }

    /// <summary>Why the prompt cannot be put where the goal wants it; null where it can. The prompt quotes what commands printed: no shell may read it as its own text.</summary>
    /// <param name="command">As it stands in the goal.</param>
    public static string? Misplaced(string command) =>
        OperatingSystem.IsWindows() ? null
        : Placeholder().Matches(command).FirstOrDefault(match => IsInQuotes(command.AsSpan(0, match.Index))) is { } match
            ? $"'{match.Value}' stands within quotes, where a shell would run what the prompt says. Let it be a word of its own, such as 'my-agent -p {{prompt}}', or let the program read {{prompt-file}}."
        : Placeholder().IsMatch(command) && command.Contains("<<", StringComparison.Ordinal)
            ? "A here-document ('<<') and the prompt do not go together: a shell would run what the prompt says. Let the program read {prompt-file}."
            : null;

    private static bool IsInQuotes(ReadOnlySpan<char> before)
    {
        var quote = '\0';
        for (var i = 0; i < before.Length; i++)
        {
            if (before[i] == '\\' && quote != '\'')
            {
                i++;
            }
            else if (quote == '\0' ? before[i] is '"' or '\'' or '`' : before[i] == quote)
            {
                quote = quote == '\0' ? before[i] : '\0';
            }
        }

        return quote != '\0';
    }

    /// <summary>
    /// What has to be seen of the machine for the command to start: the programs and scripts that the goal names by absolute path, with what lies beside
    /// them; of a package of npm, all packages that were installed with it. A home or a temporary folder as a whole is never shown.
    /// </summary>
    /// <param name="command">As it stands in the goal.</param>
    /// <param name="hidden">Absolute paths of folders that are not to be seen as a whole.</param>
    public static IReadOnlyList<string> ProgramsOf(string command, IReadOnlyList<string> hidden)
    {
        try
        {
            return [.. ShellCommands.Of(command).SelectMany(words => words)
                .Concat(new ShellWords(command).Commands().SelectMany(words => words))
                .Select(word => word.Text)
                .Where(word => Path.IsPathRooted(word) && File.Exists(word))
                .SelectMany(word => new[] { word, LinkResolver.Resolve(word) })
                .SelectMany(word => Around(word, hidden))
                .Distinct(StringComparer.Ordinal)];
        }
        catch (ShellSyntaxException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Around(string file, IReadOnlyList<string> hidden)
    {
        const string Packages = "/node_modules/";
        var packages = file.IndexOf(Packages, StringComparison.Ordinal);
        var folder = packages > 0 ? file[..(packages + Packages.Length - 1)] : Path.GetDirectoryName(file)!;
        return hidden.Contains(LinkResolver.Resolve(folder), StringComparer.Ordinal) ? [file] : [folder];
    }

    private static string Quoted(string text) => OperatingSystem.IsWindows()
        ? $"\"{text.Replace("\"", "'", StringComparison.Ordinal)}\""
        : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex("""(?<quote>["']?)\{prompt(?<file>-file)?\}\k<quote>""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
