using GoalBuild.Agent.Executors;

namespace GoalBuild.Report;

/// <summary>A turn of an executor, as a report tells of it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Executor">The step in the words of the language.</param>
/// <param name="State"><c>kept</c>, <c>undone</c>, <c>unchanged</c>, <c>interrupted</c>, or <c>at work</c> while it goes on.</param>
/// <param name="Summary">What was done, or why it was undone.</param>
/// <param name="Holding">How many clauses held after it, as far as that was known by then; null where it never was.</param>
/// <param name="Spent">What models cost in it.</param>
/// <param name="Duration">How long it took; zero while it goes on.</param>
public sealed record ReportTurn(int Number, string Executor, string State, string Summary, int? Holding, Spending Spent, TimeSpan Duration)
{
    /// <summary>The phase that it worked for, or empty.</summary>
    public string Phase { get; init; } = "";
}
