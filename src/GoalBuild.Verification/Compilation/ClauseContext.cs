using System.Globalization;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Verification.Compilation;

/// <summary>A clause on its way to a target: what it is, where it stands, and makers for the elements of its target.</summary>
public sealed class ClauseContext
{
    private readonly SourceText _source;
    private readonly List<string> _projects = [];
    private readonly IReadOnlyList<string> _kept;
    private readonly bool _isPart;

    internal ClauseContext(SourceText source, Goal goal, GoalClause clause, string target, string stem, IReadOnlyList<string>? kept = null)
    {
        _source = source;
        _kept = kept ?? [];
        Goal = goal;
        Clause = clause;
        Target = target;
        Stem = stem;
        Position = source.PositionOf(Math.Min(clause.Clause.Span.Start, source.Text.Length));
    }

    private ClauseContext(ClauseContext whole, GoalEnvironment environment, string stem, bool isPart)
        : this(whole._source, whole.Goal, whole.Clause, whole.Target, stem, whole._kept)
    {
        Environment = environment;
        Root = whole.Root;
        _isPart = isPart;
    }

    /// <summary>The default of <c>timeout</c>, from the language's reference.</summary>
    public static TimeSpan DefaultTimeout => TimeSpan.FromMinutes(10);

    /// <summary>The goal.</summary>
    public Goal Goal { get; }

    /// <summary>The clause.</summary>
    public GoalClause Clause { get; }

    /// <summary>Absolute path of the workspace's root.</summary>
    internal string Root { get; init; } = "";

    /// <summary>The name of its target.</summary>
    public string Target { get; }

    /// <summary>What the names of its files in the evidence folder start with.</summary>
    public string Stem { get; }

    /// <summary>Where it stands in the goal file.</summary>
    public LinePosition Position { get; }

    /// <summary>The environment that it runs in, or null for this machine with the project's defaults.</summary>
    public GoalEnvironment? Environment { get; }

    /// <summary>The most time that it may take, in each of its environments.</summary>
    public TimeSpan Timeout => Clause.Clause.Timeout ?? DefaultTimeout;

    /// <summary>Whether a project is built for this clause alone, when its turn comes.</summary>
    internal bool BuildsAlone { get; private set; }

    /// <summary>The goal's folder, absolute.</summary>
    public string GoalDirectory => Path.GetDirectoryName(Path.GetFullPath(_source.Path))!;

    /// <summary>The absolute path that a path of the goal file means.</summary>
    /// <param name="path">Relative to the goal's folder.</param>
    public string FullPath(Text path) => Path.GetFullPath(path.Value, GoalDirectory);

    /// <summary>Absolute paths of the projects and solutions that the target calls.</summary>
    public IReadOnlyList<string> Projects => _projects;

    /// <summary>The project or solution that the clause names, or null with the reason why there is none.</summary>
    /// <param name="project">Relative to the goal's folder: a file, or a folder that holds one.</param>
    /// <param name="problem">What is wrong and what to do; for <see cref="Unknown"/>.</param>
    public string? FindProject(Text project, out string problem)
    {
        var found = ProjectFile.Find(FullPath(project), out var reason);
        problem = reason ?? "";
        return found;
    }

