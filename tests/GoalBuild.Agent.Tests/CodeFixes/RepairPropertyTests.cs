using CsCheck;
using GoalBuild.Agent.Executors.Fixers.CodeFixes.Compilations;
using Microsoft.CodeAnalysis;

namespace GoalBuild.Agent.Tests.CodeFixes;

/// <summary>What holds for any program: a using that is taken away comes back to its place, and nothing makes the engine throw or do harm.</summary>
[TestFixture]
public sealed class RepairPropertyTests
{
    // Members that need one namespace each, and whose names exist in no other.
    private static readonly (string Namespace, string Member)[] Members =
    [
        ("System.Collections.Generic", "public List<int> {0} = new();"),
        ("System.Collections.Generic", "public Dictionary<string, int>? {0}() => null;"),
        ("System.Collections.Concurrent", "public ConcurrentQueue<int> {0} {{ get; }} = new();"),
        ("System.Diagnostics", "public long {0}() => Stopwatch.GetTimestamp();"),
        ("System.Globalization", "public string {0}(int x) => x.ToString(CultureInfo.InvariantCulture);"),
        ("System.IO", "public string {0}() => Path.GetTempPath();"),
        ("System.Linq", "public int {0}(int[] xs) => xs.Where(x => x > 1).Count();"),
        ("System.Linq", "public object {0}(int[] xs) => from x in xs orderby x select x;"),
        ("System.Net.Http", "public HttpClient? {0};"),
        ("System.Numerics", "public BigInteger {0}() => BigInteger.One;"),
        ("System.Reflection", "public Assembly {0}() => typeof(object).Assembly;"),
        ("System.Runtime.CompilerServices", "[MethodImpl(MethodImplOptions.NoInlining)] public void {0}() {{ }}"),
        ("System.Text", "public void {0}(StringBuilder b) => b.Append(nameof(StringBuilder));"),
        ("System.Text.Json", "public string {0}() => JsonSerializer.Serialize(1);"),
        ("System.Text.RegularExpressions", "public bool {0}(string s) => Regex.IsMatch(s, \"a\");"),
        ("System.Threading.Tasks", "public async Task {0}() => await Task.Delay(1);"),
    ];

    private static readonly string[] Noise = ["", "}", "(", ";", "#if X", "\"", "using ", "class ", "\0", "<", "async "];

    private static readonly Gen<(int[] Members, int[] Removed, int Style)> Programs = Gen.Select(
        Gen.Int[0, Members.Length - 1].Array[1, 8], Gen.Int[0, 7].Array[1, 4], Gen.Int[0, 3]);

    [Test]
    public void A_using_that_is_taken_away_comes_back_to_its_place() => Programs.Sample(
        program =>
        {
            var (whole, broken) = Text(program.Members, program.Removed, program.Style);
            var outcome = Sample.Repair(Sample.Solution(new Dictionary<string, string> { ["input.cs"] = broken }));
            return Sample.Text(outcome.Solution, "input.cs") == whole;
        },
        iter: 150,
        print: program => Text(program.Members, program.Removed, program.Style).Broken);

    [Test]
    public void Damaged_text_never_makes_it_throw_or_add_errors() => Gen.Select(
        Gen.Int[0, Members.Length - 1].Array[2, 5], Gen.Int[0, 10_000].Array[1, 4], Gen.Int[0, Noise.Length - 1]).Sample(
        (members, places, noise) =>
        {
            var text = Text(members, [], 0).Whole;
            foreach (var place in places)
            {
                var at = place % text.Length;
                text = text.Remove(at, Math.Min(1 + place % 3, text.Length - at)).Insert(at, Noise[noise]);
            }

            var before = Sample.Solution(new Dictionary<string, string> { ["input.cs"] = text });
            var outcome = Sample.Repair(before, warningsFail: true);
            return Errors(outcome.Solution) <= Errors(before);
        },
        iter: 100);

    private static (string Whole, string Broken) Text(int[] members, int[] removed, int style)
    {
        var chosen = members.Distinct().ToList();
        var usings = chosen.Select(index => Members[index].Namespace).Distinct().Order(StringComparer.Ordinal).ToList();
        var missing = removed.Select(index => usings[index % usings.Count]).ToHashSet();
        var body = string.Join('\n', chosen.Select((index, number) => "    " + string.Format(System.Globalization.CultureInfo.InvariantCulture, Members[index].Member, $"M{number}")));
        return (Assemble(usings), Assemble(removed.Length == 0 ? usings : usings.Where(name => !missing.Contains(name))));

        string Assemble(IEnumerable<string> names)
        {
            var directives = string.Concat(names.Select(name => $"using {name};\n"));
            directives = directives.Length == 0 ? "" : directives + "\n";
            return style switch
            {
                1 => $"// Header.\n\n{directives}namespace Sample;\n\npublic class C\n{{\n{body}\n}}\n",
                2 => $"#nullable enable\n{directives}public class C\n{{\n{body}\n}}\n",
                3 => $"{directives}namespace Sample\n{{\n    public class C\n    {{\n{body}\n    }}\n}}\n",
                _ => $"{directives}namespace Sample;\n\n/// <summary>Text.</summary>\npublic class C\n{{\n{body}\n}}\n",
            };
        }
    }

    private static int Errors(CompiledSolution solution) =>
        solution.Projects[0].Diagnostics(solution, CancellationToken.None).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
