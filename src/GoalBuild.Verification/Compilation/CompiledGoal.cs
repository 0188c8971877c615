using System.Xml.Linq;

namespace GoalBuild.Verification.Compilation;

/// <summary>A goal as an MSBuild project.</summary>
/// <param name="Project">The project. <see cref="ToString"/> gives its text.</param>
/// <param name="Clauses">Its clauses, in the order of the goal.</param>
public sealed record CompiledGoal(XDocument Project, IReadOnlyList<CompiledClause> Clauses)
{
    /// <summary>The project's text, to be written to a file.</summary>
    public override string ToString() => Project + "\n";
}

/// <summary>A clause as a target.</summary>
/// <param name="Context">The clause and its place.</param>
/// <param name="Reads">What its verdict depends on.</param>
/// <param name="Projects">Absolute paths of the projects and solutions that its target calls.</param>
/// <param name="Element">The target.</param>
public sealed record CompiledClause(ClauseContext Context, ClauseReads Reads, IReadOnlyList<string> Projects, XElement Element)
{
    /// <summary>The target to run before it, which restores its projects; null where it calls none, or brings a restore for each call, since calls differ.</summary>
    public string? Restore { get; init; }

    /// <summary>The properties that its projects are restored with.</summary>
    public string RestoreProperties { get; init; } = "";

    /// <summary>The builds that it needs and others may share.</summary>
    public IReadOnlyList<SharedBuild> Builds { get; init; } = [];

    /// <summary>The calls of projects that its target makes, but for restores.</summary>
    internal IEnumerable<XElement> Calls => Element.Elements("MSBuild").Where(call => call.Attribute("Targets")!.Value != "Restore");

    /// <summary>What its target does with the assemblies that projects have built.</summary>
    public OutputUse OutputUse { get; init; }

    /// <summary>The clause's name.</summary>
    public string Name => Context.Clause.Name;

    /// <summary>The target's name.</summary>
    public string Target => Context.Target;

    /// <summary>The names of the tasks that find the verdict out; a clause of several environments has more than one.</summary>
    public IEnumerable<string> Tasks => Element.Elements().Select(task => task.Name.LocalName).Where(name => name.StartsWith("Verify", StringComparison.Ordinal)).Distinct();

    /// <summary>The most time that it may take as a whole: its timeout, once for each of its environments.</summary>
    public TimeSpan TimeLimit { get; init; }

    /// <summary>The file that its task writes the verdict to, in the folder <c>$(GoalResults)</c>, for people.</summary>
    public string ResultFile => Context.Stem + ".verdict.json";
}
