using GoalBuild.Verification.Compilation;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary>Makes one verdict of those that a clause got in each of its environments: it holds only if each of them holds, and fails as soon as one of them fails.</summary>
public sealed class VerifyEnvironments : ClauseTask
{
    /// <summary>The environments' names, in the order of the clause, as <see cref="MSBuildText.List"/> writes them.</summary>
    [Required]
    public string[] Environments { get; set; } = [];

    /// <summary>What was found in each, as JSON in the same order and the same kind of list; empty where the engine ended without a verdict.</summary>
    [Required]
    public string[] Verdicts { get; set; } = [];

    /// <inheritdoc/>
    protected override Task<Verdict> VerifyAsync(CancellationToken cancellation) =>
        System.Threading.Tasks.Task.FromResult(Merge(Clause, [.. MSBuildText.Elements(Environments).Zip(MSBuildText.Elements(Verdicts).Select(Read))]));

    /// <summary>Makes one verdict of several.</summary>
    /// <param name="clause">The clause's name.</param>
    /// <param name="parts">The environments with their verdicts; at least one.</param>
    internal static Verdict Merge(string clause, IReadOnlyList<(string Environment, Verdict Verdict)> parts)
    {
        var status = parts.Any(part => part.Verdict.Status == VerdictStatus.Fails) ? VerdictStatus.Fails : parts.Min(part => part.Verdict.Status);
        var decisive = parts.Where(part => part.Verdict.Status == status).ToList();
        return new Verdict(clause, status, string.Join(' ', decisive.Select(part => $"In '{part.Environment}': {part.Verdict.Reason}")))
        {
            Judged = parts.Any(part => part.Verdict.Judged),
            Figures = [.. parts.SelectMany(part => part.Verdict.Figures.Select(figure => figure with { Name = $"{figure.Name} in {part.Environment}" }))],
            Findings = [.. parts.SelectMany(part => part.Verdict.Findings).Distinct()],
            Artifacts = [.. parts.SelectMany(part => part.Verdict.Artifacts)],
        };
    }

    private Verdict Read(string json) => json.Length == 0 ? Unknown("The build engine ended without a verdict; its log says why.") : VerdictJson.Read(json);
}
