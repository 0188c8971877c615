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

    private readonly List<(string Projects, string Properties, XElement Call)> _builds = [];

    /// <summary>Takes over the builds of a clause's target.</summary>
    /// <param name="target">The target.</param>
    /// <returns>The numbers of its builds, from 1.</returns>
    public IReadOnlyList<int> Add(XElement target) =>
        [.. target.Elements("MSBuild").Where(IsShared).Select(Number)];

    /// <summary>The target that runs them.</summary>
    public XElement ToTarget() => new(
        "Target",
        new XAttribute("Name", GoalCompiler.BuildTarget),
        new XAttribute("DependsOnTargets", GoalCompiler.RestoreTarget),
        _builds.Select((build, i) =>
        {
            var number = string.Create(CultureInfo.InvariantCulture, $";{i + 1};");
            var call = new XElement(build.Call);
            call.RemoveNodes();
            call.Add(new XAttribute("Condition", $"'$(GoalBuilds)' == '' or $(GoalBuilds.Contains('{number}'))"));
            return call;
        }));

    private static bool IsShared(XElement call) =>
        call.Attribute("Targets")?.Value == "Build" && call.Attribute("Properties")?.Value.Contains($";{AloneProperty}=", StringComparison.Ordinal) != true;

    private int Number(XElement call)
    {
        var key = (call.Attribute("Projects")!.Value, call.Attribute("Properties")?.Value ?? "");
        var index = _builds.FindIndex(build => (build.Projects, build.Properties) == key);
        if (index >= 0)
        {
            return index + 1;
        }

        _builds.Add((key.Item1, key.Item2, call));
        return _builds.Count;
    }
}
