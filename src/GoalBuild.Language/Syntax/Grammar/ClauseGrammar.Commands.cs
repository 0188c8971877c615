using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using Sprache;

namespace GoalBuild.Language.Syntax.Grammar;

internal static partial class ClauseGrammar
{
    /// <summary>Clauses that run something.</summary>
    private static class Commands
    {
        private static readonly Parser<PrintExpectation> Printed =
            Tokens.String("a text").Select(text => new PrintExpectation(false, text, null) { Span = text.Span })
                .XOr(Tokens.Pattern.Select(pattern => new PrintExpectation(false, null, pattern) { Span = pattern.Span }));

        private static readonly Parser<PrintExpectation> NeverPrinted = Tokens.Word("prints").Then(_ => Printed);

        public static readonly Parser<Clause> Run = Command.Select(command => (Clause)new RunClause(command)).TailWithFolder(
            Own<RunClause, Quantity>("exits", Quantities.ExitCode("exits"), (clause, code) => clause with { Exits = (int)code.Value }),
            new("prints", (clause, place) => ReadPrints((RunClause)clause, place, never: false)) { Repeats = true },
            new("never prints", (clause, place) => ReadPrints((RunClause)clause, place, never: true)) { Repeats = true });

        public static readonly Parser<Clause> Measure = (
            from name in Tokens.String("the name of the measure")
            from assign in Tokens.Assign
            from run in Tokens.Word("run")
            from command in Command
            select (Clause)new MeasureClause(name, command, NoPattern, default, NoThreshold))
            .With(FolderOrEnvironment.Option)
            .Then(clause =>
                from matching in Tokens.Word("matching")
                from pattern in Tokens.Pattern
                from comparison in Tokens.Comparison
                from threshold in Quantities.Any("measure")
                select (Clause)((MeasureClause)clause with { Matching = pattern, Comparison = comparison.Comparison, Threshold = threshold }))
            .TailWithFolder();

        public static readonly Parser<Clause> Latency = (
            from request in Tokens.String("a method and an address (\"GET http://…\")")
            from percentile in Percentile.Parser
            from comparison in Tokens.Comparison
            from threshold in Quantities.Duration("latency")
            select (Clause)new LatencyClause(request, percentile.Value, comparison.Comparison, threshold.Time())).Tail(
            Own<LatencyClause, Quantity>("requests", Quantities.Count("requests"), (clause, count) => clause with { Requests = (int)count.Value }),
            Own<LatencyClause, Quantity>("concurrency", Quantities.Count("concurrency"), (clause, count) => clause with { Concurrency = (int)count.Value }),
            Own<LatencyClause, Text>("serve", Command, (clause, command) => clause with { Serve = command }));

        public static readonly Parser<Clause> Target = (
            from target in Tokens.String("an MSBuild target")
            from word in Tokens.Word("in")
            from project in Project
            select (Clause)new TargetClause(target, project)).Tail();

        // Stand-ins until the parser has read the real ones; none of them gets out.
        private static Pattern NoPattern => new("", PatternOptions.None);

        private static Quantity NoThreshold => new(0, Unit.None);

        /// <summary>Reads a row of <c>prints</c> and <c>never prints</c> at once: adding each to the clause alone would cost the square of their number.</summary>
        private static IResult<Clause> ReadPrints(RunClause clause, TokenInput place, bool never)
        {
            var prints = new List<PrintExpectation>(clause.Prints);
            while (true)
            {
                var result = (never ? NeverPrinted : Printed)(place);
                if (!result.WasSuccessful)
                {
                    return Tokens.Fail<Clause>(result.Remainder);
                }

                prints.Add(result.Value with { Never = never });
                place = (TokenInput)result.Remainder;
                never = Tokens.IsWord(place, "never");
                if (!never && !Tokens.IsWord(place, "prints"))
                {
                    return Result.Success<Clause>(clause with { Prints = prints.ToValueList() }, place);
                }

                place = place.Next;
            }
        }
    }

    /// <summary>What <c>in</c> names behind a command: its folder, or environments.</summary>
    private static class FolderOrEnvironment
    {
        public static readonly Option<Clause> Option = new("in", Read) { Repeats = true };

        private static IResult<Clause> Read(Clause clause, TokenInput place)
        {
            var folder = clause switch
            {
                RunClause run => run.Directory,
                MeasureClause measure => measure.Directory,
                _ => throw new InvalidOperationException($"'{clause.Keyword}' runs in no folder."),
            };
            if (folder is null && place.Token.IsString)
            {
                return Tokens.String("a folder").Select(text => WithFolder(clause, text))(place);
            }

            if (clause.Environments.Count > 0)
            {
                place.State.Diagnostics.Report(DiagnosticCatalogue.GivenTwice, place.Token.Span, "Found 'in' with environments, which is given already in this statement; separate several environments by ','");
            }

            return (folder is null ? FolderOrNames : Names).Select(names => clause with { Environments = names })(place);
        }

        private static readonly Parser<ValueList<Text>> FolderOrNames = Tokens.List(Tokens.Name("a folder in double quotes or an environment"));

        private static Clause WithFolder(Clause clause, Text folder) =>
            clause is RunClause run ? run with { Directory = folder } : (MeasureClause)clause with { Directory = folder };
    }
}
