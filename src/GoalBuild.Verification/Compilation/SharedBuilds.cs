using System.Globalization;
using System.Xml.Linq;

namespace GoalBuild.Verification.Compilation;

/// <summary>
/// The builds that clauses of a goal need, each once. They run one after another before any clause: a solution and one of its projects are two
/// builds to MSBuild, with different global properties, and side by side they would write the same files.
/// Within each, projects build in parallel. A clause that comes later finds its build done and takes the result.
/// </summary>
internal sealed class SharedBuilds
{
    /// <summary>A property that only builds for one clause have; its value says for which.</summary>
    public const string AloneProperty = "GoalBuildsAlone";

    private readonly List<(SharedBuild Build, XElement Call)> _builds = [];

    /// <summary>The names of the targets that there may be.</summary>
    /// <param name="calls">The most calls of projects that the goal can have.</param>
    public static IEnumerable<string> Names(int calls) => SharedRestores.Names(calls).Select(Name);

    /// <summary>Whether a call is one of them.</summary>
    /// <param name="call">A call of a project.</param>
    public static bool IsShared(XElement call) =>
        call.Attribute("Targets")?.Value == "Build" && !call.Attribute("Properties")!.Value.Contains($";{AloneProperty}=", StringComparison.Ordinal);

    /// <summary>Takes a call over.</summary>
    /// <param name="call">The call.</param>
    /// <param name="restore">The target that restores its project.</param>
    /// <returns>Its build; calls that are alike have one.</returns>
    public SharedBuild Add(XElement call, string restore)
    {
        var index = _builds.FindIndex(build => Key(build.Call) == Key(call));
        if (index < 0)
        {
            index = _builds.Count;
            _builds.Add((new SharedBuild(index + 1, restore), call));
        }

        return _builds[index].Build;
    }

    /// <summary>The targets: one that runs them all, and one for those that are restored alike.</summary>
    public IEnumerable<XElement> ToTargets()
    {
        var groups = _builds.GroupBy(build => build.Build.Restore, StringComparer.Ordinal).ToList();
        return groups is [var only]
            ? [Target(GoalCompiler.BuildTarget, only.Key, only)]
            :
            [
                new("Target", new XAttribute("Name", GoalCompiler.BuildTarget), new XAttribute("DependsOnTargets", string.Join(';', groups.Select(group => Name(group.Key))))),
                .. groups.Select(group => Target(Name(group.Key), group.Key, group)),
            ];
    }

    private static XElement Target(string name, string restore, IEnumerable<(SharedBuild Build, XElement Call)> builds) => new(
        "Target",
        new XAttribute("Name", name),
        new XAttribute("DependsOnTargets", restore),
        builds.Select(build =>
        {
            var number = string.Create(CultureInfo.InvariantCulture, $";{build.Build.Number};");
            var call = new XElement(build.Call);
            call.RemoveNodes();
            call.Add(new XAttribute("Condition", $"'$(GoalBuilds)' == '' or $(GoalBuilds.Contains('{number}'))"));
            return call;
        }));

    private static (string Projects, string Properties) Key(XElement call) => (call.Attribute("Projects")!.Value, call.Attribute("Properties")!.Value);

    private static string Name(string restore) => GoalCompiler.BuildTarget + restore[GoalCompiler.RestoreTarget.Length..];
}

/// <summary>A build that clauses share.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Restore">The name of the target that restores what it builds.</param>
public sealed record SharedBuild(int Number, string Restore);
