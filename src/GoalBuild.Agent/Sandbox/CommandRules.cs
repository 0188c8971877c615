using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Sandbox;

/// <summary>
/// The goal's <c>command allow</c> and <c>command deny</c>. A rule names the first words of a command: <c>"git push"</c> speaks of <c>git push origin</c>, not of
/// <c>git pull</c>, and of <c>/usr/bin/git push</c> as well. Every command of a line has to be allowed where anything is, and none may be denied. This is a
/// guard on what a model asks for, and tells it so; a script that it writes and runs can do what it likes within the sandbox, which is what contains commands.
/// </summary>
/// <param name="constraints">The constraints, the goal's and the phase's.</param>
/// <param name="lineOf">Gives the line of a constraint in the goal file, from 1.</param>
internal sealed class CommandRules(IReadOnlyList<CommandConstraint> constraints, Func<CommandConstraint, int> lineOf)
{
    private readonly IReadOnlyList<CommandConstraint> _allowed = [.. constraints.Where(constraint => constraint.Allow)];
    private readonly IReadOnlyList<CommandConstraint> _denied = [.. constraints.Where(constraint => !constraint.Allow)];

    /// <summary>No rules: everything is allowed.</summary>
    public static CommandRules None { get; } = new([], _ => 0);

    /// <summary>Why a command line may not be run; null where it may.</summary>
    /// <param name="commandLine">As the model gave it.</param>
    public string? Forbids(string commandLine)
    {
        if (constraints.Count == 0)
        {
            return null;
        }

        IReadOnlyList<IReadOnlyList<ShellWord>> commands;
        try
        {
            commands = ShellCommands.Of(commandLine);
        }
        catch (ShellSyntaxException exception)
        {
            return $"The command was not run: the goal says {Named(constraints[0])}, and this line cannot be checked against it, because {exception.Message}. Write it as plain commands.";
        }

        foreach (var command in commands)
        {
            if (_denied.FirstOrDefault(constraint => Speaks(constraint, command)) is { } denied)
            {
                return $"The command was not run: '{Shown(command)}' is denied by {Named(denied)}.";
            }

            if (_allowed.Count > 0 && !_allowed.Any(constraint => Speaks(constraint, command)))
            {
                return $"The command was not run: '{Shown(command)}' is not allowed by {string.Join(" or ", _allowed.Select(Named))}.";
            }
        }

        return null;
    }

    private string Named(CommandConstraint constraint) => $"'{constraint.Description}' (line {lineOf(constraint)} of the goal)";

    private static bool Speaks(CommandConstraint constraint, IReadOnlyList<ShellWord> command) => constraint.Commands.Any(text =>
    {
        var words = text.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

        // The first word is compared without its folder on either side; git's own options may stand before what git is to do.
        return words.Length > 0 && words[0][(words[0].LastIndexOf('/') + 1)..] == command[0].Text && StartsWith([.. command.Skip(1)], [.. words.Skip(1)], denies: !constraint.Allow);
    });

    /// <summary>Whether words begin with others. To deny, options in between are passed over (<c>git -C folder push</c> is a push), and a word that is known only when it runs may be any; to allow, neither.</summary>
    private static bool StartsWith(IReadOnlyList<ShellWord> words, IReadOnlyList<string> prefix, bool denies)
    {
        if (prefix.Count <= words.Count && prefix.Select((word, index) => words[index].Text == word || (denies && !words[index].IsKnown)).All(same => same))
        {
            return true;
        }

        // An option's own value cannot be told from the next word, so each option is passed over with one word behind it and without.
        return denies && prefix.Count > 0 && words.Count > 0 && words[0].Text.StartsWith('-')
            && (StartsWith([.. words.Skip(1)], prefix, true) || (words.Count > 1 && StartsWith([.. words.Skip(2)], prefix, true)));
    }

    private static string Shown(IReadOnlyList<ShellWord> command)
    {
        const int Most = 80;
        var text = string.Join(' ', command.Select(word => word.Text));
        return text.Length <= Most ? text : $"{text[..Most]}…";
    }
}
