using System.Diagnostics;
using GoalBuild.Agent.Executors;
using GoalBuild.Language.Model;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Tests.CodeFixes;

/// <summary>A folder of real projects, removed afterwards. Nothing of this repository's build reaches it.</summary>
internal sealed class TemporarySolution : IDisposable
{
    public TemporarySolution()
    {
        Root = Directory.CreateTempSubdirectory("goal fixes ü ").FullName;
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            Write(name, "<Project />");
        }
    }

    /// <summary>Absolute path of the folder; it has spaces and a letter that is not ASCII.</summary>
    public string Root { get; }

    /// <summary>Writes a file.</summary>
    public string Write(string path, string text)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    /// <summary>Reads a file.</summary>
    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>When a file was last written, in UTC.</summary>
    public DateTime Stamp(string path) => File.GetLastWriteTimeUtc(Path.Combine(Root, path));

    /// <summary>Runs <c>dotnet</c> in the folder; gives its output, and fails when it does not exit with 0.</summary>
    public string Dotnet(params string[] arguments)
    {
        var (code, output) = TryDotnet(arguments);
        Assert.That(code, Is.Zero, output);
        return output;
    }

    /// <summary>Runs <c>dotnet</c> in the folder.</summary>
    public (int Code, string Output) TryDotnet(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    /// <summary>A turn on the folder.</summary>
    /// <param name="forbids">Says why a file may not be changed.</param>
    public Turn Turn(Func<string, string?>? forbids = null) =>
        new(1, new Workspace(Root, Path.Combine(Root, ".goal")), new Goal(new Text("sample")), Path.Combine(Root, "sample.goal"), [], new Progress<string>())
        {
            Forbids = forbids ?? (_ => null),
        };

    /// <summary>A build clause that fails with a code.</summary>
    public static (GoalClause, Verdict) Failing(string project, string code = "CS0246", bool warnings = false)
    {
        var clause = new GoalClause($"build {project}", new BuildClause(new Text(project)) { WarningsAsErrors = warnings }, null, null);
        return (clause, new Verdict(clause.Name, VerdictStatus.Fails, "does not build") { Findings = [new Finding(FindingKind.Build, "error") { Code = code }] });
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
