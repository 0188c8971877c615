using GoalBuild.ModelScripts;

namespace GoalBuild.EndToEnd;

/// <summary>
/// The agents themselves, from npm, as steps of a ladder, with a scripted endpoint on this machine in place of their models. Explicit: they are hundreds of
/// megabytes, and what a new version of theirs does is not this repository's to answer for.
/// </summary>
[Explicit, Category("Agents"), Platform("Linux")]
public class OtherAgentTests
{
    private const string Goal = """
        goal "words" {
          objective "a.txt has the word one."
          verify { file "a.txt" contains "one" }
          constrain { only "a.txt" CONSTRAINTS }
          budget { turns 4 tokens 100k }
          agent { STEP }
        }
        """;

    [Test]
    public async Task Codex_works_as_a_command_and_its_tokens_count()
    {
        await using var server = await ModelServer.StartAsync(Script.InOrder(
            Reply.Call("exec_command", new { cmd = "echo one > a.txt" }).Costing(900, 100, 40),
            Reply.Say("It has the word.").Costing(950, 100, 20)));
        var codex = await OtherAgents.InstallAsync("@openai/codex", "codex");
        var options = string.Join(' ', OtherAgents.Codex(server).Select(option => $"'{option}'"));
        var step = $"command \"\"\"\n    '{codex}' exec --json --skip-git-repo-check --dangerously-bypass-approvals-and-sandbox {options} -\n    \"\"\"";
        using var run = await RunAsync(step, $"network \"{Host(server)}\"", new Dictionary<string, string?> { ["OPENAI_API_KEY"] = OtherAgents.Key });
        Assert.That(run.Evidence, Does.Match("\"tokensIn\":\\s*1850"));
    }

    [Test]
    public async Task Claude_works_as_a_command_and_its_calls_and_tokens_are_read()
    {
        await using var server = await ModelServer.StartAsync(Script.ByStep(
            Reply.Call("Bash", new { command = "echo one > a.txt", description = "write" }).Costing(900, 100, 40),
            Reply.Say("It has the word.").Costing(950, 100, 20)));
        var claude = await OtherAgents.InstallAsync("@anthropic-ai/claude-code", "claude");
        // The goal names no host: a program that is known reaches the endpoint that its own variable says.
        using var run = await RunAsync($"command \"'{claude}' -p --output-format stream-json --verbose --permission-mode bypassPermissions\"", "", OtherAgents.Claude(server));
        Assert.That(run.Evidence, Does.Match("\"tokensIn\":\\s*1850").And.Match("\"tokensOut\":\\s*60"));
        Assert.That(OtherAgents.Asked(server).Select(request => request.Headers["x-api-key"]), Is.All.EqualTo(OtherAgents.Key));
        Assert.That(await run.LogAsync(), Does.Contain("echo one > a.txt").And.Contain("It has the word."));
    }

    [Test]
    public async Task Copilot_works_as_a_command_whose_words_are_text()
    {
        await using var server = await ModelServer.StartAsync(Script.ByStep(
            Reply.Call("bash", new { command = "echo one > a.txt", description = "write" }),
            Reply.Say("It has the word.")));
        var copilot = await OtherAgents.InstallAsync("@github/copilot", "copilot");
        using var run = await RunAsync($"command \"'{copilot}' -p {{prompt}} --allow-all-tools\"", "", OtherAgents.Copilot(server));
        Assert.That(OtherAgents.Asked(server).Select(request => request.Headers["Authorization"]), Is.All.EqualTo($"Bearer {OtherAgents.Key}"));
        Assert.That(await run.LogAsync(), Does.Contain("It has the word."));
    }

    [TestCase("command", "run --format json")]
    [TestCase("acp", "acp")]
    public async Task Opencode_works_as_a_command_and_by_the_protocol(string step, string arguments)
    {
        await using var server = await ModelServer.StartAsync(OtherAgents.AtWork(request => request.NewestResults.Count == 0
            ? Reply.Call("bash", new { command = "echo one > a.txt", description = "write" })
            : Reply.Say("It has the word.")));
        var opencode = await OtherAgents.InstallAsync("opencode-ai", "opencode");
        using var run = await RunAsync($"{step} \"'{opencode}' {arguments}\"", $"network \"{Host(server)}\"", OtherAgents.Opencode(server.Url));
        Assert.That(await run.LogAsync(), Does.Contain("echo one > a.txt").And.Contain("It has the word."));
    }

    [Test]
    public async Task What_opencode_asks_permission_for_is_answered_from_the_constraints()
    {
        // What is refused ends its turn; the next one begins anew, and is told what fails.
        var calls = new Queue<Reply>(
        [
            Reply.Call("write", new { filePath = "b.txt", content = "one" }),
            Reply.Call("bash", new { command = "git commit --allow-empty -m x", description = "commit" }),
            Reply.Call("bash", new { command = "echo one > a.txt", description = "write" }),
        ]);
        await using var server = await ModelServer.StartAsync(OtherAgents.AtWork(request => request.NewestResults.Count == 0 && calls.TryDequeue(out var call) ? call : Reply.Say("Enough.")));
        var opencode = await OtherAgents.InstallAsync("opencode-ai", "opencode");
        var asking = ("permission", (object)new { edit = "ask", bash = "ask" });
        using var run = await RunAsync($"acp \"'{opencode}' acp\"", $"network \"{Host(server)}\" command deny \"git commit\"", OtherAgents.Opencode(server.Url, asking));
        Assert.That(calls, Is.Empty);
        Assert.That(File.Exists(run.Folder["b.txt"]), Is.False);
        Assert.That(await run.LogAsync(), Does.Contain("refused: ").And.Contain("b.txt").And.Contain("git commit"));
    }

    private static string Host(ModelServer server) => $"127.0.0.1:{new Uri(server.Url).Port}";

    // A run that was met.
    private static async Task<MetRun> RunAsync(string step, string constraints, Dictionary<string, string?> environment)
    {
        var folder = new TempFolder();
        try
        {
            folder.With("words.goal", Goal.Replace("CONSTRAINTS", constraints, StringComparison.Ordinal).Replace("STEP", step, StringComparison.Ordinal));
            await folder.CommittedAsync();
            var run = await Shell.RunAsync(folder.Path, "dotnet", ["exec", Repository.Tool, "run", "words.goal"], environment);
            TestContext.Out.WriteLine(run);
            Assert.That(run.ExitCode, Is.Zero, run.ToString());
            Assert.That(folder.Text("a.txt").Trim(), Is.EqualTo("one"));
            var bundle = Directory.GetDirectories(folder[".goal/runs/words"]).Single(bundle => File.Exists(Path.Combine(bundle, "evidence.json")));
            return new MetRun(folder, await File.ReadAllTextAsync(Path.Combine(bundle, "evidence.json")));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private sealed record MetRun(TempFolder Folder, string Evidence) : IDisposable
    {
        public async Task<string> LogAsync() => (await Shell.GoalAsync(Folder.Path, "log", "-v", "detailed")).All;

        public void Dispose() => Folder.Dispose();
    }
}
