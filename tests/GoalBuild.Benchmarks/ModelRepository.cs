using System.Diagnostics;
using System.Globalization;
using GoalBuild.ModelScripts;

namespace GoalBuild.Benchmarks;

/// <summary>What a session took.</summary>
/// <param name="Wall">The whole process.</param>
/// <param name="Memory">The most that it had resident, in MiB.</param>
/// <param name="Gaps">Milliseconds from the end of each answer that ran an echo to the next request.</param>
/// <param name="ReadGaps">The same for answers that called a tool of the harness's own.</param>
/// <param name="FirstBytes">Bytes of the first request.</param>
internal sealed record Session(TimeSpan Wall, double Memory, List<double> Gaps, List<double> ReadGaps, double FirstBytes);

/// <summary>A small git repository with a goal whose ladder is a scripted model.</summary>
internal sealed class ModelRepository : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("goalbuild-session-").FullName;

    /// <summary>Makes it.</summary>
    /// <param name="url">The endpoint.</param>
    public ModelRepository(string url)
    {
        File.WriteAllText(Path.Combine(_folder, "check.sh"), "test -f done.txt\n" + string.Concat(Enumerable.Repeat("# a line to read\n", 1200)));
        File.WriteAllText(Path.Combine(_folder, "session.goal"), $$"""
            goal "session" {
                objective "The file done.txt is there, as check.sh asks for."
                verify { run "sh check.sh" }
                constrain { only "*.txt" }
                agent { model "gpt-5-mini" at "{{url}}" price $1 / $10 }
            }
            """);
        foreach (var arguments in new[] { "init -q", "config user.name Benchmark", "config user.email benchmark@example.invalid", "add .", "commit -q -m Begin" })
        {
            ProcessTimer.Run(_folder, new Dictionary<string, string?>(), ["git", .. arguments.Split(' ')]);
        }
    }

    /// <summary>The folder that keeps what is known of runs.</summary>
    public string State => Path.Combine(_folder, ".goal");

    /// <summary>Runs the tool.</summary>
    /// <param name="tool">The file name of its assembly.</param>
    /// <param name="server">The endpoint.</param>
    /// <param name="verb"><c>run</c> or <c>resume</c>.</param>
    public async Task<Session> RunAsync(string tool, ModelServer server, string verb)
    {
        var before = server.Requests.Count;
        var memory = 0.0;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", tool, verb, "session.goal"]) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        // The kernel keeps the most that was ever resident; what a process had at the end cannot be asked for once it is gone.
        var id = process.Id;
        void Look(ModelRequest request) => memory = Math.Max(memory, MostResident(id));
        server.Changed += Look;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().ConfigureAwait(false);
        var wall = clock.Elapsed;
        server.Changed -= Look;
        var requests = server.Requests.Skip(before).ToList();
        if (requests.Count == 0)
        {
            throw new InvalidOperationException($"The session asked nothing: {await output.ConfigureAwait(false)}{await error.ConfigureAwait(false)}");
        }

        var gaps = ModelSessions.Gaps(requests);
        var calls = requests.Skip(1).Select(request => request.NewestResults).ToList();
        return new Session(
            wall,
            memory,
            [.. gaps.Where((_, index) => IsEcho(calls[index]))],
            [.. gaps.Where((_, index) => !IsEcho(calls[index]))],
            requests[0].Bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool IsEcho(IReadOnlyList<string> results) => results is [var only] && only.StartsWith("[exit code", StringComparison.Ordinal);

    private static double MostResident(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
