using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Engine;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>
/// <c>keep tests</c>: every test that was there when the run began is still there, runs, and proves what it proved. On by default; <c>allow test removal GLOB</c>
/// lifts it for the tests of files, and for code that may ask whether it is tested. C# is read as syntax. Of other languages only what can be counted is compared: see <see cref="OtherTestFiles"/>.
/// </summary>
/// <param name="constraints">The constraints of the goal, and of the phase that is under way.</param>
/// <param name="folder">The goal's folder, relative to the workspace's root.</param>
/// <param name="testProjects">Test projects as they were at the start.</param>
/// <param name="places">Where the constraints are written.</param>
internal sealed class KeepTestsCheck(IReadOnlyList<Constraint> constraints, string folder, IReadOnlySet<string> testProjects, ConstraintPlaces places) : IChangeCheck
{
    /// <summary>The constraint in the words of the language.</summary>
    public const string Description = "keep tests";

    private static readonly string[] Marks = ["[Test", "Test]", "[Fact", "Fact]", "[Theory", "Theory]", "TestMethod", "TestCase", "Fact(", "Theory("];

    private readonly List<KeepTestsConstraint> _written = [.. constraints.OfType<KeepTestsConstraint>()];

    private readonly GlobSet? _removable = constraints.OfType<AllowTestRemovalConstraint>().ToList() is { Count: > 0 } removable
        ? GlobSet.Of(removable.SelectMany(constraint => constraint.Globs).ToValueList(), folder)
        : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<BrokenRule>> CheckAsync(TreeChange change, CancellationToken cancellation)
    {
        var added = change.Files.Where(file => !file.WasThere && file.Path.EndsWith("proj", StringComparison.OrdinalIgnoreCase)).Select(file => file.Path);
        var folders = new TestFolders(testProjects.Concat(added));
        var flaws = new List<TestFlaw>();
        var code = await change.TextsAsync(path => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase), cancellation).ConfigureAwait(false);
        if (code.Count > 0)
        {
            SdkLocator.Register(change.Root);
            flaws.AddRange(Compare(code, folders));
            cancellation.ThrowIfCancellationRequested();
            flaws.AddRange(Declared(change.Root, code, folders).Where(flaw => !IsLifted(flaw.Path)));
            flaws.AddRange(EntryPoints.Added(change.Root, code.Where(text => !IsLifted(text.Path)), testProjects));
        }

        flaws.AddRange(OtherTestFiles.Compare(await change.TextsAsync(path => folders.Contains(path) && OtherTestFiles.Are(path), cancellation).ConfigureAwait(false)).Where(flaw => !IsLifted(flaw.Path)));

        // Of a project that leaves a solution, the goal may name either.
        flaws.AddRange(SolutionProjects.Removed(await change.TextsAsync(SolutionProjects.Are, cancellation).ConfigureAwait(false), testProjects).Where(flaw => !IsLifted(flaw.Path) && !IsLifted(flaw.Subject)));
        return [.. flaws.Select(Broken)];
    }

    private IEnumerable<TestFlaw> Compare(IReadOnlyList<ChangedText> code, TestFolders folders)
    {
        var tests = code.Where(text => folders.Contains(text.Path) || HasMark(text.Before) || HasMark(text.After)).ToList();
        var product = code.Except(tests).ToList();

        // A test outside the folders of test projects is compiled into none, unless it was there before.
        var before = new TestTree(tests.Where(text => !IsLifted(text.Path)).Select(text => (text.Path, text.Before)));
        var after = new TestTree(tests.Where(text => !folders.Any || folders.Contains(text.Path) || text.File.WasThere).Select(text => (text.Path, text.After)));
        return new TestComparer(before, after).Compare().Concat(TestAwareness.Added(product).Where(flaw => !IsLifted(flaw.Path)));
    }

    private static IEnumerable<TestFlaw> Declared(string root, IReadOnlyList<ChangedText> code, TestFolders folders) =>
        ShadowTypes.Find(root, [.. code.Where(text => folders.Contains(text.Path))], folders);

    private BrokenRule Broken(TestFlaw flaw)
    {
        var place = flaw.Line > 0 ? $"{flaw.Path}:{flaw.Line}" : flaw.Path;
        var mend = flaw.Descriptor == DiagnosticCatalogue.TestAware ? "write it without" : "put it right";
        return new BrokenRule(flaw.Path, flaw.Descriptor, $"'{place}': {flaw.What}. '{Description}'{(_written.Count > 0 ? places.Of(_written) : " (on by default)")} does not let that happen; {mend}, or write 'allow test removal \"{AlwaysProtectedRule.FromGoal(folder, flaw.Path)}\"' if the goal is about it.")
        {
            Constraints = [Description],
            Lines = places.Lines(_written),
            Subject = flaw.Subject,
        };
    }

    private bool IsLifted(string path) => _removable?.Contains(path) == true;

    private static bool HasMark(string text) => Array.Exists(Marks, mark => text.Contains(mark, StringComparison.Ordinal));
}
