using GoalBuild.Language.Model;
using GoalBuild.Verification.Processes;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Clauses;

[Category("Slow")]
public class FileClauseTests
{
    [Test]
    public async Task Files_are_judged_as_asked()
    {
        using var sample = new SampleWorkspace("mit Raum é");
        using var outside = new TempFolder("outside");
        sample.Folder.Write("src/a.txt", "first\r\nsecond $(x) ü\r\n");
        sample.Folder.Write("src/b.txt", "third\n");
        sample.Folder.Write("src/deep/c.md", "# Title\n");
        sample.Folder.Write("backtracks.txt", new string('a', 60) + "!");
        sample.Folder.Write("binary.dat", "a\0hello");
        using (var large = File.Create(sample.Folder.At("large.txt")))
        {
            large.SetLength((64L * 1024 * 1024) + 1);
        }

        File.CreateSymbolicLink(sample.Folder.At("inside.txt"), sample.Folder.At("src/b.txt"));
        File.CreateSymbolicLink(sample.Folder.At("secret.txt"), outside.Write("secret.txt", "hello"));
        File.CreateSymbolicLink(sample.Folder.At("broken.txt"), sample.Folder.At("none.txt"));
        File.CreateSymbolicLink(sample.Folder.At("out"), outside.Path);
        var rows = new (FileClause Clause, VerdictStatus Status, string Reason)[]
        {
            (Exists("src/a.txt"), VerdictStatus.Holds, "src/a.txt exists."),
            (Exists("src/**"), VerdictStatus.Holds, "3 files exist."),
            (Exists("src"), VerdictStatus.Holds, "3 files exist."),
            (Exists("src/none.txt"), VerdictStatus.Fails, "No file matches 'src/none.txt'."),
            (Exists("broken.txt"), VerdictStatus.Holds, "broken.txt exists."),
            (Missing("src/*.cs"), VerdictStatus.Holds, "No file matches 'src/*.cs'."),
            (Missing("src/*.txt"), VerdictStatus.Fails, "2 files match 'src/*.txt', and none should: src/a.txt …"),
            (Missing("src/deep/c.md"), VerdictStatus.Fails, "1 file matches 'src/deep/c.md', and none should: src/deep/c.md"),
            (Missing("broken.txt"), VerdictStatus.Fails, "1 file matches 'broken.txt', and none should: broken.txt"),
            (Missing("secret.txt"), VerdictStatus.Fails, "1 file matches 'secret.txt', and none should: secret.txt"),
            (Missing("out/secret.txt"), VerdictStatus.Fails, "1 file matches 'out/secret.txt', and none should: out/secret.txt"),
            (Missing("out/*.key"), VerdictStatus.Unknown, "Which files match 'out/*.key' cannot be known: 'out' lies behind a link that leads out of the repository."),
            (Contains("src/a.txt", "second $(x) ü"), VerdictStatus.Holds, "src/a.txt(2) contains \"second $(x) ü\"."),
            (Contains("src/a.txt", "first\nsecond"), VerdictStatus.Holds, "src/a.txt(1) contains \"first\nsecond\"."),
            (Contains("src/a.txt", " first"), VerdictStatus.Fails, "src/a.txt does not contain \" first\"."),
            (Contains("src/**", "fourth"), VerdictStatus.Fails, "None of 3 files of 'src/**' contains \"fourth\"."),
            (Contains("src/none.txt", "x"), VerdictStatus.Fails, "No file matches 'src/none.txt'."),
            (Contains("inside.txt", "third"), VerdictStatus.Holds, "inside.txt(1) contains \"third\"."),
            (Contains("secret.txt", "hello"), VerdictStatus.Unknown, "Whether a file of 'secret.txt' contains \"hello\" is not known: 1 file could not be searched."),
            (Contains("broken.txt", "hello"), VerdictStatus.Unknown, "Whether a file of 'broken.txt' contains \"hello\" is not known: 1 file could not be searched."),
            (Contains("binary.dat", "hello"), VerdictStatus.Unknown, "Whether a file of 'binary.dat' contains \"hello\" is not known: 1 file could not be searched."),
            (Contains("large.txt", "hello"), VerdictStatus.Unknown, "Whether a file of 'large.txt' contains \"hello\" is not known: 1 file could not be searched."),
            (Matches("src/**/*.md", "^# T"), VerdictStatus.Holds, "src/deep/c.md(1) matches /^# T/."),
            (Matches("src/b.txt", @"^\d"), VerdictStatus.Fails, @"src/b.txt does not match /^\d/."),
            (Matches("backtracks.txt", "^(a+)+$"), VerdictStatus.Unknown, "The pattern /^(a+)+$/ took longer than 2 seconds: it backtracks without end."),
            (Changed("src/**"), VerdictStatus.Holds, "src/a.txt and 1 other file changed since the baseline."),
            (Changed("src/b.txt"), VerdictStatus.Fails, "No file of 'src/b.txt' changed since the baseline."),
            (Unchanged("src/deep/**"), VerdictStatus.Holds, "No file of 'src/deep/**' changed since the baseline."),
            (Unchanged("src/*"), VerdictStatus.Fails, "2 files of 'src/*' changed since the baseline, and none should: src/a.txt …"),
        };

        var result = await sample.VerifyAsync(
            new Goal(new Text("sample")) { Verify = [.. rows.Select(row => row.Clause)] }, request => request with { Baseline = new Changes("src/a.txt", "src/gone.txt") });

        Assert.Multiple(() =>
        {
            foreach (var (row, verdict) in rows.Zip(result.Verdicts))
            {
                Assert.That(verdict.Status, Is.EqualTo(row.Status), $"{verdict.Clause}: {verdict.Reason}");
                Assert.That(verdict.Reason, Does.StartWith(row.Reason), verdict.Clause);
            }

            Assert.That(result.Verdicts[18].Findings.Single().Message, Does.StartWith("It is a link that leads out of the repository"));
            Assert.That(result.Verdicts[20].Findings.Single().Message, Is.EqualTo("It is binary and was not searched."));
            Assert.That(result.Verdicts[21].Findings.Single().Message, Is.EqualTo("It is larger than 64 MB and was not searched."));
        });
    }

