using System.Globalization;
using System.Text.Json;
using GoalBuild.Agent.Executors;
using GoalBuild.Agent.Loop;
using GoalBuild.Ledger;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Log;

/// <summary>The events of a run as entries of its log.</summary>
internal static class EventLog
{
    /// <summary>The entry of an event.</summary>
    /// <param name="happened">The event.</param>
    /// <returns>The entry; null for what only the loop itself needs to know.</returns>
    public static LogEntry? Of(LedgerEvent happened)
    {
        using var document = JsonDocument.Parse(happened.Data);
        var data = document.RootElement;
        return happened.Kind switch
        {
            nameof(RunStarted) => Entry(LogKinds.RunStarted, data.GetProperty("resumed").GetBoolean() ? $"run {Text("run")} goes on" : $"run {Text("run")} begins"),
            nameof(RunFinished) => Entry(LogKinds.RunFinished, $"{Spaced(Text("outcome"))}: {Text("message")}"),
            nameof(NoticeGiven) => Entry(LogKinds.Notice, Text("message")),
            nameof(VerificationFinished) => Entry(LogKinds.Verified, Verified(data)),
            nameof(TurnStarted) => Entry(LogKinds.TurnStarted, Text("executor")),
            nameof(TurnKept) => Entry(LogKinds.TurnKept, $"{Text("summary")} ({Words.Count(data.GetProperty("files").GetArrayLength(), "file")} changed)"),
            nameof(TurnUndone) => Entry(LogKinds.TurnUndone, Text("reason")),
            nameof(TurnIdle) => Entry(LogKinds.TurnIdle, Text("summary")),
            nameof(StepFinished) => Entry(LogKinds.StepFinished, $"{Text("executor")}: {Text("reason")}"),
            Stretches.CrashedKind => Entry(LogKinds.CutOff, "the run was cut off"),
            RaisedBudget.Kind => Entry(LogKinds.BudgetRaised, Raised(data)),
            GoalTextChange.Kind => Entry(LogKinds.GoalChanged, Changed(happened)),
            _ => null,
        };

        string Text(string name) => data.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

        LogEntry Entry(string kind, string text) => new(happened.At, happened.Turn, kind, text)
        {
            Code = data.TryGetProperty("code", out var code) ? code.GetString() : null,
            Spent = data.TryGetProperty("spent", out var spent) && spent.ValueKind == JsonValueKind.Object ? SpentIn(spent) : null,
        };
    }

    // "BudgetSpent" is "budget spent" to people.
    private static string Spaced(string name) => string.Concat(name.Select((letter, index) => char.IsUpper(letter) ? $"{(index > 0 ? " " : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static string Verified(JsonElement data)
    {
        var open = data.TryGetProperty("open", out var clauses) ? string.Concat(clauses.EnumerateArray().Select(clause => $"\n{clause.GetString()}")) : "";
        return $"{Words.Holding(data.GetProperty("holding").GetInt32(), data.GetProperty("clauses").GetInt32())}{(data.GetProperty("final").GetBoolean() ? " in the last proof" : "")}{open}";
    }

    private static string Raised(JsonElement data)
    {
        var caps = new List<string>();
        Add("Turns", value => $"turns {value.GetInt64()}");
        Add("Tokens", value => $"tokens {value.GetInt64()}");
        Add("Cost", value => string.Create(CultureInfo.InvariantCulture, $"cost ${value.GetDecimal()}"));
        Add("Milliseconds", value => $"time {Words.Of(TimeSpan.FromMilliseconds(value.GetDouble()))}");
        return $"from now on the caps are: {string.Join(", ", caps)}";

        void Add(string name, Func<JsonElement, string> words)
        {
            if (data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number)
            {
                caps.Add(words(value));
            }
        }
    }

    private static string Changed(LedgerEvent happened)
    {
        var change = GoalTextChange.Read(happened);
        return string.Join('\n', LineDiff.Of(change.Old, change.New).Prepend("the goal file was changed while the run was interrupted"));
    }

    private static Spending SpentIn(JsonElement spent) => new(
        spent.GetProperty("tokensIn").GetInt64(),
        spent.GetProperty("tokensCached").GetInt64(),
        spent.GetProperty("tokensOut").GetInt64(),
        spent.GetProperty("dollars").GetDecimal());
}
