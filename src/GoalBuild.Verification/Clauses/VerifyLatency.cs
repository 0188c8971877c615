using System.Globalization;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Latency;
using GoalBuild.Verification.Processes;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>latency "METHOD URL" pNN &lt;op&gt; D [requests N] [concurrency N] [serve STRING]</c></summary>
internal sealed class LatencyKind : ClauseKind<LatencyClause>
{
    /// <summary>Ten requests are to be slower than the percentile, or it says little; more than so many would take too long.</summary>
    private const int SlowerRequests = 10, MostRequests = 10_000, LeastRequests = 200;

    /// <summary>Whatever runs beside it would be measured too.</summary>
    public override OutputUse OutputUse => OutputUse.Alone;

    /// <summary>How many requests are measured where the clause does not say: 200, for p99 1,000, for p99.9 and above 10,000.</summary>
    /// <param name="percentile">The percentile.</param>
    public static int DefaultRequests(decimal percentile) => percentile >= 100
        ? LeastRequests
        : (int)Math.Clamp(SlowerRequests / (1 - (percentile / 100)), LeastRequests, MostRequests);

    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(LatencyClause clause, ClauseContext context) =>
    [
        context.Verify(
            nameof(VerifyLatency),
            ("Request", clause.Request.Value),
            ("Percentile", clause.Percentile.ToString(CultureInfo.InvariantCulture)),
            ("Comparison", clause.Comparison.ToString()),
            ("Threshold", clause.Threshold.ToString("c", CultureInfo.InvariantCulture)),
            ("Requests", (clause.Requests ?? DefaultRequests(clause.Percentile)).ToString(CultureInfo.InvariantCulture)),
            ("Concurrency", (clause.Concurrency ?? 1).ToString(CultureInfo.InvariantCulture)),
            ("Serve", clause.Serve?.Value)),
    ];

    /// <inheritdoc/>
    protected override ClauseReads Reads(LatencyClause clause, ClauseContext context) =>
        // Of a server that runs already nobody knows what it was made of.
        clause.Serve is null ? new ClauseReads.Unknowable() : new ClauseReads.Tree();
}

/// <summary>
/// Measures how long a server takes to answer. It is started where the clause says how, and stopped again. A server that ends before it answers fails the
/// clause; one that does not answer in half of the clause's time leaves it unknown, because a slow machine looks the same. Any answer but one of 200 to 299,
/// and any fault of a connection, fails the clause, however fast the others are.
/// </summary>
public sealed class VerifyLatency : ClauseTask
{
    private const int LeastWarmUp = 20, MostWarmUp = 500, MostFailureFindings = 20;

    /// <summary>Method, a space and an address; <c>{port}</c> in it stands for a free port.</summary>
    [Required]
    public string Request { get; set; } = "";

    /// <summary>Above 0, at most 100.</summary>
    [Required]
    public string Percentile { get; set; } = "";

    /// <summary>How it is compared; a name of <see cref="GoalBuild.Language.Model.Comparison"/>.</summary>
    [Required]
    public string Comparison { get; set; } = "";

    /// <summary>What it is compared with, in .NET's constant format.</summary>
    [Required]
    public string Threshold { get; set; } = "";

    /// <summary>How many requests are measured.</summary>
    public int Requests { get; set; } = 200;

    /// <summary>How many are under way at once.</summary>
    public int Concurrency { get; set; } = 1;

    /// <summary>The command line that starts the server, with <c>{port}</c> for the port; empty where one runs already.</summary>
    public string Serve { get; set; } = "";

    private static decimal[] AlsoShown => [50, 99, 100];

    private string ServerOutput => Stem + ".server.txt";

    private int WarmUp => Math.Clamp(Requests / 5, LeastWarmUp, MostWarmUp);

    /// <inheritdoc/>
    protected override async Task<Verdict> VerifyAsync(CancellationToken cancellation)
    {
        ServedAddress served;
        try
        {
            served = ServedAddress.Of(Request, Serve.Length == 0 ? null : Serve);
        }
        catch (FormatException exception)
        {
            return Unknown(exception.Message);
        }

        using var client = new LoadClient(served.Method, served.Address, Concurrency);
        return served.Serve is null
            ? await MeasureRunningAsync(client, served, cancellation).ConfigureAwait(false)
            : await MeasureServedAsync(client, served, cancellation).ConfigureAwait(false);
    }

    private async Task<Verdict> MeasureRunningAsync(LoadClient client, ServedAddress served, CancellationToken cancellation)
    {
        var first = await client.SendAsync(LoadClient.AnswerLimit, cancellation).ConfigureAwait(false);
        return first.Status is null
            ? Unknown($"Nothing answers at {served.Address}: {first.Failure}. Start the server, or let 'serve' start it.")
            : await MeasureAsync(client, served, null, cancellation).ConfigureAwait(false);
    }

