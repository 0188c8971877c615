using System.Text;
using GoalBuild.Language;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Formatting;
using GoalBuild.Tool.Terminal;

namespace GoalBuild.Tool.Commands;

/// <summary><c>fmt</c>: brings goal files into the one form.</summary>
internal static class FormatCommand
{
    private const string StandardInput = "-";
    private const string StandardInputShown = "(standard input)";

    /// <summary>Formats the files, or says which are not formatted. Only their syntax matters; projects that they name may be missing.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths from the command line; <c>-</c> reads standard input and writes standard output.</param>
    /// <param name="check">Whether nothing is written.</param>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files, bool check)
    {
        if (files.Contains(StandardInput))
        {
            return await FormatInputAsync(context, check).ConfigureAwait(false);
        }

        var (different, unusable) = (false, false);
        foreach (var path in await GoalDiscovery.FindAsync(files, context.Host).ConfigureAwait(false))
        {
            try
            {
                var source = GoalFileReader.Read(path, context.Host.Directory, GoalLanguage.Parse);
                if (Format(context, source) is not { } result)
                {
                    unusable = true;
                }
                else
                {
                    different |= result.Changed;
                    if (result.Changed && !check)
                    {
                        Write(source.Path, result.Text);
                    }

                    Tell(context, source.Shown, source.Path, result.Changed, check);
                }
            }
            catch (GoalFaultException fault)
            {
                context.Reporter.Fault(fault);
                unusable = true;
            }
        }

        return unusable ? ExitCode.Usage : check && different ? ExitCode.NotMet : ExitCode.Met;
    }

    private static async Task<int> FormatInputAsync(CommandContext context, bool check)
    {
        var parsed = GoalLanguage.Parse(context.Host.In, Path.Combine(context.Host.Directory, "stdin.goal"));
        if (Format(context, new GoalSource(StandardInputShown, parsed)) is not { } result)
        {
            return ExitCode.Usage;
        }

        if (!check)
        {
            await context.Host.Out.WriteAsync(result.Text.AsMemory(), context.Cancellation).ConfigureAwait(false);
            return ExitCode.Met;
        }

        Tell(context, StandardInputShown, null, result.Changed, check);
        return result.Changed ? ExitCode.NotMet : ExitCode.Met;
    }

    private static void Tell(CommandContext context, string shown, string? path, bool changed, bool check)
    {
        if (changed)
        {
            context.Reporter.Say(check ? $"{shown}: not formatted; 'dotnet goal fmt' would change it" : $"{shown}: formatted");
        }

        context.Reporter.Tell(new JsonEvent("file-formatted") { File = path, Status = !changed ? "unchanged" : check ? "not-formatted" : "formatted" });
    }

    private static FormatResult? Format(CommandContext context, GoalSource source)
    {
        var result = GoalFormatter.Format(source.Parsed);
        if (!result.HasErrors)
        {
            return result;
        }

        context.Reporter.Diagnostics(source with { Parsed = source.Parsed with { Diagnostics = result.Diagnostics } });
        return null;
    }

    private static void Write(string path, string text)
    {
        try
        {
            // A rename would replace links and permissions; goal files are small, and in the repository.
            using var before = File.OpenRead(path);
            Span<byte> start = stackalloc byte[3];
            var hasMark = before.ReadAtLeast(start, 3, throwOnEndOfStream: false) == 3 && start.SequenceEqual(Encoding.UTF8.Preamble);
            before.Dispose();
            File.WriteAllText(path, text, new UTF8Encoding(hasMark));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoalFaultException(DiagnosticCatalogue.NotWritable, $"The formatted text cannot be written: {Phrasing.Line(error.Message)} Make the file writable, or free some space.", error) { File = path };
        }
    }
}
