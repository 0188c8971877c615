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
        for (var at = rest.IndexOfAny(Characters.Unprintable); at >= 0; at = rest.IndexOfAny(Characters.Unprintable))
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

    private static IEnumerable<(Text? Text, string What)> Texts(Goal goal)
    {
        yield return (goal.Iterate, Policy);
        foreach (var (text, what) in goal.BlockedWhen.Select(text => (text, "a condition"))
            .Concat(goal.Reviews.SelectMany(review => new[] { (review.By, "a role"), (review.Subject, "the subject of a review") }))
            .Concat(goal.Environments.SelectMany(OfEnvironment))
            .Concat(Nodes.Steps(goal).SelectMany(OfStep))
            .Concat(Nodes.Constraints(goal).SelectMany(OfConstraint))
            .Concat(Nodes.Clauses(goal).SelectMany(OfClause)))
        {
            yield return (text, what);
        }

        foreach (var scope in Nodes.Scopes(goal))
        {
            yield return (scope.Name, "a name");
            yield return (scope.Objective, Objective);
            foreach (var requirement in scope.Requirements)
            {
                yield return (requirement.Statement, "a requirement");
            }
        }
    }

    private static IEnumerable<(Text Text, string What)> OfEnvironment(GoalEnvironment environment)
    {
        yield return (environment.Name, "a name");
        foreach (var text in new[] { environment.Configuration, environment.Framework, environment.Container, environment.Runner })
        {
            yield return (text!, "a name");
        }
    }

    private static IEnumerable<(Text Text, string What)> OfStep(AgentStep step) => step switch
    {
        FixStep fix => [(fix.Command, "a command")],
        CommandStep command => [(command.Command, "a command")],
        AcpStep acp => [(acp.Command, "a command")],
        ModelStep model => [(model.Model, "the name of a model")],
        _ => [],
    };

    private static IEnumerable<(Text Text, string What)> OfConstraint(Constraint constraint) => constraint switch
    {
        ForbidPackageConstraint forbid => [(forbid.Package, "a package")],
        AllowPackagesConstraint allow => allow.Packages.Select(package => (package, "a package")),
        ForbidReferenceConstraint forbid => [(forbid.Target, "a namespace or project"), (forbid.Origin, "a namespace or project")],
        NetworkConstraint network => network.Hosts.Select(host => (host, "a host")),
        CommandConstraint command => command.Commands.Select(text => (text, "a command")),
        AdviceConstraint advice => [(advice.Advice, "advice")],
        _ => [],
    };

    private static IEnumerable<(Text Text, string What)> OfClause(Clause clause)
    {
        var own = clause switch
        {
            BuildClause build => [(build.Configuration, "a configuration")],
            TestClause test => [(test.Filter, "a filter")],
            RunClause run => run.Prints.Select(print => (print.Text, Literal)).Prepend((run.Command, "a command")),
            MeasureClause measure => [(measure.Name, "the name of the measure"), (measure.Command, "a command")],
            LatencyClause latency => [(latency.Serve, "a command")],
            FileClause file => [(file.Contains, Literal)],
            TargetClause target => [(target.Target, "an MSBuild target")],
            JudgeClause judge => [(judge.Statement, "a statement")],
            _ => Enumerable.Empty<(Text? Text, string What)>(),
        };
        return own.Append((clause.Label, "a label")).Select(pair => (pair.Item1!, pair.Item2));
    }
}
