using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Agent.TestHost;

namespace GoalBuild.Agent.Tests;

/// <summary>The user's repository is a clone that lacks objects: git fetches them where they are needed, from the place that the user cloned from.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase), Platform(Exclude = "Win")]
internal sealed class PartialCloneTests : IDisposable
{
    private readonly TempFolder _origin = new();
    private readonly TempFolder _clone = new();

    public PartialCloneTests()
    {
        _origin.With("x.txt", "x").With("deep/y.txt", "y").Committed();
        _origin.Git("config", "uploadpack.allowFilter", "true");
        _origin.Git("config", "uploadpack.allowAnySHA1InWant", "true");
    }

    public void Dispose()
    {
        _origin.Dispose();
        _clone.Dispose();
    }

    [Test]
    public async Task The_tree_of_HEAD_is_whole_although_the_clone_lacks_files_of_it()
    {
        Clone("--filter=blob:none", "--sparse");
        Assert.That(File.Exists(_clone["deep/y.txt"]), Is.False, "so that it was not fetched yet");

        var tree = (await new HeadBaseline(_clone.State, _clone.Path).TreeAsync(default))!;

        Assert.That(File.ReadAllText(Path.Combine(tree.Root, "deep", "y.txt")), Is.EqualTo("y"));
    }

    [Test]
    public async Task A_run_is_proved_in_it([Values] bool isolate)
    {
        Clone("--filter=blob:none", "--sparse");
        var head = _clone.Git("rev-parse", "HEAD");

        var result = await RunAsync(isolate);

        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met), result.Message);
        Assert.That(result.ChangedFiles, Is.EqualTo(new[] { "a.txt" }));
        Assert.That(_clone.Git("rev-parse", "HEAD"), Is.EqualTo(head));
    }

    [Test]
    public async Task An_isolated_run_begins_although_not_even_the_folders_of_HEAD_are_there()
    {
        Clone("--filter=tree:0", "--no-checkout");

        var result = await RunAsync(isolate: true);

        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met), result.Message);
    }

    private void Clone(params string[] how) => _clone.Git(["clone", "--quiet", .. how, $"file://{_origin.Path}", "."]);

    private async Task<RunResult> RunAsync(bool isolate)
    {
        var executor = new ScriptedExecutor("writes", turn =>
        {
            File.WriteAllText(Path.Combine(turn.GoalDirectory, "a.txt"), "one");
            return new TurnResult(TurnEnd.Worked, "wrote a.txt");
        });
        var loop = new RunLoop(new FileVerifier(), _ => executor, TimeProvider.System);
        return (await loop.RunAsync(Goals.Request(_clone.Path, Goals.Of(("a.txt", "one"))) with { Isolate = isolate }, null, default)).Single();
    }
}
