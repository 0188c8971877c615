using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using StreamJsonRpc;

namespace GoalBuild.Benchmarks;

/// <summary>From a keystroke in a goal file of 500 lines to its diagnostics, as an editor sees it: the tool as a process, over pipes.</summary>
internal static class EditorSpeed
{
    private const int Lines = 500;
    private const int Keystrokes = 200;
    private const double Goal = 50;

    /// <summary>Types, and gives a row with the median and the 95th percentile.</summary>
    /// <param name="tool">Path of <c>dotnet-goal.dll</c>.</param>
    public static async Task<string> MeasureAsync(string tool)
    {
        var folder = Directory.CreateTempSubdirectory("goalbuild-editor-").FullName;
        using var server = Process.Start(new ProcessStartInfo("dotnet", ["exec", tool, "lsp"]) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = folder })!;
        try
        {
            var times = await TypeAsync(server, new Uri(Path.Combine(folder, "long.goal")).AbsoluteUri);
            await server.WaitForExitAsync();
            times.Sort();
            var (median, high) = (times[times.Count / 2], times[times.Count * 95 / 100]);
            return Ratio.Row($"diagnostics of a keystroke in {Lines} lines", $"{median,6:0.0} ms, 95th percentile {high:0.0} ms (goal under {Goal:0} ms)", high < Goal);
        }
        finally
        {
            if (!server.HasExited)
            {
                server.Kill(entireProcessTree: true);
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<double>> TypeAsync(Process server, string uri)
    {
        var published = Channel.CreateUnbounded<JsonElement>();
        using var rpc = new JsonRpc(new HeaderDelimitedMessageHandler(server.StandardInput.BaseStream, server.StandardOutput.BaseStream, new SystemTextJsonFormatter()));
        Func<JsonElement, bool> take = message => published.Writer.TryWrite(message.Clone());
        rpc.AddLocalRpcMethod(take.Method, take.Target, new JsonRpcMethodAttribute("textDocument/publishDiagnostics") { UseSingleObjectParameterDeserialization = true });
        rpc.StartListening();
        await rpc.InvokeWithParameterObjectAsync<JsonElement>("initialize", new { processId = (int?)null, rootUri = (string?)null, capabilities = new { } });

        // Whole goals up to about 500 lines; the word is typed into the objective of the one in the middle.
        var all = GoalText.OfSize(Lines * 100).Split('\n');
        var end = Array.FindIndex(all, Lines - 1, line => line == "}");
        var lines = all[..(end + 1)];
        var line = Array.FindIndex(lines, Lines / 2, text => text.Contains("objective", StringComparison.Ordinal));
        await rpc.NotifyWithParameterObjectAsync("textDocument/didOpen", new { textDocument = new { uri, languageId = "goal", version = 0, text = string.Join('\n', lines) } });
        await published.Reader.ReadAsync();

        var times = new List<double>();
        var character = lines[line].IndexOf('"', StringComparison.Ordinal) + 1;
        for (var version = 1; version <= Keystrokes; version++)
        {
            var position = new { line, character = character + version - 1 };
            var clock = Stopwatch.StartNew();
            await rpc.NotifyWithParameterObjectAsync("textDocument/didChange", new { textDocument = new { uri, version }, contentChanges = new[] { new { range = new { start = position, end = position }, text = "x" } } });
            while ((await published.Reader.ReadAsync()).GetProperty("version").GetInt32() < version)
            {
                // An earlier keystroke's.
            }

            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        await rpc.InvokeAsync("shutdown");
        await rpc.NotifyAsync("exit");
        return times;
    }
}
