using System.Text.Json;
using GoalBuild.Verification.Tests.Evidence;

namespace GoalBuild.EndToEnd;

/// <summary>
/// The main job, as the README shows it, on a copy of the example in a repository of its own. NUnit starts fixtures in the order of their names: this one,
/// which takes longest, is the first, so that the others run beside it.
/// </summary>
[Category("Slow"), Parallelizable(ParallelScope.All)]
public class BrokenQuickstartTests
{
    [Test]
    public async Task The_quickstart_is_repaired_in_several_rounds_and_delivers_a_patch_that_holds()
    {
        using var folder = new TempFolder().WithCopyOf("examples/quickstart").With(".gitignore", "bin/\nobj/\n");
        await folder.CommittedAsync();
        var run = await Shell.GoalAsync(folder.Path, "run", "quickstart.goal", "--isolate");
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.All, Does.Contain("evidence"));

        var status = await Shell.RunAsync(folder.Path, "git", ["status", "--porcelain"]);
        Assert.That(status.Output, Is.Empty, "An isolated run leaves the tree alone.");

        var bundle = Directory.GetDirectories(folder[".goal/runs/measures"]).Single(bundle => File.Exists(Path.Combine(bundle, "evidence.json")));
        using var evidence = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(bundle, "evidence.json")));
        Assert.That(evidence.RootElement.GetProperty("outcome").GetString(), Is.EqualTo("met"));
        Assert.That(evidence.RootElement.GetProperty("turns").GetArrayLength(), Is.GreaterThan(2), "Repairs uncover the next failure.");
        using var schema = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "src/GoalBuild.Verification/Evidence/evidence.schema.json")));
        Assert.That(SchemaCheck.Problems(schema.RootElement, evidence.RootElement), Is.Empty);
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(bundle, "evidence.md")),
            Does.StartWith("# measures: met").And.Contain("| quantities convert into the newly listed units | holds |").And.Contain("src/Measures/UnitTable.g.cs"));
        foreach (var pattern in new[] { "*.trx", "*cobertura*.xml", "build.binlog", "*.txt", "result.patch" })
        {
            Assert.That(Directory.GetFiles(bundle, pattern, SearchOption.AllDirectories).Select(file => new FileInfo(file).Length), Has.Some.Positive, pattern);
        }

        var patch = Path.Combine(bundle, "result.patch");
        var applied = await Shell.RunAsync(folder.Path, "git", ["apply", patch]);
        Assert.That(applied.ExitCode, Is.Zero, applied.ToString());
        var verified = await Shell.GoalAsync(folder.Path, "verify", "quickstart.goal", "--no-cache");
        Assert.That(verified.ExitCode, Is.Zero, verified.ToString());
    }

    [Test]
    public async Task Without_isolation_the_tree_is_repaired_in_place_and_git_is_left_alone()
    {
        // The same tree with a goal that asks for less: what is done in place is the same, and the whole goal takes minutes.
        using var folder = new TempFolder().WithCopyOf("examples/quickstart").With(".gitignore", "bin/\nobj/\n").With("quickstart.goal", """
            goal "measures" {
              objective "The library builds, and its table is that of units.csv."
              verify {
                build "src/Measures/Measures.csproj"
                file "src/Measures/UnitTable.g.cs" contains "nautical mile"
              }
              constrain { only "src/**" keep tests }
              agent { fixers fix "dotnet run --project tools/UnitTable" }
            }
            """);
        await folder.CommittedAsync();
        var before = await Shell.RunAsync(folder.Path, "git", ["rev-parse", "HEAD"]);
        var run = await Shell.GoalAsync(folder.Path, "run", "quickstart.goal");
        Assert.That(run.ExitCode, Is.Zero, run.ToString());

        var changed = await Shell.RunAsync(folder.Path, "git", ["diff", "--name-only"]);
        Assert.That(
            changed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Is.EqualTo(new[] { "src/Measures/QuantityFormatter.cs", "src/Measures/QuantityParser.cs", "src/Measures/UnitTable.g.cs" }));
        var after = await Shell.RunAsync(folder.Path, "git", ["rev-parse", "HEAD"]);
        Assert.That(after.Output, Is.EqualTo(before.Output));
        var staged = await Shell.RunAsync(folder.Path, "git", ["diff", "--cached", "--name-only"]);
        Assert.That(staged.Output, Is.Empty);
    }
}
