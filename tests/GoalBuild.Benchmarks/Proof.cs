using System.Globalization;

namespace GoalBuild.Benchmarks;

/// <summary>
/// What a proof costs on a solution of 20 projects and 2,000 tests against <c>dotnet build</c> and <c>dotnet test</c>, whole processes in turn, after the same
/// edits: none, one leaf project, every project. Prints a row for each.
/// </summary>
internal static class Proof
{
    public static int Run(string[] arguments)
    {
        var runs = arguments is ["--runs", var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 3;
        var tool = Path.Combine(AppContext.BaseDirectory.Replace("tests/GoalBuild.Benchmarks", "src/GoalBuild.Tool", StringComparison.Ordinal), "dotnet-goal.dll");
        var room = Directory.CreateTempSubdirectory("goalbuild-proof-").FullName;
        try
        {
            var ours = new LargeSolution(Directory.CreateDirectory(Path.Combine(room, "ours")).FullName);
            var theirs = new LargeSolution(Directory.CreateDirectory(Path.Combine(room, "theirs")).FullName);
            var environment = new Dictionary<string, string?> { ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1" };
            Console.WriteLine(Measure("verify, nothing changed / build + test", 0.05, _ => { }));
            Console.WriteLine(Measure("verify, one leaf project edited / build + test", 0.25, solution => solution.EditLeaf()));
            Console.WriteLine(Measure("verify, everything changed / build + test", 1.0, solution => solution.EditAll()));
            return 0;

            Ratio Measure(string name, double goal, Action<LargeSolution> edit) => Ratio.Measure(
                name,
                goal,
                runs,
                () =>
                {
                    edit(ours);
                    return ProcessTimer.Run(ours.Folder, environment, "dotnet", "exec", tool, "verify", ours.GoalPath);
                },
                () =>
                {
                    edit(theirs);
                    return ProcessTimer.Run(theirs.Folder, environment, "dotnet", "build", theirs.SolutionPath)
                        + ProcessTimer.Run(theirs.Folder, environment, "dotnet", "test", theirs.SolutionPath);
                });
        }
        finally
        {
            Directory.Delete(room, recursive: true);
        }
    }
}
