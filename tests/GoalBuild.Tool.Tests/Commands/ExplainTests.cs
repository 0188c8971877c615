using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;

namespace GoalBuild.Tool.Tests.Commands;

public sealed class ExplainTests
{
    [TestCase("GOAL2003")]
    [TestCase("goal2003")]
    [TestCase("2003")]
    public async Task A_diagnostic_is_explained_by_its_entry_in_the_catalogue(string code)
    {
        var (exit, output, _) = await RunAsync("explain", code);
        Assert.That(exit, Is.EqualTo(ExitCode.Met));
        Assert.That(output, Is.EqualTo("""
            GOAL2003, error: A number has the wrong unit
              Numbers carry their unit, and this place takes others.

              Write the number with one of the units that the message names.

            """));
    }

    [Test]
    public async Task Without_a_code_all_diagnostics_are_listed()
    {
        var (_, output, _) = await RunAsync("explain");
        Assert.That(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(DiagnosticCatalogue.All.Select(descriptor =>
            $"{descriptor.Code}  {(descriptor.Severity == DiagnosticSeverity.Error ? "error  " : "warning")}  {descriptor.Title}")));
    }

    [Test]
    public async Task A_code_that_does_not_exist_is_an_error_with_the_nearest_one()
    {
        var (exit, output, error) = await RunAsync("explain", "GOAL203");
        Assert.That(exit, Is.EqualTo(ExitCode.Usage));
        Assert.That(output, Is.Empty);
        Assert.That(error, Does.Contain("GOAL0030").And.Contain("did you mean 'GOAL2003'? 'dotnet goal explain' lists all."));
    }

    [Test]
    public async Task Programs_get_an_event()
    {
        var (_, output, _) = await RunAsync("explain", "GOAL2003", "--json");
        Assert.That(output, Does.Contain("\"event\":\"explanation\"").And.Contain("\"code\":\"GOAL2003\"").And.Contain("\"cure\":\"Write the number"));
    }

    private static async Task<(int Exit, string Out, string Error)> RunAsync(params string[] args)
    {
        var host = new TestHost(Path.GetTempPath());
        var exit = await host.RunAsync(ScriptedRooms.Create(), args);
        return (exit, host.Out.ToString(), host.Error.ToString());
    }
}
