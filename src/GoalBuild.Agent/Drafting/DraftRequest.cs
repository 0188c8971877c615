using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;
using GoalBuild.Verification;

namespace GoalBuild.Agent.Drafting;

/// <summary>What a model is asked to draft an approach for.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Source">Its file; the path is absolute and lies in the tree.</param>
/// <param name="Workspace">The tree.</param>
/// <param name="Verdicts">What was found of its clauses in the tree as it is.</param>
/// <param name="Findings">What else planning has found, such as contradictions; one line each.</param>
public sealed record DraftRequest(Goal Goal, SourceText Source, Workspace Workspace, ValueList<Verdict> Verdicts, IReadOnlyList<string> Findings);
