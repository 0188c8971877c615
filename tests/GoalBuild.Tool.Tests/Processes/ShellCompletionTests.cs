using GoalBuild.Tool.Tests.Ci;

namespace GoalBuild.Tool.Tests.Processes;

/// <summary>What zsh, fish and PowerShell themselves make of a line that is completed.</summary>
[Platform("Linux")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Category("Slow")]
public sealed class ShellCompletionTests : IDisposable
{
    // A terminal of its own, so that keys do what they do for a person: the tabulator completes, another one shows the line.
    private const string Zsh = """
        zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell 'PS1= PS2= RPS1=; unsetopt beep auto_menu; autoload -Uz compinit && compinit -u -D; eval "$(dotnet goal completions zsh)"'
        zpty -w shell 'typed() { print -r -- "[typed:${BUFFER}:]"; zle send-break }; zle -N typed; bindkey "^T" typed; bindkey "^I" complete-word; print rea""dy'
        zpty -r -m shell seen '*ready*'
        for line in "$@"; do
          zpty -w -n shell "$line"$'\t\C-t'
          zpty -r -m shell seen '*\[typed:*:\]*'
          print -r -- "${${seen##*\[typed:}%%:\]*}"
        done
        zpty -d shell
        """;

    private const string Fish = """
        dotnet goal completions fish | source
        for line in $argv
            string join '|' (complete -C $line)
        end
        exit 0
        """;

    private const string PowerShell = """
        dotnet goal completions pwsh | Out-String | Invoke-Expression
        foreach ($line in $args) {
            $found = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)
            $line.Substring(0, $found.ReplacementIndex) + ($found.CompletionMatches.CompletionText -join '|')
        }
        """;

    private readonly CiMachine _machine = new();

    public ShellCompletionTests()
    {
        _machine.Write("auth.goal", """goal "sign in" { objective "x" verify { run "make it" run "costs $5" } }""");
        _machine.Write("sub dir/o t.goal", """goal other { objective "y" verify { run "echo y" } }""");
    }

    public void Dispose() => _machine.Dispose();

    [Test]
    public async Task Zsh_completes_both_ways_to_call_the_tool_and_quotes_as_it_was_begun() => await CompleteAsync("zsh", "zsh -f", Zsh, new()
    {
        ["dotnet goal veri"] = "dotnet goal verify ",
        ["dotnet-goal veri"] = "dotnet-goal verify ",
        ["dotnet goal verify --goal s"] = @"dotnet goal verify --goal sign\ in ",
        [@"dotnet goal verify --clause run\ c"] = @"dotnet goal verify --clause run\ costs\ \$5 ",
        ["dotnet goal verify --clause 'run m"] = "dotnet goal verify --clause 'run make it' ",
        ["dotnet goal verify sub"] = @"dotnet goal verify sub\ dir/",
        ["dotnet goal verify 'sub dir/"] = "dotnet goal verify 'sub dir/o t.goal' ",
        [@"dotnet goal verify sub\ dir/o\ t.goal --goal "] = @"dotnet goal verify sub\ dir/o\ t.goal --goal other ",
        ["dotnet goal verify 'sub dir/o t.goal' --goal "] = "dotnet goal verify 'sub dir/o t.goal' --goal other ",
    });

    [Test]
    public async Task Fish_completes_both_ways_to_call_the_tool() => await CompleteAsync("fish", "fish --no-config", Fish, new()
    {
        ["dotnet goal veri"] = "verify",
        ["dotnet-goal veri"] = "verify",
        ["dotnet goal verify --goal s"] = "sign in",
        ["dotnet goal verify --clause "] = "run costs $5|run make it",
        ["dotnet goal verify sub"] = "sub dir/",
        [@"dotnet goal verify sub\ dir/"] = "sub dir/o t.goal",
        ["dotnet goal verify 'sub dir/"] = "sub dir/o t.goal",
        [@"dotnet goal verify sub\ dir/o\ t.goal --goal "] = "other",
        ["dotnet goal verify \"sub dir/o t.goal\" --goal "] = "other",
    });

    [Test]
    public async Task PowerShell_completes_both_ways_to_call_the_tool_and_quotes_what_needs_it() => await CompleteAsync("pwsh", "pwsh -NoProfile -NonInteractive -File", PowerShell, new()
    {
        ["dotnet goal veri"] = "dotnet goal verify",
        ["dotnet-goal veri"] = "dotnet-goal verify",
        ["dotnet goal verify --goal s"] = "dotnet goal verify --goal 'sign in'",
        ["dotnet goal verify --clause "] = "dotnet goal verify --clause 'run costs $5'|'run make it'",
        ["dotnet goal verify 'sub dir/"] = "dotnet goal verify 'sub dir/o t.goal'",
        ["dotnet goal verify 'sub dir/o t.goal' --goal "] = "dotnet goal verify 'sub dir/o t.goal' --goal other",
    });

    private async Task CompleteAsync(string program, string command, string script, Dictionary<string, string> lines)
    {
        if ((await _machine.RunAsync($"command -v {program}")).ExitCode != 0)
        {
            Assert.Ignore($"The shell '{program}' is not installed. CI has it.");
        }

        var file = Path.Combine(_machine.Temp, "test.ps1");
        File.WriteAllText(file, script.ReplaceLineEndings("\n") + "\n");
        File.WriteAllLines(Path.Combine(_machine.Temp, "lines"), lines.Keys);
        var (exitCode, output) = await _machine.RunAsync(
            $"""
            dotnet tool install dotnet-goal --version {CiMachine.Version} --tool-path "$RUNNER_TEMP/goal"
            export PATH="$RUNNER_TEMP/goal:$PATH"
            mapfile -t lines < "$RUNNER_TEMP/lines"
            timeout 120 {command} "$RUNNER_TEMP/test.ps1" "${"{lines[@]}"}"
            """,
            ("HOME", _machine.Temp),
            ("TERM", "xterm"));
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output.Split('\n').SkipLast(1), Is.EqualTo(lines.Values), output);
    }
}
