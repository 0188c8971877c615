using System.Diagnostics;
using GoalBuild.Agent.Conversation;
using GoalBuild.ModelScripts;

namespace GoalBuild.Agent.Tests.Models;

/// <summary>A model's run in a process of its own, killed for real at random points, and resumed.</summary>
[TestFixture, Category("Slow")]
internal sealed class KilledModelRunTests
{
    private const int Kills = 20;
    private const int Edits = 10;
    private const string Start = "first\nEND\n";

    [Test]
    public async Task A_run_that_is_killed_at_random_points_ends_with_the_same_tree_and_pays_no_answer_twice()
    {
        var random = new Random(20261127);
        var killed = 0;
        for (var attempt = 0; killed < Kills; attempt++)
        {
            Assert.That(attempt, Is.LessThan(3 * Kills), "a run ends before it can be killed too often");
            await using var run = await ModelRun.OfAsync(Script.Of(Next));
            run.Folder.With("a.txt", Start).With("b.txt", Start);
            run.With(run.Goal(clauses: [$"file \"a.txt\" contains \"{Edits} by model\"", $"file \"b.txt\" contains \"{Edits} by model\""]));

            // Each answer is a point when it is asked for and when it was given; behind it come its record, the call, and the record of that.
            var point = random.Next(1, 2 * (Edits + 2));
            var delay = TimeSpan.FromMilliseconds(random.NextDouble() * 25);
            var code = await KillAtAsync(run, point, delay);
            if (code is 0)
            {
                AssertWhole(run, $"not killed at {point}");
                continue;
            }

            killed++;
            var answered = run.Ledger().Transcript.Count(entry => entry.Kind == TranscriptKinds.Answered);
            var asked = run.Server.Requests.Count;
            var (resumed, output) = Host.Run("model-resume", run.Folder.Path);
            Assert.That(resumed, Is.Zero, $"killed at {point} after {delay}: {output}");
            Assert.That(
                run.Server.Requests.Skip(asked).Select(request => request.Step),
                Is.EqualTo(Enumerable.Range(answered, Edits + 1 - answered)),
                $"killed at {point} after {delay}: what was answered and recorded is not asked again");
            AssertWhole(run, $"killed at {point} after {delay}");
        }
    }

    // A run of edits that cannot be made twice: each puts a line before the last, in one file or in both at once.
    private static Reply Next(ModelRequest request)
    {
        if (request.Step >= Edits)
        {
            return Reply.Say("Done.");
        }

        var number = request.Step + 1;
        string Update(string file) => $"*** Update File: {file}\n@@\n-END\n+{number} by model\n+END\n";
        return Reply.Call("apply_patch", new { patch = $"*** Begin Patch\n{Update("a.txt")}{Update("b.txt")}*** End Patch" }).Costing(100, 0, 10);
    }

    private static async Task<int> KillAtAsync(ModelRun run, int point, TimeSpan delay)
    {
        using var process = Host.Start(null, "model-run", run.Folder.Path);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var reached = 0;
        run.Server.Changed += request =>
        {
            if (Interlocked.Increment(ref reached) == point)
            {
                Task.Run(() =>
                {
                    // Not to wait for anything: it is the random part of the point.
                    for (var clock = Stopwatch.StartNew(); clock.Elapsed < delay;)
                    {
                        Thread.SpinWait(100);
                    }

                    process.Kill(entireProcessTree: true);
                });
            }
        };
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
        await Task.WhenAll(output, error);
        return process.ExitCode;
    }

    private static void AssertWhole(ModelRun run, string how)
    {
        var expected = "first\n" + string.Concat(Enumerable.Range(1, Edits).Select(number => $"{number} by model\n")) + "END\n";
        Assert.That((run.Folder.Text("a.txt"), run.Folder.Text("b.txt")), Is.EqualTo((expected, expected)), how);
        var (_, _, transcript, costs) = run.Ledger();
        Assert.That(transcript.Count(entry => entry.Kind == TranscriptKinds.Answered), Is.EqualTo(Edits + 1), how);
        Assert.That(costs, Has.Count.EqualTo(Edits + 1), $"{how}: each answer is counted once");
    }
}
