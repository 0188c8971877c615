using GoalBuild.Verification.Processes;

namespace GoalBuild.Agent.Sandbox;

/// <summary>Runs the commands of an executor so that they reach only what they may. Made for one turn: what is protected is looked up once.</summary>
internal interface ICommandSandbox
{
    /// <summary>What a command can and cannot reach, in words for people: one sentence or two, without a line break.</summary>
    string Description { get; }

    /// <summary>Whether the system holds commands to that. If not, only the turn's diff does.</summary>
    bool IsContained { get; }

    /// <summary>What <see cref="TreeLimit"/> holds a command's tree to, or null for nothing.</summary>
    SandboxLimits? Limits { get; }

    /// <summary>How a command line is to be started. Both its streams come as one, in the order in which they are written, where the shell is POSIX's and they are not kept apart.</summary>
    /// <param name="commandLine">As a person would type it.</param>
    /// <param name="directory">Absolute path of the folder in which it runs.</param>
    /// <param name="takesInput">Whether it reads what is written to the process; otherwise its input is empty, and tools that look whether somebody is there find nobody.</param>
    /// <param name="keepsApart">Whether standard error stays a stream of its own, because programs read the other.</param>
    ProcessRequest Request(string commandLine, string directory, bool takesInput, bool keepsApart = false);
}

/// <summary>Whether commands are contained.</summary>
public enum SandboxMode
{
    /// <summary>Where the machine can; a run that is not contained says so.</summary>
    Auto,

    /// <summary>Always: where the machine cannot, the run is refused.</summary>
    Required,

    /// <summary>Never.</summary>
    Off,
}
