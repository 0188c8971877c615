using System.Globalization;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Compilation;
using GoalBuild.Verification.Documentation;
using Microsoft.Build.Framework;

namespace GoalBuild.Verification.Clauses;

/// <summary><c>api PROJECT documented</c></summary>
internal sealed class DocumentedKind : ClauseKind<ApiClause>
{
    private const string Outputs = "GoalDocumented";

    /// <inheritdoc/>
    protected override IEnumerable<XElement> Compile(ApiClause clause, ClauseContext context)
    {
        var project = context.FindProject(clause.Project, out var problem);
        if (project is null)
        {
            return [context.Unknown(problem)];
        }

        var build = context.CallProject(project, "Build");
        build.Add(new XElement("Output", new XAttribute("TaskParameter", "TargetOutputs"), new XAttribute("ItemName", Outputs)));
        var verify = context.Verify(nameof(VerifyDocumented), TaskParameter.Succeeded);
        verify.Add(new XAttribute("Outputs", $"@({Outputs})"));
        return [new XElement("ItemGroup", new XElement(Outputs, new XAttribute("Remove", $"@({Outputs})"))), build, verify];
    }

    /// <inheritdoc/>
    protected override ClauseReads Reads(ApiClause clause, ClauseContext context) => new ClauseReads.Project(context.FullPath(clause.Project));
}

/// <summary>
/// Finds out whether every public and protected type and member of what was built has an XML comment. The compiler's own warning CS1591 asks the same, and
/// can be silenced in a dozen places; so the sources that it compiled are looked at themselves. Test projects of a solution are passed over.
/// </summary>
public sealed class VerifyDocumented : ClauseTask
{
    /// <summary>Most findings that a verdict carries; more are counted.</summary>
    public const int MaxFindings = 100;

    private const string Code = "CS1591";

    /// <summary>Whether the build succeeded.</summary>
    public bool Succeeded { get; set; }

    /// <summary>The outputs of the build; their metadata <c>GoalSources</c> names what was compiled.</summary>
    public ITaskItem[] Outputs { get; set; } = [];

    /// <inheritdoc/>
    protected override Task<Verdict> VerifyAsync(CancellationToken cancellation) => System.Threading.Tasks.Task.FromResult(Judge(cancellation));

    private Verdict Judge(CancellationToken cancellation)
    {
        if (!Succeeded)
        {
            return BuildFailed();
        }

        var projects = Outputs.Where(output => !TestProjects.IsTest(output)).ToList();
        List<string> files = [.. (projects.Count > 0 ? projects : [.. Outputs]).Select(output => output.GetMetadata("GoalSources")).Where(File.Exists).Distinct(StringComparer.Ordinal)];
        if (files.Count == 0)
        {
            return Unknown("Nothing that it builds says what it was compiled from; name a C# project of the .NET SDK, or a solution with one.");
        }

        var sources = files.ConvertAll(SourceSet.Read);
        if (sources.Find(set => !set.IsCSharp) is { } other)
        {
            return Unknown($"It is not all C#, and only the comments of C# are understood: {DisplayPath(other.Files.First(file => !file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)))}. Name the C# projects one by one.");
        }

        // Frameworks of one project share files; what a file declares counts once.
        var members = new Dictionary<(string File, int Line, int Column), (string Name, string? Fault)>();
        var generated = 0;
        foreach (var set in sources)
        {
            var (found, skipped) = PublicApi.Of(set, cancellation);
            generated = Math.Max(generated, skipped);
            foreach (var member in found)
            {
                var place = member.Place;
                var fault = XmlComment.FaultOf(member);
                if (!members.TryGetValue(place, out var known) || (known.Fault is null && fault is not null))
                {
                    members[place] = (member.Name, fault);
                }
            }
        }

        return Judge(members, generated);
    }

    private Verdict Judge(Dictionary<(string File, int Line, int Column), (string Name, string? Fault)> members, int generated)
    {
        var without = members.Where(member => member.Value.Fault is not null).OrderBy(member => member.Key.File, StringComparer.Ordinal).ThenBy(member => member.Key.Line).ThenBy(member => member.Key.Column).ToList();
        var left = generated == 0 ? "" : $" {Words.Capital(Words.Count(generated, "file"))} that tools write {(generated == 1 ? "is" : "are")} left out.";
        ValueList<Figure> figures = [new Figure("undocumented", without.Count, "", 0), new Figure("public members", members.Count, "", null)];
        if (members.Count == 0)
        {
            return Unknown($"It has no public type or member, so that there is nothing to document. Name the project with the API, or take the clause out.{left}") with { Figures = figures };
        }

        if (without.Count == 0)
        {
            return Holds($"{(members.Count == 1 ? "Its one public member has" : string.Create(CultureInfo.InvariantCulture, $"All {members.Count} public members have"))} an XML comment.{left}") with { Figures = figures };
        }

        var findings = without.Take(MaxFindings).Select(member => new Finding(FindingKind.Lint, $"'{member.Value.Name}' {member.Value.Fault}.")
        {
            Code = Code,
            File = DisplayPath(member.Key.File),
            Line = member.Key.Line,
            Column = member.Key.Column,
        });
        return Fails(
            string.Create(CultureInfo.InvariantCulture, $"{without.Count} of {Words.Count(members.Count, "public member")} {(without.Count == 1 ? "has" : "have")} no XML comment.{left}"),
            findings) with
        {
            Figures = figures,
        };
    }
}
