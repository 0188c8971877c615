using System.Text.Json;
using GoalBuild.ModelScripts;

namespace GoalBuild.EndToEnd;

/// <summary>
/// The agents themselves, from npm, started by their user, with a stop hook or the server of tools that GoalBuild gives them, and a scripted endpoint on this
/// machine in place of their models. Explicit, as <see cref="OtherAgentTests"/>.
/// </summary>
[Explicit, Category("Agents"), Platform("Linux")]
public class ServedAgentTests
{
    private const string Goal = """
        goal "words" {
          objective "a.txt has the word one."
          verify { file "a.txt" contains "one" }
        }
        """;

    private const string Prompt = "Give a.txt its word.";

    [Test]
    public async Task Claude_that_stops_early_is_sent_back_with_what_fails_until_it_holds()
    {
        await using var server = await ModelServer.StartAsync(Script.ByStep(
            Reply.Say("All done."),
            Reply.Call("Bash", new { command = "echo one > a.txt", description = "write" }),
            Reply.Say("Now it is.")));
        var claude = await OtherAgents.InstallAsync("@anthropic-ai/claude-code", "claude");
        using var work = await WorkAsync("claude");
        var session = await work.StartAsync(claude, ["-p", Prompt, "--output-format", "stream-json", "--verbose", "--permission-mode", "acceptEdits", "--allowedTools", "Bash"], OtherAgents.Claude(server));
        AssertSentBack(work, server, session);
    }

    [Test]
    public async Task Codex_that_stops_early_is_sent_back_with_what_fails_until_it_holds()
    {
        await using var server = await ModelServer.StartAsync(Script.ByStep(
            Reply.Say("All done."),
            Reply.Call("exec_command", new { cmd = "echo one > a.txt" }),
            Reply.Say("Now it is.")));
        var codex = await OtherAgents.InstallAsync("@openai/codex", "codex");
        using var work = await WorkAsync("codex");
        // Hooks of a folder run where the folder is trusted, and each hook; a person says so in the terminal.
        string[] trusted = ["--trust", "--dangerously-bypass-hook-trust"];
        var session = await work.StartAsync(codex, ["exec", "--json", "--dangerously-bypass-approvals-and-sandbox", .. trusted, .. OtherAgents.Codex(server), Prompt], new() { ["OPENAI_API_KEY"] = OtherAgents.Key });
        AssertSentBack(work, server, session);
    }

    [Test]
    public async Task Copilot_that_stops_early_is_sent_back_with_what_fails_until_it_holds()
    {
        await using var server = await ModelServer.StartAsync(Script.ByStep(
            Reply.Say("All done."),
            Reply.Call("bash", new { command = "echo one > a.txt", description = "write" }),
            Reply.Say("Now it is.")));
        var copilot = await OtherAgents.InstallAsync("@github/copilot", "copilot");
        using var work = await WorkAsync("copilot");
        // Hooks of a folder run where the folder is trusted; a person says so in the terminal.
        work.Home.With(".copilot/config.json", JsonSerializer.Serialize(new { trustedFolders = new[] { work.Folder.Path } }));
        var session = await work.StartAsync(copilot, ["-p", Prompt, "--allow-all-tools"], OtherAgents.Copilot(server));
        AssertSentBack(work, server, session);
    }

    [Test]
    public async Task Claude_that_never_makes_it_hold_may_stop_in_the_end()
    {
        await using var server = await ModelServer.StartAsync(Script.Of(_ => Reply.Say("All done.")));
        var claude = await OtherAgents.InstallAsync("@anthropic-ai/claude-code", "claude");
        using var work = await WorkAsync("claude", "--at-most", "2");
        var session = await work.StartAsync(claude, ["-p", Prompt, "--output-format", "stream-json", "--verbose"], OtherAgents.Claude(server));
        Assert.That(session.ExitCode, Is.Zero, session.ToString());
        Assert.That(OtherAgents.Asked(server), Has.Count.EqualTo(3), session.ToString());
        Assert.That(session.All, Does.Contain("(2 of at most 2 times").And.Not.Contain("(3 of"));
        Assert.That(File.Exists(work.Folder["a.txt"]), Is.False);
    }

