using GoalBuild.Agent.Executors.Agents;

namespace GoalBuild.Agent.Tests.Agents;

[TestFixture]
internal sealed class AgentProgramTests
{
    [TestCase("codex exec --json -", "codex")]
    [TestCase("/opt/tools/codex exec --json -", "codex")]
    [TestCase("A=b env C=d npx -y @openai/codex@0.171.0 exec --json -", "codex")]
    [TestCase("cd web && claude -p --output-format stream-json --verbose", "claude")]
    [TestCase("npx @anthropic-ai/claude-code -p", "claude")]
    [TestCase("opencode run --format json", "opencode")]
    [TestCase("opencode acp", "opencode")]
    public void A_known_program_is_known_however_it_is_started(string command, string name) => Assert.That(AgentProgram.Of(command).Names, Does.Contain(name));

    [TestCase("my-agent codex")]
    [TestCase("$AGENT exec")]
    [TestCase("echo 'codex'")]
    public void Any_other_program_is_unknown(string command) => Assert.That(AgentProgram.Of(command), Is.SameAs(AgentProgram.Unknown));

    [Test]
    public void A_program_gets_its_own_keys_and_those_that_the_command_line_names_and_no_others()
    {
        var environment = new Dictionary<string, string> { ["OPENAI_API_KEY"] = "1", ["ANTHROPIC_API_KEY"] = "2", ["LOCAL_KEY"] = "3", ["GITHUB_TOKEN"] = "4" };
        IEnumerable<string> Keys(string command) => AgentProgram.Of(command).Secrets(command, environment.GetValueOrDefault).Keys;
        Assert.Multiple(() =>
        {
            Assert.That(Keys("codex exec --json -"), Is.EqualTo(new[] { "OPENAI_API_KEY" }));
            Assert.That(Keys("claude -p"), Is.EqualTo(new[] { "ANTHROPIC_API_KEY" }));
            Assert.That(Keys("my-agent run"), Is.Empty);
            Assert.That(Keys("MY_KEY=$LOCAL_KEY HOME=${HOME} my-agent run"), Is.EqualTo(new[] { "LOCAL_KEY" }));
        });
    }

    [Test]
    public void The_endpoint_is_the_one_that_the_environment_names_else_its_own()
    {
        var codex = AgentProgram.Of("codex exec -");
        Assert.That(codex.Endpoints(_ => null), Does.Contain("api.openai.com"));
        Assert.That(codex.Endpoints(name => name == "OPENAI_BASE_URL" ? "http://127.0.0.1:8080/v1" : null), Is.EqualTo(new[] { "127.0.0.1:8080" }));
    }

    [TestCase("agent --do {prompt} now", "agent --do 'it'\\''s\ndone' now")]
    [TestCase("agent \"{prompt}\"", "agent 'it'\\''s\ndone'")]
    [TestCase("agent -f '{prompt-file}'", "agent -f '/a b/prompt.md'")]
    public void Placeholders_are_filled_in_quoted(string command, string expected)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("cmd quotes otherwise.");
        }

        Assert.That(AgentCommandLine.Of(command, "it's\ndone", "/a b/prompt.md"), Is.EqualTo(new AgentCommandLine(expected, TakesInput: false)));
    }

    [Test]
    public void Without_a_placeholder_the_prompt_goes_to_the_standard_input() =>
        Assert.That(AgentCommandLine.Of("codex exec -", "prompt", "/p"), Is.EqualTo(new AgentCommandLine("codex exec -", TakesInput: true)));

    [Test, Platform("Linux,MacOsX")]
    public void A_program_by_its_path_is_seen_with_what_lies_beside_it_and_a_home_never_as_a_whole()
    {
        using var folder = new TempFolder();
        folder.With("tools/agent", "").With("home/agent", "").With("lib/node_modules/a/bin/run.js", "");
        string[] Seen(string file) => [.. AgentCommandLine.ProgramsOf($"node '{folder[file]}' --x", [folder["home"]])];
        Assert.Multiple(() =>
        {
            Assert.That(Seen("tools/agent"), Is.EqualTo(new[] { folder["tools"] }));
            Assert.That(Seen("home/agent"), Is.EqualTo(new[] { folder["home/agent"] }));
            Assert.That(Seen("lib/node_modules/a/bin/run.js"), Is.EqualTo(new[] { folder["lib/node_modules"] }));
            Assert.That(Seen("missing"), Is.Empty);
        });
    }
}
