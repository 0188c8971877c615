using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Tool.Doctor;
using GoalBuild.Tool.Terminal;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Tool.Commands;

/// <summary><c>doctor</c>: looks at what the tool needs, and says the cure of what is wrong.</summary>
internal static class DoctorCommand
{
    /// <summary>Looks at everything.</summary>
    /// <param name="context">What to work with.</param>
    /// <param name="files">Paths from the command line.</param>
    /// <param name="online">Whether endpoints that are not on this machine are asked, too.</param>
    /// <param name="start">Runs a program; null for really.</param>
    /// <returns>1 where something cannot work, else 0.</returns>
    public static async Task<int> RunAsync(CommandContext context, IReadOnlyList<string> files, bool online, Func<ProcessRequest, CancellationToken, Task<ProcessResult>>? start = null)
    {
        start ??= ProcessRunner.RunAsync;
        var machine = new MachineChecks(context.Host, start);
        var project = new ProjectChecks(context.Host, start);
        var worst = ExitCode.Met;
        Tell(await machine.SdkAsync().ConfigureAwait(false));
        Tell(await machine.GitAsync().ConfigureAwait(false));
        Tell(await machine.SandboxAsync(SandboxProbe.FindAsync).ConfigureAwait(false));
        project.Versions().ToList().ForEach(Tell);
        var (goals, finding) = await GoalsAsync(context, files).ConfigureAwait(false);
        Tell(finding);
        var images = goals.SelectMany(goal => goal.Environments).Select(environment => environment.Container?.Value).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (await machine.ContainersAsync(images).ConfigureAwait(false) is { } containers)
        {
            Tell(containers);
        }

        project.Keys(goals).ToList().ForEach(Tell);
        (await project.EndpointsAsync(goals, online).ConfigureAwait(false)).ToList().ForEach(Tell);
        (await project.StateAsync().ConfigureAwait(false)).ToList().ForEach(Tell);
        Tell(MachineChecks.Disk(machine.Free()));
        Tell(machine.Terminal());
        return worst;

        void Tell(DoctorFinding found)
        {
            worst = found.State == DoctorFinding.FaultState ? ExitCode.NotMet : worst;
            var ink = new Ink(context.Options.Color);
            var state = found.State.PadRight(7);
            var colored = found.State switch { "ok" => ink.Green(state), "warning" => ink.Yellow(state), _ => ink.Red(state) };
            context.Reporter.Say($"{colored}  {found.Name,-10}  {Ink.Safe(found.Message, color: false)}");
            if (found.Cure is not null)
            {
                context.Reporter.Say($"{"",21}{found.Cure}");
            }

            context.Reporter.Tell(new JsonEvent("checked") { Kind = found.Name, Status = found.State, Message = found.Message, Cure = found.Cure });
        }
    }

    // Their own messages are the business of 'check'.
    private static async Task<(IReadOnlyList<Goal> Goals, DoctorFinding Finding)> GoalsAsync(CommandContext context, IReadOnlyList<string> files)
    {
        var goals = new List<Goal>();
        var wrong = new List<string>();
        IReadOnlyList<string> paths;
        try
        {
            paths = await GoalDiscovery.FindAsync(files, context.Host).ConfigureAwait(false);
        }
        catch (GoalFaultException fault)
        {
            return (goals, DoctorFinding.Warning("goals", fault.Message, "Write one with 'dotnet goal new', which looks at what is here."));
        }

        foreach (var path in paths)
        {
            try
            {
                var source = GoalFileReader.Read(path, context.Host.Directory, context.Rooms.Check);
                goals.AddRange(source.Parsed.File.Goals);
                if (source.Parsed.HasErrors)
                {
                    wrong.Add(path);
                }
            }
            catch (GoalFaultException)
            {
                wrong.Add(path);
            }
        }

        return (goals, wrong.Count == 0
            ? DoctorFinding.Ok("goals", $"{Verification.Words.Count(goals.Count, "goal")} in {string.Join(", ", paths)}")
            : DoctorFinding.Fault("goals", $"{string.Join(", ", wrong)} cannot be used.", $"See what is wrong: 'dotnet goal check {string.Join(' ', wrong.Select(CommandLine.Quote))}'."));
    }
}
