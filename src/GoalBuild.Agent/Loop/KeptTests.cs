using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Verification;
using GoalBuild.Verification.Baseline;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Agent.Loop;

/// <summary>
/// <c>keep tests</c> by what was run: a test that ran at the start of the run and that no result of the last proof has is lost, by whatever means.
/// <c>allow test removal</c> lifts it for the files that it names, and work of others between two stretches of the run counts as theirs.
/// </summary>
/// <param name="context">The run.</param>
internal sealed class KeptTests(RunContext context)
{
    // As many as a message names.
    private const int Named = 5;

    private static readonly string[] Sources = [".cs", ".fs", ".vb"];

    /// <summary>What the last proof came to where tests are lost: that all clauses hold is no proof where tests that could have failed were left out.</summary>
    /// <param name="verdicts">The verdicts of the last proof, whose results lie in the evidence.</param>
    /// <param name="tree">Snapshot of what was proved.</param>
    /// <param name="cancellation">Kills git.</param>
    /// <returns>A proof of no tree, with the clauses that lost tests failing; null where none is lost.</returns>
    public async Task<Proof?> LostAsync(ValueList<Verdict> verdicts, string tree, CancellationToken cancellation)
    {
        var lost = await FindAsync(verdicts, tree, cancellation).ConfigureAwait(false);
        if (lost.Count == 0)
        {
            return null;
        }

        var message = $"{Words.Count(lost.Count, "test")} that ran at the start {(lost.Count == 1 ? "is" : "are")} lost: {string.Join("; ", lost.Take(Named).Select(test => test.Lost.Reason))}{(lost.Count > Named ? " …" : "")}.";
        context.Recorder.Notice(DiagnosticCatalogue.TestLost, message);
        var byClause = lost.ToLookup(test => test.Lost.Clause, StringComparer.Ordinal);
        return new Proof(Tree: null)
        {
            Differing = verdicts.Select(verdict => byClause.Contains(verdict.Clause) ? Failing(verdict, [.. byClause[verdict.Clause]]) : verdict).ToValueList(),
            Difference = message,
            Broken = lost.Select(test => test.Rule).ToValueList(),
        };
    }

    private static Verdict Failing(Verdict verdict, IReadOnlyList<(LostTest Lost, BrokenRule Rule)> lost) => verdict with
    {
        Status = VerdictStatus.Fails,
        Reason = $"It holds, but {Words.Count(lost.Count, "test")} that ran at the start {(lost.Count == 1 ? "is" : "are")} lost, which 'keep tests' forbids.",
        Findings = lost.Select(test => new Finding(FindingKind.Test, $"{test.Lost.Reason}.") { Code = DiagnosticCatalogue.TestLost.Code, Test = test.Lost.Test.Name, File = test.Rule.Path == test.Lost.Test.Name ? null : test.Rule.Path }).ToValueList(),
    };

    private async Task<IReadOnlyList<(LostTest Lost, BrokenRule Rule)>> FindAsync(IReadOnlyList<Verdict> verdicts, string tree, CancellationToken cancellation)
    {
        if (context.Start.Tests is not { Clauses.Count: > 0 } start)
        {
            return [];
        }

        var end = TestInventory.Of(verdicts, context.Evidence);
        var candidates = LostTests.Between(start, end, _ => true).Select(lost => lost.Test).ToList();
        if (candidates.Count == 0)
        {
            return [];
        }

        var now = await FilesOfAsync(tree, candidates, cancellation).ConfigureAwait(false);
        var lost = LostTests.Between(start, end, test => now(test).Count > 0);
        var then = await FilesOfAsync(context.StartTree, candidates, cancellation).ConfigureAwait(false);
        var allowed = context.Goal.Constraints.OfType<AllowTestRemovalConstraint>().SelectMany(constraint => constraint.Globs).ToValueList();
        var lifted = allowed.Count == 0 ? null : GlobSet.Of(allowed, context.Workspace.RelativePath(Path.GetDirectoryName(context.Source.Path)!));
        var others = new Stretches(context).Others().ToHashSet(StringComparer.Ordinal);
        return [.. lost
            .Select(test => (Lost: test, Files: then(test.Test)))
            .Where(pair => !pair.Files.Any(file => others.Contains(file) || lifted?.Contains(file) == true))
            .Select(pair => (pair.Lost, Rule(pair.Lost, pair.Files)))];
    }

    private static BrokenRule Rule(LostTest lost, IReadOnlyCollection<string> files) => new(
        files.Order(StringComparer.Ordinal).FirstOrDefault() ?? lost.Test.Name,
        DiagnosticCatalogue.TestLost,
        $"{lost.Reason} (clause '{lost.Clause}'). Let it run again, or name its file in 'allow test removal' if it is to go.")
    {
        Constraints = ["keep tests"],
    };

    // A test's source is where its class and its method are named together.
    private async Task<Func<TestTally, IReadOnlyCollection<string>>> FilesOfAsync(string tree, IReadOnlyCollection<TestTally> tests, CancellationToken cancellation)
    {
        var words = tests.SelectMany(test => new[] { Plain(test.Class), Plain(test.Method) }).Where(word => word.Length > 0).ToHashSet(StringComparer.Ordinal);
        var found = await context.Snapshots.FilesWithAsync(tree, words, cancellation).ConfigureAwait(false);
        IEnumerable<string> Files(string word) => found.TryGetValue(word, out var files) ? files.Where(file => Sources.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)) : [];
        return test => [.. test.Class.Length == 0 ? Files(Plain(test.Method)) : Files(Plain(test.Method)).Intersect(Files(Plain(test.Class)), StringComparer.Ordinal)];
    }

    // "Shop.Tests.Outer+Cart`1" is "Cart" where it is written.
    private static string Plain(string name) => name.Split('.', '+')[^1].Split('`', '<')[0].Trim();
}
