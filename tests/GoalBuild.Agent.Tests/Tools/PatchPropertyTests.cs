using System.Text;
using CsCheck;
using GoalBuild.Agent.Tools;

namespace GoalBuild.Agent.Tests.Tools;

/// <summary>What holds for every patch: it gives exactly the edited text, or it says why not and changes nothing.</summary>
[TestFixture]
internal sealed class PatchPropertyTests
{
    private static readonly string[] Common = ["", "{", "}", "    x();", "    x();  ", "\ty", "+", "-", "@@ a", "*** End Patch"];

    // Few different lines, or no hunk would ever have two places; many, or each would.
    private static readonly Gen<string> Line = Gen.Frequency(
        (3, Gen.Int[0, Common.Length - 1].Select(i => Common[i])),
        (4, Gen.Int[0, 500].Select(i => $"  line {i};")));

    // For each line of the text: what comes in front of it, and whether it goes.
    private static readonly Gen<(string[] Lines, bool CarriageReturn, bool IsOpen, bool Mark, (string[] Added, bool Removed)[] Edits, string[] Tail, int Context)> Cases = Gen.Select(
        Line.Array[0, 25],
        Gen.Bool,
        Gen.Bool,
        Gen.Bool,
        Gen.Frequency((6, Gen.Const((Array.Empty<string>(), false))), (1, Gen.Select(Line.Array[0, 2], Gen.Bool))).Array[25],
        Gen.Frequency((3, Gen.Const(Array.Empty<string>())), (1, Line.Array[1, 2])),
        Gen.Int[1, 4]);

    [Test]
    public void A_patch_of_a_random_edit_gives_exactly_the_edited_text_or_changes_nothing()
    {
        var (applied, refused) = (0, 0);
        Cases.Sample(
            input =>
            {
                using var tree = new ToolFolder();
                var lines = input.IsOpen && input.Lines is [.., ""] ? [.. input.Lines, "end"] : input.Lines;
                var isOpen = input.IsOpen && lines.Length > 0;
                var ending = input.CarriageReturn && (lines.Length > 1 || (lines.Length == 1 && !isOpen)) ? "\r\n" : "\n";
                var before = Bytes(lines, ending, isOpen, input.Mark);
                File.WriteAllBytes(tree.Folder["a.txt"], before);
                var (patch, edited) = Edit(lines, input.Edits, input.Tail, input.Context);
                var after = Bytes(edited, ending, isOpen, input.Mark);

                var result = tree.CallAsync(new ApplyPatchTool(), new { patch }).GetAwaiter().GetResult();

                var now = File.ReadAllBytes(tree.Folder["a.txt"]);
                Assert.That(now, Is.EqualTo(result.IsError ? before : after), () => $"{patch}\n{result.Text}");
                Assert.That(!result.IsError || result.Text.Contains("fits in") || before.AsSpan().SequenceEqual(after), () => $"{patch}\n{result.Text}");
                _ = result.IsError ? Interlocked.Increment(ref refused) : Interlocked.Increment(ref applied);
            },
            iter: 600);
        Assert.That(applied, Is.GreaterThan(refused), "most patches have one meaning");
    }

    [Test]
    public void A_patch_with_one_hunk_that_does_not_fit_leaves_every_file_as_it_is() => Gen.Select(Cases, Gen.Bool).Sample(
        (input, isFirst) =>
        {
            using var tree = new ToolFolder();
            tree.Folder.With("b.txt", "b\n");
            File.WriteAllBytes(tree.Folder["a.txt"], Bytes(input.Lines, "\n", false, input.Mark));
            var start = tree.Folder.Files();
            var (patch, _) = Edit(input.Lines, input.Edits, input.Tail, input.Context);
            var body = patch.Split("*** Update File: a.txt\n")[1][..^"*** End Patch\n".Length];
            const string Wrong = "*** Update File: b.txt\n@@\n-not there\n+x\n";

            var result = tree.CallAsync(new ApplyPatchTool(), new { patch = isFirst ? $"{Wrong}*** Update File: a.txt\n{body}" : $"*** Add File: c.txt\n+c\n*** Update File: a.txt\n{body}{Wrong}" }).GetAwaiter().GetResult();

            Assert.That(result.IsError, result.Text);
            Assert.That(tree.Folder.Files(), Is.EqualTo(start));
            Assert.That(tree.Intents, Is.Empty);
        },
        iter: 100);

    private static byte[] Bytes(IReadOnlyList<string> lines, string ending, bool isOpen, bool mark)
    {
        var text = string.Concat(lines.Select(line => line + ending));
        return [.. mark ? Encoding.UTF8.GetPreamble() : [], .. Encoding.UTF8.GetBytes(isOpen && text.Length > 0 ? text[..^ending.Length] : text)];
    }

    private static (string Patch, List<string> Edited) Edit(string[] lines, (string[] Added, bool Removed)[] edits, string[] tail, int context)
    {
        var edited = new List<string>();
        var written = new List<(char Kind, string Text)>();
        for (var i = 0; i < lines.Length; i++)
        {
            var edit = i < edits.Length ? edits[i] : ([], false);
            written.AddRange(edit.Added.Select(line => ('+', line)));
            written.Add((edit.Removed ? '-' : ' ', lines[i]));
        }

        written.AddRange(tail.Select(line => ('+', line)));
        edited.AddRange(written.Where(line => line.Kind != '-').Select(line => line.Text));
        var patch = new StringBuilder("*** Begin Patch\n*** Update File: a.txt\n");
        var isOpen = false;
        for (var i = 0; i < written.Count; i++)
        {
            var isNear = written.Skip(Math.Max(0, i - context)).Take(Math.Min(i, context) + 1 + context).Any(line => line.Kind != ' ');
            if (isNear)
            {
                patch.Append(isOpen ? "" : "@@\n").Append(written[i].Kind).Append(written[i].Text).Append('\n');
            }

            isOpen = isNear;
        }

        return (patch.Append("*** End Patch\n").ToString(), edited);
    }
}
