using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Constraints.Built;

namespace GoalBuild.Verification.Compilation;

/// <summary>
/// Compiles a goal to an MSBuild project: one target for each clause, a target <c>Goal</c> that runs them all in parallel, and a target
/// <c>Restore</c>. The same project is what the engine runs in process and what <c>dotnet msbuild</c> runs by hand; it loads nothing of MSBuild to make it.
/// </summary>
public static class GoalCompiler
{
    /// <summary>The targets that run every clause, restore, build and run one clause; no clause gets their names.</summary>
    public const string AllTarget = "Goal", RestoreTarget = "Restore", BuildTarget = "Build", OneTarget = "GoalOne";

    /// <summary>Global properties that make one clause's project instance differ from another's; projects that clauses build must not get them, or they would be built once for each clause.</summary>
    public static readonly IReadOnlyList<string> OwnProperties = ["GoalClause", "GoalBuilds", "GoalRestore", "GoalResults", "GoalWorkspace", "GoalDirectory", "GoalFile"];

    /// <summary>Global properties that make projects say which of their outputs are tests, and repeat the warnings of a compilation that was skipped (GoalBuild.TestProjects.targets).</summary>
    internal static readonly IReadOnlyList<string> TestProjectProperties =
    [
        "CustomAfterMicrosoftCommonTargets=$(GoalTargetsDirectory)GoalBuild.TestProjects.targets",
        "CustomAfterMicrosoftCommonCrossTargetingTargets=$(GoalTargetsDirectory)GoalBuild.TestProjects.CrossTargeting.targets",
    ];

    /// <summary>A global property of every project of a goal that allows no warnings; see GoalBuild.Warnings.targets.</summary>
    internal const string KeepWarnings = "GoalKeepWarnings=true";

    /// <summary>A global property of every project of a goal that asks for documented APIs; see GoalBuild.Sources.targets.</summary>
    internal const string KeepSources = "GoalKeepSources=true";

    /// <summary>The namespace of the tasks, spelt without naming one of them: that would load MSBuild.</summary>
    private const string TaskNamespace = $"{nameof(GoalBuild)}.{nameof(Verification)}.{nameof(Clauses)}";

    /// <summary>Compiles a goal.</summary>
    /// <param name="source">The goal file; its path is made absolute.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="workspace">The tree that it works on.</param>
    /// <param name="environment">The only environment of clauses that name several, or null for all of them.</param>
    public static CompiledGoal Compile(SourceText source, Goal goal, Workspace workspace, string? environment = null)
    {
        var goalFile = Path.GetFullPath(source.Path);
        var all = GoalClause.Of(goal);
        var calls = all.Sum(clause => Math.Max(1, clause.Clause.Environments.Count));
        var targets = TargetName.Unique(
            all.Select(clause => clause.Name), [AllTarget, RestoreTarget, BuildTarget, OneTarget, .. SharedRestores.Names(calls), .. SharedBuilds.Names(calls)]);
        var clauses = new List<CompiledClause>();
        var restores = new SharedRestores();
        var builds = new SharedBuilds();
        List<string> kept =
        [
            .. all.Any(clause => clause.Clause is BuildClause { WarningsAsErrors: true } or BuiltConstraint { KeepsWarnings: true }) ? [KeepWarnings] : Array.Empty<string>(),
            .. all.Any(clause => clause.Clause is ApiClause) ? [KeepSources] : Array.Empty<string>(),
        ];
        for (var i = 0; i < all.Count; i++)
        {
            var context = new ClauseContext(source, goal, all[i], targets[i], FileStem.Of(i + 1, all[i].Name), kept) { Root = workspace.Root };
            var clause = ClauseCompiler.Compile(context, environment);
            clauses.Add(clause);
            foreach (var call in clause.Calls)
            {
                restores.Add(call);
            }
        }

        clauses = [.. clauses.Select(clause => Prepare(clause, restores, builds))];
        var elements = clauses.Select(clause => clause.Element).ToList();
        var project = new XDocument(
            new XComment($" What '{InComment(Path.GetFileName(goalFile))}' means to MSBuild. Made by 'dotnet goal compile'; change the goal file, not this one. "),
            new XElement(
                "Project",
                new XAttribute("DefaultTargets", AllTarget),
                Properties(goalFile, goal, workspace),
                UsingTasks(elements),
                new XElement(
                    "ItemGroup",
                    clauses.Select(clause => new XElement(
                        "GoalClause",
                        new XAttribute("Include", MSBuildText.Escape(clause.Target)),
                        clause.OutputUse >= OutputUse.MayWrite ? new XAttribute("Alone", "true") : null))),
                All(),
                restores.ToTargets(),
                builds.ToTargets(),
                elements));
        return new CompiledGoal(project, clauses);
    }

