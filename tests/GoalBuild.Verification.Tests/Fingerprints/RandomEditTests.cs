using CsCheck;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Fingerprints;

[Category("Slow")]
[Platform("Linux,MacOsX")]
public class RandomEditTests
{
    private static readonly string[] Paths = ["a.txt", "b.txt", "sub/a.txt", "sub/deep/c.txt", "bin/d.txt"];
    private static readonly string[] Contents = ["hello", "jello", "hell", ""];

    private static readonly Clause[] Clauses =
    [
        new FileClause(new Text("**/*.txt"), FileCondition.Exists),
        new FileClause(new Text("sub/**"), FileCondition.Contains) { Contains = new Text("hello") },
        new FileClause(new Text("!sub/**"), FileCondition.Missing),
        new RunClause(new Text("test \"$(cat a.txt sub/a.txt 2>/dev/null)\" != jello")),
        new RunClause(new Text("test -e b.txt")),
    ];

    private static readonly Gen<(int Kind, int Path, int Other)[]> Edits =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, Paths.Length - 1], Gen.Int[0, Contents.Length - 1]).Array[1, 4];

    private static readonly string[] TreePaths = ["a.txt", "b.txt", "sub/a.txt", "Lib/a.cs", "Lib/deep/b.cs", "Lib/data.txt", "Lib/bin/plugin.txt", "schema.json"];
    private static readonly string[] TreeContents = ["hello", "jello", "cello", "hell", ""];
    private static readonly TimeSpan[] Times = [TimeSpan.Zero, TimeSpan.FromSeconds(-3), TimeSpan.FromHours(-1), TimeSpan.FromDays(-1)];
    private static readonly string[] Colours = ["red", "tan"];

    private static readonly Gen<(int Kind, int Path, int Other, int Choice)[]> TreeEdits =
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, TreePaths.Length - 1], Gen.Int[0, TreePaths.Length - 1], Gen.Int[0, 19]).Array[10];

    [Test]
    public void After_each_of_two_thousand_edits_what_stands_is_what_would_be_found_anew()
    {
        using var tree = new EditedTree();
        var edits = 0;
        TreeEdits.Sample(
            batch =>
            {
                if (edits % 100 == 90)
                {
                    tree.Forget();
                }

                foreach (var (kind, path, other, choice) in batch)
                {
                    Edit(tree, kind, TreePaths[path], TreePaths[other], choice);
                    edits++;
                    if (tree.VerifyAsync().GetAwaiter().GetResult() is { } stale)
                    {
                        throw new AssertionException($"{stale} after edit {edits}, of kind {kind} on {TreePaths[path]}, {TreePaths[other]}");
                    }
                }
            },
            iter: 200,
            threads: 1);
        Assert.That(edits, Is.GreaterThanOrEqualTo(2000));
        Assert.That(tree.Reused.Verdicts, Is.GreaterThan(edits / 2), "a test in which nothing stands would prove nothing");
        Assert.That(tree.Reused.Runs, Is.GreaterThan(edits / 10), "nor one in which no run does");
    }

    [Test]
    public void After_any_edits_a_reused_verdict_is_the_one_that_a_new_verification_gives()
    {
        using var sample = new SampleWorkspace();
        Edits.Sample(
            edits =>
            {
                foreach (var (kind, path, other) in edits)
                {
                    Edit(sample.Folder, kind, Paths[path], other);
                }

                var reused = sample.VerifyAsync(Goal, request => request with { Reuse = VerdictReuse.All }).GetAwaiter().GetResult();
                var anew = sample.VerifyAsync(Goal, request => request with { Reuse = VerdictReuse.None }).GetAwaiter().GetResult();
                return reused.Verdicts.Select(verdict => (verdict.Clause, verdict.Status, verdict.Reason))
                    .SequenceEqual(anew.Verdicts.Select(verdict => (verdict.Clause, verdict.Status, verdict.Reason)));
            },
            iter: 25,
            threads: 1);
    }

    private static void Edit(EditedTree tree, int kind, string path, string other, int choice)
    {
        switch (kind)
        {
            case 0 or 1:
                tree.Write(path, TreeContents[choice % TreeContents.Length], keepsTime: false);
                break;
            case 2:
                // Of the same size, within the same tick, with the time stamp that it had.
                tree.Write(path, TreeContents[choice % 3], keepsTime: true);
                break;
            case 3:
                tree.Move(path, other, swaps: choice % 2 == 0);
                break;
            case 4:
                tree.Touch(path, Times[choice % Times.Length]);
                break;
            case 5:
                tree.SetClock(Times[choice % Times.Length]);
                break;
            case 6:
                tree.SetColour(Colours[choice % Colours.Length]);
                break;
            default:
                tree.Delete(path);
                break;
        }
    }

    private static Goal Goal => new(new Text("sample")) { Verify = [.. Clauses] };

    private static void Edit(TempFolder folder, int kind, string path, int other)
    {
        switch (kind)
        {
            case 0:
                folder.Write(path, Contents[other]);
                break;
            case 1:
                File.Delete(Directory.Exists(Path.GetDirectoryName(folder.At(path))) ? folder.At(path) : folder.At("none"));
                break;
            default:
                if (File.Exists(folder.At(path)) && Directory.Exists(Path.GetDirectoryName(folder.At(Paths[other]))))
                {
                    File.Move(folder.At(path), folder.At(Paths[other]), overwrite: true);
                }

                break;
        }
    }
}
