namespace GoalBuild.Tool.Commands;

/// <summary>The scripts that let shells complete <c>dotnet-goal …</c> and <c>dotnet goal …</c>. They hold no words themselves, but ask the tool.</summary>
internal static class CompletionScripts
{
    /// <summary>The hidden verb that the scripts call; behind it <c>--</c> and the words, the last one as far as it was typed.</summary>
    public const string Verb = "complete";

    // A completion of 'dotnet' that was there before goes on to answer for all its other verbs.
    private const string Bash = """
        # Completion of 'dotnet goal' for bash: eval "$(dotnet goal completions bash)"
        _dotnet_goal() {
            local line word
            local -a tool typed
            if [[ ${COMP_WORDS[0]##*/} == dotnet ]]; then
                if [[ $COMP_CWORD -lt 2 || ${COMP_WORDS[1]} != goal ]]; then
                    [[ -n $_dotnet_goal_before ]] && "$_dotnet_goal_before" "$@"
                    return
                fi
                tool=("${COMP_WORDS[0]}" goal)
                typed=("${COMP_WORDS[@]:2:COMP_CWORD-1}")
            else
                tool=("${COMP_WORDS[0]}")
                typed=("${COMP_WORDS[@]:1:COMP_CWORD}")
            fi
            word=${typed[-1]}
            typed=("${typed[@]//\\/}")
            typed=("${typed[@]//\"/}")
            typed=("${typed[@]//\'/}")
            COMPREPLY=()
            while IFS= read -r line; do
                [[ $word == [\"\']* ]] || printf -v line '%q' "$line"
                COMPREPLY+=("$line")
            done < <("${tool[@]}" complete -- "${typed[@]}" 2>/dev/null)
            if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]]; then
                compopt -o nospace 2>/dev/null
            fi
        }
        _dotnet_goal_before=$(complete -p dotnet 2>/dev/null | sed -n 's/.* -F \([^ ]*\).*/\1/p')
        [[ $_dotnet_goal_before == _dotnet_goal ]] && _dotnet_goal_before=
        complete -F _dotnet_goal dotnet-goal dotnet

        """;

    private const string Zsh = """
        # Completion of 'dotnet goal' for zsh, after compinit: eval "$(dotnet goal completions zsh)"
        _dotnet_goal() {
            local -a tool typed found
            if [[ ${words[1]:t} == dotnet ]]; then
                if (( CURRENT < 3 )) || [[ ${words[2]} != goal ]]; then
                    [[ -n $_dotnet_goal_before ]] && $_dotnet_goal_before "$@"
                    return
                fi
                tool=("${words[1]}" goal)
                typed=("${(@)words[3,CURRENT]}")
            else
                tool=("${words[1]}")
                typed=("${(@)words[2,CURRENT]}")
            fi
            # A quote that is still open is no part of the word; what is found goes behind it.
            typed=("${(@Q)typed}")
            typed[-1]=${typed[-1]#[\"\']}
            found=("${(@f)$("${tool[@]}" complete -- "${typed[@]}" 2>/dev/null)}")
            compadd -- ${found:#*/}
            compadd -S '' -- ${(M)found:#*/}
        }
        [[ ${_comps[dotnet]} != _dotnet_goal ]] && _dotnet_goal_before=${_comps[dotnet]}
        compdef _dotnet_goal dotnet-goal dotnet

        """;

    private const string Fish = """
        # Completion of 'dotnet goal' for fish: dotnet goal completions fish | source
        function __dotnet_goal
            set -l words (commandline -opc)
            set -l typed (commandline -ct | string unescape)
            if test "$words[1]" = dotnet
                dotnet goal complete -- $words[3..-1] "$typed" 2>/dev/null
            else
                dotnet-goal complete -- $words[2..-1] "$typed" 2>/dev/null
            end
        end
        complete -c dotnet-goal -f -a '(__dotnet_goal)'
        complete -c dotnet -n 'set -l w (commandline -opc); test (count $w) -ge 2; and test "$w[2]" = goal' -f -a '(__dotnet_goal)'

        """;

    private const string PowerShell = """
        # Completion of 'dotnet goal' for PowerShell: dotnet goal completions pwsh | Out-String | Invoke-Expression
        # PowerShell keeps one completer for a program: this one takes the place of another one of 'dotnet'.
        Register-ArgumentCompleter -Native -CommandName dotnet-goal, dotnet -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { if ($_.Value) { $_.Value } else { $_.Extent.Text } })
            $typed = $wordToComplete.Trim('"', "'")
            $tool = $words[0]
            $skip = 1
            if ([IO.Path]::GetFileNameWithoutExtension($tool) -eq 'dotnet') {
                if ($words.Count -lt 2 -or $words[1] -ne 'goal') { return }
                $skip = 2
                $answer = & $tool goal complete '--' @($words | Select-Object -Skip $skip) $typed 2>$null
            } else {
                $answer = & $tool complete '--' @($words | Select-Object -Skip $skip) $typed 2>$null
            }
            $answer | ForEach-Object {
                $text = if ($_ -match '[\s''"$`;&|(){}]') { "'" + $_.Replace("'", "''") + "'" } else { $_ }
                [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
            }
        }

        """;

    /// <summary>The shells, by the names of their programs.</summary>
    public static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>The script of a shell.</summary>
    /// <param name="shell">One of <see cref="Shells"/>.</param>
    public static string Of(string shell) => (shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => PowerShell,
    }).ReplaceLineEndings("\n");
}
