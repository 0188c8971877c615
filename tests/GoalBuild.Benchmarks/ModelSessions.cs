using System.Diagnostics;
using System.Globalization;
using GoalBuild.Agent.Snapshots;
using GoalBuild.Ledger;
using GoalBuild.ModelScripts;

namespace GoalBuild.Benchmarks;

/// <summary>
/// What the harness costs around a model, against an endpoint on loopback that answers at once: whole processes of the installed tool, beside a bare
/// client that does the same in turn. Prints a row for each goal; judges nothing by exit code.
/// </summary>
internal static class ModelSessions
{
    private const int Steps = 30;
    private const int ManySteps = 1000;
    private const int ManyEvents = 10_000;

    /// <summary>Measures.</summary>
    /// <param name="tool">The file name of the tool's assembly.</param>
    /// <param name="runs">How often each is measured.</param>
    public static async Task RunAsync(string tool, int runs)
    {
        var sessions = new List<Session>();
        var bare = new List<double>();
        for (var run = 0; run <= runs; run++)
        {
            var session = await SessionAsync(tool, Steps).ConfigureAwait(false);
            var gap = await BareAsync().ConfigureAwait(false);
            if (run > 0)
            {
                // The first warms the machine's caches up.
                sessions.Add(session);
                bare.Add(gap);
            }
        }

        var echo = Median(sessions.Select(session => Median(session.Gaps)));
        Row("an echo, from the end of an answer to the next request", echo, 25, "ms");
        Row("  the same by a bare client, for comparison", Median(bare), double.NaN, "ms");
        Row("a tool of the harness's own, likewise", Median(sessions.Select(session => Median(session.ReadGaps))), 15, "ms");
        Row($"a session of {Steps} steps, whole process", Median(sessions.Select(session => session.Wall.TotalSeconds)), 2, "s");
        Row("  its memory", Median(sessions.Select(session => session.Memory)), 150, "MiB");
        Row("bytes of the first request", sessions[0].FirstBytes, 16 * 1024, "B");

        var many = await SessionAsync(tool, ManySteps).ConfigureAwait(false);
        Row($"a session of {ManySteps} calls: memory", many.Memory, 250, "MiB");
        Row("  last hundred calls / first hundred", Median(many.Gaps[^100..]) / Median(many.Gaps[..100]), 1.5, "");
        Row($"resume of a run of {ManyEvents} events, to its first request", await ResumeAsync(tool).ConfigureAwait(false), 1, "s");
        Row("snapshot of 10,000 files with one change", await SnapshotAsync(runs).ConfigureAwait(false), 500, "ms");
    }

    private static void Row(string name, double value, double goal, string unit) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-58} {value,8:0.0} {unit,-4}{(double.IsNaN(goal) ? "" : $" (goal {goal:0.##})  {(value <= goal ? "reached" : "MISSED")}")}"));

    /// <summary>A run whose model makes so many calls, half of them an echo and half of them a read, then does what is asked.</summary>
    private static async Task<Session> SessionAsync(string tool, int steps)
    {
        await using var server = await ModelServer.StartAsync(Script.Of(request => Next(request, steps))).ConfigureAwait(false);
        using var repository = new ModelRepository(server.Url);
        return await repository.RunAsync(tool, server, "run").ConfigureAwait(false);
    }

    private static Reply Next(ModelRequest request, int steps) => request.ToolResults switch
    {
        var done when done >= steps => Reply.Say("Done."),
        var done when done == steps - 1 => Reply.Call("edit_file", new Dictionary<string, object> { ["path"] = "done.txt", ["new"] = "done\n" }),
        var done when done % 2 == 0 => Reply.Call("run_command", new { command = $"echo {done}" }),
        var done => Reply.Call("read_file", new { path = "check.sh", start = done }),
    };

    // What no harness could do without: one request over HTTP, its answer read to the end, and a process for the echo.
    private static async Task<double> BareAsync()
    {
        await using var server = await ModelServer.StartAsync(Script.Of(request => Reply.Call("run_command", new { command = "echo" }))).ConfigureAwait(false);
        using var http = new HttpClient();
        var body = new string(' ', 12_000);
        for (var step = 0; step < Steps; step++)
        {
            using var content = new StringContent($$"""{"model":"m","stream":true,"input":[],"instructions":"{{body}}"}""", System.Text.Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri($"{server.Url}/responses"), content).ConfigureAwait(false);
            await answer.Content.ReadAsStringAsync().ConfigureAwait(false);
            using var echo = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "echo"]) { RedirectStandardOutput = true })!;
            await echo.StandardOutput.ReadToEndAsync().ConfigureAwait(false);
            await echo.WaitForExitAsync().ConfigureAwait(false);
        }

        return Median(Gaps(server.Requests));
    }

    // A run with a long history, most of it compacted away, is interrupted and resumed: how long until the model is asked again.
    private static async Task<double> ResumeAsync(string tool)
    {
        await using var server = await ModelServer.StartAsync(Script.Of(request => request.ToolResults < 2 ? Reply.Call("run_command", new { command = "echo" }) : Reply.Say("Done."))).ConfigureAwait(false);
        using var repository = new ModelRepository(server.Url);
        await repository.RunAsync(tool, server, "run").ConfigureAwait(false);
        using (var ledger = RunLedger.Open(repository.State, TimeProvider.System))
        {
            var run = ledger.AllRuns()[0];
            var entries = ledger.TranscriptAfter(run.Id, 0);
            var returned = entries.First(entry => entry.Kind == "returned");
            ledger.AddTranscript([.. Enumerable.Range(0, ManyEvents).Select(_ => returned with { Kind = "waited", Data = """{"text":"waited"}""" })]);
        }

        var before = server.Requests.Count;
        var clock = Stopwatch.StartNew();
        TimeSpan? first = null;
        server.Changed += request => first ??= request.Ordinal > before ? clock.Elapsed : null;
        await repository.RunAsync(tool, server, "resume").ConfigureAwait(false);
        return first?.TotalSeconds ?? double.PositiveInfinity;
    }

    private static async Task<double> SnapshotAsync(int runs)
    {
        var folder = Directory.CreateTempSubdirectory("goalbuild-snapshot-").FullName;
        try
        {
            for (var file = 0; file < 10_000; file++)
            {
                var path = Path.Combine(folder, $"d{file / 100}", $"f{file}.txt");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, $"file {file}\n").ConfigureAwait(false);
            }

            using var store = new SnapshotStore(Path.Combine(folder, ".goal"), folder, "benchmark");
            await store.TakeAsync("benchmark/0", CancellationToken.None).ConfigureAwait(false);
            var times = new List<double>();
            for (var run = 0; run <= runs; run++)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, "d1", "f100.txt"), $"changed {run}\n").ConfigureAwait(false);
                var clock = Stopwatch.StartNew();
                await store.TakeAsync($"benchmark/{run + 1}", CancellationToken.None).ConfigureAwait(false);
                times.Add(clock.Elapsed.TotalMilliseconds);
            }

            return Median(times.Skip(1));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The times between the end of an answer and the next request, in milliseconds.</summary>
    /// <param name="requests">The requests, in order.</param>
    internal static List<double> Gaps(IReadOnlyList<ModelRequest> requests) =>
        [.. requests.Zip(requests.Skip(1), (earlier, later) => (later.At - (earlier.EndedAt ?? later.At)).TotalMilliseconds)];

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? double.NaN : sorted[sorted.Count / 2];
    }
}
