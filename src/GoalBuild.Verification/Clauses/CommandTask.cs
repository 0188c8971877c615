using System.Globalization;
using GoalBuild.Verification.Environments;
using GoalBuild.Verification.Processes;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary>A clause that runs a command of the goal's own and judges what became of it.</summary>
public abstract class CommandTask : ClauseTask
{
    private const int ShownLines = 40;

    /// <summary>A command line for the platform's shell.</summary>
    [Required]
    public string Command { get; set; } = "";

    /// <summary>The working directory, absolute.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <summary>Judges a command that was found and ended.</summary>
    /// <param name="result">What became of it.</param>
    protected abstract Verdict Judge(ProcessResult result);

    /// <inheritdoc/>
    protected sealed override async Task<Verdict> VerifyAsync(CancellationToken cancellation)
    {
        Progress(Command);
        var output = ArtifactPath(".output.txt");
        ProcessResult result;
        try
        {
            var shell = Image.Length == 0 ? ProcessRequest.Shell(Command) : new ProcessRequest("/bin/sh", "-c", Command);
            var request = shell with { WorkingDirectory = Directory, Environment = EnvironmentVariables, OutputPath = output };
            result = Image.Length == 0
                ? await ProcessRunner.RunAsync(request, cancellation).ConfigureAwait(false)
                : await Container.Of(Image, Workspace, ImageNetwork).RunAsync(request, [], cancellation).ConfigureAwait(false);
        }
        catch (ContainerException exception)
        {
            return Unknown(exception.Message);
        }
        catch (CommandNotFoundException exception)
        {
            return Unknown(exception.Message);
        }

        var verdict = IsNotFound(result)
            ? Unknown(NotFound(result)) with { Findings = [.. OutputFindings(result)] }
            : Judge(result);
        return verdict with { Artifacts = [Path.GetFileName(output)] };
    }

    /// <summary>The end of what the command printed, as a finding; none where it printed nothing.</summary>
    /// <param name="result">What became of the command.</param>
    protected internal static IEnumerable<Finding> OutputFindings(ProcessResult result)
    {
        foreach (var (name, stream) in new[] { ("standard error", result.StandardError.Text), ("standard output", result.StandardOutput.Text) })
        {
            var lines = stream.TrimEnd().Split('\n');
            if (stream.TrimEnd().Length > 0)
            {
                var shown = lines.TakeLast(ShownLines).Select(line => line.TrimEnd('\r') is { Length: > 500 } longLine ? longLine[..500] + "…" : line.TrimEnd('\r'));
                yield return new Finding(FindingKind.Output, string.Join('\n', shown))
                {
                    Details = lines.Length > ShownLines ? string.Create(CultureInfo.InvariantCulture, $"the last {ShownLines} of {lines.Length} lines of {name}") : name,
                };
            }
        }
    }

    /// <summary>The last line that the command printed, for a reason: a space and the line, or nothing.</summary>
    /// <param name="result">What became of the command.</param>
    protected internal static string LastLine(ProcessResult result)
    {
        var line = LastLine(result.StandardError.Text) is { Length: > 0 } error ? error : LastLine(result.StandardOutput.Text);
        return line.Length == 0 ? "" : $" It last printed: {line}";
    }

    /// <summary>Whether the shell did not find the command.</summary>
    /// <param name="result">What became of the command.</param>
    internal static bool IsNotFound(ProcessResult result) => result.ExitCode == ProcessRequest.ShellCommandNotFound && IsNotFoundMessage(result.StandardError.Text);

    /// <summary>The reason of a clause whose command was not found.</summary>
    /// <param name="result">What became of the command.</param>
    internal static string NotFound(ProcessResult result) =>
        $"The command was not found: {LastLine(result.StandardError.Text)}. Install it, put it on the PATH, or correct the name in the clause.";

    /// <summary>Whether all that the command printed was kept.</summary>
    /// <param name="result">What became of the command.</param>
    private protected static bool IsWhole(ProcessResult result) => result.StandardOutput.IsWhole && result.StandardError.IsWhole;

    /// <summary>It is not known, because the middle of what the command printed is missing.</summary>
    /// <param name="what">What is not known, as the start of a sentence.</param>
    private protected Verdict Cut(string what) => Unknown(
        string.Create(CultureInfo.InvariantCulture, $"{what} is not known: it printed more than the {ProcessRequest.DefaultKeptCharacters / (1024 * 1024)} million characters a stream that are kept. Let the command print less."));

    private static string LastLine(string text)
    {
        var trimmed = text.AsSpan().TrimEnd();
        var line = trimmed[(trimmed.LastIndexOf('\n') + 1)..].Trim();
        return line.Length <= 200 ? line.ToString() : string.Concat(line[..200], "…");
    }

    /// <summary>A program that exists can end with 127 too; only the shell's own words count.</summary>
    private static bool IsNotFoundMessage(string text) => OperatingSystem.IsWindows()
        || text.Contains("not found", StringComparison.OrdinalIgnoreCase)
        || text.Contains("No such file", StringComparison.OrdinalIgnoreCase);
}
