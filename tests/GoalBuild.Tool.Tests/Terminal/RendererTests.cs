using System.Text.Json;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Log;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Terminal;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Tests.Terminal;

public sealed class RendererTests
{
    private static readonly Diagnostic Error = new("GOAL1001", DiagnosticSeverity.Error, "Found 'biuld', expected a clause; did you mean 'build'?", new SourceSpan(200, 5));
    private static readonly Diagnostic Warning = new("GOAL3003", DiagnosticSeverity.Warning, "No constraints.", new SourceSpan(0, 4));

    [TestCase(80)]
    [TestCase(160)]
    public void A_run_reads_well_as_plain_lines(int width) => Approve($"run.{width}", width, Text(), reporter => Story.Tell(reporter, Sample.Stalled));

    [TestCase(80)]
    [TestCase(160)]
    public void A_verification_reads_well_as_plain_lines(int width) => Approve($"verify.{width}", width, Text(), reporter =>
    {
        reporter.GoalStarted(Sample.View);
        foreach (var news in Story.Verification(0, false, Sample.Verdicts))
        {
            reporter.On(news);
        }

        reporter.GoalFinished(Sample.NotMet);
    });

    [Test]
    public void A_verification_of_some_clauses_is_not_compared_with_one_of_all()
    {
        var (output, _) = Render(80, Text(), reporter =>
        {
            reporter.GoalStarted(Sample.View);
            reporter.On(new RunStarted(Sample.View.Name, "run", "evidence", null, false));
            foreach (var news in Story.Verification(0, false, Sample.Verdicts).Concat(Story.Verification(1, false, [.. Sample.Verdicts.Take(1)])))
            {
                reporter.On(news);
            }
        });
        var held = Sample.Verdicts.Count(verdict => verdict.Status == VerdictStatus.Holds);
        Assert.That(output.Split('\n').Where(line => line.Contains(" clauses hold", StringComparison.Ordinal)), Is.EqualTo(Enumerable.Repeat($"  {held} of {Sample.Verdicts.Count} clauses hold", 2)));
    }

    [Test]
    public void A_detailed_run_tells_all_that_executors_and_clauses_say() =>
        Approve("run.detailed.80", 80, Text(Verbosity.Detailed), reporter => Story.Tell(reporter, Sample.Stalled));

    [Test]
    public void A_minimal_run_tells_its_outcome_only() =>
        Approve("run.minimal.80", 80, Text(Verbosity.Minimal), reporter => Story.Tell(reporter, Sample.Met));

    [Test]
    public void Colors_are_escape_sequences_and_nothing_else_differs()
    {
        var plain = Render(80, Text(), reporter => Story.Tell(reporter, Sample.Met)).Out;
        var colored = Render(80, (host, _) => new TextReporter(host, new OutputOptions(OutputFormat.Text, Verbosity.Normal, Color: true)), reporter => Story.Tell(reporter, Sample.Met)).Out;
        Assert.That(colored, Does.Contain("\e[32mholds  \e[0m"));
        Assert.That(System.Text.RegularExpressions.Regex.Replace(colored, "\e\\[[0-9;]*m", ""), Is.EqualTo(plain));
    }

    [TestCase(80, true)]
    [TestCase(80, false)]
    [TestCase(160, true)]
    [TestCase(160, false)]
    public void No_plain_line_is_wider_than_the_terminal(int width, bool isolated)
    {
        var (output, _) = Render(width, Text(), reporter => Story.Tell(reporter, Sample.Met with { Isolated = isolated }));
        Assert.That(output, Does.Contain(isolated ? "2 files" : "2 files, applied").And.Contain("git apply").And.Contain("evidence.md"));
        Assert.That(output.Split('\n').Select(line => line.Length), Is.All.LessThanOrEqualTo(width));
    }

    [Test]
    public void A_path_that_is_wider_than_the_terminal_stays_whole()
    {
        var deep = Sample.Root + "/" + string.Concat(Enumerable.Repeat("a-long-name/", 9)) + "result.patch";
        var (output, _) = Render(80, Text(), reporter => reporter.GoalFinished(Sample.Met with { PatchFile = deep }));
        Assert.That(output, Does.Contain($"  patch     {deep[(Sample.Root.Length + 1)..]}\n            2 files\n"));
    }

