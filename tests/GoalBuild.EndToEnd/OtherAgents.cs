using System.Text.Json;
using GoalBuild.ModelScripts;

namespace GoalBuild.EndToEnd;

/// <summary>Agents from npm, and what they are told so that they speak to a scripted endpoint on this machine.</summary>
internal static class OtherAgents
{
    /// <summary>A key that no endpoint knows.</summary>
    public const string Key = "scripted-key";

    /// <summary>Installs an agent, once for all tests; ignores the test where that cannot be done.</summary>
    /// <param name="package">Its npm package.</param>
    /// <param name="program">Its program.</param>
    /// <returns>Absolute path of the program.</returns>
    public static async Task<string> InstallAsync(string package, string program)
    {
        var home = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"goalbuild-{program}")).FullName;
        Outcome installed;
        try
        {
            installed = await Shell.RunAsync(home, "npm", ["install", "--no-audit", "--no-fund", "--prefix", home, package]);
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

    /// <summary>What Claude Code is told by its environment.</summary>
    /// <param name="server">The endpoint.</param>
    public static Dictionary<string, string?> Claude(ModelServer server) => new()
    {
        ["ANTHROPIC_BASE_URL"] = server.Url[..^"/v1".Length],
        ["ANTHROPIC_API_KEY"] = Key,
        ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
    };

    /// <summary>What Copilot CLI is told by its environment; an endpoint of one's own needs no account.</summary>
    /// <param name="server">The endpoint.</param>
    public static Dictionary<string, string?> Copilot(ModelServer server) => new()
    {
        ["COPILOT_PROVIDER_BASE_URL"] = server.Url,
        ["COPILOT_PROVIDER_API_KEY"] = Key,
        ["COPILOT_MODEL"] = "m",
        ["COPILOT_OFFLINE"] = "true",
    };

    /// <summary>The options by which codex is told of an endpoint, each with what follows it.</summary>
    /// <param name="server">The endpoint.</param>
    public static IReadOnlyList<string> Codex(ModelServer server) =>
    [
        "-m", "gpt-5-mini",
        "-c", "model_provider=scripted",
        "-c", $$"""model_providers.scripted={name="scripted",base_url="{{server.Url}}",wire_api="responses",env_key="OPENAI_API_KEY"}""",
    ];

    /// <summary>What opencode is told by its environment.</summary>
    /// <param name="url">The endpoint's address.</param>
    /// <param name="more">Members of its configuration besides.</param>
    public static Dictionary<string, string?> Opencode(string url, params IReadOnlyList<(string Name, object Value)> more)
    {
        var settings = new Dictionary<string, object>
        {
            ["model"] = "scripted/m",
            ["small_model"] = "scripted/m",
            ["autoupdate"] = false,
            ["provider"] = new { scripted = new { npm = "@ai-sdk/openai-compatible", name = "scripted", options = new { baseURL = url, apiKey = "none" }, models = new { m = new { name = "m" } } } },
        };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return new Dictionary<string, string?> { ["OPENCODE_CONFIG_CONTENT"] = JsonSerializer.Serialize(settings) };
    }

    /// <summary>The requests for an answer of the model, in order; Claude Code looks first whether the endpoint is there.</summary>
    /// <param name="server">The endpoint.</param>
    public static IReadOnlyList<ModelRequest> Asked(ModelServer server) => [.. server.Requests.Where(request => request.Bytes > 0)];

    /// <summary>A script for opencode: beside its work it asks for a title, at whatever moment.</summary>
    /// <param name="work">What its work is answered.</param>
    public static Script AtWork(Func<ModelRequest, Reply> work) =>
        Script.Of(request => request.Text.Contains("\"bash\"", StringComparison.Ordinal) ? work(request) : Reply.Say("A title"));

    /// <summary>Puts <c>dotnet goal</c> where those who start it look for it, and gives them a home of their own.</summary>
    /// <param name="home">A folder that is theirs.</param>
    /// <returns>The variables that say so.</returns>
    public static Dictionary<string, string?> AtHome(TempFolder home)
    {
        home.With("bin/dotnet-goal", $"#!/bin/sh\nexec dotnet exec '{Repository.Tool}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(home["bin/dotnet-goal"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return new Dictionary<string, string?>
        {
            ["HOME"] = home.Path,
            ["PATH"] = $"{home["bin"]}:{Environment.GetEnvironmentVariable("PATH")}",
            // Away from the home that they look into otherwise, and not at first start in a new one.
            ["NUGET_PACKAGES"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
            ["DOTNET_NOLOGO"] = "1",
        };
    }
}
