using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Life;

/// <summary>A person signs the very tree that a run proved; another tree asks again.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SignOffTests : IDisposable
{
    private static readonly GoalKey Key = new("words.goal", "words");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Goal Goal => Goals.Of(("a.txt", "one")) with
    {
        Reviews = [new Review(new Text("security"), new Text("signatures")), new Review(new Text("legal team"), new Text("licences"))],
        Agent = null,
    };

    private async Task<RunResult> RunAsync(bool isolate = false) => (await new RunLoop(new FileVerifier(), _ => new ScriptedExecutor("e", _ =>
    {
        _folder.With("a.txt", "one");
        return new TurnResult(TurnEnd.Worked, "wrote");
    }), TimeProvider.System).RunAsync(Goals.Request(_folder.Path, Goal) with { Isolate = isolate }, null, default)).Single();

    private Task<SignedOff> SignAsync(string role, string note = "", string text = "// the goal\n", Goal? goal = null) =>
        new SignOff(new Workspace(_folder.Path, _folder.State), new SourceText(_folder["words.goal"], text), goal ?? Goal, TimeProvider.System)
            .ApproveAsync(role, note, "dotnet goal approve", default);

    private async Task<string> RefusalAsync(string role, string text = "// the goal\n", Goal? goal = null)
    {
        var fault = await Assert.ThrowsAsync<GoalFaultException>(() => SignAsync(role, text: text, goal: goal));
        Assert.That(fault!.Descriptor, Is.EqualTo(DiagnosticCatalogue.ApprovalRefused));
        return fault.Message;
    }

    private LedgerRun Newest()
    {
        using var ledger = RunLedger.OpenExisting(_folder.State)!;
        return ledger.RunsOf(Key)[0];
    }

    private async Task WaitingAsync()
    {
        _folder.Committed().With("a.txt", "one");
        var result = await RunAsync();
        Assert.That(result.Outcome, Is.EqualTo(RunOutcome.WaitingForReview), result.Message);
        Assert.That(result.Message, Is.EqualTo("Every clause holds, and waits for 'security' (signatures), 'legal team' (licences). Sign off with 'dotnet goal approve --as security'."));
    }

    [Test]
    public async Task With_the_last_signature_the_run_is_met()
    {
        await WaitingAsync();

        var first = await SignAsync("security", "looked at the patch");
        var between = Newest();
        var last = await SignAsync("legal team");
        var after = Newest();

        Assert.Multiple(() =>
        {
            Assert.That(first.Open.Select(review => review.By.Value), Is.EqualTo(new[] { "legal team" }));
            Assert.That(first.Message, Is.EqualTo("Every clause holds, and waits for 'legal team' (licences). Approved by Test <test@example.invalid> as 'security'. Sign off with 'dotnet goal approve --as \"legal team\"'."));
            Assert.That((between.State, between.Code), Is.EqualTo((RunState.WaitingForReview, "GOAL6004")));
            Assert.That((first.Approval.Person, first.Approval.Account, first.Approval.Tree, first.Approval.Note), Is.EqualTo(("Test <test@example.invalid>", Environment.UserName, after.EndTree, "looked at the patch")));
            Assert.That(last.Open, Is.Empty);
            Assert.That((after.State, after.Code), Is.EqualTo((RunState.Met, (string?)null)));
            Assert.That(after.Message, Is.EqualTo("Every clause holds, and this very tree was approved by Test <test@example.invalid> as 'security', Test <test@example.invalid> as 'legal team'."));
        });
    }

    [Test]
    public async Task A_tree_that_was_signed_is_not_asked_for_twice_and_another_is()
    {
        await WaitingAsync();
        await SignAsync("security");
        await SignAsync("legal team");

        var same = await RunAsync();
        _folder.With("b.txt", "changed");
        var other = await RunAsync();
        File.Delete(_folder["b.txt"]);
        var back = await RunAsync();

        Assert.Multiple(() =>
        {
            Assert.That(same.Outcome, Is.EqualTo(RunOutcome.Met));
            Assert.That(other.Outcome, Is.EqualTo(RunOutcome.WaitingForReview));
            Assert.That(back.Outcome, Is.EqualTo(RunOutcome.Met));
        });
    }

    [Test]
    public async Task What_changed_since_the_proof_is_not_signed()
    {
        await WaitingAsync();
        _folder.With("b.txt", "changed");

        Assert.That(await RefusalAsync("security"), Does.Match(@"^The tree is not the one that run \S+ proved: 'b\.txt' changed since\. 'dotnet goal run' proves what is there, and asks again\.$"));
        File.Delete(_folder["b.txt"]);
        Assert.That(await RefusalAsync("security", text: "// another goal\n"), Does.StartWith("The goal file was changed since run "));
        Assert.That((await SignAsync("security")).Open, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Who_is_not_asked_and_who_has_signed_already_is_refused()
    {
        await WaitingAsync();

        Assert.That(await RefusalAsync("securty"), Is.EqualTo("Goal 'words' asks for no review by 'securty'; it asks for 'security', 'legal team'. Did you mean 'security'?"));
        await SignAsync("security");
        Assert.That(await RefusalAsync("security"), Is.EqualTo("Test <test@example.invalid> has approved this tree as 'security' already."));
        Assert.That(await RefusalAsync("security", goal: Goal with { Reviews = [] }), Is.EqualTo("Goal 'words' asks for no review."));
    }

    [Test]
    public async Task Without_a_run_that_waits_there_is_nothing_to_sign()
    {
        _folder.Committed();
        Assert.That(await RefusalAsync("security"), Does.StartWith("Goal 'words' was never run"));
        var loop = new RunLoop(new FileVerifier(), _ => null, TimeProvider.System);
        Assert.That((await loop.RunAsync(Goals.Request(_folder.Path, Goal), null, default)).Single().Outcome, Is.EqualTo(RunOutcome.Stalled));
        Assert.That(await RefusalAsync("security"), Does.Contain("waits for no review: ").And.EndsWith("Only what was proved can be approved."));
    }

    [Test]
    public async Task What_was_rolled_back_is_not_signed()
    {
        _folder.Committed();
        var goal = Goal with { Agent = new Language.Model.Agent([new FixStep(new Text("e"))]) };
        var loop = new RunLoop(new FileVerifier(), _ => new ScriptedExecutor("e", _ =>
        {
            _folder.With("a.txt", "one");
            return new TurnResult(TurnEnd.Worked, "wrote");
        }), TimeProvider.System);
        Assert.That((await loop.RunAsync(Goals.Request(_folder.Path, goal), null, default)).Single().Outcome, Is.EqualTo(RunOutcome.WaitingForReview));
        await new Rollback(new Workspace(_folder.Path, _folder.State), Key, TimeProvider.System).ToAsync(RollbackTarget.Start, false, "dotnet goal rollback", default);

        Assert.That(await RefusalAsync("security"), Does.Contain("a person brought the tree back to the start; what was proved is not there any more"));
    }

    [Test]
    public async Task The_result_of_an_isolated_run_is_signed_before_its_patch_is_applied()
    {
        _folder.With("a.txt", "one").Committed();
        Assert.That((await RunAsync(isolate: true)).Outcome, Is.EqualTo(RunOutcome.WaitingForReview));
        _folder.With("b.txt", "goes on meanwhile");

        await SignAsync("security");
        Assert.That((await SignAsync("legal team")).Open, Is.Empty);
        Assert.That(Newest().State, Is.EqualTo(RunState.Met));
    }
}
