using System.Globalization;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Constraints.Built;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>forbid reference STRING from STRING</c></summary>
internal sealed class ReferenceConstraintKind : ClauseKind<ReferenceConstraint>
{
    private const string Found = "GoalOutput";

    /// <inheritdoc/>
    public override OutputUse OutputUse => OutputUse.Reads;

    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(ReferenceConstraint clause, ClauseContext context)
    {
        var projects = ProjectFiles.In(context.Root);
        var (origin, target) = (ProjectOf(clause.Origin), ProjectOf(clause.Target));
        var builds = new List<(string Project, string? Configuration)>();
        foreach (var build in clause.Builds)
        {
            if (context.FindProject(build.Project, out var problem) is not { } found)
            {
                return [context.Unknown(problem)];
            }

            builds.Add((found, build.Configuration));
        }

        // Nothing that is named builds anything: then all may hold a type of the namespace.
        var configuration = clause.Builds is [var first, ..] ? first.Configuration : null;
        builds.AddRange((builds.Count == 0 && origin is null ? projects : new[] { origin, target }.OfType<string>()).Select(project => (project, configuration)));
        var verify = context.Verify(
            nameof(VerifyReferences),
            ("Target", clause.Target),
            ("Origin", clause.Origin),
            ("TargetProject", target),
            ("OriginProject", origin),
            ("Place", clause.Place),
            TaskParameter.Expression("Succeeded", "$(GoalAllBuilt)"));
        verify.Add(new XAttribute("Outputs", $"@({Found})"));
        return
        [
            new XElement("PropertyGroup", new XElement("GoalAllBuilt", "true")),
            new XElement("ItemGroup", new XElement(Found, new XAttribute("Remove", $"@({Found})"))),
            .. builds.Distinct().SelectMany(build => Build(context, build.Project, build.Configuration)),
            verify,
        ];

        string? ProjectOf(string name) => ReferenceScope.ProjectOf(name, context.FullPath(new Text(name)), projects);
    }

    /// <inheritdoc/>
    protected override ClauseReads Reads(ReferenceConstraint clause, ClauseContext context) => new ClauseReads.Tree();

    private static IEnumerable<XElement> Build(ClauseContext context, string project, string? configuration)
    {
        var build = context.CallProject(project, "Build", ("Configuration", configuration));
        build.Add(new XElement("Output", new XAttribute("TaskParameter", "TargetOutputs"), new XAttribute("ItemName", Found)));
        yield return build;
        yield return new XElement("PropertyGroup", new XElement("GoalAllBuilt", new XAttribute("Condition", "'$(MSBuildLastTaskResult)' != 'true'"), "false"));
    }
}

/// <summary>Judges by the metadata of compiled assemblies whether types of one scope use types of another.</summary>
public sealed class VerifyReferences : ClauseTask
{
    private const int MostFindings = 100;

    /// <summary>The namespace or project that may not be used.</summary>
    [Required]
    public string Target { get; set; } = "";

    /// <summary>The namespace or project that may not use it.</summary>
    [Required]
    public string Origin { get; set; } = "";

    /// <summary>Absolute path of the project that <see cref="Target"/> names, or empty.</summary>
    public string TargetProject { get; set; } = "";

    /// <summary>Absolute path of the project that <see cref="Origin"/> names, or empty.</summary>
    public string OriginProject { get; set; } = "";

    /// <summary>Where the constraint is written, with a blank in front.</summary>
    public string Place { get; set; } = "";

    /// <summary>Whether every project was built.</summary>
    public bool Succeeded { get; set; }

    /// <summary>What the builds gave.</summary>
    public ITaskItem[] Outputs { get; set; } = [];

    /// <inheritdoc/>
    protected override Task<Verdict> VerifyAsync(CancellationToken cancellation) => System.Threading.Tasks.Task.FromResult(Judge(cancellation));

    private Verdict Judge(CancellationToken cancellation)
    {
        if (!Succeeded)
        {
            return Unknown($"Not every project builds, so that what uses '{Target}' is not known{Place}. Repair the build; build.binlog in the evidence folder says what failed.");
        }

        var assemblies = BuiltAssembly.Among(Outputs);
        var (origin, target) = (ScopeOf(Origin, OriginProject, assemblies), ScopeOf(Target, TargetProject, assemblies));
        var uses = new List<TypeUse>();
        var (types, whole) = (new HashSet<TypeName>(), new List<string>());
        foreach (var assembly in assemblies)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                using var reader = new TypeUseReader(assembly.Path);
                var before = uses.Count;
                types.UnionWith(reader.Types.Where(origin.Contains));
                uses.AddRange(reader.Uses(origin.Contains).Where(use => target.Contains(use.Used) && !origin.Contains(use.Used)));
                if (uses.Count == before && origin.Assemblies.Contains(reader.Name) && reader.References.FirstOrDefault(target.Assemblies.Contains) is { } reference)
                {
                    whole.Add($"{reader.Name} refers to the assembly {reference}");
                }
            }
            catch (Exception exception) when (exception is IOException or BadImageFormatException or UnauthorizedAccessException)
            {
                return Unknown($"'{DisplayPath(assembly.Path)}' cannot be read, so that what uses '{Target}' is not known{Place}: {exception.Message}");
            }
        }

        var findings = uses.GroupBy(use => (User: Shown(use.User), use.Used))
            .Select(group => FindingOf(group.OrderByDescending(use => use.Line is not null).First(), group.Key.User))
            .Concat(whole.Select(text => new Finding(FindingKind.Build, text)))
            .OrderBy(finding => finding.File is null).ThenBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Line)
            .ToList();
        if (findings.Count == 0)
        {
            return Holds(types.Count == 0
                ? $"There is no type in '{Origin}' in {Words.Count(assemblies.Count, "compiled file")}."
                : $"None of the {Words.Count(types.Count, "type")} in '{Origin}' uses '{Target}'.");
        }

        var first = findings[0];
        var place = first.File is null ? "" : first.Line is null ? $"{first.File}: " : string.Create(CultureInfo.InvariantCulture, $"{first.File}({first.Line}): ");
        return Fails(
            $"'{Origin}' uses '{Target}', which is forbidden{Place}: {place}{first.Message}{(findings.Count > 1 ? $" ({findings.Count - 1} more)" : "")}. Take the use out, or let both depend on something of their own.",
            findings.Take(MostFindings));
    }

    private static ReferenceScope ScopeOf(string name, string project, IReadOnlyList<BuiltAssembly> assemblies) => new(
        name,
        project.Length == 0 ? new HashSet<string>() : assemblies.Where(assembly => assembly.Project == project).Select(assembly => Path.GetFileNameWithoutExtension(assembly.Path)).ToHashSet(StringComparer.Ordinal));

    private Finding FindingOf(TypeUse use, string user) => new(FindingKind.Build, $"{user} uses {use.Used}{(use.Member.Length == 0 || use.Member.Contains('<', StringComparison.Ordinal) ? "" : $" in {use.Member}")}")
    {
        File = use.File is null ? null : DisplayPath(Mapped(use.File)),
        Line = use.Line,
    };

    /// <summary>A deterministic build writes the root of the repository as <c>/_/</c>.</summary>
    private string Mapped(string file) =>
        file.StartsWith("/_/", StringComparison.Ordinal) && Path.Combine(Workspace, file[3..]) is var own && File.Exists(own) ? own : file;

    /// <summary>The type that a person wrote: what a compiler makes for lambdas and async methods lies in it.</summary>
    private static string Shown(TypeName type) => (type with { Name = string.Join('.', type.Name.Split('.').TakeWhile(part => !part.StartsWith('<'))) }).ToString();
}
