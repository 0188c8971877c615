using System.Text.RegularExpressions;

namespace GoalBuild.Tool.Tests.Ci;

/// <summary>A script that a workflow runs: GitHub's <c>run</c>, Azure's <c>bash</c>, GitLab's <c>script</c> and <c>before_script</c>.</summary>
/// <param name="Job">The job; <c>steps</c>, in an action.</param>
/// <param name="Step">What its step is called; the key, on GitLab.</param>
/// <param name="Text">What is run.</param>
internal sealed partial record WorkflowScript(string Job, string Step, string Text)
{
    /// <summary>The scripts, in order. It reads the form in which the workflows are written here, not all of YAML.</summary>
    /// <param name="workflow">The workflow.</param>
    public static IReadOnlyList<WorkflowScript> Of(string workflow)
    {
        var scripts = new List<WorkflowScript>();
        var lines = workflow.ReplaceLineEndings("\n").Split('\n');
        var (job, step) = ("", "");
        for (var i = 0; i < lines.Length; i++)
        {
            if (ScriptLine().Match(lines[i]) is { Success: true } script)
            {
                var indent = script.Groups["indent"].Length;
                var block = lines.Skip(i + 1).TakeWhile(line => line.Length == 0 || Indent(line) > indent).ToList();
                var text = script.Groups["text"].Value;
                scripts.Add(text switch
                {
                    // Azure says behind a script what its step is called.
                    "|" => new(job, block.Select(line => DisplayLine().Match(line)).LastOrDefault(display => display.Success)?.Groups["name"].Value ?? step, Unindented(block, indent + (script.Groups["dash"].Success ? 4 : 2))),
                    "" => new(job, script.Groups["key"].Value, string.Join('\n', block.Where(line => line.Length > 0).Select(line => line.Trim()[2..]))),
                    _ => new(job, step, text),
                });
            }
            else if (JobLine().Match(lines[i]) is { Success: true } named)
            {
                (job, step) = (named.Groups["job"].Value, "");
            }
            else if (NameLine().Match(lines[i]) is { Success: true } name)
            {
                step = name.Groups["name"].Value;
            }
        }

        return scripts;
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    private static string Unindented(IEnumerable<string> block, int indent) =>
        string.Join('\n', block.TakeWhile(line => line.Length == 0 || Indent(line) >= indent).Select(line => line.Length == 0 ? "" : line[indent..])).TrimEnd('\n') + "\n";

    [GeneratedRegex(@"^(?:  (?!rules|artifacts)(?<job>[a-z]+)|  - job: (?<job>[a-z]+)|(?<job>\.?goal[a-z-]*)):?$")]
    private static partial Regex JobLine();

    [GeneratedRegex(@"^ +(?:- )?name: (?<name>.*)$")]
    private static partial Regex NameLine();

    [GeneratedRegex("^ +displayName: (?<name>.*)$")]
    private static partial Regex DisplayLine();

    [GeneratedRegex(@"^(?<indent> +)(?<dash>- )?(?<key>run|bash|script|before_script): ?(?<text>.*)$")]
    private static partial Regex ScriptLine();
}
