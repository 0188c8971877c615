using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Tests.Conversation;
using GoalBuild.Agent.Tools;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Tools;

[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ReportBlockedToolTests : IDisposable
{
    private readonly ToolFolder _tree = new(new ProtectConstraint([new Text("db/**")]));

    public void Dispose() => _tree.Dispose();

    private ReportBlockedTool Tool(string text = GoalPageTests.Sample) =>
        new(new GoalPage(new Workspace(_tree.Folder.Path, _tree.Folder.State), new SourceText(_tree.Folder["auth.goal"], text), "auth").Read);

    [TestCase("missing_credential", "STRIPE_API_KEY is not set", "The tests read STRIPE_API_KEY and stop.")]
    [TestCase("missing tool", "docker is needed", "`docker ps` answered: docker: command not found")]
    [TestCase("no_network", "the restore needs api.nuget.org", "dotnet restore: NU1301, the host cannot be reached")]
    [TestCase("blocked_when", "The sandbox account is locked.", "Signing in answered: account locked")]
    [TestCase("contradiction", "file \"a.txt\" contains \"one\" cannot hold with protect \"db/**\"", "a.txt is made from db/a.sql by the build, which contains two")]
    [TestCase("protected_file", "The fix belongs into db/schema.sql", "The column is missing in db/schema.sql; nothing else makes it.")]
    public async Task A_real_obstacle_ends_the_turn(string kind, string reason, string evidence)
    {
        var result = await _tree.CallAsync(Tool(), new { kind, reason, evidence });
        Assert.That(result.IsError, Is.False, result.Text);
        Assert.That(result.Obstacle, Does.Contain(reason.TrimEnd('.')).And.Contain(evidence));
    }

    [TestCase("missing_credential", "too hard", "I tried for a long time and the tests fail.", "name the variable")]
    [TestCase("missing_tool", "the tests fail", "dotnet test says 3 failed, 5 passed", "name the program")]
    [TestCase("no_network", "out of ideas", "I tried everything that I can think of.", "name the host")]
    [TestCase("blocked_when", "The task is too complex", "I tried everything that I can think of.", "\"the sandbox account is locked\"")]
    [TestCase("contradiction", "the requirements do not make sense", "I tried everything that I can think of.", "quote both")]
    [TestCase("protected_file", "src/a.cs has to change", "src/a.cs and b.cs are in the way of this.", "none that is named")]
    [TestCase("too_hard", "it is", "I tried everything that I can think of.", "go on")]
    [TestCase("missing_tool", "docker not found", "none", "The evidence has 4 characters")]
    public async Task What_only_a_model_finds_hard_is_refused_and_says_to_go_on(string kind, string reason, string evidence, string message)
    {
        var result = await _tree.CallAsync(Tool(), new { kind, reason, evidence });
        Assert.That((result.IsError, result.Obstacle), Is.EqualTo((true, (string?)null)));
        Assert.That(result.Text, Does.Contain(message));
    }

    [Test]
    public async Task What_the_goal_allows_or_does_not_say_is_no_obstacle()
    {
        var text = GoalPageTests.Sample.Replace("network off", "network on").Replace("blocked when \"the sandbox account is locked\"", "");
        Assert.That(await _tree.ErrorAsync(Tool(text), new { kind = "no_network", reason = "the host is unreachable", evidence = "connection refused by the host" }), Does.Contain("'network on' allows the network"));
        Assert.That(await _tree.ErrorAsync(Tool(text), new { kind = "blocked_when", reason = "the sandbox account is locked", evidence = "signing in answered that it is locked" }), Does.Contain("has no 'blocked when'"));
    }
}
