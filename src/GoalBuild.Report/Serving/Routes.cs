using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GoalBuild.Ledger;
using GoalBuild.Report.Html;
using GoalBuild.Report.Reading;
using GoalBuild.Verification;

namespace GoalBuild.Report.Serving;

/// <summary>Who is answered, and what.</summary>
/// <param name="board">Reads the ledger.</param>
/// <param name="workspace">The tree.</param>
/// <param name="clock">The clock.</param>
/// <param name="version">GoalBuild's version.</param>
/// <param name="token">What the path has to begin with.</param>
/// <param name="port">The port that it is served on.</param>
internal sealed class Routes(RunBoard board, Workspace workspace, TimeProvider clock, string version, string token, int port) : IDisposable
{
    private readonly byte[] _token = Hash(token);
    private readonly string[] _hosts = [string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), string.Create(CultureInfo.InvariantCulture, $"localhost:{port}")];
    private readonly SemaphoreSlim _oneReport = new(1);

    /// <summary>What a request wants to be shown live.</summary>
    /// <param name="head">The request.</param>
    /// <returns>The topic; null where it wants something else, or nothing that it may have.</returns>
    public string? TopicOf(RequestHead head) => Refused(head) is null && head.Method == "GET" ? Parts(head) switch
    {
        ["events"] => LiveTopics.All,
        ["runs", var run, "events"] when board.Has(run) => run,
        _ => null,
    } : null;

    /// <summary>The answer to a request that is not for events.</summary>
    /// <param name="head">The request.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Reply> AnswerAsync(RequestHead head, CancellationToken cancellation)
    {
        if (Refused(head) is { } no)
        {
            return no;
        }

        var parts = Parts(head);
        if (head.Method == "POST")
        {
            return parts is ["runs", var paused, "pause"] ? Pause(paused) : Reply.No("405 Method Not Allowed", "Nothing but a pause is taken here.");
        }

        switch (parts)
        {
            case [""]:
                return Reply.Page(LivePages.History(workspace.Root, LivePages.HistoryPart(board.History())), LivePages.Policy);
            case ["runs", var run, ""] when board.View(run) is { } view:
                return Reply.Page(LivePages.Run(view, LivePages.RunPart(view)), LivePages.Policy);
            case ["runs", var run, "report"] when board.View(run) is { } view:
                return await ReportAsync(view.Row.Run.Goal, run, cancellation).ConfigureAwait(false);
            case ["verifications", var goal, var verification, "report"] when board.Verification(goal, verification) is { } row:
                return await ReportAsync(row.Goal, row.Id, cancellation).ConfigureAwait(false);
            default:
                return Reply.No("404 Not Found", "There is nothing here.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneReport.Dispose();

    // A page of elsewhere may name this machine by a name of its own; a browser then says so in the host.
    private Reply? Refused(RequestHead head)
    {
        if (!_hosts.Contains(head.Field("host"), StringComparer.OrdinalIgnoreCase))
        {
            return Reply.No("403 Forbidden", "This is served on 127.0.0.1 under no other name.");
        }

        if (!CryptographicOperations.FixedTimeEquals(Hash(head.Path.Split('/')[1]), _token))
        {
            return Reply.No("403 Forbidden", "The address is without its token. 'dotnet goal serve' has printed the whole one.");
        }

        // Pages that send no referrer send forms without an origin, too: "null" says nothing.
        var origin = head.Field("origin");
        var site = head.Field("sec-fetch-site");
        return head.Method switch
        {
            "GET" or "HEAD" => null,
            "POST" when site is "" or "same-origin" && (origin is "" or "null" || _hosts.Any(host => origin == $"http://{host}")) => null,
            "POST" => Reply.No("403 Forbidden", "This comes from another page."),
            _ => Reply.No("405 Method Not Allowed", "Only GET, HEAD and POST are answered."),
        };
    }

    private Reply Pause(string run) => board.Pause(run)
        ? new Reply("303 See Other", "text/plain; charset=utf-8", "Asked.\n") { Location = "./" }
        : Reply.No("409 Conflict", "No process works on this run now.");

    private async Task<Reply> ReportAsync(GoalKey goal, string run, CancellationToken cancellation)
    {
        // The one costly answer: many at once would take the processors from the run itself.
        await _oneReport.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var report = await new ReportReader(workspace, clock, version).ReadAsync(goal, run, cancellation).ConfigureAwait(false);
            return report is null ? Reply.No("404 Not Found", "There is nothing here.") : Reply.Page(HtmlReport.Render(report), Page.Policy);
        }
        finally
        {
            _oneReport.Release();
        }
    }

    private static string[] Parts(RequestHead head) => head.Path.Split('/')[2..];

    // Of one length, whatever was sent.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
