using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Tests;

/// <summary>Turns that change what snapshots do not hold: git's own state, ignored files, repositories in the tree.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UnseenChangeTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Watcher _watcher = new();

    public void Dispose() => _folder.Dispose();

    [TestCase("commit --quiet --all -m sly", ".git/refs/heads/main")]
    [TestCase("switch --quiet --create other", ".git/HEAD")]
    [TestCase("branch other", ".git/refs/heads/other")]
    [TestCase("add a.txt", ".git/index")]
    [TestCase("stash --quiet --include-untracked", ".git/refs/stash")]
    [TestCase("config core.hooksPath elsewhere", ".git/config")]
    public async Task A_turn_that_changes_gits_own_state_is_undone_and_ends_the_run(string command, string path)
    {
        _folder.With("x.txt", "x").With("a.txt", "start").With("words.goal", "// the goal\n").Committed();
        var result = await RunAsync(() =>
        {
            _folder.With("a.txt", "one");
            _folder.Git(command.Split(' '));
        });
        Assert.That((result.Outcome, result.Code, result.ExitCode), Is.EqualTo((RunOutcome.ConstraintBroken, "GOAL5003", 5)));
        Assert.That(result.Message, Does.Contain($"'{path}'").And.Contain("git reflog"));
        Assert.That(result.Broken.Select(rule => rule.Path), Does.Contain(path));
        Assert.That(_folder.Text("a.txt"), Is.EqualTo("start"), "the turn's files are undone");
        Assert.That(_watcher.Of<TurnUndone>().Single().Code, Is.EqualTo("GOAL5003"));
    }

    [Test]
    public async Task A_hook_that_a_turn_writes_is_seen()
    {
        _folder.With("x.txt", "x").Committed();
        var result = await RunAsync(() => _folder.With(".git/hooks/pre-commit", "#!/bin/sh\n").With("a.txt", "one"));
        Assert.That((result.Code, result.Broken.Single().Path), Is.EqualTo(("GOAL5003", ".git/hooks/pre-commit")));
    }

    [Test]
    public async Task What_editors_do_to_a_repository_breaks_nothing()
    {
        _folder.With("x.txt", "x").Committed();
        var result = await RunAsync(() =>
        {
            File.SetLastWriteTimeUtc(_folder["x.txt"], DateTime.UtcNow.AddDays(-1));
            _folder.Git("update-index", "--refresh");
            _folder.Git("update-ref", "refs/remotes/origin/main", "HEAD");
            _folder.Git("tag", "v1");
            _folder.With("a.txt", "one");
        });
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
    }

    [Test]
    public async Task In_an_isolated_copy_others_may_work_on_in_the_repository_and_the_turn_may_not()
    {
        _folder.With("x.txt", "x").Committed();
        Turn? copy = null;
        var met = await RunAsync(turn =>
        {
            copy = turn;
            _folder.Git("commit", "--quiet", "--allow-empty", "-m", "the user goes on");
            File.WriteAllText(Path.Combine(turn.GoalDirectory, "a.txt"), "one");
        }, isolate: true);
        Assert.That(met.Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That(copy!.Workspace.Root, Is.Not.EqualTo(_folder.Path));

        var broken = await RunAsync(turn => _folder.Git("-C", turn.Workspace.Root, "commit", "--quiet", "--allow-empty", "-m", "sly"), isolate: true);
        Assert.That((broken.Code, broken.Broken.Single().Path), Is.EqualTo(("GOAL5003", ".git/HEAD")));
    }

    [Test]
    public async Task A_protected_file_counts_although_git_ignores_it()
    {
        _folder.With(".gitignore", ".env\nsecrets/\n*.log\n").With(".env", "KEY=1").With("secrets/deep/key.pem", "pem").With("x.txt", "x").Committed();
        var constraints = new Constraint[] { new ProtectConstraint([new Text(".env"), new Text("secrets/**")]) };
        var result = await RunAsync(() => _folder.With(".env", "KEY=2").With("secrets/deep/key.pem", "other").With("secrets/new", "n").With("a.txt", "one"), constraints);
        Assert.That((result.Outcome, result.Code), Is.EqualTo((RunOutcome.ConstraintBroken, "GOAL5002")));
        Assert.That(result.Broken.Select(rule => rule.Path), Is.EqualTo(new[] { ".env", "secrets/deep/key.pem", "secrets/new" }));
        Assert.That(_folder.Git("--git-dir", ".goal/snapshots.git", "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objectsize)"), Is.Not.Empty);
        Assert.That(_folder.Git("--git-dir", ".goal/snapshots.git", "ls-tree", "-r", "--name-only", $"refs/goal/{result.Run}/end"), Does.Not.Contain(".env"), "it is never copied");
    }

    [Test]
    public async Task What_a_turn_writes_into_ignored_files_and_outputs_breaks_nothing_else()
    {
        _folder.With(".gitignore", "*.log\nobj/\n").With("src/p.csproj", "<Project/>").Committed();
        var constraints = new Constraint[] { new OnlyConstraint([new Text("a.txt")]), new ProtectConstraint([new Text("src/**")]) };
        var result = await RunAsync(() => _folder.With("build.log", "log").With("src/obj/p.json", "{}").With("a.txt", "one"), constraints);
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
    }

    [Test]
    public async Task The_files_of_a_repository_in_the_tree_are_judged_and_undone_like_all_others([Values] bool hasCommit)
    {
        _folder.With("x.txt", "x").With("nested/in.txt", "start").With("nested/.gitignore", "*.log\n").With("nested/out.log", "log");
        _folder.Git("init", "--quiet", "nested");
        if (hasCommit)
        {
            _folder.Git("-C", "nested", "add", "in.txt");
            _folder.Git("-C", "nested", "-c", "user.name=Test", "-c", "user.email=test@example.invalid", "commit", "--quiet", "-m", "Begin");
        }

        _folder.Git("init", "--quiet");
        var start = _folder.Files();
        var result = await RunAsync(
            () => _folder.With("nested/in.txt", "changed").With("nested/new.txt", "new").With("nested/out.log", "more").With("a.txt", "one"),
            new ProtectConstraint([new Text("nested/in.txt")]));
        Assert.That(_watcher.Of<TurnUndone>().Single(), Has.Property("Code").EqualTo("GOAL5002").And.Property("Files").EqualTo(new[] { "a.txt", "nested/in.txt", "nested/new.txt" }));
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Stalled));
        _folder.With("nested/out.log", "log");
        File.Delete(_folder["words.goal"]);
        Assert.That(_folder.Files(), Is.EqualTo(start));
    }

    [Test]
    public async Task An_isolated_copy_has_the_files_of_repositories_in_the_tree()
    {
        _folder.With("x.txt", "x").Committed().With("nested/in.txt", "n");
        _folder.Git("init", "--quiet", "nested");
        var seen = "";
        await RunAsync(turn => seen = File.ReadAllText(Path.Combine(turn.GoalDirectory, "nested", "in.txt")), isolate: true);
        Assert.That(seen, Is.EqualTo("n"));
    }

    [Test]
    public async Task A_repository_that_a_turn_makes_in_the_tree_is_no_obstacle()
    {
        _folder.With("x.txt", "x").Committed();
        var result = await RunAsync(() =>
        {
            _folder.Git("init", "--quiet", "made");
            _folder.With("made/in.txt", "n").With("a.txt", "one");
        });
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That(result.ChangedFiles, Is.EqualTo(new[] { "a.txt", "made/in.txt" }));
    }

    private Task<RunResult> RunAsync(Action act, params Constraint[] constraints) => RunAsync(_ => act(), isolate: false, constraints);

    // The executor acts once.
    private async Task<RunResult> RunAsync(Action<Turn> act, bool isolate, params Constraint[] constraints)
    {
        var goal = Goals.Of(("a.txt", "one")) with { Agent = null, Constraints = constraints.ToValueList() };
        var executor = new ScriptedExecutor("e", turn =>
        {
            if (turn.Tried.Count > 0)
            {
                return new TurnResult(TurnEnd.Exhausted, "tried");
            }

            act(turn);
            return new TurnResult(TurnEnd.Worked, "acted") { Attempts = ["act"] };
        });
        var loop = new RunLoop(new FileVerifier(), _ => executor, TimeProvider.System);
        return (await loop.RunAsync(Goals.Request(_folder.Path, goal) with { Isolate = isolate }, _watcher, default)).Single();
    }
}