    [Test]
    public void A_met_goal_says_where_its_patch_and_its_evidence_are() =>
        Approve("met.80", 80, Text(), reporter => reporter.GoalFinished(Sample.Met));

    [Test]
    public void Text_that_a_command_printed_cannot_move_the_cursor()
    {
        var verdict = new Verdict("run x", VerdictStatus.Fails, "it printed \e[2J") { Findings = [new Finding(FindingKind.Output, "a\e[31m\rb\u0007")] };
        var (output, _) = Render(80, Text(), reporter => reporter.GoalFinished(Sample.NotMet with { Verdicts = [verdict] }));
        Assert.That(output.Where(character => char.IsControl(character) && character != '\n'), Is.Empty);
    }

    [TestCase(nameof(OutputFormat.Text), false)]
    [TestCase(nameof(OutputFormat.Text), true)]
    [TestCase(nameof(OutputFormat.GitHub), false)]
    [TestCase(nameof(OutputFormat.MSBuild), false)]
    public void Whatever_a_goal_or_a_path_is_named_no_line_moves_the_cursor_or_commands_the_runner(string name, bool color)
    {
        var format = Enum.Parse<OutputFormat>(name);
        const string Hostile = "\n::set-env name=A::B\n  ::stop-commands::x\r##[add-path]/tmp\e[2J\u009b2J\u202e";
        var view = Sample.View with { Name = Hostile, File = Hostile, Path = "/work/shop/" + Hostile, Root = "/work/" + Hostile, Clauses = [.. Sample.View.Clauses.Select(clause => clause with { Name = Hostile })] };
        var verdicts = Sample.Verdicts.Select(verdict => verdict with
        {
            Clause = Hostile,
            Reason = Hostile,
            Findings = [new Finding(FindingKind.Output, Hostile) { Test = Hostile, Code = Hostile, File = Hostile, Line = 1 }],
        }).ToValueList();
        var summary = Sample.NotMet with { Goal = view, Verdicts = verdicts, Code = "GOAL6002", Message = Hostile, Next = [Hostile], EvidenceDirectory = Hostile, PatchFile = Hostile, Turns = 1 };
        var (output, error) = Render(80, (host, options) => Guard.ReporterFor(host, options with { Format = format, Color = color, ErrorColor = color, Verbosity = Verbosity.Detailed }), reporter =>
        {
            reporter.Diagnostics(Sample.File(Error with { Message = Hostile }) with { Shown = Hostile });
            reporter.Fault(new GoalFaultException(DiagnosticCatalogue.NoGoals, Hostile) { File = Hostile });
            reporter.Checked(Sample.File() with { Shown = Hostile });
            reporter.Say(Hostile);
            reporter.GoalStarted(view);
            reporter.On(new RunStarted(Hostile, Hostile, Hostile, Hostile, Resumed: true));
            reporter.On(new RunStarted(Hostile, Hostile, Hostile, Hostile, Resumed: false));
            reporter.On(new NoticeGiven(Hostile, null, Hostile));
            reporter.On(new TurnStarted(Hostile, 1, Hostile));
            reporter.On(new TurnProgressed(Hostile, 1, Hostile));
            reporter.On(new TurnKept(Hostile, 1, Hostile, Hostile, [Hostile], 1, 2));
            reporter.On(new TurnUndone(Hostile, 1, Hostile, Hostile, Hostile, Hostile, [Hostile]));
            foreach (var verdict in verdicts)
            {
                reporter.On(new ClauseReported(Hostile, new ClauseFinished(Hostile, verdict)));
            }

            reporter.GoalFinished(summary);
            reporter.Status(new GoalStatus(view, "stalled") { Message = Hostile, Phases = [new PhaseSituation(Hostile, [Hostile], PhaseState.NotMet, 0, 1)], Clauses = [new(Hostile, Hostile, 1, 1, "fails", Hostile)], EvidenceDirectory = Hostile, Next = [Hostile] });
        });
        var shown = System.Text.RegularExpressions.Regex.Replace(output + error, "\e\\[(0|1|2|3[1236])m", "");
        Assert.That(shown.Where(character => character != '\n' && Ink.IsUnsafe(character)), Is.Empty);
        if (format == OutputFormat.GitHub)
        {
            Assert.That(shown.Split('\n').Select(line => line.TrimStart()).Where(line => line.StartsWith("::", StringComparison.Ordinal)), Is.All.Match("^::(error|warning) "));
            Assert.That(shown.Split('\n').Where(line => line.Contains("##[", StringComparison.Ordinal)), Is.All.Match("^::(error|warning) "), "In a command, it is data.");
        }
    }

