using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GoalBuild.Language;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;
using GoalBuild.Verification.Engine;

namespace GoalBuild.Benchmarks;

/// <summary>
/// The project's goals for speed, each as a ratio of two things that are measured in turn, in one run, on one machine.
/// Prints a row for each, which says whether the goal is reached; judges nothing by exit code, since a shared machine is too noisy for a gate.
/// </summary>
internal static class Ratios
{
    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
    };

    public static async Task<int> RunAsync(string[] arguments)
    {
        var runs = arguments is ["--runs", var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 5;
        var room = Directory.CreateTempSubdirectory("goalbuild-ratios-").FullName;
        try
        {
            var feed = Path.Combine(room, "feed");
            InstallTool(room, feed);
            var sample = new SampleSolution(Directory.CreateDirectory(Path.Combine(room, "sample")).FullName);

            Console.WriteLine(MeasureParser());
            Console.WriteLine(MeasureStart(room, runs));
            Console.WriteLine(MeasureCheck(room, runs));
            Console.WriteLine(await EditorSpeed.MeasureAsync(Path.Combine(AppContext.BaseDirectory.Replace("tests/GoalBuild.Benchmarks", "src/GoalBuild.Tool", StringComparison.Ordinal), "dotnet-goal.dll")));
            Console.WriteLine(MeasureUnchanged(sample, runs));
            Console.WriteLine(MeasureStatus(sample, runs, Path.Combine(room, "tools", "dotnet-goal")));
            Console.WriteLine(MeasureStatus(sample, runs, "dotnet", "goal"));
            Console.WriteLine(await MeasureEditAsync(sample, runs));
            Console.WriteLine(MeasureBuildWithGoal(room, feed, runs));
            return 0;
        }
        finally
        {
            Directory.Delete(room, recursive: true);
        }
    }

    private static void InstallTool(string room, string feed)
    {
        var source = RepositoryRoot();
        Pack("GoalBuild.Tasks");

        // As a release is packed: compiled ahead of time for this platform.
        Pack("GoalBuild.Tool", $"-p:GoalToolPlatforms={RuntimeInformation.RuntimeIdentifier}");

        var tools = Path.Combine(room, "tools");
        Environment["NUGET_PACKAGES"] = Path.Combine(room, "packages");
        ProcessTimer.Run(room, Environment, "dotnet", "tool", "install", "dotnet-goal", "--tool-path", tools, "--add-source", feed, "--version", "0.0.1-ratios");
        Environment["PATH"] = tools + Path.PathSeparator + System.Environment.GetEnvironmentVariable("PATH");

        void Pack(string project, params string[] more) =>
            ProcessTimer.Run(source, Environment, ["dotnet", "pack", Path.Combine("src", project), "-c", "Release", "-o", feed, "-p:Version=0.0.1-ratios", .. more]);
    }

    private static string MeasureParser()
    {
        var one = new SourceText("one.goal", GoalText.OfSize(1 << 20));
        var ten = new SourceText("ten.goal", GoalText.OfSize(10 << 20));
        for (var warmUp = 0; warmUp < 20; warmUp++)
        {
            Parse(one, 1);
        }

        // A single megabyte may be read between two collections of garbage and ten may not, so that one is read ten times over and
        // kept, as the goals of the long text are: both pay for the memory that they take.
        var growth = Ratio.Measure("parser: ten times the text", 12, 9, () => Parse(ten, 1), () => Parse(one, 10) / 10);
        var rates = growth.Ours.Select(time => 10 / time.TotalSeconds).Order().ToArray();
        var rate = rates[rates.Length / 2];
        return $"{growth}{System.Environment.NewLine}{Ratio.Row("parser: megabytes a second", $"{rate,6:0.0} (goal at least 1)", rate >= 1)}";

        static TimeSpan Parse(SourceText text, int times)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            var results = new ParseResult[times];
            var clock = Stopwatch.StartNew();
            for (var time = 0; time < times; time++)
            {
                results[time] = GoalLanguage.Parse(text);
            }

            clock.Stop();
            return Array.Find(results, result => result.HasErrors) is { } broken ? throw new InvalidOperationException(broken.Diagnostics[0].Render(text)) : clock.Elapsed;
        }
    }

    private static Ratio MeasureStart(string room, int runs) => Ratio.Measure(
        "dotnet goal --version / dotnet --version",
        2,
        runs * 3,
        () => ProcessTimer.Run(room, Environment, "dotnet", "goal", "--version"),
        () => ProcessTimer.Run(room, Environment, "dotnet", "--version"));

    private static string MeasureCheck(string room, int runs)
    {
        var path = Path.Combine(room, "fifty.goal");
        var lines = GoalText.OfSize(1).TrimEnd().Split('\n');
        var text = string.Join('\n', lines) + string.Concat(Enumerable.Repeat("\n// A line more.", 50 - lines.Length)) + "\n";
        File.WriteAllText(path, text);
        foreach (var project in new[] { "Payments.sln", "tests/Payments.Tests/Payments.Tests.csproj" })
        {
            var full = Path.Combine(room, project);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, "");
        }

        Directory.CreateDirectory(Path.Combine(room, "tools"));
        var check = Ratio.Measure(
            "dotnet goal check of 50 lines / dotnet --version",
            double.PositiveInfinity,
            runs * 3,
            () => ProcessTimer.Run(room, Environment, "dotnet", "goal", "check", path),
            () => ProcessTimer.Run(room, Environment, "dotnet", "--version"));
        var time = Ratio.Milliseconds(check.Ours);
        return Ratio.Row("dotnet goal check of 50 lines", $"{time,6:0} ms (goal under 250 ms)  {Ratio.Milliseconds(check.Theirs),6:0} ms for dotnet --version", time < 250);
    }

    private static Ratio MeasureUnchanged(SampleSolution sample, int runs)
    {
        ProcessTimer.Run(sample.Folder, Environment, "dotnet", "goal", "verify", sample.GoalPath);
        return Ratio.Measure(
            "verify, nothing changed / build + test --no-build",
            0.15,
            runs,
            () => ProcessTimer.Run(sample.Folder, Environment, "dotnet", "goal", "verify", sample.GoalPath),
            () => ProcessTimer.Run(sample.Folder, Environment, "dotnet", "build", sample.TestProject)
                + ProcessTimer.Run(sample.Folder, Environment, "dotnet", "test", sample.TestProject, "--no-build"));
    }

    // Of a goal that was verified: where it stands is read from what was kept. As one program, and by way of 'dotnet', which alone takes
    // longer to find and start a tool than it takes to tell its version.
    private static Ratio MeasureStatus(SampleSolution sample, int runs, params string[] command) => Ratio.Measure(
        $"{string.Join(' ', command.Select(Path.GetFileName))} status / dotnet --version",
        1.5,
        runs * 3,
        () => ProcessTimer.Run(sample.Folder, Environment, [.. command, "status", sample.GoalPath]),
        () => ProcessTimer.Run(sample.Folder, Environment, "dotnet", "--version"));

    private static async Task<Ratio> MeasureEditAsync(SampleSolution sample, int runs)
    {
        var source = new SourceText(sample.GoalPath, await File.ReadAllTextAsync(sample.GoalPath));
        var goal = GoalLanguage.Parse(source).File.Goals[0];
        using var verifier = new MSBuildVerifier(TimeProvider.System);
        var request = new VerificationRequest(Workspace.ForGoalFile(sample.GoalPath), source, goal, Path.Combine(sample.Folder, ".goal", "evidence"))
        {
            Reuse = VerdictReuse.All,
        };
        return Ratio.Measure("in the loop, build + test after an edit / dotnet test", 0.5, runs, Ours, Theirs);

        TimeSpan Ours()
        {
            sample.Edit();
            var clock = Stopwatch.StartNew();
            var result = verifier.VerifyAsync(request, null, CancellationToken.None).GetAwaiter().GetResult();
            clock.Stop();
            return result.AllHold ? clock.Elapsed : throw new InvalidOperationException(string.Join('\n', result.Verdicts.Select(verdict => verdict.Reason)));
        }

        TimeSpan Theirs()
        {
            sample.Edit();
            return ProcessTimer.Run(sample.Folder, Environment, "dotnet", "test", sample.TestProject);
        }
    }

    private static Ratio MeasureBuildWithGoal(string room, string feed, int runs)
    {
        var plain = new SampleSolution(Directory.CreateDirectory(Path.Combine(room, "plain")).FullName);
        var withGoal = new SampleSolution(Directory.CreateDirectory(Path.Combine(room, "with-goal")).FullName);
        File.WriteAllText(
            Path.Combine(withGoal.Folder, "nuget.config"),
            $"""<configuration><packageSources><add key="local" value="{feed}" /></packageSources></configuration>""");
        File.WriteAllText(
            withGoal.TestProject,
            File.ReadAllText(withGoal.TestProject).Replace(
                "</Project>",
                """
                  <ItemGroup>
                    <PackageReference Include="GoalBuild" Version="0.0.1-ratios" PrivateAssets="all" />
                    <Goal Include="../sample.goal" />
                  </ItemGroup>
                </Project>
                """));
        return Ratio.Measure(
            "dotnet build with an up-to-date goal / without the package",
            1.05,
            runs * 2,
            () => ProcessTimer.Run(withGoal.Folder, Environment, "dotnet", "build", withGoal.TestProject),
            () => ProcessTimer.Run(plain.Folder, Environment, "dotnet", "build", plain.TestProject));
    }

    private static string RepositoryRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "GoalBuild.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("GoalBuild.sln was not found above the benchmarks; run them from a checkout.");
    }
}
