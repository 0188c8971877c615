using GoalBuild.Language.Model;
using Sprache;

namespace GoalBuild.Language.Syntax.Grammar;

/// <summary>
/// The clauses. Options of a clause stand in any order. Decided where the language reference is silent: a project is a string; in
/// <c>run</c> and <c>measure</c> the first <c>in</c> with a string names the folder, <c>in</c> with a bare name or a further one an
/// environment; comparisons stand where the reference shows them.
/// </summary>
internal static partial class ClauseGrammar
{
    /// <summary>The parser of what follows a clause's keyword, or null where the word starts no clause.</summary>
    public static Parser<Clause>? For(ReadOnlySpan<char> keyword) => keyword switch
    {
        "build" => Projects.Build,
        "test" => Projects.Test,
        "coverage" => Projects.Coverage,
        "lint" => Projects.Lint,
        "run" => Commands.Run,
        "measure" => Commands.Measure,
        "latency" => Commands.Latency,
        "file" => Files.File,
        "api" => Projects.Api,
        "audit" => Projects.Audit,
        "mutation" => Projects.Mutation,
        "target" => Commands.Target,
        "judge" => Files.Judge,
        _ => null,
    };

    private static readonly Parser<Text> Project = Tokens.String("a project, solution or folder");
    private static readonly Parser<Text> Command = Tokens.String("a command");
    private static readonly Parser<ValueList<Text>> Names = Tokens.List(Tokens.Name("an environment"));

    private static readonly Option<Clause> Timeout = Option.Of<Clause, Quantity>("timeout", Quantities.Duration("timeout"), (clause, time) => clause with { Timeout = time.Time() });
    private static readonly Option<Clause> Label = Option.Of<Clause, Text>("as", Tokens.String("a label"), (clause, label) => clause with { Label = label });
    private static readonly Option<Clause> In = Option.Of<Clause, ValueList<Text>>("in", Names, (clause, names) => clause with { Environments = names });

    /// <summary>Joins a clause's own options with those that every clause has.</summary>
    private static Parser<Clause> Tail(this Parser<Clause> head, params Option<Clause>[] own) => head.With([.. own, In, Timeout, Label]);

    /// <summary>The options of a clause whose <c>in</c> may name a folder too.</summary>
    private static Parser<Clause> TailWithFolder(this Parser<Clause> head, params Option<Clause>[] own) => head.With([.. own, FolderOrEnvironment.Option, Timeout, Label]);

    private static Option<Clause> Own<T>(string words, Func<T, T> apply)
        where T : Clause => Option.Of<Clause>(words, clause => apply((T)clause));

    private static Option<Clause> Own<T, TValue>(string words, Parser<TValue> value, Func<T, TValue, T> apply)
        where T : Clause => Option.Of<Clause, TValue>(words, value, (clause, read) => apply((T)clause, read));
}
