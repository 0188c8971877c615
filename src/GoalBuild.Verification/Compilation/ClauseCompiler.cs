using System.Globalization;
using System.Xml.Linq;
using GoalBuild.Language.Model;
using GoalBuild.Verification.Clauses;
using GoalBuild.Verification.Environments;

namespace GoalBuild.Verification.Compilation;

/// <summary>
/// Compiles one clause to its target. A clause of several environments runs in one after another in this target, and its last task makes one verdict of theirs.
/// </summary>
internal static class ClauseCompiler
{
    /// <summary>The table of clause kinds.</summary>
    private static readonly Dictionary<Type, ClauseKind> Kinds = new ClauseKind[]
    {
        new DocumentedKind(),
        new AuditKind(),
        new BuildKind(),
        new TestKind(),
        new CoverageKind(),
        new LintKind(),
        new FileKind(),
        new JudgeKind(),
        new LatencyKind(),
        new MeasureKind(),
        new MutationKind(),
        new RunKind(),
        new TargetKind(),
        new PackageConstraintKind(),
        new ReferenceConstraintKind(),
        new ApiConstraintKind(),
    }.ToDictionary(kind => kind.ClauseType);

    /// <summary>Compiles a clause.</summary>
    /// <param name="context">The clause and its place, in no environment yet.</param>
    /// <param name="environment">The only one of its environments that counts, or null for all.</param>
    public static CompiledClause Compile(ClauseContext context, string? environment = null)
    {
        var names = context.Clause.Clause.Environments.Select(name => name.Value).Distinct(StringComparer.Ordinal).ToList();
        var clause = CompileIn(context, environment is not null && names.Contains(environment, StringComparer.Ordinal) ? [environment] : names);
        return clause.Element.DescendantsAndSelf().Attributes().All(attribute => MSBuildText.IsLegal(attribute.Value))
            ? clause
            : Unknown(context, "It has a character in it that no file can hold: half of a surrogate pair, U+FFFE or U+FFFF. Take it out, or match it with a pattern such as /\\uFFFE/.");
    }

    private static CompiledClause CompileIn(ClauseContext context, List<string> names)
    {
        if (names.Count == 0)
        {
            return One(context);
        }

        var environments = new List<GoalEnvironment>();
        foreach (var name in names)
        {
            if (context.Goal.Environments.FirstOrDefault(environment => environment.Name.Value == name) is not { } environment)
            {
                return Unknown(context, $"The goal has no environment '{name}'. Add it, or take it out of the clause.");
            }

            environments.Add(environment);
        }

        return environments is [var only] ? One(context.In(only, 0)) : Several(context, environments);
    }

    private static CompiledClause One(ClauseContext context)
    {
        if (!Kinds.TryGetValue(context.Clause.Clause.GetType(), out var kind))
        {
            return Unknown(context, $"The check '{context.Clause.Clause.Keyword}' is not available in this version. Take the clause out, or prove it in another way, such as with 'run'.");
        }

        if (Elsewhere(context.Environment, kind, context) is { } reason)
        {
            return Unknown(context, reason);
        }

        List<XElement> tasks = [.. kind.Compile(context)];

        // Under one name an image may be another one tomorrow; only by its digest it stays the same.
        var reads = context.Environment?.Container is { Value: var image } && !image.Contains("@sha256:", StringComparison.Ordinal) ? new ClauseReads.Unknowable() : kind.Reads(context);
        return Target(context, tasks, reads, context.Projects, context.BuildsAlone && kind.OutputUse < OutputUse.MayWrite ? OutputUse.MayWrite : kind.OutputUse, 1);
    }

    /// <summary>Why a clause cannot be verified here in its environment, or null.</summary>
    private static string? Elsewhere(GoalEnvironment? environment, ClauseKind kind, ClauseContext context) => environment switch
    {
        { Runner: { } runner } when !Runners.OfThisProcess.IsHere(runner.Value) =>
            $"It is verified on the runner '{runner.Value}', and this machine is not that. Run 'dotnet goal verify --environment {environment.Name.Value}' there, where {Runners.Variable}={runner.Value} says so.",
        { Container: { } image } when !kind.RunsInContainer =>
            $"Its environment '{environment.Name.Value}' asks for a container of '{image.Value}', in which a '{context.Clause.Clause.Keyword}' clause cannot be verified; 'run', 'measure' and 'test' can. Prove it with one of these.",
        _ => null,
    };

    private static CompiledClause Several(ClauseContext context, List<GoalEnvironment> environments)
    {
        var parts = environments.Select((environment, i) => One(context.In(environment, i + 1))).ToList();
        foreach (var (part, i) in parts.Select((part, i) => (part, i)))
        {
            // In the memory of MSBuild, where nothing that a clause runs can reach it.
            part.Element.Elements().Last().Add(new XElement("Output", new XAttribute("TaskParameter", "VerdictAsJson"), new XAttribute("PropertyName", Found(i))));
        }

        XElement[] tasks =
        [
            .. parts.SelectMany(part => part.Element.Elements()),
            context.Verify(
                "VerifyEnvironments",
                TaskParameter.List("Environments", [.. environments.Select(environment => environment.Name.Value)]),
                TaskParameter.Expression("Verdicts", string.Join(';', parts.Select((_, i) => $"'$({Found(i)})'")))),
        ];
        return Target(
            context, tasks, parts.FirstOrDefault(part => part.Reads is ClauseReads.Unknowable)?.Reads ?? parts[0].Reads, [.. parts.SelectMany(part => part.Projects).Distinct(StringComparer.Ordinal)], parts.Max(part => part.OutputUse), parts.Count);
    }

    private static string Found(int part) => string.Create(CultureInfo.InvariantCulture, $"GoalVerdict{part + 1}");

    private static CompiledClause Unknown(ClauseContext context, string reason) =>
        Target(context, [context.Unknown(reason)], new ClauseReads.Unknowable(), [], OutputUse.None, 1);

    private static CompiledClause Target(ClauseContext context, IEnumerable<XElement> tasks, ClauseReads reads, IReadOnlyList<string> projects, OutputUse outputs, int times)
    {
        var element = new XElement(
            "Target",
            new XAttribute("Name", context.Target),
            projects.Count > 0 ? new XAttribute("DependsOnTargets", GoalCompiler.RestoreTarget) : null,
            tasks);
        return new CompiledClause(context, reads, projects, element)
        {
            OutputUse = outputs,
            TimeLimit = TimeSpan.FromSeconds(Math.Min(context.Timeout.TotalSeconds * times, TimeSpan.MaxValue.TotalSeconds / 2)),
        };
    }
}
