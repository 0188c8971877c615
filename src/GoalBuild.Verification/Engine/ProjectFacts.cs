namespace GoalBuild.Verification.Engine;

/// <summary>What one build showed of a project: what it depends on.</summary>
internal sealed class ProjectFacts
{
    /// <summary>Absolute paths of the projects that it refers to or builds.</summary>
    public HashSet<string> References { get; } = new(StringComparer.Ordinal);

    /// <summary>Absolute paths of the files that it imports, there or not; the SDK's and packages' own are not among them.</summary>
    public HashSet<string> Imports { get; } = new(StringComparer.Ordinal);

    /// <summary>Absolute paths of files outside its folder that it takes as items.</summary>
    public HashSet<string> OutsideItems { get; } = new(StringComparer.Ordinal);

    /// <summary>Absolute paths of the files that NuGet's restore wrote for it.</summary>
    public HashSet<string> Restored { get; } = new(StringComparer.Ordinal);

    /// <summary>Absolute paths of the folders that its build writes.</summary>
    public HashSet<string> Outputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it was evaluated, so that what it depends on is known.</summary>
    public bool Evaluated { get; set; }
}
