using System.Text.Json;
using System.Text.Json.Nodes;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Tool.Agents;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;

namespace GoalBuild.Tool.Tests.Agents;

public sealed class HookInstallerTests
{
    private static readonly HookAgent Claude = HookAgent.All.Single(agent => agent.Name == "claude");

    [TestCase("claude", """{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"dotnet goal hook claude --serve","timeout":1800}]}]}}""")]
    [TestCase("codex", """{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"dotnet goal hook codex --serve","timeout":1800}]}]}}""")]
    [TestCase("copilot", """{"version":1,"hooks":{"agentStop":[{"type":"command","bash":"dotnet goal hook copilot --serve","powershell":"dotnet goal hook copilot --serve","timeoutSec":1800}]}}""")]
    public async Task The_configuration_is_printed_in_the_shape_that_the_agent_reads(string agent, string expected)
    {
        using var folder = new TemporaryFolder();
        var host = new TestHost(folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "hook", agent), Is.EqualTo(ExitCode.Met));
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(host.Out.ToString()), JsonNode.Parse(expected)), host.Out.ToString());
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Path), Is.Empty);
    }

    [Test]
    public async Task Files_goals_and_the_bound_stand_in_the_command_that_the_agent_calls()
    {
        var host = new TestHost(Path.GetTempPath());
        await host.RunAsync(ScriptedRooms.Create(), "hook", "claude", "my goals.goal", "--goal", "a", "--at-most", "3");
        var command = (string?)JsonNode.Parse(host.Out.ToString())!["hooks"]!["Stop"]![0]!["hooks"]![0]!["command"];
        Assert.That(command, Is.EqualTo("dotnet goal hook claude \"my goals.goal\" --serve --goal a --at-most 3"));
    }

    [Test]
    public void Nothing_that_stands_in_the_file_is_lost()
    {
        const string Before = """{"model":"opus","n":1.50,"text":"grün <b>","hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[]}],"Stop":[{"hooks":[{"type":"command","command":"say done"}]}]}}""";
        var after = JsonNode.Parse(HookInstaller.Merged(Before, Claude, "serve")!)!;
        Assert.That((string?)after["hooks"]!["Stop"]![1]!["hooks"]![0]!["command"], Is.EqualTo("serve"));
        after["hooks"]!["Stop"]!.AsArray().RemoveAt(1);
        Assert.That(after.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), Is.EqualTo(Before));
    }

    [Test]
    public void What_is_there_already_is_not_added_again()
    {
        foreach (var agent in HookAgent.All)
        {
            Assert.That(HookInstaller.Merged(HookInstaller.Fresh(agent, "serve"), agent, "serve"), Is.Null, agent.Name);
        }
    }

    [TestCase("{ // mine\n \"hooks\": {} }")]
    [TestCase("{\"a\":1,\"a\":2}")]
    [TestCase("[]")]
    [TestCase("{\"hooks\":[]}")]
    [TestCase("{\"hooks\":{\"Stop\":{}}}")]
    [TestCase("{")]
    [TestCase("null")]
    public async Task A_file_that_is_not_understood_is_refused_and_left_alone(string text)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(".claude/settings.json", text);
        var host = new TestHost(folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "hook", "claude", "--install"), Is.EqualTo(ExitCode.Usage));
        Assert.That(File.ReadAllText(path), Is.EqualTo(text));
        Assert.That(host.Error.ToString(), Does.Contain(DiagnosticCatalogue.NotWritable.Code).And.Contain("nothing was written"));
    }

    [Test]
    public async Task Installing_writes_the_file_and_says_so()
    {
        using var folder = new TemporaryFolder();
        var host = new TestHost(folder.Path);
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), "hook", "codex", "--install"), Is.EqualTo(ExitCode.Met));
        Assert.That(File.ReadAllText(Path.Combine(folder.Path, ".codex", "hooks.json")), Does.Contain("dotnet goal hook codex --serve"));
        Assert.That(host.Out.ToString(), Does.StartWith(".codex/hooks.json: the stop hook was added"));
        Assert.That(host.Out.ToString(), Does.Contain("once you trust this folder"), "it is there, and yet Codex would not run it");
        Assert.That(Directory.GetFiles(Path.Combine(folder.Path, ".codex")), Has.Length.EqualTo(1));
    }

    [TestCase("hook", "cluade", "--serve")]
    [TestCase("hook", "claude", "--serve", "--sevre")]
    [TestCase("hook", "claude", "--serve", "--at-most", "0")]
    public async Task A_wrong_command_line_does_not_end_with_the_code_that_makes_agents_go_on(params string[] args)
    {
        var host = new TestHost(Path.GetTempPath());
        Assert.That(await host.RunAsync(ScriptedRooms.Create(), args), Is.EqualTo(ExitCode.NotMet));
        Assert.That(host.Error.ToString(), Is.Not.Empty);
    }
}
