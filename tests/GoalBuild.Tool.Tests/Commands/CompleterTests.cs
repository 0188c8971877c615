using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;

namespace GoalBuild.Tool.Tests.Commands;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CompleterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CompleterTests()
    {
        _folder.Write("auth.goal", """goal "sign in" { objective "x" environment release { configuration Release } verify { run "make it" in release } phase "last one" { verify { run "echo z" } } review by "security" "it" }""");
        _folder.Write("sub/other.goal", """goal other { objective "y" verify { run "echo y" } }""");
        _folder.Write("obj/hidden.goal", "");
    }

    public void Dispose() => _folder.Dispose();

    [TestCase("", "auth.goal", "sub/", "verify", "doctor")]
    [TestCase("ver", "verify")]
    [TestCase("verify|", "auth.goal", "sub/")]
    [TestCase("verify|sub/", "sub/other.goal")]
    [TestCase("verify|--cl", "--clause")]
    [TestCase("verify|--clause|", "run make it", "run echo z")]
    [TestCase("verify|--phase|l", "last one")]
    [TestCase("verify|--environment|r", "release")]
    [TestCase("verify|--goal|s", "sign in")]
    [TestCase("verify|sub/other.goal|--goal|", "other")]
    [TestCase("run|--sandbox|", "auto", "off", "required")]
    [TestCase("status|--format|j", "json")]
    [TestCase("approve|--as|", "security")]
    [TestCase("explain|GOAL2003", "GOAL2003")]
    [TestCase("hook|c", "claude", "codex", "copilot")]
    [TestCase("completions|", "bash", "fish", "pwsh", "zsh")]
    [TestCase("rollback|b", "best")]
    [TestCase("check|--format|nothing")]
    public async Task What_may_stand_there_is_told(string words, params string[] expected)
    {
        var lines = await CompleteAsync(words.Split('|'));
        Assert.That(lines, words.Length == 0 ? Is.SupersetOf(expected) : Is.EquivalentTo(expected));
    }

    [Test]
    public async Task Runs_are_told_by_their_names()
    {
        await new TestHost(_folder.Path).RunAsync(ScriptedRooms.Create(), "verify", "sub/other.goal");
        Assert.That(await CompleteAsync("report", "sub/other.goal", "--run", ""), Is.EqualTo(new[] { "20261122-103000-000-verify" }));
    }

    [Test]
    public async Task A_goal_file_that_is_wrong_says_nothing_and_fails_nothing()
    {
        _folder.Write("auth.goal", "goal {");
        Assert.That(await CompleteAsync("verify", "--goal", ""), Is.Empty);
        Assert.That(await CompleteAsync("verify", "missing.goal", "--goal", ""), Is.Empty);
    }

    [Test]
    public async Task The_verb_that_scripts_call_is_offered_nowhere()
    {
        Assert.That(await CompleteAsync("comp"), Is.EquivalentTo(new[] { "compile", "completions" }));
        var host = new TestHost(_folder.Path);
        await host.RunAsync(ScriptedRooms.Create(), "--help");
        Assert.That(host.Out.ToString(), Does.Not.Contain("  complete "));
    }

    [TestCaseSource(typeof(CompletionScripts), nameof(CompletionScripts.Shells))]
    public async Task Each_shell_has_a_script_that_calls_back(string shell)
    {
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "completions", shell), Is.EqualTo(ExitCode.Met));
        Assert.That(host.Out.ToString(), Does.StartWith("# Completion").And.Contain("complete").And.Contain("dotnet-goal"));
    }

    private async Task<string[]> CompleteAsync(params string[] words)
    {
        var host = new TestHost(_folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), ["complete", "--", .. words]), Is.EqualTo(ExitCode.Met));
        Assert.That(host.Error.ToString(), Is.Empty);
        return host.Out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
