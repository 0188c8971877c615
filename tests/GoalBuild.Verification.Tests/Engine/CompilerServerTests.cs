using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using GoalBuild.Verification.Engine;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Engine;

[Category("Slow")]
[Platform("Linux")]
public class CompilerServerTests
{
    [Test, CancelAfter(60_000)]
    public async Task It_listens_is_known_to_have_ended_and_leaves_nothing(CancellationToken limit)
    {
        using var server = new CompilerServer(Sdk.Directory);
        Assert.That(server.IsRunning);
        List<(string Id, string Command)> running;

        // Connecting waits until the server listens. A client that goes away without a word makes it end.
        await using (var pipe = new NamedPipeClientStream(".", $"/tmp/{server.PipeName}"))
        {
            await pipe.ConnectAsync(limit);
            running = Processes(server);
        }

        await EndOfAsync(running, limit);
        Assert.That(server.IsRunning, Is.False, "what watches it ends with it");
        Assert.That(Processes(server), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task Disposing_ends_it(CancellationToken limit)
    {
        var server = new CompilerServer(Sdk.Directory);
        var running = Processes(server);
        Assert.That(running, Is.Not.Empty);

        server.Dispose();

        await EndOfAsync(running, limit);
        Assert.That(Processes(server), Is.Empty);
    }

    private static async Task EndOfAsync(List<(string Id, string Command)> processes, CancellationToken limit)
    {
        foreach (var (id, _) in processes.Where(process => RunningProcess.IsRunning(process.Id)))
        {
            try
            {
                using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
                await process.WaitForExitAsync(limit);
            }
            catch (ArgumentException)
            {
                // It ended meanwhile.
            }
        }
    }

    /// <summary>The processes whose command line names the server's pipe: itself, and what watches it.</summary>
    private static List<(string Id, string Command)> Processes(CompilerServer server)
    {
        var found = new List<(string, string)>();
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            try
            {
                var id = Path.GetFileName(folder);
                if (id.All(char.IsAsciiDigit) && RunningProcess.IsRunning(id) && File.ReadAllText(Path.Combine(folder, "cmdline")) is var command && command.Contains(server.PipeName, StringComparison.Ordinal))
                {
                    found.Add((id, command));
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile.
            }
        }

        return found;
    }
}
