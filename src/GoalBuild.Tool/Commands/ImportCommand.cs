using System.Text;
using GoalBuild.Authoring.Notes;
using GoalBuild.Authoring.Repository;
using GoalBuild.Language;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Commands;

/// <summary><c>import</c>: makes a goal of notes in prose.</summary>
internal static class ImportCommand
{
    private const string StandardInputShown = "(standard input)";
    private const string DefaultName = "imported";

    // Notes are text of people; what is larger was named by mistake.
    private const int MostBytes = 1 << 20;

    /// <summary>Writes the goal, and warns of what nothing in it checks.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="notes">The file with the notes; <c>-</c> for standard input.</param>
    /// <param name="output">The file to write, <c>-</c> for standard output, or null for the goal's name in the current folder.</param>
    /// <param name="force">Whether a file that exists may be overwritten.</param>
    /// <exception cref="GoalFaultException">GOAL0060 or GOAL0062: there is a file in the way, or the notes cannot be used.</exception>
    public static async Task<int> RunAsync(CommandContext context, string notes, string? output, bool force)
    {
        var isStandard = notes == GoalWriter.Standard;
        var writer = new GoalWriter(context);
        var source = Read(context, notes);
        var facts = RepositoryScan.Of(RepositoryTree.Of(writer.FolderOf(output)));
        var result = NotesImporter.Import(source, facts, isStandard ? DefaultName : Path.GetFileNameWithoutExtension(notes));
        if (result.Text.Length == 0)
        {
            throw new GoalFaultException(DiagnosticCatalogue.NotesUnusable, "The notes say nothing that a goal could ask for. Write an objective, requirements, or what has to hold.") { File = isStandard ? StandardInputShown : notes };
        }

        var path = output == GoalWriter.Standard ? null : writer.PathOf(output, result.Name);
        if (path is not null)
        {
            GoalWriter.EnsureFree(path, force);
        }

        context.Reporter.Diagnostics(new GoalSource(isStandard ? StandardInputShown : notes, new ParseResult(source, new Language.Model.GoalFile([]), result.Warnings)));
        if (path is null)
        {
            await context.Host.Out.WriteAsync(result.Text.AsMemory(), context.Cancellation).ConfigureAwait(false);
            return ExitCode.Met;
        }

        GoalWriter.Write(path, result.Text);
        context.Reporter.Say($"{context.Host.Show(path)}: written, with {Words.Count(result.Clauses, "clause")}, {Words.Count(result.Constraints, "constraint")} and {Words.Count(result.Requirements, "requirement")}{(result.Unchecked == 0 ? "" : $"; {Words.Count(result.Unchecked, "line")} of the notes {(result.Unchecked == 1 ? "is" : "are")} checked by nothing, or in part")}.");
        writer.SayNext(path);
        context.Reporter.Tell(new JsonEvent("goal-written") { Goal = result.Name, File = path, Kind = "import", Clauses = result.Clauses, Next = writer.Next(path) });
        return ExitCode.Met;
    }

    private static SourceText Read(CommandContext context, string notes)
    {
        try
        {
            using var stream = notes == GoalWriter.Standard ? context.Host.In : Open(Path.GetFullPath(notes, context.Host.Directory));
            var (source, fault) = Bytes(stream);
            return fault is null ? new SourceText(notes == GoalWriter.Standard ? StandardInputShown : Path.GetFullPath(notes, context.Host.Directory), source)
                : throw new GoalFaultException(DiagnosticCatalogue.NotesUnusable, fault) { File = notes };
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new GoalFaultException(DiagnosticCatalogue.NotesUnusable, "There is no such file. Correct the path; it is taken from the current folder.", error) { File = notes };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoalFaultException(DiagnosticCatalogue.NotesUnusable, $"The notes cannot be read: {Phrasing.Line(error.Message)} Name a file that you may read.", error) { File = notes };
        }
    }

    private static FileStream Open(string path) => SpecialFile.Is(path) || Directory.Exists(path) ? throw new IOException("It is no file.") : File.OpenRead(path);

    private static (string Text, string? Fault) Bytes(Stream stream)
    {
        var buffer = new byte[MostBytes + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (length > MostBytes)
        {
            return ("", "The file is larger than notes are. Name a text file.");
        }

        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(buffer, 0, length);
            return text.Contains('\0') ? ("", "This is no text, or not in UTF-8. Save the notes as UTF-8.") : (text.TrimStart('\uFEFF'), null);
        }
        catch (DecoderFallbackException)
        {
            return ("", "This is no text, or not in UTF-8. Save the notes as UTF-8.");
        }
    }
}
