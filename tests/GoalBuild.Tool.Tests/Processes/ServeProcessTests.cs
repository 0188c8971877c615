using System.Diagnostics;
using System.Net;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;

namespace GoalBuild.Tool.Tests.Processes;

public sealed class ServeProcessTests
{
    [Test]
    [Platform(Exclude = "Win", Reason = "Signals are sent as POSIX knows them.")]
    public async Task Runs_are_served_where_the_address_says_until_an_interrupt_which_ends_it_with_its_viewers()
    {
        using var folder = new TemporaryFolder();
        using var process = ToolProcess.Start(folder.Path, "serve");
        try
        {
            var line = await process.StandardOutput.ReadLineAsync() ?? "";
            Assert.That(line, Does.Match(@"^Runs of .*: http://127\.0\.0\.1:\d+/[A-Za-z0-9_-]{32}/$"));
            using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]) };
            Assert.That(await browser.GetStringAsync(""), Does.Contain("There is no run yet."));
            using var refused = await browser.GetAsync("/");
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));

            await using var events = await browser.GetStreamAsync("events");
            using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await process.WaitForExitAsync(limit.Token);
            Assert.That(process.ExitCode, Is.EqualTo(ExitCode.Cancelled));
            Assert.That(await process.StandardError.ReadToEndAsync(), Is.Empty);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
