using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>What is to be run, and how.</summary>
/// <param name="Workspace">The user's own tree; an isolated run makes its copy from it.</param>
/// <param name="Source">The goal file's text; its path is absolute and lies in the tree.</param>
/// <param name="File">The goals in it, without errors.</param>
public sealed record RunRequest(Workspace Workspace, SourceText Source, GoalFile File)
{
    /// <summary>Names of the goals to run, or null for all. The goals that they come after are not added.</summary>
    public IReadOnlyCollection<string>? Goals { get; init; }

    /// <summary>Whether the run works in a copy and delivers a patch, instead of in the user's tree.</summary>
    public bool Isolate { get; init; }

    /// <summary>Which earlier verdicts may stand in the first verification; <see cref="VerdictReuse.None"/> for <c>--no-cache</c>.</summary>
    public VerdictReuse Reuse { get; init; } = VerdictReuse.Holding;

    /// <summary>The command line, for the one who finds the goal held by this run.</summary>
    public string Command { get; init; } = "dotnet goal run";

    /// <summary>What becomes of the tree when the run ends short of its goal.</summary>
    public OnFailure OnFailure { get; init; }

    /// <summary>Whether the commands of a model have to be contained.</summary>
    public SandboxMode Sandbox { get; init; }

    /// <summary>What a resumed run may spend on top of what it has spent, for the caps that are given; null for no more than the goal says.</summary>
    public Budget? More { get; init; }
}

/// <summary>What becomes of the tree when a run ends short of its goal.</summary>
public enum OnFailure
{
    /// <summary>It stays as it is.</summary>
    Keep,

    /// <summary>It is brought back to its best state in this run.</summary>
    Best,

    /// <summary>It is brought back to the start of the run.</summary>
    Restore,
}
