using System.Text;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Terminal;

namespace GoalBuild.Tool.Commands;

/// <summary>Where a goal that a verb makes is written.</summary>
/// <param name="context">What to work with.</param>
internal sealed class GoalWriter(CommandContext context)
{
    /// <summary>Stands for standard input as a file that is read, and for standard output as one that is written.</summary>
    public const string Standard = "-";

    private const string Extension = ".goal";

    /// <summary>The absolute path of the file.</summary>
    /// <param name="output">As it was asked for; null for the goal's name in the current folder. A folder means the goal's name in it.</param>
    /// <param name="name">The goal's name.</param>
    public string PathOf(string? output, string name)
    {
        var path = Path.GetFullPath(output ?? ".", context.Host.Directory);
        return output is null || Directory.Exists(path) ? Path.Combine(path, name + Extension) : path;
    }

    /// <summary>The folder that paths in the goal are relative to.</summary>
    /// <param name="output">As it was asked for.</param>
    public string FolderOf(string? output) => output is null or Standard ? context.Host.Directory : Path.GetDirectoryName(PathOf(output, "goal"))!;

    /// <summary>Refuses to lose what is in a file.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="force">Whether it may be overwritten all the same.</param>
    /// <exception cref="GoalFaultException">GOAL0060: the file exists.</exception>
    public static void EnsureFree(string path, bool force)
    {
        if (!force && Path.Exists(path))
        {
            throw new GoalFaultException(DiagnosticCatalogue.FileInTheWay, "There is such a file already. Name another one with '-o', or overwrite it with '--force'.") { File = path };
        }
    }

    /// <summary>Writes the goal, or prints it.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="GoalFaultException">GOAL0009: it cannot be written.</exception>
    public static void Write(string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GoalFaultException(DiagnosticCatalogue.NotWritable, $"The goal cannot be written: {Phrasing.Line(error.Message)} Name another file with '-o', or make the folder writable.", error) { File = path };
        }
    }

    /// <summary>What to do with a new goal, in the order in which one does it.</summary>
    /// <param name="path">The goal's absolute path.</param>
    public IReadOnlyList<string> Next(string path)
    {
        var shown = CommandLine.Quote(context.Host.Show(path));
        return [$"dotnet goal check {shown}", $"dotnet goal verify {shown}", $"dotnet goal run {shown}"];
    }

    /// <summary>Says what to do next.</summary>
    /// <param name="path">The goal's absolute path.</param>
    public void SayNext(string path)
    {
        string[] meanings = ["does it read well?", "does every clause hold?", "work until they do"];
        var next = Next(path);
        var width = next.Max(line => line.Length);
        context.Reporter.Say($"Read {context.Host.Show(path)}, change what does not fit, then:");
        foreach (var (line, meaning) in next.Zip(meanings))
        {
            context.Reporter.Say($"  {line.PadRight(width)}  # {meaning}");
        }
    }
}
