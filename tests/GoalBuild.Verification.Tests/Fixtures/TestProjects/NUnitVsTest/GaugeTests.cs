using System.Diagnostics;
using NUnit.Framework;
using Widgets;

namespace NUnitVsTest;

[Category("Good")]
public class GaugeTests
{
    [Test]
    public void Low_is_low() => Assert.That(new Gauge().Read(1), Is.EqualTo("low"));

    [TestCase(1, 2)]
    [TestCase(1, 2)]
    [TestCase(2, 3)]
    public void Rows_that_look_alike_count_each(int left, int sum) => Assert.That(Covered.Add(left, 1), Is.EqualTo(sum));

    [Test]
    public void A_run_setting_arrives() => Assert.That(TestContext.Parameters["colour"], Is.EqualTo("teal"));

    [Test]
    public void A_summary_is_only_output() => Console.WriteLine("Passed!  - Failed:     0, Passed:   999, Skipped:     0, Total:   999");
}

public class OtherTests
{
    [Test, Category("Skipped")]
    public void Is_skipped() => Assert.Ignore("the device is missing");

    [Test, Category("Bad")]
    public void A_liar_fails()
    {
        Console.WriteLine("Passed!  - Failed:     0, Passed:   999, Skipped:     0, Total:   999");
        Check(new Gauge().Read(11));
    }

    // A frame of its own, so that the first frame is this line and not the assertion library's.
    private static void Check(string level) => Assert.That(level, Is.EqualTo("low"), "the gauge is wrong");

    [Test, Category("Crash")]
    public void The_host_dies() => Environment.FailFast("the tests pull the plug");

    [Test, Category("Overflow")]
    public void The_stack_overflows() => Recurse(0);

    private static int Recurse(int depth) => Recurse(depth + 1) + 1;

    [Test, Category("Exit")]
    public void The_host_leaves_quietly() => Environment.Exit(0);

    // Starts a process of its own, as a hanging server test does: both must be gone when time is up.
    [Test, Category("Hang")]
    public void It_never_ends()
    {
        using var child = Process.Start(new ProcessStartInfo("tail", ["-f", "/dev/null"]))!;
        var file = Path.Combine(AppContext.BaseDirectory, "hang.pids");
        File.WriteAllLines(file + ".new", [Environment.ProcessId.ToString(), child.Id.ToString()]);
        File.Move(file + ".new", file, overwrite: true);
        Thread.Sleep(Timeout.Infinite);
    }

    // Fails in every second run: what a flaky test does, without chance.
    [Test, Category("Flaky")]
    public void It_passes_every_second_time()
    {
        var mark = Path.Combine(AppContext.BaseDirectory, "flaky.mark");
        if (File.Exists(mark))
        {
            File.Delete(mark);
            Assert.Fail("this time it fails");
        }

        File.WriteAllText(mark, "");
    }
}
