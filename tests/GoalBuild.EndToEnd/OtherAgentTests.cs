using System.Text.Json;
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
          constrain { only "a.txt" network "HOST:PORT" }
          budget { turns 2 tokens 100k }
          agent { STEP }
        }
        """;

    [Test]
    public async Task Codex_works_as_a_command_and_its_tokens_count()
    {
        using var folder = new TempFolder();
        await using var server = await ModelServer.StartAsync(Script.InOrder(
            Reply.Call("exec_command", new { cmd = "echo one > a.txt" }) with { Usage = new ReplyUsage(900, 100, 40) },
            Reply.Say("It has the word.") with { Usage = new ReplyUsage(950, 100, 20) }));
        var codex = await InstallAsync(folder, "@openai/codex", "codex");
        var provider = $"model_providers.scripted={{name='scripted',base_url='{server.Url}',wire_api='responses',env_key='OPENAI_API_KEY'}}".Replace('\'', '`');
        var step = $"command \"\"\"\n    '{codex}' exec --json --skip-git-repo-check --dangerously-bypass-approvals-and-sandbox -m gpt-5-mini -c model_provider=scripted -c '{provider.Replace('`', '"')}' -\n    \"\"\"";
        var evidence = await RunAsync(folder, server, step, new Dictionary<string, string?> { ["OPENAI_API_KEY"] = "scripted-key" });
        Assert.That(evidence, Does.Match("\"tokensIn\":\\s*1850"));
    }

    [TestCase("command", "run --format json")]
    [TestCase("acp", "acp")]
    public async Task Opencode_works_as_a_command_and_by_the_protocol(string step, string arguments)
    {
        using var folder = new TempFolder();
        // Beside its work it asks for a title, at whatever moment.
        await using var server = await ModelServer.StartAsync(Script.Of(request =>
            !request.Text.Contains("\"bash\"", StringComparison.Ordinal) ? Reply.Say("A title")
            : request.NewestResults.Count == 0 ? Reply.Call("bash", new { command = "echo one > a.txt", description = "write" })
            : Reply.Say("It has the word.")));
        var opencode = await InstallAsync(folder, "opencode-ai", "opencode");
        var settings = JsonSerializer.Serialize(new
        {
            model = "scripted/m",
            small_model = "scripted/m",
            autoupdate = false,
            provider = new { scripted = new { npm = "@ai-sdk/openai-compatible", name = "scripted", options = new { baseURL = server.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), apiKey = "none" }, models = new { m = new { name = "m" } } } },
        });
        await RunAsync(folder, server, $"{step} \"'{opencode}' {arguments}\"", new Dictionary<string, string?> { ["OPENCODE_CONFIG_CONTENT"] = settings });
    }

    private static async Task<string> InstallAsync(TempFolder folder, string package, string program)
    {
        var home = Path.Combine(Path.GetTempPath(), $"goalbuild-{program}");
        Outcome installed;
        try
        {
            installed = await Shell.RunAsync(folder.Path, "npm", ["install", "--no-audit", "--no-fund", "--prefix", home, package]);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            Assert.Ignore($"npm is not here: {exception.Message}");
            throw;
        }

        var path = Path.Combine(home, "node_modules", ".bin", program);
        if (installed.ExitCode != 0 || !File.Exists(path))
        {
            Assert.Ignore($"{package} cannot be installed here: {installed}");
        }

        return path;
    }

    // The evidence of a run that was met.
    private static async Task<string> RunAsync(TempFolder folder, ModelServer server, string step, Dictionary<string, string?> environment)
    {
        // To a server of its own on 127.0.0.1 opencode goes directly; where the goal names that address, its way is through the proxy, which knows nothing of the sandbox's loopback.
        var host = environment.ContainsKey("OPENCODE_CONFIG_CONTENT") ? "localhost" : "127.0.0.1";
        folder.With("words.goal", Goal.Replace("HOST", host, StringComparison.Ordinal).Replace("PORT", $"{new Uri(server.Url).Port}", StringComparison.Ordinal).Replace("STEP", step, StringComparison.Ordinal));
        await folder.CommittedAsync();
        var run = await Shell.RunAsync(folder.Path, "dotnet", ["exec", Repository.Tool, "run", "words.goal"], environment);
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That((await File.ReadAllTextAsync(folder["a.txt"])).Trim(), Is.EqualTo("one"));
        var bundle = Directory.GetDirectories(folder[".goal/runs/words"]).Single(bundle => File.Exists(Path.Combine(bundle, "evidence.json")));
        return await File.ReadAllTextAsync(Path.Combine(bundle, "evidence.json"));
    }
}
