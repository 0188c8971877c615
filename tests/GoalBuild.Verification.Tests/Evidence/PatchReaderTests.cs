using GoalBuild.Verification.Evidence;

namespace GoalBuild.Verification.Tests.Evidence;

public sealed class PatchReaderTests
{
    [Test]
    public void Every_kind_of_change_is_counted()
    {
        const string Patch = """
            diff --git a/src/A.cs b/src/A.cs
            index 1..2 100644
            --- a/src/A.cs
            +++ b/src/A.cs
            @@ -1,3 +1,4 @@ class A
             one
            -two
            +TWO
            +three
             four
            @@ -10 +11 @@
            -x
            +y
            diff --git a/new.txt b/new.txt
            new file mode 100644
            --- /dev/null
            +++ b/new.txt
            @@ -0,0 +1,2 @@
            +a
            +b
            \ No newline at end of file
            diff --git a/old.txt b/old.txt
            deleted file mode 100644
            --- a/old.txt
            +++ /dev/null
            @@ -1 +0,0 @@
            -gone
            diff --git a/here.txt b/there.txt
            similarity index 100%
            rename from here.txt
            rename to there.txt
            diff --git a/image.png b/image.png
            index 1..2 100644
            GIT binary patch
            literal 4
            """;
        Assert.That(PatchReader.Changes(new StringReader(Patch)), Is.EqualTo(new EvidenceChange[]
        {
            new("src/A.cs", "changed", 3, 2),
            new("new.txt", "added", 2, 0),
            new("old.txt", "deleted", 0, 1),
            new("there.txt", "renamed", 0, 0),
            new("image.png", "changed", 0, 0),
        }));
    }

    [Test]
    public void A_deleted_line_that_reads_like_a_header_is_a_line()
    {
        const string Patch = """
            diff --git a/q.sql b/q.sql
            --- a/q.sql
            +++ b/q.sql
            @@ -1,2 +1,2 @@
            --- a/other
            -diff --git a/x b/x
            ++++ b/other
            +@@ -1,9 +1,9 @@
            """;
        Assert.That(PatchReader.Changes(new StringReader(Patch)), Is.EqualTo(new[] { new EvidenceChange("q.sql", "changed", 2, 2) }));
    }

    [Test]
    public void Quoted_names_are_resolved()
    {
        const string Patch = """
            diff --git "a/gr\303\274n/a \"b\".txt" "b/gr\303\274n/a \"b\".txt"
            new file mode 100644
            --- /dev/null
            +++ "b/gr\303\274n/a \"b\".txt"
            @@ -0,0 +1 @@
            +x
            diff --git "a/leer\303\244.txt" "b/leer\303\244.txt"
            new file mode 100644
            index 0..0
            """;
        Assert.That(PatchReader.Changes(new StringReader(Patch)).Select(change => change.File), Is.EqualTo(["grün/a \"b\".txt", "leerä.txt"]));
    }
}
