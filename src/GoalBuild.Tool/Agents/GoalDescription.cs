using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Tool.Commands;

namespace GoalBuild.Tool.Agents;

/// <summary>A goal for an agent: what it asks, how it is proved, and what bounds it. Clauses and constraints are told as the file has them.</summary>
internal static class GoalDescription
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The goals as JSON.</summary>
    /// <param name="goals">The goals, each with its file.</param>
    public static string Of(IEnumerable<(GoalSource Source, Goal Goal)> goals) => new JsonObject
    {
        ["goals"] = new JsonArray([.. goals.Select(pair => Of(pair.Source, pair.Goal))]),
    }.ToJsonString(Indented);

    private static JsonObject Of(GoalSource source, Goal goal)
    {
        var described = Of(source.Parsed.Source, goal, GoalClause.Of(goal), phase: null);
        described.Insert(0, "file", source.Shown);
        Put(described, "context", goal.Context.Select(glob => glob.Value));
        Put(described, "blockedWhen", goal.BlockedWhen.Select(condition => condition.Value));
        Put(described, "reviewBy", goal.Reviews.Select(review => $"{review.By.Value}: {review.Subject.Value}"));
        if (goal.Phases.Count > 0)
        {
            described["phases"] = new JsonArray([.. goal.Phases.Select(phase => Of(source.Parsed.Source, phase, GoalClause.Of(goal), phase))]);
        }

        return described;
    }

    private static JsonObject Of(SourceText text, Scope scope, IReadOnlyList<GoalClause> clauses, Phase? phase)
    {
        var own = clauses.Where(clause => Equals(clause.Phase?.Name.Value, phase?.Name.Value)).ToList();
        var described = new JsonObject { ["name"] = scope.Name.Value };
        if (scope.Objective is { } objective)
        {
            described["objective"] = objective.Value;
        }

        Put(described, "after", scope.After.Select(name => name.Value));
        Put(described, "requirements", scope.Requirements.Select(requirement => requirement.Statement.Value));
        described["clauses"] = new JsonArray([.. own.Select(clause => Described(text, clause))]);
        Put(described, "constraints", scope.Constraints.Select(constraint => Written(text, constraint)));
        if (scope.Budget is { } budget)
        {
            described["budget"] = Written(text, budget);
        }

        return described;
    }

    private static JsonObject Described(SourceText text, GoalClause clause)
    {
        var described = new JsonObject { ["name"] = clause.Name, ["clause"] = Written(text, clause.Clause) };
        if (clause.Requirement is { } requirement)
        {
            described["proves"] = requirement.Statement.Value;
        }

        return described;
    }

    private static void Put(JsonObject to, string name, IEnumerable<string> values)
    {
        var all = values.Select(value => (JsonNode)value).ToArray();
        if (all.Length > 0)
        {
            to[name] = new JsonArray(all);
        }
    }

    private static string Written(SourceText text, Node node) => text.Text.Substring(node.Span.Start, node.Span.Length);
}
