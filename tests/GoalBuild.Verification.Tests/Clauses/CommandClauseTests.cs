using System.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Tests.Support;

namespace GoalBuild.Verification.Tests.Clauses;

[Category("Slow")]
[Platform("Linux,MacOsX")]
public class CommandClauseTests
{
    private static RunClause Run(string command) => new(new Text(command));

    private static PrintExpectation Prints(string text) => new(false, new Text(text), null);

    private static PrintExpectation Matches(string regex) => new(false, null, new Pattern(regex, PatternOptions.None));

    private static MeasureClause Measure(string command, Comparison comparison, decimal threshold) => new(
        new Text("time"), new Text(command), new Pattern(@"took (?<value>[\d.,]+)ms", PatternOptions.None), comparison, new Quantity(threshold, Unit.Milliseconds));

    [Test]
    public async Task Commands_are_judged_by_exit_code_and_by_what_they_print()
    {
        using var sample = new SampleWorkspace("mit Raum é");
        sample.Folder.Write("sub dir/x.txt", "here");
        var clauses = new (Clause Clause, VerdictStatus Status, string Reason)[]
        {
            (Run("exit 0"), VerdictStatus.Holds, "It exits with 0."),
            (Run("echo oops >&2; exit 3"), VerdictStatus.Fails, "It exits with 3. It last printed: oops"),
            (Run("exit 4") with { Exits = 4 }, VerdictStatus.Holds, "It exits with 4."),
            (Run("exit 5") with { Exits = 4 }, VerdictStatus.Fails, "It exits with 5, not 4."),
            (Run("cat x.txt") with { Directory = new Text("sub dir") }, VerdictStatus.Holds, "It exits with 0."),
            (Run("pwd") with { Directory = new Text("no such dir") }, VerdictStatus.Unknown, "does not exist"),
            (Run("no-such-command-here --now"), VerdictStatus.Unknown, "The command was not found"),
            (Run("echo 'a;b %2E $(x) @(y) * ?' >&2") with { Prints = [Prints("a;b %2E $(x) @(y) * ?")] }, VerdictStatus.Holds, "prints what is asked"),
            (Run("echo one") with { Prints = [Prints("two")] }, VerdictStatus.Fails, "It does not print \"two\"."),
            (Run("echo version 12") with { Prints = [Matches(@"version \d+")] }, VerdictStatus.Holds, "prints what is asked"),
            (Run("echo fine; echo warning: x; echo done") with { Prints = [new PrintExpectation(true, new Text("warning"), null)] }, VerdictStatus.Fails, "It prints \"warning\", which it never should."),
            (Run("echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!") with { Prints = [Matches("^(a+)+$")] }, VerdictStatus.Unknown, "backtracks without end"),
            (Measure("echo took 1.5ms, took 9ms, took 2.5ms", Comparison.LessThan, 3), VerdictStatus.Holds, "time 2.5ms (median of 3), asked for < 3ms."),
            (Measure("echo took 1200ms", Comparison.AtMost, 200), VerdictStatus.Fails, "time 1200ms, asked for <= 200ms."),
            (Measure("echo took 1,5ms", Comparison.AtMost, 200), VerdictStatus.Unknown, "matched '1,5', which is not a number"),
            (Measure("echo took 1ms; head -c 5000000 /dev/zero | tr '\\0' x", Comparison.AtMost, 200), VerdictStatus.Unknown, "What it measures is not known: it printed more than the 4 million characters"),
            (Measure("echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", Comparison.AtMost, 200) with { Matching = new Pattern("^(?<value>(a+)+)$", PatternOptions.None) }, VerdictStatus.Unknown, "backtracks without end"),
            (Measure("echo nothing", Comparison.AtMost, 200), VerdictStatus.Unknown, "Nothing that the command printed matches"),
            (Measure("echo took 1ms; exit 9", Comparison.AtMost, 200), VerdictStatus.Unknown, "exits with 9"),
        };

        var result = await sample.VerifyAsync(clauses.Select(row => row.Clause));

        Assert.Multiple(() =>
        {
            foreach (var (row, verdict) in clauses.Zip(result.Verdicts))
            {
                Assert.That(verdict.Status, Is.EqualTo(row.Status), $"{verdict.Clause}: {verdict.Reason}");
                Assert.That(verdict.Reason, Does.Contain(row.Reason), verdict.Clause);
            }

            Assert.That(result.Verdicts[10].Findings.Single().Message, Is.EqualTo("warning: x"));
            Assert.That(File.ReadAllText(Path.Combine(sample.LastEvidence, result.Verdicts[1].Artifacts.Single())), Is.EqualTo("oops\n"));
            Assert.That(sample.Events.OfType<ClauseStarted>().Count(), Is.EqualTo(clauses.Length));
            Assert.That(sample.Events.OfType<ClauseProgress>().Select(told => told.Message), Does.Contain("exit 0"));
        });
    }

