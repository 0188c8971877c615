namespace GoalBuild.Agent.Tests.Agents;

/// <summary>Command lines of agents for tests.</summary>
internal static class FakeAgents
{
    /// <summary>The test host as an agent that runs a command.</summary>
    /// <param name="form"><c>text</c>, <c>codex</c> or <c>acp</c>.</param>
    /// <param name="command">The shell command; without single quotes.</param>
    public static string Line(string form, string command) =>
        $"dotnet exec {Quoted(Path.Combine(AppContext.BaseDirectory, "GoalBuild.Agent.TestHost.dll"))} agent {form} {Quoted(command)}";

    private static string Quoted(string text) => OperatingSystem.IsWindows() ? $"\"{text}\"" : $"'{text}'";
}
