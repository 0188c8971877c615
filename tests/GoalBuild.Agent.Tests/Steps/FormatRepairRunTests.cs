using GoalBuild.Agent.Executors.Fixers;
using GoalBuild.Agent.Tests.CodeFixes;
using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Steps;

/// <summary>Repairs a real project with the real <c>dotnet format</c>.</summary>
[TestFixture, Category("Slow")]
internal sealed class FormatRepairRunTests
{
    private const string Ragged = "namespace Sample;\n\npublic class X\n{\n      public int N { get; set; }\n}\n";
    private const string Straight = "namespace Sample;\n\npublic class X\n{\n    public int N { get; set; }\n}\n";
    private const string Block = "namespace Sample\n{\n    public class X\n    {\n    }\n}\n";

    [Test]
    public async Task Only_files_are_repaired_that_were_found_and_that_may_change()
    {
        using var solution = Project(("A", Ragged), ("B", Ragged), ("Protected", Ragged));
        var turn = solution.Turn(path => path == "src/Protected.cs" ? "it is protected" : null);
        var result = await new FormatRepair(LintScope.Whitespace).RepairAsync(turn, [Lint(LintScope.Whitespace, null, Found("WHITESPACE", "A", "Protected"))], default);
        Assert.That(result.ChangedFiles, Is.EqualTo(new[] { "src/A.cs" }), result.Summary);
        Assert.That(solution.Read("src/A.cs"), Is.EqualTo(Named(Straight, "A")));
        Assert.That((solution.Read("src/B.cs"), solution.Read("src/Protected.cs")), Is.EqualTo((Named(Ragged, "B"), Named(Ragged, "Protected"))));
        Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(solution.Root, ".goal", "tmp")), Is.Empty, "no report is left");
    }

    [Test]
    public async Task Where_nothing_may_change_nothing_is_started_and_the_reason_is_given()
    {
        using var solution = Unrestored(("A", Ragged));
        var result = await new FormatRepair(LintScope.Whitespace).RepairAsync(solution.Turn(_ => "it is protected"), [Lint(LintScope.Whitespace, null, Found("WHITESPACE", "A"))], default);
        Assert.That((result.ChangedFiles.Count, result.Summary), Is.EqualTo((0, "all that was found lies in files that may not change")));
        Assert.That(solution.Read("src/A.cs"), Is.EqualTo(Named(Ragged, "A")));
    }

    [Test]
    public async Task The_severity_of_the_clause_decides_what_counts()
    {
        using var solution = Project(("A", Block));
        var found = Found("IDE0161", "A");
        var repair = new FormatRepair(LintScope.Style);
        var none = await repair.RepairAsync(solution.Turn(), [Lint(LintScope.Style, "error", found)], default);
        Assert.That((none.ChangedFiles.Count, none.Summary), Is.EqualTo((0, "the formatter has no repair for what was found")));

        var result = await repair.RepairAsync(solution.Turn(), [Lint(LintScope.Style, "info", found)], default);
        Assert.That(result.ChangedFiles, Is.EqualTo(new[] { "src/A.cs" }), result.Summary);
        Assert.That(solution.Read("src/A.cs"), Does.StartWith("namespace Sample;\n"));
    }

    [Test]
    public async Task Of_a_list_that_was_cut_all_files_are_found_again_and_protected_ones_are_left_alone()
    {
        using var solution = Project(("A", Ragged), ("B", Ragged), ("Protected", Ragged));
        var turn = solution.Turn(path => path == "src/Protected.cs" ? "it is protected" : null);
        var cut = Found("WHITESPACE", [.. Enumerable.Repeat("A", 100)]);
        var result = await new FormatRepair(LintScope.Whitespace).RepairAsync(turn, [Lint(LintScope.Whitespace, null, cut)], default);
        Assert.That(result.ChangedFiles, Is.EqualTo(new[] { "src/A.cs", "src/B.cs" }), result.Summary);
        Assert.That(solution.Read("src/Protected.cs"), Is.EqualTo(Named(Ragged, "Protected")));
    }

    [Test]
    public async Task A_project_that_does_not_load_is_a_result_and_no_exception()
    {
        using var solution = Unrestored(("A", Ragged));
        solution.Write("src/Sample.csproj", "<Project Sdk=\"No.Such.Sdk/1.0.0\" />");
        var result = await new FormatRepair(LintScope.Whitespace).RepairAsync(solution.Turn(), [Lint(LintScope.Whitespace, null, Found("WHITESPACE", "A"))], default);
        Assert.That(result.ChangedFiles, Is.Empty);
        Assert.That(result.Summary, Does.Contain("Sample.csproj"));
    }

    [Test]
    public void Cancelled_it_throws_and_leaves_no_report()
    {
        using var solution = Unrestored(("A", Ragged));
        var clause = Lint(LintScope.Whitespace, null, Found("WHITESPACE", "A"));
        Assert.That(() => new FormatRepair(LintScope.Whitespace).RepairAsync(solution.Turn(), [clause], new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(solution.Read("src/A.cs"), Is.EqualTo(Named(Ragged, "A")));
    }

    private static TemporarySolution Project(params (string Name, string Text)[] files)
    {
        var solution = Unrestored(files);
        solution.Dotnet("restore", "src", "-v", "q");
        return solution;
    }

    // For what ends before the formatter looks at a project.
    private static TemporarySolution Unrestored(params (string Name, string Text)[] files)
    {
        var solution = new TemporarySolution();
        solution.Write("src/Sample.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        solution.Write(".editorconfig", "root = true\n\n[*.cs]\nindent_style = space\nindent_size = 4\nend_of_line = lf\ncsharp_style_namespace_declarations = file_scoped:suggestion\n");
        foreach (var (name, text) in files)
        {
            solution.Write($"src/{name}.cs", Named(text, name));
        }

        return solution;
    }

    private static string Named(string text, string name) => text.Replace("class X", $"class {name}", StringComparison.Ordinal);

    private static Verdict Found(string code, params string[] files) => new("lint", VerdictStatus.Fails, "it fails")
    {
        Findings = files.Select(file => new Finding(FindingKind.Lint, "found") { Code = code, File = $"src/{file}.cs", Line = 5, Column = 1 }).ToValueList(),
    };

    private static (GoalClause, Verdict) Lint(LintScope scope, string? severity, Verdict verdict)
    {
        var clause = new LintClause(new Text("src/Sample.csproj")) { Scope = scope, Severity = severity is null ? null : new Text(severity) };
        return (new GoalClause("lint", clause, null, null), verdict);
    }
}