    [Test]
    public void A_run_is_one_event_a_line_as_json() => Approve("run.json", 80, Json(), reporter => Story.Tell(reporter, Sample.Stalled));

    [Test]
    public void Every_line_of_json_has_version_time_and_event()
    {
        var (output, error) = Render(80, Json(), reporter =>
        {
            Story.Tell(reporter, Sample.Met);
            reporter.Diagnostics(Sample.File(Error, Warning));
            reporter.Fault(new GoalFaultException(DiagnosticCatalogue.NoGoals, "none \"here\"\n"));
        });
        Assert.That(error, Is.Empty);
        foreach (var line in output.TrimEnd('\n').Split('\n'))
        {
            using var json = JsonDocument.Parse(line);
            Assert.That(json.RootElement.GetProperty("v").GetInt32(), Is.EqualTo(1));
            Assert.That(json.RootElement.GetProperty("at").GetDateTimeOffset(), Is.EqualTo(new StillClock().GetUtcNow()));
            Assert.That(json.RootElement.GetProperty("event").GetString(), Is.Not.Empty);
        }
    }

    [Test]
    public void MSBuild_gets_one_error_for_each_clause_at_its_own_line() => Approve("run.msbuild", 80, MSBuild(), reporter => Story.Tell(reporter, Sample.Stalled));

    [TestCase("src/A.cs(3,4): error CS0103: gone", "src/A.cs(3,4): error CS0103 - gone")]
    [TestCase("  error : x", "  error - x")]
    [TestCase("System.Exception : Warning XY12 : y", "System.Exception : Warning XY12 - y")]
    [TestCase("no such word: here", "no such word: here")]
    [TestCase("terror: here", "terror: here")]
    public void A_finding_never_reads_like_an_error_of_its_own(string said, string shown) =>
        Assert.That(MSBuildReporter.Harmless(said), Is.EqualTo(shown));

    [Test]
    public void GitHub_gets_annotations() => Approve("run.github", 80, GitHub(), reporter => Story.Tell(reporter, Sample.Stalled));

    [Test]
    public void Annotations_are_escaped_as_the_runner_asks() => Assert.That(
        GitHubReporter.Command(error: true, "a,b:c%.goal", 3, 4, "run: a, b", "100%\r\nsure: yes, it is"),
        Is.EqualTo("::error file=a%2Cb%3Ac%25.goal,line=3,col=4,title=run%3A a%2C b::100%25%0D%0Asure: yes, it is"));

    [Test]
    public void Diagnostics_of_a_file_are_canonical_and_go_to_the_error_output()
    {
        var source = Sample.File(Error, Warning);
        var (output, error) = Render(80, Text(), reporter => reporter.Diagnostics(source));
        Assert.That(output, Is.Empty);
        Assert.That(error, Is.EqualTo("webhooks.goal(7,16): error GOAL1001: Found 'biuld', expected a clause; did you mean 'build'?\nwebhooks.goal(1,1): warning GOAL3003: No constraints.\n"));
        Assert.That(Render(80, MSBuild(), reporter => reporter.Diagnostics(source)).Error, Does.StartWith("/work/shop/webhooks.goal(7,16): error GOAL1001: "));
        Assert.That(Render(80, GitHub(), reporter => reporter.Diagnostics(source)).Out, Does.StartWith("::error file=webhooks.goal,line=7,col=16,title=GOAL1001::Found "));
    }

