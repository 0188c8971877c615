using GoalBuild.Language.Model;
using GoalBuild.Verification.Linting;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Linting;

/// <summary>The formatter, run for real.</summary>
[Category("Slow")]
public sealed class VerifyLintTests : IDisposable
{
    private static readonly LintClause
        Untidy = Lint("Untidy"),
        UntidyWhitespace = Lint("Untidy") with { Scope = LintScope.Whitespace },
        UntidyErrors = Lint("Untidy") with { Scope = LintScope.Analyzers, Severity = new Text("error") },
        Tidy = Lint("Tidy"),
        NotCompiling = Lint("NotCompiling"),
        Unloadable = Lint("Unloadable") with { Scope = LintScope.Whitespace },
        WrongSeverity = Lint("Tidy") with { Severity = new Text("fatal") };

    private readonly FixtureGoal _fixture = new("LintProjects");

    [OneTimeSetUp]
    public Task Verify() => _fixture.VerifyAsync(Untidy, UntidyWhitespace, UntidyErrors, Tidy, NotCompiling, Unloadable, WrongSeverity);

    public void Dispose() => _fixture.Dispose();

    [Test]
    public void What_would_change_is_found_with_place_and_code()
    {
        var verdict = _fixture[Untidy];

        Assert.That((verdict.Status, verdict.Reason), Is.EqualTo((VerdictStatus.Fails, "4 findings in 1 file.")));
        Assert.That(verdict.Findings.Select(finding => (finding.File, finding.Line, finding.Code)), Is.EqualTo(new[]
        {
            ("Untidy/Messy.cs", 1, "IDE0161"), ("Untidy/Messy.cs", 5, "WHITESPACE"), ("Untidy/Messy.cs", 5, "CA1822"), ("Untidy/Messy.cs", 7, "WHITESPACE"),
        }));
        Assert.That(File.Exists(Path.Combine(_fixture.Results, verdict.Artifacts.Single())));
    }

    [Test]
    public void White_space_alone_is_found_alone() => Expect(UntidyWhitespace, VerdictStatus.Fails, "2 findings in 1 file.");

    [Test]
    public void A_severity_leaves_out_what_lies_below() => Expect(UntidyErrors, VerdictStatus.Holds, "Nothing to format.");

    [Test]
    public void A_tidy_project_holds() => Expect(Tidy, VerdictStatus.Holds, "Nothing to format.");

    [Test]
    public void Code_that_does_not_compile_hides_findings() =>
        Expect(NotCompiling, VerdictStatus.Unknown, "The project does not build, so that analyzers may have missed what there is to find; make it build first.");

    [Test]
    public void A_project_that_does_not_load_is_unknown_although_the_formatter_reports_success()
    {
        Assert.That(_fixture[Unloadable].Status, Is.EqualTo(VerdictStatus.Unknown));
        Assert.That(_fixture[Unloadable].Reason, Does.StartWith("dotnet format could not load 'Unloadable.csproj': The project file could not be loaded."));
    }

    [Test]
    public void A_severity_that_is_none_is_unknown() => Expect(WrongSeverity, VerdictStatus.Unknown, "The severity 'fatal' is not known; it is info, warn or error.");

    [Test]
    public void Verifying_changes_no_file()
    {
        var file = Path.Combine(_fixture.Root, "Untidy", "Messy.cs");
        Assert.That(File.ReadAllText(file), Is.EqualTo(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "LintProjects", "Untidy", "Messy.cs"))));
    }

    [Test]
    public async Task The_runner_repairs_when_told_to_and_then_finds_nothing()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(_fixture.Root, "Repaired", "Messy.cs");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Copy(Path.Combine(_fixture.Root, "Untidy", "Messy.cs"), file);
        var project = Path.Combine(_fixture.Root, "Repaired", "Repaired.csproj");
        File.Copy(Path.Combine(_fixture.Root, "Untidy", "Untidy.csproj"), project);
        var format = new DotnetFormat(Sdk.Host);
        var request = new FormatRequest(project, folder.At("report")) { Scope = LintScope.Whitespace };

        var repaired = await format.RunAsync(request, CancellationToken.None);
        var verified = await format.RunAsync(request with { VerifyOnly = true }, CancellationToken.None);

        Assert.That((repaired.Problem, repaired.Changes.Single().File), Is.EqualTo(((string?)null, file)));
        Assert.That((verified.Problem, verified.Changes.Count), Is.EqualTo(((string?)null, 0)));
        Assert.That(await File.ReadAllTextAsync(file), Does.Contain("        public int Twice(int value)\n        {\n            return value * 2;"));
    }

    private void Expect(LintClause clause, VerdictStatus status, string reason) =>
        Assert.That((_fixture[clause].Status, _fixture[clause].Reason), Is.EqualTo((status, reason)));

    private static LintClause Lint(string project) => new(new Text(project));
}
