using System.Globalization;
using GoalBuild.Agent.Executors;
using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.Steps;

/// <summary>Turns for executors that are tested alone.</summary>
internal static class ExecutorTurns
{
    /// <summary>The clause that fails in each turn.</summary>
    public static BuildClause Clause { get; } = new(new Text("a.csproj"));

    /// <summary>A turn on a folder, in which <see cref="Clause"/> fails.</summary>
    /// <param name="folder">The folder; its goal file need not exist.</param>
    /// <param name="onLine">Told each line of progress, on the thread that reports it.</param>
    public static Turn In(TempFolder folder, Action<string>? onLine = null) => Of(folder, new Goal(new Text("sample")) { Verify = [Clause] }, onLine);

    /// <summary>A turn on a folder, in which every clause of a goal fails.</summary>
    public static Turn Of(TempFolder folder, Goal goal, Action<string>? onLine = null)
    {
        var verdicts = GoalClause.Of(goal).Select(clause => new Verdict(clause.Name, VerdictStatus.Fails, "it fails")).ToValueList();
        return new Turn(1, new Workspace(folder.Path, folder.State), goal, folder["sample.goal"], verdicts, new Lines(onLine ?? (_ => { })));
    }

    /// <summary>Whether a process runs. One that was killed and that nobody has asked about yet does not.</summary>
    public static bool IsRunning(string pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{int.Parse(pid, CultureInfo.InvariantCulture)}/status").Contains("State:\tZ", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private sealed class Lines(Action<string> onLine) : IProgress<string>
    {
        public void Report(string value) => onLine(value);
    }
}
