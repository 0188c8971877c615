using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>target STRING in PROJECT</c>: the way to add a clause of one's own.</summary>
internal sealed class TargetKind : ClauseKind<TargetClause>
{
    /// <inheritdoc/>
    public override OutputUse OutputUse => OutputUse.MayWrite;

    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(TargetClause clause, ClauseContext context)
    {
        var project = context.FindProject(clause.Project, out var problem);
        return project is null
            ? [context.Unknown(problem)]
            :
            [
                context.CallProject(project, MSBuildText.Escape(clause.Target.Value)),
                context.Verify(nameof(VerifyTarget), TaskParameter.Succeeded, ("Target", clause.Target.Value)),
            ];
    }

    /// <inheritdoc/>
    protected override ClauseReads Reads(TargetClause clause, ClauseContext context) =>
        // A target can run anything.
        new ClauseReads.Tree();
}

/// <summary>Turns the result of a target into a verdict.</summary>
public sealed class VerifyTarget : ClauseTask
{
    /// <summary>The reason of a clause whose target failed; the engine puts its errors in its place.</summary>
    public const string TargetFails = "The target fails.";

    /// <summary>Whether the target succeeded.</summary>
    public bool Succeeded { get; set; }

    /// <summary>The target's name.</summary>
    public string Target { get; set; } = "";

    /// <inheritdoc/>
    protected override Task<Verdict> VerifyAsync(CancellationToken cancellation) =>
        System.Threading.Tasks.Task.FromResult(Succeeded ? Holds($"The target '{Target}' succeeds.") : Fails(TargetFails));
}
