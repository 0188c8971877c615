namespace GoalBuild.Agent.Tools.Patches;

/// <summary>What a patch does to a file.</summary>
internal enum PatchAct
{
    /// <summary>The file is new.</summary>
    Add,

    /// <summary>The file goes.</summary>
    Delete,

    /// <summary>The file is changed, moved, or both.</summary>
    Update,
}

/// <summary>One file of a patch.</summary>
/// <param name="Act">What is done to it.</param>
/// <param name="Path">As the patch names it.</param>
internal sealed record PatchFile(PatchAct Act, string Path)
{
    /// <summary>Where it is moved to, or null.</summary>
    public string? MoveTo { get; set; }

    /// <summary>The lines of a new file.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>The changes of an updated file, in the order of the patch.</summary>
    public List<PatchHunk> Hunks { get; } = [];
}

/// <summary>One change of a file: the lines that stand there, and those that are to stand there.</summary>
/// <param name="Number">From 1, in its file.</param>
/// <param name="PatchLine">Where it begins in the patch, from 1.</param>
internal sealed record PatchHunk(int Number, int PatchLine)
{
    /// <summary>Lines that stand above the change, each below the one before: the texts behind <c>@@</c>.</summary>
    public List<string> Markers { get; } = [];

    /// <summary>The first line of the change as a unified diff gives it, from 1; or null.</summary>
    public int? Hint { get; set; }

    /// <summary>The lines, in order.</summary>
    public List<HunkLine> Lines { get; } = [];

    /// <summary>Whether it reaches to the end of the file.</summary>
    public bool IsAtEnd { get; set; }

    /// <summary>The lines that have to stand in the file.</summary>
    public IReadOnlyList<string> Old => [.. Lines.Where(line => line.Kind != HunkLine.Added).Select(line => line.Text)];
}

/// <summary>One line of a hunk.</summary>
/// <param name="Kind"><see cref="Added"/>, <see cref="Removed"/> or <see cref="Kept"/>.</param>
/// <param name="Text">The line.</param>
internal readonly record struct HunkLine(char Kind, string Text)
{
    /// <summary>The line is new.</summary>
    public const char Added = '+';

    /// <summary>The line goes.</summary>
    public const char Removed = '-';

    /// <summary>The line stays, and says where the others belong.</summary>
    public const char Kept = ' ';
}
