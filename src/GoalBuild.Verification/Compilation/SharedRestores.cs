using System.Globalization;
using System.Xml.Linq;

namespace GoalBuild.Verification.Compilation;

/// <summary>
/// The restores that clauses of a goal need: one for each set of properties that projects are called with, since packages may depend on them. Most goals
/// need one. Where they need several, each replaces what another wrote for the same project, so that each stands right before what needs it.
/// </summary>
internal sealed class SharedRestores
{
    // Each project says the same without them; and a restore for one framework alone would leave out the others.
    private static readonly HashSet<string> Irrelevant = new(
        [.. GoalCompiler.TestProjectProperties.Append(GoalCompiler.KeepWarnings).Select(NameOf), SharedBuilds.AloneProperty, "TargetFramework"], StringComparer.OrdinalIgnoreCase);

    private readonly List<(string Properties, List<string> Projects)> _restores = [];

    /// <summary>Whether there are several.</summary>
    public bool Differ => _restores.Count > 1;

    /// <summary>The names of the targets that there may be.</summary>
    /// <param name="calls">The most calls of projects that the goal can have.</param>
    public static IEnumerable<string> Names(int calls) => Enumerable.Range(0, calls).Select(Name);

    /// <summary>The properties that a project is restored with for a call.</summary>
    /// <param name="call">The call.</param>
    public static string PropertiesOf(XElement call) =>
        string.Join(';', call.Attribute("Properties")!.Value.Split(';').Where(property => !Irrelevant.Contains(NameOf(property))));

    /// <summary>Takes over what a call of a project needs to be restored.</summary>
    /// <param name="call">The call.</param>
    public void Add(XElement call)
    {
        var properties = PropertiesOf(call);
        var index = IndexOf(properties);
        if (index < 0)
        {
            index = _restores.Count;
            _restores.Add((properties, []));
        }

        var project = call.Attribute("Projects")!.Value;
        if (!_restores[index].Projects.Contains(project))
        {
            _restores[index].Projects.Add(project);
        }
    }

    /// <summary>The target that restores what a call needs.</summary>
    /// <param name="call">A call that was added.</param>
    public string TargetOf(XElement call) => Differ ? Name(IndexOf(PropertiesOf(call))) : GoalCompiler.RestoreTarget;

    /// <summary>Puts its own restore in front of each call of a clause's target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="isShared">Whether a call was built, and so restored, before the target runs, but by hand.</param>
    public static void PutInto(XElement target, Func<XElement, bool> isShared)
    {
        target.Attribute("DependsOnTargets")?.Remove();
        foreach (var call in target.Elements("MSBuild").ToList())
        {
            call.AddBeforeSelf(Restore(call.Attribute("Projects")!.Value, PropertiesOf(call), isShared(call) ? Wanted() : null));
        }
    }

    /// <summary>The targets: one for all restores, and each.</summary>
    public IEnumerable<XElement> ToTargets() => Differ
        ?
        [
            new("Target", new XAttribute("Name", GoalCompiler.RestoreTarget), new XAttribute("DependsOnTargets", string.Join(';', _restores.Select((_, i) => Name(i))))),
            .. _restores.Select((restore, i) => Target(Name(i), [restore])),
        ]
        : [Target(GoalCompiler.RestoreTarget, _restores)];

    private static XElement Target(string name, IEnumerable<(string Properties, List<string> Projects)> restores) => new(
        "Target",
        new XAttribute("Name", name),
        Wanted(),
        restores.Select(restore => Restore(string.Join(';', restore.Projects), restore.Properties, null)));

    private static XElement Restore(string projects, string properties, XAttribute? condition) => new(
        "MSBuild",
        new XAttribute("Projects", projects),
        condition,
        new XAttribute("Targets", "Restore"),
        // A property of its own makes a restore another evaluation than the build that follows, which must see what the restore wrote.
        new XAttribute("Properties", string.Join(';', new[] { properties, "MSBuildRestoreSessionId=$([System.Guid]::NewGuid())" }.Where(text => text.Length > 0))),
        new XAttribute("RemoveProperties", string.Join(';', GoalCompiler.OwnProperties)),
        // A project that cannot be restored fails in its own clauses, with its own messages.
        new XAttribute("ContinueOnError", "true"));

    private static XAttribute Wanted() => new("Condition", "'$(GoalRestore)' != 'false'");

    private int IndexOf(string properties) => _restores.FindIndex(restore => restore.Properties == properties);

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"{GoalCompiler.RestoreTarget}{index + 1}");

    private static string NameOf(string property) => property.Split('=', 2)[0];
}
