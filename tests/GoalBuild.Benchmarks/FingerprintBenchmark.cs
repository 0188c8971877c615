using System.Diagnostics;
using System.Globalization;
using GoalBuild.Verification;
using GoalBuild.Verification.Fingerprints;

namespace GoalBuild.Benchmarks;

/// <summary>
/// What it costs to see that one file of a large tree changed: read the cache, walk the tree, look at every file, read the one, hash. Each measurement is a
/// process of its own, which takes the fingerprint of a small tree first, so that its code is compiled as it is in an engine that stays warm or is compiled
/// ahead, and prints its milliseconds and the most memory that it held. Prints a row for each size.
/// </summary>
internal static class FingerprintBenchmark
{
    private const string Once = "once";

    public static int Run(string[] arguments)
    {
        if (arguments is [Once, var folder])
        {
            return Measure(folder);
        }

        var runs = arguments is ["--runs", var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 5;
        Row(10_000, 150, runs);
        Row(100_000, 1500, runs);
        return 0;
    }

    private static void Row(int files, int goal, int runs)
    {
        const double MostMegabytes = 400;
        var room = Directory.CreateTempSubdirectory("goalbuild-fingerprints-").FullName;
        try
        {
            for (var file = 0; file < files; file++)
            {
                var path = Path.Combine(room, $"Project{file / 500}", $"Folder{file / 50}", $"File{file}.cs");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"namespace Sample;\n\npublic static class File{file}\n{{\n    public const int Number = {file};\n}}\n"));
            }

            // The first look is the one that hashes all; a second one makes sure that no file looks as if it were still being written.
            Thread.Sleep(FileHashes.RacyTime);
            Start(room);
            Start(room);
            var (times, memory) = (new List<TimeSpan>(), 0.0);
            for (var run = 0; run < runs; run++)
            {
                File.AppendAllText(Path.Combine(room, "Project0", "Folder0", "File0.cs"), "// edited\n");
                var (milliseconds, megabytes) = Start(room);
                times.Add(TimeSpan.FromMilliseconds(milliseconds));
                memory = Math.Max(memory, megabytes);
            }

            var median = Ratio.Milliseconds(times);
            Console.WriteLine(Ratio.Row(
                string.Create(CultureInfo.InvariantCulture, $"fingerprint of {files:N0} files, one changed"),
                string.Create(CultureInfo.InvariantCulture, $"{median,6:0} ms (goal under {goal} ms)  {memory,6:0} MB (goal under {MostMegabytes:0} MB)"),
                median < goal && memory < MostMegabytes));
        }
        finally
        {
            Directory.Delete(room, recursive: true);
        }
    }

    private static (double Milliseconds, double Megabytes) Start(string room)
    {
        var output = ProcessTimer.Read(room, "dotnet", "exec", typeof(FingerprintBenchmark).Assembly.Location, "fingerprints", Once, room);
        var figures = output.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        return (figures[0], figures[1]);
    }

    private static int Measure(string folder)
    {
        var small = Path.Combine(folder, "Project0");
        for (var warmUp = 0; warmUp < 3; warmUp++)
        {
            Fingerprint(small, out var warm);
            warm.Save();
        }

        Directory.Delete(Path.Combine(small, ".goal"), recursive: true);
        var clock = Stopwatch.StartNew();
        var hash = Fingerprint(folder, out var cache);
        clock.Stop();
        cache.Save();
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalMilliseconds:0.0} {process.PeakWorkingSet64 / 1048576.0:0.0}"));
        return hash is null ? 1 : 0;
    }

    private static string? Fingerprint(string folder, out VerdictCache cache)
    {
        cache = VerdictCache.Open(new Workspace(folder, Path.Combine(folder, ".goal")), Path.Combine(folder, "a.goal"), "a", TimeProvider.System);
        return new TreeState(folder, [], cache.Hashes, CancellationToken.None).Hash;
    }
}
