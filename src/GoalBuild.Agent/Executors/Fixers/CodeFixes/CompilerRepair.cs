using System.Runtime.CompilerServices;
using GoalBuild.Agent.Executors.Fixers.CodeFixes.Projects;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Verification;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Engine;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes;

/// <summary>
/// Repairs the compile errors that have exactly one safe answer, see <see cref="CodeRepairCatalogue"/>. It compiles the projects that failing
/// clauses name, in process and without building them, and writes what it can repair.
/// </summary>
public sealed class CompilerRepair : IRepair
{
    /// <inheritdoc/>
    public string Name => "compile errors";

    /// <inheritdoc/>
    public bool CouldHelp(Verdict verdict, Clause clause) =>
        ClauseProject.Of(clause) is not null && verdict.Findings.Any(finding => finding.Code is { } code && CodeRepairCatalogue.Codes.Contains(code));

    /// <inheritdoc/>
    public Task<RepairResult> RepairAsync(Turn turn, IReadOnlyList<(GoalClause Clause, Verdict Verdict)> failing, CancellationToken cancellation) =>
        Task.Run(
            () =>
            {
                try
                {
                    SdkLocator.Register(turn.Workspace.Root);
                }
                catch (GoalFaultException fault)
                {
                    return RepairResult.Nothing(fault.Message);
                }

                // What a project's targets and generators do here must see no secret, and what they start must not stay.
                var mark = ProcessTree.NewMark();
                using var environment = new HostEnvironment(mark);
                try
                {
                    return Repair(turn, failing, cancellation);
                }
                finally
                {
                    ProcessTree.KillMarked(mark);
                }
            },
            cancellation);

    // Kept apart, so that nothing of the SDK is asked for before it can be loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static RepairResult Repair(Turn turn, IReadOnlyList<(GoalClause Clause, Verdict Verdict)> failing, CancellationToken cancellation)
    {
        var problems = new List<string>();
        var changed = new List<string>();
        var applied = new List<string>();
        foreach (var group in failing.GroupBy(item => (item.Clause.Clause as BuildClause)?.Configuration?.Value))
        {
            var roots = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var (clause, _) in group)
            {
                if (ProjectFile.Find(Path.GetFullPath(ClauseProject.Of(clause.Clause) ?? ".", turn.GoalDirectory), out var problem) is { } root)
                {
                    roots.Add(root);
                }
                else if (problem is not null)
                {
                    problems.Add(problem);
                }
            }

            turn.Progress.Report($"compiling {string.Join(", ", roots.Select(Path.GetFileName))} to repair its errors");
            var calls = DesignTimeBuild.Run(roots, group.Key, cancellation);
            problems.AddRange(calls.Problems);
            var before = SolutionCompiler.Compile(calls.Calls, problems, cancellation);
            var policy = new RepairPolicy(
                group.Any(item => item.Clause.Clause is BuildClause { WarningsAsErrors: true }),
                path => Refuses(turn, path));
            var outcome = new RepairEngine(CodeRepairCatalogue.Repairs, policy).Repair(before, cancellation);
            problems.AddRange(outcome.Left);
            var written = RepairedFiles.Write(before, outcome.Solution, problems).Select(turn.Workspace.RelativePath).ToList();
            changed.AddRange(written);
            applied.AddRange(outcome.Applied.Select(edit => (File: turn.Workspace.RelativePath(edit.Path), edit.Summary))
                .Where(edit => written.Contains(edit.File))
                .Select(edit => $"{edit.Summary} ({edit.File})"));
        }

        return changed.Count == 0
            ? RepairResult.Nothing(problems.Count == 0 ? "no compile error has a single safe repair" : Line(problems))
            : new RepairResult(changed.Distinct(StringComparer.Ordinal).ToValueList(), Line(applied));
    }

    private static string? Refuses(Turn turn, string path)
    {
        var relative = FindingPath.Of(turn.Workspace.Root, path);
        return Path.IsPathRooted(relative) ? "it lies outside of the workspace" : turn.Forbids(relative);
    }

    private static string Line(IEnumerable<string> parts)
    {
        var all = parts.Distinct(StringComparer.Ordinal).ToList();
        return string.Join("; ", all.Take(5)).ReplaceLineEndings(" ") + (all.Count > 5 ? $"; and {all.Count - 5} more" : "");
    }
}
