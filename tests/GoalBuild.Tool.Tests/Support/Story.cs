using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification;

namespace GoalBuild.Tool.Tests.Support;

/// <summary>The events of a run with every kind of turn, as the loop tells them.</summary>
internal static class Story
{
    private const string Goal = "webhooks";

    public static IEnumerable<RunEvent> Events()
    {
        yield return new RunStarted(Goal, "20261122-103000-1a2b", Sample.Root + "/.goal/runs/webhooks/20261122-103000-1a2b", "/tmp/goal/webhooks", Resumed: false);
        yield return new NoticeGiven(Goal, "GOAL5099", "The constraint 'keep api' is not checked in this version.");
        foreach (var news in Verification(0, false, Sample.Verdicts))
        {
            yield return news;
        }

        yield return new TurnStarted(Goal, 1, "fixers");
        yield return new TurnProgressed(Goal, 1, "formatting src/Payments/Replay.cs");
        foreach (var news in Verification(1, false, Sample.Verdicts.Select((verdict, index) => index == 2 ? verdict with { Status = VerdictStatus.Holds, Reason = "coverage 82% of 80%" } : verdict).ToValueList()))
        {
            yield return news;
        }

        yield return new TurnKept(Goal, 1, "fixers", "formatted 1 file, added 2 usings", ["src/Payments/Replay.cs"], 3, 5);
        yield return new TurnStarted(Goal, 2, "fix \"dotnet run --project tools/Generate\"");
        yield return new TurnUndone(Goal, 2, "fix \"dotnet run --project tools/Generate\"", "ran the command", "GOAL5002", "src/Checkout/Cart.cs is protected by 'protect \"src/Checkout/**\"'.", ["src/Checkout/Cart.cs"]);
        yield return new TurnStarted(Goal, 3, "model \"gpt-5-mini\"");
        yield return new TokensSpent(Goal, 3, new Spending(12_345, 10_000, 2_345, 0.0123m), new BudgetLeft(1_000_000, 3.99m, TimeSpan.FromMinutes(18)));
        yield return new TurnIdle(Goal, 3, "model \"gpt-5-mini\"", "read, and changed nothing") { Spent = new Spending(12_345, 10_000, 2_345, 0.0123m) };
        yield return new TurnStarted(Goal, 4, "fixers");
        yield return new TurnIdle(Goal, 4, "fixers", "no repair fits what fails");
        yield return new StepFinished(Goal, "fixers", null, "nothing more to do");
        yield return new StepFinished(Goal, "model \"gpt-5-mini\"", "GOAL6005", "the endpoint answered 401");
        yield return new VerificationStarted(Goal, 4, Final: true);
        yield return new ClauseReported(Goal, new ClauseFinished("build Shop.sln", Sample.Verdicts[1]));
    }

    public static void Tell(Reporter reporter, GoalSummary summary)
    {
        reporter.GoalStarted(Sample.View);
        foreach (var news in Events())
        {
            reporter.On(news);
        }

        reporter.GoalFinished(summary);
    }

    public static IEnumerable<RunEvent> Verification(int turn, bool final, ValueList<Verdict> verdicts)
    {
        yield return new VerificationStarted(Goal, turn, final);
        foreach (var verdict in verdicts)
        {
            yield return new ClauseReported(Goal, new ClauseStarted(verdict.Clause));
            yield return new ClauseReported(Goal, new ClauseProgress(verdict.Clause, "building Shop.Payments"));
            yield return new ClauseReported(Goal, new ClauseFinished(verdict.Clause, verdict));
        }

        yield return new VerificationFinished(Goal, turn, final, new VerificationResult(Goal, verdicts, TimeSpan.FromSeconds(80)));
    }
}
