using System.Collections;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Verification.Engine;

/// <summary>
/// The environment of this process while MSBuild runs in it: projects see it as properties and their tools inherit it, so for that time it has no
/// secrets, nothing that a build host above has set for itself, and the mark of a verification. Disposing puts everything back.
/// </summary>
internal sealed class HostEnvironment : IDisposable
{
    private readonly Dictionary<string, string?> _before = [];

    /// <summary>Changes the environment.</summary>
    /// <param name="mark">The mark of every process that a build starts; see <see cref="ProcessTree"/>.</param>
    public HostEnvironment(string mark)
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;

            // What MSBuild needs of its own host is set by Locator, after the start of the process, and stays.
            if (ChildEnvironment.IsSecret(name))
            {
                Set(name, null);
            }
        }

        Set(ChildEnvironment.VerifyingVariable, "1");
        Set(ProcessTree.MarkVariable, mark);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    private void Set(string name, string? value)
    {
        _before[name] = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, value);
    }
}
