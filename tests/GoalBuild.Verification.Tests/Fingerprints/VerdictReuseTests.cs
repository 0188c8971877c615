using GoalBuild.Language.Model;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Fingerprints;

[Category("Slow")]
[Platform("Linux,MacOsX")]
public class VerdictReuseTests
{
    private static readonly Clause Greets = new FileClause(new Text("src/*.txt"), FileCondition.Contains) { Contains = new Text("hello") };

    private static readonly Clause Lists = new RunClause(new Text("grep -r hello src"));

    [Test]
    public async Task What_holds_is_reused_and_what_fails_is_tried_again()
    {
        using var sample = new SampleWorkspace();
        sample.Folder.Write("src/a.txt", "hello");
        var fails = new RunClause(new Text("exit 1"));

        await sample.VerifyAsync(Greets, Lists, fails);
        var again = await sample.VerifyAsync(Greets, Lists, fails);
        var all = await sample.VerifyAsync(Goal(Greets, Lists, fails), request => request with { Reuse = VerdictReuse.All });
        var none = await sample.VerifyAsync(Goal(Greets, Lists, fails), request => request with { Reuse = VerdictReuse.None });

        Assert.Multiple(() =>
        {
            Assert.That(Reused(again), Is.EqualTo(new[] { true, true, false }));
            Assert.That(Reused(all), Is.EqualTo(new[] { true, true, true }));
            Assert.That(all.Verdicts[2].Status, Is.EqualTo(VerdictStatus.Fails));
            Assert.That(Reused(none), Is.EqualTo(new[] { false, false, false }));
        });
    }

    [Test]
    public async Task What_proved_a_verdict_is_in_the_evidence_also_where_all_are_reused()
    {
        using var sample = new SampleWorkspace();
        sample.Folder.Write("src/a.txt", "hello");
        await sample.VerifyAsync(Lists);

        var again = await sample.VerifyAsync(Lists);

        Assert.That(Reused(again), Is.All.True);
        Assert.That(again.Verdicts[0].Artifacts, Is.Not.Empty);
        Assert.That(again.Verdicts[0].Artifacts.Select(artifact => Path.Combine(sample.LastEvidence, artifact)).All(File.Exists));
    }

    [Test]
    public async Task An_unknown_verdict_is_never_reused()
    {
        using var sample = new SampleWorkspace();
        var clause = new RunClause(new Text("no-such-command-here"));

        await sample.VerifyAsync(clause);
        var again = await sample.VerifyAsync(Goal(clause), request => request with { Reuse = VerdictReuse.All });

        Assert.That(Reused(again), Is.EqualTo(new[] { false }));
    }

    [Test]
    public async Task An_edit_of_the_same_size_within_the_same_tick_is_seen()
    {
        using var sample = new SampleWorkspace();
        var path = sample.Folder.Write("src/a.txt", "hello");
        var time = File.GetLastWriteTimeUtc(path);
        await sample.VerifyAsync(Greets, Lists);
        await sample.VerifyAsync(Greets, Lists);

        File.WriteAllText(path, "jello");
        File.SetLastWriteTimeUtc(path, time);
        var after = await sample.VerifyAsync(Greets, Lists);

        Assert.That(after.Verdicts.Select(verdict => verdict.Status), Is.All.EqualTo(VerdictStatus.Fails));
    }

