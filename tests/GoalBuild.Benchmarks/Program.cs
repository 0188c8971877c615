using BenchmarkDotNet.Running;
using GoalBuild.Benchmarks;

return args switch
{
    ["parser", .. var rest] => RunParserBenchmarks(rest),
    ["ratios", .. var rest] => await Ratios.RunAsync(rest),
    ["proof", .. var rest] => Proof.Run(rest),
    ["fingerprints", .. var rest] => FingerprintBenchmark.Run(rest),
    ["model", .. var rest] => await RunSessions(rest),
    ["editor"] => await RunEditor(),
    ["report"] => await RunReport(),
    _ => Usage(),
};

static int RunParserBenchmarks(string[] rest)
{
    BenchmarkRunner.Run<ParserBenchmarks>(args: rest);
    return 0;
}

static async Task<int> RunSessions(string[] rest)
{
    var runs = rest is ["--runs", var count, ..] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 5;
    await ModelSessions.RunAsync(Tool(), runs);
    return 0;
}

static async Task<int> RunEditor()
{
    Console.WriteLine(await EditorSpeed.MeasureAsync(Tool()));
    return 0;
}

static async Task<int> RunReport()
{
    foreach (var row in await ReportSpeed.MeasureAsync(Tool()))
    {
        Console.WriteLine(row);
    }

    return 0;
}

// From its own folder: beside the scripted models, what ASP.NET's framework brings is not copied, and the tool does not have that framework.
static string Tool() =>
    Path.Combine(AppContext.BaseDirectory.Replace("tests/GoalBuild.Benchmarks", "src/GoalBuild.Tool", StringComparison.Ordinal), "dotnet-goal.dll");

static int Usage()
{
    Console.Error.WriteLine(
        """
        Usage: dotnet run -c Release --project tests/GoalBuild.Benchmarks -- parser | ratios [--runs N] | proof [--runs N] | fingerprints [--runs N] | model [--runs N] | editor | report

          parser   BenchmarkDotNet on the parser: a megabyte of goal text, and ten times as much
          ratios   whole processes against the .NET SDK's own, in turn, on a sample that is generated: prints one row a goal
          proof    whole verifications of 20 projects and 2,000 tests against 'dotnet build' and 'dotnet test': prints one row a goal
          fingerprints   how long it takes to see that one of 10,000 files changed, or of 100,000, and in how much memory
          model    whole runs of a model against an endpoint on loopback that answers at once: prints one row a goal
          editor   keystrokes in a goal file of 500 lines against 'dotnet goal lsp': prints one row
          report   the report of a run of 1,000 turns, and 'dotnet goal serve' with 100 viewers of one: prints one row a goal
        """);
    return 2;
}
