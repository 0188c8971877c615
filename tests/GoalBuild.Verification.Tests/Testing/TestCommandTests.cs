using GoalBuild.Verification.Coverage;
using GoalBuild.Verification.Testing;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Testing;

public class TestCommandTests
{
    private static readonly TestAssembly Tests = new("/repo/T/bin/T.dll", "/repo/T/T.csproj") { Settings = "/repo/T/t.runsettings" };

    [TestCase("help-xunitv3.txt", "exec /repo/T/bin/T.dll -result-trx /r/results.trx -noColor -filterVSTest Category=A")]
    [TestCase("help-xunitv3mtp.txt", "exec /repo/T/bin/T.dll --results-directory /r --report-xunit-trx --report-xunit-trx-filename results.trx --progress off --filter Category=A")]
    [TestCase("help-mstestmtp.txt", "exec /repo/T/bin/T.dll --results-directory /r --report-trx --report-trx-filename results.trx --progress off --settings /repo/T/t.runsettings --filter Category=A")]
    [TestCase("help-nunitmtp.txt", "exec /repo/T/bin/T.dll --results-directory /r --report-trx --report-trx-filename results.trx --progress off --settings /repo/T/t.runsettings --filter Category=A")]
    public void An_application_is_spoken_to_in_the_options_that_it_lists(string help, string expected)
    {
        var command = TestCommand.ForTestingPlatform(Tests, Options(help), "Category=A", null, "/r", out var problem);

        Assert.That(problem, Is.Null);
        Assert.That(string.Join(' ', command!.Arguments), Is.EqualTo(expected));
        Assert.That(command.ResultsFile, Is.EqualTo("/r/results.trx"));
    }

    [Test]
    public void An_application_that_cannot_write_results_is_told_what_to_add()
    {
        Assert.That(TestCommand.ForTestingPlatform(Tests, TestingPlatformOptions.Parse("    --filter\n"), null, null, "/r", out var problem), Is.Null);
        Assert.That(problem, Does.EndWith("'dotnet add package Microsoft.Testing.Extensions.TrxReport'"));
    }

    [Test]
    public void An_older_xunit_v3_gets_a_translated_filter()
    {
        var options = TestingPlatformOptions.Parse("  -trx <filename>\n  -method \"name\"\n  -filter \"query\"\n");

        var command = TestCommand.ForTestingPlatform(Tests, options, "FullyQualifiedName~X", null, "/r", out _);

        Assert.That(string.Join(' ', command!.Arguments), Is.EqualTo("exec /repo/T/bin/T.dll -trx /r/results.trx -noColor -method *X*"));
    }

    [Test]
    public void A_filter_that_the_application_has_no_option_for_is_told()
    {
        var options = TestingPlatformOptions.Parse("  -trx <filename>\n  -method \"name\"\n");

        Assert.That(TestCommand.ForTestingPlatform(Tests, options, "DisplayName~X", null, "/r", out var problem), Is.Null);
        Assert.That(problem, Does.Contain("no option '-displayName'"));
    }

    [Test]
    public void A_framework_without_such_filters_is_told()
    {
        Assert.That(TestCommand.ForTestingPlatform(Tests, TestingPlatformOptions.Parse("    --report-trx\n    --treenode-filter\n"), "Category=A", null, "/r", out var problem), Is.Null);
        Assert.That(problem, Does.Contain("has no option '--filter'"));
    }

    [Test]
    public void VSTest_gets_settings_filter_and_results_folder()
    {
        var command = TestCommand.ForVsTest(Tests, "/sdk/vstest.console.dll", "A|B", new CoverageCollector("c", ["--Collect:X"]), "/r s");

        Assert.That(command.Arguments, Is.EqualTo(new[]
        {
            "exec", "/sdk/vstest.console.dll", "/repo/T/bin/T.dll", "--nologo", "--logger:trx;LogFileName=results.trx", "--ResultsDirectory:/r s",
            "--Settings:/repo/T/t.runsettings", "--TestCaseFilter:A|B", "--Collect:X",
        }));
    }

    [TestCase("help-mstestmtp.txt", "Microsoft.Testing.Extensions.CodeCoverage")]
    [TestCase("help-nunitmtp.txt", "coverlet.MTP")]
    [TestCase("help-xunitv3mtp.txt", null)]
    public void The_collector_is_the_one_that_the_application_has(string help, string? expected) =>
        Assert.That(CoverageCollector.ForTestingPlatform(Options(help))?.Name, Is.EqualTo(expected));

    private static TestingPlatformOptions Options(string help) => TestingPlatformOptions.Parse(File.ReadAllText(Recorded.PathOf("Testing", help)));
}
