using System.Text.RegularExpressions;

namespace GoalBuild.Authoring.Notes;

/// <summary>Knows by which words people head the parts of their notes.</summary>
internal static partial class SectionNames
{
    private static readonly Dictionary<string, NoteSection> Known = Table(
        (NoteSection.Title, "title, name, task name, goal name"),
        (NoteSection.Objective, "objective, objectives, goal, goals, summary, overview, description, purpose, aim, mission, task, the task, the goal, the objective, problem, problem statement, what, why, motivation, outcome, desired outcome, expected outcome, user story, story, intent"),
        (NoteSection.Requirements, "requirements, requirement, functional requirements, non-functional requirements, acceptance criteria, acceptance, must have, must haves, must-haves, musts, should have, deliverables, deliverable, features, feature list, scope, in scope, todo, to do, tasks, what to do, what is needed, needed, specification, spec, expectations, user stories, expected behavior, expected behaviour, stories, changes, work items"),
        (NoteSection.Verification, "verification, verify, validation, validate, checks, check, how to verify, how to validate, how to check, proof, proofs, evidence, tests, testing, test plan, definition of done, done when, done, success criteria, exit criteria, completion criteria, quality gates, quality gate, gates, verification criteria, verification steps, verification commands, success metrics, metrics, done criteria"),
        (NoteSection.Constraints, "constraints, constraint, restrictions, restriction, rules, rule, guardrails, guard rails, boundaries, do not, don't, dont, never, must not, prohibited, forbidden, limitations, invariants, guidelines, conventions"),
        (NoteSection.OutOfScope, "out of scope, non-goals, non goals, nongoals, not in scope, exclusions, excluded, won't do, will not do"),
        (NoteSection.Budget, "budget, budgets, limits, limit, caps, cap, cost, costs, cost limit, budget limits, resource limits, time limit, timebox, time box"),
        (NoteSection.Context, "context, background, references, reference, files, relevant files, read first, reading, see also, links, notes, resources, inputs, related files, key files"),
        (NoteSection.Iteration, "iteration, iterate, iteration policy, iterations, approach, workflow, process, how to work, way of working, strategy, iteration strategy, method, working agreement"),
        (NoteSection.Blocked, "blocked, blocked when, blocked if, blockers, stop, stop when, stop if, stop conditions, stop condition, stopping conditions, escalation, escalate, escalate when, ask when, when blocked, when to stop, blocked conditions, blocked stop condition"),
        (NoteSection.Review, "review, reviews, reviewers, reviewer, approval, approvals, approvers, sign-off, sign off, signoff, human review, review by, approved by"));

    /// <summary>The part that a heading begins; null for one that is not known.</summary>
    /// <param name="heading">The heading's words, perhaps with a number, a picture or a colon.</param>
    public static NoteSection? Find(string heading) => Known.TryGetValue(Bare(heading), out var section) ? section : null;

    // "3. Requirements:" and "✅ Requirements" mean the same.
    private static string Bare(string heading) => Decoration().Replace(heading, "").Replace('’', '\'').Trim().ToLowerInvariant();

    private static Dictionary<string, NoteSection> Table(params (NoteSection Section, string Names)[] rows) =>
        rows.SelectMany(row => row.Names.Split(", ").Select(name => (name, row.Section))).ToDictionary(row => row.name, row => row.Section, StringComparer.Ordinal);

    [GeneratedRegex(@"^[^\p{L}]+|[\s:.!*_–—-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Decoration();
}
