using GoalBuild.Agent.Conversation;
using GoalBuild.Agent.Tools;
using GoalBuild.Language.Model;
using GoalBuild.Verification;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Executors.Model;

/// <summary>What a model's step keeps from turn to turn of one run: the connection, the conversation, the commands that run, what is known of the code.</summary>
internal sealed class Session : IAsyncDisposable
{
    // What verdicts may take of a request: enough for the root causes of some clauses; the whole lies in a file.
    private const int VerdictTokens = 2_500;

    private readonly IModel _model;
    private readonly string _run;
    private readonly int _step;
    private readonly ToolSet _tools;
    private readonly OpeningPages _pages;
    private readonly Compactor _compactor;
    private readonly SecretMask _mask;
    private readonly ModelConversation _conversation;
    private ValueList<Verdict> _told = [];

    private Session(IModel model, ITurnHost host, ToolSet tools, SecretMask mask, ModelConversation conversation)
    {
        (_model, _run, _step, _tools, _mask, _conversation) = (model, host.Run, host.Step, tools, mask, conversation);
        // For all turns: what it learns of the provider's count holds for the next one too.
        _compactor = new Compactor(model, new TokenCounter());
        _pages = new OpeningPages(tools, mask);
    }

    /// <summary>Opens a session, with the conversation as far as the ledger has it.</summary>
    /// <param name="turn">The turn for which it is opened.</param>
    /// <param name="model">The model; the session disposes of it.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<Session> OpenAsync(Turn turn, IModel model, CancellationToken cancellation)
    {
        var mask = SecretMask.OfEnvironment();
        var tools = await ToolSet.CreateAsync(turn, mask, cancellation).ConfigureAwait(false);
        var conversation = ModelConversation.Read(turn.Host!.Transcript(), turn.Host.Record);
        await tools.RestorePlanAsync(conversation.CallsOf("update_plan"), cancellation).ConfigureAwait(false);
        return new Session(model, turn.Host, tools, mask, conversation);
    }

    /// <summary>Whether it is the session of a run's step.</summary>
    /// <param name="host">The run.</param>
    public bool IsOf(ITurnHost host) => _run == host.Run && _step == host.Step;

    /// <summary>Takes a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="cancellation">Breaks off, then throws.</param>
    public async Task<TurnResult> TakeTurnAsync(Turn turn, CancellationToken cancellation)
    {
        var host = turn.Host!;
        _told = turn.Verdicts;
        _tools.Begin(turn, Verify);
        _conversation.GoOn(host.Record);
        // A crash may have come before anything was said in the turn.
        var goesOn = host.GoesOn && host.Transcript().Any(entry => entry.Turn == turn.Number && entry.Kind == TranscriptKinds.Told);
        if (host.BeginsAnew && !goesOn)
        {
            _conversation.BeginAnew("nothing moved any more; begun anew from the best state");
            _pages.Renew();
        }

        var caller = new ToolCaller(_tools.Table, _conversation, _tools.Context, _tools.Jobs, _mask.Apply, host.Clock);
        await _pages.BeginAsync(turn, cancellation).ConfigureAwait(false);
        var work = new ModelTurn(_model, turn, _conversation, _pages, caller, _compactor, Newest);
        return await work.WorkAsync(goesOn ? Notes(host) : Opening(turn), cancellation).ConfigureAwait(false);

        async Task<string> Verify(IReadOnlyList<string>? clauses, CancellationToken stop)
        {
            var verdicts = await host.VerifyAsync(clauses, stop).ConfigureAwait(false);
            var brief = Brief(turn, verdicts, _told);
            _told = [.. _told.Select(known => verdicts.FirstOrDefault(verdict => verdict.Clause == known.Clause) ?? known)];
            return brief;
        }

        string Newest() => _tools.Plan.IsEmpty ? Brief(turn, _told, null) : $"Your plan:\n{_tools.Plan.Render()}\n{Brief(turn, _told, null)}";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _tools.DisposeAsync().ConfigureAwait(false);
        _model.Dispose();
    }

    private string Opening(Turn turn)
    {
        var host = turn.Host!;
        var lines = new List<string>(host.Notes);
        if (host.Left().IsLastTurn)
        {
            lines.Add("This is the last turn that the budget allows. When you stop, say what is done, what is open, and what the next step is.");
        }

        lines.Add(Brief(turn, turn.Verdicts, host.Earlier.Count == 0 ? null : host.Earlier));
        return string.Join("\n\n", lines);
    }

    private static string? Notes(ITurnHost host) => host.Notes.Count == 0 ? null : string.Join("\n\n", host.Notes);

    private string Brief(Turn turn, ValueList<Verdict> verdicts, IReadOnlyList<Verdict>? before)
    {
        var path = Path.Combine(_tools.OutputDirectory, "verdicts.txt");
        var clauses = GoalClause.Of(turn.Goal);
        var brief = new VerdictBrief(verdicts, clauses, turn.Host!.Source) { Before = before, WholePath = _tools.NameOf(path) };
        try
        {
            brief.Write(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The brief says what is needed; the whole is a help.
            brief = new VerdictBrief(verdicts, clauses, turn.Host.Source) { Before = before };
        }

        return _mask.Apply(brief.Render(Allowance.Guessed(VerdictTokens)));
    }
}
