using BenchmarkDotNet.Running;
using GoalBuild.Benchmarks;

return args switch
{
    ["parser", .. var rest] => RunParserBenchmarks(rest),
    ["ratios", .. var rest] => await Ratios.RunAsync(rest),
    _ => Usage(),
};

static int RunParserBenchmarks(string[] rest)
{
    BenchmarkRunner.Run<ParserBenchmarks>(args: rest);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine(
        """
        Usage: dotnet run -c Release --project tests/GoalBuild.Benchmarks -- parser | ratios [--runs N]

          parser   BenchmarkDotNet on the parser: a megabyte of goal text, and ten times as much
          ratios   whole processes against the .NET SDK's own, in turn, on a sample that is generated: prints one row a goal
        """);
    return 2;
}
