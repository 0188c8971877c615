using System.Diagnostics;
using System.Globalization;
using System.Text;
using GoalBuild.Language.Analysis;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Tests;

/// <summary>
/// Files made to harm: each gives a clear error, and never a crash. They run on a thread with a small stack, so that recursion by
/// depth would show; the time bound is far above what they take, and far below what a quadratic pass would.
/// </summary>
public sealed class HostileInputTests
{
    private const int Megabytes10 = 10 * 1024 * 1024;
    private const int SmallStack = 256 * 1024;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);

    private static IEnumerable<TestCaseData> Texts()
    {
        yield return Case("ten thousand open braces", new string('{', 10_000), DiagnosticCatalogue.Unexpected);
        yield return Case("ten thousand closing braces", new string('}', 10_000), DiagnosticCatalogue.NothingToClose);
        yield return Case("ten thousand nested goals", Repeat("goal a { ", 10_000), DiagnosticCatalogue.BlockNotClosed);
        yield return Case("ten thousand nested blocks", "goal a { " + Repeat("verify { ", 10_000), DiagnosticCatalogue.BlockNotClosed);
        yield return Case("ten thousand open comments", Repeat("/* ", 10_000), DiagnosticCatalogue.CommentNotClosed);
        yield return Case("a comment of 10 MB", "/*" + new string('x', Megabytes10), DiagnosticCatalogue.CommentNotClosed);
        yield return Case("a line comment of 10 MB", "//" + new string('x', Megabytes10), DiagnosticCatalogue.NoGoalInFile);
        yield return Case("an unclosed string of 10 MB", "goal \"" + new string('x', Megabytes10), DiagnosticCatalogue.StringNotClosed);
        yield return Case("an unclosed raw string of 10 MB", "goal \"\"\"\n" + Repeat("\"\" x\n", Megabytes10 / 5), DiagnosticCatalogue.RawStringNotClosed);
        yield return Case("quotes alone", new string('"', Megabytes10), DiagnosticCatalogue.RawStringNotClosed);
        yield return Case("an unclosed pattern of 10 MB", "goal /" + Repeat("[a-[", Megabytes10 / 4), DiagnosticCatalogue.PatternNotClosed);
        yield return Case("backslashes in a string", "goal \"" + Repeat("\\q", 1_000_000), DiagnosticCatalogue.UnknownEscape);
        yield return Case("a number of 10 MB", Goal("budget { turns " + new string('9', Megabytes10) + " }"), DiagnosticCatalogue.NumberTooLarge);
        yield return Case("a word of 10 MB", Goal(new string('x', Megabytes10)), DiagnosticCatalogue.UnknownStatement);
        yield return Case("a million words on one line", Goal(Repeat("word ", 1_000_000)), DiagnosticCatalogue.UnknownStatement);
        yield return Case("a million items on one line", Goal("context " + Repeat("\"x\", ", 1_000_000)), DiagnosticCatalogue.Unexpected);
        yield return Case("a million errors on one line", Repeat("; ", 1_000_000), DiagnosticCatalogue.StrayCharacter);
        yield return Case("a million errors on a million lines", Goal(Repeat("oops\n", 1_000_000)), DiagnosticCatalogue.UnknownStatement);
        yield return Case("a million wrong units", Goal("verify {\n" + Repeat("test \"x\" at least 1%\n", 300_000) + "}"), DiagnosticCatalogue.WrongUnit);
        yield return Case("a million options given twice", Goal("verify { test \"x\" " + Repeat("no skips ", 500_000) + "}"), DiagnosticCatalogue.GivenTwice);
        yield return Case("a million printed texts", Goal("verify { run \"x\" " + Repeat("prints \"y\" ", 100_000) + "prints }"), DiagnosticCatalogue.Unexpected);
        yield return Case("NUL characters", new string('\0', 1_000_000), DiagnosticCatalogue.StrayCharacter);
        yield return Case("halves of surrogate pairs", Repeat("\ud800 \udc00 ", 500_000), DiagnosticCatalogue.StrayCharacter);
        yield return Case("the same name a hundred thousand times", Repeat("goal a { }\n", 100_000), DiagnosticCatalogue.DuplicateName);
        yield return Case("a circle of fifty thousand goals", string.Concat(Enumerable.Range(0, 50_000).Select(i => $"goal g{i} after g{(i + 1) % 50_000} {{ }}\n")), DiagnosticCatalogue.Cycle);
        yield return Case("fifty thousand circles", string.Concat(Enumerable.Range(0, 50_000).Select(i => $"goal g{i} after g{i} {{ }}\n")), DiagnosticCatalogue.Cycle);
        yield return Case("many environments, none of them known", Goal(Numbered(30_000, "environment abc{0} {{ runner x }}") + "verify { " + Numbered(30_000, "lint in xbc{0}") + "}"), DiagnosticCatalogue.UnknownEnvironment);
        yield return Case("many phases under many constraints", Goal("constrain { only \"zz\" " + Numbered(20_000, "protect \"p{0}\"") + "}" + Numbered(20_000, "phase x{0} {{ verify {{ lint }} constrain {{ only \"p{0}\" }} }}")), DiagnosticCatalogue.Contradiction);
        yield return Case("a pattern of nested groups", Goal("verify { run \"x\" prints /" + new string('(', 100_000) + new string(')', 100_000) + "/ }"), DiagnosticCatalogue.BadPattern);
        yield return Case("a deep path", Goal("context \"" + Repeat("a/", 1_000_000) + Repeat("../", 1_000_001) + "\""), DiagnosticCatalogue.PathOutside);
    }

    [TestCaseSource(nameof(Texts))]
    public void A_hostile_text_gives_a_clear_error_in_bounded_time(string text, string code)
    {
        var time = Stopwatch.StartNew();
        var result = OnSmallStack(() => GoalLanguage.Check(new SourceText("hostile.goal", text), new AnalysisContext()));
        Assert.Multiple(() =>
        {
            Assert.That(result.Diagnostics.Select(diagnostic => diagnostic.Code), Does.Contain(code));
            Assert.That(result.Diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), Is.LessThanOrEqualTo(20));
            Assert.That(result.Diagnostics.Select(diagnostic => diagnostic.Message.Length), Is.All.LessThan(600));
            Assert.That(time.Elapsed, Is.LessThan(MostTime));
        });
    }

    [Test]
    public void A_file_of_100_MB_is_not_read_to_its_end()
    {
        using var stream = new Endless(100L * 1024 * 1024);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = GoalLanguage.Parse(stream, "large.goal");
        Assert.Multiple(() =>
        {
            Assert.That(result.Diagnostics.Single().Code, Is.EqualTo(DiagnosticCatalogue.FileTooLarge.Code));
            Assert.That(result.Diagnostics.Single().Message, Does.Contain("4 MB"));
            Assert.That(stream.Given, Is.LessThanOrEqualTo(SourceReader.MostBytes + 1));
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(4L * SourceReader.MostBytes));
        });
    }

    [Test]
    public void A_file_at_the_limit_is_read()
    {
        var goal = Encoding.UTF8.GetBytes("goal a { objective \"1\" constrain { keep tests } verify { lint } }\n");
        var bytes = new byte[SourceReader.MostBytes];
        bytes.AsSpan().Fill((byte)'\n');
        goal.CopyTo(bytes.AsSpan());
        Assert.That(GoalLanguage.Parse(bytes, "full.goal").Diagnostics, Is.Empty);
    }

    [Test]
    public void Memory_is_linear_in_the_text()
    {
        _ = Allocated(10_000);
        Assert.That(Allocated(200_000), Is.LessThan(15L * Allocated(20_000)));

        static long Allocated(int lines)
        {
            var source = new SourceText("x", Goal("verify {\n" + Repeat("test \"App.sln\" at least 3\n", lines) + "}"));
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = GoalLanguage.Parse(source);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static TestCaseData Case(string name, string text, DiagnosticDescriptor expected) =>
        new TestCaseData(text, expected.Code).SetName($"A_hostile_text_gives_a_clear_error_in_bounded_time({name})");

    private static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static string Numbered(int count, string format)
    {
        var parsed = CompositeFormat.Parse(format + "\n");
        return string.Concat(Enumerable.Range(0, count).Select(i => string.Format(CultureInfo.InvariantCulture, parsed, i)));
    }

    private static string Goal(string members) => $"goal sample {{\nobjective \"All 12 flows pass.\"\n{members}\n}}\n";

    private static T OnSmallStack<T>(Func<T> work)
    {
        T result = default!;
        var thread = new Thread(() => result = work(), SmallStack);
        thread.Start();
        thread.Join();
        return result;
    }

    /// <summary>A stream of so many spaces that cannot say how long it is.</summary>
    private sealed class Endless(long length) : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = (int)Math.Min(count, length - Given);
            buffer.AsSpan(offset, given).Fill((byte)' ');
            Given += given;
            return given;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
