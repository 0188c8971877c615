using GoalBuild.Report.Reading;

namespace GoalBuild.Report.Tests;

public sealed class DiffReaderTests
{
    [Test]
    public void A_patch_becomes_files_with_their_lines()
    {
        var files = DiffReader.Read(new StringReader("""
            diff --git a/a.cs b/a.cs
            index 1..2 100644
            --- a/a.cs
            +++ b/a.cs
            @@ -1,2 +1,2 @@ class A
             one
            -- diff --git a/x b/x
            +two
            diff --git a/p.png b/p.png
            new file mode 100644
            index 0..3
            GIT binary patch
            literal 3
            KcmZQzWMT#Y01f~L

            """.ReplaceLineEndings("\n")));
        Assert.That(files.Select(file => (file.Change.File, file.Change.Kind, file.Change.Added, file.Change.Deleted)), Is.EqualTo(new[] { ("a.cs", "changed", 1, 1), ("p.png", "added", 0, 0) }));
        Assert.That(files[0].Lines, Is.EqualTo(new[] { "@@ -1,2 +1,2 @@ class A", " one", "-- diff --git a/x b/x", "+two" }));
        Assert.That(files[1].Lines, Is.EqualTo(new[] { "GIT binary patch" }));
    }

    [Test]
    public void Large_files_and_long_lines_are_cut_and_the_numbers_stay_whole()
    {
        const int Lines = 5000;
        var large = string.Concat(Enumerable.Range(0, Lines).Select(line => $"+line {line} of a file that some tool has generated\n"));
        var patch = string.Concat(Enumerable.Range(0, 30).Select(file => $"diff --git a/f{file} b/f{file}\n--- /dev/null\n+++ b/f{file}\n@@ -0,0 +1,{Lines} @@\n{large}")) +
            $"diff --git a/min.js b/min.js\n--- a/min.js\n+++ b/min.js\n@@ -0,0 +1 @@\n+{new string('x', 100_000)}\n";
        var files = DiffReader.Read(new StringReader(patch));
        Assert.That(files, Has.Count.EqualTo(31));
        Assert.That(files.Take(30).Select(file => file.Change.Added), Is.All.EqualTo(Lines));
        Assert.That(files.Take(30).Select(file => file.Lines.Count + file.LeftOut), Is.All.EqualTo(Lines + 1));
        Assert.That(files.Sum(file => file.Lines.Sum(line => line.Length)), Is.LessThan(500_000));
        Assert.That(DiffReader.Read(new StringReader(patch[patch.IndexOf("diff --git a/min.js", StringComparison.Ordinal)..]))[0].Lines[1], Does.EndWith("x … and 99601 more characters").And.Length.LessThan(500));
    }
}
