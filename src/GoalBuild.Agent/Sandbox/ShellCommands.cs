namespace GoalBuild.Agent.Sandbox;

/// <summary>A command line that cannot be taken apart with certainty.</summary>
/// <param name="message">What cannot be understood, as half a sentence.</param>
internal sealed class ShellSyntaxException(string message) : Exception(message);

/// <summary>
/// Takes a POSIX command line apart into the commands that it would run, each as its words: what lies between <c>; &amp; | &amp;&amp; ||</c> and line ends, in
/// groups, subshells and substitutions, behind the shell's keywords, and behind programs that run others (<c>env</c>, <c>sudo</c>, <c>xargs</c>, <c>bash -c</c>
/// and the like). What only running it would tell (a program's name from a variable, <c>eval</c>, functions, here-documents) is not guessed at.
/// </summary>
internal static class ShellCommands
{
    // Deep enough for anything that is written by hand.
    private const int MostNested = 16;

    private static readonly HashSet<string> Shells = ["sh", "bash", "dash", "zsh", "ksh", "ash"];

    // Behind these keywords a command begins.
    private static readonly HashSet<string> Before = ["!", "{", "if", "then", "elif", "else", "while", "until", "do"];

    // These end something; what follows is an operator or another of them.
    private static readonly HashSet<string> After = ["}", "fi", "done", "esac"];

    // What these run is not on the command line.
    private static readonly HashSet<string> Opaque = ["eval", "source", ".", "alias", "trap", "function", "case", "coproc", "exec", "parallel", "watch", "script", "ssh", "su"];

    // Programs that run another, with the options that take a word of their own.
    private static readonly Dictionary<string, string[]> Runners = new(StringComparer.Ordinal)
    {
        ["env"] = ["-u", "--unset", "-C", "--chdir"],
        ["sudo"] = ["-u", "--user", "-g", "--group", "-h", "--host", "-p", "--prompt", "-C", "-D", "--chdir", "-r", "-t", "-T", "-U"],
        ["doas"] = ["-u", "-C"],
        ["xargs"] = ["-I", "-n", "-P", "-L", "-d", "-E", "-s", "-a", "--max-args", "--max-procs", "--max-lines", "--delimiter", "--arg-file", "--max-chars", "--replace"],
        ["nohup"] = [],
        ["nice"] = ["-n", "--adjustment"],
        ["ionice"] = ["-c", "-n", "-p", "--class", "--classdata"],
        ["timeout"] = ["-s", "--signal", "-k", "--kill-after"],
        ["stdbuf"] = ["-i", "-o", "-e", "--input", "--output", "--error"],
        ["setsid"] = [],
        ["command"] = [],
        ["builtin"] = [],
        ["time"] = ["-f", "--format", "-o", "--output"],
        ["chroot"] = ["--userspec", "--groups"],
        ["unshare"] = ["-S", "-G", "-R", "-w"],
        ["busybox"] = [],
    };

    /// <summary>The commands, in the order in which they stand; each has at least its program.</summary>
    /// <param name="commandLine">As a person would type it.</param>
    /// <exception cref="ShellSyntaxException">It cannot be taken apart with certainty.</exception>
    public static IReadOnlyList<IReadOnlyList<ShellWord>> Of(string commandLine)
    {
        var found = new List<IReadOnlyList<ShellWord>>();
        Add(commandLine, found, 0);
        return found;
    }

    private static void Add(string commandLine, List<IReadOnlyList<ShellWord>> found, int depth)
    {
        if (depth > MostNested)
        {
            throw new ShellSyntaxException($"it nests commands more than {MostNested} deep");
        }

        var words = new ShellWords(commandLine);
        foreach (var command in words.Commands())
        {
            Resolve(command, found, depth);
        }

        foreach (var inner in words.Substituted)
        {
            Add(inner, found, depth + 1);
        }
    }

    private static void Resolve(IReadOnlyList<ShellWord> words, List<IReadOnlyList<ShellWord>> found, int depth)
    {
        var start = 0;
        while (start < words.Count && ((words[start].IsPlain && (Before.Contains(words[start].Text) || After.Contains(words[start].Text))) || words[start].IsAssignment))
        {
            start++;
        }

        if (start == words.Count)
        {
            return;
        }

        var program = words[start];
        if (!program.IsKnown)
        {
            throw new ShellSyntaxException($"the program '{program.Text}' is known only when it runs");
        }

        if (program is { IsPlain: true, Text: "for" or "select" })
        {
            // Only names a variable and what it goes through; what is done with it comes behind 'do'.
            return;
        }

        var name = program.Text[(program.Text.LastIndexOf('/') + 1)..];
        if (Opaque.Contains(name))
        {
            throw new ShellSyntaxException($"'{name}' runs what cannot be told beforehand");
        }

        var rest = words.Skip(start + 1).ToList();
        if (Shells.Contains(name))
        {
            Add(Script(name, rest), found, depth + 1);
        }
        else if (Runners.TryGetValue(name, out var options))
        {
            // Both count: 'sudo' itself may be what is denied.
            found.Add([program with { Text = name }, .. rest]);
            Resolve(Behind(name, rest, options), found, depth + 1);
        }
        else if (name == "find")
        {
            found.Add([program with { Text = name }, .. rest]);
            AddExecuted(rest, found, depth);
        }
        else
        {
            found.Add([program with { Text = name }, .. rest]);
        }
    }

    /// <summary>What a shell is given to run.</summary>
    private static string Script(string name, List<ShellWord> words)
    {
        var index = words.FindIndex(word => word.Text.StartsWith('-') && !word.Text.StartsWith("--", StringComparison.Ordinal) && word.Text.EndsWith('c'));
        return index >= 0 && index + 1 < words.Count && words[index + 1].IsKnown && words.Take(index).All(word => word.Text.StartsWith('-'))
            ? words[index + 1].Text
            : throw new ShellSyntaxException($"'{name}' runs a script or its input, which cannot be told beforehand");
    }

    private static List<ShellWord> Behind(string name, List<ShellWord> words, string[] options)
    {
        var index = 0;
        while (index < words.Count && (words[index].IsAssignment || words[index].Text.StartsWith('-')))
        {
            if (name == "env" && (words[index].Text.StartsWith("-S", StringComparison.Ordinal) || words[index].Text.StartsWith("--split-string", StringComparison.Ordinal)))
            {
                throw new ShellSyntaxException("'env -S' runs what it takes apart itself");
            }

            index += options.Contains(words[index].Text, StringComparer.Ordinal) ? 2 : 1;
        }

        // 'timeout 10 program', 'chroot folder program'
        index += name is "timeout" or "chroot" ? 1 : 0;
        return [.. words.Skip(index)];
    }

    private static void AddExecuted(List<ShellWord> words, List<IReadOnlyList<ShellWord>> found, int depth)
    {
        for (var index = 0; index < words.Count; index++)
        {
            if (words[index].Text is "-exec" or "-execdir" or "-ok" or "-okdir")
            {
                var command = words.Skip(index + 1).TakeWhile(word => word.Text is not (";" or "+")).ToList();
                Resolve(command, found, depth + 1);
                index += command.Count;
            }
        }
    }
}
