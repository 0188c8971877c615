namespace GoalBuild.Agent.Code;

/// <summary>What is kept of a C# file that was parsed; its syntax tree is not, since the trees of a large repository would take hundreds of megabytes.</summary>
/// <param name="Path">Relative to the workspace's root, with <c>/</c>.</param>
/// <param name="Declarations">What it declares, in the order of the text.</param>
/// <param name="Names">Every identifier that it uses, as <see cref="NameTable"/> numbers them; each once.</param>
/// <param name="IsGenerated">Whether a tool writes it, as its name or head says.</param>
internal sealed record ParsedFile(string Path, IReadOnlyList<Declaration> Declarations, int[] Names, bool IsGenerated)
{
    /// <summary>Whether it looks like a test: what it declares matters less to whoever looks for the way in.</summary>
    public bool IsTest { get; } = Path.Split('/').SkipLast(1).Any(IsTestName) || System.IO.Path.GetFileNameWithoutExtension(Path).EndsWith("Tests", StringComparison.Ordinal);

    private static bool IsTestName(string folder) => folder.Split('.').Any(part =>
        part.Equals("test", StringComparison.OrdinalIgnoreCase) || part.EndsWith("tests", StringComparison.OrdinalIgnoreCase) || part.Equals("specs", StringComparison.OrdinalIgnoreCase));
}

/// <summary>A tree as it was last looked at.</summary>
/// <param name="Files">All its files that git does not ignore, relative to the workspace's root with <c>/</c>, in ordinal order.</param>
/// <param name="Parsed">Those in C#, in the same order.</param>
/// <param name="Names">The numbers of identifiers.</param>
internal sealed record CodeMap(IReadOnlyList<string> Files, IReadOnlyList<ParsedFile> Parsed, NameTable Names);
