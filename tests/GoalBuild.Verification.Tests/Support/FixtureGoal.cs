using System.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Compilation;

namespace GoalBuild.Verification.Tests.Support;

/// <summary>
/// Verifies clauses as a user can by hand: the goal is compiled and <c>dotnet msbuild</c> runs the project, once for all clauses. The fixture's
/// copy lies in a folder with a space and letters beyond ASCII in its name, so that every test proves such paths too.
/// </summary>
public sealed class FixtureGoal : IDisposable
{
    private readonly TempFolder _folder = new("goal fixture");
    private readonly Dictionary<Clause, Verdict> _verdicts = new(ReferenceEqualityComparer.Instance);

    /// <summary>Copies a fixture.</summary>
    public FixtureGoal(string fixture)
    {
        Root = _folder.At("Prüfstand ☂ 1");
        Results = _folder.At("results");
        var source = Path.Combine(AppContext.BaseDirectory, "Fixtures", fixture);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(Root, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>The copy.</summary>
    public string Root { get; }

    /// <summary>Where verdicts and evidence go.</summary>
    public string Results { get; }

    /// <summary>What MSBuild printed.</summary>
    public string Output { get; private set; } = "";

    /// <summary>The verdict of a clause.</summary>
    public Verdict this[Clause clause] => _verdicts.TryGetValue(clause, out var verdict) ? verdict : throw new AssertionException($"'{clause.Subject}' has no verdict:\n{Output[..Math.Min(Output.Length, 2000)]}");

    /// <summary>Verifies clauses in one run of MSBuild.</summary>
    public async Task VerifyAsync(params Clause[] clauses)
    {
        var goal = new Goal(new Text("fixture")) { Verify = [.. clauses] };
        var compiled = GoalCompiler.Compile(new SourceText(Path.Combine(Root, "fixture.goal"), ""), goal, new Workspace(Root, _folder.At(".goal")));
        var project = _folder.Write("fixture.goal.proj", compiled.ToString());
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-nologo", "-v:minimal", "-m:2", "-nodeReuse:false", $"-p:GoalResults={Results}"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.Path,
        };
        using var process = Process.Start(start)!;
        Output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        foreach (var (clause, target) in clauses.Zip(compiled.Clauses))
        {
            var file = Path.Combine(Results, target.ResultFile);
            if (File.Exists(file))
            {
                _verdicts[clause] = VerdictJson.Read(await File.ReadAllTextAsync(file));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