    [Test]
    public async Task A_clause_whose_time_runs_out_is_unknown_and_leaves_nothing_running()
    {
        using var sample = new SampleWorkspace(isWarm: false);
        var clause = Run("sleep 300 & echo $! > pid; sleep 300") with { Timeout = TimeSpan.FromSeconds(1) };

        var result = await sample.VerifyAsync(clause, Run("echo other"));

        Assert.Multiple(() =>
        {
            Assert.That(result.Verdicts[0].Reason, Does.StartWith("It took longer than 1 second and was stopped."));
            Assert.That(result.Verdicts[0].Status, Is.EqualTo(VerdictStatus.Unknown));
            Assert.That(result.Verdicts[1].Status, Is.EqualTo(VerdictStatus.Holds));
            Assert.That(RunningProcess.IsRunning(File.ReadAllText(sample.Folder.At("pid"))), Is.False);
        });
    }

    [Test]
    public async Task Cancelling_stops_everything_within_two_seconds()
    {
        using var sample = new SampleWorkspace();
        using var cancelled = new CancellationTokenSource();
        var clock = new Stopwatch();
        using var watcher = new FileSystemWatcher(sample.Folder.Path, "pid") { EnableRaisingEvents = true };
        watcher.Renamed += (_, _) =>
        {
            clock.Start();
            cancelled.Cancel();
        };

        await Assert.CatchAsync<OperationCanceledException>(() => sample.VerifyAsync(
            new Goal(new Text("sample")) { Verify = [Run("sleep 300 & echo $! > pid.new; mv pid.new pid; sleep 300")] }, request => request, cancelled.Token));

        Assert.Multiple(() =>
        {
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(2)));
            Assert.That(RunningProcess.IsRunning(File.ReadAllText(sample.Folder.At("pid"))), Is.False);
        });
    }

    [Test]
    public async Task Texts_reach_the_command_and_its_judge_as_they_are_written()
    {
        using var sample = new SampleWorkspace();
        var goal = new Goal(new Text("支付/../x"))
        {
            Environments = [new GoalEnvironment(new Text("odd")) { Variables = [new Variable(new Text("ODD"), new Text(" a\n;b\u3000")), new Variable(new Text("EMPTY"), new Text(""))] }],
            Verify =
            [
                Run("$(printf 'echo') $ODD $(MSBuildProjectName)here") with { Prints = [Prints("here")] },
                Run("printf '%s|%s.' \"$ODD\" \"$EMPTY\"") with { Environments = [new Text("odd")], Prints = [Prints(" a\n;b\u3000|."), Prints("")] },
                Run("printf 'a\n b'") with { Prints = [Prints("\n b"), Prints("a\n")] },
                Run("echo ab") with { Prints = [Prints(" ab")] },
                Run("printf '\u001b[1mbold'") with { Prints = [Prints("\u001b[1m")] },
                Run("echo x") with { Prints = [new PrintExpectation(true, new Text(""), null)] },
                Run("echo \ud800"),
            ],
        };

        var result = await sample.VerifyAsync(goal, request => request);

        Assert.That(
            result.Verdicts.Select(verdict => verdict.Reason),
            Is.EqualTo(new[]
            {
                "It exits with 0 and prints what is asked.",
                "It exits with 0 and prints what is asked.",
                "It exits with 0 and prints what is asked.",
                "It does not print \" ab\".",
                "It exits with 0 and prints what is asked.",
                "It prints \"\", which it never should.",
                "It has a character in it that no file can hold: half of a surrogate pair, U+FFFE or U+FFFF. Take it out, or match it with a pattern such as /\\uFFFE/.",
            }));
    }

    [Test]
    public async Task A_clause_holds_in_several_environments_only_if_it_holds_in_each()
    {
        using var sample = new SampleWorkspace(isWarm: false);
        var goal = new Goal(new Text("sample"))
        {
            Environments = [Coloured("red"), Coloured("blue"), Coloured("green")],
            Verify =
            [
                Run("test $COLOUR != black") with { Environments = [new Text("red"), new Text("blue")] },
                Run("test $COLOUR = red") with { Environments = [new Text("red"), new Text("blue"), new Text("green")] },
                Run("test $COLOUR = red || no-such-command-here") with { Environments = [new Text("red"), new Text("blue")] },
                Run("test $COLOUR = red || sleep 300") with { Environments = [new Text("red"), new Text("blue")], Timeout = TimeSpan.FromSeconds(1) },
            ],
        };

        var result = await sample.VerifyAsync(goal, request => request);

        Assert.Multiple(() =>
        {
            Assert.That(result.Verdicts[0].Reason, Is.EqualTo("In 'red': It exits with 0. In 'blue': It exits with 0."));
            Assert.That(result.Verdicts[0].Status, Is.EqualTo(VerdictStatus.Holds));
            Assert.That(result.Verdicts[1].Reason, Is.EqualTo("In 'blue': It exits with 1. In 'green': It exits with 1."));
            Assert.That(result.Verdicts[1].Status, Is.EqualTo(VerdictStatus.Fails));
            Assert.That(result.Verdicts[1].Figures.Select(figure => $"{figure.Name}: {figure.Value}"), Is.EqualTo(new[] { "exit code in red: 0", "exit code in blue: 1", "exit code in green: 1" }));
            Assert.That(result.Verdicts[2].Status, Is.EqualTo(VerdictStatus.Unknown));
            Assert.That(result.Verdicts[2].Reason, Does.StartWith("In 'blue': The command was not found"));
            Assert.That(result.Verdicts[3].Reason, Does.StartWith("In 'blue': It took longer than 1 second"));
            Assert.That(result.Verdicts[1].Artifacts.Select(artifact => File.Exists(Path.Combine(sample.LastEvidence, artifact))), Is.EqualTo(new[] { true, true, true }));
            Assert.That(sample.Events.OfType<ClauseStarted>().Count(), Is.EqualTo(4));
            Assert.That(sample.Events.OfType<ClauseFinished>().Count(), Is.EqualTo(4));
        });

        static GoalEnvironment Coloured(string colour) => new(new Text(colour)) { Variables = [new Variable(new Text("COLOUR"), new Text(colour))] };
    }

    [Test]
    public async Task A_timeout_beyond_what_timers_can_do_is_no_timeout()
    {
        using var sample = new SampleWorkspace();

        var result = await sample.VerifyAsync(Run("exit 0") with { Timeout = TimeSpan.FromDays(60) }, Run("exit 1") with { Timeout = TimeSpan.MaxValue });

        Assert.That(result.Verdicts.Select(verdict => verdict.Reason), Is.EqualTo(new[] { "It exits with 0.", "It exits with 1." }));
    }

    [Test]
    public async Task An_environment_sets_variables()
    {
        using var sample = new SampleWorkspace();
        var goal = new Goal(new Text("sample"))
        {
            Environments =
            [
                new GoalEnvironment(new Text("local")) { Variables = [new Variable(new Text("COLOUR"), new Text("a;b"))] },
            ],
            Verify =
            [
                Run("echo $COLOUR") with { Environments = [new Text("local")], Prints = [Prints("a;b")] },
            ],
        };

        var result = await sample.VerifyAsync(goal, request => request);

        Assert.That(result.Verdicts[0].Status, Is.EqualTo(VerdictStatus.Holds), result.Verdicts[0].Reason);
    }
}
