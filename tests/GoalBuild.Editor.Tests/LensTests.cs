using System.Text.Json;
using GoalBuild.Agent.Loop;
using GoalBuild.Editor.Tests.Support;
using GoalBuild.Language.Syntax;
using GoalBuild.Ledger;
using GoalBuild.Verification.Evidence;

namespace GoalBuild.Editor.Tests;

public sealed class LensTests
{
    private const string Text = "goal \"a\" {\n    verify {\n        build \"App.sln\"\n        test \"App.sln\"\n    }\n}\n";

    private static readonly DateTimeOffset Then = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task Each_clause_says_what_was_found_out_last_and_the_goal_how_many_hold()
    {
        using var repository = new Repository();
        WriteBundle(repository, Text);
        Assert.That(await TitlesAsync(repository), Is.EqualTo(new[]
        {
            "0: 1 of 2 clauses holds", "2: Holds, 3 minutes ago: It builds.", "3: Fails, 3 minutes ago: 1 of 4 tests failed.",
        }));
    }

    [Test]
    public async Task A_verdict_of_an_earlier_text_says_so()
    {
        using var repository = new Repository();
        WriteBundle(repository, "goal \"a\" { }");
        Assert.That(await TitlesAsync(repository), Has.Some.Contains("Holds, 3 minutes ago, before the file was changed: It builds."));
    }

    [Test]
    public async Task A_run_that_has_found_out_more_since_is_read_from_the_ledger()
    {
        using var repository = new Repository();
        WriteBundle(repository, Text);
        using (var ledger = RunLedger.Open(Path.Combine(repository.Root, ".goal"), TimeProvider.System))
        {
            ledger.BeginRun(new LedgerRun("20261122-100100-000-abcd", new GoalKey("a.goal", "a"), RunState.Running, repository.Root, false, "", Then));
            ledger.AddVerdicts([new LedgerVerdict("20261122-100100-000-abcd", 1, false, "test App.sln", "holds", "4 tests passed.", Then.AddMinutes(2.5))]);
        }

        Assert.That(await TitlesAsync(repository), Is.SupersetOf(new[] { "0: All 2 clauses hold", "3: Holds, just now: 4 tests passed." }));
    }

    [Test]
    public async Task A_broken_bundle_and_a_broken_ledger_say_nothing()
    {
        using var repository = new Repository();
        repository.Write(".goal/runs/a/1-verify/evidence.json", "{ not");
        repository.Write(".goal/ledger.db", "no database, but long enough to be taken for one by its length alone, if that were all that counts");
        Assert.That(await TitlesAsync(repository), Is.Empty);
    }

    [Test]
    public async Task An_editor_with_commands_can_verify_and_run_from_the_goals_line()
    {
        using var repository = new Repository();
        await using var editor = await OpenAsync(repository, commands: true);
        var lenses = await LensesAsync(editor, repository);
        Assert.That(lenses.Select(lens => lens.GetProperty("command").GetProperty("command").GetString()), Is.EqualTo(new[] { "goalbuild.verify", "goalbuild.run" }));
        Assert.That(lenses[0].GetProperty("command").GetProperty("arguments")[1].GetString(), Is.EqualTo("a"));
    }

    [Test]
    public async Task The_command_behind_a_verdict_shows_its_findings()
    {
        using var repository = new Repository();
        WriteBundle(repository, Text);
        await using var editor = await OpenAsync(repository);
        var command = (await LensesAsync(editor, repository))[2].GetProperty("command");
        await editor.AskAsync("workspace/executeCommand", new { command = command.GetProperty("command").GetString(), arguments = command.GetProperty("arguments") });
        var (method, message) = await editor.ToldAsync();
        Assert.That(method, Is.EqualTo("window/showMessage"));
        Assert.That(message.GetProperty("message").GetString(), Does.StartWith("test App.sln: fails").And.Contain("Sums.Adds Expected 3, was 4"));
    }

    [Test]
    public async Task Hovering_a_clause_shows_the_verdict_with_its_first_findings()
    {
        using var repository = new Repository();
        WriteBundle(repository, Text);
        await using var editor = await OpenAsync(repository);
        var hover = await editor.AskAsync("textDocument/hover", new { textDocument = new { uri = repository.Goal }, position = new { line = 3, character = 10 } });
        Assert.That(hover.GetProperty("contents").GetProperty("value").GetString(), Does.Contain("**fails**, 3 minutes ago: 1 of 4 tests failed.\n- Sums.Adds Expected 3, was 4 (tests/Sums.cs:12)"));
    }

    private static void WriteBundle(Repository repository, string text)
    {
        var folder = RunFolders.Claim(Path.Combine(repository.Root, ".goal"), new GoalKey("a.goal", "a"));
        EvidenceWriter.Write(
            new EvidenceBundle
            {
                Goal = "a",
                GoalFile = "a.goal",
                GoalHash = EvidenceBuilder.HashOf(new SourceText("a.goal", text)),
                Run = "1-verify",
                Mode = "verify",
                Outcome = "not-met",
                Summary = "1 of 2 clauses holds.",
                Started = Then,
                Finished = Then,
                Tool = new EvidenceTool("1", "2", "3"),
                Clauses =
                [
                    new EvidenceClause("build App.sln", "build", 3, 9, "holds", "It builds."),
                    new EvidenceClause("test App.sln", "test", 4, 9, "fails", "1 of 4 tests failed.")
                    {
                        Findings = [new EvidenceFinding("test", "error", "Expected 3, was 4\nmore") { Test = "Sums.Adds", File = "tests/Sums.cs", Line = 12 }],
                    },
                ],
            },
            Directory.CreateDirectory(Path.Combine(folder, "1-verify")).FullName);
    }

    private static async Task<IEnumerable<string>> TitlesAsync(Repository repository)
    {
        await using var editor = await OpenAsync(repository);
        return [.. (await LensesAsync(editor, repository)).Select(lens => $"{lens.GetProperty("range").GetProperty("start").GetProperty("line")}: {lens.GetProperty("command").GetProperty("title")}")];
    }

    private static async Task<EditorClient> OpenAsync(Repository repository, bool commands = false)
    {
        var editor = await EditorClient.StartAsync(commands: commands, clock: new StillClock());
        await editor.OpenAsync(repository.Goal, Text);
        return editor;
    }

    private static async Task<IReadOnlyList<JsonElement>> LensesAsync(EditorClient editor, Repository repository) =>
        [.. (await editor.AskAsync("textDocument/codeLens", new { textDocument = new { uri = repository.Goal } })).EnumerateArray().Select(lens => lens.Clone())];

    private sealed class StillClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Then.AddMinutes(3);
    }
}
