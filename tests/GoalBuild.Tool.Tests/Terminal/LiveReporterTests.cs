using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GoalBuild.Agent.Loop;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Terminal;
using GoalBuild.Tool.Tests.Support;

namespace GoalBuild.Tool.Tests.Terminal;

public sealed class LiveReporterTests
{
    [Test]
    public void When_a_run_is_over_the_terminal_shows_what_a_file_would_but_for_the_clauses_that_the_region_showed()
    {
        var live = new TestHost(Sample.Root, terminal: true);
        var plain = new TestHost(Sample.Root);
        var options = new OutputOptions(OutputFormat.Text, Verbosity.Normal, Color: false);
        using (var reporter = new LiveReporter(live.Host, options))
        {
            Story.Tell(reporter, Sample.Met);
        }

        using (var reporter = new TextReporter(plain.Host, options))
        {
            Story.Tell(reporter, Sample.Met);
        }

        var raw = live.Out.ToString();
        var (shown, written) = (Screen.Show(raw).Split('\n'), plain.Out.ToString().Split('\n'));
        var end = Array.FindLastIndex(written, line => line.Length == 0 || line.StartsWith("Proving", StringComparison.Ordinal));
        Assert.That(shown, Is.SubsetOf(written));
        Assert.That(shown[^(written.Length - end)..], Is.EqualTo(written[end..]));
        Assert.That(written.Except(shown), Is.All.Match("^  (holds|fails|unknown) |^ {11}"));
        Assert.That(live.Error.ToString(), Is.EqualTo(plain.Error.ToString()));
        Assert.That(raw, Does.Contain("\e[?25l").And.EndsWith("\e[?25h"));
    }

    [Test]
    public void Keys_ask_for_a_pause_once_for_details_and_for_the_end()
    {
        var (paused, ended) = (0, 0);
        var keys = new Queue<char>("ppdxq");
        var clock = new TickingClock();
        var host = new TestHost(Sample.Root, terminal: true);
        using var reporter = new LiveReporter(
            host.Host with { Clock = clock, HasKeys = true, PressedKey = () => keys.TryDequeue(out var key) ? key : null, Interrupt = () => ended++ },
            new OutputOptions(OutputFormat.Text, Verbosity.Normal, Color: false));
        reporter.GoalStarted(Sample.View with { Pause = () => paused++ });
        reporter.On(new RunStarted(Sample.View.Name, "run", "evidence", null, Resumed: false));
        clock.Tick();
        reporter.On(new TurnProgressed(Sample.View.Name, 1, "a detail"));

        Assert.Multiple(() =>
        {
            Assert.That((paused, ended, keys.Count), Is.EqualTo((1, 1, 0)));
            Assert.That(Screen.Show(host.Out.ToString()), Does.Contain("\n  a detail\n").And.Contain("pausing   d fewer details   q quit"));
        });
    }

    [Test]
    public async Task While_one_tick_waits_for_a_key_the_next_one_draws_and_waits_for_none()
    {
        var (limit, asked) = (TimeSpan.FromSeconds(30), 0);
        using var isWaiting = new ManualResetEventSlim();
        using var pressed = new ManualResetEventSlim();
        var clock = new TickingClock();
        var host = new TestHost(Sample.Root, terminal: true);
        using var reporter = new LiveReporter(
            host.Host with { Clock = clock, HasKeys = true, PressedKey = Key },
            new OutputOptions(OutputFormat.Text, Verbosity.Normal, Color: false));
        reporter.GoalStarted(Sample.View);

        // As a terminal that says there is a key which another reader has taken.
        var first = Task.Run(clock.Tick);
        Assert.That(isWaiting.Wait(limit), Is.True);
        var drawn = host.Out.ToString().Length;
        clock.Tick();
        var (askedMeanwhile, grewMeanwhile) = (Volatile.Read(ref asked), host.Out.ToString().Length > drawn);
        pressed.Set();
        await first.WaitAsync(limit);
        clock.Tick();

        Assert.Multiple(() =>
        {
            Assert.That((askedMeanwhile, grewMeanwhile), Is.EqualTo((1, true)));
            Assert.That(asked, Is.EqualTo(2), "keys are read again");
        });

        char? Key()
        {
            if (Interlocked.Increment(ref asked) == 1)
            {
                isWaiting.Set();
                pressed.Wait(limit);
            }

            return null;
        }
    }

    [Test]
    public void While_a_run_goes_on_the_region_is_below_the_last_line()
    {
        var host = new TestHost(Sample.Root, terminal: true);
        using var reporter = new LiveReporter(host.Host, new OutputOptions(OutputFormat.Text, Verbosity.Normal, Color: false));
        reporter.GoalStarted(Sample.View);
        foreach (var news in Story.Verification(0, false, Sample.Verdicts).Take(5))
        {
            reporter.On(news);
        }

        reporter.Say("a line between");
        Assert.That(Screen.Show(host.Out.ToString()).TrimEnd('\n').Split('\n')[^3..], Is.EqualTo(new[]
        {
            "a line between",
            "  ⠋ build Shop.sln                                                        0.0 s",
            "  ⠋ verifying  0 of 5 clauses hold                                        0.0 s",
        }));
    }

    /// <summary>As much of a terminal as the live region uses; it throws at what it does not know.</summary>
    private static class Screen
    {
        public static string Show(string output)
        {
            var lines = new List<StringBuilder> { new() };
            var row = 0;
            for (var i = 0; i < output.Length; i++)
            {
                if (output[i] == '\n')
                {
                    row++;
                    if (row == lines.Count)
                    {
                        lines.Add(new StringBuilder());
                    }
                }
                else if (output[i] == '\e')
                {
                    var match = Regex.Match(output[i..], @"^\e\[(\?25[lh]|\?2026[lh]|(?<up>\d+)A|(?<below>J))");
                    Assert.That(match.Success, $"an unknown sequence: {output[i..Math.Min(output.Length, i + 8)]}");
                    if (match.Groups["up"].Success)
                    {
                        row -= int.Parse(match.Groups["up"].Value, CultureInfo.InvariantCulture);
                    }
                    else if (match.Groups["below"].Success)
                    {
                        lines.RemoveRange(row, lines.Count - row);
                        lines.Add(new StringBuilder());
                    }

                    i += match.Length - 1;
                }
                else if (output[i] != '\r')
                {
                    lines[row].Append(output[i]);
                }
            }

            return string.Join('\n', lines);
        }
    }

    /// <summary>A clock whose timers fire when they are told to.</summary>
    private sealed class TickingClock : TimeProvider
    {
        private Action? _tick;

        public void Tick() => _tick?.Invoke();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _tick = () => callback(state);
            return new Still();
        }

        private sealed class Still : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
