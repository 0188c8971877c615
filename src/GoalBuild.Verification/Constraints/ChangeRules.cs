using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification.Constraints.Built;

namespace GoalBuild.Verification.Constraints;

/// <summary>
/// The constraints of a goal on what may change: <c>only</c>, <c>protect</c> and what is always protected say which files; <c>keep tests</c> and <c>forbid suppressions</c>,
/// both on by default, <c>forbid text</c> and <c>limit</c> what in them.
/// </summary>
public sealed class ChangeRules
{
    private readonly IReadOnlyList<IChangeRule> _rules;
    private readonly IReadOnlyList<IChangeCheck> _checks;
    private readonly string _root;

    private ChangeRules(IReadOnlyList<IChangeRule> rules, IReadOnlyList<IChangeCheck> checks, string root)
    {
        _rules = rules;
        _checks = checks;
        _root = root;
    }

    /// <summary>The rules of a goal.</summary>
    /// <param name="goal">The goal.</param>
    /// <param name="phase">The phase whose rules come on top, or null.</param>
    /// <param name="goalDirectory">Absolute path of the goal's folder.</param>
    /// <param name="workspace">The tree.</param>
    /// <param name="testProjects">Test projects as they were at the start, from <see cref="TestProjectFiles.Find"/>.</param>
    /// <param name="source">The text that the goal was read from, so that messages can name lines of it; null where it was not read from one.</param>
    public static ChangeRules Of(Goal goal, Phase? phase, string goalDirectory, Workspace workspace, IReadOnlySet<string> testProjects, SourceText? source = null)
    {
        var folder = workspace.RelativePath(goalDirectory);
        var places = new ConstraintPlaces(source);
        var rules = new List<IChangeRule>();
        var allowed = new List<AllowChangeConstraint>();
        foreach (var constraints in new[] { goal.Constraints, phase?.Constraints ?? [] })
        {
            if (constraints.OfType<OnlyConstraint>().ToList() is { Count: > 0 } only)
            {
                rules.Add(new OnlyRule(only, folder, places));
            }

            rules.AddRange(constraints.OfType<ProtectConstraint>().Select(constraint => new ProtectRule(constraint, folder, places)));
            allowed.AddRange(constraints.OfType<AllowChangeConstraint>());
        }

        // Said first, a rule that no goal can forget gives the clearer message.
        rules.Insert(0, new AlwaysProtectedRule(allowed, testProjects, folder));
        return new ChangeRules(rules, ChangeChecks.Of([.. goal.Constraints, .. phase?.Constraints ?? []], folder, testProjects, places), workspace.Root);
    }

    /// <summary>The constraints of a goal and its phases that this version does not check, in the order of the file. What a model's commands may do is held to where they are run.</summary>
    /// <param name="goal">The goal.</param>
    public static IReadOnlyList<Constraint> Unchecked(Goal goal) =>
        [.. goal.Constraints.Concat(goal.Phases.SelectMany(phase => phase.Constraints))
            .Where(constraint => constraint is not (OnlyConstraint or ProtectConstraint or AllowChangeConstraint or CommandConstraint or NetworkConstraint)
                && !ChangeChecks.Judge(constraint) && !BuiltConstraints.IsOne(constraint))];

    /// <summary>What is broken when a file is added, changed or deleted, or null.</summary>
    /// <param name="path">Relative to the workspace's root, with <c>/</c> between its parts, as a snapshot names it.</param>
    public BrokenRule? Check(string path) => _rules.Select(rule => rule.Check(path)).FirstOrDefault(broken => broken is not null);

    /// <summary>What is broken when files are changed: the first rule for each file.</summary>
    /// <param name="paths">Relative to the workspace's root.</param>
    public IReadOnlyList<BrokenRule> Check(IEnumerable<string> paths) => [.. paths.Select(Check).OfType<BrokenRule>()];

    /// <summary>What the content of a whole change breaks; each finding once.</summary>
    /// <param name="change">The change, from the start of the run to the tree as it is.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<BrokenRule>> CheckAsync(TreeChange change, CancellationToken cancellation)
    {
        var broken = new List<BrokenRule>();
        foreach (var check in _checks)
        {
            foreach (var found in await check.CheckAsync(change, cancellation).ConfigureAwait(false))
            {
                if (!broken.Exists(known => known.IsSameAs(found)))
                {
                    broken.Add(found);
                }
            }
        }

        return broken;
    }

    /// <summary>What is broken when a file is changed that no snapshot holds: one that git ignores, or one of git's own. <c>only</c> does not speak of those: outputs are among them.</summary>
    /// <param name="path">As for <see cref="Check(string)"/>.</param>
    public BrokenRule? CheckUnseen(string path) => _rules.Where(rule => rule is not OnlyRule).Select(rule => rule.Check(path)).FirstOrDefault(broken => broken is not null);

    /// <summary>Why a path may not be written to, asked beforehand; links on the way are resolved first. Null where it may.</summary>
    /// <param name="path">Relative to the workspace's root, or absolute.</param>
    public string? Forbids(string path)
    {
        var resolved = LinkResolver.Resolve(Path.GetFullPath(Path.Combine(_root, path)));
        var relative = Path.GetRelativePath(LinkResolver.Resolve(_root), resolved).Replace('\\', '/');
        if (Path.IsPathRooted(relative) || relative == ".." || relative.StartsWith("../", StringComparison.Ordinal))
        {
            return $"'{path}' leads out of the repository, to '{resolved}'; only files in the repository may change.";
        }

        return relative.Split('/')[0].Equals(Workspace.StateDirectoryName, OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase)
            ? $"'{path}' belongs to GoalBuild itself; only files of the project may change."
            : Check(relative)?.Message;
    }
}
