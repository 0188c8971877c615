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