    private async Task<Verdict> MeasureServedAsync(LoadClient client, ServedAddress served, CancellationToken cancellation)
    {
        if (!served.PortIsFree && await served.IsTakenAsync(cancellation).ConfigureAwait(false))
        {
            return Unknown($"Something else listens on {served.Address.Authority} already, and its answers would be measured. Stop it, or write {ServedAddress.Placeholder} for the port, in the address and in 'serve'.");
        }

        Progress($"starting {served.Serve}");
        var variables = new Dictionary<string, string?>(EnvironmentVariables);
        if (served.PortIsFree)
        {
            variables.TryAdd(ServedAddress.PortVariable, served.Address.Port.ToString(CultureInfo.InvariantCulture));
        }

        Server server;
        try
        {
            server = Server.Start(
                ProcessRequest.Shell(served.Serve!) with { WorkingDirectory = GoalDirectory, Environment = variables, OutputPath = ArtifactPath(".server.txt") },
                cancellation);
        }
        catch (CommandNotFoundException exception)
        {
            return Unknown(exception.Message);
        }

        await using (server.ConfigureAwait(false))
        {
            var limit = StartLimit();
            var readiness = await server.WaitAsync(client, limit, cancellation).ConfigureAwait(false);
            var verdict = readiness switch
            {
                { IsReady: true } => await MeasureAsync(client, served, server, cancellation).ConfigureAwait(false),
                { Ended: { } ended } when CommandTask.IsNotFound(ended) => Unknown(CommandTask.NotFound(ended)) with { Findings = [.. CommandTask.OutputFindings(ended)] },
                { Ended: { } ended } => Fails(
                    string.Create(CultureInfo.InvariantCulture, $"The server did not start: it exited with {ended.ExitCode} before it answered.{CommandTask.LastLine(ended)}"),
                    CommandTask.OutputFindings(ended)),
                _ => Unknown($"The server runs and did not answer at {served.Address} within {Words.Of(limit)}: {readiness.LastFailure}. Correct the address or the command, or give it more time with 'timeout', half of which is for the start."),
            };
            return verdict with { Artifacts = [.. verdict.Artifacts, ServerOutput] };
        }
    }

    private async Task<Verdict> MeasureAsync(LoadClient client, ServedAddress served, Server? server, CancellationToken cancellation)
    {
        Progress("warming up");
        await client.RunAsync(WarmUp, cancellation).ConfigureAwait(false);
        Progress(string.Create(CultureInfo.InvariantCulture, $"sending {Requests} requests"));
        var latencies = new Latencies(await client.RunAsync(Requests, cancellation).ConfigureAwait(false));
        var file = ArtifactPath(".latency.json");
        latencies.Write(file, $"{served.Method} {served.Address}", Concurrency, WarmUp);

        // Where no answer came at all, the reason may be that the server is gone.
        var ended = server is not null && latencies.IsCutOff ? await server.EndAsync().ConfigureAwait(false) : null;
        return Judge(latencies, ended) with { Artifacts = [Path.GetFileName(file)] };
    }

    private Verdict Judge(Latencies latencies, ProcessResult? ended)
    {
        var percentile = decimal.Parse(Percentile, CultureInfo.InvariantCulture);
        var comparison = Enum.Parse<Comparison>(Comparison);
        var threshold = (decimal)TimeSpan.ParseExact(Threshold, "c", CultureInfo.InvariantCulture).TotalMilliseconds;
        var name = Latencies.Name(percentile);
        var measured = latencies.Percentile(percentile);
        var failed = latencies.Requests - latencies.Answered;
        var figures = new List<Figure>();
        if (measured is { } value)
        {
            figures.Add(new Figure(name, value, "ms", threshold));
            figures.AddRange(AlsoShown.Where(other => other != percentile).Select(other => new Figure(Latencies.Name(other), latencies.Percentile(other)!.Value, "ms", null)));
        }

        figures.Add(new Figure("requests", latencies.Requests, "", null));
        figures.Add(new Figure("failed", failed, "", 0));
        if (failed > 0)
        {
            var why = string.Join(", ", latencies.Failures.Take(3).Select(failure => string.Create(CultureInfo.InvariantCulture, $"{failure.Count} × {failure.Why}")));
            var end = ended is null ? "" : string.Create(CultureInfo.InvariantCulture, $" The server exited with {ended.ExitCode} meanwhile.{CommandTask.LastLine(ended)}");
            var findings = latencies.Failures.Take(MostFailureFindings).Select(failure => new Finding(FindingKind.Output, $"{Words.Count(failure.Count, "request")}: {failure.Why}"));
            return Fails(
                string.Create(CultureInfo.InvariantCulture, $"{failed} of {latencies.Requests} requests failed: {why}{(latencies.Failures.Count > 3 ? ", …" : "")}.{end}"),
                [.. findings, .. ended is null ? [] : CommandTask.OutputFindings(ended)]) with
            {
                Figures = [.. figures],
            };
        }

        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{name} {measured:0.###} ms of {latencies.Requests} requests{(Concurrency > 1 ? $", {Concurrency} at once" : "")}, asked for {Clauses.Threshold.Symbol(comparison)} {threshold:0.###} ms.");
        return (Clauses.Threshold.Holds(measured!.Value, comparison, threshold) ? Holds(reason) : Fails(reason)) with { Figures = [.. figures] };
    }

    private TimeSpan StartLimit()
    {
        var all = TimeSpan.Parse(Timeout, CultureInfo.InvariantCulture);
        return (all < LongestTimer ? all : LongestTimer) / 2;
    }
}
