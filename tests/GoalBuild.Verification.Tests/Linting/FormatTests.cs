using System.Text;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Linting;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Linting;

public class FormatTests
{
    private static readonly FormatRequest Verify = new("/repo/A.csproj", "/r") { VerifyOnly = true };

    [Test]
    public void A_recorded_report_gives_each_finding_once()
    {
        var changes = FormatReport.Read(File.ReadAllBytes(Recorded.PathOf("Linting", "format-report.json")));

        Assert.That(changes, Is.EqualTo(new[]
        {
            new FormatChange("/repo/Messy.cs", 1, 11, "IDE0161", "Convert to file-scoped namespace"),
            new FormatChange("/repo/Messy.cs", 5, 9, "WHITESPACE", "Fix whitespace formatting. Delete 4 characters."),
            new FormatChange("/repo/Messy.cs", 5, 20, "CA1822", "Member 'Twice' does not access instance data and can be marked as static"),
            new FormatChange("/repo/Messy.cs", 7, 20, "WHITESPACE", "Fix whitespace formatting. Delete 1 characters."),
        }));
    }

    [Test]
    public void An_empty_report_has_no_finding() => Assert.That(FormatReport.Read("\uFEFF[]"u8.ToArray()), Is.Empty);

    [TestCase("")]
    [TestCase("{}")]
    [TestCase("[{\"FilePath\":\"a\"}]")]
    [TestCase("[{\"FileChanges\":[{\"LineNumber\":\"x\"}]}]")]
    public void Damage_is_told(string json) => Assert.That(() => FormatReport.Read(Encoding.UTF8.GetBytes(json)), Throws.TypeOf<InvalidDataException>());

    [TestCase(LintScope.All, "error", "exec /f.dll /repo/A.csproj --no-restore --verbosity diagnostic --report /r --verify-no-changes --severity error --diagnostics CA1 CA2 --include a b")]
    [TestCase(LintScope.Style, null, "exec /f.dll style /repo/A.csproj --no-restore --verbosity diagnostic --report /r --verify-no-changes --diagnostics CA1 CA2 --include a b")]
    [TestCase(LintScope.Whitespace, "error", "exec /f.dll whitespace /repo/A.csproj --no-restore --verbosity diagnostic --report /r --verify-no-changes --include a b")]
    public void White_space_has_neither_severity_nor_diagnostics(LintScope scope, string? severity, string expected) => Assert.That(
        string.Join(' ', (Verify with { Scope = scope, Severity = severity, Diagnostics = ["CA1", "CA2"], Include = ["a", "b"] }).Arguments("/f.dll")), Is.EqualTo(expected));

    [TestCase("warning", "warn")]
    [TestCase("Warn", "warn")]
    [TestCase("suggestion", "info")]
    [TestCase("error", "error")]
    [TestCase("fatal", null)]
    public void Severities_are_spelt_as_the_formatter_does(string severity, string? expected) => Assert.That(FormatRequest.SpellSeverity(severity), Is.EqualTo(expected));

    [TestCase(0, 0, "Formatted 0 of 5 files.", null)]
    [TestCase(2, 1, "Formatted 1 of 5 files.", null)]
    [TestCase(2, 0, "Formatted 1 of 5 files.", "dotnet format would change something (exit code 2), and its report does not say what")]
    [TestCase(0, 0, "Formatted 0 of 0 files.", "dotnet format found no file in 'A.csproj'")]
    [TestCase(0, 0, "", "dotnet format found no file in 'A.csproj'")]
    [TestCase(1, 0, "Unhandled exception: nope", "dotnet format ended with exit code 1: Unhandled exception: nope")]
    [TestCase(0, 0, "Msbuild failed when processing the file '/repo/B.csproj' with message: it is broken\nFormatted 0 of 7 files.", "dotnet format could not load 'B.csproj': it is broken")]
    public void Success_is_believed_only_where_files_were_read(int exitCode, int changes, string output, string? problem) =>
        Assert.That(DotnetFormat.ProblemOf(exitCode, Said(output), Verify, changes), Is.EqualTo(problem));

    [Test]
    public void Exit_code_2_is_a_problem_where_nothing_was_to_be_verified() =>
        Assert.That(DotnetFormat.ProblemOf(2, Said("x"), Verify with { VerifyOnly = false }, 0), Does.Contain("exit code 2"));

    private static FormatOutput Said(string output)
    {
        var said = new FormatOutput();
        foreach (var line in output.Split('\n'))
        {
            said.Add(line);
        }

        return said;
    }
}
