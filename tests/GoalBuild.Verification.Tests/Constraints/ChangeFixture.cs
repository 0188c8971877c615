using GoalBuild.Language;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Constraints;

namespace GoalBuild.Verification.Tests.Constraints;

/// <summary>
/// A change to judge: files with what they said before and what they say after it. In a fixture file the first line is the code that the change must
/// be found to break, or <c>honest</c>; then <c>=== path | before</c>, <c>=== path | after</c> and <c>=== path | tree</c> (a file that does not change) begin the texts.
/// </summary>
internal sealed class ChangeFixture
{
    private readonly Dictionary<string, (string? Before, string? After)> _files = new(StringComparer.Ordinal);

    /// <summary>The code, or <c>honest</c>.</summary>
    public string Expected { get; private init; } = "";

    /// <summary>The tree, for files that do not change.</summary>
    public string Root { get; init; } = TestContext.CurrentContext.TestDirectory;

    /// <summary>Reads a fixture.</summary>
    public static ChangeFixture Read(string path, string root)
    {
        var lines = File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n=== ");
        var fixture = new ChangeFixture { Expected = lines[0].Trim(), Root = root };
        foreach (var section in lines.Skip(1))
        {
            var end = section.IndexOf('\n', StringComparison.Ordinal);
            var (file, side) = (section[..end].Split(" | ")[0], section[..end].Split(" | ")[1].Trim());
            var text = section[(end + 1)..] + "\n";
            if (side == "tree")
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, file))!);
                File.WriteAllText(Path.Combine(root, file), text);
                continue;
            }

            var known = fixture._files.GetValueOrDefault(file);
            fixture._files[file] = side == "before" ? (text, known.After) : (known.Before, text);
        }

        return fixture;
    }

    /// <summary>Adds a file; null where it is not there.</summary>
    public ChangeFixture With(string path, string? before, string? after)
    {
        _files[path] = (before, after);
        return this;
    }

    /// <summary>What the change breaks, by the rules for paths and the checks of what files say, as a run asks them.</summary>
    public async Task<IReadOnlyList<BrokenRule>> BrokenAsync(string constrain = "", string folder = ".")
    {
        var source = new SourceText(Path.Combine(Root, "a.goal"), $$"""
            goal "a" {
                verify { file "a" exists }
                constrain {
                    {{constrain}}
                }
            }
            """);
        var goal = constrain.Length == 0 ? new Goal(new Text("a")) : GoalLanguage.Parse(source).File.Goals[0];
        var rules = ChangeRules.Of(goal, null, Path.GetFullPath(Path.Combine(Root, folder)), new Workspace(Root, Path.Combine(Root, ".goal")), new HashSet<string> { "tests/Calc.Tests/Calc.Tests.csproj" }, source);
        var files = _files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => new ChangedFile(file.Key, file.Value.Before is not null, file.Value.After is not null)).ToList();
        var change = new TreeChange(Root, files, (wanted, _) => Task.FromResult<IReadOnlyList<ChangedText>>(
            [.. wanted.Select(file => new ChangedText(file, _files[file.Path].Before ?? "", _files[file.Path].After ?? ""))]));
        return [.. rules.Check(files.Select(file => file.Path)), .. await rules.CheckAsync(change, CancellationToken.None)];
    }
}
