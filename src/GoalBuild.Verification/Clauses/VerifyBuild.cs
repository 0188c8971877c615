using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>build PROJECT [configuration NAME] [warnings as errors]</c></summary>
internal sealed class BuildKind : ClauseKind<BuildClause>
{
    private const string Outputs = "GoalBuilt";

    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(BuildClause clause, ClauseContext context)
    {
        var project = context.FindProject(clause.Project, out var problem);
        if (project is null)
        {
            return [context.Unknown(problem)];
        }

        var build = context.CallProject(project, "Build", ("Configuration", clause.Configuration?.Value));
        var verify = context.Verify(
            nameof(VerifyBuild),
            TaskParameter.Succeeded,
            ("WarningsAsErrors", clause.WarningsAsErrors ? "true" : null));
        if (!clause.WarningsAsErrors)
        {
            return [build, verify];
        }

        build.Add(new XElement("Output", new XAttribute("TaskParameter", "TargetOutputs"), new XAttribute("ItemName", Outputs)));
        verify.Add(new XAttribute("Outputs", $"@({Outputs})"));
        return [new XElement("ItemGroup", new XElement(Outputs, new XAttribute("Remove", $"@({Outputs})"))), build, verify];
    }

    /// <inheritdoc/>
    protected override ClauseReads Reads(BuildClause clause, ClauseContext context) => new ClauseReads.Project(context.FullPath(clause.Project));
}

/// <summary>
/// Turns the result of a build into a verdict. Errors, and the warnings of what is not a compiler, reach the verdict through the engine's logger; the
/// compilers' own warnings are read here too, so that <c>dotnet msbuild</c> by hand sees those of the projects that the clause names.
/// </summary>
public sealed class VerifyBuild : ClauseTask
{
    /// <summary>Whether the build succeeded.</summary>
    public bool Succeeded { get; set; }

    /// <summary>Whether a warning fails the clause too.</summary>
    public bool WarningsAsErrors { get; set; }

    /// <summary>The outputs of the build; their metadata <c>GoalWarningsLog</c> names the compiler's log.</summary>
    public ITaskItem[] Outputs { get; set; } = [];

    /// <inheritdoc/>
    protected override Task<Verdict> VerifyAsync(CancellationToken cancellation) => System.Threading.Tasks.Task.FromResult(Judge());

    private Verdict Judge()
    {
        if (!Succeeded)
        {
            return BuildFailed();
        }

        var warnings = Outputs.Select(output => output.GetMetadata("GoalWarningsLog")).Where(log => log.Length > 0).Distinct(StringComparer.Ordinal)
            .SelectMany(CompilerLog.Warnings).Select(warning => warning with { File = warning.File is null ? null : DisplayPath(warning.File) }).Distinct().ToList();
        return WarningsAsErrors && warnings.Count > 0
            ? Fails($"It builds with {Words.Count(warnings.Count, "warning")}, and none is allowed.", warnings)
            : Holds("It builds.");
    }
}
