using GoalBuild.Verification.Judging;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Judging;

public class JudgeMaterialTests
{
    private static JudgeMaterial Collect(TempFolder folder, params string[] changes) =>
        JudgeMaterial.Collect(folder.Path, folder.Path, [], changes.ToHashSet(StringComparer.Ordinal), null, CancellationToken.None);

    [Test]
    [Platform(Exclude = "Win", Reason = "Making a link needs a privilege there.")]
    public void What_lies_behind_a_link_that_leads_out_is_not_shown_even_where_it_changed()
    {
        using var outside = new TempFolder();
        outside.Write("key.txt", "the secret");
        using var folder = new TempFolder();
        folder.Write("a.txt", "of the work");
        File.CreateSymbolicLink(folder.At("key.txt"), outside.At("key.txt"));
        Directory.CreateSymbolicLink(folder.At("there"), outside.Path);
        File.CreateSymbolicLink(folder.At("inside.txt"), folder.At("a.txt"));

        var material = Collect(folder, "a.txt", "key.txt", "there/key.txt", "inside.txt");

        Assert.Multiple(() =>
        {
            Assert.That(material.Files, Is.EqualTo(new[] { "a.txt", "inside.txt" }));
            Assert.That(material.Question("It is so.", "", ""), Does.Contain("of the work").And.Not.Contain("the secret"));
        });
    }

    [Test]
    public void Of_a_file_that_is_too_long_its_first_lines_are_shown_and_it_is_said()
    {
        using var folder = new TempFolder();
        folder.Write("long.txt", string.Concat(Enumerable.Range(1, 200_000).Select(i => $"line {i}\n")));
        folder.Write("empty.txt", "");

        var material = Collect(folder, "empty.txt", "long.txt");
        var question = material.Question("It is so.", "", "");

        Assert.Multiple(() =>
        {
            Assert.That(material.Files, Is.EqualTo(new[] { "empty.txt", "long.txt" }));
            Assert.That(question, Does.Match("file long.txt, its first [0-9]+ lines\n1[|] line 1\n2[|] line 2\n"));
            Assert.That(question.Length, Is.LessThan(70_000));
            Assert.That(material.Has("long.txt", 200_000, out _), Is.False);
            Assert.That(question, Does.Not.Match("[|] line [0-9]+$(?!\n)").And.Not.Contain("\0"), "no line is cut");
        });
    }

    [Test]
    [Platform("Linux,MacOsX", Reason = "Pipes have no files elsewhere.")]
    public async Task A_pipe_is_not_waited_for()
    {
        using var folder = new TempFolder();
        folder.Write("a.txt", "of the work");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [folder.At("pipe.txt")]))
        {
            await made.WaitForExitAsync();
        }

        var material = await Task.Run(() => Collect(folder, "a.txt", "pipe.txt")).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That(material.Files, Is.EqualTo(new[] { "a.txt" }));
    }

    [Test]
    public void What_is_no_text_is_left_out_and_named()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.At("picture.png"), [0x89, 0x50, 0, 1, 2, 3]);

        var material = Collect(folder, "picture.png");

        Assert.Multiple(() =>
        {
            Assert.That(material.IsEmpty, Is.True);
            Assert.That(material.Question("It is so.", "", ""), Does.Contain("no text: picture.png"));
        });
    }
}
