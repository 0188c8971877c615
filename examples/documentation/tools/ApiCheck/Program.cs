using System.Reflection;
using System.Text.RegularExpressions;
using Rates;

// Holds docs/api.md against the library itself: each public operation needs a section that has its parameters' names and an example in C#.
const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
var sections = Regex.Split(File.ReadAllText("docs/api.md"), "^## ", RegexOptions.Multiline)
    .ToDictionary(section => section.Split('\n')[0].Trim(), section => section);
var problems = new List<string>();
foreach (var operation in typeof(RateTable).Assembly.GetExportedTypes().SelectMany(type => type.GetMethods(Declared)).Where(method => !method.IsSpecialName))
{
    var name = $"{operation.DeclaringType!.Name}.{operation.Name}";
    if (!sections.TryGetValue(name, out var section))
    {
        problems.Add($"{name} has no section '## {name}'");
        continue;
    }

    problems.AddRange(operation.GetParameters().Where(parameter => !section.Contains(parameter.Name!)).Select(parameter => $"{name} does not mention '{parameter.Name}'"));
    if (!section.Contains("```csharp"))
    {
        problems.Add($"{name} has no example");
    }
}

Console.WriteLine(problems.Count == 0 ? "every operation is described" : string.Join('\n', problems.Select(problem => $"docs/api.md: {problem}")));
return problems.Count == 0 ? 0 : 1;
