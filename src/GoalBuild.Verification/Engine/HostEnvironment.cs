using System.Collections;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Verification.Engine;

/// <summary>
/// The environment of this process while MSBuild runs in it: projects see it as properties and their tools inherit it, so for that time it has no
/// secrets but those of package feeds, which a restore needs, nothing that an MSBuild above has set for itself, and the mark of a verification. Disposing
/// puts everything back. What the SDK's command line has set stays: it is about the <c>dotnet</c> that runs this too.
/// </summary>
internal sealed class HostEnvironment : IDisposable
{
    // Set by Locator and SdkLocator for the MSBuild of this process and its nodes.
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "MSBuildSDKsPath", SdkLocator.HandshakeSalt,
    };

    private readonly Dictionary<string, string?> _before = [];

    /// <summary>Changes the environment.</summary>
    /// <param name="mark">The mark of every process that a build starts; see <see cref="ProcessTree"/>.</param>
    public HostEnvironment(string mark)
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            var isSecret = ChildEnvironment.IsSecret(name) && !Secrets.IsFeed(name);
            if (isSecret || (ChildEnvironment.IsOfMSBuild(name) && ChildEnvironment.IsOfHost(name) && !Own.Contains(name)))
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
