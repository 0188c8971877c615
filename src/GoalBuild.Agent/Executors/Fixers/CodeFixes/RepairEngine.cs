using System.Collections.Immutable;
using GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;
using Microsoft.CodeAnalysis;

namespace GoalBuild.Agent.Executors.Fixers.CodeFixes;

/// <summary>What may be repaired.</summary>
/// <param name="WarningsFail">Whether a warning fails a clause, so that it is repaired as an error is.</param>
/// <param name="Refuses">Says why a file, by absolute path, may not be edited; null where it may.</param>
internal sealed record RepairPolicy(bool WarningsFail, Func<string, string?> Refuses);

/// <summary>What the engine came to.</summary>
/// <param name="Solution">The solution, repaired as far as is safe.</param>
/// <param name="Applied">The edits that were taken.</param>
/// <param name="Left">Why projects and edits were left alone; without repetition.</param>
internal sealed record RepairOutcome(CompiledSolution Solution, ImmutableArray<CodeEdit> Applied, ImmutableArray<string> Left);

/// <summary>
/// Repairs a solution in memory: proposes edits for what the compiler reports, compiles the result, and takes an edit only where its
/// diagnostics are gone, fewer errors are left, none is new, and nothing else in the file changed its meaning.
/// </summary>
/// <param name="repairs">The kinds of repair.</param>
/// <param name="policy">What may be repaired.</param>
internal sealed class RepairEngine(IReadOnlyList<CodeRepair> repairs, RepairPolicy policy)
{
    // Each round takes at least one edit or ends, so that these only bound odd input.
    private const int MostRounds = 20;
    private const int MostTrials = 200;

    private readonly HashSet<CodeEdit> _refused = [];
    private readonly List<CodeEdit> _applied = [];
    private readonly List<string> _left = [];
    private int _trials;

    /// <summary>Repairs project after project, each after those that it references.</summary>
    /// <param name="solution">The solution.</param>
    /// <param name="cancellation">Gives up.</param>
    public RepairOutcome Repair(CompiledSolution solution, CancellationToken cancellation)
    {
        for (var index = 0; index < solution.Projects.Length; index++)
        {
            for (var round = 0; round < MostRounds && _trials < MostTrials; round++)
            {
                var edits = Proposals(solution, index, Failing(solution, index, cancellation), cancellation);
                if (edits.Count == 0)
                {
                    break;
                }

                if (solution.Projects[index].Fault(solution, cancellation) is { } fault)
                {
                    Leave($"{solution.Projects[index].Name}: {fault}");
                    break;
                }

                solution = Take(solution, index, edits, cancellation);
            }
        }

        return new RepairOutcome(solution, [.. _applied], [.. _left]);
    }

    // Takes what can be taken: all at once where that works, else the halves of it, so that one bad edit does not hold up the others.
    private CompiledSolution Take(CompiledSolution solution, int index, List<CodeEdit> edits, CancellationToken cancellation)
    {
        if (_trials++ >= MostTrials)
        {
            Leave("too many repairs do not hold; a later turn goes on");
            _refused.UnionWith(edits);
            return solution;
        }

        if (Try(solution, index, edits, cancellation) is { } better)
        {
            return better;
        }

        if (edits.Count == 1)
        {
            Refuse(edits[0]);
            return solution;
        }

        var half = edits.Count / 2;
        return Take(Take(solution, index, [.. edits.Take(half)], cancellation), index, [.. edits.Skip(half)], cancellation);
    }

    // A repair can bring to light what another one mends: a using for a type shows that its extension methods lack one too.
    private CompiledSolution? Try(CompiledSolution before, int index, List<CodeEdit> edits, CancellationToken cancellation)
    {
        var all = new List<CodeEdit>(edits);
        var after = EditApplier.Apply(before, edits);
        for (var depth = 0; depth < 5; depth++)
        {
            var paths = all.Select(edit => edit.Path).ToHashSet(StringComparer.Ordinal);
            var projects = before.Having(paths).ToList();
            var fresh = projects.SelectMany(project => Trial.New(Failing(before, project, cancellation), Failing(after, project, cancellation))).ToList();
            if (fresh.Count == 0)
            {
                var isBetter = projects.Sum(project => Failing(after, project, cancellation).Length) < projects.Sum(project => Failing(before, project, cancellation).Length)
                    && projects.All(project => KeepsMeaning(before, after, project, paths, cancellation));
                if (isBetter)
                {
                    _applied.AddRange(all);
                }

                return isBetter ? after : null;
            }

            var more = Proposals(after, index, [.. fresh.Where(diagnostic => diagnostic.Location.SourceTree is { } tree
                && after.Projects[index].Trees.TryGetValue(tree.FilePath, out var own) && own == tree)], cancellation);
            if (more.Count == 0)
            {
                return null;
            }

            after = EditApplier.Apply(after, more);
            all.AddRange(more);
        }

        return null;
    }

    private static bool KeepsMeaning(CompiledSolution before, CompiledSolution after, int project, IReadOnlyCollection<string> paths, CancellationToken cancellation)
    {
        var (old, now) = (before.Projects[project], after.Projects[project]);
        var guard = new MeaningGuard(old.Compilation(before, cancellation), old.Diagnostics(before, cancellation), now.Compilation(after, cancellation));
        return paths.Where(old.Trees.ContainsKey).All(path => guard.Changed(old.Trees[path], now.Trees[path], cancellation) is null);
    }

    private ImmutableArray<Diagnostic> Failing(CompiledSolution solution, int project, CancellationToken cancellation) =>
        [.. solution.Projects[project].Diagnostics(solution, cancellation)
            .Where(diagnostic => policy.WarningsFail || diagnostic.Severity == DiagnosticSeverity.Error)];

    private List<CodeEdit> Proposals(CompiledSolution solution, int index, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var project = solution.Projects[index];
        var edits = new List<CodeEdit>();
        var first = new List<CodeEdit>();
        NameIndex? names = null;
        foreach (var file in diagnostics.Where(diagnostic => diagnostic.Location.SourceTree is not null)
            .GroupBy(diagnostic => diagnostic.Location.SourceTree!)
            .Where(file => project.Trees.TryGetValue(file.Key.FilePath, out var own) && own == file.Key && !GeneratedFile.Is(file.Key, project.IntermediateFolders)))
        {
            // While a file does not parse, what the compiler says of its meaning is a guess.
            var broken = file.Key.GetDiagnostics(cancellation).Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            foreach (var diagnostic in file)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var repair in repairs.Where(repair => repair.IsSyntactic == broken && repair.Description.Codes.Contains(diagnostic.Id)))
                {
                    names ??= new NameIndex(project.Compilation(solution, cancellation));
                    var place = new RepairPlace(project, project.Compilation(solution, cancellation), names, diagnostic);
                    if (repair.Propose(place, cancellation) is { } edit && !_refused.Contains(edit) && !edits.Contains(edit) && !first.Contains(edit) && IsAllowed(edit))
                    {
                        (repair.IsFirst ? first : edits).Add(edit);
                    }
                }
            }
        }

        return first.Count > 0 ? first : edits;
    }

    private bool IsAllowed(CodeEdit edit)
    {
        if (policy.Refuses(edit.Path) is not { } why)
        {
            return true;
        }

        Leave($"{Path.GetFileName(edit.Path)}: {why}");
        return false;
    }

    private void Refuse(CodeEdit edit)
    {
        _refused.Add(edit);
        Leave($"{Path.GetFileName(edit.Path)}: '{edit.Summary}' would not be safe");
    }

    private void Leave(string why)
    {
        if (!_left.Contains(why))
        {
            _left.Add(why);
        }
    }
}
