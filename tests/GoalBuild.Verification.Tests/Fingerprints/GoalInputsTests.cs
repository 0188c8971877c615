using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Fingerprints;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Fingerprints;

public sealed class GoalInputsTests : IDisposable
{
    private readonly TempFolder _folder = new("goal inputs");

    public void Dispose() => _folder.Dispose();

    [Test]
    public void A_project_reads_the_tree() => Assert.That(Of(new ClauseReads.Project(_folder.At("a.csproj"))), Is.EqualTo(new[] { Line("") + "/" }));

    [Test]
    public void A_command_reads_the_tree() => Assert.That(Of(new ClauseReads.Tree()), Is.EqualTo(new[] { Line("") + "/" }));

    [Test]
    public void A_glob_reads_the_folder_that_it_starts_in() =>
        Assert.That(Of(new ClauseReads.Files("docs/api/*.md", false)), Is.EqualTo(new[] { Line("goals/docs/api") + "/" }));

    [Test]
    public void A_glob_may_start_above_the_goal() =>
        Assert.That(Of(new ClauseReads.Files("../src/**", false)), Is.EqualTo(new[] { Line("src") + "/" }));

    [Test]
    public void A_file_is_a_pattern_so_that_it_may_be_missing() =>
        Assert.That(Of(new ClauseReads.Files("LICENSE", false)), Is.EqualTo(new[] { Line("goals/LICENSE") + "*" }));

    [Test]
    public void A_folder_stands_for_what_is_below()
    {
        Directory.CreateDirectory(_folder.At("goals/docs"));
        Assert.That(Of(new ClauseReads.Files("docs", false)), Is.EqualTo(new[] { Line("goals/docs") + "/" }));
    }

    [Test]
    public void Clauses_that_read_the_same_name_it_once() =>
        Assert.That(Of(new ClauseReads.Tree(), new ClauseReads.Project(_folder.At("a.csproj"))), Has.Count.EqualTo(1));

    [Test]
    public void A_baseline_is_nothing_that_files_show() => Assert.That(Of(new ClauseReads.Tree(), new ClauseReads.Files("a", true)), Is.Null);

    [Test]
    public void What_cannot_be_known_is_never_up_to_date() => Assert.That(Of(new ClauseReads.Tree(), new ClauseReads.Unknowable()), Is.Null);

    [Test]
    public void What_MSBuild_would_expand_is_escaped() =>
        Assert.That(Of(new ClauseReads.Files("a;b (100%)?.md", false)), Is.EqualTo(new[] { Line("goals/") + "a%3Bb %28100%25%29%3F.md*" }));

    private IReadOnlyList<string>? Of(params ClauseReads[] reads)
    {
        var clause = new FileClause(new Text("a"), FileCondition.Exists);
        var goal = new Goal(new Text("a")) { Verify = [clause] };
        var source = new SourceText(_folder.At("goals/a.goal"), "");
        var context = new ClauseContext(source, goal, GoalClause.Of(goal).Single(), "a", "a");
        var compiled = new CompiledGoal(new XDocument(), [.. reads.Select(read => new CompiledClause(context, read, [], new System.Xml.Linq.XElement("Target")))]);
        return GoalInputs.Of(compiled, new Workspace(_folder.At("."), _folder.At(".goal")));
    }

    private string Line(string path) => MSBuildText.Escape(Path.GetFullPath(_folder.At(path)).Replace('\\', '/').TrimEnd('/'))
        + (path.EndsWith('/') ? "/" : "");
}