    [Test]
    public async Task A_touch_changes_nothing_and_a_new_or_renamed_file_does()
    {
        using var sample = new SampleWorkspace();
        var path = sample.Folder.Write("src/a.txt", "hello");
        await sample.VerifyAsync(Greets, Lists);

        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-5));
        var touched = await sample.VerifyAsync(Greets, Lists);
        sample.Folder.Write("src/b.txt", "");
        var added = await sample.VerifyAsync(Greets, Lists);
        File.Move(path, sample.Folder.At("src/c.txt"));
        var renamed = await sample.VerifyAsync(Greets, Lists);

        Assert.Multiple(() =>
        {
            Assert.That(Reused(touched), Is.All.True);
            Assert.That(Reused(added), Is.All.False);
            Assert.That(Reused(renamed), Is.All.False);
        });
    }

    [Test]
    public async Task The_clauses_text_counts_and_its_place_does_not()
    {
        using var sample = new SampleWorkspace();
        sample.Folder.Write("src/a.txt", "hello");
        await sample.VerifyAsync(Greets, Lists);

        var moved = await sample.VerifyAsync(Lists with { Span = new(3, 4) }, Greets);
        var changed = await sample.VerifyAsync(Greets, Lists with { Timeout = TimeSpan.FromMinutes(1) });

        Assert.Multiple(() =>
        {
            Assert.That(Reused(moved), Is.All.True);
            Assert.That(Reused(changed), Is.EqualTo(new[] { true, false }));
        });
    }

    [Test]
    public async Task An_environment_variable_counts_for_commands()
    {
        using var sample = new SampleWorkspace(isWarm: false);
        sample.Folder.Write("src/a.txt", "hello");
        await sample.VerifyAsync(Greets, Lists);

        Environment.SetEnvironmentVariable("GOALTEST_COLOUR", "blue");
        try
        {
            using var other = new SampleWorkspace(sample.Folder);
            Assert.That(Reused(await other.VerifyAsync(Greets, Lists)), Is.EqualTo(new[] { true, false }));
        }
        finally
        {
            Environment.SetEnvironmentVariable("GOALTEST_COLOUR", null);
        }
    }

    [Test]
    public async Task A_command_that_changes_what_it_reads_is_not_reused_until_it_stops()
    {
        using var sample = new SampleWorkspace();
        sample.Folder.Write("src/a.txt", "hello");
        var writes = new RunClause(new Text("echo same > generated.txt"));

        var first = await sample.VerifyAsync(writes);
        var second = await sample.VerifyAsync(writes);
        var third = await sample.VerifyAsync(writes);

        Assert.Multiple(() =>
        {
            Assert.That(first.Verdicts.Single().Fingerprint, Is.Empty);
            Assert.That(Reused(second), Is.EqualTo(new[] { false }));
            Assert.That(Reused(third), Is.EqualTo(new[] { true }));
        });
    }

    [Test]
    public async Task A_damaged_cache_is_as_good_as_none()
    {
        using var sample = new SampleWorkspace();
        sample.Folder.Write("src/a.txt", "hello");
        await sample.VerifyAsync(Greets);
        var cache = Directory.GetFiles(sample.Folder.At(".goal/cache")).Single();
        var bytes = File.ReadAllBytes(cache);
        bytes[^3] ^= 0x40;
        File.WriteAllBytes(cache, bytes);

        Assert.Multiple(async () =>
        {
            Assert.That(Reused(await sample.VerifyAsync(Greets)), Is.EqualTo(new[] { false }));
            Assert.That(Reused(await sample.VerifyAsync(Greets)), Is.EqualTo(new[] { true }));
        });
    }

    [Test]
    public async Task A_build_is_reused_until_something_that_it_reads_changes()
    {
        using var sample = new SampleWorkspace().WithProjects();
        sample.Folder.Write("Shared/One.cs", "namespace Shared;\npublic class One;\n");
        var project = File.ReadAllText(sample.Folder.At("Lib/Lib.csproj"));
        sample.Folder.Write("Lib/Lib.csproj", project.Replace("</Project>", "<ItemGroup><Compile Include=\"../Shared/**/*.cs\" /></ItemGroup></Project>", StringComparison.Ordinal));
        var clause = new BuildClause(new Text("App"));
        var first = await sample.VerifyAsync(clause);
        Assert.That(first.AllHold, first.Verdicts.Single().Reason);
        Assert.That(Reused(await sample.VerifyAsync(clause)), Is.EqualTo(new[] { true }), "nothing changed");

        var edits = new (string What, Action Edit)[]
        {
            ("a file of a referenced project", () => sample.Folder.Write("Lib/New.cs", "namespace Lib;\npublic class New;\n")),
            ("Directory.Build.props above", () => sample.Folder.Write("Directory.Build.props", "<Project><PropertyGroup><Product>X</Product></PropertyGroup></Project>")),
            ("an .editorconfig above that was not there", () => sample.Folder.Write(".editorconfig", "root = true\n")),
            ("a file that is linked from outside", () => sample.Folder.Write("Shared/More.cs", "namespace Shared;\npublic class More;\n")),
            ("what was restored", () => File.AppendAllText(sample.Folder.At("App/obj/project.assets.json"), "\n")),
        };
        foreach (var (what, edit) in edits)
        {
            edit();
            Assert.That(Reused(await sample.VerifyAsync(clause)), Is.EqualTo(new[] { false }), what);
            Assert.That(Reused(await sample.VerifyAsync(clause)), Is.EqualTo(new[] { true }), "after " + what);
        }

        sample.Folder.Write("README.md", "outside of every project");
        Assert.That(Reused(await sample.VerifyAsync(clause)), Is.EqualTo(new[] { true }), "a file outside");
    }

    private static Goal Goal(params IEnumerable<Clause> clauses) => new(new Text("sample")) { Verify = [.. clauses] };

    private static IEnumerable<bool> Reused(VerificationResult result) => result.Verdicts.Select(verdict => verdict.Reused);
}
