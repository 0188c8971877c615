using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Fingerprints;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Fingerprints;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GoalInputsTests : IDisposable
{
    private readonly TempFolder _folder = new("goal inputs");

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_project_reads_the_tree() => Assert.That(Of(new ClauseReads.Project(_folder.At("a.csproj"))), Is.EqualTo(new[] { Line("") + "/" }));

    [Test]
    public void A_command_reads_the_tree() => Assert.That(Of(new ClauseReads.Tree()), Is.EqualTo(new[] { Line("") + "/" }));

    [Test]
    public void A_command_reads_what_git_compares_with()
    {
        Directory.CreateDirectory(_folder.At(".git"));
        File.WriteAllText(_folder.At(".git/HEAD"), "ref: refs/heads/main\n");
        Assert.That(Of(new ClauseReads.Tree()), Is.EquivalentTo(new[] { Line("") + "/", Line(".git/HEAD"), Line(".git/index"), Line(".git/refs/heads/main"), Line(".git/packed-refs") }));
    }

    [TestCase("docs/api/*.md", "goals/docs/api", "*.md")]
    [TestCase("../src/**", "src", "**")]
    [TestCase("**/x/../*.cs", "goals", "**/*.cs")]
    [TestCase("**.cs", "goals", "**/*")]
    [TestCase("a;b (1%)/*2%.md", "goals/a;b (1%)", "*2%2525.md")]
    public void A_glob_is_a_folder_and_a_pattern(string glob, string folder, string pattern) =>
        Assert.That(Of(new ClauseReads.Files(glob, false)), Is.EquivalentTo(new[] { $"{Line(folder)}/./{pattern}", $"{Line(folder)}/./{pattern}/**/*" }));

    [Test]
    public void A_name_is_a_file_that_may_be_missing_or_a_folder_with_what_is_below() =>
        Assert.That(Of(new ClauseReads.Files(".github/", false)), Is.EqualTo(new[] { Line("goals/.github"), Line("goals/.github") + "/./**/*" }));

    [Test]
    public void All_files_but_some_are_looked_for_in_the_whole_folder() =>
        Assert.That(Of(new ClauseReads.Files("!docs/**", false)), Is.EqualTo(new[] { Line("goals") + "/./**/*" }));

    [Test]
    public void Clauses_that_read_the_same_name_it_once() =>
        Assert.That(Of(new ClauseReads.Tree(), new ClauseReads.Project(_folder.At("a.csproj"))), Has.Count.EqualTo(1));

    [Test]
    public void A_baseline_is_nothing_that_files_show() => Assert.That(Of(new ClauseReads.Tree(), new ClauseReads.Files("a", true)), Is.Null);

    [Test]
    public void What_cannot_be_known_is_never_up_to_date() => Assert.That(Of(new ClauseReads.Tree(), new ClauseReads.Unknowable()), Is.Null);

    [Test]
    public void Constraints_that_are_judged_on_what_was_built_read_the_tree_and_a_public_API_is_compared_with_what_no_file_shows()
    {
        ClauseReads[] reads = [new ClauseReads.Files("a", false)];
        Assert.Multiple(() =>
        {
            Assert.That(Of(reads, new ForbidPackageConstraint(new Text("x"))), Does.Contain(Line("") + "/"));
            Assert.That(Of(reads, new KeepApiConstraint(new Text("x"))), Is.Null);
        });
    }

    private IReadOnlyList<string>? Of(params ClauseReads[] reads) => Of(reads, []);

    private IReadOnlyList<string>? Of(ClauseReads[] reads, params Constraint[] constraints)
    {
        var clause = new FileClause(new Text("a"), FileCondition.Exists);
        var goal = new Goal(new Text("a")) { Verify = [clause] };
        var source = new SourceText(_folder.At("goals/a.goal"), "");
        var context = new ClauseContext(source, goal, GoalClause.Of(goal).Single(), "a", "a");
        var compiled = new CompiledGoal(new XDocument(), [.. reads.Select(read => new CompiledClause(context, read, [], new System.Xml.Linq.XElement("Target")))]);
        return GoalInputs.Of(compiled, new Workspace(_folder.At("."), _folder.At(".goal")), constraints);
    }

    private string Line(string path) => Path.GetFullPath(_folder.At(path)).Replace('\\', '/').TrimEnd('/');
}