    [Test]
    public async Task Without_a_baseline_nothing_is_known_to_have_changed()
    {
        using var sample = new SampleWorkspace();

        var result = await sample.VerifyAsync(Changed("src/**"), Unchanged("src/**"));

        Assert.That(result.Verdicts.Select(verdict => verdict.Status), Is.All.EqualTo(VerdictStatus.Unknown));
        Assert.That(result.Verdicts[0].Reason, Does.StartWith("There is no baseline to compare with."));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task A_pipe_is_not_read()
    {
        using var sample = new SampleWorkspace();
        await ProcessRunner.RunAsync(new ProcessRequest("mkfifo", sample.Folder.At("pipe.txt")), default);

        var result = await sample.VerifyAsync(Contains("pipe.txt", "x"), Exists("pipe.txt"));

        Assert.That(result.Verdicts[0].Findings.Single().Message, Does.StartWith("It is a pipe"));
        Assert.That(result.Verdicts.Select(verdict => verdict.Status), Is.EqualTo(new[] { VerdictStatus.Unknown, VerdictStatus.Holds }));
    }

    private static FileClause Exists(string glob) => new(new Text(glob), FileCondition.Exists);

    private static FileClause Missing(string glob) => new(new Text(glob), FileCondition.Missing);

    private static FileClause Changed(string glob) => new(new Text(glob), FileCondition.Changed);

    private static FileClause Unchanged(string glob) => new(new Text(glob), FileCondition.Unchanged);

    private static FileClause Contains(string glob, string text) => new(new Text(glob), FileCondition.Contains) { Contains = new Text(text) };

    private static FileClause Matches(string glob, string regex) => new(new Text(glob), FileCondition.Matches) { Matches = new Pattern(regex, PatternOptions.None) };

    private sealed class Changes(params string[] paths) : IBaseline
    {
        public Task<IReadOnlySet<string>> ChangedFilesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlySet<string>>(paths.ToHashSet(StringComparer.Ordinal));
    }
}