    /// <summary>Finds the restores and builds that a clause needs, once all clauses are known.</summary>
    private static CompiledClause Prepare(CompiledClause clause, SharedRestores restores, SharedBuilds builds)
    {
        var prepared = clause with
        {
            Restore = clause.Projects.Count == 0 || restores.Differ ? null : RestoreTarget,
            RestoreProperties = string.Join('\n', clause.Calls.Select(SharedRestores.PropertiesOf)),
            Builds = [.. clause.Calls.Where(SharedBuilds.IsShared).Select(call => builds.Add(call, restores.TargetOf(call))).Distinct()],
        };
        if (restores.Differ)
        {
            SharedRestores.PutInto(clause.Element, SharedBuilds.IsShared);
        }

        return prepared;
    }

    private static XElement Properties(string goalFile, Goal goal, Workspace workspace)
    {
        // Properties that were given on the command line, or by the engine, win.
        return new XElement(
            "PropertyGroup",
            Default("GoalFile", goalFile),
            Default("GoalDirectory", Path.GetDirectoryName(goalFile) + "/"),
            Default("GoalWorkspace", workspace.Root),
            Default("GoalResults", Path.Combine(workspace.StateDirectory, "results", FileStem.Folder(goal.Name.Value))),
            Default("GoalVerificationAssembly", typeof(GoalCompiler).Assembly.Location),
            Default("GoalTargetsDirectory", Path.GetDirectoryName(typeof(GoalCompiler).Assembly.Location) + "/"));

        static XElement Default(string name, string value) =>
            new(name, new XAttribute("Condition", $"'$({name})' == ''"), MSBuildText.Escape(value));
    }

    /// <summary>A comment can hold neither <c>--</c> nor control characters, and file names can.</summary>
    private static string InComment(string name) =>
        MSBuildText.Legal(string.Concat(name.Select(c => char.IsControl(c) ? '\uFFFD' : c))).Replace("--", "- -", StringComparison.Ordinal);

    private static IEnumerable<XElement> UsingTasks(IEnumerable<XElement> targets) => targets.Elements()
        .Select(task => task.Name.LocalName).Where(name => name.StartsWith("Verify", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)
        .Select(name => new XElement(
            "UsingTask",
            new XAttribute("TaskName", $"{TaskNamespace}.{name}"),
            new XAttribute("AssemblyFile", "$(GoalVerificationAssembly)")));

    /// <summary>
    /// Each clause runs as its own instance of this project, so that they run in parallel and share the projects that they build. Those that may write
    /// what others load come after, one at a time.
    /// </summary>
    private static IEnumerable<XElement> All() =>
    [
        new("Target",
            new XAttribute("Name", AllTarget),
            // Builds bring their restores; what is called without a build brings its own, or needs the one that all share.
            new XAttribute("DependsOnTargets", $"{BuildTarget};{RestoreTarget}"),
            new XElement("ItemGroup", new XElement(
                "_GoalInstance",
                new XAttribute("Include", "@(GoalClause -> '$(MSBuildProjectFullPath)')"),
                new XAttribute("AdditionalProperties", "GoalClause=%(GoalClause.Identity);GoalRestore=false"))),
            Run("'%(_GoalInstance.Alone)' != 'true'", parallel: true),
            Run("'%(_GoalInstance.Alone)' == 'true'", parallel: false)),
        new("Target", new XAttribute("Name", OneTarget), new XAttribute("DependsOnTargets", "$(GoalClause)")),
    ];

    private static XElement Run(string condition, bool parallel) => new(
        "MSBuild",
        new XAttribute("Projects", "@(_GoalInstance)"),
        new XAttribute("Condition", condition),
        new XAttribute("Targets", OneTarget),
        new XAttribute("BuildInParallel", parallel ? "true" : "false"),
        // A clause that fails keeps no other from running, and fails the build all the same.
        new XAttribute("ContinueOnError", "ErrorAndContinue"));
}