    [Test]
    public async Task Opencode_lists_and_calls_what_the_server_of_tools_gives()
    {
        await using var server = await ModelServer.StartAsync(OtherAgents.AtWork(request => request.ToolResults switch
        {
            0 or 2 => Reply.Call("goal_verify", new { }),
            1 => Reply.Call("bash", new { command = "echo one > a.txt", description = "write" }),
            _ => Reply.Say("It holds."),
        }));
        var opencode = await OtherAgents.InstallAsync("opencode-ai", "opencode");
        using var work = await WorkAsync(hook: null);
        var tools = ("mcp", (object)new { goal = new { type = "local", command = new[] { "dotnet", "goal", "mcp" }, enabled = true } });
        var session = await work.StartAsync(opencode, ["run", "--format", "json", Prompt], OtherAgents.Opencode(server.Url, tools));
        AssertVerified(work, server, session, ["goal_goal", "goal_status", "goal_verify", "goal_evidence"]);
    }

    [Test]
    public async Task Claude_lists_and_calls_what_the_server_of_tools_gives()
    {
        await using var server = await ModelServer.StartAsync(Script.Of(request => request.ToolResults switch
        {
            0 or 2 => Reply.Call("mcp__goal__verify", new { }),
            1 => Reply.Call("Bash", new { command = "echo one > a.txt", description = "write" }),
            _ => Reply.Say("It holds."),
        }));
        var claude = await OtherAgents.InstallAsync("@anthropic-ai/claude-code", "claude");
        using var work = await WorkAsync(hook: null);
        var added = await work.StartAsync(claude, ["mcp", "add", "goal", "--", "dotnet", "goal", "mcp"], []);
        Assert.That(added.ExitCode, Is.Zero, added.ToString());
        var session = await work.StartAsync(claude, ["-p", Prompt, "--output-format", "stream-json", "--verbose", "--allowedTools", "Bash,mcp__goal__verify"], OtherAgents.Claude(server));
        AssertVerified(work, server, session, ["mcp__goal__goal", "mcp__goal__status", "mcp__goal__verify", "mcp__goal__evidence"]);
    }

    private static void AssertSentBack(Work work, ModelServer server, Outcome session)
    {
        Assert.That(session.ExitCode, Is.Zero, session.ToString());
        var asked = OtherAgents.Asked(server);
        Assert.That(asked, Has.Count.EqualTo(3), session.ToString());
        Assert.That(asked[0].Text, Does.Not.Contain("The goal is not met"));
        Assert.That(asked[1].Text, Does.Contain("The goal is not met, so go on working (1 of at most 5 times").And.Contain("GOAL 'words'").And.Contain("a.txt"));
        Assert.That(work.Folder.Text("a.txt").Trim(), Is.EqualTo("one"));
        // The goal is met, so that the count of the session is forgotten.
        Assert.That(Directory.GetFiles(work.Folder[".goal/hooks"]), Is.Empty);
    }

    private static void AssertVerified(Work work, ModelServer server, Outcome session, IReadOnlyList<string> tools)
    {
        Assert.That(session.ExitCode, Is.Zero, session.ToString());
        var asked = OtherAgents.Asked(server).Where(request => request.ToolResults > 0 || tools.All(tool => request.Text.Contains($"\"{tool}\"", StringComparison.Ordinal))).ToList();
        Assert.That(asked, Has.Count.EqualTo(4), session.ToString());
        Assert.That(asked[1].NewestResults.Single(), Does.Contain("fails").And.Contain("a.txt"));
        Assert.That(asked[3].NewestResults.Single(), Does.Contain("holds").And.Contain("words: met"));
        Assert.That(work.Folder.Text("a.txt").Trim(), Is.EqualTo("one"));
    }

    // A folder with a goal, and the stop hook of an agent.
    private static async Task<Work> WorkAsync(string? hook, params string[] options)
    {
        var work = new Work(new TempFolder(), new TempFolder("home"));
        work.Folder.With("words.goal", Goal);
        await work.Folder.CommittedAsync();
        if (hook is not null)
        {
            var installed = await Shell.GoalAsync(work.Folder.Path, ["hook", hook, "--install", .. options]);
            Assert.That(installed.ExitCode, Is.Zero, installed.ToString());
        }

        return work;
    }

    private sealed record Work(TempFolder Folder, TempFolder Home) : IDisposable
    {
        public async Task<Outcome> StartAsync(string program, IEnumerable<string> arguments, Dictionary<string, string?> environment)
        {
            var home = OtherAgents.AtHome(Home);
            // As a shell does, which sets it when it changes its folder: opencode goes by it.
            home["PWD"] = Folder.Path;
            foreach (var (name, value) in environment)
            {
                home[name] = value;
            }

            var outcome = await Shell.RunAsync(Folder.Path, program, arguments, home);
            TestContext.Out.WriteLine(outcome);
            return outcome;
        }

        public void Dispose()
        {
            Folder.Dispose();
            Home.Dispose();
        }
    }
}
