using System.Xml.Linq;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Constraints.Built;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>keep api PROJECT</c></summary>
internal sealed class ApiConstraintKind : ClauseKind<ApiConstraint>
{
    private const string Found = "GoalOutput", References = "GoalReference";

    /// <inheritdoc/>
    public override OutputUse OutputUse => OutputUse.Reads;

    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(ApiConstraint clause, ClauseContext context)
    {
        if (clause.Baseline is not { } baseline)
        {
            return [context.Unknown($"There is no baseline to compare the public API with{clause.Place}. Commit the tree as it was to git, or let 'dotnet goal run' begin it.")];
        }

        if (context.FindProject(clause.Project, out var problem) is not { } project)
        {
            return [context.Unknown(problem)];
        }

        if (ProjectFile.IsSolution(project))
        {
            return [context.Unknown($"'{clause.Project.Value}' is a solution{clause.Place}; name the project whose public API is kept.")];
        }

        var build = context.CallProject(project, "Build");
        build.Add(Output(Found));
        var references = context.CallProject(project, "_GoalReferences");
        references.Add(Output(References));
        var verify = context.Verify(
            nameof(VerifyApi),
            TaskParameter.Succeeded,
            TaskParameter.Expression("Sdk", DotnetHost.SdkProperty),
            TaskParameter.Expression("Targets", "$(GoalTargetsDirectory)"),
            ("Project", clause.Project.Value),
            ("Place", clause.Place),
            ("BaselineRoot", baseline.Root),
            ("BaselineProject", Path.GetFullPath(Path.GetRelativePath(context.Root, project), baseline.Root)));
        verify.Add(new XAttribute("Outputs", $"@({Found})"), new XAttribute("References", $"@({References})"));
        return
        [
            new XElement("ItemGroup", new XElement(Found, new XAttribute("Remove", $"@({Found})")), new XElement(References, new XAttribute("Remove", $"@({References})"))),
            build,
            references,
            verify,
        ];
    }

    /// <inheritdoc/>
    protected override ClauseReads Reads(ApiConstraint clause, ClauseContext context) => new ClauseReads.Tree();

    private static XElement Output(string item) => new("Output", new XAttribute("TaskParameter", "TargetOutputs"), new XAttribute("ItemName", item));
}

/// <summary>
/// Compares the public API of a project with that of the baseline's, framework by framework, with the SDK's own Microsoft.DotNet.ApiCompat. Additions are no
/// break. A file of suppressions in the tree counts for nothing: whoever changes the API could write it.
/// </summary>
public sealed class VerifyApi : ClauseTask
{
    /// <summary>Absolute path of the SDK.</summary>
    [Required]
    public string Sdk { get; set; } = "";

    /// <summary>The folder of GoalBuild's own targets, with a separator at its end.</summary>
    [Required]
    public string Targets { get; set; } = "";

    /// <summary>The project, as it stands in the goal.</summary>
    public string Project { get; set; } = "";

    /// <summary>Where the constraint is written, with a blank in front.</summary>
    public string Place { get; set; } = "";

    /// <summary>Absolute path of the tree as it was.</summary>
    [Required]
    public string BaselineRoot { get; set; } = "";

    /// <summary>Absolute path of the project in it, which may be missing.</summary>
    [Required]
    public string BaselineProject { get; set; } = "";

    /// <summary>Whether the project was built.</summary>
    public bool Succeeded { get; set; }

    /// <summary>What the build gave.</summary>
    public ITaskItem[] Outputs { get; set; } = [];

    /// <summary>What the compiler resolves types with, for each framework.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <inheritdoc/>
    protected override async Task<Verdict> VerifyAsync(CancellationToken cancellation)
    {
        var now = Outputs.Select(output => new ApiAssembly(
            Path.GetFullPath(output.ItemSpec, Path.GetDirectoryName(output.GetMetadata("MSBuildSourceProjectFile"))!),
            output.GetMetadata("GoalTargetFramework"),
            [.. References.Where(reference => reference.GetMetadata("GoalTargetFramework") == output.GetMetadata("GoalTargetFramework")).Select(reference => reference.ItemSpec)])).ToList();
        if (!Succeeded || now.Count == 0)
        {
            return Unknown($"'{Project}' does not build, so that its public API is not known{Place}. Repair the build.");
        }

        if (!File.Exists(BaselineProject))
        {
            return Holds($"'{Project}' was not there at the baseline: there is no public API to keep.");
        }

        var dotnet = new DotnetHost(Sdk, new Dictionary<string, string?>());
        Progress("building the baseline");
        var (then, trouble) = await new BaselineBuild(dotnet, Targets, BaselineRoot).OfAsync(BaselineProject, cancellation).ConfigureAwait(false);
        if (then is null)
        {
            return Unknown($"The project of the baseline does not build, so that the public API to keep is not known{Place}: {trouble.TrimEnd('.')}.");
        }

        if (then.Count == 0)
        {
            return Unknown($"The build of the project of the baseline gives no assembly, so that the public API to keep is not known{Place}.");
        }

        Progress("comparing the public API");
        var findings = new List<Finding>();
        foreach (var assembly in then)
        {
            if (now.Find(other => other.Framework == assembly.Framework) is not { } successor)
            {
                findings.Add(new Finding(FindingKind.Build, $"The project no longer targets {assembly.Framework}."));
                continue;
            }

            var (breaks, failure) = await new ApiComparison(dotnet, ArtifactPath($".{assembly.Framework}.proj")).RunAsync(assembly, successor, cancellation).ConfigureAwait(false);
            if (failure is not null)
            {
                return Unknown($"The public API cannot be compared{Place}: {failure}");
            }

            findings.AddRange(breaks.Select(found => then.Count > 1 ? found with { Message = $"{found.Message} ({assembly.Framework})" } : found));
        }

        return findings.Count == 0
            ? Holds($"The public API of '{Project}' is compatible with the baseline's.")
            : Fails($"The public API of '{Project}' breaks{Place}: {(findings[0].Code is { } code ? $"{code}: " : "")}{findings[0].Message.TrimEnd('.')}{(findings.Count > 1 ? $" ({findings.Count - 1} more)" : "")}. Bring back what is gone, beside the new.", findings);
    }
}
