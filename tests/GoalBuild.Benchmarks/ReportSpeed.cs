using System.Diagnostics;
using System.Text.Json;
using GoalBuild.Ledger;
using GoalBuild.Report.Tests.Support;

namespace GoalBuild.Benchmarks;

/// <summary>The report of a long run, and a hundred viewers of one that is under way: the tool as a process, as a person starts it.</summary>
internal static class ReportSpeed
{
    private const int Turns = 1000;
    private const int Viewers = 100;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);

    /// <summary>Measures both, and gives a row for each goal.</summary>
    /// <param name="tool">Path of <c>dotnet-goal.dll</c>.</param>
    public static async Task<IReadOnlyList<string>> MeasureAsync(string tool)
    {
        using var folder = new RunFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "webhooks.goal"), RunFolder.GoalText);
        var run = folder.Begin();
        for (var turn = 1; turn <= Turns; turn++)
        {
            folder.Take(run, turn, turn * 2 / Turns);
        }

        var (share, news) = await ServeAsync(tool, folder, run);
        folder.End(run, RunState.Stalled);
        var (time, size) = await ReportAsync(tool, folder, run);
        return
        [
            Ratio.Row($"report of {Turns:N0} turns, the whole process", $"{time.TotalMilliseconds,6:0} ms (goal within 1,000 ms)", time.TotalSeconds <= 1),
            Ratio.Row($"size of that page", $"{size / 1e6,6:0.00} MB (goal under 3 MB)", size < 3_000_000),
            Ratio.Row($"serve, {Viewers} viewers of a run of {Turns:N0} turns", $"{share,6:0.0%} of one core, {news:0.0} news a viewer (goal under 5%)", share < 0.05 && news >= 3),
        ];
    }

    private static async Task<(TimeSpan Time, long Size)> ReportAsync(string tool, RunFolder folder, string run)
    {
        var page = Path.Combine(folder.Path, "page.html");
        var times = new List<TimeSpan>();
        for (var round = 0; round < 7; round++)
        {
            var clock = Stopwatch.StartNew();
            using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", tool, "report", run, "--html", "-o", page]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync();
            times.Add(clock.Elapsed);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"The report ended with exit code {process.ExitCode}.");
            }
        }

        times.Sort();
        return (times[times.Count / 2], new FileInfo(page).Length);
    }

    // A turn a second: faster than any model.
    private static async Task<(double Share, double News)> ServeAsync(string tool, RunFolder folder, string run)
    {
        using var server = Process.Start(new ProcessStartInfo("dotnet", ["exec", tool, "serve", "--json"]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true })!;
        try
        {
            using var said = JsonDocument.Parse(await server.StandardOutput.ReadLineAsync() ?? "");
            using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(said.RootElement.GetProperty("output").GetString()!), Timeout = Timeout.InfiniteTimeSpan };
            using var over = new CancellationTokenSource();
            var news = 0;
            var isCounted = false;
            var viewers = Enumerable.Range(0, Viewers).Select(_ => ViewAsync(browser, run, () =>
            {
                if (Volatile.Read(ref isCounted))
                {
                    Interlocked.Increment(ref news);
                }
            }, over.Token)).ToList();
            var turn = Turns;
            turn = await TakeForAsync(folder, run, turn, WarmUp);
            server.Refresh();
            var (before, clock) = (server.TotalProcessorTime, Stopwatch.StartNew());
            Volatile.Write(ref isCounted, true);
            await TakeForAsync(folder, run, turn, Watched);
            server.Refresh();
            var share = (server.TotalProcessorTime - before) / clock.Elapsed;
            await over.CancelAsync();
            await Task.WhenAll(viewers);
            return (share, (double)news / Viewers);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    private static async Task<int> TakeForAsync(RunFolder folder, string run, int turn, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time)
        {
            folder.Take(run, ++turn, 1, $"I look at turn {turn}.");
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        return turn;
    }

    private static async Task ViewAsync(HttpClient browser, string run, Action onNews, CancellationToken cancellation)
    {
        try
        {
            using var events = new StreamReader(await browser.GetStreamAsync($"runs/{run}/events", cancellation));
            while (await events.ReadLineAsync(cancellation) is { } line)
            {
                if (line.StartsWith("data: <header", StringComparison.Ordinal))
                {
                    onNews();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Watched long enough.
        }
    }
}
