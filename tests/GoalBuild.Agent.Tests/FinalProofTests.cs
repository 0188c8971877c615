using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests;

/// <summary>What is proved is a clean checkout of the result, and not the folder that was worked in.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FinalProofTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FileVerifier _verifier = new();
    private readonly Watcher _watcher = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task The_last_proof_reads_a_checkout_outside_the_working_tree_that_is_gone_afterwards([Values] bool inGit, [Values] bool isolate)
    {
        _folder.With("x.txt", "x").With("bin/stale.dll", "old").With("p.csproj", "<Project/>").With("words.goal", "// the goal\n");
        if (inGit)
        {
            _folder.With(".gitignore", "bin/\n").Committed();
        }

        List<string> seen = [];
        UnixFileMode mode = default;
        var verifier = new FileVerifier
        {
            OnVerify = request =>
            {
                if (request.Reuse == VerdictReuse.None)
                {
                    mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(Above(request.Workspace.Root, 3));
                    seen = [.. Directory.EnumerateFiles(request.Workspace.Root, "*", SearchOption.AllDirectories)
                        .Select(file => Path.GetRelativePath(request.Workspace.Root, file)).Where(file => !file.StartsWith(".git/", StringComparison.Ordinal))];
                    Assert.That(request.Source.Path, Is.EqualTo(Path.Combine(request.Workspace.Root, "words.goal")));
                }
            },
        };
        var result = await RunAsync(verifier, Goals.Of(("a.txt", "one")), isolate, turn => File.WriteAllText(Path.Combine(turn.GoalDirectory, "a.txt"), "one"));
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met), result.Message);
        var proof = verifier.Requests.Single(request => request.Reuse == VerdictReuse.None);
        Assert.That(proof.Workspace.Root, Does.Not.StartWith(_folder.Path), "nothing that looks into the folders above finds the tree");
        Assert.That(seen, Does.Contain("a.txt").And.Contain("x.txt").And.Not.Contain("bin/stale.dll"));
        Assert.That(mode, Is.EqualTo(OperatingSystem.IsWindows() ? default : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute), "nobody else looks in");
        Assert.That(Directory.Exists(Above(proof.Workspace.Root, 2)), Is.False, "nothing of the tree's proofs is left");
    }

    [Test]
    public async Task The_users_repository_is_not_written_to_and_clauses_that_ask_git_get_its_answers()
    {
        _folder.With("x.txt", "x").With("words.goal", "// the goal\n").With("forced.log", "f").With(".gitignore", "*.log\n").Committed();
        _folder.Git("tag", "v1");
        _folder.Git("tag", "--annotate", "-m", "two", "v2");
        _folder.Git("branch", "other");
        _folder.Git("remote", "add", "origin", "https://example.invalid/r.git");
        _folder.Git("add", "--force", "forced.log");
        var before = GitFiles();
        var answers = "";
        var own = "";
        string Ask(string root) => string.Join('|', _folder.Git("-C", root, "rev-parse", "HEAD"), _folder.Git("-C", root, "describe", "--tags"), _folder.Git("-C", root, "branch", "--show-current"), _folder.Git("-C", root, "show-ref", "--dereference"),
            _folder.Git("-C", root, "status", "--porcelain"), _folder.Git("-C", root, "remote", "get-url", "origin"));
        var verifier = new FileVerifier
        {
            OnVerify = request =>
            {
                if (request.Reuse == VerdictReuse.None)
                {
                    own = Ask(_folder.Path);
                    answers = Ask(request.Workspace.Root);
                    Assert.That(_folder.Git("-C", request.Workspace.Root, "rev-parse", "--show-toplevel").Trim(), Is.EqualTo(request.Workspace.Root));
                }
            },
        };
        var result = await RunAsync(verifier, Goals.Of(("a.txt", "one")), false, _ => _folder.With("a.txt", "one"));
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met), result.Message);
        Assert.That(answers, Is.EqualTo(own).And.Contain("forced.log").And.Contain("?? a.txt"));
        Assert.That(GitFiles(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_file_that_git_ignores_proves_nothing_and_the_run_says_what_differed()
    {
        _folder.With(".gitignore", "a.txt\nlocal/\n").With("local/settings.json", "{}").Committed();
        var result = await RunAsync(_verifier, Goals.Of(("a.txt", "one")), false, _ => _folder.With("a.txt", "one").With("seen.txt", "a turn that changes no file of the tree is idle"));
        Assert.That((result.Outcome, result.Code, result.ExitCode), Is.EqualTo((RunOutcome.Stalled, "GOAL5021", 3)));
        Assert.That(result.Message, Does.Contain("'file a.txt contains one' holds in the working tree and not in a clean checkout").And.Contain("'a.txt'").And.Contain("'local/'"));
        var verdict = result.Verdicts.Single();
        Assert.That((verdict.Status, verdict.Findings[^1].Code), Is.EqualTo((VerdictStatus.Fails, "GOAL5021")));
        Assert.That(_watcher.Of<NoticeGiven>().Count(notice => notice.Code == "GOAL5021"), Is.EqualTo(1));
    }

    [Test]
    public async Task What_differs_is_a_failing_state_that_the_next_turn_can_mend()
    {
        _folder.With(".gitignore", "a.txt\n").Committed();
        var goal = Goals.Of(("a.txt", "one")) with { Agent = null, Constraints = [new AllowChangeConstraint([new Text(".gitignore")])] };
        var executor = new ScriptedExecutor("e", turn =>
        {
            var isTold = turn.Verdicts.Any(verdict => verdict.Reason.StartsWith("It holds in the working tree", StringComparison.Ordinal));
            _folder.With(isTold ? ".gitignore" : "a.txt", isTold ? "b.txt\n" : "one").With("seen.txt", $"{turn.Number}");
            return new TurnResult(TurnEnd.Worked, isTold ? "mended" : "wrote");
        });
        var result = (await new RunLoop(_verifier, _ => executor, TimeProvider.System).RunAsync(Goals.Request(_folder.Path, goal), _watcher, default)).Single();
        Assert.That((result.Outcome, result.Turns), Is.EqualTo((RunOutcome.Met, 2)), result.Message);
        Assert.That(_watcher.Of<TurnKept>().Select(turn => turn.Summary), Is.EqualTo(new[] { "wrote", "mended" }));
    }

    [Test]
    public async Task A_verdict_that_stood_wrongly_falls_when_it_is_verified_anew_and_is_no_difference()
    {
        // As a cache would that somebody forged: it holds as long as nothing is verified anew.
        var forged = new ForgedVerifier(_verifier);
        var goal = Goals.Of(("a.txt", "one")) with { Agent = null };
        var result = (await new RunLoop(forged, _ => null, TimeProvider.System).RunAsync(Goals.Request(_folder.Path, goal), _watcher, default)).Single();
        Assert.That((result.Outcome, result.Code), Is.EqualTo((RunOutcome.Stalled, "GOAL6002")));
        Assert.That(_watcher.Of<NoticeGiven>().Where(notice => notice.Code == "GOAL5021"), Is.Empty);
    }

    [Test]
    public async Task By_products_outside_only_are_not_part_of_what_is_proved()
    {
        _folder.With("src/a.txt", "start").Committed();
        var goal = Goals.Of(("src/a.txt", "one"), ("made.txt", "made")) with { Agent = null, Constraints = [new OnlyConstraint([new Text("src/**")])] };
        var verifier = new FileVerifier
        {
            OnVerify = request =>
            {
                // The turn's code makes verifying write the file that a clause asks for.
                if (request.Workspace.Root == _folder.Path && _folder.Text("src/a.txt") == "one")
                {
                    _folder.With("made.txt", "made");
                }
            },
        };
        var result = await RunAsync(verifier, goal, false, _ => _folder.With("src/a.txt", "one"));
        Assert.That((result.Outcome, result.Code), Is.EqualTo((RunOutcome.Stalled, "GOAL5021")), result.Message);
        Assert.That(result.Message, Does.Contain("In the checkout 'made.txt' is as at the start"));
    }

    [Test]
    public async Task A_goal_in_a_folder_is_proved_in_the_same_folder_of_the_checkout_and_changed_compares_with_the_baseline()
    {
        _folder.With("old.txt", "o").Committed();
        IReadOnlySet<string> changed = new HashSet<string>();
        var verifier = new AskingVerifier(_verifier, async request => changed = request.Reuse == VerdictReuse.None ? await request.Baseline!.ChangedFilesAsync(default) : changed);
        var result = await RunAsync(verifier, Goals.Of(("a.txt", "one")), false, _ =>
        {
            _folder.With("a.txt", "one");
            File.Delete(_folder["old.txt"]);
        });
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met), result.Message);
        Assert.That(changed, Is.EquivalentTo(new[] { "a.txt", "old.txt" }));
    }

    [Test]
    public async Task A_checkout_that_a_crash_left_is_removed_by_the_next_run()
    {
        _folder.With("a.txt", "one").With(".goal/proofs/20200101-000000-000-abcd/x.txt", "left");
        var result = await RunAsync(_verifier, Goals.Of(("a.txt", "one")), false, _ => { });
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That(Directory.Exists(_folder[".goal/proofs"]), Is.False, "where earlier versions had them");
    }

    [Test]
    public async Task A_checkout_of_a_killed_run_and_one_of_a_tree_that_is_gone_are_removed_by_the_next_run()
    {
        using var gone = new TempFolder();
        var left = ProofFolders.Make(_folder.State, "20200101-000000-000-abcd");
        var orphan = ProofFolders.Make(gone.State, "20200101-000000-000-abcd");
        File.WriteAllText(Path.Combine(left, "x.txt"), "left");
        var elsewhere = ProofFolders.Make(_folder.State, "20200101-000000-000-beef");
        foreach (var old in new[] { left, orphan })
        {
            Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-3));
        }

        _folder.With("a.txt", "one");

        var result = await RunAsync(_verifier, Goals.Of(("a.txt", "one")), false, _ => { });

        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met));
        Assert.That(new[] { left, orphan }.Where(Directory.Exists), Is.Empty);
        Assert.That(Directory.Exists(Above(orphan, 1)), Is.False);
        Assert.That(Directory.Exists(elsewhere), "another machine with the same cache and path may be at work in it");
        ProofFolders.Remove(elsewhere);
    }

    [Test]
    public void What_was_put_where_a_proof_will_be_is_gone_when_it_is_made_and_nothing_above_is_looked_for()
    {
        var folder = ProofFolders.Make(_folder.State, "20200101-000000-000-abcd");
        File.WriteAllText(Path.Combine(folder, "Directory.Build.targets"), "<Project><Target Name=\"Build\" /></Project>");
        File.WriteAllText(Path.Combine(folder, "nuget.config"), "planted");
        folder = ProofFolders.Make(_folder.State, "20200101-000000-000-abcd");
        try
        {
            Assert.That(File.ReadAllText(Path.Combine(folder, "Directory.Build.targets")), Is.EqualTo("<Project />\n"));
            Assert.That(File.Exists(Path.Combine(folder, "nuget.config")), Is.False);
        }
        finally
        {
            ProofFolders.Remove(folder);
        }
    }

    [Test]
    public void Where_the_cache_lies_in_the_tree_a_proof_is_made_in_the_folder_for_temporary_files()
    {
        var before = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _folder["cache"]);
        try
        {
            var folder = ProofFolders.Make(_folder.State, "run");
            ProofFolders.Remove(folder);

            Assert.That(folder, Does.Not.StartWith(_folder.Path));
            Assert.That(Directory.Exists(_folder["cache"]), Is.False);
        }
        finally
        {
            Environment.SetEnvironmentVariable("XDG_CACHE_HOME", before);
        }
    }

    [Test]
    public async Task The_baseline_that_the_proof_builds_is_written_anew_from_the_snapshot()
    {
        _folder.With("api.txt", "then").Committed();
        List<(bool IsProof, string Root, string Text)> seen = [];
        var verifier = new AskingVerifier(_verifier, async request =>
        {
            var tree = (await request.Baseline!.TreeAsync(default))!;
            var beside = Path.GetDirectoryName(tree.Root)!;
            seen.Add((request.Reuse == VerdictReuse.None, tree.Root, File.ReadAllText(Path.Combine(tree.Root, "api.txt")) + string.Concat(Directory.GetFiles(beside, "api-*.json").Select(Path.GetFileName))));

            // As a test could that a verification runs.
            File.WriteAllText(Path.Combine(tree.Root, "api.txt"), "forged");
            File.WriteAllText(Path.Combine(beside, "api-0.json"), "[]");
        });

        var result = await RunAsync(verifier, Goals.Of(("a.txt", "one")), false, _ => _folder.With("a.txt", "one"));

        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.Met), result.Message);
        var proof = seen.Single(found => found.IsProof);
        Assert.That(proof.Text, Is.EqualTo("then"));
        Assert.That(proof.Root, Does.Not.StartWith(_folder.Path));
        Assert.That(Directory.Exists(proof.Root), Is.False);
        Assert.That(seen.Where(found => !found.IsProof).Select(found => found.Text), Does.Contain("forgedapi-0.json"), "between, what is kept is used");
    }

    [Test]
    public async Task A_clause_that_writes_into_the_checkout_each_time_is_never_proved()
    {
        _folder.With("src/a.txt", "start").Committed();
        var n = 0;
        var verifier = new FileVerifier
        {
            OnVerify = request =>
            {
                if (request.Workspace.Root != _folder.Path)
                {
                    File.WriteAllText(Path.Combine(request.Workspace.Root, "src", "stamp.txt"), $"{++n}");
                }
            },
        };
        var result = await RunAsync(verifier, Goals.Of(("src/a.txt", "one")), false, _ => _folder.With("src/a.txt", "one"));
        Assert.That((result.Outcome, result.Code), Is.EqualTo((RunOutcome.Blocked, "GOAL6003")));
        Assert.That(result.Message, Does.Contain("'src/stamp.txt'"));
    }

    [Test]
    public async Task A_goal_that_contradicts_itself_ends_before_any_executor_is_asked()
    {
        _folder.With("a.txt", "start").Committed();
        var goal = Goals.Of(("a.txt", "one")) with { Constraints = [new ProtectConstraint([new Text("a.txt")])] };
        var asked = false;
        var result = await RunAsync(_verifier, goal, false, _ => asked = true);
        Assert.That((result.Outcome, result.Code, result.ExitCode, asked), Is.EqualTo((RunOutcome.Blocked, "GOAL6010", 3, false)));
        Assert.That(result.Message, Does.Contain("'file a.txt contains one' can never hold"));
    }

    private async Task<RunResult> RunAsync(IVerifier verifier, Goal goal, bool isolate, Action<Turn> act)
    {
        var executor = new ScriptedExecutor("e", turn =>
        {
            if (turn.Tried.Count > 0 || turn.Number > 1)
            {
                return new TurnResult(TurnEnd.Exhausted, "tried");
            }

            act(turn);
            return new TurnResult(TurnEnd.Worked, "acted") { Attempts = ["act"] };
        });
        var loop = new RunLoop(verifier, _ => executor, TimeProvider.System);
        return (await loop.RunAsync(Goals.Request(_folder.Path, goal with { Agent = null }) with { Isolate = isolate }, _watcher, default)).Single();
    }

    private string GitFiles() => string.Join('\n', Directory.EnumerateFiles(_folder[".git"], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(file => $"{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}"));

    private sealed class ForgedVerifier(IVerifier inner) : IVerifier
    {
        public async Task<VerificationResult> VerifyAsync(VerificationRequest request, IProgress<VerificationEvent>? progress, CancellationToken cancellation)
        {
            var result = await inner.VerifyAsync(request, progress, cancellation);
            return request.Reuse == VerdictReuse.None ? result : result with { Verdicts = result.Verdicts.Select(verdict => verdict with { Status = VerdictStatus.Holds }).ToValueList() };
        }
    }

    private static string Above(string path, int levels) => levels == 0 ? path : Above(Path.GetDirectoryName(path)!, levels - 1);

    private sealed class AskingVerifier(IVerifier inner, Func<VerificationRequest, Task> ask) : IVerifier
    {
        public async Task<VerificationResult> VerifyAsync(VerificationRequest request, IProgress<VerificationEvent>? progress, CancellationToken cancellation)
        {
            await ask(request);
            return await inner.VerifyAsync(request, progress, cancellation);
        }
    }
}
