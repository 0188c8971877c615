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

        // Connecting waits until the server listens. A client that goes away without a word makes it end.
        await using (var pipe = new NamedPipeClientStream(".", $"/tmp/{server.PipeName}"))
        {
            await pipe.ConnectAsync(limit);
        }

        Assert.That(SpinWait.SpinUntil(() => !server.IsRunning, TimeSpan.FromSeconds(30)), "what watches it ends with it");
        Assert.That(SpinWait.SpinUntil(() => Processes(server).Count == 0, TimeSpan.FromSeconds(30)));
    }

    [Test, CancelAfter(60_000)]
    public void Disposing_ends_it()
    {
        var server = new CompilerServer(Sdk.Directory);
        Assert.That(Processes(server), Is.Not.Empty);

        server.Dispose();

        Assert.That(SpinWait.SpinUntil(() => Processes(server).Count == 0, TimeSpan.FromSeconds(30)));
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
