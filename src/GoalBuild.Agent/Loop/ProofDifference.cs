using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// Says why a last proof failed although every clause had held: which clauses and constraints hold in the working tree and not in the clean checkout, and what the
/// checkout lacks. Clauses that fail in the working tree too, once they are verified anew there, are no such difference: an earlier verdict stood for
/// too long, or chance decides.
/// </summary>
/// <param name="context">The run.</param>
internal sealed class ProofDifference(RunContext context)
{
    private const int MostNamed = 10;
    private const string HoldsHere = "It holds in the working tree and not in a clean checkout of it: ";

    /// <summary>Whether a verdict is one that a difference was told with: it is about the checkout, and not about the working tree.</summary>
    /// <param name="verdict">The verdict.</param>
    public static bool IsTold(Verdict verdict) => verdict.Reason.StartsWith(HoldsHere, StringComparison.Ordinal);

    /// <summary>Finds the difference, records it and tells it.</summary>
    /// <param name="turn">The turn whose tree it is, or 0.</param>
    /// <param name="tree">Snapshot of the working tree.</param>
    /// <param name="final">The verdicts of the proof.</param>
    /// <param name="putBack">The files that the checkout has as they were at the start.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<Proof> OfAsync(int turn, string tree, ValueList<Verdict> final, IReadOnlyList<string> putBack, CancellationToken cancellation)
    {
        var open = final.Where(verdict => verdict.Status != VerdictStatus.Holds).ToList();
        if (open.Count == 0)
        {
            return new Proof(Tree: null);
        }

        // A constraint is judged where all clauses are.
        IReadOnlyList<string> names = open.Exists(verdict => verdict.Constraint is not null) ? context.Stages[^1].Clauses : open.ConvertAll(verdict => verdict.Clause);
        var here = (await context.VerifyAsync(turn, tree, names, VerdictReuse.None, isFinal: false, cancellation).ConfigureAwait(false)).ToDictionary(verdict => verdict.Clause, StringComparer.Ordinal);
        var differing = open.Where(verdict => here.TryGetValue(verdict.Clause, out var found) ? found.Status == VerdictStatus.Holds : AllHold(here)).ToList();
        if (differing.Count == 0)
        {
            return new Proof(Tree: null);
        }

        var why = await WhyAsync(putBack, cancellation).ConfigureAwait(false);
        var told = differing.ToDictionary(verdict => verdict.Clause, verdict => Tell(verdict, why), StringComparer.Ordinal);
        context.Ledger.AddVerdicts(told.Values.Select(verdict => new LedgerVerdict(
            context.Run, turn, true, verdict.Clause, verdict.Status.ToString().ToLowerInvariant(), verdict.Reason, verdict.At)
        {
            Tree = tree,
            Duration = verdict.Duration,
            Data = VerdictJson.Write(verdict),
        }));
        var message = $"{string.Join(", ", differing.Select(verdict => $"'{verdict.Clause}'"))} {(differing.Count == 1 ? "holds" : "hold")} in the working tree and not in a clean checkout of it: {differing[0].Reason} {string.Join(" ", why)}".TrimEnd();
        context.Recorder.Notice(DiagnosticCatalogue.ProofDiffers, message);
        return new Proof(Tree: null)
        {
            Differing = final.Select(verdict => told.GetValueOrDefault(verdict.Clause) ?? here.GetValueOrDefault(verdict.Clause) ?? verdict).ToValueList(),
            Difference = message,
        };
    }

    // Of constraints only those that are not kept have a verdict, and only where every clause holds.
    private static bool AllHold(Dictionary<string, Verdict> verdicts) => verdicts.Values.All(verdict => verdict.Constraint is not null || verdict.Status == VerdictStatus.Holds);

    private static Verdict Tell(Verdict verdict, IReadOnlyList<string> why) => verdict with
    {
        Reason = $"{HoldsHere}{verdict.Reason}",
        Findings = [.. verdict.Findings, .. why.Select(line => new Finding(FindingKind.File, line) { Code = DiagnosticCatalogue.ProofDiffers.Code, IsError = false })],
    };

    private async Task<IReadOnlyList<string>> WhyAsync(IReadOnlyList<string> putBack, CancellationToken cancellation)
    {
        var lines = new List<string>();
        var ignored = await context.Snapshots.IgnoredEntriesAsync(cancellation).ConfigureAwait(false);
        var own = ignored.Where(entry => entry.Split('/')[0] != Workspace.StateDirectoryName).ToList();
        if (own.Count > 0)
        {
            lines.Add($"The checkout has no ignored files, such as {Names(own)}.");
        }

        if (putBack.Count > 0)
        {
            lines.Add($"In the checkout {Names(putBack)} {(putBack.Count == 1 ? "is" : "are")} as at the start.");
        }

        return lines;
    }

    private static string Names(IReadOnlyList<string> paths) =>
        string.Join(", ", paths.Take(MostNamed).Select(path => $"'{path}'")) + (paths.Count > MostNamed ? $" and {paths.Count - MostNamed} more" : "");
}
