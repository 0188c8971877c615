using System.Diagnostics;
using System.Runtime.InteropServices;
using GoalBuild.Agent.Loop;
using GoalBuild.Agent.Sandbox.Network;
using GoalBuild.Agent.TestHost;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Verification.Processes;

// host run|resume ROOT POINT [isolate] [wait] [child]: runs the goal of three words in ROOT, and kills itself at its POINTth point (0: never).
// "child" starts a process in the first turn that lives on, prints its number, and waits for its end.
// Ctrl+C cancels the run. "wait" prints a line in the first turn and waits there for the end of its standard input.
//
// host model-run|model-resume ROOT: runs ROOT/words.goal, whatever its ladder is, with clauses that a FileVerifier knows.
if (args[0].StartsWith("model-", StringComparison.Ordinal))
{
    return await ModelHost.RunAsync(args[0] == "model-resume", args[1]);
}

// host agent text|codex|acp COMMAND: another agent, see FakeAgent.
if (args[0] == "agent")
{
    return await FakeAgent.RunAsync(args[1], args[2]);
}

// host __relay …: what a sandbox runs; see Relay.
if (args[0] == Relay.Verb)
{
    return await Relay.RunAsync(args);
}

var reached = 0;
var wait = args.Contains("wait");

void Point()
{
    if (++reached == Goals.Number(args[2]))
    {
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}

void InTurn()
{
    Point();
    if (args.Contains("child"))
    {
        ProcessRunner.RunAsync(ProcessRequest.Shell("echo $$; exec sleep 600") with { OnLine = line => Console.WriteLine($"child {line}") }, CancellationToken.None).Wait();
    }

    if (wait)
    {
        wait = false;
        Console.WriteLine("waiting");
        while (Console.Read() >= 0)
        {
        }
    }
}

using var cancel = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
{
    signal.Cancel = true;
    cancel.Cancel();
});
var verifier = new FileVerifier { OnVerify = _ => Point() };
var loop = new RunLoop(verifier, Goals.ExecutorsOfThree(InTurn), TimeProvider.System);
var request = Goals.Request(args[1], Goals.Three) with { Isolate = args.Contains("isolate"), Command = $"host {args[0]}" };
try
{
    var results = args[0] == "run"
        ? await loop.RunAsync(request, new PointProgress(Point), cancel.Token)
        : await loop.ResumeAsync(request, new PointProgress(Point), cancel.Token);
    foreach (var result in results)
    {
        Console.WriteLine($"{result.Goal}: {result.Outcome} {result.Code} {result.Message} after {result.Turns} turns");
    }

    Console.WriteLine($"points: {reached}");
    return results.Count == 0 ? 0 : results.Max(result => result.ExitCode);
}
catch (GoalFaultException fault)
{
    Console.WriteLine(fault.Render());
    return 2;
}

/// <summary>Each event of a run is a point.</summary>
internal sealed class PointProgress(Action point) : IProgress<RunEvent>
{
    public void Report(RunEvent value) => point();
}