    [Test]
    public void Where_a_goal_stands_reads_well() => Approve("status.80", 80, Text(), reporter =>
    {
        reporter.Status(new GoalStatus(Sample.View, "never-verified") { Next = ["dotnet goal verify webhooks.goal"] });
        reporter.Status(new GoalStatus(Sample.View, "stalled")
        {
            At = new StillClock().GetUtcNow(),
            Message = Sample.Stalled.Message,
            GoalChanged = true,
            Clauses =
            [
                new("build Shop.sln", "build", 7, 9, "holds", "0 warnings"),
                new("lint Shop.sln", "lint", 10, 9, "fails", "2 files would change"),
                new("run npx", "run", 9, 9, "unknown", "The command 'npx' was not found. Install it, or put it on the PATH."),
            ],
            EvidenceDirectory = Sample.Root + "/.goal/runs/webhooks/20261122-103000-1a2b",
            Next = ["dotnet goal run webhooks.goal"],
        });
        reporter.Status(new GoalStatus(Sample.View, "running")
        {
            At = new StillClock().GetUtcNow(),
            Message = "Process 4711 works on it: dotnet goal run",
            Clauses = [new("build Shop.sln", "", 7, 9, "holds", "0 warnings"), new("lint Shop.sln", "", 10, 9, "fails", "2 files would change")],
            Situation = new RunSituation(4, "model \"gpt-5-mini\"", [], new Spending(12_345, 10_000, 2_345, 0.1234m), TimeSpan.FromMinutes(12))
            {
                Now = "run_command dotnet test tests/Shop.Tests --filter Signature --logger trx --nologo",
                Since = new StillClock().GetUtcNow() - TimeSpan.FromSeconds(12),
                Left = new BudgetLeft(1_000_000, 3.88m, TimeSpan.FromMinutes(18)),
                TurnsLeft = 36,
            },
        });
        reporter.Status(new GoalStatus(Sample.View, "interrupted")
        {
            At = new StillClock().GetUtcNow(),
            Message = "It was interrupted before it ended.",
            Clauses = [new("build Shop.sln", "build", 7, 9, "holds", "0 warnings"), new("lint Shop.sln", "lint", 10, 9, "fails", "2 files would change")],
            ClausesAt = new StillClock().GetUtcNow().AddMinutes(12),
            EvidenceDirectory = Sample.Root + "/.goal/runs/webhooks/20261122-104200-000-verify",
            Next = ["dotnet goal resume webhooks.goal"],
        });
    });

    [Test]
    public void Phases_are_told_in_their_order_with_what_each_has_spent_of_its_own() => Approve("status.phases.80", 80, Text(), reporter => reporter.Status(Phased(
        new PhaseSituation("schema", [], PhaseState.Met, 2, 2) { Caps = new Budget { Turns = 10, Cost = 2 }, Turns = 3, Spent = new Spending(40_000, 0, 2_000, 0.12m) },
        new PhaseSituation("moves that nobody asked for", [], PhaseState.NotMet, 0, 1) { Turns = 1 },
        new PhaseSituation("endpoints", ["schema", "moves that nobody asked for"], PhaseState.AtWork, 1, 4) { Caps = new Budget { Tokens = 500_000, Time = TimeSpan.FromMinutes(30) }, Turns = 2, Spent = new Spending(10_000, 0, 345, 0), Time = TimeSpan.FromSeconds(72) },
        new PhaseSituation("docs", ["endpoints"], PhaseState.Waiting, 0, 0))));

    [TestCase(40)]
    [TestCase(80)]
    public void Many_phases_are_told_in_few_lines_that_fit_and_whole_where_that_is_asked_for(int width)
    {
        var phases = Enumerable.Range(1, 60).Select(number => new PhaseSituation(
            $"phase {number}", number == 1 ? [] : [$"phase {number - 1}"], number < 31 ? PhaseState.Met : number == 31 ? PhaseState.AtWork : PhaseState.Waiting, number < 31 ? 1 : 0, 1)).ToArray();
        var (few, _) = Render(width, Text(), reporter => reporter.Status(Phased(phases)));
        Assert.That(few, Does.Contain("30 of 60 met\n").And.Contain("  met      … 28 more; -v").And.Contain("  at work  phase 31 ").And.Contain("  waiting  phase 32 ").And.Contain("  waiting  … 27 more").And.Contain("  waiting  phase 60 "));
        Assert.That(few, Does.Not.Contain("phase 7 ").And.Not.Contain("phase 40"));
        var (all, _) = Render(width, Text(Verbosity.Detailed), reporter => reporter.Status(Phased(phases)));
        Assert.That(phases.Where(phase => !all.Contains($"  {phase.Name} ", StringComparison.Ordinal)), Is.Empty);
        Assert.That((few + all).Split('\n').Select(line => line.Length), Is.All.LessThanOrEqualTo(width));
    }

