using System.Text.Json;

namespace GoalBuild.EndToEnd;

/// <summary>The main job, as the README shows it, on a copy of the example in a repository of its own.</summary>
[Category("Slow")]
public class QuickstartTests
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

        var patch = Path.Combine(bundle, "result.patch");
        var applied = await Shell.RunAsync(folder.Path, "git", ["apply", patch]);
        Assert.That(applied.ExitCode, Is.Zero, applied.ToString());
        var verified = await Shell.GoalAsync(folder.Path, "verify", "quickstart.goal", "--no-cache");
        Assert.That(verified.ExitCode, Is.Zero, verified.ToString());
    }

    [Test]
    public async Task Without_isolation_the_tree_is_repaired_in_place_and_git_is_left_alone()
    {
        using var folder = new TempFolder().WithCopyOf("examples/quickstart").With(".gitignore", "bin/\nobj/\n");
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
