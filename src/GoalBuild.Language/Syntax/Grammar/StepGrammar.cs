using GoalBuild.Language.Model;
using Sprache;

namespace GoalBuild.Language.Syntax.Grammar;

/// <summary>The steps of the ladder, each with its own share of the budget behind it.</summary>
internal static class StepGrammar
{
    private static readonly Option<AgentStep>[] Share =
    [
        Cap("turns", Quantities.Count("turns"), (budget, most) => budget with { Turns = (long)most.Value }),
        Cap("tokens", Quantities.Count("tokens", 1, long.MaxValue), (budget, most) => budget with { Tokens = (long)most.Value }),
        Cap("cost", Quantities.Money("cost"), (budget, most) => budget with { Cost = most.Value }),
        Cap("time", Quantities.Duration("time"), (budget, most) => budget with { Time = most.Time() }),
    ];

    /// <summary>The parser of what follows a step's keyword, or null where the word starts no step.</summary>
    public static Parser<AgentStep>? For(ReadOnlySpan<char> keyword) => keyword switch
    {
        "fixers" => Fixers,
        "fix" => Fix,
        "model" => Model,
        "command" => Command,
        "acp" => Acp,
        _ => null,
    };

    private static readonly Parser<AgentStep> Fixers = Parse.Return((AgentStep)new FixersStep()).With(Share);

    private static readonly Parser<AgentStep> Fix = Tokens.String("a command").Select(command => (AgentStep)new FixStep(command)).With(
    [
        Option.Of<AgentStep, Text>("in", Tokens.String("a folder"), (step, folder) => (FixStep)step with { Directory = folder }),
        .. Share,
    ]);

    private static readonly Parser<AgentStep> Model = Tokens.Name("the name of a model").Select(name => (AgentStep)new ModelStep(name)).With(
    [
        Own("at", Tokens.String("an address"), (step, url) => step with { Url = url }),
        Own("wire", Word("responses", ModelWire.Responses).XOr(Word("chat", ModelWire.Chat)), (step, wire) => step with { Wire = (ModelWire)wire }),
        Own("key", Tokens.Name("the name of an environment variable"), (step, name) => step with { KeyVariable = name }),
        Own("effort", Word("low", ModelEffort.Low).XOr(Word("medium", ModelEffort.Medium)).XOr(Word("high", ModelEffort.High)), (step, effort) => step with { Effort = (ModelEffort)effort }),
        Own(
            "price",
            from sent in Quantities.Money("price")
            from slash in Tokens.Slash
            from received in Quantities.Money("price")
            select new Price(sent, received),
            (step, price) => step with { PriceIn = price.Sent.Value, PriceOut = price.Received.Value }),
        .. Share,
    ]);

    private static readonly Parser<AgentStep> Command = Tokens.String("a command").Select(command => (AgentStep)new CommandStep(command)).With(Share);

    private static readonly Parser<AgentStep> Acp = Tokens.String("a command").Select(command => (AgentStep)new AcpStep(command)).With(Share);

    private static Parser<object> Word(string word, object value) => Tokens.Word(word).Select(_ => value);

    private static Option<AgentStep> Own<T>(string word, Parser<T> value, Func<ModelStep, T, ModelStep> apply) =>
        Option.Of<AgentStep, T>(word, value, (step, read) => apply((ModelStep)step, read));

    private static Option<AgentStep> Cap(string word, Parser<Quantity> most, Func<Budget, Quantity, Budget> apply) =>
        Option.Of<AgentStep, Quantity>(word, most, (step, read) => step with
        {
            Budget = apply(step.Budget ?? new Budget { Span = read.Span }, read) with { Span = SourceSpan.FromBounds(step.Budget?.Span.Start ?? read.Span.Start, read.Span.End) },
        });

    private sealed record Price(Quantity Sent, Quantity Received);
}
