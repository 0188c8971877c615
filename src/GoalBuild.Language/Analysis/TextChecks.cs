using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Analysis;

/// <summary>Texts that say nothing, or hold what nobody sees.</summary>
internal static class TextChecks
{
    public static void Check(Goal goal, SourceText source, DiagnosticBag diagnostics)
    {
        foreach (var (text, what) in Texts(goal))
        {
            // A text of no length stands for one that could not be read, which was reported.
            if (text is { Span.Length: > 0 } && string.IsNullOrWhiteSpace(text.Value) && !(what == Literal && text.Value.Length > 0))
            {
                diagnostics.Report(DiagnosticCatalogue.EmptyText, text.Span, $"Found an empty text where {what} is expected; write it, or take the statement out");
            }
            else if (text is { Span.Length: > 0 } && what is not (Literal or Objective or Policy))
            {
                CheckCharacters(text, what, source.Text.AsSpan(text.Span.Start, text.Span.Length), diagnostics);
            }
        }
    }

    /// <summary>Text to be found as it is: white space is one, and so are the control characters that a command prints.</summary>
    private const string Literal = "the text to find";

    // These two go to models word for word, whatever they hold.
    private const string Objective = "an objective";
    private const string Policy = "a policy";

    /// <summary>What may stand on several lines; all else names something.</summary>
    private static readonly string[] Sentences = ["a condition", "the subject of a review", "a command", "advice", "a requirement", "a statement", "a filter"];

    private static void CheckCharacters(Text text, string what, ReadOnlySpan<char> written, DiagnosticBag diagnostics)
    {
        var rest = text.Value.AsSpan();
        for (var at = Characters.IndexOfUnprintable(rest); at >= 0; at = Characters.IndexOfUnprintable(rest))
        {
            // A line break that is none of the language's was reported wherever it stands.
            if (!(rest[at] is '\n' or '\t' && Sentences.Contains(what)) && !(Characters.LineBreaks.Contains(rest[at]) && written.Contains(rest[at])))
            {
                diagnostics.Report(DiagnosticCatalogue.ControlCharacter, text.Span, $"Found the character {Characters.CodePoint(rest[at])} in '{Characters.Show(text.Value)}', and {what} holds none such; take it out, or write the backslash that was meant as \\\\");
                return;
            }

            rest = rest[(at + 1)..];
        }
    }

    private static IEnumerable<Piece> Texts(Goal goal)
    {
        yield return new(goal.Iterate, Policy);
        foreach (var piece in goal.BlockedWhen.Select(text => new Piece(text, "a condition"))
            .Concat(goal.Reviews.SelectMany(review => new Piece[] { new(review.By, "a role"), new(review.Subject, "the subject of a review") }))
            .Concat(goal.Environments.SelectMany(OfEnvironment))
            .Concat(Nodes.Steps(goal).SelectMany(OfStep))
            .Concat(Nodes.Constraints(goal).SelectMany(OfConstraint))
            .Concat(Nodes.Clauses(goal).SelectMany(OfClause)))
        {
            yield return piece;
        }

        foreach (var scope in Nodes.Scopes(goal))
        {
            yield return new(scope.Name, "a name");
            yield return new(scope.Objective, Objective);
            foreach (var requirement in scope.Requirements)
            {
                yield return new(requirement.Statement, "a requirement");
            }
        }
    }

    private static IEnumerable<Piece> OfEnvironment(GoalEnvironment environment)
    {
        yield return new(environment.Name, "a name");
        foreach (var text in new[] { environment.Configuration, environment.Framework, environment.Container, environment.Runner })
        {
            yield return new(text, "a name");
        }
    }

    private static IEnumerable<Piece> OfStep(AgentStep step) => step switch
    {
        FixStep fix => [new(fix.Command, "a command")],
        CommandStep command => [new(command.Command, "a command")],
        AcpStep acp => [new(acp.Command, "a command")],
        ModelStep model => [new(model.Model, "the name of a model")],
        _ => [],
    };

    private static IEnumerable<Piece> OfConstraint(Constraint constraint) => constraint switch
    {
        ForbidPackageConstraint forbid => [new(forbid.Package, "a package")],
        AllowPackagesConstraint allow => allow.Packages.Select(package => new Piece(package, "a package")),
        ForbidReferenceConstraint forbid => [new(forbid.Target, "a namespace or project"), new(forbid.Origin, "a namespace or project")],
        NetworkConstraint network => network.Hosts.Select(host => new Piece(host, "a host")),
        CommandConstraint command => command.Commands.Select(text => new Piece(text, "a command")),
        AdviceConstraint advice => [new(advice.Advice, "advice")],
        _ => [],
    };

    private static IEnumerable<Piece> OfClause(Clause clause)
    {
        IEnumerable<Piece> own = clause switch
        {
            BuildClause build => [new(build.Configuration, "a configuration")],
            TestClause test => [new(test.Filter, "a filter")],
            RunClause run => [new(run.Command, "a command"), .. run.Prints.Select(print => new Piece(print.Text, Literal))],
            MeasureClause measure => [new(measure.Name, "the name of the measure"), new(measure.Command, "a command")],
            LatencyClause latency => [new(latency.Serve, "a command")],
            FileClause file => [new(file.Contains, Literal)],
            TargetClause target => [new(target.Target, "an MSBuild target")],
            JudgeClause judge => [new(judge.Statement, "a statement")],
            _ => [],
        };
        return [.. own, new(clause.Label, "a label")];
    }

    /// <summary>A text, and what it is. No tuple: LINQ over value types is compiled each time that the tool starts.</summary>
    /// <param name="Text">The text, or null where the goal has none.</param>
    /// <param name="What">What is expected there.</param>
    private sealed record Piece(Text? Text, string What);
}
