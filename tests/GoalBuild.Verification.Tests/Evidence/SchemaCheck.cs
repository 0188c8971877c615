using System.Text.Json;
using System.Text.RegularExpressions;

namespace GoalBuild.Verification.Tests.Evidence;

/// <summary>Checks JSON against as much of JSON Schema as the schema of the evidence uses, and throws at words that it does not know.</summary>
internal static class SchemaCheck
{
    public static List<string> Problems(JsonElement schema, JsonElement value)
    {
        var problems = new List<string>();
        Check(schema, schema, value, "$", problems);
        return problems;
    }

    private static void Check(JsonElement root, JsonElement schema, JsonElement value, string path, List<string> problems)
    {
        foreach (var rule in schema.EnumerateObject())
        {
            switch (rule.Name)
            {
                case "$schema" or "title" or "description" or "$defs":
                    break;
                case "format":
                    Require(value.TryGetDateTimeOffset(out _), $"{path} is no date-time");
                    break;
                case "$ref":
                    Check(root, root.GetProperty("$defs").GetProperty(rule.Value.GetString()!.Split('/')[^1]), value, path, problems);
                    break;
                case "type":
                    Require(IsOf(value, rule.Value.GetString()!), $"{path} is {value.ValueKind}, not {rule.Value}");
                    break;
                case "const":
                    Require(JsonElement.DeepEquals(rule.Value, value), $"{path} is {value}, not {rule.Value}");
                    break;
                case "enum":
                    Require(rule.Value.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)), $"{path} is {value}, none of {rule.Value}");
                    break;
                case "pattern":
                    Require(Regex.IsMatch(value.GetString()!, rule.Value.GetString()!), $"{path} does not match {rule.Value}");
                    break;
                case "minimum":
                    Require(value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= rule.Value.GetDecimal(), $"{path} is less than {rule.Value}");
                    break;
                case "required":
                    foreach (var name in rule.Value.EnumerateArray().Select(name => name.GetString()!))
                    {
                        Require(value.TryGetProperty(name, out _), $"{path} lacks {name}");
                    }

                    break;
                case "properties":
                    foreach (var property in value.EnumerateObject().Where(property => rule.Value.TryGetProperty(property.Name, out _)))
                    {
                        Check(root, rule.Value.GetProperty(property.Name), property.Value, $"{path}.{property.Name}", problems);
                    }

                    break;
                case "additionalProperties":
                    foreach (var property in value.EnumerateObject().Where(property => !schema.GetProperty("properties").TryGetProperty(property.Name, out _)))
                    {
                        problems.Add($"{path} has {property.Name}, which the schema does not know");
                    }

                    break;
                case "items":
                    foreach (var (index, item) in value.EnumerateArray().Index())
                    {
                        Check(root, rule.Value, item, $"{path}[{index}]", problems);
                    }

                    break;
                default:
                    throw new NotSupportedException(rule.Name);
            }
        }

        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => throw new NotSupportedException(type),
    };
}
