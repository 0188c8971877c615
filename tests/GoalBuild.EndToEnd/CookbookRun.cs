using System.Text.Json;
using GoalBuild.ModelScripts;

namespace GoalBuild.EndToEnd;

/// <summary>An example of the cookbook, run by the real tool in a repository of its own against the scripted endpoint that the environment names.</summary>
internal sealed class CookbookRun : IAsyncDisposable
{
    private const string Fixtures = "tests/GoalBuild.EndToEnd/Cookbook";

    private readonly TempFolder _folder;
    private readonly ModelServer _server;
    private readonly JsonDocument _evidence;

    private CookbookRun(TempFolder folder, ModelServer server, Outcome outcome, JsonDocument evidence)
    {
        _folder = folder;
        _server = server;
        Outcome = outcome;
        _evidence = evidence;
    }

    /// <summary>How the tool ended.</summary>
    public Outcome Outcome { get; }

    /// <summary>The bundle's <c>evidence.json</c>.</summary>
    public JsonElement Evidence => _evidence.RootElement;

    /// <summary>What the model was sent, in order.</summary>
    public IReadOnlyList<ModelRequest> Requests => _server.Requests;

    /// <summary>Runs <c>examples/NAME/NAME.goal</c> with the script <c>Cookbook/NAME.json</c>, and expects it to be met.</summary>
    /// <param name="name">The example's name.</param>
    /// <param name="goal">The goal's name.</param>
    public static async Task<CookbookRun> MeetAsync(string name, string goal)
    {
        var server = await ModelServer.StartAsync(ScriptFile.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, Fixtures, name + ".json"))));
        var folder = new TempFolder().WithCopyOf(Path.Combine("examples", name)).With(".gitignore", "bin/\nobj/\n");
        try
        {
            await folder.CommittedAsync();
            var outcome = await Shell.RunAsync(folder.Path, "dotnet", ["exec", Repository.Tool, "run", name + ".goal"], new Dictionary<string, string?>
            {
                ["OPENAI_BASE_URL"] = server.Url,
                ["OPENAI_API_KEY"] = "sk-of-the-cookbook",
            });
            Assert.That(outcome.ExitCode, Is.Zero, $"{outcome}\n{string.Join('\n', server.Requests.SelectMany(request => request.NewestResults))}");
            var bundle = Directory.GetDirectories(folder[$".goal/runs/{goal}"]).Single(bundle => File.Exists(Path.Combine(bundle, "evidence.json")));
            return new CookbookRun(folder, server, outcome, JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(bundle, "evidence.json"))));
        }
        catch
        {
            await server.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The text of a file of the tree as the run left it.</summary>
    /// <param name="path">Relative to the example's folder.</param>
    public string Text(string path) => File.ReadAllText(_folder[path]);

    /// <summary>The answers of tools that the model got to read, all requests together.</summary>
    public IEnumerable<string> ToolAnswers => Requests.SelectMany(request => request.NewestResults);

    /// <summary>How many of all clauses held when the model had said that it was done and the harness told it otherwise, such as <c>1 of 2 clauses hold</c>.</summary>
    /// <param name="held">The words that have to stand in the verdicts.</param>
    public int Rejections(string held) => Requests.Count(request => request.Step > 0 && request.NewestResults.Count == 0 && request.Text.Contains(held, StringComparison.Ordinal));

    /// <summary>Holds the end of the run against what every example promises: only these files differ from the start, and the evidence says that the goal is met.</summary>
    /// <param name="changed">Paths that the model may have changed or added, sorted.</param>
    public async Task EnsureOnlyAsync(params string[] changed)
    {
        var status = await Shell.RunAsync(_folder.Path, "git", ["status", "--porcelain", "--untracked-files=all"]);
        Assert.That(status.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[3..]).Order(StringComparer.Ordinal), Is.EqualTo(changed));
        Assert.That(Evidence.GetProperty("outcome").GetString(), Is.EqualTo("met"));
        Assert.That(Evidence.GetProperty("clauses").EnumerateArray().Select(clause => clause.GetProperty("status").GetString()), Is.All.EqualTo("holds"));
        Assert.That(Outcome.Output, Does.Match(@"met  all \d clauses hold, 2 turns, [\d,]+ tokens, \$0\.\d+"), "It says what it took.");
        Assert.That(Requests.Select(request => request.Text), Has.None.Contain("sk-of-the-cookbook"));
        Assert.That(Requests.Select(request => request.Headers["Authorization"]), Is.All.EqualTo("Bearer sk-of-the-cookbook"));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _evidence.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
