using System.Xml;
using System.Xml.Linq;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Constraints.Built;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>forbid package NAME</c> and <c>allow packages NAME, …</c></summary>
internal sealed class PackageConstraintKind : ClauseKind<PackageConstraint>
{
    private const string Found = "GoalAssets";

    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(PackageConstraint clause, ClauseContext context)
    {
        var projects = ProjectFiles.In(context.Root);
        yield return new XElement("ItemGroup", new XElement(Found, new XAttribute("Remove", $"@({Found})")));
        foreach (var project in projects)
        {
            var call = context.CallProject(project, "_GoalAssets");
            call.Add(new XElement("Output", new XAttribute("TaskParameter", "TargetOutputs"), new XAttribute("ItemName", Found)));
            yield return call;
        }

        yield return context.Verify(
            nameof(VerifyPackages),
            TaskParameter.List("Names", [.. clause.Names.Select(name => name.Value)]),
            ("Allow", clause.Allow ? "true" : null),
            ("Place", clause.Place),
            TaskParameter.List("Projects", [.. projects]),
            TaskParameter.List("Needed", [.. Needed(clause, context, projects)]),
            TaskParameter.Expression("Assets", $"@({Found})"));
    }

    /// <summary>The projects that the goal is about: those that its clauses name, by themselves or in a solution; all of them where it names none.</summary>
    private static IEnumerable<string> Needed(PackageConstraint clause, ClauseContext context, IReadOnlyList<string> projects)
    {
        if (clause.Builds.Count == 0)
        {
            return projects;
        }

        var named = clause.Builds.Select(build => context.FindProject(build.Project, out _)).OfType<string>().ToList();
        var solutions = named.Where(ProjectFile.IsSolution).Select(File.ReadAllText).ToList();
        return projects.Where(project => named.Contains(project, StringComparer.Ordinal) || solutions.Exists(text => text.Contains(Path.GetFileName(project), StringComparison.OrdinalIgnoreCase)));
    }

    /// <inheritdoc/>
    protected override ClauseReads Reads(PackageConstraint clause, ClauseContext context) =>
        // Any file of the tree may be a project, or be imported by one.
        new ClauseReads.Tree();
}

/// <summary>
/// Judges the packages that every project of the tree was restored with. One that cannot be restored leaves the verdict unknown where the goal is about it;
/// another, such as what tests keep as an example of a broken project, is judged by the packages that it names itself, and that is told.
/// </summary>
public sealed class VerifyPackages : ClauseTask
{
    /// <summary>The packages, as <see cref="MSBuildText.List"/> writes them.</summary>
    [Required]
    public string[] Names { get; set; } = [];

    /// <summary>Whether they are the only ones that are allowed, instead of forbidden.</summary>
    public bool Allow { get; set; }

    /// <summary>Where the constraint is written, with a blank in front.</summary>
    public string Place { get; set; } = "";

    /// <summary>Absolute paths of all projects, as <see cref="MSBuildText.List"/> writes them.</summary>
    public string[] Projects { get; set; } = [];

    /// <summary>Absolute paths of those that have to be restored, as <see cref="MSBuildText.List"/> writes them.</summary>
    public string[] Needed { get; set; } = [];

    /// <summary>The assets file of each project that could be evaluated.</summary>
    public ITaskItem[] Assets { get; set; } = [];

    /// <inheritdoc/>
    protected override Task<Verdict> VerifyAsync(CancellationToken cancellation)
    {
        var rule = new PackageRule(MSBuildText.Elements(Names), Allow);
        var broken = new List<(bool IsOfOther, string Text, Finding Finding)>();
        var unknown = new List<Finding>();
        var aside = new List<Finding>();
        var needed = MSBuildText.Elements(Needed).ToHashSet(StringComparer.Ordinal);
        var packages = 0;
        foreach (var project in MSBuildText.Elements(Projects))
        {
            cancellation.ThrowIfCancellationRequested();
            var name = Path.GetFileNameWithoutExtension(project);
            try
            {
                AddNamed(NamedPackages.InConfig(project), "packages.config lists");
                var assets = Restored(project);
                if (assets.Errors.Count > 0)
                {
                    throw new InvalidDataException($"its restore fails: {assets.Errors[0]}");
                }

                packages += assets.Packages.Count;
                broken.AddRange(rule.Broken(assets).Select(package =>
                    (package.IsOfOtherProject, package.WayFrom(name), FindingOf(project, $"{package.WayFrom(name)} ({package.Framework})"))));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or XmlException)
            {
                (needed.Contains(project) ? unknown : aside).Add(FindingOf(project, exception.Message));
                AddNamed(NamedPackages.InProject(project), "it names");
            }

            void AddNamed(IReadOnlyList<string> named, string how)
            {
                packages += named.Count;
                broken.AddRange(named.Where(rule.IsBrokenBy).Select(package => (false, $"{name} → {package}", FindingOf(project, $"{name} → {package}, which {how}"))));
            }
        }

        return System.Threading.Tasks.Task.FromResult(Judge(broken, unknown, aside, packages));
    }

    private Verdict Judge(List<(bool IsOfOther, string Text, Finding Finding)> broken, List<Finding> unknown, List<Finding> aside, int packages)
    {
        if (broken.Count > 0)
        {
            // What brings it in comes before those who get it by way of that.
            var ordered = broken.OrderBy(one => one.IsOfOther).ToList();
            var ways = ordered.Select(one => one.Text).Distinct(StringComparer.Ordinal).ToList();
            return Fails(
                $"{(Allow ? "A package is resolved that is not allowed" : "A forbidden package is resolved")}{Place}: {ways[0]}{(ways.Count > 1 ? $" ({ways.Count - 1} more)" : "")}. Take it out of the project{(Allow ? ", or allow it" : "; where a package brings it, use another one")}.",
                ordered.Select(one => one.Finding));
        }

        if (unknown.Count > 0)
        {
            return Unknown($"What {unknown[0].File} is restored with is not known{Place}: {unknown[0].Message.TrimEnd('.')}. Restore it with 'dotnet restore', or take the project out of the tree.") with { Findings = [.. unknown] };
        }

        var rest = aside.Count == 0 ? "" : $" {Words.Count(aside.Count, "project")} that no clause builds cannot be restored, and {(aside.Count == 1 ? "was" : "were")} judged by the packages that {(aside.Count == 1 ? "it names itself" : "they name themselves")}.";
        return Holds($"None of the {Words.Count(packages, "resolved package")} of {Words.Count(Projects.Length, "project")} breaks it.{rest}") with { Findings = [.. aside.Select(finding => finding with { IsError = false })] };
    }

    private PackageAssets Restored(string project)
    {
        var item = Assets.FirstOrDefault(item => string.Equals(Path.GetFullPath(item.GetMetadata("MSBuildSourceProjectFile")), project, OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException("it cannot be evaluated; the binary log build.binlog in the evidence folder says why");
        var path = Path.GetFullPath(item.ItemSpec, Path.GetDirectoryName(project)!);
        return File.Exists(path) ? PackageAssets.Read(path)
            : File.Exists(NamedPackages.ConfigOf(project)) ? new PackageAssets([], [])
            : throw new InvalidDataException($"there is no '{DisplayPath(path)}'");
    }

    private Finding FindingOf(string project, string message) => new(FindingKind.File, message) { File = DisplayPath(project) };
}
