using System.Diagnostics;
using System.Text.RegularExpressions;
using GoalBuild.Tool.Commands;
using GoalBuild.Tool.Tests.Support;
using GoalBuild.Verification.Processes;

namespace GoalBuild.Tool.Tests.Ci;

/// <summary>
/// A machine of a CI host: a repository with a remote, and the programs that scripts call. <c>git</c> is real; <c>dotnet tool install</c>
/// installs the built tool, which <c>dotnet goal</c> finds on the PATH alone; <c>gh</c> writes down what it is asked. All folders have a blank in their name.
/// </summary>
internal sealed partial class CiMachine : IDisposable
{
    /// <summary>The version that the workflows install.</summary>
    public const string Version = "1.2.3";

    private readonly TemporaryFolder _folder = new();

    public CiMachine()
    {
        foreach (var folder in new[] { Checkout, Temp, Programs })
        {
            Directory.CreateDirectory(folder);
        }

        var dotnet = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);
        var frameworks = Path.ChangeExtension(typeof(CiMachine).Assembly.Location, ".runtimeconfig.json");
        Program("dotnet", $$"""
            case "$1" in
              tool)
                if [ $# -ne 7 ] || [ "$2 $3 $4 $5 $6" != "install dotnet-goal --version {{Version}} --tool-path" ]; then
                  echo "no such package: dotnet $*" >&2
                  exit 99
                fi
                mkdir -p "$7"
                printf '#!/bin/sh\nexec {{dotnet}} exec --runtimeconfig "{{frameworks}}" "{{typeof(CommandLine).Assembly.Location}}" "$@"\n' > "$7/dotnet-goal"
                chmod +x "$7/dotnet-goal"
                ;;
              goal) shift; exec dotnet-goal "$@" ;;
              *) exec {{dotnet}} "$@" ;;
            esac
            """);
        Program("gh", $$"""
            printf '%s\n' "$@" > "{{_folder.Path}}/gh.txt"
            printf '%s' "$GH_TOKEN" > "{{_folder.Path}}/gh-token.txt"
            while [ "$1" != --body-file ]; do shift; done
            cp "$2" "{{_folder.Path}}/gh-body.txt"
            """);
    }

    /// <summary>The folder that scripts work in.</summary>
    public string Checkout => Path.Combine(_folder.Path, "check out");

    /// <summary>The folder that the host removes after a job.</summary>
    public string Temp => Path.Combine(_folder.Path, "job temp");

    /// <summary>What <c>gh</c> was asked, a word a line; null where it was not.</summary>
    public string[]? Asked => File.Exists(Path.Combine(_folder.Path, "gh.txt")) ? File.ReadAllLines(Path.Combine(_folder.Path, "gh.txt")) : null;

    /// <summary>The body of the pull request that <c>gh</c> was asked for.</summary>
    public string Body => File.ReadAllText(Path.Combine(_folder.Path, "gh-body.txt"));

    /// <summary>The token that <c>gh</c> had.</summary>
    public string Token => File.ReadAllText(Path.Combine(_folder.Path, "gh-token.txt"));

    /// <summary>What steps have put out for GitHub, newest of each name, in both forms: <c>name=value</c>, and with a delimiter.</summary>
    public IReadOnlyDictionary<string, string> Outputs => File.Exists(OutputFile)
        ? OutputEntry().Matches(File.ReadAllText(OutputFile)).GroupBy(entry => entry.Groups["name"].Value).ToDictionary(group => group.Key, group => group.Last().Groups["value"].Value)
        : new Dictionary<string, string>();

    private string OutputFile => Path.Combine(_folder.Path, "output.txt");

    private string PathFile => Path.Combine(_folder.Path, "path.txt");

    private string Programs => Path.Combine(_folder.Path, "own programs");

    private string Origin => Path.Combine(_folder.Path, "origin.git");

    /// <summary>Writes a file of the repository.</summary>
    /// <param name="name">Relative to it.</param>
    /// <param name="text">All of it.</param>
    public string Write(string name, string text) => _folder.Write(Path.Combine("check out", name), text);

    /// <summary>Whether the checkout has a file.</summary>
    /// <param name="name">Relative to it.</param>
    public bool Has(string name) => File.Exists(Path.Combine(Checkout, name));

    /// <summary>The text of a file of the checkout.</summary>
    /// <param name="name">Relative to it.</param>
    public string Read(string name) => File.ReadAllText(Path.Combine(Checkout, name));

    /// <summary>Commits what was written, and makes the remote of it where there is none.</summary>
    public async Task CommitAsync()
    {
        await ExpectAsync("""
            [ -d .git ] || git init -q -b main .
            git add -A
            git -c user.name=Test -c user.email=test@example.invalid commit -q -m Begin
            [ -d "$ORIGIN" ] || git clone -q --bare . "$ORIGIN"
            git remote get-url origin > /dev/null 2>&1 || git remote add origin "$ORIGIN"
            git push -q origin main
            """);
    }

    /// <summary>Another job: a fresh checkout, with nothing of what steps wrote, put out or installed.</summary>
    public async Task NextJobAsync()
    {
        File.Delete(OutputFile);
        File.Delete(PathFile);
        await ExpectAsync("""
            cd ..
            rm -rf "check out" "job temp"
            git clone -q "$ORIGIN" "check out"
            mkdir "job temp"
            """);
    }

    /// <summary>What git says in the remote.</summary>
    /// <param name="command">The rest of the command line, as bash reads it.</param>
    public Task<string> OriginAsync(string command) => ExpectAsync($"""git -C "$ORIGIN" {command}""");

    /// <summary>Runs a script that is to succeed.</summary>
    /// <param name="script">For bash.</param>
    public async Task<string> ExpectAsync(string script)
    {
        var (exitCode, output) = await RunAsync(script);
        Assert.That(exitCode, Is.Zero, output);
        return output;
    }

    /// <summary>Runs a step as its host does.</summary>
    /// <param name="script">For bash.</param>
    /// <param name="variables">Of the step.</param>
    public async Task<(int ExitCode, string Output)> RunAsync(string script, params (string Name, string Value)[] variables)
    {
        var file = _folder.Write("step.sh", script);
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-eo", "pipefail", file])
        {
            WorkingDirectory = Checkout,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // As on a machine of its own, also where a goal or a CI host runs these tests.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GITHUB_", StringComparison.Ordinal) || name.StartsWith("GOAL", StringComparison.Ordinal) || name.StartsWith("OPENAI_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment.Remove(ProcessTree.MarkVariable);
        start.Environment.Remove(ChildEnvironment.VerifyingVariable);
        var added = File.Exists(PathFile) ? File.ReadAllLines(PathFile).Reverse() : [];
        start.Environment["PATH"] = string.Join(':', [.. added, Programs, start.Environment["PATH"]!]);
        start.Environment["CI"] = "true";
        start.Environment["ORIGIN"] = Origin;
        start.Environment["GOAL_VERSION"] = Version;
        start.Environment["GITHUB_OUTPUT"] = OutputFile;
        start.Environment["GITHUB_PATH"] = PathFile;
        start.Environment["RUNNER_TEMP"] = Temp;
        start.Environment["AGENT_TEMPDIRECTORY"] = Temp;
        start.Environment["CI_PROJECT_DIR"] = Checkout;
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    public void Dispose() => _folder.Dispose();

    private void Program(string name, string text)
    {
        var path = Path.Combine(Programs, name);
        File.WriteAllText(path, "#!/usr/bin/env bash\n" + text.ReplaceLineEndings("\n") + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [GeneratedRegex(@"^(?:(?<name>[a-z]+)=(?<value>.*)|(?<name>[a-z]+)<<(?<end>\S+)\n(?<value>[\s\S]*?)\n\k<end>)$", RegexOptions.Multiline)]
    private static partial Regex OutputEntry();
}
