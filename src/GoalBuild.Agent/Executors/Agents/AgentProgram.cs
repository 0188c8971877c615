using System.Text.RegularExpressions;
using GoalBuild.Agent.Sandbox;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Executors.Agents;

/// <summary>
/// What is known of a program that is another agent: what it needs to reach its model. README.md has this table too, under With another agent.
/// </summary>
/// <param name="Names">The names by which it is started, of its npm package too.</param>
/// <param name="Keys">The environment variables that it documents for keys; these secrets it is given, and no others.</param>
/// <param name="UrlVariables">The variables by which it is told of another endpoint.</param>
/// <param name="Hosts">The hosts of its own endpoint.</param>
/// <param name="Settings">Variables that keep it to its work.</param>
internal sealed partial record AgentProgram(
    IReadOnlyList<string> Names,
    IReadOnlyList<string> Keys,
    IReadOnlyList<string> UrlVariables,
    IReadOnlyList<string> Hosts,
    IReadOnlyDictionary<string, string> Settings)
{
    private static readonly string[] Runners = ["npx", "bunx", "pnpx"];

    /// <summary>A program of which nothing is known: it is given no key and reaches no endpoint but what the goal names.</summary>
    public static AgentProgram Unknown { get; } = new([], [], [], [], new Dictionary<string, string>());

    /// <summary>All that are known.</summary>
    public static IReadOnlyList<AgentProgram> All { get; } =
    [
        new(["codex", "codex-acp"], ["OPENAI_API_KEY", "CODEX_API_KEY"], ["OPENAI_BASE_URL"], ["api.openai.com", "chatgpt.com", "auth.openai.com"], new Dictionary<string, string>()),
        new(
            ["claude", "claude-code", "claude-code-acp", "claude-agent-acp"],
            ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"],
            ["ANTHROPIC_BASE_URL"],
            ["api.anthropic.com"],
            new Dictionary<string, string> { ["DISABLE_AUTOUPDATER"] = "1", ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1" }),
        new(
            ["opencode", "opencode-ai"],
            ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OPENROUTER_API_KEY", "GEMINI_API_KEY", "OPENCODE_API_KEY"],
            ["OPENAI_BASE_URL", "ANTHROPIC_BASE_URL"],
            ["opencode.ai", "models.opencode.ai", "models.dev", "api.openai.com", "api.anthropic.com", "openrouter.ai", "generativelanguage.googleapis.com"],
            new Dictionary<string, string> { ["OPENCODE_DISABLE_AUTOUPDATE"] = "1" }),
        new(["gemini", "gemini-cli"], ["GEMINI_API_KEY", "GOOGLE_API_KEY"], ["GOOGLE_GEMINI_BASE_URL"], ["generativelanguage.googleapis.com"], new Dictionary<string, string>()),
        new(["copilot"], ["COPILOT_GITHUB_TOKEN", "COPILOT_PROVIDER_API_KEY", "COPILOT_PROVIDER_BEARER_TOKEN"], ["COPILOT_PROVIDER_BASE_URL"], ["api.github.com", "api.githubcopilot.com", "*.githubcopilot.com"], new Dictionary<string, string>()),
    ];

    /// <summary>The program that a command line starts; <see cref="Unknown"/> where it is none of these, or cannot be told without running it.</summary>
    /// <param name="commandLine">As it stands in the goal.</param>
    public static AgentProgram Of(string commandLine)
    {
        try
        {
            return ShellCommands.Of(commandLine).Select(NameOf).Select(Find).FirstOrDefault(program => program is not null) ?? Unknown;
        }
        catch (ShellSyntaxException)
        {
            return Unknown;
        }
    }

    /// <summary>The secrets that it is given: its own keys, and those that the command line itself names, as in <c>LOCAL_KEY=$LOCAL_KEY my-agent</c>.</summary>
    /// <param name="commandLine">As it stands in the goal.</param>
    /// <param name="environment">The value of a variable, or null.</param>
    public IReadOnlyDictionary<string, string> Secrets(string commandLine, Func<string, string?> environment) =>
        Keys.Concat(Variable().Matches(commandLine).Select(match => match.Groups["name"].Value).Where(ChildEnvironment.IsSecret))
            .Distinct(StringComparer.Ordinal)
            .Select(name => KeyValuePair.Create(name, environment(name)))
            .Where(pair => !string.IsNullOrEmpty(pair.Value))
            .ToDictionary(pair => pair.Key, pair => pair.Value!);

    /// <summary>The hosts of its endpoint, as <c>network</c> names hosts: the one that its variables say, else its own.</summary>
    /// <param name="environment">The value of a variable, or null.</param>
    public IReadOnlyList<string> Endpoints(Func<string, string?> environment)
    {
        var told = UrlVariables.Select(environment).Select(text => Uri.TryCreate(text, UriKind.Absolute, out var url) ? $"{url.Host}:{url.Port}" : null).OfType<string>().ToList();
        return told.Count > 0 ? [.. told.Distinct(StringComparer.Ordinal)] : Hosts;
    }

    private static AgentProgram? Find(string name) => All.FirstOrDefault(program => program.Names.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static string NameOf(IReadOnlyList<ShellWord> command)
    {
        // "npx -y @openai/codex@1.2 exec" starts codex.
        var name = Runners.Contains(command[0].Text) ? command.Skip(1).FirstOrDefault(word => !word.Text.StartsWith('-'))?.Text ?? "" : command[0].Text;
        name = name[(name.LastIndexOf('/') + 1)..];
        var version = name.IndexOf('@', StringComparison.Ordinal);
        return Path.GetFileNameWithoutExtension(version > 0 ? name[..version] : name);
    }

    [GeneratedRegex(@"\$\{?(?<name>[A-Za-z_][A-Za-z0-9_]*)|%(?<name>[A-Za-z_][A-Za-z0-9_]*)%", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
