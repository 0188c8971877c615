using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Executors.Model;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Ledger;
using GoalBuild.ModelScripts;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Models;

/// <summary>A goal whose ladder is a model behind a scripted endpoint: real HTTP, the real client, the real loop; only the verifier looks at words in files.</summary>
internal sealed class ModelRun : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ModelServer _server;

    private ModelRun(ModelServer server) => _server = server;

    public TempFolder Folder => _folder;

    public ModelServer Server => _server;

    public Watcher Watcher { get; private set; } = new();

    public FileVerifier Verifier { get; } = new();

    public static async Task<ModelRun> OfAsync(Script script) => new(await ModelServer.StartAsync(script));

    /// <summary>The text of a goal with clauses for the words <c>one</c> in <c>a.txt</c> and <c>two</c> in <c>b.txt</c>, or for those that are given.</summary>
    public string Goal(string members = "", string? steps = null, params string[] clauses) => $$"""
        goal "words" {
            objective "Every file has its word."
            verify { {{string.Join(' ', clauses.Length > 0 ? clauses : ["file \"a.txt\" contains \"one\"", "file \"b.txt\" contains \"two\""])}} }
            {{members}}
            agent { {{steps ?? Step()}} }
        }
        """;

    /// <summary>A step with the scripted endpoint.</summary>
    public string Step(string more = "", string name = "gpt-5-mini") => $"model \"{name}\" at \"{_server.Url}\" price $1 / $10 {more}";

    /// <summary>Writes the goal file, and commits the tree where that was not done.</summary>
    public ModelRun With(string goal)
    {
        _folder.With("words.goal", goal);
        if (!Directory.Exists(_folder[".git"]))
        {
            _folder.Committed();
        }

        return this;
    }

    public async Task<RunResult> RunAsync(Func<RunRequest, RunRequest>? with = null, CancellationToken cancellation = default) =>
        (await Loop().RunAsync(Request(with), Watcher = new Watcher { On = OnEvent }, cancellation)).Single();

    public async Task<RunResult> ResumeAsync(Func<RunRequest, RunRequest>? with = null, CancellationToken cancellation = default) =>
        (await Loop().ResumeAsync(Request(with), Watcher = new Watcher { On = OnEvent }, cancellation)).Single();

    /// <summary>Called at each event of a run.</summary>
    public Action<RunEvent> OnEvent { get; set; } = _ => { };

    /// <summary>The newest run as the ledger has it, with its turns and conversation.</summary>
    public (LedgerRun Run, IReadOnlyList<LedgerTurn> Turns, IReadOnlyList<LedgerEntry> Transcript, IReadOnlyList<LedgerCost> Costs) Ledger()
    {
        using var ledger = RunLedger.OpenExisting(_folder.State)!;
        var run = ledger.RunsOf(new GoalKey("words.goal", "words"))[0];
        return (run, ledger.TurnsOf(run.Id), ledger.TranscriptAfter(run.Id, 0), ledger.CostsOf(run.Id));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private RunLoop Loop() => new(Verifier, step => step switch
    {
        ModelStep model => new ModelExecutor(model, TimeProvider.System),
        _ => ExecutorTable.Of(step, [], TimeProvider.System),
    }, TimeProvider.System);

    private RunRequest Request(Func<RunRequest, RunRequest>? with)
    {
        var source = new SourceText(_folder["words.goal"], _folder.Text("words.goal"));
        var parsed = GoalLanguage.Parse(source);
        Assert.That(parsed.HasErrors, Is.False, string.Join('\n', parsed.Diagnostics));
        var request = new RunRequest(new Workspace(_folder.Path, _folder.State), source, parsed.File);
        return with is null ? request : with(request);
    }
}
