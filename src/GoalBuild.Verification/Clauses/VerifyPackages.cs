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
            TaskParameter.Expression("Assets", $"@({Found})"));
    }

    /// <inheritdoc/>
    protected override ClauseReads Reads(PackageConstraint clause, ClauseContext context) =>
        // Any file of the tree may be a project, or be imported by one.
        new ClauseReads.Tree();
}

/// <summary>Judges the packages that every project of the tree was restored with.</summary>
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

    /// <summary>The assets file of each project that could be evaluated.</summary>
    public ITaskItem[] Assets { get; set; } = [];

    /// <inheritdoc/>
    protected override Task<Verdict> VerifyAsync(CancellationToken cancellation)
    {
        var rule = new PackageRule(MSBuildText.Elements(Names), Allow);
        var broken = new List<(bool IsOfOther, string Text, Finding Finding)>();
        var unknown = new List<Finding>();
        var packages = 0;
        foreach (var project in MSBuildText.Elements(Projects))
        {
            cancellation.ThrowIfCancellationRequested();
            var name = Path.GetFileNameWithoutExtension(project);
            try
            {
                foreach (var listed in ListedIn(project))
                {
                    packages++;
                    if (rule.IsBrokenBy(listed))
                    {
                        broken.Add((false, $"{name} → {listed}", FindingOf(project, $"{name} → {listed}, which packages.config lists")));
                    }
                }

                var assets = Restored(project);
                unknown.AddRange(assets.Errors.Take(1).Select(error => FindingOf(project, $"its restore fails: {error}")));
                packages += assets.Packages.Count;
                broken.AddRange(rule.Broken(assets).Select(package =>
                    (package.IsOfOtherProject, package.WayFrom(name), FindingOf(project, $"{package.WayFrom(name)} ({package.Framework})"))));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or XmlException)
            {
                unknown.Add(FindingOf(project, exception.Message));
            }
        }

        return System.Threading.Tasks.Task.FromResult(Judge(broken, unknown, packages));
    }

    private Verdict Judge(List<(bool IsOfOther, string Text, Finding Finding)> broken, List<Finding> unknown, int packages)
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

        return Holds($"None of the {Words.Count(packages, "resolved package")} of {Words.Count(Projects.Length, "project")} breaks it.");
    }

    private PackageAssets Restored(string project)
    {
        var item = Assets.FirstOrDefault(item => string.Equals(Path.GetFullPath(item.GetMetadata("MSBuildSourceProjectFile")), project, OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException("it cannot be evaluated; the binary log build.binlog in the evidence folder says why");
        var path = Path.GetFullPath(item.ItemSpec, Path.GetDirectoryName(project)!);
        return File.Exists(path) ? PackageAssets.Read(path)
            : File.Exists(ConfigOf(project)) ? new PackageAssets([], [])
            : throw new InvalidDataException($"there is no '{DisplayPath(path)}'");
    }

    private static IEnumerable<string> ListedIn(string project) => !File.Exists(ConfigOf(project)) ? []
        : XDocument.Load(ConfigOf(project)).Descendants("package").Select(package => package.Attribute("id")?.Value).OfType<string>();

    private static string ConfigOf(string project) => Path.Combine(Path.GetDirectoryName(project)!, "packages.config");

    private Finding FindingOf(string project, string message) => new(FindingKind.File, message) { File = DisplayPath(project) };
}