    /// <summary>An absolute path as it stands in the project: through <c>$(GoalDirectory)</c> where it lies below, so that the project can be read.</summary>
    /// <param name="fullPath">The path.</param>
    public string PathText(string fullPath)
    {
        var relative = Path.GetRelativePath(GoalDirectory, fullPath);
        return relative == "."
            ? "$(GoalDirectory)"
            : Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal)
                ? MSBuildText.Escape(fullPath)
                : "$(GoalDirectory)" + MSBuildText.Escape(relative.Replace('\\', '/'));
    }

    /// <summary>
    /// Calls targets of a project. The call does not end the clause's target when it fails; the task that follows it reads
    /// <c>$(MSBuildLastTaskResult)</c>. Projects get the clause's environment as global properties and nothing else of the goal's, so that clauses share them.
    /// </summary>
    /// <param name="project">Absolute path of the project or solution.</param>
    /// <param name="targets">The targets, with <c>;</c> between.</param>
    /// <param name="properties">More global properties.</param>
    public XElement CallProject(string project, string targets, params IEnumerable<(string Name, string? Value)> properties)
    {
        if (!_projects.Contains(project))
        {
            _projects.Add(project);
        }

        var element = new XElement(
            "MSBuild",
            new XAttribute("Projects", PathText(project)),
            new XAttribute("Targets", targets),
            new XAttribute("BuildInParallel", "true"),
            new XAttribute("ContinueOnError", "true"),
            new XAttribute("RemoveProperties", string.Join(';', GoalCompiler.OwnProperties)));
        // Projects see variables as properties and may build something else for them, in the same place: nobody shares such a build.
        BuildsAlone |= Environment is { Variables.Count: > 0 };
        var alone = BuildsAlone ? [(SharedBuilds.AloneProperty, Stem)] : Array.Empty<(string Name, string? Value)>();

        // What the clause itself says wins over its environment.
        var all = EnvironmentProperties().Concat(properties).Concat(alone).Where(property => property.Value is not null)
            .GroupBy(property => property.Name, StringComparer.OrdinalIgnoreCase).Select(group => group.Last())
            .Select(property => $"{property.Name}={MSBuildText.EscapeElement(property.Value!)}").ToList();
        // Every call imports the same targets, whatever clause makes it: with other properties the project would be built a second time.
        element.Add(new XAttribute("Properties", string.Join(';', [.. GoalCompiler.TestProjectProperties, .. _kept, .. all])));
        return element;
    }

    /// <summary>Runs the task that finds the verdict out, with what every <c>ClauseTask</c> needs and the parameters of its own.</summary>
    /// <param name="task">The task's class name, by <c>nameof</c>.</param>
    /// <param name="parameters">Its own parameters; <see cref="TaskParameter"/> says how texts, lists and expressions are given.</param>
    public XElement Verify(string task, params IEnumerable<TaskParameter> parameters)
    {
        var element = new XElement(
            task,
            new XAttribute("Clause", MSBuildText.Escape(MSBuildText.Legal(Clause.Name))),
            new XAttribute("GoalFile", "$(GoalFile)"),
            new XAttribute("Line", Position.Line.ToString(CultureInfo.InvariantCulture)),
            new XAttribute("Column", Position.Column.ToString(CultureInfo.InvariantCulture)),
            new XAttribute("Workspace", "$(GoalWorkspace)"),
            new XAttribute("Results", "$(GoalResults)"),
            new XAttribute("Stem", Stem),
            new XAttribute("Timeout", Timeout.ToString("c", CultureInfo.InvariantCulture)));
        IEnumerable<TaskParameter> own =
        [
            ("InEnvironment", _isPart ? Environment!.Name.Value : null),
            TaskParameter.List("Variables", [.. Environment?.Variables.Select(variable => $"{variable.Name.Value}={variable.Value.Value}") ?? []]),
            TaskParameter.List("Secrets", [.. Secrets.Of(Goal)]),
            ("Image", Environment?.Container?.Value),
            ("ImageNetwork", Environment?.Container is not null && Goal.Constraints.OfType<NetworkConstraint>().LastOrDefault()?.Access == NetworkAccess.On ? "true" : null),
        ];
        element.Add(own.Concat(parameters).Where(parameter => parameter.Value is not null).Select(parameter => new XAttribute(parameter.Name, parameter.Value!)));
        return element;
    }

    /// <summary>The verdict is <c>unknown</c>, for a reason that is known before anything runs.</summary>
    /// <param name="reason">What is missing and what to do.</param>
    public XElement Unknown(string reason) => Verify("VerifyNothing", ("Reason", MSBuildText.Legal(reason)));

    /// <summary>The same clause in one of its environments.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="number">Its number among several, from 1: they leave their verdicts and files side by side, for <c>VerifyEnvironments</c>. 0 for the only one.</param>
    internal ClauseContext In(GoalEnvironment environment, int number) =>
        new(this, environment, number == 0 ? Stem : FileStem.In(Stem, number, MSBuildText.Legal(environment.Name.Value)), number > 0);

    private IEnumerable<(string Name, string? Value)> EnvironmentProperties() => Environment is null
        ? []
        : [("Configuration", Environment.Configuration?.Value), ("TargetFramework", Environment.Framework?.Value),
            .. Environment.Variables.Where(variable => IsProperty(variable.Name.Value)).Select(variable => (variable.Name.Value, (string?)variable.Value.Value))];

    /// <summary>Whether MSBuild takes an environment variable of this name for a property, as it would take one that was set outside.</summary>
    private static bool IsProperty(string name) =>
        (char.IsAsciiLetter(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        && !name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase);
}