    [Test]
    public void Programs_get_each_phase_with_its_caps_and_what_is_left_of_them()
    {
        var (output, _) = Render(80, Json(), reporter => reporter.Status(Phased(
            new PhaseSituation("schema", [], PhaseState.NotMet, 1, 2) { Caps = new Budget { Turns = 10, Cost = 2 }, Turns = 3, Spent = new Spending(40_000, 0, 2_000, 0.5m), Time = TimeSpan.FromSeconds(2) },
            new PhaseSituation("docs", ["schema"], PhaseState.Waiting, 0, 1))));
        using var json = JsonDocument.Parse(output);
        Assert.That(json.RootElement.GetProperty("phases").EnumerateArray().Select(phase => phase.GetRawText()), Is.EqualTo(new[]
        {
            """{"name":"schema","after":[],"status":"not-met","holding":1,"clauses":2,"turns":3,"tokensIn":40000,"tokensCached":0,"tokensOut":2000,"dollars":0.5,"durationMs":2000,"mostTurns":10,"mostDollars":2,"turnsLeft":7,"dollarsLeft":1.5}""",
            """{"name":"docs","after":["schema"],"status":"waiting","holding":0,"clauses":1,"turns":0,"durationMs":0}""",
        }));
    }

    [Test]
    public void A_goal_without_phases_says_nothing_of_them()
    {
        Assert.That(Render(80, Text(), reporter => reporter.Status(Phased())).Out, Does.Not.Contain("phase"));
        Assert.That(Render(80, Json(), reporter => reporter.Status(Phased())).Out, Does.Not.Contain("phases"));
    }

    private static GoalStatus Phased(params PhaseSituation[] phases) => new(Sample.View with { File = "w.goal" }, "running") { Phases = phases };

    [Test]
    public void On_a_terminal_the_end_of_a_run_fits_the_screen_and_keeps_what_is_to_be_done()
    {
        var many = new GoalView("everything", "everything.goal", Sample.Root + "/everything.goal", Sample.Root, new LinePosition(1, 1), [.. Enumerable.Range(1, 200).Select(i => new ClauseView($"test tests/Part{i}.Tests", new LinePosition(i, 1), null))]);
        var verdicts = many.Clauses.Select((clause, i) => Sample.Verdicts[i % 10 == 0 ? 0 : 1] with { Clause = clause.Name }).ToValueList();
        foreach (var (summary, name) in new[] { (Sample.Stalled with { Goal = many, Verdicts = verdicts }, "many"), (Sample.Stalled with { Goal = many, Verdicts = [.. verdicts.Skip(1).Take(32)] }, "some"), (Sample.Stalled, "few") })
        {
            var lines = new SummaryText(new Ink(color: false), 80, path => Path.GetRelativePath(Sample.Root, path), 24).Lines(summary, Verbosity.Normal).ToList();
            Assert.That(lines, Has.Count.LessThanOrEqualTo(22), name);
            Assert.That(lines, Has.Some.Contains("dotnet goal resume webhooks.goal").And.Some.Contains("evidence.md").And.Some.Contains("stalled"));
            Approved.Verify($"summary.{name}", string.Join('\n', lines) + "\n");
        }
    }

    private static Func<ToolHost, OutputOptions, Reporter> Text(Verbosity verbosity = Verbosity.Normal) => (host, options) => new TextReporter(host, options with { Verbosity = verbosity });

    private static Func<ToolHost, OutputOptions, Reporter> Json() => (host, _) => new JsonReporter(host);

    private static Func<ToolHost, OutputOptions, Reporter> MSBuild() => (host, options) => new MSBuildReporter(host, options.Verbosity);

    private static Func<ToolHost, OutputOptions, Reporter> GitHub() => (host, options) => new GitHubReporter(host, options);

    private static (string Out, string Error) Render(int width, Func<ToolHost, OutputOptions, Reporter> make, Action<Reporter> tell)
    {
        var host = new TestHost(Sample.Root, width);
        using var reporter = make(host.Host, new OutputOptions(OutputFormat.Text, Verbosity.Normal, Color: false));
        tell(reporter);
        return (host.Out.ToString(), host.Error.ToString());
    }

    private static void Approve(string name, int width, Func<ToolHost, OutputOptions, Reporter> make, Action<Reporter> tell)
    {
        var (output, error) = Render(width, make, tell);
        Approved.Verify(name, output + (error.Length > 0 ? "--- error output\n" + error : ""));
    }
}
